// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "archive/catalogue/recorded_picture.hpp"
#include "archive/catalogue/removal.hpp"
#include "base/clock.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace archive {

/// A picture that is to be uploaded.
struct WaitingUpload {
    RecordedPicture picture;
    /// Its name in the target.
    std::string name;
    /// Why it was refused the last time; empty when it was not.
    std::string failure;
};

/// How the uploads to a target stand.
struct UploadTotals {
    UploadTarget target;
    std::uintmax_t waiting = 0;
    /// When the first of those that wait was captured.
    std::optional<base::SystemTime> oldest_waiting;
    /// Why the last attempt failed, and when; empty when it did not.
    std::string failure;
    std::optional<base::SystemTime> failed;
};

/// The number of a picture that was uploaded, and the key that it got.
struct UploadedObject {
    std::int64_t picture = 0;
    std::string key;
};

/// A picture that was uploaded.
struct SentUpload {
    std::int64_t picture = 0;
    std::string object;
    std::uintmax_t size = 0;
    std::string camera_id;
    std::string camera_name;
    base::SystemTime captured;
};

/// What of some recorded pictures is not in a target.
struct NotUploaded {
    std::uintmax_t waiting = 0;
    /// Nobody has asked for these to be uploaded there.
    std::uintmax_t never = 0;
};

/// How an upload of a picture stands.
struct UploadState {
    std::int64_t picture = 0;
    UploadTarget target;
    /// The key that it got, and when; empty while it waits.
    std::string object;
    std::optional<base::SystemTime> sent;
    /// Why it was refused the last time; empty when it was not.
    std::string failure;
};

/// What of the recorded pictures is to be uploaded, and what was: a part of the catalogue, which
/// throws as Catalogue does. May be used from many threads.
class UploadRecords {
public:
    /// @param catalogue  must outlive this object
    explicit UploadRecords(Catalogue& catalogue) : m_catalogue(catalogue) {}

    /// Has the picture that is recorded in a place uploaded, unless that is known already.
    void plan(const FilePlace& place, const std::vector<PlannedUpload>& uploads);

    /// Has pictures uploaded, by their numbers, in one transaction.
    /// @return how many were not known before
    std::size_t plan(const std::vector<std::pair<std::int64_t, PlannedUpload>>& uploads);

    /// How many folders of a picture's place are part of its name.
    std::optional<int> name_folders(std::int64_t picture);

    /// What waits to be uploaded, oldest first, at most `limit`.
    /// @param after  the last of an earlier call
    std::vector<WaitingUpload> waiting(const UploadTarget& target, std::size_t limit,
                                       std::optional<PicturePosition> after = {});

    /// Of each camera the newest picture, as long as it waits to be uploaded. One that Ring did not
    /// time and that is dated in the future counts for none: it would be the newest for ever.
    std::vector<WaitingUpload> newest_waiting(const UploadTarget& target);

    /// The upload of the picture that is recorded in a place; std::nullopt when it does not wait.
    std::optional<WaitingUpload> waiting_in(const UploadTarget& target, const FilePlace& place);

    /// Whether a picture waits to be uploaded anywhere.
    bool is_waiting(std::int64_t picture);

    /// Whether any picture does.
    bool is_any_waiting();

    /// Notes that pictures were uploaded, in one transaction, and that the target works.
    void sent(const UploadTarget& target, const std::vector<UploadedObject>& objects);

    /// Notes that a picture is not to be uploaded.
    void drop(const UploadTarget& target, std::int64_t picture);

    /// Has pictures uploaded again of which nothing, or something else, is in the target, in one
    /// transaction. Leaves out those that are not here any more.
    /// @return how many wait now
    std::size_t send_again(const UploadTarget& target, const std::vector<SentUpload>& lost);

    /// Forgets a target, with what waits for it and what was sent.
    void forget(const UploadTarget& target);

    /// Notes why nothing can be uploaded to a target.
    void failed(const UploadTarget& target, const std::string& why);

    /// Notes why a picture was refused.
    void refused(const UploadTarget& target, std::int64_t picture, const std::string& why);

    /// All targets to which something was to be uploaded, in order.
    std::vector<UploadTotals> totals();

    /// Whether something was to be uploaded to a target.
    bool is_known(const UploadTarget& target);

    /// How many pictures wait for a target.
    std::uintmax_t count_waiting(const UploadTarget& target);

    /// Of a camera's pictures since `from` that are still here, those that are not in a target.
    NotUploaded not_uploaded(const UploadTarget& target, const std::string& camera_id,
                             base::SystemTime from);

    /// What was uploaded, in the order of the keys' bytes, at most `limit`.
    /// @param after  the last key of an earlier call
    std::vector<SentUpload> sent_to(const UploadTarget& target, std::size_t limit,
                                    const std::string& after = {});

    /// The uploads of the pictures with the numbers from `first` to `last`, in order.
    std::vector<UploadState> states(std::int64_t first, std::int64_t last);

private:
    void write(const std::function<void(Database&)>& work);
    void read(const std::function<void(Database&)>& work);

    Catalogue& m_catalogue;
};

} // namespace archive
