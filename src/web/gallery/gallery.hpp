// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "base/clock.hpp"
#include "web/content/camera_book.hpp"
#include "web/content/camera_day.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace web {

/// A page made of files.
struct GalleryOptions {
    /// Gets index.html and gallery/.
    std::filesystem::path folder;
    std::string title = "Ring cameras";
    CameraChoice choice = {};
    /// The first and the last day; std::nullopt: from or to where there are pictures.
    std::optional<Day> from = std::nullopt;
    std::optional<Day> to = std::nullopt;
    /// Copies the pictures into the gallery; otherwise all must lie in its folder.
    bool copy = false;
    /// Changes nothing, only counts.
    bool check = false;
    std::stop_token stop = {};
};

struct GalleryResult {
    /// Files that were written, or would be.
    std::uintmax_t written = 0;
    /// Files of earlier runs that were removed, or would be.
    std::uintmax_t removed = 0;
    std::uintmax_t pictures = 0;
    std::uintmax_t cameras = 0;

    bool is_up_to_date() const { return written + removed == 0; }
};

/// Brings a gallery up to date: writes the files that differ, each whole, index.html last, and
/// removes those of days that it shows no longer. What it did not make it leaves alone. Throws
/// Error{usage} when a picture lies outside the folder and is not to be copied,
/// Error{cannot_write} also when index.html is somebody else's, or as require_known_days() does,
/// both before anything is written; Error{interrupted}, and as archive::Catalogue does.
GalleryResult write_gallery(archive::Catalogue& catalogue, base::Clock& clock,
                            const GalleryOptions& options);

} // namespace web
