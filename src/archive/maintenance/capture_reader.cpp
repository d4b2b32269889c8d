// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/capture_reader.hpp"

#include "archive/file_name.hpp"
#include "base/files/paths.hpp"
#include "base/text/ascii.hpp"
#include "base/text/local_time.hpp"
#include "base/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace archive {
namespace {

constexpr auto k_unknown = "unknown";
constexpr std::string_view k_edges = " -_.,()[]#@+";

/// A form in which "Front Door", "front_door" and "FRONT-DOOR" are equal.
std::string comparable(std::string_view text) {
    std::string result;
    for (const char c : base::fold_case(text)) {
        const bool is_blank = std::string_view(" -_.").find(c) != std::string_view::npos;
        if (!is_blank) {
            result += c;
        } else if (!result.empty() && result.back() != ' ') {
            result += ' ';
        }
    }
    return std::string(base::trimmed(result));
}

std::string_view without_edges(std::string_view text) {
    text = text.substr(std::min(text.find_first_not_of(k_edges), text.size()));
    return text.substr(0, text.find_last_not_of(k_edges) + 1);
}

/// The text without a " (2)" at its end.
std::string_view without_count(std::string_view text) {
    const std::size_t start = text.rfind(" (");
    const bool is_count = start != std::string_view::npos && text.ends_with(')') &&
                          text.size() > start + 3 &&
                          std::all_of(text.begin() + static_cast<std::ptrdiff_t>(start) + 2,
                                      text.end() - 1, base::is_digit);
    return is_count ? text.substr(0, start) : text;
}

/// `relative` without its extension.
std::string stem_of(const std::string& relative) {
    return relative.substr(0, relative.rfind('.'));
}

/// `text` with blanks for the bytes that tell the time; folders stay apart.
std::string without_time(std::string text, const std::optional<TimeInName>& time) {
    for (const auto& [start, end] :
         time ? time->spans : std::vector<std::pair<std::size_t, std::size_t>>()) {
        std::replace_if(
            text.begin() + static_cast<std::ptrdiff_t>(start),
            text.begin() + static_cast<std::ptrdiff_t>(std::min(end, text.size())),
            [](char c) { return c != '/'; }, ' ');
    }
    return text;
}

std::vector<std::string> parts_of(const std::string& text) {
    std::vector<std::string> parts;
    for (std::size_t start = 0;;) {
        const std::size_t slash = text.find('/', start);
        parts.push_back(text.substr(start, slash == std::string::npos ? slash : slash - start));
        if (slash == std::string::npos) {
            return parts;
        }
        start = slash + 1;
    }
}

/// Whether a camera may be called so: it has a letter, and is not what programs call any picture.
bool is_camera_name(std::string_view text) {
    constexpr std::array<std::string_view, 8> k_words = {"img",   "image", "pic",      "picture",
                                                         "photo", "dsc",   "snapshot", "ring"};
    const bool has_letter = std::any_of(text.begin(), text.end(), [](char c) {
        return base::is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
    });
    return has_letter &&
           std::find(k_words.begin(), k_words.end(), base::to_lower(text)) == k_words.end();
}

std::size_t count_of_digits(std::string_view text, std::size_t at) {
    std::size_t count = 0;
    while (at + count < text.size() && base::is_digit(text[at + count])) {
        ++count;
    }
    return count;
}

} // namespace

bool is_ring_id(const std::string& id) {
    return !id.empty() && std::all_of(id.begin(), id.end(), base::is_digit);
}

KnownCameras::KnownCameras(const std::vector<CameraTotals>& cameras) {
    for (const CameraTotals& camera : cameras) {
        const NamedCamera named{camera.id, camera.name};
        m_by_id.emplace(camera.id, named);
        if (camera.name.empty()) {
            continue;
        }
        const auto [entry, is_new] =
            m_by_name.emplace(comparable(safe_file_name(camera.name)), named);
        // An id of Ring's counts more than a name in its place.
        if (!is_new && is_ring_id(camera.id)) {
            const bool is_clash = !entry->second || is_ring_id(entry->second->id);
            entry->second = is_clash ? std::nullopt : std::optional(named);
        }
    }
}

const NamedCamera* KnownCameras::named(const std::string& text) const {
    const auto found = m_by_name.find(comparable(text));
    return found == m_by_name.end() || !found->second ? nullptr : &*found->second;
}

