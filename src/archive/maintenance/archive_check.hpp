// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "archive/catalogue/recorded_picture.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace archive {

/// What is wrong with a picture.
enum class CheckFault {
    /// No file has its name.
    missing,
    /// Its file has another size or other bytes.
    changed,
    /// Its file is as it was recorded, and does not decode.
    damaged,
    /// Its file cannot be looked at, or a folder cannot be looked into.
    unreadable,
    /// A file named like a picture that the catalogue does not know. No error.
    unrecorded,
};

struct CheckFinding {
    CheckFault fault = CheckFault::missing;
    /// Absolute.
    std::string path;
    /// What is recorded of it; std::nullopt for what is not.
    std::optional<RecordedPicture> picture = std::nullopt;
    /// Why it cannot be looked at, in the system's words; empty otherwise.
    std::string reason = {};
};

struct CheckReport {
    std::uintmax_t checked = 0;
    std::uintmax_t missing = 0;
    std::uintmax_t changed = 0;
    std::uintmax_t damaged = 0;
    std::uintmax_t unreadable = 0;
    std::uintmax_t unrecorded = 0;

    std::uintmax_t errors() const { return missing + changed + damaged + unreadable; }
};

struct CheckOptions {
    /// Check what is in these and below them alone; none: all that is recorded.
    std::vector<std::filesystem::path> folders;
    /// Read, hash and decode every picture; otherwise its size is compared.
    bool read = false;
    std::stop_token stop = {};
};

/// Both are called from the thread at work.
struct CheckEvents {
    std::function<void(const CheckFinding&)> found;
    /// After each picture and file.
    std::function<void(const CheckReport&)> progress;
};

/// Compares the recorded pictures with their files, and then looks for files that are not recorded:
/// in the chosen folders and below them, else in those in which pictures are recorded. Changes
/// nothing. Memory does not grow with the number of pictures, but with that of folders. Throws as
/// Catalogue, Error{usage} for a folder that is neither there nor recorded, Error{interrupted}.
CheckReport check_archive(Catalogue& catalogue, const CheckOptions& options,
                          const CheckEvents& events);

} // namespace archive
