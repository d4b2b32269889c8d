// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/get_plan.hpp"
#include "cli/saved_picture.hpp"
#include "snapshot/camera_job.hpp"
#include "snapshot/file_name.hpp"

#include <filesystem>

namespace cli {

/// Puts pictures where a plan wants them and reports them. May be used from many threads.
class PictureSaver {
public:
    /// Both must outlive this object.
    PictureSaver(Context& context, const GetPlan& plan) : m_context(context), m_plan(plan) {}

    /// Saves the picture (or writes it to standard output) and keeps the copy under the steady
    /// name. Throws Error{cannot_write}.
    SavedCameraPicture save(const CameraIdentity& camera, const snapshot::NameFields& fields,
                            const snapshot::CameraPicture& picture);

    /// Prints the result and what is to be said of it, and runs --exec.
    void report(const SavedCameraPicture& saved);

private:
    snapshot::SavedPicture save_capture(const std::filesystem::path& folder,
                                        const snapshot::NameTemplate& name,
                                        const snapshot::NameFields& fields,
                                        const snapshot::CameraPicture& picture);
    void record(const SavedCameraPicture& saved, const snapshot::NameFields& fields);

    Context& m_context;
    const GetPlan& m_plan;
};

} // namespace cli
