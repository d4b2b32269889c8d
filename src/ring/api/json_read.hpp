// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ring {

// Reading JSON that others wrote: changed types and missing members are values, never exceptions.
// Trees read here must not be copied, compared or dumped: nlohmann does these by recursion.

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

/// Parses `text`; what is damaged in its strings is replaced. is_discarded() when it is not JSON,
/// or deeper or of more values than any real answer.
Json read_json(std::string_view text);

/// The same for an answer that must be an object. Throws Error{service_unavailable} for any other.
/// @param what  for the message: "the device list"
Json read_json_object(std::string_view text, std::string_view what);

/// The member `key`; null when `value` is not an object or has none, or it is null there.
const Json* member(const Json& value, std::string_view key);

/// The same when it is an array.
const Json* array_member(const Json& value, std::string_view key);

/// The member `key` when it is a text, as valid UTF-8; empty otherwise.
std::string text_member(const Json& value, std::string_view key);

/// Whether the member `key` is the value false, as opposed to absent, 0 or "false".
bool is_false_member(const Json& value, std::string_view key);

/// The member `key` when it is a number, also one written as text; always finite.
std::optional<double> number_member(const Json& value, std::string_view key);

/// The whole part of a number, also of one written as text; std::nullopt when it does not fit or
/// when a floating-point value is too great to be exact.
std::optional<std::int64_t> integer_of(const Json& value);
std::optional<std::int64_t> integer_member(const Json& value, std::string_view key);

/// `json` as a text of one line, in which ill-formed UTF-8 becomes replacement characters: what the
/// user typed is then refused by Ring like any wrong value.
std::string write_json(const OrderedJson& json);

} // namespace ring
