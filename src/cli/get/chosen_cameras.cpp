// SPDX-License-Identifier: Apache-2.0
#include "cli/get/chosen_cameras.hpp"

#include "base/text/unicode.hpp"
#include "cli/get/remembered_job.hpp"
#include "cli/list/device_selection.hpp"
#include "cli/login/session_login.hpp"
#include "snapshot/explain.hpp"
#include "snapshot/picture_source.hpp"

#include <fmt/format.h>

#include <utility>
#include <variant>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

using snapshot::CaptureTimes;

void check_clash(const char* option, const archive::NameTemplate& name,
                 const std::vector<archive::NameFields>& fields) {
    if (const auto clash = find_clash(name, fields)) {
        throw Error(ErrorCode::usage,
                    fmt::format("{}: cameras {} and {} would share a file under {}", option,
                                fields[clash->first].id, fields[clash->second].id,
                                base::printable(name.text())),
                    "put {id} into it");
    }
}

/// Before any camera is asked, the pause that Ring asks for is waited out, or ends the run.
void obey_pause(Context& context, const snapshot::Failure& failure,
                std::chrono::milliseconds longest) {
    const bool is_slow_down = failure.kind == snapshot::Failure::Kind::slow_down;
    if (snapshot::asks_for_long_wait(failure) || (is_slow_down && failure.retry_after > longest)) {
        throw context.service().session().rate_limited(failure.retry_after);
    }
    if (is_slow_down && failure.retry_after &&
        !context.clock().sleep_for(*failure.retry_after, context.stop())) {
        throw Error(ErrorCode::interrupted, "stopped while waiting for Ring");
    }
}

CaptureTimes newest_captures(Context& context, const std::vector<snapshot::CameraFacts>& cameras,
                             const BaselineLimits& limits, snapshot::ServiceClock& clock) {
    context.service().session().throw_if_rate_limited();
    std::vector<ring::DeviceId> ids;
    for (const snapshot::CameraFacts& camera : cameras) {
        ids.push_back(camera.id);
    }
    try {
        const http::Response response =
            context.service().capture_times(ids, limits.answer, context.stop());
        clock.observe(response);
        auto times = snapshot::read_capture_times(response);
        if (auto* by_camera = std::get_if<CaptureTimes>(&times)) {
            return std::move(*by_camera);
        }
        obey_pause(context, std::get<snapshot::Failure>(times), limits.pause);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::service_unavailable) {
            throw;
        }
    }
    return {};
}

} // namespace

Json to_json(const CameraIdentity& camera) {
    return {{"id", std::to_string(camera.id)}, {"name", nullable(camera.name)}};
}

void print_failure(Output& output, const CameraIdentity& camera, const Error& error) {
    if (output.options().json) {
        Json json = to_json(camera);
        json["error"] = output.json_of(error);
        output.result_json(json);
    } else {
        output.error(error);
    }
}

void prepare(Context& context, const GetOptions& options) {
    ensure_session(context);
    context.session();
    if (options.save) {
        context.store().update([&](settings::Settings& settings) { remember(options, settings); },
                               context.stop());
        tell_job(context, context.store().load());
    }
}

ChosenCameras::ChosenCameras(Context& context, const GetPlan& plan, bool with_details)
    : m_context(context),
      m_cameras(select_cameras(plan.selection, with_details || plan.needs_details(),
                               context.directory(), context.stop())),
      m_recent_devices(context.service(), context.clock()) {
    const ring::DeviceList* list = context.directory().if_fetched();
    if (list != nullptr && plan.selection.devices.empty()) {
        warn_of_incomplete_list(context.output(), *list);
    }
    check_names(plan);
}

const ring::Device* ChosenCameras::device_of(std::size_t camera) const {
    const auto& device = m_cameras[camera].device;
    return device ? &*device : nullptr;
}

CameraIdentity ChosenCameras::identity(std::size_t camera) const {
    const ring::Device* device = device_of(camera);
    const ring::DeviceId id = m_cameras[camera].id;
    return {id, device ? device->name : "", snapshot::camera_title(id, device)};
}

archive::NameFields ChosenCameras::name_fields(std::size_t camera, base::SystemTime time) const {
    archive::NameFields fields;
    fields.id = std::to_string(m_cameras[camera].id);
    fields.time = time;
    if (const ring::Device* device = device_of(camera)) {
        fields.name = snapshot::camera_title(device->id, device);
        fields.kind = device->kind;
        fields.model = device->model;
        fields.location = device->location;
    }
    return fields;
}

void ChosenCameras::check_names(const GetPlan& plan) const {
    if (plan.to_stdout) {
        if (size() > 1) {
            throw Error(ErrorCode::usage, "--out - is for one camera only");
        }
        return;
    }
    if (plan.is_one_file && size() > 1) {
        throw several_into_one_file();
    }
    std::vector<archive::NameFields> fields;
    for (std::size_t i = 0; i < size(); ++i) {
        fields.push_back(name_fields(i, m_context.clock().now()));
    }
    check_clash("--name", plan.name, fields);
    if (plan.latest) {
        check_clash("--latest", *plan.latest, fields);
    }
}

std::vector<snapshot::CameraFacts>
ChosenCameras::facts(const std::optional<BaselineLimits>& baseline) {
    snapshot::ServiceClock clock;
    CaptureTimes times;
    if (baseline) {
        times = newest_captures(m_context, m_cameras, *baseline, clock);
    }
    std::vector<snapshot::CameraFacts> result = m_cameras;
    for (snapshot::CameraFacts& camera : result) {
        camera.clock = clock;
        if (const auto found = times.find(camera.id); found != times.end()) {
            camera.newest_capture = found->second;
        }
    }
    return result;
}

void ChosenCameras::require_known(std::size_t camera) {
    if (device_of(camera) != nullptr) {
        return;
    }
    const ring::DeviceList* list = nullptr;
    try {
        list = &m_context.directory().list(m_context.stop());
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        // Without the list it may be one.
        return;
    }
    if (const auto unknown = snapshot::unknown_camera(m_cameras[camera].id, *list)) {
        throw Error(*unknown);
    }
}

Error ChosenCameras::explain(std::size_t camera, const Error& error, bool recent) {
    if (!snapshot::is_explainable(error)) {
        return error;
    }
    const auto list = list_if_there(recent);
    return snapshot::explain(error, m_cameras[camera].id, list ? &*list : nullptr);
}

void ChosenCameras::explain_old_picture(std::size_t camera, snapshot::CameraPicture& picture,
                                        bool recent) {
    if (picture.fresh || !picture.not_fresh_because.empty()) {
        return;
    }
    if (const auto list = list_if_there(recent)) {
        picture.not_fresh_because = snapshot::reason_for_old_picture(
            snapshot::find_device(list->devices, m_cameras[camera].id));
    }
}

std::optional<std::vector<ring::Device>> ChosenCameras::recent_devices(std::stop_token stop) {
    try {
        return m_recent_devices.list(std::move(stop)).devices;
    } catch (const Error&) {
        return {};
    }
}

std::optional<ring::DeviceList> ChosenCameras::list_if_there(bool recent) {
    try {
        return recent ? m_recent_devices.list(m_context.stop())
                      : m_context.directory().list(m_context.stop());
    } catch (const Error&) {
        // What is to be explained says what matters.
        return {};
    }
}

} // namespace cli
