// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/archive.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/history/history_request.hpp"
#include "cli/output/output.hpp"
#include "ring/api/footage.hpp"
#include "snapshot/picture_check.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cli {

/// What a `history` did for a camera.
struct HistoryTotals {
    std::size_t new_pictures = 0;
    std::size_t new_films = 0;
    /// The pictures that Ring had, those of windows that were fetched before included.
    std::size_t at_ring = 0;
};

/// A picture of the past that was saved.
struct SavedPastPicture {
    const archive::ArchivedPicture& file;
    const snapshot::Picture& picture;
    /// When it was captured, or about when where Ring does not say.
    base::SystemTime time;
};

/// Prints what comes of a `history`: in a pipe one path a line, at a terminal a line a camera.
class HistoryReport {
public:
    /// @param output  must outlive this object
    explicit HistoryReport(Output& output) : m_output(output) {}

    /// A picture was saved.
    void picture(const CameraIdentity& camera, const SavedPastPicture& saved);

    /// A film was saved.
    void film(const CameraIdentity& camera, const std::string& path, std::size_t bytes,
              const ring::Footage& footage);

    /// A camera is done.
    /// @param is_whole  nothing of it failed
    void finished(const CameraIdentity& camera, const HistoryTotals& totals,
                  const HistoryRequest& request, bool is_whole);

    /// A camera failed; with --json it is told at once.
    /// @param error  names the camera, "Front Door: …", or does not
    void failed(const CameraIdentity& camera, const base::Error& error);

    /// Tells how cameras failed: what is the same with several, once. After all cameras.
    void print_failures();

private:
    /// A failure without the name of its camera.
    struct Failure {
        base::Error error;
        std::vector<std::string> titles;
    };

    void print_path(const std::string& path);

    Output& m_output;
    std::vector<Failure> m_failures;
};

/// "from 2026-11-29 00:00 to 2026-11-30 10:35"
std::string describe_past_stretch(base::SystemTime from, base::SystemTime to);

} // namespace cli
