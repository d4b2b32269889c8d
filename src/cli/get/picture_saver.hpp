// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/file_name.hpp"
#include "archive/folder_store.hpp"
#include "base/error.hpp"
#include "cli/context.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/get/saved_picture.hpp"
#include "snapshot/camera_picture.hpp"

#include <optional>

namespace cli {

/// Puts pictures where a plan wants them and reports them. May be used from many threads.
class PictureSaver {
public:
    /// Both must outlive this object.
    PictureSaver(Context& context, const GetPlan& plan)
        : m_context(context),
          m_plan(plan),
          m_folder(plan.folder),
          m_latest_folder(plan.latest_folder) {}

    /// Saves the picture (or writes it to standard output) and records it. Throws
    /// Error{cannot_write}.
    SavedCameraPicture save(const CameraIdentity& camera, const archive::NameFields& fields,
                            const snapshot::CameraPicture& picture);

    /// Prints the result and what is to be said of it, makes the copy, and runs --exec: a copy that
    /// fails keeps nothing of the rest from being done.
    /// @return how the copy failed
    std::optional<base::Error> report(SavedCameraPicture& saved);

    /// Makes the copy under the steady name alone, where one is wanted.
    /// @return how it failed
    std::optional<base::Error> copy(SavedCameraPicture& saved);

private:
    Context& m_context;
    const GetPlan& m_plan;
    archive::FolderStore m_folder;
    archive::FolderStore m_latest_folder;
};

} // namespace cli
