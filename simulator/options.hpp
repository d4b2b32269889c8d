// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/account.hpp"
#include "simulator/devices.hpp"
#include "simulator/pictures/pictures.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace simulator {

/// Where the sign-in page carries its CSRF token (docs/ring-service.md 3.2).
enum class CsrfPlace { cookie, next_data, oauth_args, hidden_input, meta };

/// What `--refuse-encoding` refuses on the token endpoint.
enum class RefusedEncoding { none, json, form };

/// Which User-Agent login requests need, else 406.
enum class UserAgentRule { none, any, full };

/// How a login is asked for its two-factor code.
enum class ChallengeForm { precondition_failed, accepted, redirect };

/// All options of the command line.
struct Options {
    int port = 0;
    AccountOptions account;
    std::vector<std::string> refresh_tokens; ///< Valid from the start.

    bool require_session = false;
    UserAgentRule user_agent_rule = UserAgentRule::none;
    ChallengeForm challenge_form = ChallengeForm::precondition_failed;
    RefusedEncoding refused_encoding = RefusedEncoding::none;
    bool refuse_password_grant = false;
    bool refuse_refresh_grant = false;
    bool refuse_with_html = false;
    CsrfPlace csrf_place = CsrfPlace::cookie;
    std::string csrf_name; ///< Empty: the usual one of the place.

    DeviceMode devices = DeviceMode::ordinary;
    int cameras = 0; ///< Made-up ones instead of the list; 0: the list.
    std::int64_t capture_delay_wired_ms = 400;
    std::int64_t capture_delay_battery_ms = 4000;
    std::int64_t periodic_ms = 0;
    /// Asking for capture times has no camera take a picture.
    bool timestamps_only_tell = false;
    PictureSize picture_size;
    bool image_partial = false;

    std::string films; ///< A folder with films of the past (Films); empty: they are made up.
    std::int64_t film_life_ms = 900'000; ///< How long the address of a film is good.

    std::int64_t clock_offset_ms = 0;
    std::int64_t latency_ms = 0;
    std::vector<std::string> faults; ///< Each ROUTE=FAULT,…
    std::string log_file;
    bool quiet = false;
};

/// Result of reading the command line: run with these options, or end with this exit code.
struct CommandLine {
    Options options;
    bool run = true;
    int exit_code = 0;
};

/// Reads the command line. Help and version go to standard output, a mistake as one line to
/// standard error, with exit code 2.
CommandLine read_command_line(int argc, const char* const* argv);

} // namespace simulator
