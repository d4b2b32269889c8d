// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_settings.hpp"

#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/given_value.hpp"
#include "cli/doctor/doctor_examination.hpp"
#include "cli/login/ignored_settings.hpp"

#include <system_error>

namespace cli::doctor {

namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

constexpr auto k_check = "settings";
constexpr auto k_subject = "Settings";

std::string chosen_by(const Context& context, const fs::path& file) {
    if (context.settings_are_named()) {
        return "named by --settings";
    }
    const auto variable = base::take_variable(base::ValueKind::path, "RING_SNAPSHOT_SETTINGS");
    if (variable && base::path_from_utf8(*variable) == file) {
        return "named by RING_SNAPSHOT_SETTINGS";
    }
    return settings::is_in_usual_place(file) ? "in the usual place" : "beside the program";
}

void hide_what_is_stored(const settings::Settings& settings, Privacy& privacy) {
    privacy.hide(settings.username.value_or(""), "(user name)");
    privacy.hide(settings.password.reveal(), "(password)");
    privacy.hide(settings.refresh_token.reveal(), "(token)");
    privacy.hide(settings.access_token.reveal(), "(token)");
    privacy.hide(settings.hardware_id, "(hardware id)");
    privacy.hide(settings.location.value_or(""), "(home)");
    privacy.hide(settings.file_name.value_or(""), "(template)");
    privacy.hide(settings.latest_file_name.value_or(""), "(template)");
    privacy.hide(settings.exec_command.value_or(""), "(command)");
    privacy.hide(settings.failure_command.value_or(""), "(command)");
    privacy.hide(settings.heartbeat.value_or(""), "(address)");
    for (const std::string& device : settings.devices) {
        privacy.hide(device, "(camera)");
    }
}

Text joined(const std::vector<std::string>& notices, const Privacy& privacy) {
    Text text;
    for (const std::string& notice : notices) {
        text = text.empty() ? privacy.foreign(notice)
                            : compose("{}; {}", text, privacy.foreign(notice));
    }
    return text;
}

void report_ignored_file(const settings::IgnoredFile& ignored, Privacy& privacy,
                         const Report& report) {
    privacy.hide_path(ignored.file, "(the file beside the program)");
    for (const base::Distrust& distrust : ignored.reasons) {
        privacy.hide(base::owner_of(distrust.path), "(user)");
    }
    report(caution(k_check, k_subject, privacy.foreign(describe(ignored)),
                   privacy.foreign(ways_to_use(ignored))));
}

} // namespace

Finding settings_finding(const SettingsFacts& facts, const Privacy& privacy) {
    const Text file = compose("{} ({})", privacy.path(facts.file), harmless(facts.chosen_by));
    if (!facts.own) {
        const Text owner = facts.owner.empty() ? Text("another user")
                                               : Text("the user " + facts.owner, "another user");
        return caution(k_check, k_subject, compose("{}: belongs to {}", file, owner),
                       compose("run ring-snapshot as {}; a run by somebody else may not be able to "
                               "renew the login",
                               owner));
    }
    if (facts.not_writable) {
        return bad(k_check, k_subject, facts.not_writable->code(),
                   compose("{}: {}", file, privacy.foreign(facts.not_writable->message())),
                   compose("{}{}each renewal of the login has to be stored",
                           privacy.foreign(facts.not_writable->hint()),
                           facts.not_writable->hint().empty() ? "" : "; "));
    }
    if (!facts.exists) {
        return good(k_check, k_subject, compose("{}: none yet; can be written", file));
    }
    if (facts.open_to_others) {
        return caution(
            k_check, k_subject,
            compose("{}: can be written, but its file system keeps no modes (FAT, SMB …)", file),
            "whoever can open that drive can read the login; keep the file on a disk of this "
            "machine, or mount the drive for this user alone");
    }
    if (!facts.notices.empty()) {
        return caution(k_check, k_subject, compose("{}: can be written", file),
                       joined(facts.notices, privacy));
    }
    return good(k_check, k_subject,
                compose("{}: readable by its owner alone, can be written", file));
}

void check_settings(Examination& examination, const Report& report) {
    Context& context = examination.context;
    Privacy& privacy = examination.privacy;
    SettingsFacts facts;
    try {
        const auto& ignored = context.list_ignored_settings();
        settings::Store& store = context.store();
        if (ignored) {
            report_ignored_file(*ignored, privacy, report);
        }
        facts.file = store.file();
        privacy.hide_path(facts.file, "(the settings file)");
        facts.chosen_by = chosen_by(context, facts.file);
        facts.exists = base::modification_time(facts.file).has_value();
        examination.settings = store.load();
        hide_what_is_stored(*examination.settings, privacy);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        report(bad(k_check, k_subject, error, privacy));
        return;
    }
    facts.own = base::is_own(facts.file);
    examination.settings_are_own = facts.own;
    facts.owner = base::owner_of(facts.file);
    facts.open_to_others = base::is_open_to_others(facts.file);
    facts.notices = examination.notices;
    // Written by another user, it would become that user's.
    if (facts.own) {
        try {
            context.store().prove_writable(context.stop());
        } catch (const Error& error) {
            if (error.code() == ErrorCode::interrupted) {
                throw;
            }
            facts.not_writable = error;
        }
    }
    report(settings_finding(facts, privacy));
}

} // namespace cli::doctor
