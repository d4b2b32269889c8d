// SPDX-License-Identifier: Apache-2.0
#include "s3/configuration.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/files/places.hpp"
#include "base/process/environment.hpp"
#include "base/text/ascii.hpp"
#include "base/text/given_value.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace s3 {
namespace {

using base::Error;
using base::ErrorCode;
using base::ValueKind;

constexpr auto k_default_region = "us-east-1";
constexpr std::size_t k_largest_file = std::size_t{1} << 20;

/// A value and what it is called in messages.
struct Named {
    std::string source;
    std::string value;
};

/// The profile in force, of both files.
class Profile {
public:
    explicit Profile(const ConfigurationSources& sources) {
        m_name = sources.variable("AWS_PROFILE").value_or("default");
        const auto section_of = [&](const char* variable, const char* file,
                                    const std::string& section) {
            const std::string path = sources.variable(variable).value_or(
                sources.home.empty() ? "" : sources.home + "/.aws/" + file);
            return path.empty() ? std::map<std::string, std::string>()
                                : read_profiles(sources.file(path))[section];
        };
        m_values = section_of("AWS_SHARED_CREDENTIALS_FILE", "credentials", m_name);
        m_values.merge(section_of("AWS_CONFIG_FILE", "config",
                                  m_name == "default" ? m_name : "profile " + m_name));
    }

    const std::string& name() const { return m_name; }

    std::optional<Named> find(const std::string& key) const {
        const auto value = m_values.find(key);
        if (value == m_values.end() || value->second.empty()) {
            return {};
        }
        return Named{fmt::format("{} of the profile {}", key, m_name), value->second};
    }

private:
    std::string m_name;
    std::map<std::string, std::string> m_values;
};

/// The first that is set: the option, one of the variables, or the key of the profile.
std::optional<Named> first_of(const std::optional<std::string>& given, const char* option,
                              std::initializer_list<const char*> variables,
                              const ConfigurationSources& sources, const Profile& profile,
                              const char* key) {
    if (given) {
        return Named{option, *given};
    }
    for (const char* name : variables) {
        if (const auto value = sources.variable(name)) {
            return Named{name, *value};
        }
    }
    return profile.find(key);
}

/// The sources for the store of one profile: without the variables that say something else.
ConfigurationSources sources_of(const std::string& profile, ConfigurationSources sources) {
    sources.variable = [profile, variable = std::move(sources.variable)](
                           const std::string& name) -> std::optional<std::string> {
        if (name == "AWS_PROFILE") {
            return profile;
        }
        return name == "AWS_SHARED_CREDENTIALS_FILE" || name == "AWS_CONFIG_FILE" ? variable(name)
                                                                                  : std::nullopt;
    };
    return sources;
}

Credentials find_credentials(const ConfigurationSources& sources, const Profile& profile,
                             bool is_of_profile) {
    const auto variable = [&](const char* name) {
        return base::clean_value(ValueKind::token, sources.variable(name).value_or(""));
    };
    Credentials credentials{variable("AWS_ACCESS_KEY_ID"),
                            base::Secret(variable("AWS_SECRET_ACCESS_KEY")),
                            base::Secret(variable("AWS_SESSION_TOKEN"))};
    if (credentials.access_key_id.empty() && credentials.secret_access_key.empty()) {
        const auto of_profile = [&](const char* key) {
            const auto found = profile.find(key);
            return found ? base::clean_value(ValueKind::token, found->value) : std::string();
        };
        credentials = {of_profile("aws_access_key_id"),
                       base::Secret(of_profile("aws_secret_access_key")),
                       base::Secret(of_profile("aws_session_token"))};
    }
    if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) {
        throw Error(
            ErrorCode::usage, "there are no access keys for the object store",
            fmt::format("{}keep them in ~/.aws/credentials (profile {})",
                        is_of_profile ? "" : "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ",
                        profile.name()));
    }
    return credentials;
}

/// With a profile nothing else is looked at.
void keep_to_profile(GivenConfiguration& given, ConfigurationSources& sources) {
    if (given.profile) {
        sources = sources_of(*given.profile, std::move(sources));
        given.endpoint.reset();
        given.region.reset();
    }
}

std::string endpoint_of(const GivenConfiguration& given, const ConfigurationSources& sources,
                        const Profile& profile) {
    const auto endpoint =
        first_of(given.endpoint, "--s3-endpoint", {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"},
                 sources, profile, "endpoint_url");
    return endpoint ? parse_endpoint(endpoint->source, endpoint->value) : "";
}

std::string check_region(const Named& region) {
    const bool is_word =
        !region.value.empty() && std::all_of(region.value.begin(), region.value.end(), [](char c) {
            return base::is_letter_or_digit(c) || c == '-' || c == '_';
        });
    if (!is_word) {
        throw Error(ErrorCode::usage, fmt::format("{} is not the name of a region", region.source),
                    "regions are written like eu-west-1");
    }
    return region.value;
}

Addressing addressing_of(const std::optional<std::string>& path_style) {
    return path_style == "on"    ? Addressing::path
           : path_style == "off" ? Addressing::host
                                 : Addressing::automatic;
}

} // namespace

ProfileFile read_profiles(std::string_view text) {
    ProfileFile file;
    std::map<std::string, std::string>* section = nullptr;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view whole = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::string_view line = base::trimmed(whole);
        if (line.starts_with('[')) {
            const std::string_view name = base::trimmed(line.substr(1, line.find(']') - 1));
            section = &file[std::string(name)];
        }
        const std::size_t equals = line.find('=');
        // What is indented belongs to a value of several lines, which are of no use here.
        const bool is_nested = !whole.empty() && base::is_space(whole.front());
        if (section == nullptr || is_nested || equals == std::string_view::npos ||
            line.starts_with('[') || line.starts_with('#') || line.starts_with(';')) {
            continue;
        }
        section->insert_or_assign(base::to_lower(base::trimmed(line.substr(0, equals))),
                                  std::string(base::trimmed(line.substr(equals + 1))));
    }
    return file;
}

ConfigurationSources system_sources() {
    return {base::environment_variable,
            [](const std::string& path) {
                return base::read_file(base::path_from_utf8(path), k_largest_file).value_or("");
            },
            base::home_folder()};
}

Configuration find_configuration(GivenConfiguration given, ConfigurationSources sources) {
    keep_to_profile(given, sources);
    const Profile profile(sources);
    Configuration found;
    found.credentials = find_credentials(sources, profile, given.profile.has_value());
    found.endpoint = endpoint_of(given, sources, profile);
    const auto region = first_of(given.region, "--s3-region", {"AWS_REGION", "AWS_DEFAULT_REGION"},
                                 sources, profile, "region");
    found.region = region ? check_region(*region) : k_default_region;
    found.addressing = addressing_of(given.path_style);
    return found;
}

std::string find_endpoint(GivenConfiguration given, ConfigurationSources sources) {
    keep_to_profile(given, sources);
    return endpoint_of(given, sources, Profile(sources));
}

} // namespace s3
