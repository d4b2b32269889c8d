// SPDX-License-Identifier: Apache-2.0
#include "web/access/gatekeeper.hpp"

#include "base/error.hpp"
#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "web/access/password.hpp"
#include "web/server/listen_address.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace web {
namespace {

constexpr std::string_view k_user = "ring";
constexpr long k_cookie_seconds = 365L * 24 * 60 * 60;

constexpr auto k_unknown_host =
    "403: this server does not know the name by which it was reached. If the name is yours, run: "
    "ring-snapshot serve --host NAME";
constexpr auto k_foreign_site = "403: other sites may not ask for this";
constexpr auto k_proxy_without_password =
    "403: a proxy passes requests on, and no password is set. Run: ring-snapshot serve "
    "--set-password";
constexpr auto k_login_needed = "401: user name \"ring\" and the password of the page, please";
constexpr auto k_too_many = "429: too many wrong passwords; wait a minute";

/// The password of a Basic login as the user `ring`.
std::optional<base::Secret> password_of(const Request& request) {
    const auto header = request.header("authorization");
    constexpr std::string_view k_scheme = "basic ";
    if (!header || base::to_lower(header->substr(0, k_scheme.size())) != k_scheme) {
        return {};
    }
    const auto decoded = base::base64_decode(std::string_view(*header).substr(k_scheme.size()));
    const std::size_t colon = decoded ? decoded->find(':') : std::string::npos;
    if (colon == std::string::npos) {
        return base::Secret();
    }
    return decoded->substr(0, colon) == k_user ? base::Secret(decoded->substr(colon + 1))
                                               : base::Secret();
}

bool is_forwarded(const Request& request) {
    return request.header("forwarded") || request.has_header_like("x-forwarded-");
}

std::string fetch_header(const Request& request, std::string_view name) {
    return request.header(name).value_or("");
}

bool is_from_foreign_site(const Request& request) {
    return fetch_header(request, "sec-fetch-site") == "cross-site";
}

/// The page is to fill a window, not a part of another page.
bool fills_window(const Request& request) {
    return fetch_header(request, "sec-fetch-mode") == "navigate" &&
           fetch_header(request, "sec-fetch-dest") == "document";
}

/// The page is to fill a part of another page; std::nullopt when the browser does not say, which it
/// does over TLS and on the same machine only.
std::optional<bool> is_framed(const Request& request) {
    const auto destination = request.header("sec-fetch-dest");
    return destination ? std::optional(*destination != "document") : std::nullopt;
}

Reply login_reply() {
    Reply reply = text_reply(401, k_login_needed);
    reply.set("WWW-Authenticate", R"(Basic realm="Ring Snapshot", charset="UTF-8")");
    return reply;
}

Reply wait_reply() {
    Reply reply = text_reply(429, k_too_many);
    reply.set("Retry-After", "60");
    return reply;
}

} // namespace

Gatekeeper::Gatekeeper(AccessOptions options, base::Clock& clock)
    : m_options(std::move(options)), m_guard(clock, m_options.stop) {
    for (std::string& host : m_options.hosts) {
        host = base::to_lower(host);
    }
    for (const std::string& origin : m_options.frame_ancestors) {
        m_frame_ancestors += " " + origin;
    }
}

bool Gatekeeper::is_known_host(const Request& request) const {
    const std::string host = host_of_authority(request.header("host").value_or(""));
    return is_ip_literal(host) || host == "localhost" ||
           std::find(m_options.hosts.begin(), m_options.hosts.end(), host) != m_options.hosts.end();
}

std::optional<Reply> Gatekeeper::check_origin(const Request& request, Target target) const {
    if (!is_from_foreign_site(request)) {
        return {};
    }
    const bool may_be_framed = target == Target::page && !m_options.frame_ancestors.empty() &&
                               fetch_header(request, "sec-fetch-mode") == "navigate";
    // A picture with a key in its address is meant for the pages of others.
    const bool is_given_away = target == Target::picture && request.parameter("key");
    const bool is_visit =
        fills_window(request) && (target == Target::page || target == Target::picture);
    if (is_visit || may_be_framed || is_given_away) {
        return {};
    }
    return text_reply(403, k_foreign_site);
}

