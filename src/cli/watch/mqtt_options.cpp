// SPDX-License-Identifier: Apache-2.0
#include "cli/watch/mqtt_options.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/system/random.hpp"
#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "base/text/given_value.hpp"
#include "base/text/reason.hpp"
#include "base/text/unicode.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/login/prompts.hpp"
#include "home_assistant/topics.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

constexpr auto k_default_mqtt_prefix = "ring-snapshot";
constexpr auto k_default_discovery = "homeassistant";
constexpr auto k_mqtt_password_variable = "RING_SNAPSHOT_MQTT_PASSWORD";
constexpr auto k_mqtt_form = "write it like mqtts://USER@HOST, or mqtt://192.168.1.5";
constexpr std::size_t k_mqtt_password_limit = std::size_t{64} << 10;
constexpr std::uint16_t k_mqtt_port = 1883;
constexpr std::uint16_t k_mqtts_port = 8883;

Error unusable_mqtt(const std::string& what, const std::string& hint = k_mqtt_form) {
    return Error(ErrorCode::usage, "--mqtt: " + what, hint);
}

/// The parts of an address, as they stand there.
struct MqttUrl {
    bool tls = false;
    std::optional<std::string> user;
    std::string host;
    std::string port;
    std::string path;
};

/// Takes "USER@" off the authority of an address.
std::optional<std::string> take_user(std::string& authority) {
    const std::size_t at = authority.rfind('@');
    if (at == std::string::npos) {
        return {};
    }
    std::string user = authority.substr(0, at);
    authority.erase(0, at + 1);
    if (user.find(':') != std::string::npos) {
        throw unusable_mqtt("the address holds a password, which others could read",
                            fmt::format("put the password into a file for --mqtt-password-file, or "
                                        "into {}",
                                        k_mqtt_password_variable));
    }
    return user;
}

MqttUrl split_mqtt_url(const std::string& url) {
    MqttUrl parts;
    const std::size_t colon = url.find("://");
    const std::string scheme = base::to_lower(url.substr(0, std::min(colon, url.size())));
    if (colon == std::string::npos || (scheme != "mqtt" && scheme != "mqtts")) {
        throw unusable_mqtt("the address does not begin with mqtt:// or mqtts://");
    }
    parts.tls = scheme == "mqtts";
    std::string authority = url.substr(colon + 3);
    const std::size_t end = authority.find_first_of("/?#");
    if (end != std::string::npos) {
        parts.path = authority.substr(end);
        authority.erase(end);
    }
    parts.user = take_user(authority);
    if (parts.path.find_first_of("?#") != std::string::npos) {
        throw unusable_mqtt("the address holds more than host and prefix");
    }
    const std::size_t port = authority.rfind(':');
    if (port != std::string::npos && authority.find(']', port) == std::string::npos) {
        parts.port = authority.substr(port + 1);
        authority.erase(port);
        if (parts.port.empty()) {
            throw unusable_mqtt("the port is missing");
        }
    }
    parts.host = authority;
    return parts;
}

std::uint16_t port_of(const MqttUrl& parts) {
    if (parts.port.empty()) {
        return parts.tls ? k_mqtts_port : k_mqtt_port;
    }
    std::uint16_t port = 0;
    const char* const end = parts.port.data() + parts.port.size();
    const auto [stop, error] = std::from_chars(parts.port.data(), end, port);
    if (error != std::errc() || stop != end || port == 0) {
        throw unusable_mqtt("the port is not a number from 1 to 65535");
    }
    return port;
}

/// Whether a host can only be in the same home, by how it is written: it is not looked up, since
/// what a name means may change with the network.
bool is_near(const std::string& host) {
    return http::is_in_home_network("http://" + host) || host.ends_with(".lan") ||
           host.ends_with(".localhost") ||
           (host.find('.') == std::string::npos && !host.starts_with('[') && !host.empty());
}

std::string prefix_of(const MqttUrl& parts) {
    std::string prefix = base::percent_decode(parts.path);
    prefix.erase(0, prefix.starts_with('/') ? 1 : 0);
    if (prefix.ends_with('/')) {
        prefix.pop_back();
    }
    if (prefix.empty()) {
        return k_default_mqtt_prefix;
    }
    if (const std::string problem = home_assistant::problem_of_prefix(prefix); !problem.empty()) {
        throw unusable_mqtt("the prefix of the topics " + problem,
                            "write it like mqtt://HOST/ring-snapshot");
    }
    return prefix;
}

std::optional<std::string> discovery_of(const std::optional<std::string>& given) {
    if (given && base::to_lower(*given) == "off") {
        return {};
    }
    std::string prefix = given.value_or(k_default_discovery);
    if (const std::string problem = home_assistant::problem_of_prefix(prefix); !problem.empty()) {
        throw Error(ErrorCode::usage, "--mqtt-discovery: the prefix " + problem,
                    fmt::format("leave it out for {}, or write off", k_default_discovery));
    }
    return prefix;
}

void check_certificates(const MqttTarget& target, const std::string& file) {
    if (!target.broker.tls) {
        throw Error(ErrorCode::usage, "--mqtt-ca goes with mqtts:// alone",
                    "write mqtts:// in the address of --mqtt");
    }
    std::error_code failed;
    if (!std::filesystem::is_regular_file(base::path_from_utf8(file), failed)) {
        throw Error(ErrorCode::usage,
                    fmt::format("--mqtt-ca: there is no file {}", base::printable(file)));
    }
}

