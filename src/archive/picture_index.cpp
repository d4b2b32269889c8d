// SPDX-License-Identifier: Apache-2.0
#include "archive/picture_index.hpp"

#include "base/error.hpp"
#include "base/files/file_lock.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace archive {

namespace {

using nlohmann::ordered_json;
using std::chrono::milliseconds;

/// A smaller record is not worth the work of taking out what is of no more use.
constexpr std::uintmax_t k_worth_rewriting = std::uintmax_t{1} << 20;
constexpr auto k_history = std::chrono::hours(48);
constexpr std::size_t k_history_of_camera = 10;
/// 2200-01-01: the system clock of some platforms ends not long after.
constexpr std::int64_t k_latest_ms = 7'258'118'400'000;

std::string to_line(const IndexEntry& entry) {
    ordered_json object = {
        {"path", entry.path},
        {"id", entry.camera_id},
        {"name", entry.camera_name},
        {"captured_ms",
         std::chrono::duration_cast<milliseconds>(entry.captured.time_since_epoch()).count()},
        {"size", entry.size},
        {"sha256", entry.sha256}};
    if (!entry.is_timed) {
        object["timed"] = false;
    }
    if (entry.is_history) {
        object["history"] = true;
    }
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
    const auto is = [&](const char* key, bool otherwise) {
        const auto member = object.find(key);
        return member != object.end() && member->is_boolean() ? member->get<bool>() : otherwise;
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
                      text("sha256"),
                      is("timed", true),
                      is("history", false)};
}

/// Whether the file ends in mid-line, as after a power cut.
bool ends_in_mid_line(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(-1, std::ios::end);
    return stream && stream.get() != '\n';
}

/// For each of `entries` whether it is the one that counts for its path.
std::vector<bool> live_ones(const std::vector<IndexEntry>& entries) {
    std::unordered_map<std::string_view, std::size_t> last;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        last[entries[i].path] = i;
    }
    std::vector<bool> live(entries.size());
    for (const auto& [path, i] : last) {
        live[i] = !entries[i].is_history;
    }
    return live;
}

/// The capture times from which on each camera's pictures stay recorded though their files are
/// gone.
std::map<std::string, base::SystemTime> history_starts(const std::vector<IndexEntry>& entries,
                                                       base::SystemTime now) {
    std::map<std::string, std::set<base::SystemTime>> times;
    for (const IndexEntry& entry : entries) {
        auto& newest = times[entry.camera_id];
        newest.insert(entry.captured);
        if (newest.size() > k_history_of_camera) {
            newest.erase(newest.begin());
        }
    }
    std::map<std::string, base::SystemTime> starts;
    for (const auto& [camera, newest] : times) {
        starts[camera] = std::min<base::SystemTime>(*newest.begin(), now - k_history);
    }
    return starts;
}

} // namespace

void read_index(std::istream& stream, const std::function<void(IndexEntry)>& take) {
    for (std::string line; std::getline(stream, line);) {
        if (auto entry = read_line(line)) {
            take(std::move(*entry));
        }
    }
}

PictureIndex::PictureIndex(std::filesystem::path file, base::Clock& clock)
    : m_file(std::move(file)), m_clock(clock) {}

std::filesystem::path PictureIndex::lock_file() const {
    std::filesystem::path path = m_file;
    path += ".lock";
    return path;
}

void PictureIndex::append(const IndexEntry& entry) {
    const base::FileLock lock(lock_file(), m_clock, {});
    std::error_code ignored;
    if (std::filesystem::is_symlink(m_file, ignored)) {
        // Not ours, and what it leads to is not ours to write.
        std::filesystem::remove(m_file, ignored);
    }
    if (!base::modification_time(m_file)) {
        base::write_file_atomically(m_file, to_line(entry), {.owner_only = true});
        return;
    }
    const char* line_end = ends_in_mid_line(m_file) ? "\n" : "";
    std::ofstream stream(m_file, std::ios::binary | std::ios::app);
    stream.seekp(0, std::ios::end);
    const auto before = static_cast<std::uintmax_t>(std::max<std::streamoff>(stream.tellp(), 0));
    stream << line_end + to_line(entry);
    stream.flush();
    const auto after = static_cast<std::uintmax_t>(std::max<std::streamoff>(stream.tellp(), 0));
    if (!stream) {
        throw base::Error(base::ErrorCode::cannot_write,
                          "cannot write the record of pictures " + base::utf8_from_path(m_file));
    }
    stream.close();
    // At each doubling, so that all rewriting together costs no more than the appending.
    if (after >= k_worth_rewriting && std::bit_width(before) != std::bit_width(after)) {
        try {
            rewrite([](const IndexEntry&) { return false; });
        } catch (const base::Error&) {
            // A full disk perhaps: the entry stands, and that is what was asked for.
        }
    }
}

void PictureIndex::for_each(const std::function<void(IndexEntry)>& take) const {
    std::ifstream stream(m_file, std::ios::binary);
    if (!stream) {
        if (base::modification_time(m_file)) {
            throw base::Error(base::ErrorCode::cannot_write,
                              "cannot read the record of pictures " + base::utf8_from_path(m_file));
        }
        return;
    }
    read_index(stream, take);
}

std::vector<IndexEntry> PictureIndex::entries() const {
    std::vector<IndexEntry> result;
    std::unordered_map<std::string, std::size_t> positions;
    for_each([&](IndexEntry entry) {
        const auto [place, is_new] = positions.try_emplace(entry.path, result.size());
        if (is_new) {
            result.push_back(std::move(entry));
        } else {
            result[place->second] = std::move(entry);
        }
    });
    std::erase_if(result, [](const IndexEntry& entry) { return entry.is_history; });
    return result;
}

void PictureIndex::remove(const std::function<bool(const IndexEntry&)>& unwanted) {
    const base::FileLock lock(lock_file(), m_clock, {});
    rewrite(unwanted);
}

void PictureIndex::rewrite(const std::function<bool(const IndexEntry&)>& unwanted) {
    std::vector<IndexEntry> all;
    for_each([&](IndexEntry entry) { all.push_back(std::move(entry)); });
    const std::vector<bool> live = live_ones(all);
    const auto starts = history_starts(all, m_clock.now());
    std::set<std::pair<std::string, base::SystemTime>> history;
    std::string text;
    bool changed = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        IndexEntry& entry = all[i];
        if (!live[i] || unwanted(entry)) {
            const bool is_kept = entry.captured >= starts.at(entry.camera_id) &&
                                 history.emplace(entry.camera_id, entry.captured).second;
            changed = changed || !entry.is_history || !is_kept;
            if (!is_kept) {
                continue;
            }
            entry.is_history = true;
        }
        text += to_line(entry);
    }
    if (changed) {
        base::write_file_atomically(m_file, text, {.owner_only = true});
    }
}

} // namespace archive
