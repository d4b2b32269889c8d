// SPDX-License-Identifier: Apache-2.0
#include "archive/picture_file.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "snapshot/picture_check.hpp"

#include <fmt/core.h>

#include <chrono>
#include <string>
#include <system_error>

namespace archive {
namespace {

/// What stands at a place where a picture is to be saved.
enum class Found { nothing, same_bytes, same_capture, older_capture, newer_capture };

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view why) {
    throw base::Error(base::ErrorCode::cannot_write,
                      fmt::format("cannot write {}: {}", base::utf8_from_path(path), why));
}

/// Whether a file modified at `modified` can be the picture captured at `captured`. exFAT keeps
/// hundredths of a second; FAT and some copies whole seconds, FAT even ones only.
bool is_same_capture(base::SystemTime modified, base::SystemTime captured) {
    using namespace std::chrono_literals;
    const auto distance = std::chrono::abs(modified - captured);
    const bool is_whole_second = modified == std::chrono::floor<std::chrono::seconds>(modified);
    return distance < (is_whole_second ? 2s : 10ms);
}

/// Larger than any picture that this program saves.
constexpr std::size_t k_picture_limit = std::size_t{64} << 20;

/// Whether the file calls itself a JPEG and holds none, or only the beginning of one: what the old
/// tool leaves when Ring answers with an error page or a connection breaks. It is not a capture
/// that could be lost.
bool is_broken(const std::filesystem::path& path) {
    const std::string extension = base::fold_case(base::utf8_from_path(path.extension()));
    if (extension != ".jpg" && extension != ".jpeg") {
        return false;
    }
    try {
        const auto bytes = base::read_file(path, k_picture_limit);
        // One that is whole and shows damage may still be somebody's picture.
        return bytes && snapshot::check_picture(*bytes).fault.value_or(
                            snapshot::PictureFault::damaged) != snapshot::PictureFault::damaged;
    } catch (const base::Error&) {
        return false;
    }
}

bool holds(const std::filesystem::path& path, std::string_view bytes) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    return !error && size == bytes.size() && base::read_file(path, k_picture_limit) == bytes;
}

Found look_at(const std::filesystem::path& path, base::SystemTime captured,
              std::string_view bytes) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) {
        return Found::nothing;
    }
    if (status.type() == std::filesystem::file_type::none) {
        refuse(path, error.message());
    }
    if (std::filesystem::is_directory(status)) {
        refuse(path, "a folder has that name");
    }
    // Reading a pipe could wait for ever.
    if (!std::filesystem::is_regular_file(status)) {
        refuse(path, "what has that name is no ordinary file");
    }
    if (holds(path, bytes)) {
        return Found::same_bytes;
    }
    const std::optional<base::SystemTime> modified = base::modification_time(path);
    if (!modified) {
        return Found::nothing;
    }
    if (is_same_capture(*modified, captured)) {
        return Found::same_capture;
    }
    return *modified < captured ? Found::older_capture : Found::newer_capture;
}

/// The name to take when the `count` before it belong to other captures.
std::filesystem::path candidate(const std::filesystem::path& wanted, base::SystemTime captured,
                                int count) {
    if (count == 0) {
        return wanted;
    }
    const std::string offset = fmt::format(" {}", base::local_offset(captured));
    return with_suffix(wanted, count == 1 ? offset : fmt::format("{} ({})", offset, count));
}

SavedPicture write(const std::filesystem::path& path, base::SystemTime captured,
                   std::string_view bytes) {
    base::remove_stale_temporaries(path);
    base::write_file_atomically(path, bytes, {.modified = captured});
    return {.path = path};
}

SavedPicture save_under_time(const std::filesystem::path& wanted, base::SystemTime captured,
                             std::string_view bytes) {
    constexpr int k_most_names = 10'000;
    for (int count = 0; count < k_most_names; ++count) {
        const std::filesystem::path path = candidate(wanted, captured, count);
        switch (look_at(path, captured, bytes)) {
        case Found::same_bytes:
            return {.path = path, .unchanged = true};
        case Found::nothing:
        case Found::same_capture:
            return write(path, captured, bytes);
        case Found::older_capture:
        case Found::newer_capture:
            // Names with a suffix are ours alone, and we save none that is broken.
            if (count == 0 && is_broken(path)) {
                return write(path, captured, bytes);
            }
            break;
        }
    }
    refuse(wanted, "too many other pictures have that name");
}

SavedPicture save_under_steady_name(const std::filesystem::path& path, base::SystemTime captured,
                                    std::string_view bytes) {
    switch (look_at(path, captured, bytes)) {
    case Found::same_bytes:
        return {.path = path, .unchanged = true};
    case Found::newer_capture:
        // Where times are not kept, what the file shows is when it was written.
        if (is_broken(path) || !base::prove_folder_writable(path.parent_path(), 1).keeps_times) {
            break;
        }
        return {.path = path, .kept_newer = true};
    case Found::nothing:
    case Found::same_capture:
    case Found::older_capture:
        break;
    }
    return write(path, captured, bytes);
}

} // namespace

SavedPicture save_picture(const std::filesystem::path& folder, const NameTemplate& name_template,
                          const NameFields& fields, std::string_view bytes) {
    const std::filesystem::path path = base::system_path(folder / name_template.render(fields));
    if (path.has_parent_path()) {
        base::make_folders(path.parent_path(), false);
    }
    return name_template.holds_time() ? save_under_time(path, fields.time, bytes)
                                      : save_under_steady_name(path, fields.time, bytes);
}

} // namespace archive
