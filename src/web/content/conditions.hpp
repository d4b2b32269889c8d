// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "web/server/reply.hpp"
#include "web/server/request.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace web {

/// Whether the sender has what `etag` (with its quotes) names already: If-None-Match, or without
/// that If-Modified-Since.
bool has_it_already(const Request& request, std::string_view etag,
                    std::optional<base::SystemTime> modified);

/// A part of a body.
struct ByteRange {
    std::size_t first = 0;
    /// The last byte itself.
    std::size_t last = 0;
};

/// Part of what Range asks for: nothing (all is sent), one part, or what does not exist (416).
struct WholeBody {};

struct NoSuchRange {};

using RangeChoice = std::variant<WholeBody, ByteRange, NoSuchRange>;

/// One range is understood; several, and what is not one, stand for all. With If-Range only when it
/// names the same `etag`.
RangeChoice choose_range(const Request& request, std::string_view etag, std::size_t size);

/// Answers with `reply`, or the part of it that Range asks for.
Reply apply_range(const Request& request, Reply reply, std::string_view etag);

} // namespace web
