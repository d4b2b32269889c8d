// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/file_name.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "cli/context.hpp"
#include "cli/get/get_plan.hpp"
#include "ring/devices/device.hpp"
#include "snapshot/camera_job.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace cli {

/// How output names a camera.
struct CameraIdentity {
    ring::DeviceId id = 0;
    /// The user's name for it; empty when the device list was not needed.
    std::string name;
    /// The name, or "camera ID".
    std::string title;
};

/// The beginning of each JSON object of `get`: id and name.
Json to_json(const CameraIdentity& camera);

/// Tells the user that a camera failed; with --json as an object.
void print_failure(Output& output, const CameraIdentity& camera, const base::Error& error);

/// Makes sure of a session, and remembers the options where --save says so.
void prepare(Context& context, const GetOptions& options);

/// What asking for the capture times before the cameras are asked may take. They only sharpen the
/// judgement of what is fresh, and must not hold up asking.
struct BaselineLimits {
    /// Until the answer.
    std::chrono::milliseconds answer;
    /// The longest pause, where Ring asks for one, that is waited out.
    std::chrono::milliseconds pause;
};

/// The cameras that a command works on, told by their positions.
class ChosenCameras {
public:
    /// Selects them and checks that they go with the plan. Throws Error: unknown_device, usage when
    /// two would share a file, and what the device list throws.
    /// @param with_details  fetch the device list in any case
    ChosenCameras(Context& context, const GetPlan& plan, bool with_details);

    std::size_t size() const { return m_cameras.size(); }

    CameraIdentity identity(std::size_t camera) const;

    /// What file names can be made of for a picture captured at `time`.
    archive::NameFields name_fields(std::size_t camera, base::SystemTime time) const;

    /// What is known of each before its job starts: its device and, by one request for all, the
    /// newest capture time. Throws Error{slow_down} when Ring asks for a longer pause.
    /// @param baseline  std::nullopt: no times
    std::vector<snapshot::CameraFacts> facts(const std::optional<BaselineLimits>& baseline);

    /// Throws Error{unknown_device} when the device list, fetched once, proves that the account
    /// has no such camera; Error{interrupted}.
    void require_known(std::size_t camera);

    /// A camera's failure with the reason that the device list gives: one of the last half minute,
    /// shared by all cameras that fail, if `recent`; else the one that is fetched once.
    base::Error explain(std::size_t camera, const base::Error& error, bool recent);

    /// Says in `picture`, which was to be fresh and may not be, the reason that the device list
    /// knows, unless it holds one already. Asks for the list as explain() does.
    void explain_old_picture(std::size_t camera, snapshot::CameraPicture& picture, bool recent);

    /// The devices of the account as they are now, or were within the last half minute;
    /// std::nullopt when they cannot be had.
    std::optional<std::vector<ring::Device>> recent_devices(std::stop_token stop);

private:
    std::optional<ring::DeviceList> list_if_there(bool recent);
    const ring::Device* device_of(std::size_t camera) const;
    void check_names(const GetPlan& plan) const;

    Context& m_context;
    std::vector<snapshot::CameraFacts> m_cameras;
    ring::RecentDevices m_recent_devices;
};

} // namespace cli
