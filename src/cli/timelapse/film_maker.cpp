// SPDX-License-Identifier: Apache-2.0
#include "cli/timelapse/film_maker.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/process/fed_command.hpp"
#include "cli/timelapse/ffmpeg_program.hpp"
#include "film/ffmpeg_end.hpp"
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
/// SIGXFSZ, by whose number Linux and macOS agree.
constexpr int k_file_too_large = film::k_signal_status + 25;

Error failure_of(const base::CapturedCommand& ended, const fs::path& target) {
    if (film::is_disk_full(ended, target.parent_path().empty() ? "." : target.parent_path())) {
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
    if (ended.result.status == film::k_killed) {
        return {ErrorCode::missing_program, "ffmpeg was killed",
                "not enough memory? try --size 1280"};
    }
    if (ended.result.status > film::k_signal_status) {
        return {ErrorCode::missing_program,
                fmt::format("ffmpeg was ended by signal {}",
                            ended.result.status - film::k_signal_status)};
    }
    return {ErrorCode::missing_program, "ffmpeg failed: " + film::reason_of(ended)};
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

void FilmMaker::prepare() {
    if (m_encoder) {
        return;
    }
    const FfmpegProgram program =
        find_ffmpeg(m_context, m_ffmpeg,
                    "--ffmpeg names its file, --print-command prints a script for another machine");
    m_encoder = film::choose_encoder(program.encoders);
    if (!m_encoder) {
        throw Error(ErrorCode::missing_program, program.path + " cannot write H.264",
                    "install a build of ffmpeg that has libx264");
    }
    m_ffmpeg = program.path;
    m_context.output().detail(fmt::format("{} with {}", m_ffmpeg, m_encoder->name));
}

MadeFilm FilmMaker::make(const film::FilmPlan& plan, const fs::path& target,
                         const std::string& title,
                         const std::function<void(std::size_t)>& progress) {
    prepare();
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
