// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "base/clock.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace archive {

struct RebuildReport {
    /// Files that are named like pictures.
    std::uintmax_t looked_at = 0;
    /// Recorded now.
    std::uintmax_t added = 0;
    /// Were recorded elsewhere, where their file is gone.
    std::uintmax_t moved = 0;
    /// Were recorded where they are.
    std::uintmax_t known = 0;
    /// Are no whole pictures.
    std::uintmax_t not_pictures = 0;
    /// Their EXIF data name another maker than Ring.
    std::uintmax_t of_others = 0;
    /// Files and folders that cannot be read.
    std::uintmax_t unreadable = 0;
    /// Symbolic links, which were not followed.
    std::uintmax_t links = 0;
};

/// All are called from the thread at work.
struct RebuildEvents {
    /// A file that is not a whole picture, or not one of Ring's, and what it is: "a cut-off picture".
    std::function<void(const std::string& path, const std::string& what)> not_picture;
    std::function<void(const std::string& path, const std::string& reason)> unreadable;
    std::function<void(const std::string& path)> link;
    /// After each file.
    std::function<void(const RebuildReport&)> progress;
};

/// Records the pictures that lie in `folders` and below them, as well as their EXIF data, their
/// names or the times of their files tell which captures they are. Changes no file. Those of other makers' cameras are
/// left out, as they must not be deleted when they are old. A picture that
/// was recorded where its file is gone gets its new place; a further copy of a recorded one counts
/// as the same capture, unless it tells another time or camera itself. What is recorded where it
/// is, with its size, is not read again, so that another run continues where one ended. Rows are
/// written a few hundred at a time, also when `stop` ends it.
///
/// Throws as Catalogue, Error{usage} for a folder that is not there, Error{interrupted}.
RebuildReport rebuild_archive(Catalogue& catalogue, const base::Clock& clock,
                              const std::vector<std::filesystem::path>& folders,
                              std::stop_token stop, const RebuildEvents& events);

} // namespace archive
