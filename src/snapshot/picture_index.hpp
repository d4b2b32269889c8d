// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace snapshot {

/// A picture that this program saved.
struct IndexEntry {
    /// Absolute.
    std::string path;
    std::string camera_id;
    /// Empty when the name was not known.
    std::string camera_name;
    base::SystemTime captured;
    std::uintmax_t size = 0;
    /// SHA-256 of the file, in hexadecimal digits.
    std::string sha256;
};

/// The record of saved pictures beside the settings: one JSON object a line, only ever appended to
/// but for removals. Safe against other threads and processes that use the same file. Lines that
/// cannot be read (a power cut in mid-line) are skipped.
class PictureIndex {
public:
    /// @param clock  must outlive this object
    PictureIndex(std::filesystem::path file, base::Clock& clock);

    /// Throws Error{cannot_write}.
    void append(const IndexEntry& entry);

    /// All entries in the order in which they were saved; of several for one path the last.
    std::vector<IndexEntry> entries() const;

    /// Takes the entries out for which `unwanted` says so, rewriting the file once. Throws
    /// Error{cannot_write}.
    void remove(const std::function<bool(const IndexEntry&)>& unwanted);

private:
    std::filesystem::path lock_file() const;

    std::filesystem::path m_file;
    base::Clock& m_clock;
};

} // namespace snapshot
