// SPDX-License-Identifier: Apache-2.0
#include "ring/login/browser_login.hpp"

#include "base/error.hpp"
#include "base/system/random.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "http/url.hpp"
#include "ring/api/json_read.hpp"

#include <map>
#include <utility>

namespace ring {

namespace {

constexpr int k_max_redirects = 5;
constexpr std::size_t k_page_limit = std::size_t{2} << 20;
constexpr std::string_view k_authorize_path = "/oauth/v2/authorize";
constexpr std::string_view k_sign_in_path = "/oauth/v2/signin";
constexpr auto k_import_hint =
    "import the refresh token of another program: ring-snapshot login --refresh-token TOKEN";

[[noreturn]] void throw_changed(const std::string& what) {
    throw base::Error(base::ErrorCode::service_unavailable,
                      "Ring's sign-in page does not work as expected: " + what, k_import_hint);
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_callback(const std::string& url) {
    const std::string_view callback = k_redirect_uri;
    return url.starts_with(callback) &&
           (url.size() == callback.size() || url[callback.size()] == '?');
}

/// Where a redirect leads; empty when nowhere.
std::string redirect_target(const http::Response& response, const std::string& url,
                            const Endpoints& endpoints) {
    const auto location = response.headers.get("Location");
    const auto resolved = location ? http::resolve_url(url, *location) : std::nullopt;
    return resolved ? endpoints.redirected(*resolved) : std::string();
}

/// Whether `url` is one that a redirect may lead to: the login service's own, or the callback.
bool may_be_followed(const std::string& url, const Endpoints& endpoints) {
    return is_callback(url) || http::origin_of(url) == http::origin_of(endpoints.oauth("/"));
}

/// Where the flow goes on after a step that was accepted: where a redirect leads within the
/// service, or the answer's `redirect_url` when that is the authorize page; else that page.
std::string continuation(const http::Response& response, const std::string& url,
                         const Endpoints& endpoints) {
    if (is_redirect(response.status)) {
        std::string target = redirect_target(response, url, endpoints);
        return may_be_followed(target, endpoints) ? target : endpoints.oauth(k_authorize_path);
    }
    const std::string named = text_member(read_json(response.body), "redirect_url");
    const auto resolved = http::resolve_url(url, named);
    const std::string target = resolved ? endpoints.redirected(*resolved) : "";
    const bool is_authorize_page = http::origin_of(target) == http::origin_of(url) &&
                                   http::path_of(target) == k_authorize_path;
    return is_authorize_page ? target : endpoints.oauth(k_authorize_path);
}

} // namespace

BrowserLogin::BrowserLogin(http::Client& client, const Endpoints& endpoints, Identity identity,
                           std::string device_name)
    : m_client(client),
      m_endpoints(endpoints),
      m_identity(std::move(identity)),
      m_device_name(std::move(device_name)) {}

http::Request BrowserLogin::request(std::string method, const std::string& url) const {
    // A browser sends no such header; the id stands in the query of the authorize page.
    const Identity without_id{{}, m_identity.user_agent};
    http::Request request = make_request(std::move(method), url, without_id);
    request.headers.add("Accept", "text/html,application/xhtml+xml,application/json;q=0.9");
    request.body_limit = k_page_limit;
    if (const std::string cookies = m_cookies.header(); !cookies.empty()) {
        request.headers.add("Cookie", cookies);
    }
    return request;
}

http::Response BrowserLogin::post(const std::string& url,
                                  const std::vector<std::pair<std::string, std::string>>& fields,
                                  std::stop_token stop) {
    http::Request request = this->request("POST", url);
    request.headers.add("Origin", http::origin_of(url));
    request.headers.add("Referer", m_endpoints.oauth(k_sign_in_path));
    set_form_body(request, base::form_encode(fields));
    return exchange_cookies(std::move(request), stop);
}

http::Response BrowserLogin::exchange_cookies(http::Request request, std::stop_token stop) {
    http::Response response =
        with_either_user_agent(m_identity.user_agent, [&](settings::UserAgent user_agent) {
            request.headers.set("User-Agent", user_agent_header(user_agent));
            return m_client.send(request, stop);
        });
    m_cookies.take(response);
    return response;
}

BrowserLogin::Page BrowserLogin::follow(std::string url, std::stop_token stop) {
    for (int redirects = 0; redirects <= k_max_redirects; ++redirects) {
        Page page{exchange_cookies(request("GET", url), stop), url};
        if (!is_redirect(page.response.status)) {
            return page;
        }
        url = redirect_target(page.response, url, m_endpoints);
        if (url.empty()) {
            throw_changed("a redirect leads nowhere");
        }
        if (!may_be_followed(url, m_endpoints)) {
            throw_changed("it redirects to another server");
        }
        if (is_callback(url) || is_challenge(page.response)) {
            return {std::move(page.response), url};
        }
    }
    throw_changed("too many redirects");
}

std::string BrowserLogin::authorize_url() {
    m_code_verifier = base::Secret(base::base64url_encode(base::random_bytes(32)));
    m_state = base::hex_encode(base::random_bytes(16));
    const std::string challenge = base::base64url_encode(base::sha256(m_code_verifier.reveal()));
    return m_endpoints.oauth(k_authorize_path) + "?" +
           base::form_encode({{"redirect_uri", k_redirect_uri},
                              {"client_id", k_client_id},
                              {"response_type", "code"},
                              {"prompt", "login"},
                              {"state", m_state},
                              {"scope", "client"},
                              {"code_challenge", challenge},
                              {"code_challenge_method", "S256"},
                              {"device_model", m_device_name},
                              {"app_version", "3.102.0"},
                              {"dark_mode", "false"},
                              {"device_brand", "ring-snapshot"},
                              {"device_os_version", "14"},
                              {"app_brand", "ring"},
                              {"hardware_id", m_identity.hardware_id}});
}

TokenReply BrowserLogin::sign_in(const Credentials& credentials, std::stop_token stop) {
    // As a browser that was never there: a second sign-in has a code sent again.
    m_cookies = CookieJar();
    const Page page = follow(authorize_url(), stop);
    if (!page.response.ok()) {
        LoginRefusal refusal = read_refusal(page.response);
        if (refusal.reason == LoginRefusal::Reason::denied) {
            // Nothing was sent yet that could be denied.
            refusal.reason = LoginRefusal::Reason::other;
        }
        return refusal;
    }
    if (asks_for_captcha(page.response.body)) {
        throw_changed("it asks for a captcha");
    }
    const auto csrf_token = find_csrf_token(m_cookies, page.response.body);
    if (!csrf_token) {
        throw_changed("it carries no CSRF token");
    }
    m_csrf_token = base::Secret(*csrf_token);

    const std::string url = m_endpoints.oauth(k_sign_in_path);
    const http::Response response = post(url,
                                         {{"username", credentials.username},
                                          {"password", credentials.password.reveal()},
                                          {"csrf-token", m_csrf_token.reveal()}},
                                         stop);
    if (is_challenge(response)) {
        return read_challenge(response.body);
    }
    if (response.status == 403) {
        throw_changed("it refuses its own CSRF token");
    }
    if (!response.ok() && !is_redirect(response.status)) {
        return read_refusal(response);
    }
    return collect_tokens(continuation(response, url, m_endpoints), stop);
}

TokenReply BrowserLogin::verify(const base::Secret& code, std::stop_token stop) {
    const std::string url = m_endpoints.oauth("/oauth/v2/2fa/verify");
    const http::Response response = post(url,
                                         {{"2fa_code", code.reveal()},
                                          {"csrf-token", m_csrf_token.reveal()},
                                          {"remember_me", "false"}},
                                         stop);
    if (is_challenge(response)) {
        return read_challenge(response.body);
    }
    if (!response.ok() && !is_redirect(response.status)) {
        LoginRefusal refusal = read_refusal(response);
        const bool wrong = response.status == 400 || response.status == 401;
        if (wrong && refusal.reason != LoginRefusal::Reason::throttled) {
            refusal.reason = LoginRefusal::Reason::wrong_code;
        }
        return refusal;
    }
    m_code_accepted = true;
    return collect_tokens(continuation(response, url, m_endpoints), stop);
}

TokenReply BrowserLogin::collect_tokens(const std::string& url, std::stop_token stop) {
    Page page = is_callback(url) ? Page{{}, url} : follow(url, stop);
    // A sign-in may end on any page of the service; the way to the code is the authorize page.
    if (page.response.ok() && !is_challenge(page.response) &&
        http::path_of(url) != k_authorize_path) {
        page = follow(m_endpoints.oauth(k_authorize_path), stop);
    }
    if (is_challenge(page.response)) {
        return read_challenge(page.response.body);
    }
    if (!is_callback(page.url)) {
        if (page.response.status >= 400) {
            return read_refusal(page.response);
        }
        throw_changed("it does not hand out a code after the sign-in");
    }
    if (http::query_parameter(page.url, "state") != m_state) {
        throw_changed("it answers with a state that is not ours");
    }
    const auto code = http::query_parameter(page.url, "code");
    if (!code || code->empty()) {
        throw_changed("it hands out an empty code");
    }
    return with_either_user_agent(m_identity.user_agent, [&](settings::UserAgent user_agent) {
        return TokenEndpoint(m_client, m_endpoints, {m_identity.hardware_id, user_agent})
            .exchange(base::Secret(*code), m_code_verifier, stop);
    });
}

base::Secret BrowserLogin::save_state() const {
    OrderedJson json;
    json["cookies"] = m_cookies.all();
    json["csrf_token"] = m_csrf_token.reveal();
    json["code_verifier"] = m_code_verifier.reveal();
    json["state"] = m_state;
    json["hardware_id"] = m_identity.hardware_id;
    return base::Secret(write_json(json));
}

bool BrowserLogin::restore_state(std::string_view text) {
    const Json json = read_json(text);
    const auto text_at = [&](const char* key) { return json.at(key).get<std::string>(); };
    try {
        for (const auto& [name, value] :
             json.at("cookies").get<std::map<std::string, std::string>>()) {
            m_cookies.set(name, value);
        }
        m_csrf_token = base::Secret(text_at("csrf_token"));
        m_code_verifier = base::Secret(text_at("code_verifier"));
        m_state = text_at("state");
        m_identity.hardware_id = text_at("hardware_id");
        return true;
    } catch (const Json::exception&) {
        return false;
    }
}

} // namespace ring
