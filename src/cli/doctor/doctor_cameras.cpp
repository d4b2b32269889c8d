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

Text describe_power(const ring::Device& device) {
    if (device.battery_percent) {
        return harmless(fmt::format("battery {} %", *device.battery_percent));
    }
    switch (device.power) {
    case ring::PowerSource::battery:
        return "battery";
    case ring::PowerSource::wired:
        return "wired";
    case ring::PowerSource::unknown:
        break;
    }
    return {};
}

/// The service's word for the model, unless it is none.
std::string public_kind(const std::string& kind) {
    constexpr std::size_t k_longest = 40;
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_";
    return kind.empty() || kind.size() > k_longest ||
                   kind.find_first_not_of(letters) != std::string::npos
               ? "unknown kind"
               : kind;
}

Text subject_of(std::size_t number, const ring::Device& device) {
    const Text power = describe_power(device);
    const std::string separator = power.empty() ? "" : ", ";
    return {fmt::format("{} ({}{}{})", snapshot::camera_title(device.id, &device), device.model,
                        separator, power.shown),
            fmt::format("camera {} ({}{}{})", number, public_kind(device.kind), separator,
                        power.in_public)};
}

bool has_low_battery(const ring::Device& device) {
    return device.battery_low || (device.power == ring::PowerSource::battery &&
                                  device.battery_percent.value_or(100) < k_low_percent);
}

/// In the one unit that matters.
std::string rough_duration(std::chrono::milliseconds age) {
    using namespace std::chrono;
    if (age >= 48h) {
        return fmt::format("{} days", floor<hours>(age).count() / 24);
    }
    if (age >= 2h) {
        return fmt::format("{} h", floor<hours>(age).count());
    }
    return age >= 1min ? fmt::format("{} min", floor<minutes>(age).count())
                       : fmt::format("{} s", floor<seconds>(age).count());
}

Text describe(const snapshot::NewestPicture& newest) {
    if (!newest.age) {
        return "Ring has a picture, and does not say how old it is";
    }
    return compose("Ring's newest picture is {} old", harmless(rough_duration(*newest.age)));
}

/// What Ring has of a camera that takes no new pictures now.
Text describe(const Look& look, const Privacy& privacy) {
    const auto* newest = std::get_if<snapshot::NewestPicture>(&look);
    return newest != nullptr ? describe(*newest) : privacy.foreign(std::get<Error>(look).message());
}

} // namespace

Finding camera_finding(std::size_t number, const ring::Device& device, const Look& look,
                       const Privacy& privacy) {
    const Text subject = subject_of(number, device);
    switch (device.state()) {
    case ring::DeviceState::offline:
        return bad(k_check, subject, ErrorCode::no_snapshot,
                   compose("offline; {}", describe(look, privacy)), snapshot::k_offline_hint);
    case ring::DeviceState::motion_detection_off:
        return bad(k_check, subject, ErrorCode::no_snapshot,
                   compose("its motion detection is switched off, which blocks snapshots; {}",
                           describe(look, privacy)),
                   snapshot::k_motion_off_hint);
    case ring::DeviceState::online:
    case ring::DeviceState::unknown:
        break;
    }
    const char* state = device.state() == ring::DeviceState::online ? "online; " : "";
    if (const auto* error = std::get_if<Error>(&look)) {
        return bad(k_check, subject, error->code(),
                   compose("{}{}", state, privacy.foreign(error->message())),
                   privacy.foreign(error->hint()));
    }
    const auto& newest = std::get<snapshot::NewestPicture>(look);
    const Text message = compose("{}{}", state, describe(newest));
    if (has_low_battery(device)) {
        return caution(k_check, subject, compose("battery low; {}", message),
                       "charge it; each fresh picture takes some of it");
    }
    if (newest.age && *newest.age > k_old) {
        return caution(k_check, subject, message,
                       "Ring takes pictures at motion, at a look into the app, and by Snapshot "
                       "Capture where that is on; for a new one: ring-snapshot get --fresh");
    }
    return good(k_check, subject, message);
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
        Finding finding = camera_finding(i + 1, *cameras[i], *looks[i], examination.privacy);
        finding.camera_id = std::to_string(cameras[i]->id);
        finding.camera_name = cameras[i]->name;
        report(finding);
    }
}

} // namespace cli::doctor
