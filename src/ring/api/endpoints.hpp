// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.hpp"
#include "ring/api/identity.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ring {

/// The client id for all grants (docs/ring-service.md 2.1).
inline constexpr auto k_client_id = "ring_official_android";

/// Where requests go: the three Ring hosts, or one server in place of all of them.
class Endpoints {
public:
    /// The real service.
    Endpoints() = default;

    /// `server` (an origin such as "http://127.0.0.1:8080") stands in for all three hosts, paths
    /// unchanged. Throws Error{usage} unless it is https, or http on a loopback address.
    explicit Endpoints(const std::string& server);

    /// By RING_SNAPSHOT_SERVER when that is set, else the real service. Throws as the constructor.
    static Endpoints from_environment();

    /// URLs of the login service, the API and the snapshot service; `path` starts with '/'.
    std::string oauth(std::string_view path) const { return m_oauth + std::string(path); }

    std::string api(std::string_view path) const { return m_api + std::string(path); }

    std::string app_snaps(std::string_view path) const { return m_app_snaps + std::string(path); }

    /// A URL that the service gave, sent to the stand-in when it names a Ring host.
    std::string redirected(const std::string& url) const;

private:
    static constexpr auto k_oauth = "https://oauth.ring.com";
    static constexpr auto k_api = "https://api.ring.com";
    static constexpr auto k_app_snaps = "https://app-snaps.ring.com";

    std::string m_oauth = k_oauth;
    std::string m_api = k_api;
    std::string m_app_snaps = k_app_snaps;
};

/// A request with User-Agent and, unless it is empty, hardware_id.
http::Request make_request(std::string method, std::string url, const Identity& identity);

/// Gives `request` a body and its Content-Type.
void set_json_body(http::Request& request, std::string json);
void set_form_body(http::Request& request, std::string form);

} // namespace ring
