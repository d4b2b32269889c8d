// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ring/api/service.hpp"
#include "ring/login/session.hpp"
#include "settings/store.hpp"
#include "support/fake_http_client.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace test {

inline constexpr auto k_hardware_id = "5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e";

/// What the service answers to a refresh: access token "sim-a<n>", refresh token "sim-r<n>".
inline http::Response new_tokens(int n, int seconds = 3600) {
    const std::string number = std::to_string(n);
    return response(200, R"({"access_token":"sim-a)" + number + R"(","expires_in":)" +
                             std::to_string(seconds) + R"(,"refresh_token":"sim-r)" + number +
                             R"(","scope":"client","token_type":"Bearer"})");
}

/// A computer with a stored login, and the service that it talks to: what everything above
/// ring::Session is tested with. The stored tokens are "sim-a1", good for an hour, and "sim-r1".
class Account {
public:
    using Change = std::function<void(settings::Settings&)>;

    /// @param change  done to the settings before they are written
    explicit Account(const Change& change = {}) {
        store.update(
            [&](settings::Settings& settings) {
                settings.hardware_id = k_hardware_id;
                settings.refresh_token = base::Secret("sim-r1");
                settings.access_token = base::Secret("sim-a1");
                settings.access_token_life = std::chrono::hours(1);
                settings.access_token_expires = clock.now() + std::chrono::hours(1);
                if (change) {
                    change(settings);
                }
            },
            {});
    }

    ring::Session& session() {
        if (!m_session) {
            m_session.emplace(client, ring::Endpoints(), store, clock, "ring-snapshot on kim");
        }
        return *m_session;
    }

    ring::Service& service() {
        if (!m_service) {
            m_service.emplace(session(), clock);
        }
        return *m_service;
    }

    /// What stands in the file now.
    settings::Settings stored() { return settings::Store(store.file(), clock, {}).load(); }

    TemporaryFolder folder;
    ManualClock clock;
    FakeHttpClient client{clock};
    std::vector<std::string> notices;
    settings::Store store{folder / "Settings.json", clock,
                          [this](const std::string& notice) { notices.push_back(notice); }};

private:
    std::optional<ring::Session> m_session;
    std::optional<ring::Service> m_service;
};

/// Each request as "METHOD path?query", in order.
inline std::vector<std::string> targets(const std::vector<http::Request>& requests) {
    std::vector<std::string> found;
    for (const http::Request& request : requests) {
        const std::size_t host = request.url.find("://") + 3;
        found.push_back(request.method + " " + request.url.substr(request.url.find('/', host)));
    }
    return found;
}

/// The header fields of `request`, in order, as "Name: value".
inline std::vector<std::string> fields(const http::Request& request) {
    std::vector<std::string> found;
    for (const auto& [name, value] : request.headers) {
        found.push_back(name + ": " + value);
    }
    return found;
}

} // namespace test
