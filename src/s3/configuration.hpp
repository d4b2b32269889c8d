// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "s3/bucket.hpp"
#include "s3/signature.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace s3 {

/// How an object store is reached, as far as it was said with options.
struct GivenConfiguration {
    std::optional<std::string> endpoint = std::nullopt;
    std::optional<std::string> region = std::nullopt;
    /// "auto", "on" or "off".
    std::optional<std::string> path_style = std::nullopt;
    /// The profile of ~/.aws that alone names keys, endpoint and region.
    std::optional<std::string> profile = std::nullopt;
};

/// How an object store is reached, and as whom.
struct Configuration {
    /// In one spelling; empty for Amazon's.
    std::string endpoint;
    std::string region;
    Addressing addressing = Addressing::automatic;
    Credentials credentials;

    Bucket bucket(const std::string& name) const { return {name, region, endpoint, addressing}; }
};

/// The sections of a file such as ~/.aws/credentials, with the values of their keys. Lines that
/// cannot be read are left out.
using ProfileFile = std::map<std::string, std::map<std::string, std::string>>;

ProfileFile read_profiles(std::string_view text);

/// Where find_configuration() looks.
struct ConfigurationSources {
    /// The value of an environment variable; std::nullopt when it is not set or empty.
    std::function<std::optional<std::string>(const std::string& name)> variable;
    /// The text of a file; empty when there is none.
    std::function<std::string(const std::string& path)> file;
    std::string home;
};

/// The environment and the files of this machine.
ConfigurationSources system_sources();

/// Completes what was given by what tools for Amazon's services go by: AWS_ACCESS_KEY_ID,
/// AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, else the profile AWS_PROFILE of ~/.aws/credentials
/// and ~/.aws/config (AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE); AWS_REGION,
/// AWS_DEFAULT_REGION, else us-east-1; AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, else Amazon's
/// endpoint. With a profile keys, endpoint and region come from that one and nowhere else: it is
/// for one store of several, and the variables are not. Throws Error{usage} when there are no keys,
/// or a value is not what it should be.
Configuration find_configuration(GivenConfiguration given,
                                 ConfigurationSources sources = system_sources());

/// Configuration::endpoint alone, which needs no keys.
std::string find_endpoint(GivenConfiguration given,
                          ConfigurationSources sources = system_sources());

} // namespace s3
