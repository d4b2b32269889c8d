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

constexpr auto k_login = "login";
constexpr char k_login_subject[] = "Login";
constexpr auto k_devices = "devices";
constexpr char k_devices_subject[] = "Device list";
constexpr auto k_login_hint = "run: ring-snapshot login";

Finding no_login(const settings::Settings& settings) {
    switch (settings.password_login) {
    case PasswordLogin::code_needed:
        return bad(k_login, k_login_subject, ErrorCode::two_factor,
                   "none stored: Ring wants a two-factor code with the password", k_login_hint);
    case PasswordLogin::refused:
        return bad(k_login, k_login_subject, ErrorCode::not_logged_in,
                   "none stored: Ring refused the password, which is not tried again by itself",
                   k_login_hint);
    case PasswordLogin::untried:
        break;
    }
    const LoginInput input = complete_input({}, settings);
    if (input.username && !input.password.empty()) {
        return bad(k_login, k_login_subject, ErrorCode::not_logged_in,
                   "none stored; a password is given, and the next run will try it once",
                   fmt::format("better {}", k_login_hint));
    }
    return bad(k_login, k_login_subject, ErrorCode::not_logged_in, "none stored", k_login_hint);
}

bool is_renewal_due(const settings::Settings& settings, base::SystemTime now) {
    return settings.access_token.empty() || !settings.access_token_expires ||
           now >= *settings.access_token_expires - ring::expiry_margin(settings.access_token_life);
}

PublicText how_long(const settings::Settings& settings, base::SystemTime now) {
    if (!settings.access_token_expires) {
        return {};
    }
    const auto left =
        std::chrono::floor<std::chrono::minutes>(*settings.access_token_expires - now);
    return left < std::chrono::minutes(1) ? PublicText()
                                          : say(" for another {}", PublicText::duration(left));
}

Finding stored_login(const settings::Settings& before, const settings::Settings& after,
                     base::SystemTime now) {
    const bool renewed = before.access_token != after.access_token;
    const bool renewable = !after.refresh_token.empty();
    const PublicText facts =
        say("stored; the access {}is good{}{}",
            renewed ? PublicText("was renewed and ") : PublicText(), how_long(after, now),
            renewable ? PublicText()
                      : PublicText(", and cannot be renewed: no refresh token is stored"));
    const std::string account = after.username ? base::masked_email(*after.username) : "";
    const std::string message = (account.empty() ? "" : account + ": ") + facts.str();
    return renewable ? good(k_login, k_login_subject, facts, message)
                     : caution(k_login, k_login_subject, facts, k_login_hint, message);
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

bool is_camera(const ring::Device& device) {
    return device.is_camera();
}

/// "6 cameras, 1 other device".
PublicText count_devices(const ring::DeviceList& list) {
    const auto cameras = static_cast<std::size_t>(
        std::count_if(list.devices.begin(), list.devices.end(), is_camera));
    const auto others = list.devices.size() - cameras;
    const PublicText text = say("{} camera{}", cameras, plural(cameras));
    return others == 0 ? text : say("{}, {} other device{}", text, others, plural(others));
}

/// What came, and that a list of Ring's did not for the reason that `failure` gives.
Finding incomplete(State state, const PublicText& facts, const Error& failure, std::string hint) {
    return finding(state, k_devices, k_devices_subject,
                   joined(facts, reasons_in(failure.message())), std::move(hint),
                   fmt::format("{} ({})", facts.str(), failure.message()));
}

} // namespace

Finding devices_finding(const ring::DeviceList& list) {
    if (!list.has_cameras()) {
        if (!list.newer_failure) {
            return bad(k_devices, k_devices_subject, ErrorCode::unknown_device, "no camera",
                       snapshot::k_no_cameras_hint, snapshot::k_no_cameras);
        }
        Finding result = incomplete(
            State::not_ok, "no camera in the older of Ring's two lists; the newer one did not come",
            *list.newer_failure, "try again later");
        result.code = ErrorCode::service_unavailable;
        return result;
    }
    if (list.newer_failure) {
        return incomplete(State::warning,
                          say("{}; only the older of Ring's two lists came, the newer one did not",
                              count_devices(list)),
                          *list.newer_failure,
                          "cameras that others share with this account may be missing; try again "
                          "later");
    }
    if (list.older_failure) {
        return incomplete(State::warning,
                          say("{}; only the newer of Ring's two lists came, the older one did not",
                              count_devices(list)),
                          *list.older_failure,
                          "the batteries are not known meanwhile; pictures come all the same");
    }
    return good(k_devices, k_devices_subject, count_devices(list));
}

void check_login(Examination& examination, const Report& report) {
    Context& context = examination.context;
    if (!examination.settings) {
        report(skipped(k_login, k_login_subject, "needs settings that can be read"));
        return;
    }
    const settings::Settings& before = *examination.settings;
    if (!before.has_session()) {
        report(no_login(before));
        return;
    }
    if (!examination.connected) {
        report(skipped(k_login, k_login_subject, "stored; to try it needs a connection"));
        return;
    }
    if (!examination.settings_are_own && is_renewal_due(before, context.clock().now())) {
        report(bad(k_login, k_login_subject, ErrorCode::cannot_write,
                   "stored; renewing it is left to the user whose settings these are",
                   "run ring-snapshot as that user"));
        return;
    }
    try {
        context.output().status({"trying the login …"});
        // Renews it only where any run would, and under the same conditions.
        context.session().ensure_access(context.stop());
        use_access(context);
        const settings::Settings after = context.store().load();
        examination.logged_in = true;
        report(stored_login(before, after, context.clock().now()));
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        report(bad(k_login, k_login_subject, error));
    }
}

void check_devices(Examination& examination, const Report& report) {
    Context& context = examination.context;
    if (!examination.logged_in) {
        report(skipped(k_devices, k_devices_subject, "needs a login that works"));
        return;
    }
    try {
        context.output().status({"asking for the device list …"});
        const ring::DeviceList& list = context.directory().list(context.stop());
        examination.devices = list.devices;
        report(devices_finding(list));
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        report(bad(k_devices, k_devices_subject, error));
    }
}

} // namespace cli::doctor
