// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace film {

/// Takes films apart. For one thread.
class FilmSplitter {
public:
    virtual ~FilmSplitter() = default;

    /// Makes a picture of each frame of `film`, an MP4; those of an earlier film are gone then.
    /// Throws Error: no_snapshot when it is not a whole film or cannot be decoded,
    /// missing_program when the program for it does not work, cannot_write, interrupted.
    /// @return how many frames it has
    virtual std::size_t split(std::string_view film, std::stop_token stop) = 0;

    /// The frame with this number, from zero, as a JPEG. Throws Error{cannot_write} when it cannot
    /// be read.
    virtual std::string frame(std::size_t number) const = 0;
};

/// Has ffmpeg take films apart, in a folder of its own.
class FfmpegSplitter final : public FilmSplitter {
public:
    /// @param program      the path of ffmpeg
    /// @param environment  the changes to its environment
    /// @param folder       is made, with its contents readable by their owner alone, and removed at
    ///                     the end; what an earlier process left in it is removed now. Nobody else
    ///                     may use it meanwhile. Throws Error{cannot_write}.
    FfmpegSplitter(std::string program, std::map<std::string, std::string> environment,
                   std::filesystem::path folder);
    ~FfmpegSplitter() override;

    FfmpegSplitter(const FfmpegSplitter&) = delete;
    FfmpegSplitter& operator=(const FfmpegSplitter&) = delete;

    std::size_t split(std::string_view film, std::stop_token stop) override;
    std::string frame(std::size_t number) const override;

private:
    std::filesystem::path frame_path(std::size_t number) const;
    void remove_frames();

    std::string m_program;
    std::map<std::string, std::string> m_environment;
    std::filesystem::path m_folder;
    std::size_t m_frames = 0;
};

/// Of a film of pictures of the past; an hour has 120 at most.
inline constexpr int k_most_frames = 5000;

/// The words of a command that writes each frame of a film as a JPEG. Each frame once, whatever its
/// time in the film, and the same bytes each time.
/// @param program  of ffmpeg
/// @param film     its path
/// @param folder   of the files, which are called frame-1.jpg and so on
std::vector<std::string> splitting_words(const std::string& program, const std::string& film,
                                         std::string folder);

} // namespace film
