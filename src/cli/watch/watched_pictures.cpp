// SPDX-License-Identifier: Apache-2.0
#include "cli/watch/watched_pictures.hpp"

#include <fmt/format.h>

#include <exception>

namespace cli {

using base::Error;
using base::ErrorCode;

std::optional<Error> WatchedPictures::save(std::size_t camera,
                                           const snapshot::CameraPicture& picture) {
    SavedCameraPicture saved = save_file(camera, picture);
    auto failure = report(camera, saved);
    m_events.publish(snapshot::PictureSaved{camera, picture, saved.file->received_sha256,
                                            saved.file->location.absolute});
    return failure;
}

/// On a full disk nothing is saved, and older pictures are deleted only after one was: somebody has
/// to begin.
SavedCameraPicture WatchedPictures::save_file(std::size_t camera,
                                              const snapshot::CameraPicture& picture) {
    try {
        return m_saver.save(camera, picture);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::cannot_write || !m_retention.makes_room(camera, picture)) {
            throw;
        }
    }
    return m_saver.save(camera, picture);
}

/// The picture is saved by now, so whatever fails here must not have it saved again.
std::optional<Error> WatchedPictures::report(std::size_t camera, SavedCameraPicture& saved) {
    try {
        if (!saved.is_new()) {
            return m_saver.copy(saved);
        }
        if (m_plan.picture_options.fresh) {
            m_cameras.explain_old_picture(camera, saved.picture, true);
        }
        if (m_display.shows_rows()) {
            return m_saver.report(saved, [&] { m_display.picture(camera, saved); });
        }
        m_display.count_picture();
        return m_saver.report(saved);
    } catch (const std::exception& error) {
        return Error(ErrorCode::unexpected, fmt::format("internal error: {}", error.what()));
    }
}

} // namespace cli