std::optional<NamedCamera> KnownCameras::find_id(const std::string& relative,
                                                 const std::string& rest,
                                                 const std::optional<TimeInName>& time) const {
    for (std::size_t at = 0; at < rest.size(); ++at) {
        if (!base::is_digit(rest[at])) {
            continue;
        }
        const std::size_t count = count_of_digits(rest, at);
        const auto known = m_by_id.find(rest.substr(at, count));
        if (known != m_by_id.end()) {
            return known->second;
        }
        at += count;
    }
    // The name that files have unless one is chosen, today and in the old tool.
    constexpr std::size_t k_longest_id = 19;
    const std::size_t start = relative.rfind('/') + 1;
    const std::size_t count = count_of_digits(relative, start);
    const bool is_default = time && count > 0 && count <= k_longest_id &&
                            std::string_view(relative).substr(start + count).starts_with(" - ") &&
                            time->spans.front().first == start + count + 3;
    return is_default ? std::optional(NamedCamera{relative.substr(start, count), ""})
                      : std::nullopt;
}

std::optional<NamedCamera> KnownCameras::find_name(const std::string& folder,
                                                   const std::string& stem,
                                                   const std::vector<std::string>& folders,
                                                   bool has_time) const {
    if (const NamedCamera* camera = named(stem)) {
        return *camera;
    }
    for (auto part = folders.rbegin(); part != folders.rend(); ++part) {
        if (const NamedCamera* camera = named(*part)) {
            return *camera;
        }
    }
    // Without a time it may be anybody's picture that is about that place.
    const auto* longest =
        static_cast<const std::pair<const std::string, std::optional<NamedCamera>>*>(nullptr);
    const std::string words = " " + comparable(stem) + " ";
    for (const auto& entry : m_by_name) {
        const bool is_in = has_time && entry.second && words.find(" " + entry.first + " ") != std::string::npos;
        if (is_in && (longest == nullptr || entry.first.size() > longest->first.size())) {
            longest = &entry;
        }
    }
    if (longest != nullptr) {
        return longest->second;
    }
    const std::string last = base::utf8_from_path(base::path_from_utf8(folder).filename());
    const NamedCamera* camera = named(last);
    return camera != nullptr ? std::optional(*camera) : std::nullopt;
}

NamedCamera KnownCameras::find(const FoundFile& file, const std::optional<TimeInName>& time) const {
    const std::string relative = stem_of(file.relative);
    const std::string rest = without_time(relative, time);
    if (const auto camera = find_id(relative, rest, time)) {
        return *camera;
    }
    std::vector<std::string> folders = parts_of(rest);
    for (std::string& part : folders) {
        part = without_edges(without_count(base::trimmed(part)));
    }
    const std::string stem = folders.back();
    folders.pop_back();
    if (const auto camera = find_name(file.place.folder, stem, folders, time.has_value())) {
        return *camera;
    }
    folders.push_back(stem);
    const auto found = std::find_if(folders.rbegin(), folders.rend(), is_camera_name);
    if (found == folders.rend()) {
        return {k_unknown, ""};
    }
    const std::string name = safe_file_name(*found);
    return {name, name};
}

CaptureFacts read_capture(const FoundFile& file, const std::optional<ExifFacts>& exif,
                          const KnownCameras& cameras, base::SystemTime now) {
    constexpr auto k_tolerance = std::chrono::minutes(5);
    CaptureFacts facts;
    const auto time = find_time(stem_of(file.relative));
    const bool is_ours = exif && exif->is_ours();
    facts.camera = is_ours && is_ring_id(exif->serial)
                       ? NamedCamera{exif->serial, exif->description}
                       : cameras.find(file, time);
    std::optional<std::chrono::seconds> offset;
    if (exif && exif->taken) {
        TimeInName taken;
        taken.shown = *exif->taken;
        taken.part = exif->taken_part;
        taken.offset = exif->offset;
        taken.has_hour = true;
        taken.has_second = true;
        facts.captured = moment_of(taken, file.modified);
        facts.is_timed = is_ours;
        offset = exif->offset;
    } else if (time) {
        facts.captured = moment_of(*time, file.modified);
        facts.is_timed = time->has_second;
    } else {
        facts.captured = std::chrono::floor<std::chrono::milliseconds>(file.modified);
    }
    // Dated by a clock that was wrong, it would be the newest for ever.
    facts.is_timed = facts.is_timed && facts.captured <= now + k_tolerance;
    facts.utc_offset = offset.value_or(base::zone_offset_at(facts.captured));
    return facts;
}

} // namespace archive
