// SPDX-License-Identifier: Apache-2.0
#include "s3/bucket.hpp"

#include "base/error.hpp"
#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "base/text/unicode.hpp"
#include "http/url.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace s3 {
namespace {

constexpr std::string_view k_scheme = "s3://";

/// Amazon's rule for new buckets; older ones and other engines allow more, which is let pass.
bool is_bucket_name(std::string_view name) {
    return name.size() >= 3 && name.size() <= 255 && name != "..." &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return base::is_letter_or_digit(c) || c == '-' || c == '.' || c == '_';
           });
}

/// Whether every part between slashes names something; clients and proxies rewrite the others.
bool has_plain_parts(std::string_view path) {
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/'), path.size());
        const std::string_view part = path.substr(0, end);
        if (part.empty() || part == "." || part == "..") {
            return false;
        }
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return true;
}

/// The name in "?profile=NAME"; std::nullopt when that is not what the text is.
std::optional<std::string> profile_in(std::string_view text) {
    constexpr std::string_view k_begin = "?profile=";
    if (!text.starts_with(k_begin)) {
        return {};
    }
    text.remove_prefix(k_begin.size());
    const bool is_name = !text.empty() && text.find_first_of("?&]") == std::string_view::npos &&
                         !base::has_control_character(text);
    return is_name ? std::optional(std::string(text)) : std::nullopt;
}

std::string_view without_final_slash(std::string_view text) {
    if (text.ends_with('/')) {
        text.remove_suffix(1);
    }
    return text;
}

/// A name without a dot is one of this machine or its network.
bool is_near(const std::string& origin) {
    const std::string host = http::host_of(origin);
    return http::is_in_home_network(origin) ||
           (!host.starts_with('[') && host.find('.') == std::string::npos);
}

bool uses_path(const Bucket& bucket) {
    if (bucket.addressing == Addressing::automatic) {
        return !bucket.is_amazons() || bucket.name.find('.') != std::string::npos;
    }
    return bucket.addressing == Addressing::path;
}

std::string endpoint_of(const Bucket& bucket) {
    if (!bucket.is_amazons()) {
        return bucket.endpoint;
    }
    return fmt::format("https://s3.{}.amazonaws.com{}", bucket.region,
                       bucket.region.starts_with("cn-") ? ".cn" : "");
}

} // namespace

std::string Target::text() const {
    return fmt::format("{}{}{}{}", k_scheme, bucket, prefix.empty() ? "" : "/", prefix);
}

std::string Target::url() const {
    return text() + (profile ? "?profile=" + *profile : "");
}

std::string Target::key_of(std::string_view name) const {
    return base::valid_utf8(prefix.empty() ? std::string(name)
                                           : fmt::format("{}/{}", prefix, name));
}

Target parse_target(std::string_view source, std::string_view text) {
    const auto refuse = [&](std::string_view why) -> base::Error {
        return {base::ErrorCode::usage, fmt::format("{}: {}", source, why),
                "name it like s3://BUCKET, s3://BUCKET/FOLDER or s3://BUCKET/FOLDER?profile=NAME"};
    };
    if (!base::to_lower(text.substr(0, k_scheme.size())).starts_with(k_scheme)) {
        throw refuse("the address of a bucket begins with s3://");
    }
    text.remove_prefix(k_scheme.size());
    const std::size_t question = std::min(text.find('?'), text.size());
    const auto profile = profile_in(text.substr(question));
    if (!profile && question < text.size()) {
        throw refuse("what follows the question mark is not profile=NAME");
    }
    text = without_final_slash(text.substr(0, question));
    const std::size_t slash = std::min(text.find('/'), text.size());
    const std::string_view bucket = text.substr(0, slash);
    const std::string_view prefix = text.substr(std::min(slash + 1, text.size()));
    if (!is_bucket_name(bucket)) {
        throw refuse("this is not the name of a bucket");
    }
    if (!has_plain_parts(prefix) || base::has_control_character(prefix)) {
        throw refuse("the folder after the bucket has a part that names nothing");
    }
    return {std::string(bucket), base::valid_utf8(prefix), profile};
}

std::string parse_endpoint(std::string_view source, std::string_view text) {
    const std::string origin = http::origin_of(text);
    if (origin.empty() || http::has_user_name(text) ||
        text.find_first_of("?#") != std::string_view::npos) {
        throw base::Error(base::ErrorCode::usage,
                          fmt::format("{} is not an http or https address", source));
    }
    if (origin.starts_with("http:") && !is_near(origin)) {
        throw base::Error(
            base::ErrorCode::usage,
            fmt::format("{} would send pictures through the internet without encryption", source),
            "use an https:// address");
    }
    const std::string path = http::path_of(text);
    return origin + std::string(without_final_slash(path));
}

std::string url_of(const Bucket& bucket, std::string_view key) {
    const std::string endpoint = endpoint_of(bucket);
    const std::string encoded = encode_key(key);
    if (uses_path(bucket)) {
        return fmt::format("{}/{}{}{}", endpoint, encode_key(bucket.name),
                           encoded.empty() ? "" : "/", encoded);
    }
    const std::size_t host = endpoint.find("//") + 2;
    return fmt::format("{}{}.{}/{}", endpoint.substr(0, host), bucket.name, endpoint.substr(host),
                       encoded);
}

std::string encode_key(std::string_view key) {
    std::string encoded;
    while (!key.empty()) {
        const std::size_t end = std::min(key.find('/'), key.size());
        encoded += base::percent_encode(key.substr(0, end));
        if (end < key.size()) {
            encoded += '/';
        }
        key.remove_prefix(std::min(end + 1, key.size()));
    }
    return encoded;
}

} // namespace s3
