// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/upload_records.hpp"
#include "archive/upload/object_store.hpp"
#include "archive/recorded_folders.hpp"
#include "s3/store_error.hpp"

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace archive {

/// How a round of uploads ended.
struct UploadRound {
    std::size_t sent = 0;
    /// Pictures that wait no more, since their files are gone or were changed.
    std::size_t left_out = 0;
    /// Why the rest still waits; std::nullopt when nothing does, or a stop was requested.
    std::optional<s3::StoreError> failure = std::nullopt;
};

/// Told of each picture that was uploaded, from any thread.
using TellUpload = std::function<void(const WaitingUpload&, const std::string& object)>;

/// Sends the pictures that wait for one target from their files to its bucket, and notes in the
/// catalogue what was sent, several pictures at a time, and what went wrong. What was sent before a
/// crash and not noted is found in the bucket. Only a file that holds what was recorded is sent;
/// one that is gone (its folder holds another recorded picture) or was changed waits no more. May be
/// used from many threads, and by several processes at a time: what two of them send is one object.
class Uploader {
public:
    /// @param catalogue    must outlive this object, and so must `store`
    /// @param open_folder  gives the stores of the folders that the catalogue names
    Uploader(Catalogue& catalogue, OpenFolder open_folder, ObjectStore& store, UploadTarget target);

    /// Sends what waits, oldest first, several at a time, until nothing waits any more, the store
    /// takes nothing, or `stop` is requested. While there is a backlog, the newest picture of each
    /// camera goes first, again and again as new ones are saved. A picture that the store refuses
    /// while it takes others, or whose file cannot be read now, is left waiting. Throws
    /// Error{cannot_write} when the catalogue cannot be used.
    UploadRound run(const std::stop_token& stop, const TellUpload& tell = {});

    /// Sends one picture that waits. Throws s3::StoreError, and Error{cannot_write} when its file
    /// cannot be read or the catalogue cannot be used, Error{interrupted}.
    /// @return its key; empty when its file is not what was recorded
    std::string send(const WaitingUpload& upload);

private:
    struct Progress;

    std::set<std::string> free_names(const std::vector<WaitingUpload>& batch) const;
    void send_newest(std::set<std::string>& free_names, Progress& progress);
    void send_several(std::span<const WaitingUpload> uploads,
                      const std::set<std::string>& free_names, Progress& progress);
    void send_in_round(const WaitingUpload& upload, bool name_is_free, Progress& progress);
    std::string store(const WaitingUpload& upload, std::string_view bytes, bool name_is_free);
    void note(Progress& progress, std::size_t at_least);
    std::optional<std::string> read(const RecordedPicture& picture) const;

    Catalogue& m_catalogue;
    OpenFolder m_open_folder;
    UploadRecords m_records;
    ObjectStore& m_store;
    UploadTarget m_target;
};

} // namespace archive
