// SPDX-License-Identifier: Apache-2.0
#include "simulator/service.hpp"

#include "base/text/ascii.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stdexcept>
#include <utility>

namespace simulator {

namespace {

/// The cameras that a request is about, as far as scripts of faults care.
std::vector<std::int64_t> cameras_of(const Request& request, const Router::Match& match) {
    std::vector<std::int64_t> cameras;
    if (!match.captured.empty()) {
        if (const auto id = parse_integer(match.captured.front())) {
            cameras.push_back(*id);
        }
    }
    if (match.route->name == "update-all" || match.route->name == "timestamps") {
        const auto body = parse_json(request.body);
        if (body && body->is_object() && body->contains("doorbot_ids")) {
            for (const auto& id : (*body)["doorbot_ids"]) {
                if (id.is_number_integer()) {
                    cameras.push_back(id.get<std::int64_t>());
                }
            }
        }
    }
    return cameras;
}

bool has_json_body(const Request& request) {
    return base::to_lower(request.header("content-type")).find("json") != std::string::npos &&
           parse_json(request.body).has_value();
}

Reply no_such_path(const Router::Match& match) {
    if (match.allowed.empty()) {
        return error_reply(404, "Not Found");
    }
    auto reply = error_reply(405, "Method Not Allowed");
    reply.with("Allow", fmt::format("{}", fmt::join(match.allowed, ", ")));
    return reply;
}

} // namespace

Service::Service(Options options)
    : m_world(std::move(options)), m_control(m_world, m_faults, m_log) {
    for (const auto& text : m_world.options.faults) {
        auto [route, script] = parse_fault_script(text);
        m_faults.set(route, std::nullopt, std::move(script));
    }
    const auto& file = m_world.options.log_file;
    if (!file.empty() && !m_log.write_to(file)) {
        throw std::runtime_error{fmt::format("cannot write the log file {}", file)};
    }
}

Reply Service::handle(const Request& request) {
    if (Control::owns(request)) {
        auto reply = m_control.handle(request);
        finish(reply);
        return reply;
    }
    const auto number = m_log.begin(request, m_world.clock.now_ms());
    const auto match = m_router.find(request.method, request.path);
    auto outcome =
        match.route == nullptr ? Outcome{no_such_path(match), ""} : answer(request, match);
    auto& reply = outcome.reply;
    const bool silent = reply.wire == Wire::reset || reply.wire == Wire::hang;
    const int status = silent ? 0 : reply.status;
    reply.delay_ms += m_world.options.latency_ms;
    finish(reply);
    m_log.finish(number, match.route == nullptr ? "" : match.route->name, outcome.fault, status);
    if (m_narrator) {
        m_narrator(fmt::format("{} {} {}{}", request.method, printable_target(request),
                               silent ? "no answer" : std::to_string(status),
                               outcome.fault.empty() ? "" : " (" + outcome.fault + ")"));
    }
    return std::move(reply);
}

Service::Outcome Service::answer(const Request& request, const Router::Match& match) {
    const auto good = [&] { return good_answer(request, match); };
    const std::string route{match.route->name};
    if (route.empty()) {
        return {good(), ""};
    }
    const auto cameras = cameras_of(request, match);
    const auto taken = m_faults.take(route, cameras);
    if (!taken) {
        return {good(), ""};
    }
    const FaultCase c{m_world, request, match.route->name,
                      cameras.empty() ? std::nullopt : std::optional{cameras.front()}, good};
    auto reply = taken->fault.answer(c);
    if (!taken->fault.took_effect(c, reply)) {
        // Nothing was spoiled yet: the fault waits for the answer that it is meant for.
        m_faults.put_back(route, *taken);
        reply.wire = Wire::ordinary;
        return {std::move(reply), ""};
    }
    return {std::move(reply), taken->fault.text};
}

Reply Service::good_answer(const Request& request, const Router::Match& match) {
    const auto& route = *match.route;
    if (route.access != Access::open && !m_world.account.access_token_valid(request.bearer())) {
        return error_reply(401, "Unauthorized");
    }
    const auto hardware_id = request.header("hardware_id");
    if (route.access == Access::api && m_world.options.require_session && !hardware_id.empty() &&
        !m_world.account.use_session(hardware_id)) {
        return json_reply({{"error", fmt::format("Session not found for {}", hardware_id)}}, 404);
    }
    if (route.method == "PUT" && !has_json_body(request)) {
        return empty_reply(422);
    }
    return route.handler({m_world, request, match.captured});
}

void Service::finish(Reply& reply) const {
    reply.with("Date", http_date(m_world.clock.now_ms()));
}

} // namespace simulator
