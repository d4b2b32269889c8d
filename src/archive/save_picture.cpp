// SPDX-License-Identifier: Apache-2.0
#include "archive/save_picture.hpp"

#include "base/error.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "snapshot/picture_check.hpp"

#include <fmt/core.h>

#include <chrono>
#include <string>

namespace archive {
namespace {

/// What stands under the name that a picture is to be saved under.
enum class Found { nothing, same_bytes, same_capture, older_capture, newer_capture };

/// Whether a file modified at `modified` can be the picture captured at `captured`. exFAT keeps
/// hundredths of a second; FAT and some copies whole seconds, FAT even ones only.
bool is_same_capture(base::SystemTime modified, base::SystemTime captured) {
    using namespace std::chrono_literals;
    const auto distance = std::chrono::abs(modified - captured);
    const bool is_whole_second = modified == std::chrono::floor<std::chrono::seconds>(modified);
    return distance < (is_whole_second ? 2s : 10ms);
}

/// Whether the file calls itself a JPEG and holds none, or only the beginning of one: what the old
/// tool leaves when Ring answers with an error page or a connection breaks. It is not a capture
/// that could be lost.
bool is_broken(const PictureStore& store, const PictureName& name) {
    const std::string folded = base::fold_case(name.file_name());
    if (!folded.ends_with(".jpg") && !folded.ends_with(".jpeg")) {
        return false;
    }
    try {
        const auto bytes = store.read(name);
        // One that is whole and shows damage may still be somebody's picture.
        return bytes && snapshot::check_picture(*bytes).fault.value_or(
                            snapshot::PictureFault::damaged) != snapshot::PictureFault::damaged;
    } catch (const base::Error&) {
        return false;
    }
}

Found look_at(const PictureStore& store, const PictureName& name, base::SystemTime captured,
              std::string_view bytes) {
    const auto stored = store.find(name);
    if (!stored) {
        return Found::nothing;
    }
    if (stored->size == bytes.size() && store.read(name) == bytes) {
        return Found::same_bytes;
    }
    if (is_same_capture(stored->modified, captured)) {
        return Found::same_capture;
    }
    return stored->modified < captured ? Found::older_capture : Found::newer_capture;
}

/// The name to take when the `count` before it belong to other captures.
PictureName candidate(const PictureName& wanted, base::SystemTime captured, int count) {
    if (count == 0) {
        return wanted;
    }
    const std::string offset = fmt::format(" {}", base::local_offset(captured));
    return with_suffix(wanted, count == 1 ? offset : fmt::format("{} ({})", offset, count));
}

/// One picture on its way into a store.
struct Saving {
    PictureStore& store;
    base::SystemTime captured;
    std::string_view bytes;

    SavedPicture write(const PictureName& name) const {
        store.put(name, bytes, captured);
        return {.name = name, .location = store.location(name)};
    }

    SavedPicture leave(const PictureName& name, Found found) const {
        return {.name = name,
                .location = store.location(name),
                .unchanged = found == Found::same_bytes,
                .kept_newer = found == Found::newer_capture};
    }

    SavedPicture under_time(const PictureName& wanted) const {
        constexpr int k_most_names = 10'000;
        for (int count = 0; count < k_most_names; ++count) {
            const PictureName name = candidate(wanted, captured, count);
            const Found found = look_at(store, name, captured, bytes);
            switch (found) {
            case Found::same_bytes:
                return leave(name, found);
            case Found::nothing:
            case Found::same_capture:
                return write(name);
            case Found::older_capture:
            case Found::newer_capture:
                // Names with a suffix are ours alone, and we save none that is broken.
                if (count == 0 && is_broken(store, name)) {
                    return write(name);
                }
                break;
            }
        }
        throw base::Error(base::ErrorCode::cannot_write,
                          fmt::format("cannot write {}: too many other pictures have that name",
                                      store.location(wanted).shown));
    }

    SavedPicture under_steady_name(const PictureName& name) const {
        const Found found = look_at(store, name, captured, bytes);
        // Where times are not kept, what the file shows is when it was written.
        const bool is_newer =
            found == Found::newer_capture && !is_broken(store, name) && store.keeps_times(name);
        return found == Found::same_bytes || is_newer ? leave(name, found) : write(name);
    }
};

} // namespace

SavedPicture save_picture(PictureStore& store, const NameTemplate& name_template,
                          const NameFields& fields, std::string_view bytes) {
    const Saving saving{store, fields.time, bytes};
    const PictureName name = name_template.render(fields);
    return name_template.holds_time() ? saving.under_time(name) : saving.under_steady_name(name);
}

} // namespace archive
