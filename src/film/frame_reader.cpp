// SPDX-License-Identifier: Apache-2.0
#include "film/frame_reader.hpp"

#include "archive/maintenance/picture_files.hpp"
#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "film/film_plan.hpp"
#include "film/jpeg_frame.hpp"
#include "film/time_stamp.hpp"
#include "snapshot/picture_check.hpp"
#include "snapshot/picture_pixels.hpp"

#include <filesystem>
#include <optional>
#include <system_error>

namespace film {

namespace {

/// Larger than any picture of a camera.
constexpr std::size_t k_largest_picture = std::size_t{64} << 20U;

ReadFrame stamped(const archive::RecordedPicture& picture, const std::string& jpeg) {
    auto pixels = snapshot::decode_picture(jpeg);
    if (!pixels) {
        return {FrameState::broken};
    }
    draw_stamp(*pixels, stamp_text(picture.captured));
    return {FrameState::good, ppm_of(*pixels)};
}

} // namespace

bool has_file(const archive::RecordedPicture& picture) {
    std::error_code error;
    return std::filesystem::is_regular_file(base::system_path(archive::path_of(picture.place)),
                                            error);
}

ReadFrame read_frame(const archive::RecordedPicture& picture, bool stamp) {
    std::optional<std::string> jpeg;
    try {
        jpeg = base::read_file(archive::path_of(picture.place), k_largest_picture);
    } catch (const base::Error&) {
        return {FrameState::broken};
    }
    if (!jpeg) {
        return {FrameState::missing};
    }
    if (stamp) {
        return stamped(picture, *jpeg);
    }
    const bool is_as_saved = base::hex_encode(base::sha256(*jpeg)) == picture.facts.sha256;
    auto frame =
        is_as_saved || snapshot::check_picture(*jpeg).good() ? jpeg_frame(*jpeg) : std::nullopt;
    return frame ? ReadFrame{FrameState::good, std::move(*frame)} : ReadFrame{FrameState::broken};
}

void complete_size(archive::RecordedPicture& picture) {
    if (picture.facts.width > 0 && picture.facts.height > 0) {
        return;
    }
    try {
        const auto jpeg = base::read_file(archive::path_of(picture.place), k_largest_picture);
        const auto size = jpeg ? jpeg_size(*jpeg) : std::nullopt;
        picture.facts.width = size ? size->width : 0;
        picture.facts.height = size ? size->height : 0;
    } catch (const base::Error&) {
        // It is left out later, and counted there.
        return;
    }
}

} // namespace film
