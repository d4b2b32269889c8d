// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/record_lines.hpp"

#include "archive/folder_store.hpp"
#include "base/text/local_time.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

namespace archive {
namespace {

using nlohmann::ordered_json;
using std::chrono::milliseconds;

/// No line of ours is nearly as long.
constexpr std::size_t k_longest_line = std::size_t{64} << 10;
/// 2200-01-01: the system clock of some platforms ends not long after.
constexpr std::int64_t k_latest_ms = 7'258'118'400'000;
constexpr std::int64_t k_most_pixels_a_side = 1'000'000;
constexpr std::int64_t k_most_offset_s = 24 * 3600;
constexpr std::int64_t k_most_folders = 1000;

std::int64_t ms_of(base::SystemTime time) {
    return std::chrono::floor<milliseconds>(time.time_since_epoch()).count();
}

/// The members of a line's object, whatever type they have.
class Members {
public:
    explicit Members(const ordered_json& object) : m_object(object) {}

    std::string text(const char* key) const {
        const auto member = m_object.find(key);
        return member != m_object.end() && member->is_string() ? member->get<std::string>()
                                                               : std::string();
    }

    /// `otherwise` for one that is missing or not in [least, most].
    std::int64_t number(const char* key, std::int64_t least, std::int64_t most,
                        std::int64_t otherwise) const {
        const auto member = m_object.find(key);
        if (member == m_object.end() || !member->is_number_integer()) {
            return otherwise;
        }
        if (member->is_number_unsigned() &&
            member->get<std::uint64_t>() >
                std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
            return otherwise;
        }
        const auto value = member->get<std::int64_t>();
        return value >= least && value <= most ? value : otherwise;
    }

    bool truth(const char* key, bool otherwise) const {
        const auto member = m_object.find(key);
        return member != m_object.end() && member->is_boolean() ? member->get<bool>() : otherwise;
    }

    std::optional<double> real(const char* key, double least, double most) const {
        const auto member = m_object.find(key);
        if (member == m_object.end() || !member->is_number()) {
            return {};
        }
        const auto value = member->get<double>();
        return value >= least && value <= most ? std::optional(value) : std::nullopt;
    }

private:
    const ordered_json& m_object;
};

PictureFacts facts_of(const Members& members) {
    PictureFacts facts;
    facts.size = static_cast<std::uintmax_t>(
        members.number("size", 0, std::numeric_limits<std::int64_t>::max(), 0));
    facts.width = static_cast<int>(members.number("width", 0, k_most_pixels_a_side, 0));
    facts.height = static_cast<int>(members.number("height", 0, k_most_pixels_a_side, 0));
    facts.brightness = members.real("brightness", 0, 255);
    facts.sha256 = members.text("sha256");
    facts.received_sha256 = members.text("received_sha256");
    if (facts.received_sha256.empty()) {
        facts.received_sha256 = facts.sha256;
    }
    return facts;
}

std::vector<PlannedUpload> uploads_in(const ordered_json& object) {
    std::vector<PlannedUpload> uploads;
    const auto all = object.find("uploads");
    if (all == object.end() || !all->is_array()) {
        return uploads;
    }
    for (const ordered_json& upload : *all) {
        const Members members(upload);
        PlannedUpload read{{members.text("target"), members.text("endpoint")},
                           members.text("name")};
        if (!read.target.url.empty() && !read.name.empty()) {
            uploads.push_back(std::move(read));
        }
    }
    return uploads;
}

/// Reads up to the end of a line; of a longer one than `limit` no more than that is kept.
bool next_line(std::istream& stream, std::string& line, std::size_t limit) {
    line.clear();
    std::streambuf& buffer = *stream.rdbuf();
    for (int next = buffer.sbumpc();; next = buffer.sbumpc()) {
        if (next == std::istream::traits_type::eof()) {
            stream.setstate(std::ios::eofbit);
            return !line.empty();
        }
        const char character = std::istream::traits_type::to_char_type(next);
        if (character == '\n') {
            return true;
        }
        if (line.size() <= limit) {
            line += character;
        }
    }
}

} // namespace

std::optional<RecordedPicture> read_record_line(const std::string& line) {
    const ordered_json object = ordered_json::parse(line, nullptr, false);
    if (!object.is_object()) {
        return {};
    }
    const Members members(object);
    const std::int64_t captured = members.number("captured_ms", 0, k_latest_ms, -1);
    const std::int64_t size =
        members.number("size", 0, std::numeric_limits<std::int64_t>::max(), -1);
    const auto place = place_of(members.text("path"));
    RecordedPicture picture;
    picture.camera_id = members.text("id");
    if (!place || picture.camera_id.empty() || captured < 0 || size < 0) {
        return {};
    }
    picture.place = {place->folder, place->name.text()};
    picture.camera_name = members.text("name");
    picture.captured = base::SystemTime(milliseconds(captured));
    const std::int64_t offset =
        members.number("utc_offset", -k_most_offset_s, k_most_offset_s, k_most_offset_s + 1);
    picture.utc_offset = offset > k_most_offset_s ? base::zone_offset_at(picture.captured)
                                                  : std::chrono::seconds(offset);
    picture.is_timed = members.truth("timed", true);
    picture.facts = facts_of(members);
    picture.saved =
        base::SystemTime(milliseconds(members.number("saved_ms", 0, k_latest_ms, captured)));
    if (members.truth("history", false)) {
        picture.gone = picture.saved;
    }
    if (const auto folders = members.number("name_folders", 0, k_most_folders, -1); folders >= 0) {
        picture.name_folders = static_cast<int>(folders);
    }
    picture.uploads = uploads_in(object);
    return picture;
}

std::string to_record_line(const RecordedPicture& picture) {
    ordered_json object = {{"path", location_of(picture.place)},
                           {"id", picture.camera_id},
                           {"name", picture.camera_name},
                           {"captured_ms", ms_of(picture.captured)},
                           {"utc_offset", picture.utc_offset.count()},
                           {"size", picture.facts.size},
                           {"sha256", picture.facts.sha256},
                           {"received_sha256", picture.facts.received_sha256},
                           {"width", picture.facts.width},
                           {"height", picture.facts.height},
                           {"saved_ms", ms_of(picture.saved)}};
    if (picture.facts.brightness) {
        object["brightness"] = *picture.facts.brightness;
    }
    if (!picture.is_timed) {
        object["timed"] = false;
    }
    if (picture.gone) {
        object["history"] = true;
    }
    if (picture.name_folders) {
        object["name_folders"] = *picture.name_folders;
    }
    for (const PlannedUpload& upload : picture.uploads) {
        object["uploads"].push_back({{"target", upload.target.url},
                                     {"endpoint", upload.target.endpoint},
                                     {"name", upload.name}});
    }
    return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::size_t read_record(std::istream& stream, const std::function<void(RecordedPicture)>& take) {
    std::size_t broken = 0;
    for (std::string line; next_line(stream, line, k_longest_line);) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) {
            continue;
        }
        auto picture = line.size() > k_longest_line ? std::nullopt : read_record_line(line);
        if (picture) {
            take(std::move(*picture));
        } else {
            ++broken;
        }
    }
    return broken;
}

} // namespace archive
