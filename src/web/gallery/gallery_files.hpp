// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace web {

/// Begins the file of a day, by which it is known again.
inline constexpr std::string_view k_day_mark = "ringPage.takeDay(";

/// Begins the names of copies of pictures.
inline constexpr std::string_view k_copies = "gallery/pictures/";

/// The bytes of a file; std::nullopt when it cannot be read, or is larger than any that we make.
std::optional<std::string> contents_of(const std::filesystem::path& file);

/// The files of a gallery: writes those that differ, and knows which ones it made.
class GalleryFiles {
public:
    /// @param check  changes nothing, only counts
    GalleryFiles(std::filesystem::path folder, bool check);

    /// Throws Error{cannot_write} when index.html is not that of a gallery.
    void require_own_index() const;

    /// Writes a file, named relative to the folder, if it does not have these bytes.
    void put(const std::string& name, std::string_view bytes);

    /// Notes that a file is still needed; whether it is there, with this size.
    bool keep(const std::string& name, std::uintmax_t size);

    /// Removes the days and the copies of earlier runs that were neither put nor kept.
    void remove_others();

    std::uintmax_t written() const { return m_written; }

    std::uintmax_t removed() const { return m_removed; }

private:
    std::filesystem::path path_of(const std::string& name) const;
    void remove_others_in(const std::string& subfolder,
                          bool (*is_own)(const std::filesystem::path& file));

    std::filesystem::path m_folder;
    bool m_check;
    std::set<std::string> m_needed;
    std::uintmax_t m_written = 0;
    std::uintmax_t m_removed = 0;
};

} // namespace web
