// SPDX-License-Identifier: Apache-2.0
#include "cli/watch/watch_sinks.hpp"

#include "archive/picture_history.hpp"
#include "base/text/reason.hpp"
#include "cli/get/picture_saver.hpp"
#include "cli/status/camera_status.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

void tell(Context& context, const LateCameras& cameras, const snapshot::WatchEvent& event) {
    Output& output = context.output();
    if (const auto* failing = std::get_if<snapshot::CameraFailing>(&event)) {
        print_failure(output, cameras->identity(failing->camera), failing->error);
    } else if (const auto* recovered = std::get_if<snapshot::CameraRecovered>(&event)) {
        output.notice(cameras->identity(recovered->camera).title + ": works again");
    } else if (const auto* request = std::get_if<snapshot::RequestFailed>(&event)) {
        output.warning(fmt::format("{}: no picture on request; {}",
                                   cameras->identity(request->camera).title,
                                   base::with_reason_in_brackets(request->error.message())));
    } else if (const auto* frozen = std::get_if<snapshot::Frozen>(&event)) {
        const std::string title = cameras->identity(frozen->camera).title;
        if (frozen->is_frozen) {
            output.warning(fmt::format("{}: {}", title, k_frozen_warning));
        } else {
            output.notice(title + ": its pictures change again");
        }
    }
}

void run_failure_command(Context& context, const std::vector<std::string>& command,
                         const char* event, const CameraIdentity& camera, const Error* error) {
    std::map<std::string, std::string> environment;
    environment["RING_SNAPSHOT_EVENT"] = event;
    environment["RING_SNAPSHOT_ID"] = camera.id != 0 ? std::to_string(camera.id) : "";
    environment["RING_SNAPSHOT_NAME"] = camera.title;
    environment["RING_SNAPSHOT_ERROR"] = error ? name_of(error->code()) : "";
    environment["RING_SNAPSHOT_MESSAGE"] = error ? error->message() : "";
    environment["RING_SNAPSHOT_HINT"] = error ? context.output().complete(error->hint()) : "";
    run_and_report(context, "--on-failure", command, std::move(environment));
}

void send_heartbeat(Context& context, const std::string& url) {
    http::Request request;
    request.url = url;
    request.has_secret_path = true;
    request.body_limit = std::size_t{1} << 20;
    try {
        const http::Response response = context.client().send(request, context.stop());
        if (!response.ok()) {
            context.output().warning(
                fmt::format("--heartbeat: the monitor answers with status {}", response.status));
        }
    } catch (const Error& error) {
        if (error.code() != ErrorCode::interrupted) {
            context.output().warning("--heartbeat: " + error.message());
        }
    }
}

/// What is known of each camera's captures; each is used by its camera's thread alone.
using RecentCaptures = std::vector<archive::RecentCaptures>;

std::shared_ptr<RecentCaptures> recall_captures(Context& context, const ChosenCameras& cameras) {
    auto recent = std::make_shared<RecentCaptures>(cameras.size());
    try {
        for (std::size_t i = 0; i < cameras.size(); ++i) {
            const std::string id = std::to_string(cameras.identity(i).id);
            for (const archive::Capture& capture :
                 context.archive().catalogue().recent_captures(id, archive::k_frozen_count)) {
                (*recent)[i].recall(capture.captured, capture.received_sha256);
            }
        }
    } catch (const Error& error) {
        context.output().warning(error.message());
    }
    return recent;
}

} // namespace

snapshot::WatchSink output_sink(Context& context, const LateCameras& cameras) {
    return [&](const snapshot::WatchEvent& event) { tell(context, cameras, event); };
}

snapshot::WatchSink failure_command_sink(Context& context, const LateCameras& cameras,
                                         const std::vector<std::string>& command) {
    return [&](const snapshot::WatchEvent& event) {
        if (command.empty()) {
            return;
        }
        if (const auto* failing = std::get_if<snapshot::CameraFailing>(&event)) {
            run_failure_command(context, command, "failing", cameras->identity(failing->camera),
                                &failing->error);
        } else if (const auto* recovered = std::get_if<snapshot::CameraRecovered>(&event)) {
            run_failure_command(context, command, "recovered", cameras->identity(recovered->camera),
                                nullptr);
        } else if (const auto* ended = std::get_if<snapshot::WatchEnded>(&event);
                   ended != nullptr && ended->error) {
            run_failure_command(context, command, "ended", {}, &*ended->error);
        }
    };
}

snapshot::WatchSink heartbeat_sink(Context& context, const std::string& url) {
    return [&](const snapshot::WatchEvent& event) {
        if (std::holds_alternative<snapshot::GoodRound>(event)) {
            send_heartbeat(context, url);
        }
    };
}

snapshot::WatchSink frozen_camera_sink(Context& context, const ChosenCameras& cameras,
                                       const snapshot::WatchEvents& events) {
    return [recent = recall_captures(context, cameras),
            &events](const snapshot::WatchEvent& event) {
        using News = archive::RecentCaptures::News;
        const auto* saved = std::get_if<snapshot::PictureSaved>(&event);
        if (!saved || !saved->picture.picture.captured) {
            return;
        }
        const News news =
            (*recent)[saved->camera].note(*saved->picture.picture.captured, saved->received_sha256);
        if (news != News::none) {
            events.publish(snapshot::Frozen{saved->camera, news == News::frozen});
        }
    };
}

} // namespace cli
