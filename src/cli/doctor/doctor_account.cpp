// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_account.hpp"

#include "base/system/parallel.hpp"
#include "base/text/unicode.hpp"
#include "cli/login/session_login.hpp"
#include "snapshot/camera_picture.hpp"
#include "snapshot/explain.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <string>

namespace cli::doctor {

namespace {

using base::Error;
using base::ErrorCode;
using settings::PasswordLogin;

constexpr auto k_login_hint = "run: ring-snapshot login";

Finding no_login(const settings::Settings& settings) {
    if (settings.login_ended) {
        return k_login.bad(ErrorCode::not_logged_in, "not logged in: Ring ended this login",
                           k_login_hint);
    }
    if (settings.password_login == PasswordLogin::code_needed) {
        return k_login.bad(ErrorCode::two_factor,
                           "not logged in; Ring wants a two-factor code with the password",
                           k_login_hint);
    }
    if (settings.password_login == PasswordLogin::refused) {
        return k_login.bad(
            ErrorCode::not_logged_in,
            "not logged in; Ring refused the password, which is not tried again automatically",
            k_login_hint);
    }
    const LoginInput input = complete_input({}, settings);
    if (input.is_complete()) {
        return k_login.bad(ErrorCode::not_logged_in,
                           "not logged in; a password is given, and the next run will try it once",
                           fmt::format("better {}", k_login_hint));
    }
    return k_login.bad(ErrorCode::not_logged_in, "not logged in", k_login_hint);
}

bool is_renewal_due(const settings::Settings& settings, base::SystemTime now) {
    return settings.access_token.empty() || !settings.access_token_expires ||
           now >= *settings.access_token_expires - ring::expiry_margin(settings.access_token_life);
}

FindingText how_long(const settings::Settings& settings, base::SystemTime now) {
    using std::chrono::minutes;
    const auto left =
        std::chrono::floor<minutes>(settings.access_token_expires.value_or(now) - now);
    return left < minutes(1) ? FindingText() : say(" for another {}", FindingText::duration(left));
}

Finding stored_login(const settings::Settings& before, const settings::Settings& after,
                     base::SystemTime now) {
    const std::string account = after.username ? base::masked_email(*after.username) : "";
    const bool renewed = before.access_token != after.access_token;
    const FindingText text = say(
        "logged in{}, access {}good{}", FindingText::local(account.empty() ? "" : " as " + account),
        renewed ? FindingText("renewed and ") : FindingText(), how_long(after, now));
    return after.refresh_token.empty()
               ? k_login.caution(
                     say("{}, and cannot be renewed because no refresh token is stored", text),
                     k_login_hint)
               : k_login.good(text);
}

/// "6 cameras, 1 other device".
FindingText count_devices(const ring::DeviceList& list) {
    const auto cameras =
        static_cast<std::size_t>(std::ranges::count_if(list.devices, &ring::Device::is_camera));
    const auto others = list.devices.size() - cameras;
    const FindingText text = say("{} camera{}", cameras, plural(cameras));
    return others == 0 ? text : say("{}, {} other device{}", text, others, plural(others));
}

/// What came, and that a list of Ring's did not for the reason that `failure` gives.
FindingText incomplete(const FindingText& what, const Error& failure) {
    const FindingText reason = FindingText::message(failure.message());
    return say("{}{}", what,
               FindingText::local(fmt::format(" ({})", failure.message()),
                                  reason.published().empty() ? reason : say("; {}", reason)));
}

} // namespace

Finding devices_finding(const ring::DeviceList& list) {
    if (!list.has_cameras()) {
        return list.newer_failure
                   ? k_devices.bad(ErrorCode::service_unavailable,
                                   incomplete("no camera in the older of Ring's two lists; the "
                                              "newer one did not come",
                                              *list.newer_failure),
                                   "try again later")
                   : k_devices.bad(ErrorCode::unknown_device,
                                   FindingText::local(snapshot::k_no_cameras, "no camera"),
                                   snapshot::k_no_cameras_hint);
    }
    const FindingText count = count_devices(list);
    if (list.newer_failure) {
        return k_devices.caution(
            incomplete(
                say("{}; only the older of Ring's two lists came, the newer one did not", count),
                *list.newer_failure),
            "cameras that others share with this account may be missing; try again later");
    }
    if (list.older_failure) {
        return k_devices.caution(
            incomplete(
                say("{}; only the newer of Ring's two lists came, the older one did not", count),
                *list.older_failure),
            "the batteries are not known meanwhile; pictures come all the same");
    }
    return k_devices.good(count);
}

void check_login(Examination& examination, const Report& report) {
    Context& context = examination.context;
    if (!examination.settings) {
        report(k_login.skipped("needs settings that can be read"));
        return;
    }
    const settings::Settings& before = *examination.settings;
    if (!before.has_session()) {
        report(no_login(before));
        return;
    }
    if (!examination.connected && before.login_ended) {
        report(no_login(before));
        return;
    }
    if (!examination.connected) {
        report(k_login.skipped("stored; to try it needs a connection"));
        return;
    }
    if (!examination.settings_are_own && is_renewal_due(before, context.clock().now())) {
        report(k_login.bad(ErrorCode::cannot_write,
                           "stored; renewing it is left to the user whose settings these are",
                           "run ring-snapshot as that user"));
        return;
    }
    context.output().status({"trying the login"});
    try {
        use_access(context);
    } catch (const Error&) {
        const settings::Settings after = context.store().load();
        if (!after.login_ended) {
            throw;
        }
        report(no_login(after));
        return;
    }
    const settings::Settings after = context.store().load();
    examination.logged_in = true;
    report(stored_login(before, after, context.clock().now()));
}

void check_devices(Examination& examination, const Report& report) {
    Context& context = examination.context;
    if (!examination.logged_in) {
        report(k_devices.skipped("needs a login that works"));
        return;
    }
    context.output().status({"asking for the device list"});
    const ring::DeviceList& list = context.directory().list(context.stop());
    examination.devices = list.devices;
    report(devices_finding(list));
}

namespace {

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
    const auto& age = std::get<0>(look);
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
    if (std::get<0>(look).value_or(k_old) > k_old) {
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
    base::for_each_parallel(cameras.size(), k_most_at_once, [&](std::size_t i) {
        try {
            looks[i] =
                snapshot::age_of_newest(service, context.clock(), cameras[i]->id, context.stop());
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
