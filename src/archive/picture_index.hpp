// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <istream>
#include <string>
#include <vector>

namespace archive {

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
    /// Ring said when it was captured; otherwise `captured` is when it was downloaded.
    bool is_timed = true;
    /// Only the capture is still recorded: the file was deleted, changed or replaced.
    bool is_history = false;
};

/// Reads such a record and hands its entries to `take`, oldest first; of several for one path the
/// last counts. Lines that cannot be read are skipped.
void read_index(std::istream& stream, const std::function<void(IndexEntry)>& take);

/// The record of saved pictures beside the settings: one JSON object a line, appended to, and
/// rewritten by removals and when it has grown to twice its size. Safe against other threads and
/// processes that use the same file. Lines that cannot be read (a power cut in mid-line) are
/// skipped.
class PictureIndex {
public:
    /// @param clock  must outlive this object
    PictureIndex(std::filesystem::path file, base::Clock& clock);

    /// Throws Error{cannot_write}.
    void append(const IndexEntry& entry);

    /// The pictures that should be where they were saved, in the order in which they were saved; of
    /// several for one path the last.
    std::vector<IndexEntry> entries() const;

    /// Calls `take` for every recorded picture in the order of saving. Those whose file is gone
    /// stay recorded for two days, and the last ten of each camera without end.
    void for_each(const std::function<void(IndexEntry)>& take) const;

    /// Takes the entries out for which `unwanted` says so, rewriting the file once; for_each()
    /// still gives them. Throws Error{cannot_write}.
    void remove(const std::function<bool(const IndexEntry&)>& unwanted);

private:
    std::filesystem::path lock_file() const;
    void rewrite(const std::function<bool(const IndexEntry&)>& unwanted);

    std::filesystem::path m_file;
    base::Clock& m_clock;
};

} // namespace archive
