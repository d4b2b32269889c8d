// SPDX-License-Identifier: Apache-2.0
#include "cli/get_plan.hpp"

#include "base/error.hpp"
#include "base/paths.hpp"
#include "base/process.hpp"
#include "base/terminal.hpp"

#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

constexpr auto k_default_name = "{id} - {time:%Y-%m-%d %H-%M-%S}.jpg";

Selection make_selection(const GetOptions& options, const settings::Settings& settings) {
    if (!options.devices.empty() || options.all || options.location) {
        return {options.devices, options.all, options.location};
    }
    if (!settings.devices.empty() || settings.all_cameras.value_or(false) || settings.location) {
        return {settings.devices, settings.all_cameras.value_or(false), settings.location};
    }
    if (settings.device_id) {
        return {{std::to_string(*settings.device_id)}, false, {}};
    }
    return {};
}

snapshot::PictureWish make_wish(const GetOptions& options, const settings::Settings& settings) {
    snapshot::PictureWish wish;
    const bool asked = options.fresh || options.require_fresh;
    wish.require_fresh =
        options.require_fresh || (!options.cached && settings.require_fresh.value_or(false));
    wish.fresh = asked || wish.require_fresh || (!options.cached && settings.fresh.value_or(false));
    wish.wait = options.wait.value_or(settings.wait.value_or(wish.wait));
    wish.max_age = options.max_age ? options.max_age : settings.maximum_age;
    wish.attempts =
        options.retries.value_or(settings.maximum_retries.value_or(settings::k_default_retries));
    return wish;
}

std::optional<snapshot::NameTemplate> latest_template(const std::optional<std::string>& text) {
    if (!text) {
        return {};
    }
    snapshot::NameTemplate result(*text);
    if (result.holds_time()) {
        throw Error(ErrorCode::usage, "--latest is a steady name; it cannot hold a time",
                    "write it like {name}.jpg");
    }
    return result;
}

void check_stdout(const GetPlan& plan, const OutputOptions& output) {
    if (output.json) {
        throw Error(ErrorCode::usage, "--out - and --json exclude each other");
    }
    if (plan.latest || !plan.exec.empty()) {
        throw Error(ErrorCode::usage,
                    "--out - saves no file, so --latest and --exec do not go with it");
    }
    if (base::is_terminal(stdout)) {
        throw Error(ErrorCode::usage, "--out - would write a picture to this terminal",
                    "send it to a file or a program: --out - > door.jpg");
    }
    if (plan.selection.devices.size() > 1) {
        throw Error(ErrorCode::usage, "--out - is for one camera only");
    }
}

} // namespace

bool GetPlan::needs_details() const {
    return !to_stdout && (name.needs_device_list() || (latest && latest->needs_device_list()));
}

GetPlan make_plan(const GetOptions& options, const settings::Settings& settings,
                  const OutputOptions& output) {
    const auto or_remembered = [](const auto& given, const auto& remembered) {
        return given ? given : remembered;
    };
    const std::string out = or_remembered(options.out, settings.output_path).value_or("");
    const auto latest = or_remembered(options.latest, settings.latest_file_name);
    const auto exec = or_remembered(options.exec, settings.exec_command);
    // What was only remembered gives way to --out -, which was asked for now.
    const bool to_stdout = out == "-";
    GetPlan plan{
        .selection = make_selection(options, settings),
        .wish = make_wish(options, settings),
        .to_stdout = to_stdout,
        .folder = to_stdout || out == "." ? "" : base::path_from_utf8(out),
        .name = snapshot::NameTemplate(
            or_remembered(options.name, settings.file_name).value_or(k_default_name)),
        .latest = latest_template(to_stdout ? options.latest : latest),
        .exec = {},
    };
    if (const auto& command = to_stdout ? options.exec : exec) {
        plan.exec = base::split_command(*command);
    }
    if (plan.to_stdout) {
        check_stdout(plan, output);
    }
    return plan;
}

void remember(const GetOptions& options, settings::Settings& settings) {
    const auto keep = [](auto& place, const auto& given) {
        if (given) {
            place = given;
        }
    };
    if (!options.devices.empty() || options.all || options.location) {
        const auto id =
            options.devices.size() == 1 ? parse_device_id(options.devices.front()) : std::nullopt;
        settings.device_id = id;
        settings.devices = id ? std::vector<std::string>() : options.devices;
        settings.all_cameras = options.all ? std::optional(true) : std::nullopt;
        settings.location = options.location;
    }
    if (options.fresh || options.cached) {
        settings.fresh = options.fresh;
        settings.require_fresh = options.require_fresh;
    }
    if (options.require_fresh) {
        settings.require_fresh = true;
    }
    keep(settings.wait, options.wait);
    keep(settings.maximum_age, options.max_age);
    if (options.out && *options.out != "-") {
        // The next run may start in another folder.
        settings.output_path = base::absolute_utf8(base::path_from_utf8(*options.out));
    }
    keep(settings.file_name, options.name);
    keep(settings.latest_file_name, options.latest);
    keep(settings.maximum_retries, options.retries);
    keep(settings.exec_command, options.exec);
}

} // namespace cli
