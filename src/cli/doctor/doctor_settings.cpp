// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_settings.hpp"

#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/given_value.hpp"
#include "cli/doctor/doctor_examination.hpp"
#include "cli/login/ignored_settings.hpp"

#include <fmt/ranges.h>

namespace cli::doctor {

namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

constexpr auto k_check = "settings";
constexpr char k_subject[] = "Settings";

PublicText chosen_by(const Context& context, const fs::path& file) {
    if (context.settings_are_named()) {
        return "named by --settings";
    }
    const auto variable = base::take_variable(base::ValueKind::path, "RING_SNAPSHOT_SETTINGS");
    if (variable && base::path_from_utf8(*variable) == file) {
        return "named by RING_SNAPSHOT_SETTINGS";
    }
    return settings::is_in_usual_place(file) ? PublicText("in the usual place")
                                             : PublicText("beside the program");
}

PublicText reason_of(const base::Distrust& distrust) {
    std::error_code error;
    const bool is_folder = fs::is_directory(distrust.path, error);
    if (distrust.reason == base::Distrust::Reason::other_owner) {
        return is_folder ? PublicText("its folder belongs to another user")
                         : PublicText("it belongs to another user");
    }
    return is_folder ? PublicText("others can write its folder")
                     : PublicText("others can write it");
}

/// Why the file is not used, without its place and its owner.
PublicText reasons_of(const settings::IgnoredFile& ignored) {
    PublicText reasons;
    for (const base::Distrust& distrust : ignored.reasons) {
        const PublicText reason = reason_of(distrust);
        reasons = reasons.empty() ? reason : say("{} and {}", reasons, reason);
    }
    return reasons;
}

std::string joined_notices(const std::vector<std::string>& notices) {
    return fmt::format("{}", fmt::join(notices, "; "));
}

} // namespace

Finding settings_finding(const SettingsFacts& facts) {
    const std::string file =
        fmt::format("{} ({})", base::utf8_from_path(facts.file), facts.chosen_by.str());
    if (!facts.own) {
        const std::string owner = facts.owner.empty() ? "another user" : "the user " + facts.owner;
        return caution(k_check, k_subject, say("{}; belongs to another user", facts.chosen_by),
                       fmt::format("run ring-snapshot as {}; a run by somebody else may not be "
                                   "able to renew the login",
                                   owner),
                       fmt::format("{}: belongs to {}", file, owner));
    }
    if (facts.not_writable) {
        const std::string& hint = facts.not_writable->hint();
        return bad(k_check, k_subject, facts.not_writable->code(),
                   joined(say("{}; cannot be written", facts.chosen_by),
                          reasons_in(facts.not_writable->message())),
                   fmt::format("{}{}each renewal of the login has to be stored", hint,
                               hint.empty() ? "" : "; "),
                   fmt::format("{}: {}", file, facts.not_writable->message()));
    }
    if (!facts.exists) {
        return good(k_check, k_subject, say("{}; none yet, can be written", facts.chosen_by),
                    file + ": none yet; can be written");
    }
    if (facts.open_to_others) {
        return caution(
            k_check, k_subject,
            say("{}; can be written, but its file system keeps no modes", facts.chosen_by),
            "whoever can open that drive can read the login; keep the file on a disk of this "
            "machine, or mount the drive for this user alone",
            file + ": can be written, but its file system keeps no modes (FAT, SMB …)");
    }
    if (!facts.notices.empty()) {
        const std::string notices = joined_notices(facts.notices);
        return caution(
            k_check, k_subject,
            joined(say("{}; can be written; {} notices", facts.chosen_by, facts.notices.size()),
                   reasons_in(notices)),
            notices, file + ": can be written");
    }
    return good(k_check, k_subject,
                say("{}; readable by its owner alone, can be written", facts.chosen_by),
                file + ": readable by its owner alone, can be written");
}

void check_settings(Examination& examination, const Report& report) {
    Context& context = examination.context;
    SettingsFacts facts;
    try {
        const auto& ignored = context.list_ignored_settings();
        settings::Store& store = context.store();
        if (ignored) {
            report(caution(
                k_check, k_subject,
                say("a file beside the program is not used, because {}", reasons_of(*ignored)),
                ways_to_use(*ignored), describe(*ignored)));
        }
        facts.file = store.file();
        facts.chosen_by = chosen_by(context, facts.file);
        facts.exists = base::modification_time(facts.file).has_value();
        examination.settings = store.load();
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        report(bad(k_check, k_subject, error));
        return;
    }
    facts.own = base::is_own(facts.file);
    examination.settings_are_own = facts.own;
    facts.owner = base::owner_of(facts.file);
    facts.open_to_others = base::is_open_to_others(facts.file);
    facts.notices = examination.notices;
    // If this user wrote the file, it would no longer belong to the other.
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
    report(settings_finding(facts));
}

} // namespace cli::doctor
