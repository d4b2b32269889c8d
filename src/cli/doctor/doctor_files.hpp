// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/doctor/doctor_finding.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cli::doctor {

/// What is known of a settings file that can be read, or does not exist yet.
struct SettingsFacts {
    std::filesystem::path file;
    /// How it was chosen: "named by --settings".
    FindingText chosen_by;
    bool exists = false;
    /// Belongs to the user of this process.
    bool own = true;
    /// The user to whom it belongs; empty when that is not known.
    std::string owner;
    /// Can still be read by others after that was to be corrected.
    bool open_to_others = false;
    /// What reading it had to say: a corrected mode, values out of range.
    std::vector<std::string> notices;
    /// Why it cannot be written.
    std::optional<base::Error> not_writable;
};

Finding settings_finding(const SettingsFacts& facts);

/// The settings file: its place, owner and mode, and that it can be read and written.
void check_settings(Examination& examination, const Report& report);

/// What is known of the folder for pictures.
struct OutputFacts {
    std::filesystem::path folder;
    bool exists = false;
    /// Named by the settings, as opposed to the command line or nothing.
    bool remembered = false;
    /// std::nullopt when the system does not tell.
    std::optional<std::uintmax_t> free_bytes;
    std::optional<base::Error> not_writable;
    /// Its file system keeps the modification times that are set.
    bool keeps_times = true;
};

Finding output_finding(const OutputFacts& facts);

/// "12 GB", "640 MB", "3 KB".
FindingText describe_bytes(std::uintmax_t bytes);

/// The folder for pictures: that it can be written, and its free space. Leaves nothing behind.
void check_output(Examination& examination, const Report& report);

/// The folders in which earlier pictures were saved. Reports nothing where none were.
void check_record(Examination& examination, const Report& report);

} // namespace cli::doctor
