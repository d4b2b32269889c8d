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

constexpr std::size_t k_most_at_once = 8;
constexpr int k_low_percent = 15;
constexpr auto k_old = std::chrono::hours(48);

FindingText describe_power(const ring::Device& device) {
    if (device.battery_percent) {
        return say(", battery {} %", *device.battery_percent);
    }
    return device.power == ring::PowerSource::battery ? FindingText(", battery")
           : device.power == ring::PowerSource::wired ? FindingText(", wired")
                                                      : FindingText();
}

bool has_low_battery(const ring::Device& device) {
    return device.battery_low || (device.power == ring::PowerSource::battery &&
                                  device.battery_percent.value_or(100) < k_low_percent);
}

/// In the one unit that matters.
FindingText rough_duration(std::chrono::milliseconds age) {
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

FindingText describe(const Look& look) {
    if (const auto* error = std::get_if<Error>(&look)) {
        return FindingText::message(error->message());
    }
    const auto& age = std::get<snapshot::NewestPicture>(look).age;
    return age ? say("Ring's newest picture is {} old", rough_duration(*age))
               : "Ring has a picture, and does not say how old it is";
}

Finding judge(const ring::Device& device, const Look& look) {
    const FindingText newest = describe(look);
    const auto* error = std::get_if<Error>(&look);
    const auto blocked = [&](const FindingText& reason, const char* hint) {
        return k_cameras.bad(ErrorCode::no_snapshot, joined(reason, newest), hint);
    };
    if (device.state() == ring::DeviceState::offline) {
        return blocked("offline", snapshot::k_offline_hint);
    }
    if (device.state() == ring::DeviceState::motion_detection_off) {
        return blocked("its motion detection is switched off, which blocks snapshots",
                       snapshot::k_motion_off_hint);
    }
    const FindingText online =
        device.state() == ring::DeviceState::online ? FindingText("online") : FindingText();
    const FindingText text = joined(online, newest);
    if (error != nullptr) {
        return k_cameras.bad(error->code(), text, error->hint());
    }
    if (has_low_battery(device)) {
        return k_cameras.caution(joined("battery low", text),
                                 "charge it; each fresh picture takes some of it");
    }
    if (std::get<snapshot::NewestPicture>(look).age.value_or(k_old) > k_old) {
        return k_cameras.caution(
            text, "Ring takes pictures at motion, at a look into the app, and by Snapshot Capture "
                  "where that is on; for a new one: ring-snapshot get --fresh");
    }
    return k_cameras.good(text);
}

} // namespace

Finding camera_finding(std::size_t number, const ring::Device& device, const Look& look) {
    Finding result = judge(device, look);
    result.title = say(
        "{} ({}{})",
        FindingText::local(snapshot::camera_title(device.id, &device), say("camera {}", number)),
        FindingText::local(device.model, FindingText::identifier(device.kind, "unknown kind")),
        describe_power(device));
    result.camera_id = std::to_string(device.id);
    result.camera_name = device.name;
    return result;
}

void check_cameras(Examination& examination, const Report& report) {
    Context& context = examination.context;
    if (!examination.devices) {
        report(k_cameras.skipped("need the device list"));
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
        report(camera_finding(i + 1, *cameras[i], *looks[i]));
    }
}

} // namespace cli::doctor
