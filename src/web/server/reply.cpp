// SPDX-License-Identifier: Apache-2.0
#include "web/server/reply.hpp"

#include "http/http_date.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace web {
namespace {

std::string_view reason_of(int status) {
    switch (status) {
    case 200:
        return "OK";
    case 206:
        return "Partial Content";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 416:
        return "Range Not Satisfiable";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Unknown";
    }
}

} // namespace

void Reply::set(std::string_view name, std::string value) {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&](const auto& header) { return header.first == name; });
    if (found == headers.end()) {
        headers.emplace_back(std::string(name), std::move(value));
    } else {
        found->second = std::move(value);
    }
}

std::string Reply::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&](const auto& header) { return header.first == name; });
    return found == headers.end() ? std::string() : found->second;
}

Reply text_reply(int status, std::string text) {
    Reply reply{.status = status, .headers = {}, .body = std::move(text) + "\n"};
    reply.set("Content-Type", "text/plain; charset=utf-8");
    reply.set("Cache-Control", "no-store");
    return reply;
}

std::string head_of(const Reply& reply, bool closes, base::SystemTime now) {
    std::string head = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", reply.status,
                                   reason_of(reply.status), http::format_http_date(now));
    for (const auto& [name, value] : reply.headers) {
        head += fmt::format("{}: {}\r\n", name, value);
    }
    if (reply.status != 304) {
        head += fmt::format("Content-Length: {}\r\n", reply.body.size());
    }
    return head + (closes ? "Connection: close\r\n\r\n" : "\r\n");
}

} // namespace web
