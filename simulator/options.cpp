// SPDX-License-Identifier: Apache-2.0
#include "simulator/options.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <map>

namespace simulator {

namespace {

std::int64_t to_ms(double seconds) {
    return std::llround(seconds * 1000);
}

const CLI::Range k_positive{0.0, 1e9};

void add_account_options(CLI::App& app, Options& o) {
    app.add_option("--username", o.account.username, "the account")->capture_default_str();
    app.add_option("--password", o.account.password, "its password")->capture_default_str();
    app.add_option("--code", o.account.code, "the two-factor code")->capture_default_str();
    app.add_option_function<std::string>(
           "--two-factor",
           [&o](const std::string& text) { o.account.two_factor = *parse_two_factor(text); },
           "how the account wants its code (sms)")
        ->check(CLI::IsMember({"sms", "email", "totp", "whatsapp", "voice", "none"}));
    app.add_option_function<std::string>(
           "--challenge",
           [&o](const std::string& text) {
               static const std::map<std::string, ChallengeForm> forms = {
                   {"412", ChallengeForm::precondition_failed},
                   {"202", ChallengeForm::accepted},
                   {"redirect", ChallengeForm::redirect}};
               o.challenge_form = forms.at(text);
           },
           "how a code is asked for: by that status, or by a redirect to /oauth/v2/2fa (412)")
        ->check(CLI::IsMember({"412", "202", "redirect"}));
    app.add_option_function<double>(
           "--access-token-life",
           [&o](double seconds) { o.account.access_token_life_ms = to_ms(seconds); },
           "SECONDS that an access token is good (3600)")
        ->check(k_positive);
    app.add_option_function<double>(
           "--grace", [&o](double seconds) { o.account.grace_ms = to_ms(seconds); },
           "SECONDS that a replaced refresh token stays good (60); 0: not at all, -1: for ever")
        ->check(CLI::Range(-1.0, 1e9));
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
    app.add_option_function<std::string>(
           "--csrf",
           [&o](const std::string& text) {
               static const std::map<std::string, CsrfPlace> places = {
                   {"cookie", CsrfPlace::cookie},
                   {"next-data", CsrfPlace::next_data},
                   {"oauth-args", CsrfPlace::oauth_args},
                   {"hidden-input", CsrfPlace::hidden_input},
                   {"meta", CsrfPlace::meta}};
               o.csrf_place = places.at(text);
           },
           "where the sign-in page carries its CSRF token (cookie)")
        ->check(CLI::IsMember({"cookie", "next-data", "oauth-args", "hidden-input", "meta"}));
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
    app.add_option_function<std::string>(
           "--devices", [&o](const std::string& text) { o.devices = *parse_device_mode(text); },
           "the list of devices (ordinary)")
        ->check(CLI::IsMember({"ordinary", "awkward", "empty", "braces", "nulls", "html",
                               "truncated", "v3-only", "shared", "mixed"}));
    app.add_option("--cameras", o.cameras, "so many made-up cameras instead of the list")
        ->check(CLI::Range(1, 100'000));
    const auto seconds = [&app](const char* name, std::int64_t& target, const char* help) {
        app.add_option_function<double>(
               name, [&target](double value) { target = to_ms(value); }, help)
            ->check(k_positive);
    };
    seconds("--capture-delay-wired", o.capture_delay_wired_ms,
            "SECONDS that a wired camera takes for a picture (0.4)");
    seconds("--capture-delay-battery", o.capture_delay_battery_ms,
            "SECONDS that a battery camera takes for a picture (4)");
    seconds("--periodic", o.periodic_ms, "every camera takes a picture every SECONDS (never)");
    app.add_option_function<std::string>(
        "--picture-size", [&o](const std::string& text) { o.picture_size = parse_size(text); },
        "WIDTHxHEIGHT of all pictures (640x360 or 1280x720, by camera)");
    app.add_flag("--image-partial", o.image_partial,
                 "answer 206 with Content-Range where Range was sent");
}

void add_service_options(CLI::App& app, Options& o) {
    app.add_option("--port", o.port, "port on 127.0.0.1; 0: any free one (0)")
        ->check(CLI::Range(0, 65535));
    app.add_option_function<double>(
           "--clock-offset", [&o](double seconds) { o.clock_offset_ms = to_ms(seconds); },
           "SECONDS that the service's clock is ahead of this machine's (0)")
        ->check(CLI::Range(-1e9, 1e9));
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
