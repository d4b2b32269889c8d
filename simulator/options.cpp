// SPDX-License-Identifier: Apache-2.0
#include "simulator/options.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>

namespace simulator {

namespace {

std::int64_t to_ms(double seconds) {
    return std::llround(seconds * 1000);
}

const CLI::Range k_positive{0.0, 1e9};

/// An option in seconds, of which milliseconds are kept.
CLI::Option* add_seconds(CLI::App& app, const char* name, std::int64_t& target, const char* help,
                         const CLI::Range& range = k_positive) {
    return app
        .add_option_function<double>(
            name, [&target](double seconds) { target = to_ms(seconds); }, help)
        ->check(range);
}

/// An option whose value is one of `names`, each of which stands for the value of its place.
template <typename Value, typename Names>
CLI::Option* add_choice(CLI::App& app, const char* name, Value& target, const Names& names,
                        const char* help) {
    const std::vector<std::string> list(std::begin(names), std::end(names));
    return app
        .add_option_function<std::string>(
            name,
            [&target, list](const std::string& text) {
                target = static_cast<Value>(std::ranges::find(list, text) - list.begin());
            },
            help)
        ->check(CLI::IsMember(list));
}

using Names = std::initializer_list<const char*>;

void add_account_options(CLI::App& app, Options& o) {
    app.add_option("--username", o.account.username, "the account")->capture_default_str();
    app.add_option("--password", o.account.password, "its password")->capture_default_str();
    app.add_option("--code", o.account.code, "the two-factor code")->capture_default_str();
    add_choice(app, "--two-factor", o.account.two_factor, k_two_factor_names,
               "how the account wants its code (sms)");
    add_choice(app, "--challenge", o.challenge_form, Names{"412", "202", "redirect"},
               "how a code is asked for: by that status, or by a redirect to /oauth/v2/2fa (412)");
    add_seconds(app, "--access-token-life", o.account.access_token_life_ms,
                "SECONDS that an access token is good (3600)");
    add_seconds(
        app, "--grace", o.account.grace_ms,
        "SECONDS that a replaced refresh token stays good (60); 0: not at all, -1: for ever",
        {-1.0, 1e9});
    app.add_option("--refresh-limit", o.account.refresh_limit,
                   "refreshes a minute before they are refused with 429 (no limit)")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--refresh-token", o.refresh_tokens,
                   "a refresh token that is good from the start (repeatable)")
        ->allow_extra_args(false);
}

void add_strictness_options(CLI::App& app, Options& o) {
    app.add_flag("--require-session", o.require_session,
                 "clients_api calls with a hardware_id header need a session, else 404");
    app.add_option("--session-calls", o.account.session_calls,
                   "a session is forgotten after so many calls (never)")
        ->check(CLI::NonNegativeNumber);
    app.add_option_function<std::string>(
           "--require-user-agent",
           [&o](const std::string& text) {
               o.user_agent_rule = text == "full" ? UserAgentRule::full : UserAgentRule::any;
           },
           "login requests without a User-Agent (any), or without that of Ring's app with its "
           "version (full), get 406")
        ->expected(0, 1)
        ->default_str("any")
        ->check(CLI::IsMember({"any", "full"}));
    app.add_flag("--refuse-first-hardware-id", o.account.refuse_first_hardware_id,
                 "login requests with the hardware id that is seen first get 406");
    app.add_option_function<std::string>(
           "--refuse-encoding",
           [&o](const std::string& text) {
               o.refused_encoding = text == "json" ? RefusedEncoding::json : RefusedEncoding::form;
           },
           "refuse token requests in this encoding with 406")
        ->check(CLI::IsMember({"json", "form"}));
    app.add_option_function<std::string>(
           "--refuse-token-flow",
           [&o](const std::string& text) {
               o.refuse_password_grant = true;
               o.refuse_with_html = text == "html";
           },
           "refuse every password grant with 406, as text or html, so that only the browser flow "
           "works")
        ->expected(0, 1)
        ->default_str("text")
        ->check(CLI::IsMember({"text", "html"}));
    app.add_flag("--refuse-refresh", o.refuse_refresh_grant, "refuse every refresh grant with 406");
    add_choice(app, "--csrf", o.csrf_place,
               Names{"cookie", "next-data", "oauth-args", "hidden-input", "meta"},
               "where the sign-in page carries its CSRF token (cookie)");
    app.add_option("--csrf-name", o.csrf_name, "the name that it has there");
}

PictureSize parse_size(const std::string& text) {
    PictureSize size;
    char end{};
    if (std::sscanf(text.c_str(), "%5dx%5d%c", &size.width, &size.height, &end) != 2 ||
        size.width < 160 || size.height < 90 || size.width > 4096 || size.height > 4096) {
        throw CLI::ValidationError("--picture-size",
                                   "must be WIDTHxHEIGHT, from 160x90 to 4096x4096");
    }
    return size;
}

void add_camera_options(CLI::App& app, Options& o) {
    add_choice(app, "--devices", o.devices, k_device_mode_names, "the list of devices (ordinary)");
    app.add_option("--cameras", o.cameras, "so many made-up cameras instead of the list")
        ->check(CLI::Range(1, 100'000));
    add_seconds(app, "--capture-delay-wired", o.capture_delay_wired_ms,
                "SECONDS that a wired camera takes for a picture (0.4)");
    add_seconds(app, "--capture-delay-battery", o.capture_delay_battery_ms,
                "SECONDS that a battery camera takes for a picture (4)");
    add_seconds(app, "--periodic", o.periodic_ms,
                "every camera takes a picture every SECONDS (never)");
    app.add_option_function<std::string>(
        "--picture-size", [&o](const std::string& text) { o.picture_size = parse_size(text); },
        "WIDTHxHEIGHT of all pictures (640x360 or 1280x720, by camera)");
    app.add_flag("--timestamps-only-tell", o.timestamps_only_tell,
                 "asking for capture times has no camera take a picture");
    app.add_flag("--image-partial", o.image_partial,
                 "answer 206 with Content-Range where Range was sent");
    app.add_option("--films", o.films,
                   "FOLDER with films of the past: CAMERA-START.mp4, each with a .json");
    add_seconds(app, "--film-life", o.film_life_ms,
                "SECONDS that the address of a film is good (900)");
}

void add_service_options(CLI::App& app, Options& o) {
    app.add_option("--port", o.port, "port on 127.0.0.1; 0: any free one (0)")
        ->check(CLI::Range(0, 65535));
    add_seconds(app, "--clock-offset", o.clock_offset_ms,
                "SECONDS that the service's clock is ahead of this machine's (0)", {-1e9, 1e9});
    app.add_option_function<double>(
           "--latency", [&o](double ms) { o.latency_ms = std::llround(ms); },
           "MILLISECONDS added to each answer (0)")
        ->check(k_positive);
    app.add_option("--fault", o.faults,
                   "ROUTE=FAULT[,FAULT...]: what the route's next answers suffer from (repeatable)")
        ->allow_extra_args(false);
    app.add_option("--log", o.log_file, "FILE that each request is appended to, as JSON lines");
    app.add_flag("--quiet", o.quiet, "print nothing but the address");
}

} // namespace

CommandLine read_command_line(int argc, const char* const* argv) {
    CommandLine line;
    CLI::App app{"A local stand-in for the Ring service, to test clients against.",
                 "ring-simulator"};
    app.set_version_flag("--version", std::string{"ring-simulator "} + RING_SNAPSHOT_VERSION);
    app.option_defaults()->take_last();
    add_service_options(app, line.options);
    add_account_options(app, line.options);
    add_strictness_options(app, line.options);
    add_camera_options(app, line.options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& e) {
        line.run = false;
        line.exit_code = app.exit(e);
    } catch (const CLI::ParseError& e) {
        fmt::print(stderr, "ring-simulator: {}\n", e.what());
        line.run = false;
        line.exit_code = 2;
    }
    return line;
}

} // namespace simulator
