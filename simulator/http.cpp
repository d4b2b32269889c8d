// SPDX-License-Identifier: Apache-2.0
#include "simulator/http.hpp"

#include "base/text/ascii.hpp"

#include <fmt/format.h>

#include <map>

namespace simulator {

std::string Request::header(std::string_view lower_case_name) const {
    return find_field(headers, lower_case_name).value_or("");
}

std::optional<std::string> Request::query_value(std::string_view name) const {
    return find_field(query, name);
}

std::string Request::bearer() const {
    const auto authorization = header("authorization");
    if (base::to_lower(authorization.substr(0, 7)) == "bearer ") {
        return authorization.substr(7);
    }
    return authorization.empty() ? query_value("auth_token").value_or("") : "";
}

std::string Request::cookie(std::string_view name) const {
    return find_field(parse_cookies(header("cookie")), name).value_or("");
}

std::optional<std::string> Reply::header(std::string_view name) const {
    return find_field(headers, name);
}

Reply& Reply::with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

Reply json_reply(const Json& body, int status) {
    return {.status = status, .content_type = "application/json", .body = to_text(body)};
}

Reply text_reply(std::string body, int status) {
    return {.status = status, .content_type = "text/plain", .body = std::move(body)};
}

Reply html_reply(std::string body, int status) {
    return {.status = status, .content_type = "text/html", .body = std::move(body)};
}

Reply empty_reply(int status) {
    return {.status = status};
}

Reply redirect_reply(std::string location) {
    Reply reply{.status = 302};
    reply.with("Location", std::move(location));
    return reply;
}

Reply error_reply(int status, std::string_view error) {
    return json_reply({{"error", error}, {"status_code", status}}, status);
}

Reply edge_page(int status) {
    static const std::map<int, const char*> titles = {{200, "Ring"},
                                                      {403, "Forbidden"},
                                                      {404, "Not Found"},
                                                      {406, "Not Acceptable"},
                                                      {429, "Too Many Requests"},
                                                      {500, "Internal Server Error"},
                                                      {502, "Bad Gateway"},
                                                      {503, "Service Temporarily Unavailable"},
                                                      {504, "Gateway Time-out"}};
    const auto it = titles.find(status);
    const auto title =
        status == 200 ? std::string{"Ring"}
                      : fmt::format("{} {}", status, it == titles.end() ? "Error" : it->second);
    return html_reply(fmt::format("<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n"
                                  "<center><h1>{0}</h1></center>\r\n"
                                  "<hr><center>openresty</center>\r\n</body>\r\n</html>\r\n",
                                  title),
                      status);
}

std::optional<Json> parse_json(std::string_view text) {
    // Values are copied, written and gone through by recursion, which ends the process when they
    // are deep. Nobody's requests are.
    constexpr int deepest = 100;
    bool too_deep = false;
    const auto notice_depth = [&too_deep](int depth, Json::parse_event_t, const Json&) {
        too_deep = too_deep || depth > deepest;
        return !too_deep;
    };
    auto json = Json::parse(text, notice_depth, false);
    return json.is_discarded() || too_deep ? std::nullopt : std::optional{std::move(json)};
}

std::string to_text(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace simulator
