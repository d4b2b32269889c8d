// SPDX-License-Identifier: Apache-2.0
#include "archive/save_picture.hpp"

#include "archive/exif/exif_reader.hpp"
#include "archive/exif/exif_writer.hpp"
#include "base/error.hpp"
#include "base/text/sha256.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "snapshot/picture_check.hpp"

#include <fmt/core.h>

#include <chrono>
#include <string>

namespace archive {
namespace {

/// What stands under the name that a picture is to be saved under.
enum class Found {
    nothing,
    /// The same capture with the same bytes, or the same bytes in a file that is not known.
    same,
    same_capture,
    /// The same bytes, captured before.
    same_but_older,
    older_capture,
    newer_capture,
    /// A file that is not known, or was changed since it was recorded.
    foreign,
};

struct Look {
    Found found = Found::nothing;
    bool is_known = false;
    /// Of what is there, where that is the picture or is kept.
    PictureDigest digest = {};
};

/// The capture times that Ring's interfaces tell of one picture may differ by this.
constexpr std::chrono::seconds k_same_time{2};

base::SystemTime in_ms(base::SystemTime time) {
    return std::chrono::floor<std::chrono::milliseconds>(time);
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
    const KnownFiles& known_files;
    const NameFields& fields;
    const PictureToSave& picture;

    Look look_at(const PictureName& name) const {
        const auto stored = store.find(name);
        if (!stored) {
            return {Found::nothing};
        }
        const auto known = known_files(store.location(name).place);
        if (!known || store.state_of(name, known->digest) != FileState::unchanged) {
            return look_at_unknown(name, stored->size);
        }
        return {compare(*known), true, known->digest};
    }

    Look look_at_unknown(const PictureName& name, std::uintmax_t size) const {
        if (size + k_largest_exif < picture.bytes.size() ||
            size > picture.bytes.size() + k_largest_exif) {
            return {Found::foreign};
        }
        const auto bytes = store.read(name);
        const bool is_same =
            bytes && (*bytes == picture.bytes ||
                      base::sha256_hex(as_received(*bytes)) == picture.received_sha256);
        return is_same ? Look{Found::same, false, {bytes->size(), base::sha256_hex(*bytes)}}
                       : Look{Found::foreign};
    }

    Found compare(const KnownFile& known) const {
        const auto captured = in_ms(fields.time);
        const bool same_camera = known.camera_id == fields.id;
        if (known.received_sha256 == picture.received_sha256 && same_camera) {
            const bool is_later = picture.is_timed && captured > known.captured + k_same_time;
            return is_later ? Found::same_but_older
                   : known.captured > captured + k_same_time && known.is_timed
                       ? Found::newer_capture
                       : Found::same;
        }
        if (known.captured == captured && same_camera) {
            return Found::same_capture;
        }
        const bool is_newer = same_camera && known.is_timed && known.captured > captured;
        return is_newer ? Found::newer_capture : Found::older_capture;
    }

    SavedPicture write(const PictureName& name) const {
        store.put(name, picture.bytes, fields.time);
        return {.name = name,
                .location = store.location(name),
                .digest = {picture.bytes.size(), std::string(picture.sha256)}};
    }

    SavedPicture leave(const PictureName& name, const Look& look) const {
        const bool is_newer = look.found == Found::newer_capture;
        return {.name = name,
                .location = store.location(name),
                .unchanged = !is_newer,
                .kept_newer = is_newer,
                .to_be_recorded = !look.is_known,
                .digest = look.digest};
    }

    SavedPicture under_time(const PictureName& wanted) const {
        constexpr int k_most_names = 10'000;
        for (int count = 0; count < k_most_names; ++count) {
            const PictureName name = candidate(wanted, fields.time, count);
            const Look look = look_at(name);
            switch (look.found) {
            case Found::same:
                return leave(name, look);
            case Found::nothing:
            case Found::same_capture:
            case Found::same_but_older:
                return write(name);
            case Found::older_capture:
            case Found::newer_capture:
            case Found::foreign:
                // Names with a suffix are ours alone, and we save none that is broken.
                if (count == 0 && look.found == Found::foreign && is_broken(store, name)) {
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
        const Look look = look_at(name);
        return look.found == Found::same || look.found == Found::newer_capture ? leave(name, look)
                                                                               : write(name);
    }
};

} // namespace

SavedPicture save_picture(PictureStore& store, const KnownFiles& known,
                          const NameTemplate& name_template, const NameFields& fields,
                          const PictureToSave& picture) {
    const Saving saving{store, known, fields, picture};
    const PictureName name = name_template.render(fields);
    return name_template.holds_time() ? saving.under_time(name) : saving.under_steady_name(name);
}

} // namespace archive
