// SPDX-License-Identifier: Apache-2.0
#include "cli/watch/notify_target.hpp"

#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "cli/output/output.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string_view>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

/// ntfy makes a file of a longer message.
constexpr std::size_t k_longest_text = 3500;

Error unusable_target(const std::string& what, const std::string& hint) {
    return Error(ErrorCode::usage, "--notify: " + what, hint);
}

/// The scheme of a URL in lower case, and the rest behind it; empty when there is none.
std::pair<std::string, std::string> split_scheme(const std::string& url) {
    const std::size_t end = url.find("://");
    return end == std::string::npos
               ? std::pair<std::string, std::string>()
               : std::pair(base::to_lower(url.substr(0, end)), url.substr(end));
}

void check_topic(const std::string& url) {
    const std::string path = http::path_of(url);
    if (path.size() < 2 || path.ends_with('/')) {
        throw unusable_target("the address of ntfy has no topic",
                              "write it like ntfys://ntfy.sh/a-name-that-nobody-guesses");
    }
    if (url.find_first_of("?#") != std::string::npos) {
        throw unusable_target("the address of ntfy holds more than host and topic",
                              "write it like ntfys://ntfy.sh/a-name-that-nobody-guesses");
    }
}

std::string title_of(const Notification& news) {
    if (news.event == "test") {
        return "ring-snapshot";
    }
    return news.camera.empty()       ? "ring-snapshot has ended"
           : news.event == "failing" ? news.camera + " fails"
                                     : news.camera + " works again";
}

/// One line about `news`.
std::string line_of(const Notification& news, base::SystemTime now) {
    const bool is_late = now - news.time > std::chrono::minutes(1);
    const std::string when =
        is_late ? base::format_local_time(news.time, " (at %H:%M)") : std::string();
    return news.text + when;
}

std::string title_of(const std::vector<Notification>& news) {
    return news.size() == 1 ? title_of(news.front())
                            : fmt::format("{} messages of ring-snapshot", news.size());
}

std::string text_of(const std::vector<Notification>& news, base::SystemTime now) {
    if (news.size() == 1) {
        return line_of(news.front(), now);
    }
    std::string text;
    for (const Notification& each : news) {
        text +=
            fmt::format("{}{}: {}", text.empty() ? "" : "\n", title_of(each), line_of(each, now));
    }
    const std::string_view begin = base::utf8_prefix(text, k_longest_text);
    return begin.size() == text.size() ? text : std::string(begin) + "…";
}

bool is_bad_news(const std::vector<Notification>& news) {
    return news.back().event != "recovered" && news.back().event != "test";
}

std::string to_query(const std::vector<std::pair<std::string, std::string>>& fields) {
    return "?" + base::form_encode(fields);
}

void fill_ntfy(http::Request& request, const std::vector<Notification>& news,
               const std::string& picture, base::SystemTime now) {
    // As parameters, which take any character; a header would not.
    std::vector<std::pair<std::string, std::string>> fields = {
        {"title", title_of(news)}, {"tags", is_bad_news(news) ? "warning" : "white_check_mark"}};
    const std::string text = text_of(news, now);
    if (picture.empty()) {
        request.method = "POST";
        request.body = text;
    } else {
        request.method = "PUT";
        fields.emplace_back("message", text);
        fields.emplace_back("filename", "picture.jpg");
        request.body = picture;
    }
    request.url += to_query(fields);
}

void fill_json(http::Request& request, const Notification& news, const std::string& picture,
               base::SystemTime now) {
    Json json = {{"event", news.event},
                 {"id", nullable(news.id)},
                 {"name", nullable(news.camera)},
                 {"time", base::rfc3339_local(news.time)},
                 {"title", title_of(news)},
                 {"text", fmt::format("{}: {}", title_of(news), line_of(news, now))},
                 {"error", nullptr}};
    if (news.error) {
        json["error"] = {{"code", name_of(news.error->code())},
                         {"message", news.error->message()},
                         {"hint", nullable(news.error->hint())}};
    }
    if (!picture.empty()) {
        json["picture"] = base::base64_encode(picture);
    }
    request.method = "POST";
    request.headers.set("Content-Type", "application/json");
    request.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

NotifyTarget read_notify_target(const std::string& url) {
    const auto [scheme, rest] = split_scheme(url);
    NotifyTarget target;
    const bool is_ntfy = scheme == "ntfy" || scheme == "ntfys";
    if (!is_ntfy && scheme != "http" && scheme != "https") {
        throw unusable_target("this is not an address for messages",
                              "write it like ntfys://ntfy.sh/TOPIC or https://example.com/hook");
    }
    target.kind = is_ntfy ? NotifyTarget::Kind::ntfy : NotifyTarget::Kind::json;
    const bool is_open = scheme == "ntfy" || scheme == "http";
    target.url = (is_open ? "http" : "https") + rest;
    target.host = http::host_of(target.url);
    if (target.host.empty() || rest.find('\n') != std::string::npos) {
        throw unusable_target("this is not an address for messages",
                              "write it like ntfys://ntfy.sh/TOPIC or https://example.com/hook");
    }
    if (is_open && !http::is_in_home_network(target.url)) {
        throw unusable_target(
            fmt::format("{}:// is for addresses of the home network only", scheme),
            fmt::format("write {}s://, so that nobody reads along", scheme));
    }
    if (http::has_user_name(target.url)) {
        throw unusable_target("an address with a user name is not taken",
                              "put an access token into RING_SNAPSHOT_NOTIFY_TOKEN");
    }
    if (is_ntfy) {
        check_topic(target.url);
    }
    return target;
}

http::Request make_notify_request(const NotifyTarget& target, const std::vector<Notification>& news,
                                  const std::string& picture, const base::Secret& token,
                                  base::SystemTime now) {
    http::Request request;
    request.url = target.url;
    request.has_secret_path = true;
    request.body_limit = std::size_t{1} << 20U;
    if (!token.empty()) {
        request.headers.set("Authorization", "Bearer " + token.reveal());
    }
    if (target.kind == NotifyTarget::Kind::ntfy) {
        fill_ntfy(request, news, picture, now);
    } else {
        fill_json(request, news.front(), picture, now);
    }
    return request;
}

std::optional<base::Error> notify_failure(const http::Response& response) {
    if (response.ok()) {
        return std::nullopt;
    }
    const int status = response.status;
    constexpr int k_timeout = 408;
    constexpr int k_too_many = 429;
    const bool may_pass = status >= 500 || status == k_timeout || status == k_too_many;
    const bool is_refused = status == 401 || status == 403;
    return Error(may_pass ? ErrorCode::service_unavailable : ErrorCode::usage,
                 fmt::format("the server answers with status {}", status),
                 is_refused ? "put an access token into RING_SNAPSHOT_NOTIFY_TOKEN" : "");
}

} // namespace cli
