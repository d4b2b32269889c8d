// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/picture_files.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/ascii.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <system_error>

namespace archive {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

bool is_named_like_picture(std::string_view name) {
    const std::string lower = base::to_lower(name);
    return lower.ends_with(".jpg") || lower.ends_with(".jpeg");
}

/// Whether another program keeps it for itself: hidden, small copies, what was deleted.
bool is_foreign(std::string_view name) {
    constexpr std::array<std::string_view, 5> k_names = {
        "@eadir", "#recycle", "#snapshot", "$recycle.bin", "system volume information"};
    return name.starts_with('.') ||
           std::find(k_names.begin(), k_names.end(), base::to_lower(name)) != k_names.end();
}

/// Whether it holds the copies of a gallery, which are recorded in their own places.
bool is_of_gallery(const fs::path& folder) {
    std::error_code error;
    return folder.filename() == "pictures" && folder.parent_path().filename() == "gallery" &&
           fs::exists(folder.parent_path() / "cameras.js", error);
}

void tell_unreadable(const SearchEvents& events, const fs::path& path,
                     const std::error_code& reason) {
    if (events.unreadable) {
        events.unreadable(base::utf8_from_path(base::plain_path(path)), reason.message());
    }
}

/// One search. A folder at a time is open for each level.
class Search {
public:
    Search(bool with_subfolders, std::stop_token stop, const SearchEvents& events)
        : m_with_subfolders(with_subfolders), m_stop(std::move(stop)), m_events(events) {}

    void go_through(const fs::path& folder, const std::string& relative) {
        const auto identity = base::identity_of(folder);
        if (identity && std::find(m_open.begin(), m_open.end(), *identity) != m_open.end()) {
            // A folder within itself, by a junction or a mount.
            return;
        }
        m_open.push_back(identity.value_or(base::FileIdentity()));
        const std::string text = base::utf8_from_path(base::plain_path(folder));
        std::error_code error;
        fs::directory_iterator entries(folder, error);
        for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
            if (m_stop.stop_requested()) {
                throw Error(ErrorCode::interrupted, "stopped");
            }
            look_at(*entries, text, relative);
        }
        if (error) {
            tell_unreadable(m_events, folder, error);
        }
        m_open.pop_back();
    }

private:
    void look_at(const fs::directory_entry& entry, const std::string& folder,
                 const std::string& relative) {
        const std::string name = base::utf8_from_path(entry.path().filename());
        if (is_foreign(name)) {
            return;
        }
        std::error_code error;
        const fs::file_status status = entry.symlink_status(error);
        const bool looks_right = is_named_like_picture(name);
        if (status.type() == fs::file_type::none) {
            tell_unreadable(m_events, entry.path(), error);
        } else if (fs::is_symlink(status)) {
            const bool is_folder = m_with_subfolders && fs::is_directory(entry.path(), error);
            if ((looks_right || is_folder) && m_events.link) {
                m_events.link(base::utf8_from_path(base::plain_path(entry.path())));
            }
        } else if (fs::is_directory(status)) {
            if (m_with_subfolders && !is_of_gallery(entry.path())) {
                go_through(entry.path(), relative + name + "/");
            }
        } else if (looks_right && fs::is_regular_file(status)) {
            take(entry, {folder, name}, relative + name);
        }
    }

    void take(const fs::directory_entry& entry, const FilePlace& place,
              const std::string& relative) {
        std::error_code error;
        const std::uintmax_t size = entry.file_size(error);
        const auto modified = base::modification_time(entry.path());
        if (error || !modified) {
            tell_unreadable(m_events, entry.path(),
                            error ? error : make_error_code(std::errc::no_such_file_or_directory));
        } else if (m_events.take) {
            m_events.take({place, relative, size, *modified});
        }
    }

    bool m_with_subfolders;
    std::stop_token m_stop;
    const SearchEvents& m_events;
    std::vector<base::FileIdentity> m_open;
};

