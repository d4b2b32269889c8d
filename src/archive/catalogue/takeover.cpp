// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/takeover.hpp"

#include "archive/catalogue/catalogue_rows.hpp"
#include "archive/catalogue/opened_catalogue.hpp"
#include "archive/catalogue/record_lines.hpp"
#include "base/error.hpp"
#include "base/files/file_lock.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"

#include <fmt/core.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

namespace archive {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

/// A save must not wait long for it.
constexpr std::chrono::milliseconds k_postpone_patience = std::chrono::seconds(1);
/// Lines between two looks at the stop request.
constexpr std::size_t k_lines_at_once = 500;

/// Whether what is recorded in a place was saved by this catalogue, after the picture of a line.
bool is_later_in_place(Database& database, const RecordedPicture& picture,
                       std::int64_t last_before) {
    Query query(database,
                "SELECT picture.id FROM picture JOIN folder ON folder.id = picture.folder WHERE "
                "folder.path = ?1 AND file = ?2 AND gone_ms IS NULL AND saved_ms > ?3 AND "
                "captured_ms <> ?4 AND picture.id <= ?5",
                picture.place.folder, picture.place.file, to_ms(picture.saved),
                to_ms(picture.captured), last_before);
    return query.next();
}

/// The number of the picture in a place, if it is this capture.
std::optional<std::int64_t> same_capture_in_place(Database& database,
                                                  const RecordedPicture& picture) {
    Query query(database,
                "SELECT picture.id FROM picture JOIN folder ON folder.id = picture.folder WHERE "
                "folder.path = ?1 AND file = ?2 AND gone_ms IS NULL AND captured_ms = ?3",
                picture.place.folder, picture.place.file, to_ms(picture.captured));
    return query.next() ? std::optional(query.number(0)) : std::nullopt;
}

void take_picture(Database& database, RecordedPicture picture, std::int64_t last_before) {
    if (picture.gone) {
        if (const auto number = same_capture_in_place(database, picture)) {
            close_picture(database, *number, *picture.gone);
            return;
        }
    } else if (is_later_in_place(database, picture, last_before)) {
        picture.gone = picture.saved;
    }
    if (picture.camera_name == "camera " + picture.camera_id) {
        // How a camera without a name was recorded.
        picture.camera_name.clear();
    }
    std::int64_t number = 0;
    add_picture(database, picture, number);
}

void forget_all_gone(Database& database, base::SystemTime now) {
    std::vector<std::int64_t> cameras;
    Query query(database, "SELECT id FROM camera");
    while (query.next()) {
        cameras.push_back(query.number(0));
    }
    for (const std::int64_t camera : cameras) {
        forget_gone(database, camera, now);
    }
}

bool ends_within_line(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(-1, std::ios::end);
    return stream && stream.get() != '\n';
}

/// Appends to a file of lines, which is made when there is none, readable by its owner alone.
void append(const fs::path& file, std::istream& lines) {
    std::error_code error;
    if (fs::is_symlink(fs::symlink_status(file, error))) {
        // Not ours, and what it leads to is not ours to write.
        fs::remove(file, error);
    }
    if (!fs::exists(fs::symlink_status(file, error))) {
        base::write_file_atomically(file, "", {.owner_only = true});
    }
    const bool needs_end = ends_within_line(file);
    std::ofstream stream(file, std::ios::binary | std::ios::app);
    if (needs_end) {
        stream << '\n';
    }
    if (lines.peek() != std::istream::traits_type::eof()) {
        stream << lines.rdbuf();
    }
    stream.close();
    if (!stream || lines.bad()) {
        throw Error(ErrorCode::cannot_write,
                    fmt::format("cannot write {}", base::utf8_from_path(file)));
    }
    base::flush_file(file);
}

} // namespace

Takeover::Takeover(fs::path record, fs::path lock, base::Clock& clock, std::stop_token stop,
                   TellCatalogueNews tell)
    : m_record(std::move(record)),
      m_pending(with_ending(m_record, ".pending")),
      m_imported(with_ending(m_record, ".imported")),
      m_lock(std::move(lock)),
      m_clock(clock),
      m_stop(std::move(stop)),
      m_tell(std::move(tell)) {}

