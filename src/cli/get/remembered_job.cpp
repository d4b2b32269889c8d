// SPDX-License-Identifier: Apache-2.0
#include "cli/get/remembered_job.hpp"

#include "base/error.hpp"
#include "base/text/duration.hpp"
#include "base/text/unicode.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/watch/mqtt_options.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>

namespace cli {

namespace {

constexpr auto k_way_to_forget = "to forget that, run: ring-snapshot get --forget";

/// One word of a command line, as a person would write it.
std::string as_word(const std::string& text) {
    const bool is_plain =
        !text.empty() && text.find_first_of(" \t\"'$`\\|&;<>()*?#") == std::string::npos;
    const std::string shown = base::printable(text);
    return is_plain ? shown : fmt::format("{}{}{}", '\'', shown, '\'');
}

/// The program of a command, whose other words may hold secrets.
std::string program_of(const std::string& command, const Symbols& symbols) {
    const std::size_t end = command.find(' ');
    return end == std::string::npos
               ? as_word(command)
               : fmt::format("'{} {}'", base::printable(command.substr(0, end)), symbols.ellipsis);
}

/// The scheme and host of an address, the rest of which is secret.
std::string host_alone(const std::string& url, const Symbols& symbols) {
    const std::size_t scheme = url.find("://");
    const std::size_t host = scheme == std::string::npos ? scheme : scheme + 3;
    const std::size_t end = host == std::string::npos ? host : url.find_first_of("/?#", host);
    const std::string begin = url.substr(0, end);
    if (host == std::string::npos || begin.find('@') != std::string::npos) {
        return symbols.ellipsis;
    }
    return base::printable(begin) +
           (end == std::string::npos ? "" : fmt::format("/{}", symbols.ellipsis));
}

std::string mqtt_url_as_word(const std::string& url, const Symbols& symbols) {
    return as_word(mqtt_url_without_password(url, symbols));
}

/// Puts the words of a command line together.
class JobWords {
public:
    explicit JobWords(const Symbols& symbols) : m_symbols(symbols) {}

    void add(const std::string& word) { m_text += (m_text.empty() ? "" : " ") + word; }

    void add(const char* option, bool is_given) {
        if (is_given) {
            add(option);
        }
    }

    void add(const char* option, const std::optional<bool>& flag) {
        add(option, flag.value_or(false));
    }

    void add(const char* option, const std::optional<int>& number) {
        if (number) {
            add(fmt::format("{} {}", option, *number));
        }
    }

    void add(const char* option, const std::optional<std::chrono::milliseconds>& duration) {
        if (duration) {
            add(fmt::format("{} {}", option, base::format_duration(*duration)));
        }
    }

    void add(const char* option, const std::optional<std::string>& text) {
        if (text) {
            add(fmt::format("{} {}", option, as_word(*text)));
        }
    }

    /// What `show` makes of a text that may hold secrets.
    void add(const char* option, const std::optional<std::string>& text,
             std::string (*show)(const std::string&, const Symbols&)) {
        if (text) {
            add(fmt::format("{} {}", option, show(*text, m_symbols)));
        }
    }

    void add_secret(const char* option, bool is_given) {
        if (is_given) {
            add(fmt::format("{} {}", option, m_symbols.ellipsis));
        }
    }

    std::string take() { return std::move(m_text); }

private:
    const Symbols& m_symbols;
    std::string m_text;
};

void add_schedule(JobWords& words, const settings::Settings& settings) {
    words.add("--every", settings.every);
    words.add("--between", settings.between);
    words.add("--keep", settings.keep);
    words.add("--keep-last", settings.keep_last);
    words.add("--keep-hourly", settings.keep_hourly);
    words.add("--keep-daily", settings.keep_daily);
    words.add("--keep-weekly", settings.keep_weekly);
    words.add("--allow-drain", settings.allow_drain);
    words.add("--on-failure", settings.failure_command, program_of);
    words.add("--heartbeat", settings.heartbeat, host_alone);
    for (const std::string& url : settings.notify.value_or(std::vector<std::string>())) {
        words.add("--notify", std::optional(url), host_alone);
    }
    words.add("--notify-picture", settings.notify_picture);
    for (const std::string& target : settings.upload.value_or(std::vector<std::string>())) {
        words.add("--upload", std::optional(target));
    }
    words.add("--upload-name", settings.upload_name);
    words.add("--s3-endpoint", settings.s3_endpoint);
    words.add("--s3-region", settings.s3_region);
    words.add("--s3-path-style", settings.s3_path_style);
    words.add("--mqtt", settings.mqtt, mqtt_url_as_word);
    words.add_secret("--mqtt-password-file", settings.mqtt_password.has_value());
    words.add("--mqtt-ca", settings.mqtt_ca);
    words.add("--mqtt-insecure", settings.mqtt_insecure);
    words.add("--mqtt-discovery", settings.mqtt_discovery);
}

/// Forgets what --save remembers.
void forget(settings::Settings& settings) {
    static_cast<settings::SavedOptions&>(settings) = {};
    settings.output_path.reset();
    settings.device_id.reset();
    settings.devices.clear();
    settings.all_cameras.reset();
    settings.location.reset();
    settings.fresh.reset();
    settings.require_fresh.reset();
}

} // namespace

std::string describe_job(const settings::Settings& settings, const Symbols& symbols) {
    JobWords words(symbols);
    if (settings.device_id) {
        words.add(std::to_string(*settings.device_id));
    }
    for (const std::string& device : settings.devices) {
        words.add(as_word(device));
    }
    words.add("--all", settings.all_cameras);
    words.add("--location", settings.location);
    const bool is_strict = settings.require_fresh.value_or(false);
    words.add("--fresh", settings.fresh.value_or(false) && !is_strict);
    words.add("--cached", settings.fresh.has_value() && !*settings.fresh && !is_strict);
    words.add("--require-fresh", settings.require_fresh);
    words.add("--wait", settings.wait);
    words.add("--max-age", settings.maximum_age);
    words.add("--out", settings.output_path);
    words.add("--name", settings.file_name);
    words.add("--latest", settings.latest_file_name);
    words.add("--retries", settings.maximum_retries);
    words.add("--exec", settings.exec_command, program_of);
    words.add("--exif", settings.exif);
    add_schedule(words, settings);
    return words.take();
}

void tell_job(Context& context, const settings::Settings& settings) {
    Output& output = context.output();
    const std::string job = describe_job(settings, output.symbols());
    output.notice(job.empty() ? "nothing is remembered" : "remembered: " + job);
    if (!job.empty()) {
        output.notice(output.complete(k_way_to_forget));
    }
}

int forget_job(Context& context, const GetOptions& options) {
    settings::Settings given;
    remember(options, given);
    if (!describe_job(given, k_symbols).empty() || options.cached || options.save || options.out ||
        options.show || options.show_as) {
        throw base::Error(base::ErrorCode::usage, "--forget goes alone",
                          "run: ring-snapshot get --forget");
    }
    const std::string job = describe_job(context.store().load(), context.output().symbols());
    if (job.empty()) {
        context.output().notice("nothing is remembered");
        return 0;
    }
    context.store().update(forget, context.stop());
    context.output().notice("forgotten: " + job);
    return 0;
}

} // namespace cli
