// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace film {

/// What a film tells of itself.
struct FilmFile {
    /// The number of its frames.
    std::size_t frames = 0;
    /// That of its plan; empty when it is not a film of ours.
    std::string fingerprint;
};

/// Reads what a film in MP4 tells; std::nullopt when there is none, it is not whole, or it is
/// something else. Reads its index alone.
std::optional<FilmFile> read_film_file(const std::filesystem::path& path);

/// The same of the index, the box "moov" without its head.
std::optional<FilmFile> read_film_index(std::string_view index);

/// Whether `bytes` are an MP4 from its first box to the end of its last one, with an index. Does
/// not look into the boxes.
bool is_whole_film(std::string_view bytes);

} // namespace film
