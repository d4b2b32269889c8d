// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/archive_rebuild.hpp"

#include "archive/exif/exif_reader.hpp"
#include "archive/maintenance/capture_reader.hpp"
#include "archive/maintenance/picture_files.hpp"
#include "archive/maintenance/received_pictures.hpp"
#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "snapshot/picture_check.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace archive {
namespace {

namespace fs = std::filesystem;

/// Larger than any picture of a camera.
constexpr std::size_t k_largest_picture = std::size_t{64} << 20U;

/// Whether a file can be that capture, by what it tells itself: a camera that hangs, or sees
/// nothing by night, sends the same bytes for many captures.
bool can_be(const RecordedPicture& picture, const FoundFile& file, const CaptureFacts& told) {
    const bool is_of_another_camera = is_ring_id(told.camera.id) && is_ring_id(picture.camera_id) &&
                                      told.camera.id != picture.camera_id;
    if (is_of_another_camera) {
        return false;
    }
    // A name tells whole seconds, and by the time zone of the machine.
    return !told.is_timed || picture.place.file == file.place.file ||
           std::chrono::abs(told.captured - picture.captured) < std::chrono::seconds(1);
}

class Rebuild {
public:
    Rebuild(Catalogue& catalogue, const base::Clock& clock, std::stop_token stop,
            const RebuildEvents& events)
        : m_catalogue(catalogue),
          m_clock(clock),
          m_stop(std::move(stop)),
          m_events(events),
          m_cameras(catalogue.cameras()),
          m_recorded(catalogue.folders()),
          m_received(catalogue, m_stop) {}

    RebuildReport run(const std::vector<fs::path>& folders) {
        SearchEvents search;
        search.take = [&](const FoundFile& file) { take(file); };
        search.unreadable = [&](const std::string& path, const std::string& reason) {
            tell_unreadable(path, reason);
        };
        search.link = [&](const std::string& path) {
            ++m_report.links;
            if (m_events.link) {
                m_events.link(path);
            }
        };
        try {
            for (const fs::path& folder : folders) {
                find_picture_files(folder, true, m_stop, search);
                flush();
            }
        } catch (const base::Error& error) {
            if (error.code() == base::ErrorCode::interrupted) {
                flush();
            }
            throw;
        }
        return m_report;
    }

private:
    void take(const FoundFile& file) {
        ++m_report.looked_at;
        if (file.place.folder != m_listed) {
            m_listed = file.place.folder;
            m_names = m_recorded.names_of(m_listed);
            m_recorded_name = m_recorded.recorded_name(m_listed);
        }
        if (!is_known(file)) {
            read(file);
        }
        if (m_events.progress) {
            m_events.progress(m_report);
        }
        if (m_added.size() + m_moved.size() >= k_batch ||
            m_clock.steady_now() - m_flushed > k_batch_time) {
            flush();
        }
    }

    /// Whether the file is recorded where it is.
    bool is_known(const FoundFile& file) {
        for (const std::string& name : m_names) {
            const FilePlace place{name, file.place.file};
            const auto picture = m_catalogue.find(place);
            if (picture && picture->facts.size == file.size) {
                name_camera(file, *picture);
                ++m_report.known;
                return true;
            }
            const auto copy = m_catalogue.find_copy(place);
            if (copy && copy->size == file.size) {
                ++m_report.known;
                return true;
            }
        }
        return false;
    }

    /// A picture that was recorded while its camera was known by name alone becomes one of the
    /// camera, now that its id is known.
    void name_camera(const FoundFile& file, RecordedPicture picture) {
        if (is_ring_id(picture.camera_id)) {
            return;
        }
        const CaptureFacts facts = read_capture(file, {}, m_cameras, m_clock.now());
        if (is_ring_id(facts.camera.id)) {
            picture.camera_id = facts.camera.id;
            picture.camera_name = facts.camera.name;
            m_added.push_back(std::move(picture));
        }
    }

