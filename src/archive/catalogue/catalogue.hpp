// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue_file.hpp"
#include "archive/catalogue/recorded_picture.hpp"
#include "archive/catalogue/removal.hpp"
#include "archive/catalogue/takeover.hpp"
#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace archive {

/// A camera and what is recorded of it. Pictures that are gone do not count.
struct CameraTotals {
    std::string id;
    /// Empty when it is not known.
    std::string name;
    std::uintmax_t pictures = 0;
    std::uintmax_t bytes = 0;
    /// std::nullopt where there is no picture.
    std::optional<base::SystemTime> first;
    std::optional<base::SystemTime> newest;
};

/// One capture of a camera, whether its file is still there or not.
struct Capture {
    base::SystemTime captured;
    /// SHA-256 of the bytes that Ring sent, in hexadecimal digits; empty when it is not known.
    std::string received_sha256;
    /// Ring said when it was captured.
    bool is_timed = true;
};

/// What the catalogue is at the moment.
struct CatalogueCondition {
    /// Whether there is one; the rest says nothing otherwise.
    bool exists = false;
    JournalMode journal;
    /// It can be read, but not written.
    bool is_read_only = false;
};

/// The catalogue of saved pictures, a database beside the settings. It is opened when it is first
/// needed. May be used from many threads, and from many processes at a time.
///
/// Unless said otherwise, members throw Error{cannot_write} when the catalogue cannot be used:
/// DatabaseError says why (busy, full, read-only ...). A damaged one is set aside and begun again.
/// Reading where there is no catalogue finds nothing and makes none.
class Catalogue {
public:
    struct Options {
        /// Never writes, makes or sets aside anything: for who can do without.
        bool read_only = false;
        /// Ends waits for other processes.
        std::stop_token stop = {};
        /// Told, from the thread at work, what the user should know; may be empty. Must not use the
        /// catalogue.
        TellCatalogueNews tell = {};
        /// Tells the kind of a file system as base::shared_file_system() does.
        std::function<std::string(const std::filesystem::path&)> shared_file_system =
            base::shared_file_system;
    };

    /// Touches nothing yet.
    /// @param record  names the files: `record`.db is the catalogue, `record`.lock its lock
    /// @param clock   must outlive this object
    Catalogue(const std::filesystem::path& record, base::Clock& clock, Options options);

    // Recording. The record of lines that versions before the catalogue kept, `record` itself, is
    // taken in by whatever opens the catalogue first.

    /// Records a picture whose file is in its place. The same capture in the same place keeps its
    /// number; another picture that was recorded there is gone then, and a steady copy forgotten.
    /// One with `gone` set is history: it is added unless its capture is known.
    /// @return its number
    std::int64_t add(const RecordedPicture& picture);

    /// The same for several, in one transaction: all of them or none.
    /// @return how many were not known before
    std::size_t add(const std::vector<RecordedPicture>& pictures);

    /// Records which capture a steady file shows. A picture that was recorded in its place is gone
    /// then.
    void record_copy(const SteadyCopy& copy);

    /// Gives a recorded picture, gone or not, another place, where its file was found.
    void move(std::int64_t number, const FilePlace& place);

    /// The same for several, in one transaction.
    void move(const std::vector<std::pair<std::int64_t, FilePlace>>& moves);

    /// Notes that the files of these pictures are gone, or have become others.
    void close(const std::vector<std::int64_t>& numbers);

    /// Keeps pictures that cannot be recorded now in a file beside the catalogue, from which they
    /// are taken in when it can be written again, by this process or a later one. Throws
    /// Error{cannot_write}.
    void postpone(const std::vector<RecordedPicture>& pictures);

    // Looking up.

    /// The picture with this number, also one that is gone.
    std::optional<RecordedPicture> picture(std::int64_t number);

    /// The picture that should be in a place.
    std::optional<RecordedPicture> find(const FilePlace& place);

    /// What a steady file shows.
    std::optional<SteadyCopy> find_copy(const FilePlace& place);

    /// The newest picture of a camera that should be in its place; of those that Ring did not time,
    /// one that is not after `latest`: dated by a wrong clock, it would be the newest for ever.
    std::optional<RecordedPicture> newest(const std::string& camera_id,
                                          base::SystemTime latest = base::SystemTime::max());

    /// The newest picture of a camera, in its place, before a position.
    /// @param local_end  and with a local time at its capture before this, since 1970 as if it were
    ///                   UTC
    std::optional<RecordedPicture>
    newest_before(const std::string& camera_id, const PicturePosition& position,
                  std::optional<std::chrono::milliseconds> local_end = {});

