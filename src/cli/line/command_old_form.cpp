// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/line/help.hpp"
#include "cli/login/session_login.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

/// An error in what was asked for, with the usage text before it, as the old tool shows it.
Error usage_error(Context& context, const std::string& message, const std::string& hint) {
    // JSON is read by a script.
    if (!context.output().options().json) {
        context.output().prompt(old_form_help({}) + "\n");
    }
    return Error(ErrorCode::usage, message, hint);
}

void log_in(Context& context, const LoginInput& input) {
    log_in_unattended(context, {*input.username, input.password}, input.code);
    context.output().notice("logged in; the login is stored in " +
                            base::utf8_from_path(context.store().file()));
}

void log_in_if_needed(Context& context, const OldFormOptions& options, const LoginInput& input,
                      const settings::Settings& settings) {
    const bool other_account =
        options.input.username && settings.username && !options.input.password.empty() &&
        base::fold_case(*options.input.username) != base::fold_case(*settings.username);
    if (settings.has_session() && !other_account) {
        return;
    }
    if (input.is_complete()) {
        log_in(context, input);
        return;
    }
    refuse_repeated_login(context, settings, input);
    throw usage_error(context,
                      !input.username ? "no -username given, and no login is stored"
                                      : "no -password given, and no login is stored",
                      "give -username and -password once; later runs need neither");
}

/// Makes sure of an access. A login that Ring refuses is replaced when the command line holds a
/// password and somebody can answer: a scheduler must never make Ring send codes.
void ensure_login(Context& context, const OldFormOptions& options, const LoginInput& input) {
    const bool is_replaceable = !options.input.password.empty() && input.is_complete();
    const bool attended = is_replaceable && can_answer_prompts(context, input.code);
    try {
        if (attended) {
            use_access(context);
        } else {
            context.session().ensure_access(context.stop());
        }
        return;
    } catch (const Error& error) {
        if (!is_replaceable || error.code() != ErrorCode::not_logged_in) {
            throw;
        }
        if (!attended) {
            throw Error(error.code(), error.message(),
                        "in a terminal, or with -2facode CODE, run: ring-snapshot login");
        }
        context.output().notice(error.message() + "; logging in again");
    }
    log_in(context, input);
}

/// Remembers what was given, as the old tool does after each login.
void remember(const OldFormOptions& options, settings::Settings& settings) {
    remember(options.get, settings);
    if (options.input.username) {
        settings.username = options.input.username;
    }
    if (options.force_update || options.cached) {
        settings.force_update = options.force_update;
    }
    if (options.validate_image) {
        settings.validate_image = true;
    }
}

void remember_options(Context& context, const OldFormOptions& options) {
    // A run that brings nothing new also works where the settings cannot be written.
    settings::Settings before = context.store().load();
    const std::string text = to_text(before);
    remember(options, before);
    if (to_text(before) != text) {
        context.store().update([&](settings::Settings& settings) { remember(options, settings); },
                               context.stop());
    }
}

/// Remembers the folder that a picture was saved into, as the old tool does, where none is yet: the
/// next run, by a scheduler perhaps, starts in another one.
void remember_folder(Context& context, const OldFormOptions& options) {
    if (options.get.out || context.store().load().output_path) {
        return;
    }
    std::error_code failed;
    const std::string folder = base::utf8_from_path(std::filesystem::current_path(failed));
    if (failed) {
        return;
    }
    try {
        context.store().update([&](settings::Settings& settings) { settings.output_path = folder; },
                               context.stop());
        context.output().notice(
            fmt::format("later runs save into {} too; -out changes that", folder));
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        // The picture, which was asked for, is saved.
        context.output().detail(error.message());
    }
}

GetOptions to_get(Context& context, const OldFormOptions& options,
                  const settings::Settings& settings) {
    GetOptions get = options.get;
    if (get.devices.empty()) {
        get.devices = {std::to_string(settings.device_id.value_or(0))};
    }
    get.fresh = options.force_update;
    if (!get.fresh && !options.cached && settings.force_update.value_or(false)) {
        context.output().notice(
            "ForceUpdateSnapshot is on in the settings: the camera is asked for "
            "a fresh picture (-cached turns that off)");
        get.fresh = true;
    }
    get.cached = !get.fresh;
    return get;
}

} // namespace

int run_old_form(Context& context, const OldFormOptions& options) {
    for (const std::string& notice : options.notices) {
        context.output().notice(notice);
    }
    const settings::Settings settings = context.store().load();
    if (!options.list && options.get.devices.empty() && !settings.device_id) {
        throw usage_error(context, "neither -deviceid nor -list given, and no device is remembered",
                          "find the id of your camera with -list");
    }
    const LoginInput input = complete_input(options.input, settings);
    log_in_if_needed(context, options, input, settings);
    ensure_login(context, options, input);
    remember_options(context, options);
    if (options.list) {
        return run_list(context, {.for_old_scripts = true});
    }
    const int code = run_get(context, to_get(context, options, settings));
    if (code == 0) {
        remember_folder(context, options);
    }
    return code;
}

} // namespace cli