std::optional<std::pair<std::uint64_t, std::uint64_t>> key_of(const std::string& folder) {
    const auto identity = base::identity_of(base::system_path(base::path_from_utf8(folder)));
    return identity ? std::optional(std::pair(identity->device, identity->file)) : std::nullopt;
}

} // namespace

void find_picture_files(const fs::path& folder, bool with_subfolders, std::stop_token stop,
                        const SearchEvents& events) {
    const std::string text = folder_text(folder);
    const fs::path path = base::system_path(base::path_from_utf8(text));
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::is_directory(status)) {
        const std::string reason = status.type() == fs::file_type::none ? error.message()
                                   : fs::exists(status)                 ? "it is not a folder"
                                                                        : "there is no such folder";
        throw Error(ErrorCode::usage, fmt::format("cannot look into {}: {}", text, reason));
    }
    Search(with_subfolders, std::move(stop), events).go_through(path, "");
}

fs::path path_of(const FilePlace& place) {
    return base::system_path(base::path_from_utf8(place.folder) / base::path_from_utf8(place.file));
}

std::string path_text(const FilePlace& place) {
    return base::utf8_from_path(base::path_from_utf8(place.folder) /
                                base::path_from_utf8(place.file));
}

std::string folder_text(const fs::path& folder) {
    fs::path path = base::path_from_utf8(base::absolute_utf8(folder.empty() ? "." : folder));
    path = path.lexically_normal();
    return base::utf8_from_path(path.has_filename()        ? path
                                : path.has_relative_path() ? path.parent_path()
                                                           : path);
}

FolderNames::FolderNames(const std::vector<std::string>& folders) {
    for (const std::string& folder : folders) {
        if (const auto key = key_of(folder)) {
            m_names[*key].push_back(folder);
        }
    }
}

std::vector<std::string> FolderNames::names_of(const std::string& folder) const {
    std::vector<std::string> names = {folder};
    const auto key = key_of(folder);
    const auto found = key ? m_names.find(*key) : m_names.end();
    if (found != m_names.end()) {
        std::copy_if(found->second.begin(), found->second.end(), std::back_inserter(names),
                     [&](const std::string& name) { return name != folder; });
    }
    return names;
}

std::string FolderNames::recorded_name(const std::string& folder) const {
    const auto key = key_of(folder);
    const auto found = key ? m_names.find(*key) : m_names.end();
    if (found == m_names.end() ||
        std::find(found->second.begin(), found->second.end(), folder) != found->second.end()) {
        return folder;
    }
    return found->second.front();
}

ChosenFolders::ChosenFolders(const std::vector<fs::path>& folders) {
    for (const fs::path& folder : folders) {
        m_folders.push_back(folder_text(folder));
        std::error_code error;
        const fs::path real = fs::canonical(base::system_path(folder), error);
        if (!error) {
            m_folders.push_back(folder_text(base::plain_path(real)));
        }
    }
}

bool ChosenFolders::contain(const std::string& folder) {
    if (m_folders.empty()) {
        return true;
    }
    if (folder == m_last) {
        return m_last_answer;
    }
    std::vector<std::string> names = {folder_text(base::path_from_utf8(folder))};
    std::error_code error;
    const fs::path real = fs::canonical(base::system_path(base::path_from_utf8(folder)), error);
    if (!error) {
        names.push_back(folder_text(base::plain_path(real)));
    }
    const auto lies_in = [&](const std::string& name, const std::string& chosen) {
        const fs::path path = base::path_from_utf8(name);
        const fs::path above = base::path_from_utf8(chosen);
        return std::mismatch(above.begin(), above.end(), path.begin(), path.end()).first ==
               above.end();
    };
    m_last = folder;
    m_last_answer = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        return std::any_of(m_folders.begin(), m_folders.end(),
                           [&](const std::string& chosen) { return lies_in(name, chosen); });
    });
    return m_last_answer;
}

} // namespace archive
