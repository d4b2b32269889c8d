// SPDX-License-Identifier: Apache-2.0
#include "cli/timelapse/ffmpeg_program.hpp"

#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/process/command.hpp"
#include "base/process/program_search.hpp"
#include "cli/get/picture_saver.hpp"
#include "cli/output/system_hints.hpp"
#include "film/ffmpeg_end.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

constexpr auto k_longest_question = std::chrono::minutes(1);

} // namespace

std::map<std::string, std::string> environment_of_ffmpeg() {
    // Or it would leave files in the working folder.
    return without_secrets({{"FFREPORT", ""}});
}

FfmpegProgram find_ffmpeg(Context& context, const std::optional<std::string>& given,
                          const std::string& without_hint) {
    const std::string name = given.value_or("ffmpeg");
    const std::filesystem::path path = base::path_from_utf8(name);
    const auto found =
        path.has_parent_path() ? std::filesystem::absolute(path) : base::find_on_path(name);
    if (!found) {
        throw Error(ErrorCode::missing_program,
                    fmt::format("{} is not installed; {}", name, ffmpeg_install_command()),
                    without_hint);
    }
    const std::string program = base::utf8_from_path(*found);
    base::CapturedCommand listed;
    try {
        listed = base::capture_command({program, "-hide_banner", "-loglevel", "error", "-encoders"},
                                       environment_of_ffmpeg(), k_longest_question, context.stop());
    } catch (const Error& error) {
        throw Error(error.code() == ErrorCode::unexpected ? ErrorCode::missing_program
                                                          : error.code(),
                    error.message(), "check --ffmpeg and PATH");
    }
    if (context.stop().stop_requested()) {
        throw Error(ErrorCode::interrupted, "stopped");
    }
    if (listed.result.status != 0) {
        throw Error(ErrorCode::missing_program,
                    fmt::format("{} does not work: {}", program, film::reason_of(listed)));
    }
    return {program, listed.output};
}

} // namespace cli
