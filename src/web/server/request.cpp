// SPDX-License-Identifier: Apache-2.0
#include "web/server/request.hpp"

#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"

#include <algorithm>

namespace web {
namespace {

bool is_token_char(char c) {
    constexpr std::string_view k_marks = "!#$%&'*+-.^_`|~";
    return base::is_letter_or_digit(c) || k_marks.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

/// What may stand in the value of a header; bytes of other encodings are let through.
bool is_field_char(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= ' ' && byte != 0x7f);
}

std::string_view trim_blanks(std::string_view text) {
    constexpr std::string_view k_blanks = " \t";
    const std::size_t first = text.find_first_not_of(k_blanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(k_blanks) - first + 1);
}

/// Takes the next line, without its end, from the front of `text`.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

std::string decode_parameter(std::string_view text) {
    std::string blanks(text);
    std::replace(blanks.begin(), blanks.end(), '+', ' ');
    return base::percent_decode(blanks);
}

/// Calls `take` with name and value of each parameter, still encoded, and the whole of it.
template <typename Take>
void for_each_parameter(std::string_view query, const Take& take) {
    while (!query.empty()) {
        const std::size_t end = query.find('&');
        const std::string_view parameter = query.substr(0, end);
        query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
        if (!parameter.empty()) {
            const std::size_t equals = parameter.find('=');
            take(parameter.substr(0, equals),
                 equals == std::string_view::npos ? std::string_view()
                                                  : parameter.substr(equals + 1),
                 parameter);
        }
    }
}

/// Splits the target; false for what is not a path.
bool take_target(std::string_view target, Request& request) {
    constexpr std::string_view k_scheme = "http://";
    if (base::to_lower(target.substr(0, k_scheme.size())) == k_scheme) {
        // As a proxy is asked; the host is what the Host header says.
        target.remove_prefix(k_scheme.size());
        const std::size_t slash = target.find_first_of("/?");
        target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
    }
    if (!target.starts_with('/') || !base::is_visible_ascii(target)) {
        return false;
    }
    target = target.substr(0, target.find('#'));
    const std::size_t question = target.find('?');
    request.path = std::string(target.substr(0, question));
    if (question != std::string_view::npos) {
        request.query = std::string(target.substr(question + 1));
    }
    return true;
}

/// The status of a bad first line; 0 for a good one.
int take_first_line(std::string_view line, Request& request, bool& is_old) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) {
        return 400;
    }
    const std::string_view method = line.substr(0, first);
    const std::string_view version = line.substr(last + 1);
    if (!is_token(method) || version.size() != 8 || !version.starts_with("HTTP/") ||
        !base::is_digit(version[5]) || version[6] != '.' || !base::is_digit(version[7])) {
        return 400;
    }
    if (version[5] != '1') {
        return 505;
    }
    is_old = version[7] == '0';
    if (method != "GET" && method != "HEAD") {
        return 405;
    }
    request.method = std::string(method);
    return take_target(line.substr(first + 1, last - first - 1), request) ? 0 : 400;
}

/// False for a line that is not a header.
bool take_header(std::string_view line, Request& request) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
        return false;
    }
    const std::string_view value = trim_blanks(line.substr(colon + 1));
    if (!std::all_of(value.begin(), value.end(), is_field_char)) {
        return false;
    }
    request.headers.emplace_back(base::to_lower(line.substr(0, colon)), std::string(value));
    return true;
}

bool has_body(const Request& request) {
    const auto length = request.header("content-length");
    return (length && *length != "0") || request.header("transfer-encoding");
}

} // namespace

std::optional<std::string> Request::header(std::string_view name) const {
    std::optional<std::string> value;
    for (const auto& [other, text] : headers) {
        if (other == name) {
            value = value ? *value + ", " + text : text;
        }
    }
    return value;
}

bool Request::has_header_like(std::string_view beginning) const {
    return std::any_of(headers.begin(), headers.end(),
                       [&](const auto& header) { return header.first.starts_with(beginning); });
}

std::optional<std::string> Request::parameter(std::string_view name) const {
    std::optional<std::string> found;
    for_each_parameter(query, [&](std::string_view key, std::string_view value, std::string_view) {
        if (!found && decode_parameter(key) == name) {
            found = decode_parameter(value);
        }
    });
    return found;
}

std::string without_parameter(std::string_view query, std::string_view name) {
    std::string rest;
    for_each_parameter(query,
                       [&](std::string_view key, std::string_view, std::string_view parameter) {
                           if (decode_parameter(key) != name) {
                               rest += (rest.empty() ? "" : "&") + std::string(parameter);
                           }
                       });
    return rest;
}

std::optional<std::size_t> end_of_head(std::string_view bytes) {
    for (std::size_t end = bytes.find('\n'); end != std::string_view::npos;
         end = bytes.find('\n', end + 1)) {
        const std::string_view rest = bytes.substr(end + 1);
        if (rest.starts_with("\n")) {
            return end + 2;
        }
        if (rest.starts_with("\r\n")) {
            return end + 3;
        }
    }
    return {};
}

Request refused_request(int status) {
    Request request;
    request.refused = status;
    request.closes = true;
    return request;
}

Request parse_head(std::string_view head) {
    Request request;
    bool is_old = false;
    if (const int status = take_first_line(take_line(head), request, is_old); status != 0) {
        return refused_request(status);
    }
    std::size_t hosts = 0;
    for (std::string_view line = take_line(head); !line.empty(); line = take_line(head)) {
        if (!take_header(line, request)) {
            return refused_request(400);
        }
        hosts += request.headers.back().first == "host" ? 1 : 0;
    }
    if (hosts > 1 || (hosts == 0 && !is_old) || has_body(request)) {
        return refused_request(400);
    }
    const std::string connection = base::to_lower(request.header("connection").value_or(""));
    request.closes = connection.find("close") != std::string::npos ||
                     (is_old && connection.find("keep-alive") == std::string::npos);
    return request;
}

} // namespace web
