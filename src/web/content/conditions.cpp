// SPDX-License-Identifier: Apache-2.0
#include "web/content/conditions.hpp"

#include "base/text/ascii.hpp"
#include "http/http_date.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace web {
namespace {

/// Whether a list of entity tags names this one; a weak one means the same here.
bool names_tag(std::string_view list, std::string_view etag) {
    while (!list.empty()) {
        const std::size_t end = list.find(',');
        std::string_view tag = base::trimmed(list.substr(0, end));
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
        if (tag.starts_with("W/")) {
            tag.remove_prefix(2);
        }
        if (tag == "*" || tag == etag) {
            return true;
        }
    }
    return false;
}

std::optional<std::size_t> read_position(std::string_view text) {
    std::size_t position = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), position);
    const bool is_whole = !text.empty() && end == text.data() + text.size();
    if (!is_whole || !std::all_of(text.begin(), text.end(), base::is_digit)) {
        return {};
    }
    return error == std::errc::result_out_of_range ? std::string_view::npos : position;
}

} // namespace

bool has_it_already(const Request& request, std::string_view etag,
                    std::optional<base::SystemTime> modified) {
    if (const auto tags = request.header("if-none-match")) {
        return names_tag(*tags, etag);
    }
    const auto since = request.header("if-modified-since");
    const auto time = since ? http::parse_http_date(*since) : std::nullopt;
    return time && modified && std::chrono::floor<std::chrono::seconds>(*modified) <= *time;
}

RangeChoice choose_range(const Request& request, std::string_view etag, std::size_t size) {
    const auto header = request.header("range");
    const auto condition = request.header("if-range");
    constexpr std::string_view k_unit = "bytes=";
    if (!header || base::to_lower(header->substr(0, k_unit.size())) != k_unit ||
        (condition && *condition != etag)) {
        return WholeBody();
    }
    const std::string_view range = base::trimmed(std::string_view(*header).substr(k_unit.size()));
    const std::size_t dash = range.find('-');
    if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) {
        return WholeBody();
    }
    const auto first = read_position(range.substr(0, dash));
    const auto last = read_position(range.substr(dash + 1));
    if (dash == 0) {
        if (!last) {
            return WholeBody();
        }
        return *last == 0 || size == 0
                   ? RangeChoice(NoSuchRange())
                   : RangeChoice(ByteRange{size - std::min(*last, size), size - 1});
    }
    if (!first || (!last && dash + 1 < range.size()) || (last && *last < *first)) {
        return WholeBody();
    }
    if (*first >= size) {
        return NoSuchRange();
    }
    return ByteRange{*first, std::min(last.value_or(size - 1), size - 1)};
}

Reply apply_range(const Request& request, Reply reply, std::string_view etag) {
    reply.set("Accept-Ranges", "bytes");
    const std::size_t size = reply.body.size();
    const RangeChoice choice = choose_range(request, etag, size);
    if (std::holds_alternative<NoSuchRange>(choice)) {
        reply = text_reply(416, "416: there is no such part");
        reply.set("Content-Range", fmt::format("bytes */{}", size));
    } else if (const auto* const range = std::get_if<ByteRange>(&choice)) {
        reply.status = 206;
        reply.set("Content-Range", fmt::format("bytes {}-{}/{}", range->first, range->last, size));
        reply.body = reply.body.substr(range->first, range->last - range->first + 1);
    }
    return reply;
}

} // namespace web
