// SPDX-License-Identifier: Apache-2.0
#include "film/film_splitter.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/process/fed_command.hpp"
#include "film/ffmpeg_end.hpp"
#include "film/film_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <system_error>
#include <utility>

namespace film {

namespace {

using base::Error;
using base::ErrorCode;
namespace fs = std::filesystem;

/// A film of an hour takes a second.
constexpr auto k_longest_split = std::chrono::minutes(10);
constexpr std::size_t k_largest_frame = std::size_t{32} << 20;

Error unreadable(const std::string& why) {
    return {ErrorCode::no_snapshot, "the film cannot be read: " + why,
            "Ring gives no readable films of cameras with End-to-End Encryption"};
}

Error failure_of_split(const base::CapturedCommand& ended, const fs::path& folder) {
    if (is_disk_full(ended, folder)) {
        return {ErrorCode::cannot_write,
                fmt::format("cannot write {}: no space left on the device",
                            base::utf8_from_path(folder)),
                "free some space"};
    }
    if (ended.result.timed_out) {
        return {ErrorCode::missing_program, "ffmpeg did not end within 10 min and was ended"};
    }
    if (ended.result.status == k_killed) {
        return {ErrorCode::missing_program, "ffmpeg was killed", "not enough memory?"};
    }
    return unreadable(reason_of(ended));
}

} // namespace

std::vector<std::string> splitting_words(const std::string& program, const std::string& film,
                                         std::string folder) {
    // In the names of its frames, ffmpeg takes a percent sign for the start of a number.
    for (std::size_t at = folder.find('%'); at != std::string::npos;
         at = folder.find('%', at + 2)) {
        folder.insert(at, "%");
    }
    return {program, "-hide_banner", "-nostdin", "-loglevel", "error",
            // What is read came from outside: nothing but this one file, and as nothing else.
            "-protocol_whitelist", "file", "-f", "mov", "-threads", "1", "-i", "file:" + film,
            "-map", "0:v:0", "-vf",
            // Counted times in place of those of the film: else frames would be left out or
            // doubled, to make their rate constant.
            "settb=1/25,setpts=N,scale=out_range=full:out_color_matrix=bt601,format=yuvj420p", "-r",
            "25", "-frames:v", std::to_string(k_most_frames), "-c:v", "mjpeg", "-q:v", "2",
            "-threads", "1", "-flags:v", "+bitexact", "-f", "image2", "-y",
            "file:" + folder + "/frame-%d.jpg"};
}

FfmpegSplitter::FfmpegSplitter(std::string program, std::map<std::string, std::string> environment,
                               fs::path folder)
    : m_program(std::move(program)),
      m_environment(std::move(environment)),
      m_folder(std::move(folder)) {
    std::error_code error;
    fs::remove_all(base::system_path(m_folder), error);
    base::make_folders(m_folder, true);
}

FfmpegSplitter::~FfmpegSplitter() {
    std::error_code ignored;
    fs::remove_all(base::system_path(m_folder), ignored);
}

fs::path FfmpegSplitter::frame_path(std::size_t number) const {
    return m_folder / fmt::format("frame-{}.jpg", number + 1);
}

void FfmpegSplitter::remove_frames() {
    std::error_code error;
    for (std::size_t i = 0;
         fs::remove(base::system_path(frame_path(i)), error) || (!error && i < m_frames); ++i) {
    }
    m_frames = 0;
}

std::size_t FfmpegSplitter::split(std::string_view film, std::stop_token stop) {
    remove_frames();
    if (!is_whole_film(film)) {
        throw unreadable("it is not a whole MP4");
    }
    const fs::path path = m_folder / "film.mp4";
    base::write_file_atomically(path, film, {.owner_only = true});
    const auto name = [](const fs::path& of) { return base::utf8_from_path(base::plain_path(of)); };
    base::CapturedCommand ended;
    try {
        // Fed with nothing: so it runs at a lower priority and ends at once when a stop is
        // requested.
        ended = base::FedCommand(splitting_words(m_program, name(path), name(m_folder)),
                                 m_environment, k_longest_split)
                    .finish(std::move(stop));
    } catch (const Error& error) {
        throw Error(error.code() == ErrorCode::unexpected ? ErrorCode::missing_program
                                                          : error.code(),
                    error.message(), error.hint());
    }
    std::error_code error;
    fs::remove(base::system_path(path), error);
    while (fs::exists(base::system_path(frame_path(m_frames)), error)) {
        ++m_frames;
    }
    if (ended.result.status != 0 || ended.result.timed_out || m_frames == 0) {
        throw failure_of_split(ended, m_folder);
    }
    return m_frames;
}

std::string FfmpegSplitter::frame(std::size_t number) const {
    const fs::path path = frame_path(number);
    auto bytes = base::read_file(path, k_largest_frame);
    if (!bytes) {
        throw Error(ErrorCode::cannot_write,
                    fmt::format("cannot read {}: it is gone", base::utf8_from_path(path)));
    }
    return std::move(*bytes);
}

} // namespace film
