// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "cli/context.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/get/picture_saver.hpp"
#include "cli/watch/watch_display.hpp"
#include "cli/watch/watch_retention.hpp"
#include "snapshot/watch/watch.hpp"
#include "snapshot/watch/watch_events.hpp"

#include <cstddef>
#include <optional>

namespace cli {

/// Saves the pictures of a watch and explains its failures.
class WatchedPictures final : public snapshot::WatchOwner {
public:
    /// All must outlive this object.
    WatchedPictures(Context& context, const GetPlan& plan, ChosenCameras& cameras,
                    const snapshot::WatchEvents& events, WatchDisplay& display,
                    WatchRetention& retention)
        : m_plan(plan),
          m_cameras(cameras),
          m_saver(context, plan, cameras),
          m_events(events),
          m_display(display),
          m_retention(retention) {}

    std::optional<base::Error> save(std::size_t camera,
                                    const snapshot::CameraPicture& picture) override;

    base::Error explain(std::size_t camera, const base::Error& error) override {
        return m_cameras.explain(camera, error, true);
    }

private:
    SavedCameraPicture save_file(std::size_t camera, const snapshot::CameraPicture& picture);
    std::optional<base::Error> report(std::size_t camera, SavedCameraPicture& saved);

    const GetPlan& m_plan;
    ChosenCameras& m_cameras;
    PictureSaver m_saver;
    const snapshot::WatchEvents& m_events;
    WatchDisplay& m_display;
    WatchRetention& m_retention;
};

} // namespace cli
