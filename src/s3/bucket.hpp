// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace s3 {

/// Where the bucket stands in the address of an object.
enum class Addressing {
    /// As the first part of the path for every endpoint but Amazon's, and for names with a dot,
    /// which no certificate covers; else as a part of the host.
    automatic,
    path,
    host,
};

/// A bucket and how it is reached.
struct Bucket {
    std::string name;
    std::string region;
    /// Scheme, host and port, and the path that objects stand below, without a slash at its end.
    /// Empty: Amazon's endpoint of the region.
    std::string endpoint = {};
    Addressing addressing = Addressing::automatic;

    /// Whether it is one of Amazon's.
    bool is_amazons() const { return endpoint.empty(); }
};

/// A place in a bucket to which pictures are uploaded.
struct Target {
    std::string bucket;
    /// What all keys begin with, without a slash at its end; empty for the bucket itself.
    std::string prefix;
    /// The profile that names the keys and the store; std::nullopt for those of all targets.
    std::optional<std::string> profile = std::nullopt;

    bool operator==(const Target&) const = default;

    /// "s3://BUCKET/PREFIX", without the profile.
    std::string text() const;

    /// As parse_target() reads it, with the profile.
    std::string url() const;

    /// The key of the picture with this name.
    std::string key_of(std::string_view name) const;
};

/// Reads "s3://BUCKET[/PREFIX][?profile=NAME]"; a slash at its end means nothing. Throws
/// Error{usage}.
/// @param source  what the message names: "--upload"
Target parse_target(std::string_view source, std::string_view text);

/// `text` as an endpoint, in one spelling. Throws Error{usage} when it is not an http or https
/// address, or would send pictures through the internet without encryption.
/// @param source  what the message names: "--s3-endpoint"
std::string parse_endpoint(std::string_view source, std::string_view text);

/// The address of an object, encoded. An empty key: of the bucket.
std::string url_of(const Bucket& bucket, std::string_view key);

/// The key as it stands in addresses: UTF-8, with everything but A-Z a-z 0-9 - . _ ~ and slashes
/// percent-encoded.
std::string encode_key(std::string_view key);

} // namespace s3
