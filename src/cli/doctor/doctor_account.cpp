// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_account.hpp"

#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"
#include "cli/login/session_login.hpp"
#include "snapshot/explain.hpp"

#include <algorithm>
#include <string>

namespace cli::doctor {

namespace {

using base::Error;
using base::ErrorCode;
using settings::PasswordLogin;

constexpr auto k_login_hint = "run: ring-snapshot login";

Finding no_login(const settings::Settings& settings) {
    if (settings.password_login == PasswordLogin::code_needed) {
        return k_login.bad(ErrorCode::two_factor,
                           "none stored: Ring wants a two-factor code with the password",
                           k_login_hint);
    }
    if (settings.password_login == PasswordLogin::refused) {
        return k_login.bad(
            ErrorCode::not_logged_in,
            "none stored: Ring refused the password, which is not tried again by itself",
            k_login_hint);
    }
    const LoginInput input = complete_input({}, settings);
    if (input.is_complete()) {
        return k_login.bad(ErrorCode::not_logged_in,
                           "none stored; a password is given, and the next run will try it once",
                           fmt::format("better {}", k_login_hint));
    }
    return k_login.bad(ErrorCode::not_logged_in, "none stored", k_login_hint);
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
    const FindingText text =
        say("{}stored; the access {}is good{}",
            FindingText::local(account.empty() ? "" : account + ": "),
            renewed ? FindingText("was renewed and ") : FindingText(), how_long(after, now));
    return after.refresh_token.empty()
               ? k_login.caution(say("{}, and cannot be renewed: no refresh token is stored", text),
                                 k_login_hint)
               : k_login.good(text);
}

/// Only a use shows that Ring takes an access token which is stored as good. The device list is
/// kept for check_devices(), and so is what else goes wrong with it.
void use_access(Context& context) {
    try {
        context.directory().devices(context.stop());
    } catch (const Error& error) {
        const ErrorCode code = error.code();
        if (code == ErrorCode::not_logged_in || code == ErrorCode::two_factor ||
            code == ErrorCode::interrupted) {
            throw;
        }
    }
}

/// "6 cameras, 1 other device".
FindingText count_devices(const ring::DeviceList& list) {
    const auto cameras = static_cast<std::size_t>(
        std::count_if(list.devices.begin(), list.devices.end(),
                      [](const ring::Device& device) { return device.is_camera(); }));
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
    context.output().status({"trying the login …"});
    // Renews it only where any run would, and under the same conditions.
    context.session().ensure_access(context.stop());
    use_access(context);
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
    context.output().status({"asking for the device list …"});
    const ring::DeviceList& list = context.directory().list(context.stop());
    examination.devices = list.devices;
    report(devices_finding(list));
}

} // namespace cli::doctor
