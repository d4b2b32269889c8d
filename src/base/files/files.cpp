// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"

#include "base/files/files_detail.hpp"
#include "base/files/paths.hpp"
#include "base/system/random.hpp"
#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "base/text/unicode.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <iterator>
#include <limits>
#include <utility>

namespace base {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view k_temporary_ending = ".tmp";
constexpr std::size_t k_random_digits = 12;

/// Any time that no file system can have by itself: 2001-09-09 01:46:40 UTC.
constexpr SystemTime k_proof_time{std::chrono::seconds(1'000'000'000)};

std::string_view words_for(FileAction action) {
    switch (action) {
    case FileAction::read:
        return "cannot read";
    case FileAction::write:
        return "cannot write";
    case FileAction::make_folder:
        return "cannot make the folder";
    case FileAction::lock:
        return "cannot lock";
    }
    return "cannot use";
}

struct Explanation {
    std::errc code;
    const char* reason;
    const char* hint = "";
    /// The hint ends with the folder around the file.
    bool names_folder = false;
};

constexpr const char* k_free_space = "free some space, or choose another folder";
constexpr const char* k_not_supported = "the file system does not support it";
constexpr const char* k_local_disk = "choose a folder on a local disk";
constexpr const char* k_denied = "permission denied";
constexpr const char* k_check_folder = "check that this user may write in the folder ";

constexpr Explanation k_explanations[] = {
    {std::errc::no_space_on_device, "no space left on the device", k_free_space},
    {std::errc::read_only_file_system, "the file system is read-only",
     "choose a folder that can be written"},
    {std::errc::permission_denied, k_denied, k_check_folder, true},
    {std::errc::operation_not_permitted, k_denied, k_check_folder, true},
    {std::errc::text_file_busy, "another program has it open", "close it there"},
    {std::errc::device_or_resource_busy, "the file is busy, perhaps a mount point",
     "mount the folder that holds the file, not the file alone"},
    {std::errc::no_such_file_or_directory, "the folder does not exist", "make the folder ", true},
    {std::errc::not_a_directory, "a part of the path is a file, not a folder"},
    {std::errc::is_a_directory, "it is a folder", "name a file"},
    {std::errc::filename_too_long, "the name is too long", "choose a shorter name"},
    {std::errc::too_many_symbolic_link_levels, "its symbolic links lead in a circle"},
    {std::errc::file_too_large, "the file would be larger than this system allows"},
    {std::errc::no_lock_available, k_not_supported, k_local_disk},
    {std::errc::not_supported, k_not_supported, k_local_disk},
    {std::errc::operation_not_supported, k_not_supported, k_local_disk},
    {std::errc::function_not_supported, k_not_supported, k_local_disk},
    {std::errc::invalid_argument,
     "the file system refuses it, perhaps for a character in the name"},
    {std::errc::io_error, "the disk or network drive reports an error"},
};

bool is_hex_digit(char character) {
    return is_digit(character) || (character >= 'a' && character <= 'f');
}

} // namespace

Error file_error(FileAction action, const fs::path& path, std::error_code reason) {
#ifdef EDQUOT
    if (reason.value() == EDQUOT) {
        return file_error(action, path, "the disk quota is used up", k_free_space);
    }
#endif
    const auto* found = std::find_if(std::begin(k_explanations), std::end(k_explanations),
                                     [&](const Explanation& each) { return reason == each.code; });
    if (found == std::end(k_explanations)) {
        return file_error(action, path, reason.message());
    }
    if (action == FileAction::read && found->hint == k_check_folder) {
        return file_error(action, path, k_denied, "check who owns the file and its mode");
    }
    return file_error(action, path, found->reason,
                      found->hint +
                          (found->names_folder ? utf8_from_path(folder_of(path)) : std::string()));
}

Error file_error(FileAction action, const fs::path& path, std::string_view reason,
                 std::string hint) {
    std::string message(words_for(action));
    message.append(" ").append(utf8_from_path(path)).append(": ").append(reason);
    return {ErrorCode::cannot_write, std::move(message), std::move(hint)};
}

Error too_large_error(const fs::path& path, std::size_t limit) {
    return file_error(FileAction::read, path,
                      "it is larger than " + std::to_string(limit) + " bytes");
}

fs::path follow_links(const fs::path& path) {
    constexpr int k_most_links = 40;
    fs::path place = path;
    for (int i = 0; i < k_most_links; ++i) {
        std::error_code error;
        if (!fs::is_symlink(fs::symlink_status(place, error))) {
            return place;
        }
        const fs::path next = fs::read_symlink(place, error);
        if (error) {
            return place;
        }
        // A relative link counts from the folder in which it stands.
        place = place.parent_path() / next;
    }
    throw file_error(FileAction::write, path,
                     std::make_error_code(std::errc::too_many_symbolic_link_levels));
}

fs::path folder_of(const fs::path& path) {
    const fs::path folder = path.parent_path();
    return folder.empty() ? fs::path(".") : folder;
}

std::string temporary_name(std::string_view target, long process) {
    // Short enough for encrypted file systems too, whose limit is 143 bytes.
    constexpr std::size_t k_longest_part = 90;
    std::string name = ".";
    // Some file systems refuse names that are not UTF-8.
    name.append(utf8_prefix(target, k_longest_part));
    name.append(".").append(std::to_string(process));
    name.append("-").append(hex_encode(random_bytes(k_random_digits / 2)));
    name.append(k_temporary_ending);
    return name;
}

std::optional<long> process_of_temporary(std::string_view name) {
    if (!name.starts_with('.') || !name.ends_with(k_temporary_ending)) {
        return std::nullopt;
    }
    name.remove_suffix(k_temporary_ending.size());
    const std::size_t dash = name.rfind('-');
    if (dash == std::string_view::npos || name.size() - dash - 1 != k_random_digits ||
        !std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dash) + 1, name.end(),
                     is_hex_digit)) {
        return std::nullopt;
    }
    name = name.substr(0, dash);
    const std::size_t dot = name.rfind('.');
    if (dot == 0) {
        return std::nullopt;
    }
    long process = 0;
    const char* end = name.data() + name.size();
    const auto [stopped, error] = std::from_chars(name.data() + dot + 1, end, process);
    if (error != std::errc() || stopped != end || process <= 0 ||
        process > std::numeric_limits<int>::max()) {
        return std::nullopt;
    }
    return process;
}

