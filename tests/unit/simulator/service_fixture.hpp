// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text/encoding.hpp"
#include "simulator/service.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace simulator {

inline constexpr std::int64_t k_front_door = 31000417; ///< Lives on a battery.
inline constexpr std::int64_t k_driveway = 518000222;  ///< Wired.

/// A service without sockets, and a client of it that sends what real ones send.
class ServiceTest : public testing::Test {
protected:
    ServiceTest() { restart({}); }

    /// A new world; R0 is a good refresh token in it.
    void restart(Options options) {
        options.quiet = true;
        options.refresh_tokens.emplace_back("R0");
        m_service = std::make_unique<Service>(std::move(options));
        m_access_token.clear();
    }

    Service& service() { return *m_service; }

    World& world() { return m_service->world(); }

    Reply send(Request request) { return m_service->handle(request); }

    Reply get(const std::string& target, Fields headers = {}) {
        auto request = make("GET", target, std::move(headers));
        return send(request);
    }

    Reply post_form(const std::string& target, const std::string& body, Fields headers = {}) {
        auto request = make("POST", target, std::move(headers));
        request.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
        request.body = body;
        return send(request);
    }

    Reply send_json(const std::string& method, const std::string& target, const Json& body,
                    Fields headers = {}) {
        auto request = make(method, target, std::move(headers));
        request.headers.emplace_back("content-type", "application/json");
        request.body = to_text(body);
        return send(request);
    }

    /// The header of a logged-in client.
    Fields bearer() {
        if (m_access_token.empty()) {
            m_access_token = world().account.grant_for_password().access_token;
        }
        return {{"authorization", "Bearer " + m_access_token}};
    }

    Reply control(const std::string& method, const std::string& what, const Json& body = {}) {
        return send_json(method, "/simulator/" + what, body);
    }

    void set_faults(const std::string& route, const std::vector<std::string>& faults) {
        const auto reply = control("POST", "faults", {{"route", route}, {"faults", faults}});
        ASSERT_EQ(reply.status, 200) << reply.body;
    }

    void pass_seconds(double seconds) {
        ASSERT_EQ(control("POST", "state", {{"advance", seconds}}).status, 200);
    }

    static Json body_of(const Reply& reply) { return parse_json(reply.body).value_or(Json()); }

    static std::int64_t capture_time(const Reply& reply) {
        return parse_integer(reply.header("x-time-millis").value_or("")).value_or(-1);
    }

    static Request make(const std::string& method, const std::string& target, Fields headers) {
        Request request;
        request.method = method;
        const auto question = target.find('?');
        request.path = target.substr(0, question);
        if (question != std::string::npos) {
            request.query = parse_form(target.substr(question + 1));
        }
        request.headers = std::move(headers);
        return request;
    }

private:
    std::unique_ptr<Service> m_service;
    std::string m_access_token;
};

} // namespace simulator