base::Secret read_mqtt_password(const std::string& file) {
    std::optional<std::string> text;
    try {
        text = base::read_file(base::path_from_utf8(file), k_mqtt_password_limit);
    } catch (const Error& error) {
        throw Error(ErrorCode::usage, fmt::format("--mqtt-password-file: {}",
                                                  base::with_reason_in_brackets(error.message())));
    }
    if (!text) {
        throw Error(ErrorCode::usage, fmt::format("--mqtt-password-file: there is no file {}",
                                                  base::printable(file)));
    }
    return base::Secret(base::take_value(base::ValueKind::password,
                                         "the password that --mqtt-password-file names",
                                         first_password_line(*text, "--mqtt-password-file")));
}

} // namespace

MqttTarget read_mqtt_url(const std::string& url, bool insecure) {
    const MqttUrl parts = split_mqtt_url(url);
    MqttTarget target;
    target.broker.tls = parts.tls;
    target.broker.host = http::host_of("http://" + parts.host);
    if (target.broker.host.empty()) {
        throw unusable_mqtt("the address has no host that could be one");
    }
    target.broker.port = port_of(parts);
    target.broker.user = base::percent_decode(parts.user.value_or(""));
    target.prefix = prefix_of(parts);
    if (!parts.tls && !insecure && !is_near(target.broker.host)) {
        throw unusable_mqtt(
            "mqtt:// sends pictures and password in the clear, and this host may be outside of "
            "your home",
            "write mqtts://, or allow it by --mqtt-insecure");
    }
    return target;
}

std::optional<MqttTarget> find_mqtt_target(const settings::SavedOptions& wanted) {
    if (!wanted.mqtt) {
        if (wanted.mqtt_ca || wanted.mqtt_discovery || wanted.mqtt_insecure) {
            throw Error(ErrorCode::usage,
                        "--mqtt-ca, --mqtt-discovery and --mqtt-insecure belong "
                        "to --mqtt, which is not given",
                        "add: --mqtt mqtts://USER@HOST");
        }
        return {};
    }
    MqttTarget target = read_mqtt_url(*wanted.mqtt, wanted.mqtt_insecure.value_or(false));
    target.discovery = discovery_of(wanted.mqtt_discovery);
    target.broker.password = wanted.mqtt_password.value_or(base::Secret());
    if (wanted.mqtt_ca) {
        check_certificates(target, *wanted.mqtt_ca);
        target.broker.ca_file = *wanted.mqtt_ca;
    }
    return target;
}

void complete_mqtt_password(WatchOptions& options, const settings::SavedOptions& remembered) {
    if (options.mqtt_password_file) {
        const std::optional<std::string>& url = options.mqtt ? options.mqtt : remembered.mqtt;
        if (!url) {
            throw Error(ErrorCode::usage,
                        "--mqtt-password-file belongs to --mqtt, which is not given",
                        "add: --mqtt mqtts://USER@HOST");
        }
        options.mqtt_password = read_mqtt_password(*options.mqtt_password_file);
        const MqttTarget target =
            read_value_of(!options.mqtt, "Mqtt", [&] { return read_mqtt_url(*url, true); });
        if (target.broker.user.empty()) {
            throw Error(ErrorCode::usage, "--mqtt-password-file needs a user in --mqtt",
                        "write it like mqtts://USER@HOST");
        }
    } else if (auto password =
                   base::take_variable(base::ValueKind::password, k_mqtt_password_variable)) {
        options.mqtt_password = base::Secret(std::move(*password));
    }
}

std::string mqtt_url_without_password(const std::string& url, const Symbols& symbols) {
    const std::size_t slashes = url.find("://");
    const std::size_t begin = slashes == std::string::npos ? 0 : slashes + 3;
    const std::size_t end = std::min(url.find_first_of("/?#", begin), url.size());
    const std::size_t at = url.rfind('@', end);
    const bool has_password = at != std::string::npos && at >= begin &&
                              url.substr(begin, at - begin).find(':') != std::string::npos;
    return has_password ? url.substr(0, begin) + symbols.ellipsis + url.substr(at) : url;
}

std::string new_mqtt_client_id() {
    // Letters and digits, 23 of them at most, are what every broker has to take.
    constexpr std::size_t k_random_digits = 11;
    std::string digits = base::random_uuid();
    std::erase(digits, '-');
    return "ringsnapshot" + digits.substr(0, k_random_digits);
}

void declare_mqtt(OptionDeclarer& command, WatchOptions& options) {
    command.add("--mqtt", "URL", options.mqtt,
                "publish pictures for Home Assistant and others: mqtts://USER@HOST/PREFIX");
    command.add("--mqtt-password-file", "FILE", options.mqtt_password_file,
                "the broker's password is the first line of this file");
    command.add("--mqtt-ca", "FILE", options.mqtt_ca,
                "trust only the certificates in this file for the broker");
    command.add_flag("--mqtt-insecure", options.mqtt_insecure,
                     "let mqtt:// without encryption leave the home network");
    command.add("--mqtt-discovery", "PREFIX", options.mqtt_discovery,
                "where Home Assistant looks for devices (default homeassistant); off: nowhere");
}

} // namespace cli