void remove_stale_temporaries(const fs::path& path) noexcept {
    try {
        std::error_code error;
        fs::directory_iterator entry(folder_of(follow_links(path)), error);
        for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
            const auto process = process_of_temporary(utf8_from_path(entry->path().filename()));
            if (process && is_abandoned(entry->path(), *process)) {
                std::error_code ignored;
                fs::remove(entry->path(), ignored);
            }
        }
    } catch (...) {
        // Leftovers cost a little space; the next run tries again.
        return;
    }
}

std::vector<fs::path> entries_of(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code error;
    fs::directory_iterator entry(system_path(folder), error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        entries.push_back(entry->path());
    }
    if (error && error != std::errc::no_such_file_or_directory &&
        error != std::errc::not_a_directory) {
        throw file_error(FileAction::read, folder, error);
    }
    return entries;
}

fs::path nearest_existing_folder(const fs::path& folder) {
    fs::path place = folder;
    std::error_code error;
    while (!place.empty() && !fs::exists(place, error)) {
        // A path that ends in a slash has an empty name, and is its own parent but for the slash.
        place = place.parent_path();
    }
    return place.empty() ? fs::path(".") : place;
}

void make_folders(const fs::path& path, bool owner_only) {
    const fs::path folder = plain_path(path);
    if (folder.empty() || is_folder(folder)) {
        return;
    }
    if (folder.has_relative_path() && folder.has_parent_path() && folder.parent_path() != folder) {
        make_folders(folder.parent_path(), owner_only);
    }
    std::error_code error = make_folder(folder, owner_only);
    // Another process may have made it in the meantime.
    if (!error || is_folder(folder)) {
        return;
    }
    if (error == std::errc::file_exists) {
        error = std::make_error_code(std::errc::not_a_directory);
    }
    throw file_error(FileAction::make_folder, folder, error);
}

std::optional<std::uintmax_t> free_space(const fs::path& folder) {
    std::error_code error;
    const fs::space_info space = fs::space(folder.empty() ? fs::path(".") : folder, error);
    // Some network drives have no size at all.
    return error || space.capacity == 0 ? std::nullopt : std::optional(space.available);
}

FolderProof prove_folder_writable(const fs::path& folder, std::size_t bytes) {
    const fs::path place = nearest_existing_folder(folder);
    std::error_code error;
    if (!fs::is_directory(place, error)) {
        throw file_error(FileAction::make_folder, folder,
                         std::make_error_code(std::errc::not_a_directory));
    }
    const fs::path proof =
        place / (".ring-snapshot-" + hex_encode(random_bytes(k_random_digits / 2)));
    try {
        write_file_atomically(proof, std::string(bytes, ' '),
                              {.owner_only = true, .modified = k_proof_time});
    } catch (const Error& failure) {
        // The name of the trial file would mislead.
        const std::string& message = failure.message();
        const auto reason = message.find(utf8_from_path(proof) + ": ");
        throw Error(failure.code(),
                    "cannot write in " + utf8_from_path(place) +
                        (reason == std::string::npos
                             ? std::string()
                             : message.substr(reason + utf8_from_path(proof).size())),
                    failure.hint());
    }
    const auto modified = modification_time(proof);
    fs::remove(proof, error);
    return {.keeps_times =
                modified && std::chrono::abs(*modified - k_proof_time) <= std::chrono::seconds(2)};
}

} // namespace base
