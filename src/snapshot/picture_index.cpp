// SPDX-License-Identifier: Apache-2.0
#include "snapshot/picture_index.hpp"

#include "base/error.hpp"
#include "base/file_lock.hpp"
#include "base/files.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <unordered_map>

namespace snapshot {

namespace {

using nlohmann::ordered_json;
using std::chrono::milliseconds;

constexpr std::size_t k_size_limit = std::size_t{2} << 30;
/// 2200-01-01: the system clock of some platforms ends not long after.
constexpr std::int64_t k_latest_ms = 7'258'118'400'000;

std::string to_line(const IndexEntry& entry) {
    const ordered_json object = {
        {"path", entry.path},
        {"id", entry.camera_id},
        {"name", entry.camera_name},
        {"captured_ms",
         std::chrono::duration_cast<milliseconds>(entry.captured.time_since_epoch()).count()},
        {"size", entry.size},
        {"sha256", entry.sha256}};
    return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::optional<IndexEntry> read_line(const std::string& line) {
    const ordered_json object = ordered_json::parse(line, nullptr, false);
    const auto text = [&](const char* key) {
        const auto member = object.find(key);
        return member != object.end() && member->is_string() ? member->get<std::string>()
                                                             : std::string();
    };
    const auto number = [&](const char* key) {
        const auto member = object.find(key);
        return member != object.end() && member->is_number_integer() ? member->get<std::int64_t>()
                                                                     : -1;
    };
    if (!object.is_object() || text("path").empty() || text("id").empty() ||
        number("captured_ms") < 0 || number("captured_ms") > k_latest_ms || number("size") < 0) {
        return {};
    }
    return IndexEntry{text("path"),
                      text("id"),
                      text("name"),
                      base::SystemTime(milliseconds(number("captured_ms"))),
                      static_cast<std::uintmax_t>(number("size")),
                      text("sha256")};
}

/// Whether the file ends in mid-line, as after a power cut.
bool ends_in_mid_line(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(-1, std::ios::end);
    return stream && stream.get() != '\n';
}

} // namespace

PictureIndex::PictureIndex(std::filesystem::path file, base::Clock& clock)
    : m_file(std::move(file)), m_clock(clock) {}

std::filesystem::path PictureIndex::lock_file() const {
    std::filesystem::path path = m_file;
    path += ".lock";
    return path;
}

void PictureIndex::append(const IndexEntry& entry) {
    const base::FileLock lock(lock_file(), m_clock, {});
    if (!base::modification_time(m_file)) {
        base::write_file_atomically(m_file, to_line(entry), {.owner_only = true});
        return;
    }
    const char* line_end = ends_in_mid_line(m_file) ? "\n" : "";
    std::ofstream stream(m_file, std::ios::binary | std::ios::app);
    stream << line_end + to_line(entry);
    stream.flush();
    if (!stream) {
        throw base::Error(base::ErrorCode::cannot_write,
                          "cannot write the record of pictures " + m_file.string());
    }
}

std::vector<IndexEntry> PictureIndex::entries() const {
    std::istringstream lines(base::read_file(m_file, k_size_limit).value_or(""));
    std::vector<IndexEntry> result;
    std::unordered_map<std::string, std::size_t> positions;
    for (std::string line; std::getline(lines, line);) {
        auto entry = read_line(line);
        if (!entry) {
            continue;
        }
        const auto [place, is_new] = positions.try_emplace(entry->path, result.size());
        if (is_new) {
            result.push_back(std::move(*entry));
        } else {
            result[place->second] = std::move(*entry);
        }
    }
    return result;
}

void PictureIndex::remove(const std::function<bool(const IndexEntry&)>& unwanted) {
    const base::FileLock lock(lock_file(), m_clock, {});
    std::string text;
    bool changed = false;
    for (const IndexEntry& entry : entries()) {
        if (unwanted(entry)) {
            changed = true;
        } else {
            text += to_line(entry);
        }
    }
    if (changed) {
        base::write_file_atomically(m_file, text, {.owner_only = true});
    }
}

} // namespace snapshot