PageSettings Gatekeeper::settings() {
    const std::lock_guard guard(m_mutex);
    const auto stamp = base::stamp_of(m_options.settings);
    if (!m_settings || stamp != m_stamp) {
        m_settings = load_page_settings(m_options.settings);
        m_stamp = stamp;
    }
    return *m_settings;
}

std::optional<Reply> Gatekeeper::check_password(const Request& request,
                                                const PageSettings& settings) {
    const auto password = password_of(request);
    if (!password) {
        return login_reply();
    }
    const auto& fixed = m_options.password;
    const auto verdict = m_guard.check(
        *password, fixed ? std::string_view("given") : settings.password, request.peer, [&] {
            return fixed ? are_equal_in_constant_time(hash_key(*password), hash_key(*fixed))
                         : is_password(*password, settings.password);
        });
    switch (verdict) {
    case PasswordGuard::Verdict::right:
        return {};
    case PasswordGuard::Verdict::too_many:
        return wait_reply();
    case PasswordGuard::Verdict::wrong:
        break;
    }
    return login_reply();
}

bool Gatekeeper::has_cookie(const Request& request, const PageSettings& settings) const {
    const std::string cookies = request.header("cookie").value_or("");
    std::string_view rest = cookies;
    while (!rest.empty()) {
        const std::size_t end = rest.find_first_of(";,");
        const std::string_view cookie = base::trimmed(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        const std::size_t equals = cookie.find('=');
        if (equals != std::string_view::npos && cookie.substr(0, equals) == m_options.cookie &&
            settings.has_key(base::Secret(std::string(cookie.substr(equals + 1))))) {
            return true;
        }
    }
    return false;
}

std::string Gatekeeper::cookie_of(const Request& request) const {
    const bool is_secure = base::to_lower(fetch_header(request, "x-forwarded-proto")) == "https";
    return fmt::format("{}={}; Path={}; Max-Age={}; HttpOnly; SameSite=Lax{}", m_options.cookie,
                       *request.parameter("key"), m_options.cookie_path, k_cookie_seconds,
                       is_secure ? "; Secure" : "");
}

Reply Gatekeeper::lead_to_cookie(const Request& request) const {
    const std::string rest = without_parameter(request.query, "key");
    const std::string name = request.path.substr(request.path.rfind('/') + 1);
    Reply reply = text_reply(303, "the key is in a cookie now");
    // Relative: proxies may have taken a part of the path away.
    reply.set("Location", (name.empty() ? "./" : name) + (rest.empty() ? "" : "?" + rest));
    reply.set("Set-Cookie", cookie_of(request));
    return reply;
}

Access Gatekeeper::check_credentials(const Request& request, Target target) {
    const PageSettings settings = this->settings();
    const auto key = request.parameter("key");
    if (key && settings.has_key(base::Secret(*key))) {
        if (target != Target::page) {
            return {{}, true};
        }
        // Browsers keep no cookie in a frame of another site. What is opened within such a frame
        // comes from our own site all the same.
        const auto framed = is_framed(request);
        if (framed.value_or(!m_options.frame_ancestors.empty())) {
            return {{}, true, framed ? "" : cookie_of(request)};
        }
        return {lead_to_cookie(request), true};
    }
    const bool has_password = m_options.password || !settings.password.empty();
    if (m_options.without_password) {
        return {};
    }
    if (!has_password) {
        return is_forwarded(request) ? Access{text_reply(403, k_proxy_without_password), false}
                                     : Access{};
    }
    if (has_cookie(request, settings)) {
        return {};
    }
    return {check_password(request, settings), false};
}

Access Gatekeeper::check(const Request& request, Target target) {
    if (!is_known_host(request)) {
        return {text_reply(403, k_unknown_host), false};
    }
    if (target == Target::health) {
        return {};
    }
    if (auto refusal = check_origin(request, target)) {
        return {std::move(refusal), false};
    }
    if (target == Target::asset) {
        return {};
    }
    try {
        return check_credentials(request, target);
    } catch (const base::Error&) {
        // Who may see the page is not known, so nobody may.
        return {text_reply(503, "503: the settings of the page cannot be read"), false};
    }
}

} // namespace web
