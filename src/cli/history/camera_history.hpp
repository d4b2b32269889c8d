// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/history_windows.hpp"
#include "archive/folder_store.hpp"
#include "archive/history.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "cli/context.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/history/history_report.hpp"
#include "cli/history/history_request.hpp"
#include "film/film_splitter.hpp"
#include "ring/api/footage_service.hpp"
#include "snapshot/picture_check.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

/// What the histories of all cameras work with. All must outlive them.
struct HistoryWork {
    Context& context;
    const GetPlan& plan;
    const HistoryRequest& request;
    /// Sends the requests for films.
    http::Client& films;
    film::FilmSplitter& splitter;
    archive::FolderStore& folder;
    HistoryReport& report;
};

/// Fetches the past of one camera, window by window, oldest first. What is fetched is noted, so
/// that the next run goes on where this one ended, however it ended.
class CameraHistory {
public:
    /// @param progress  told what is worked on; on this thread
    CameraHistory(const HistoryWork& work, const ChosenCameras& cameras, std::size_t camera,
                  std::function<void(base::SystemTime window, const HistoryTotals&)> progress);

    /// Throws Error: no_snapshot when Ring has no pictures, refuses them, or a film cannot be had
    /// or read (the others are saved then), slow_down, service_unavailable, cannot_write,
    /// missing_program, interrupted.
    void run();

    const HistoryTotals& totals() const { return m_totals; }

private:
    /// A picture on its way from a film to the archive.
    struct Frame {
        std::size_t number;
        base::SystemTime time;
    };

    void fetch(const archive::HistoryWindow& window);
    bool fetch_once(const archive::HistoryWindow& window, const ring::Footage& footage);
    bool fetch(const archive::HistoryWindow& window, const ring::Footage& footage);
    std::optional<std::string> download(const archive::HistoryWindow& window,
                                        ring::Footage& footage);
    std::optional<std::string> download_or_note(const archive::HistoryWindow& window,
                                                ring::Footage& footage);
    std::optional<std::size_t> split(const archive::HistoryWindow& window, ring::Footage& footage,
                                     std::string& film);
    bool save_pictures(const ring::Footage& footage, std::size_t frames);
    bool save(const ring::Footage& footage, const Frame& frame, bool is_timed);
    void save_film(const ring::Footage& footage, const std::string& film);
    std::size_t pictures_of(const ring::Footage& footage, base::SystemTime from,
                            base::SystemTime to) const;
    bool is_wanted(base::SystemTime time) const;
    bool is_all_saved(const ring::Footage& footage);
    void note_problem(const ring::Footage& footage, const base::Error& error);
    void stop_if_requested() const;
    void fail_without_pictures() const;

    HistoryWork m_work;
    const ChosenCameras& m_cameras;
    std::size_t m_camera;
    CameraIdentity m_identity;
    std::string m_id;
    std::function<void(base::SystemTime, const HistoryTotals&)> m_progress;
    ring::FootageService m_service;
    archive::HistoryWindows m_windows;
    HistoryTotals m_totals;
    /// What this run has worked on, and whether all of it was saved: films reach over windows.
    std::vector<std::pair<ring::Footage, bool>> m_handled;
    /// Why a film is missing; the first such reason.
    std::optional<base::Error> m_problem;
    /// How many films in a row did not come for an outage.
    int m_outages = 0;
};

} // namespace cli