    void read(const FoundFile& file) {
        std::optional<std::string> bytes;
        try {
            bytes = base::read_file(path_of(file.place), k_largest_picture);
        } catch (const base::Error& error) {
            tell_unreadable(path_text(file.place), error.message());
            return;
        }
        if (!bytes) {
            // It was deleted meanwhile.
            return;
        }
        const snapshot::PictureCheck check = snapshot::check_picture(*bytes);
        if (!check.good()) {
            ++m_report.not_pictures;
            if (m_events.not_picture) {
                const bool is_empty = *check.fault == snapshot::PictureFault::empty;
                m_events.not_picture(path_text(file.place),
                                     is_empty ? "an empty file"
                                              : std::string(snapshot::describe(*check.fault)));
            }
            return;
        }
        record(file, *bytes, check);
    }

    void record(const FoundFile& file, const std::string& bytes,
                const snapshot::PictureCheck& check) {
        const auto exif = read_exif(bytes);
        if (exif && !exif->make.empty() && exif->make != k_maker) {
            ++m_report.of_others;
            if (m_events.not_picture) {
                m_events.not_picture(path_text(file.place), "a picture of another maker's camera");
            }
            return;
        }
        PictureFacts facts{.size = bytes.size(),
                           .width = check.width,
                           .height = check.height,
                           .brightness = check.brightness,
                           .sha256 = base::hex_encode(base::sha256(bytes))};
        facts.received_sha256 = exif && exif->is_ours()
                                    ? base::hex_encode(base::sha256(without_exif(bytes, *exif)))
                                    : facts.sha256;
        const FilePlace place{m_recorded_name, file.place.file};
        const CaptureFacts capture = read_capture(file, exif, m_cameras, m_clock.now());
        const auto match =
            m_received.find(facts.received_sha256, place.file, [&](const RecordedPicture& known) {
                return can_be(known, file, capture);
            });
        if (match && match->is_lost && match->picture.facts.sha256 == facts.sha256) {
            m_received.take(match->picture.number);
            m_moved.emplace_back(match->picture.number, place);
            ++m_report.moved;
            return;
        }
        RecordedPicture picture;
        if (match) {
            picture = match->picture;
            picture.number = 0;
            picture.gone.reset();
            if (match->is_lost) {
                m_received.take(match->picture.number);
                m_closed.push_back(match->picture.number);
            }
        } else {
            picture.camera_id = capture.camera.id;
            picture.camera_name = capture.camera.name;
            picture.captured = capture.captured;
            picture.utc_offset = capture.utc_offset;
            picture.is_timed = capture.is_timed;
            picture.saved = m_clock.now();
        }
        picture.place = place;
        picture.facts = std::move(facts);
        m_added.push_back(std::move(picture));
        ++m_report.added;
    }

    void tell_unreadable(const std::string& path, const std::string& reason) {
        ++m_report.unreadable;
        if (m_events.unreadable) {
            m_events.unreadable(path, reason);
        }
    }

    void flush() {
        // Each is forgotten before it is written, so that a failure is not met twice.
        if (const auto added = std::exchange(m_added, {}); !added.empty()) {
            m_catalogue.add(added);
        }
        if (const auto moved = std::exchange(m_moved, {}); !moved.empty()) {
            m_catalogue.move(moved);
        }
        if (const auto closed = std::exchange(m_closed, {}); !closed.empty()) {
            m_catalogue.close(closed);
        }
        m_flushed = m_clock.steady_now();
    }

    static constexpr std::size_t k_batch = 200;
    static constexpr auto k_batch_time = std::chrono::seconds(5);

    Catalogue& m_catalogue;
    const base::Clock& m_clock;
    std::stop_token m_stop;
    const RebuildEvents& m_events;
    KnownCameras m_cameras;
    FolderNames m_recorded;
    ReceivedPictures m_received;
    RebuildReport m_report;
    /// The folder of the last file, under which names its pictures may be recorded, and under which
    /// one they are.
    std::string m_listed;
    std::vector<std::string> m_names;
    std::string m_recorded_name;
    std::vector<RecordedPicture> m_added;
    std::vector<std::pair<std::int64_t, FilePlace>> m_moved;
    std::vector<std::int64_t> m_closed;
    base::SteadyTime m_flushed = m_clock.steady_now();
};

} // namespace

RebuildReport rebuild_archive(Catalogue& catalogue, const base::Clock& clock,
                              const std::vector<fs::path>& folders, std::stop_token stop,
                              const RebuildEvents& events) {
    return Rebuild(catalogue, clock, std::move(stop), events).run(folders);
}

} // namespace archive
