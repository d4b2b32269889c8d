// SPDX-License-Identifier: Apache-2.0
#include "cli/watch/watch_sinks.hpp"

#include "cli/get/saved_picture.hpp"
#include "cli/status/camera_status.hpp"

#include <fmt/format.h>

#include <map>

namespace cli {

using base::Error;
using base::ErrorCode;

void WatchOutput::take(const snapshot::WatchEvent& event) {
    Output& output = m_context.output();
    if (const auto* failing = std::get_if<snapshot::CameraFailing>(&event)) {
        if (output.options().json) {
            Json json = to_json(m_cameras->identity(failing->camera));
            json["error"] = output.json_of(failing->error);
            output.result_json(json);
        } else {
            output.error(failing->error);
        }
    } else if (const auto* recovered = std::get_if<snapshot::CameraRecovered>(&event)) {
        output.notice(m_cameras->identity(recovered->camera).title + ": works again");
    } else if (const auto* frozen = std::get_if<snapshot::Frozen>(&event)) {
        const std::string title = m_cameras->identity(frozen->camera).title;
        if (frozen->is_frozen) {
            output.warning(fmt::format("{}: {}", title, k_frozen_warning));
        } else {
            output.notice(title + ": its pictures change again");
        }
    }
}

void WatchHooks::take(const snapshot::WatchEvent& event) {
    if (m_on_failure.empty()) {
        return;
    }
    if (const auto* failing = std::get_if<snapshot::CameraFailing>(&event)) {
        const CameraIdentity camera = m_cameras->identity(failing->camera);
        run("failing", &camera, &failing->error);
    } else if (const auto* recovered = std::get_if<snapshot::CameraRecovered>(&event)) {
        const CameraIdentity camera = m_cameras->identity(recovered->camera);
        run("recovered", &camera, nullptr);
    } else if (const auto* ended = std::get_if<snapshot::WatchEnded>(&event)) {
        if (ended->error) {
            run("ended", nullptr, &*ended->error);
        }
    }
}

void WatchHooks::run(const char* event, const CameraIdentity* camera, const Error* error) {
    std::map<std::string, std::string> environment = environment_without_secrets();
    environment["RING_SNAPSHOT_EVENT"] = event;
    environment["RING_SNAPSHOT_ID"] = camera ? std::to_string(camera->id) : "";
    environment["RING_SNAPSHOT_NAME"] = camera ? camera->title : "";
    environment["RING_SNAPSHOT_ERROR"] = error ? name_of(error->code()) : "";
    environment["RING_SNAPSHOT_MESSAGE"] = error ? error->message() : "";
    environment["RING_SNAPSHOT_HINT"] = error ? m_context.output().complete(error->hint()) : "";
    run_and_report(m_context, "--on-failure", m_on_failure, environment);
}

void WatchHeartbeat::take(const snapshot::WatchEvent& event) {
    if (!m_url || !std::holds_alternative<snapshot::GoodRound>(event)) {
        return;
    }
    http::Request request;
    request.url = *m_url;
    request.body_limit = std::size_t{1} << 20;
    try {
        const http::Response response = m_context.client().send(request, m_context.stop());
        if (!response.ok()) {
            m_context.output().warning(
                fmt::format("--heartbeat: the monitor answers with status {}", response.status));
        }
    } catch (const Error& error) {
        if (error.code() != ErrorCode::interrupted) {
            m_context.output().warning("--heartbeat: " + error.message());
        }
    }
}

FrozenCameras::FrozenCameras(Context& context, const ChosenCameras& cameras,
                             const snapshot::WatchEvents& events)
    : m_events(events), m_recent(cameras.size()) {
    std::map<std::string, std::size_t> positions;
    for (std::size_t i = 0; i < cameras.size(); ++i) {
        positions[std::to_string(cameras.identity(i).id)] = i;
    }
    try {
        context.archive().for_each([&](const archive::IndexEntry& entry) {
            const auto camera = positions.find(entry.camera_id);
            if (camera != positions.end() && entry.is_timed) {
                m_recent[camera->second].recall(entry.captured, entry.sha256);
            }
        });
    } catch (const Error& error) {
        context.output().warning(error.message());
    }
}

void FrozenCameras::take(const snapshot::WatchEvent& event) {
    using News = archive::RecentCaptures::News;
    const auto* saved = std::get_if<snapshot::PictureSaved>(&event);
    if (!saved || !saved->picture.picture.captured) {
        return;
    }
    const News news = m_recent[saved->camera].note(*saved->picture.picture.captured, saved->sha256);
    if (news != News::none) {
        m_events.publish(snapshot::Frozen{saved->camera, news == News::frozen});
    }
}

} // namespace cli