std::optional<Takeover::Taken> Takeover::look_at(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        return {};
    }
    const auto size = fs::file_size(file, error);
    const auto identity = base::identity_of(file);
    return !error && identity ? std::optional(Taken{*identity, size}) : std::nullopt;
}

bool Takeover::is_waiting(const fs::path& file, const std::optional<Taken>& taken) const {
    const auto now = look_at(file);
    // What was taken in and could not be put away does not wait again unless it changes.
    return now && now != taken;
}

bool Takeover::is_waiting() const {
    return is_waiting(m_record, m_taken_record) || is_waiting(m_pending, m_taken_pending);
}

void Takeover::take_in(Database& database) {
    m_pictures = 0;
    m_broken = 0;
    const std::int64_t last_before = database.number_of("SELECT max(id) FROM picture");
    const auto record = look_at(m_record);
    const auto pending = look_at(m_pending);
    read(m_record, database, last_before);
    read(m_pending, database, last_before);
    forget_all_gone(database, m_clock.now());
    m_taken_record = record;
    m_taken_pending = pending;
}

void Takeover::read(const fs::path& file, Database& database, std::int64_t last_before) {
    if (!look_at(file)) {
        return;
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw Error(ErrorCode::cannot_write, fmt::format("cannot read the record of pictures {}",
                                                         base::utf8_from_path(file)));
    }
    std::size_t count = 0;
    const std::size_t broken = read_record(stream, [&](RecordedPicture picture) {
        if (++count % k_lines_at_once == 0 && m_stop.stop_requested()) {
            throw Error(ErrorCode::interrupted, "stopped while taking over the record");
        }
        take_picture(database, std::move(picture), last_before);
    });
    if (stream.bad()) {
        throw Error(ErrorCode::cannot_write, fmt::format("cannot read the record of pictures {}",
                                                         base::utf8_from_path(file)));
    }
    if (file == m_record) {
        m_pictures = count;
        m_broken = broken;
    }
}

void Takeover::finish() {
    std::error_code error;
    if (m_taken_pending && fs::remove(m_pending, error)) {
        m_taken_pending.reset();
    }
    if (!m_taken_record) {
        return;
    }
    try {
        keep_imported();
        m_taken_record.reset();
    } catch (const Error& failure) {
        if (m_tell) {
            m_tell({true, failure.message(), failure.hint()});
        }
    }
    if (m_tell && m_pictures + m_broken > 0) {
        const std::string broken = m_broken == 0
                                       ? ""
                                       : fmt::format("; {} {} could not be read", m_broken,
                                                     m_broken == 1 ? "line" : "lines");
        // Who has lost something should know.
        m_tell({m_broken > 0,
                fmt::format("the record of {} saved {} was taken into the catalogue{}", m_pictures,
                            m_pictures == 1 ? "picture" : "pictures", broken),
                {}});
    }
}

/// Keeps what was taken in for those who go back to an older version.
void Takeover::keep_imported() {
    std::error_code error;
    if (!fs::exists(fs::symlink_status(m_imported, error))) {
        fs::rename(m_record, m_imported, error);
        if (error) {
            throw Error(ErrorCode::cannot_write,
                        fmt::format("cannot rename {}: {}", base::utf8_from_path(m_record),
                                    error.message()));
        }
        return;
    }
    {
        std::ifstream lines(m_record, std::ios::binary);
        append(m_imported, lines);
    }
    fs::remove(m_record, error);
}

void Takeover::postpone(const std::vector<RecordedPicture>& pictures) {
    std::string text;
    for (const RecordedPicture& picture : pictures) {
        text += to_record_line(picture);
    }
    const base::FileLock lock(m_lock, m_clock, {}, k_postpone_patience);
    std::istringstream lines(text);
    append(m_pending, lines);
}

} // namespace archive
