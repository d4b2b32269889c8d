// SPDX-License-Identifier: Apache-2.0
#include "web/gallery/gallery_files.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"

#include <fmt/core.h>

#include <system_error>
#include <utility>

namespace web {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_gallery_file_limit = std::size_t{64} << 20;

bool is_own_day(const fs::path& file) {
    const auto text = file.extension() == ".js" ? contents_of(file) : std::nullopt;
    return text && text->starts_with(k_day_mark);
}

/// Copies are named by their hash.
bool is_own_copy(const fs::path& file) {
    const auto bytes = file.extension() == ".jpg" ? contents_of(file) : std::nullopt;
    return bytes && base::hex_encode(base::sha256(*bytes)) == base::utf8_from_path(file.stem());
}

} // namespace

std::optional<std::string> contents_of(const fs::path& file) {
    try {
        return base::read_file(base::system_path(file), k_gallery_file_limit);
    } catch (const base::Error&) {
        // Too large or unreadable: surely another one.
        return {};
    }
}

GalleryFiles::GalleryFiles(fs::path folder, bool check)
    : m_folder(std::move(folder)), m_check(check) {}

fs::path GalleryFiles::path_of(const std::string& name) const {
    return m_folder / base::path_from_utf8(name).make_preferred();
}

void GalleryFiles::require_own_index() const {
    std::error_code error;
    const fs::path index = m_folder / "index.html";
    if (!fs::exists(base::system_path(index), error) && !error) {
        return;
    }
    const auto html = contents_of(index);
    constexpr std::string_view k_mark = R"(<meta name="generator" content="ring-snapshot">)";
    if (!html || html->find(k_mark) == std::string::npos) {
        throw base::Error(
            base::ErrorCode::cannot_write,
            fmt::format("{} is not the page of a gallery", base::utf8_from_path(index)),
            "choose another folder, or move that file away");
    }
}

void GalleryFiles::put(const std::string& name, std::string_view bytes) {
    const fs::path file = path_of(name);
    m_needed.insert(name);
    if (contents_of(file) == bytes) {
        return;
    }
    ++m_written;
    if (!m_check) {
        base::make_folders(base::system_path(file.parent_path()), false);
        base::write_file_atomically(base::system_path(file), bytes, {});
    }
}

bool GalleryFiles::keep(const std::string& name, std::uintmax_t size) {
    m_needed.insert(name);
    std::error_code error;
    return fs::file_size(base::system_path(path_of(name)), error) == size && !error;
}

void GalleryFiles::remove_others_in(const std::string& subfolder,
                                    bool (*is_own)(const fs::path& file)) {
    for (const fs::path& camera : base::entries_of(path_of(subfolder))) {
        std::error_code error;
        for (const fs::path& file : base::entries_of(camera)) {
            const std::string name =
                fmt::format("{}/{}/{}", subfolder, base::utf8_from_path(camera.filename()),
                            base::utf8_from_path(file.filename()));
            if (m_needed.contains(name) || !is_own(file)) {
                continue;
            }
            if (m_check || fs::remove(file, error)) {
                ++m_removed;
            }
        }
        if (!m_check) {
            // Only when nothing is left in it.
            fs::remove(camera, error);
        }
    }
}

void GalleryFiles::remove_others() {
    remove_others_in("gallery/days", is_own_day);
    remove_others_in("gallery/pictures", is_own_copy);
}

} // namespace web
