// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/archive.hpp"
#include "archive/folder_store.hpp"
#include "base/error.hpp"
#include "cli/context.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/get/get_plan.hpp"
#include "snapshot/camera_picture.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

/// A picture that was saved, with the facts that are reported of it.
struct SavedCameraPicture {
    CameraIdentity camera;
    snapshot::CameraPicture picture;
    /// What its names are made of.
    archive::NameFields fields;
    /// std::nullopt when it went to standard output.
    std::optional<archive::ArchivedPicture> file;
    /// The copy under the steady name, which shows this picture; std::nullopt when there is none,
    /// wanted or not.
    std::optional<archive::SavedPicture> latest = std::nullopt;
    /// A newer picture that is under that name and was kept.
    std::optional<archive::SavedPicture> kept_copy = std::nullopt;

    /// Whether it is in all places to which it is to be uploaded; std::nullopt when there is none,
    /// or that happens later.
    std::optional<bool> uploaded = std::nullopt;

    /// Whether a file was written for it.
    bool is_new() const { return file && file->is_new(); }
};

/// The changes to the environment of a command that keep our secrets from it, added to `changes`.
std::map<std::string, std::string> without_secrets(std::map<std::string, std::string> changes = {});

/// Runs the words of `option` with these variables and without our secrets. A failure is reported
/// as a warning and harms nothing.
void run_and_report(Context& context, const char* option, const std::vector<std::string>& words,
                    std::map<std::string, std::string> environment);

/// Puts pictures where a plan wants them and reports them. May be used from many threads.
class PictureSaver {
public:
    /// All must outlive this object.
    PictureSaver(Context& context, const GetPlan& plan, const ChosenCameras& cameras)
        : m_context(context),
          m_plan(plan),
          m_cameras(cameras),
          m_folder(plan.folder),
          m_latest_folder(plan.latest_folder),
          m_uploads(plan.uploads()) {}

    /// Has report() upload pictures by `upload`, and tell whether that worked. Before it is used.
    void upload_with(std::function<bool(const SavedCameraPicture&)> upload) {
        m_upload = std::move(upload);
    }

    /// Saves the picture (or writes it to standard output) and records it. Throws
    /// Error{cannot_write}.
    SavedCameraPicture save(std::size_t camera, const snapshot::CameraPicture& picture);

    /// Prints the result, or has `tell` do so, makes the copy, and runs --exec whether or not the
    /// copy failed.
    /// @return how the copy failed; Error{no_snapshot} when a newer picture was kept in the place
    /// of
    ///         one that is required to be fresh
    std::optional<base::Error> report(SavedCameraPicture& saved,
                                      const std::function<void()>& tell = {});

    /// Makes the copy under the steady name alone, where one is wanted.
    /// @return how it failed
    std::optional<base::Error> copy(SavedCameraPicture& saved);

private:
    void print(const SavedCameraPicture& saved);
    std::optional<base::Error> refusal_of_newer(const archive::SavedPicture& kept) const;

    Context& m_context;
    const GetPlan& m_plan;
    const ChosenCameras& m_cameras;
    archive::FolderStore m_folder;
    archive::FolderStore m_latest_folder;
    const archive::UploadPlan m_uploads;
    std::function<bool(const SavedCameraPicture&)> m_upload;
};

} // namespace cli
