// SPDX-License-Identifier: Apache-2.0
#include "cli/timelapse/film_maker.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/process/fed_command.hpp"
#include "base/process/program_search.hpp"
#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"
#include "cli/get/picture_saver.hpp"
#include "cli/output/system_hints.hpp"
#include "film/film_file.hpp"
#include "film/frame_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
namespace fs = std::filesystem;

/// A slow machine may take minutes for what it was given last, and for moving the index of a large
/// film to its start.
constexpr auto k_longest_silence = std::chrono::minutes(30);
constexpr auto k_longest_question = std::chrono::minutes(1);
constexpr int k_signal_status = 128;
constexpr int k_killed = k_signal_status + 9;
/// SIGXFSZ, by whose number Linux and macOS agree.
constexpr int k_file_too_large = k_signal_status + 25;

std::map<std::string, std::string> environment_of_ffmpeg() {
    // Or it would leave files in the working folder.
    return without_secrets({{"FFREPORT", ""}});
}

/// The last line that says something; where there is none, the exit code.
std::string reason_of(const base::CapturedCommand& ended) {
    std::string_view text = base::trimmed(ended.errors);
    const std::size_t line = text.find_last_of("\r\n");
    text.remove_prefix(line == std::string_view::npos ? 0 : line + 1);
    return text.empty() ? fmt::format("exit code {}", ended.result.status) : base::printable(text);
}

bool is_disk_full(const base::CapturedCommand& ended, const fs::path& folder) {
    std::error_code error;
    const fs::space_info space = fs::space(folder, error);
    return ended.errors.find("No space left on device") != std::string::npos ||
           (!error && space.available == 0);
}

Error failure_of(const base::CapturedCommand& ended, const fs::path& target) {
    if (is_disk_full(ended, target.parent_path().empty() ? "." : target.parent_path())) {
        return {ErrorCode::cannot_write,
                fmt::format("cannot write {}: no space left on the device",
                            base::utf8_from_path(target)),
                "free some space, or choose another folder"};
    }
    if (ended.result.status == k_file_too_large) {
        return {ErrorCode::cannot_write,
                fmt::format("cannot write {}: the file would be larger than this system allows",
                            base::utf8_from_path(target))};
    }
    if (ended.result.timed_out) {
        return {ErrorCode::missing_program, "ffmpeg did not go on for 30 min and was ended"};
    }
    if (ended.result.status == k_killed) {
        return {ErrorCode::missing_program, "ffmpeg was killed",
                "not enough memory? try --size 1280"};
    }
    if (ended.result.status > k_signal_status) {
        return {ErrorCode::missing_program, fmt::format("ffmpeg was ended by signal {}",
                                                        ended.result.status - k_signal_status)};
    }
    return {ErrorCode::missing_program, "ffmpeg failed: " + reason_of(ended)};
}

/// Reads frames one after the other and passes them on.
class Feeder {
public:
    Feeder(const film::FilmPlan& plan, MadeFilm& film) : m_plan(plan), m_film(film) {}

    /// Until the end, or until `command` reads no more.
    void feed(base::FedCommand& command, const std::stop_token& stop,
              const std::function<void(std::size_t)>& progress) {
        for (const archive::RecordedPicture& picture : m_plan.frames.pictures) {
            const film::ReadFrame frame = film::read_frame(picture, m_plan.look.stamp);
            if (frame.state != film::FrameState::good) {
                auto& left_out = m_film.left_out;
                ++(frame.state == film::FrameState::missing ? left_out.missing : left_out.broken);
                continue;
            }
            if (!command.write(frame.bytes, stop)) {
                return;
            }
            m_film.first = m_film.frames == 0 ? picture.captured : m_film.first;
            m_film.last = picture.captured;
            progress(++m_film.frames);
        }
    }

private:
    const film::FilmPlan& m_plan;
    MadeFilm& m_film;
};

} // namespace

FilmMaker::FilmMaker(Context& context, std::optional<std::string> ffmpeg)
    : m_context(context), m_ffmpeg(std::move(ffmpeg).value_or("ffmpeg")) {}

void FilmMaker::find_ffmpeg() {
    if (m_encoder) {
        return;
    }
    const fs::path given = base::path_from_utf8(m_ffmpeg);
    const auto found = given.has_parent_path() ? fs::absolute(given) : base::find_on_path(m_ffmpeg);
    if (!found) {
        throw Error(ErrorCode::missing_program,
                    fmt::format("{} is not installed; {}", m_ffmpeg, ffmpeg_install_command()),
                    "--ffmpeg names its file, --print-command prints a script for another machine");
    }
    const std::string program = base::utf8_from_path(*found);
    base::CapturedCommand listed;
    try {
        listed =
            base::capture_command({program, "-hide_banner", "-loglevel", "error", "-encoders"},
                                  environment_of_ffmpeg(), k_longest_question, m_context.stop());
    } catch (const Error& error) {
        throw Error(error.code() == ErrorCode::unexpected ? ErrorCode::missing_program
                                                          : error.code(),
                    error.message(), "check --ffmpeg and PATH");
    }
    if (m_context.stop().stop_requested()) {
        throw Error(ErrorCode::interrupted, "stopped");
    }
    if (listed.result.status != 0) {
        throw Error(ErrorCode::missing_program,
                    fmt::format("{} does not work: {}", program, reason_of(listed)));
    }
    m_encoder = film::choose_encoder(listed.output);
    if (!m_encoder) {
        throw Error(ErrorCode::missing_program, program + " cannot write H.264",
                    "install a build of ffmpeg that has libx264");
    }
    m_ffmpeg = program;
    m_context.output().detail(fmt::format("{} with {}", m_ffmpeg, m_encoder->name));
}

MadeFilm FilmMaker::make(const film::FilmPlan& plan, const fs::path& target,
                         const std::string& title,
                         const std::function<void(std::size_t)>& progress) {
    find_ffmpeg();
    base::make_folders(target.parent_path(), false);
    base::remove_stale_temporaries(target);
    MadeFilm film;
    film.left_out = plan.frames.left_out;
    base::PendingFile file(target);
    const std::string output = base::utf8_from_path(base::plain_path(file.path()));
    base::FedCommand ffmpeg(film::ffmpeg_words(plan, m_ffmpeg, *m_encoder, output),
                            environment_of_ffmpeg(), k_longest_silence);
    Feeder(plan, film).feed(ffmpeg, m_context.stop(), progress);
    const std::size_t unread = film.left_out.all() - plan.frames.left_out.all();
    if (film.frames <= k_too_few_frames && film.frames + unread == plan.frames.pictures.size()) {
        throw Error(ErrorCode::no_snapshot,
                    fmt::format("{}: fewer than 2 pictures can be read", title),
                    "run: ring-snapshot archive check");
    }
    const base::CapturedCommand ended = ffmpeg.finish(m_context.stop());
    if (ended.result.status != 0 || ended.result.timed_out) {
        throw failure_of(ended, target);
    }
    // Not every failure to write ends it with an error.
    const auto made = film::read_film_file(file.path());
    if (!made || made->frames != film.frames || made->fingerprint != plan.fingerprint) {
        throw failure_of(ended, target);
    }
    std::error_code error;
    film.bytes = fs::file_size(file.path(), error);
    file.move_into_place();
    return film;
}

} // namespace cli
