// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_cameras.hpp"

#include "base/text/unicode.hpp"
#include "cli/doctor/doctor_examination.hpp"
#include "cli/parallel.hpp"
#include "snapshot/explain.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>

namespace cli::doctor {

namespace {

using base::Error;
using base::ErrorCode;

constexpr auto k_check = "camera";
constexpr std::size_t k_most_at_once = 8;
constexpr int k_low_percent = 15;
constexpr auto k_old = std::chrono::hours(48);

PublicText describe_power(const ring::Device& device) {
    if (device.battery_percent) {
        return say(", battery {} %", *device.battery_percent);
    }
    switch (device.power) {
    case ring::PowerSource::battery:
        return ", battery";
    case ring::PowerSource::wired:
        return ", wired";
    case ring::PowerSource::unknown:
        break;
    }
    return {};
}

bool has_low_battery(const ring::Device& device) {
    return device.battery_low || (device.power == ring::PowerSource::battery &&
                                  device.battery_percent.value_or(100) < k_low_percent);
}

/// In the one unit that matters.
PublicText rough_duration(std::chrono::milliseconds age) {
    using namespace std::chrono;
    if (age >= 48h) {
        return say("{} days", floor<hours>(age).count() / 24);
    }
    if (age >= 2h) {
        return say("{} h", floor<hours>(age).count());
    }
    return age >= 1min ? say("{} min", floor<minutes>(age).count())
                       : say("{} s", floor<seconds>(age).count());
}

PublicText describe(const snapshot::NewestPicture& newest) {
    if (!newest.age) {
        return "Ring has a picture, and does not say how old it is";
    }
    return say("Ring's newest picture is {} old", rough_duration(*newest.age));
}

/// What is said of a camera, before what Ring has of it.
Finding camera_line(State state, PublicText before, const Look& look, std::string hint) {
    if (const auto* error = std::get_if<Error>(&look)) {
        return finding(state, k_check, {}, joined(before, reasons_in(error->message())),
                       std::move(hint),
                       before.empty() ? error->message()
                                      : fmt::format("{}; {}", before.str(), error->message()));
    }
    return finding(state, k_check, {},
                   joined(before, describe(std::get<snapshot::NewestPicture>(look))),
                   std::move(hint), {});
}

Finding judge(const ring::Device& device, const Look& look) {
    switch (device.state()) {
    case ring::DeviceState::offline:
        return camera_line(State::not_ok, "offline", look, snapshot::k_offline_hint);
    case ring::DeviceState::motion_detection_off:
        return camera_line(State::not_ok,
                           "its motion detection is switched off, which blocks snapshots", look,
                           snapshot::k_motion_off_hint);
    case ring::DeviceState::online:
    case ring::DeviceState::unknown:
        break;
    }
    const PublicText online =
        device.state() == ring::DeviceState::online ? PublicText("online") : PublicText();
    if (const auto* error = std::get_if<Error>(&look)) {
        return camera_line(State::not_ok, online, look, error->hint());
    }
    if (has_low_battery(device)) {
        return camera_line(State::warning, joined("battery low", online), look,
                           "charge it; each fresh picture takes some of it");
    }
    const auto& age = std::get<snapshot::NewestPicture>(look).age;
    if (age && *age > k_old) {
        return camera_line(State::warning, online, look,
                           "Ring takes pictures at motion, at a look into the app, and by "
                           "Snapshot Capture where that is on; for a new one: ring-snapshot get "
                           "--fresh");
    }
    return camera_line(State::ok, online, look, {});
}

} // namespace

Finding camera_finding(std::size_t number, const ring::Device& device, const Look& look) {
    Finding result = judge(device, look);
    const PublicText power = describe_power(device);
    result.title =
        say("camera {} ({}{})", number, PublicText::identifier(device.kind, "unknown kind"), power);
    result.subject = fmt::format("{} ({}{})", snapshot::camera_title(device.id, &device),
                                 device.model, power.str());
    if (result.state == State::not_ok) {
        const auto* error = std::get_if<Error>(&look);
        const bool can_take = device.state() == ring::DeviceState::online ||
                              device.state() == ring::DeviceState::unknown;
        result.code = can_take && error != nullptr ? error->code() : ErrorCode::no_snapshot;
    }
    return result;
}

void check_cameras(Examination& examination, const Report& report) {
    Context& context = examination.context;
    if (!examination.devices) {
        report(skipped(k_check, "Cameras", "need the device list"));
        return;
    }
    std::vector<const ring::Device*> cameras;
    for (const ring::Device& device : *examination.devices) {
        if (device.is_camera()) {
            cameras.push_back(&device);
        }
    }
    std::vector<std::optional<Look>> looks(cameras.size());
    std::atomic<std::size_t> done = 0;
    const auto show_progress = [&] {
        context.output().status(
            {fmt::format("looking at the newest pictures: {} of {}", done.load(), cameras.size())});
    };
    if (!cameras.empty()) {
        show_progress();
    }
    ring::Service& service = context.service();
    for_each_parallel(cameras.size(), k_most_at_once, [&](std::size_t i) {
        try {
            looks[i] =
                snapshot::look_at_newest(service, context.clock(), cameras[i]->id, context.stop());
        } catch (const Error& error) {
            looks[i] = error;
        } catch (const std::exception& error) {
            looks[i] = Error(ErrorCode::unexpected, error.what());
        }
        ++done;
        show_progress();
    });
    for (std::size_t i = 0; i < cameras.size(); ++i) {
        const auto* error = std::get_if<Error>(&*looks[i]);
        if (error != nullptr && error->code() == ErrorCode::interrupted) {
            throw Error(*error);
        }
        Finding finding = camera_finding(i + 1, *cameras[i], *looks[i]);
        finding.camera_id = std::to_string(cameras[i]->id);
        finding.camera_name = cameras[i]->name;
        report(finding);
    }
}

} // namespace cli::doctor