    /// The picture of a camera, in its place, whose capture is nearest to `time`.
    std::optional<RecordedPicture> nearest(const std::string& camera_id, base::SystemTime time);

    /// The pictures of a camera that should be in their places and were captured in [from, to), in
    /// order, at most `limit`.
    /// @param after  where an earlier call ended
    std::vector<RecordedPicture> pictures(const std::string& camera_id, base::SystemTime from,
                                          base::SystemTime to, std::size_t limit,
                                          std::optional<PicturePosition> after = {});

    /// The days with pictures in [from, to), in order, by the local time of each capture.
    std::vector<std::chrono::year_month_day> days(const std::string& camera_id,
                                                  base::SystemTime from, base::SystemTime to);

    /// All cameras, by name. Takes no longer for more pictures.
    std::vector<CameraTotals> cameras();

    /// Some of the pictures that should be in a folder, at most `limit`: the first and the last
    /// ones by name.
    std::vector<RecordedPicture> some_in(const std::string& folder, std::size_t limit);

    /// The folders in which pictures should be.
    std::vector<std::string> folders();

    /// Calls `take` for every recorded picture, in the order of their numbers. Memory does not grow
    /// with their number; what others record meanwhile may be among them. `take` may use the
    /// catalogue.
    /// @param with_gone  those whose files are gone too
    void for_each(bool with_gone, const std::function<void(const RecordedPicture&)>& take);

    /// The recorded pictures in the order of their numbers, at most `limit`.
    /// @param after      the last number of an earlier call; zero for the first
    /// @param with_gone  those whose files are gone too
    std::vector<RecordedPicture> page(std::int64_t after, std::size_t limit, bool with_gone);

    /// When the pictures of a camera that should be in their places were captured, each time once,
    /// in order, at most `limit`.
    /// @param after  the last time of an earlier call
    std::vector<base::SystemTime> capture_times(const std::string& camera_id, std::size_t limit,
                                                std::optional<base::SystemTime> after = {});

    // The history of a camera. Captures whose files are gone stay known for two days, and the last
    // ten without end.

    /// The newest capture; of those that Ring did not time, one that is not after `latest`: dated
    /// by a wrong clock, it would be the newest for ever.
    std::optional<RecordedPicture> newest_capture(const std::string& camera_id,
                                                  base::SystemTime latest);

    /// The newest captures that Ring timed, newest first, each once, at most `count`.
    std::vector<Capture> recent_captures(const std::string& camera_id, std::size_t count);

    /// The captures after `from`, and the last one before that, in order, each once.
    std::vector<Capture> captures_since(const std::string& camera_id, base::SystemTime from);

    // Deleting: rows are marked, the files deleted, the rows closed. What a crash leaves marked is
    // among the first that begin_removal() gives later.

    /// The last picture of a camera that has expired; std::nullopt when none has.
    std::optional<PicturePosition> last_expired(const std::string& camera_id, const Expiry& expiry);

    /// Marks pictures up to `last`, in order, at most `limit`, in one transaction.
    /// @param after  where an earlier call of the same round ended
    /// @param kept   the numbers of pictures that are left out
    /// @param unsent what of those that are still to be uploaded
    std::vector<RecordedPicture> begin_removal(const std::string& camera_id,
                                               const PicturePosition& last, std::size_t limit,
                                               std::optional<PicturePosition> after = {},
                                               const std::set<std::int64_t>& kept = {},
                                               Unsent unsent = Unsent::left_out);

    /// Closes the rows of those that are gone and takes the mark from the others, in one
    /// transaction.
    void end_removal(const std::vector<Removal>& removals);

    // Looking after it.

    /// Writes the log into the catalogue and empties it. For once a day.
    void tidy();

    /// Writes a copy of the whole catalogue, readable by its owner alone, and puts it in place when
    /// it is complete.
    void back_up(const std::filesystem::path& copy);

    /// Opens the catalogue, if there is one, and says how it stands.
    CatalogueCondition condition();

    /// The file of the catalogue.
    const std::filesystem::path& path() const { return m_file.path(); }

private:
    friend class HistoryWindows;
    friend class UploadRecords;

    template <typename Result>
    Result read(const std::function<Result(Database&)>& work);

    std::optional<RecordedPicture> edge(const std::string& camera_id, const char* condition,
                                        const char* order, base::SystemTime time);

    base::Clock& m_clock;
    /// Guards the file.
    std::mutex m_mutex;
    Takeover m_takeover;
    CatalogueFile m_file;
};

} // namespace archive
