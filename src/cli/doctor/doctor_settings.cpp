// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_settings.hpp"

#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/given_value.hpp"
#include "cli/doctor/doctor_examination.hpp"
#include "cli/login/ignored_settings.hpp"

#include <fmt/ranges.h>

#include <system_error>

namespace cli::doctor {

namespace {

namespace fs = std::filesystem;

FindingText chosen_by(const Context& context, const fs::path& file) {
    if (context.settings_are_named()) {
        return "named by --settings";
    }
    const auto variable = base::take_variable(base::ValueKind::path, "RING_SNAPSHOT_SETTINGS");
    if (variable && base::path_from_utf8(*variable) == file) {
        return "named by RING_SNAPSHOT_SETTINGS";
    }
    return settings::is_in_usual_place(file) ? FindingText("in the usual place")
                                             : FindingText("beside the program");
}

/// Why the file is not used, without its place and its owner.
FindingText reasons_of(const settings::IgnoredFile& ignored) {
    FindingText reasons;
    for (const base::Distrust& distrust : ignored.reasons) {
        const bool is_foreign = distrust.reason == base::Distrust::Reason::other_owner;
        std::error_code error;
        const FindingText what =
            fs::is_directory(distrust.path, error) ? FindingText("its folder") : FindingText("it");
        reasons = joined(reasons,
                         is_foreign ? say("{} belongs to another user", what)
                                    : say("others can write {}", what),
                         " and ");
    }
    return reasons;
}

} // namespace

Finding settings_finding(const SettingsFacts& facts) {
    // A colon goes before what is said of a path.
    const FindingText place = FindingText::local(
        fmt::format("{} ({}): ", base::utf8_from_path(facts.file), facts.chosen_by.shown()),
        say("{}; ", facts.chosen_by));
    if (!facts.own) {
        const std::string owner = facts.owner.empty() ? "another user" : "the user " + facts.owner;
        return k_settings.caution(
            say("{}belongs to {}", place, FindingText::local(owner, "another user")),
            fmt::format("run ring-snapshot as {}; a run by somebody else may not be able to renew "
                        "the login",
                        owner));
    }
    if (facts.not_writable) {
        const base::Error& error = *facts.not_writable;
        const FindingText message = FindingText::message(error.message());
        return k_settings.bad(
            error.code(),
            say("{}{}", place,
                FindingText::local(error.message(), joined("cannot be written", message))),
            fmt::format("{}{}each renewal of the login has to be stored", error.hint(),
                        error.hint().empty() ? "" : "; "));
    }
    if (!facts.exists) {
        return k_settings.good(say("{}none yet; can be written", place));
    }
    if (facts.open_to_others) {
        return k_settings.caution(
            say("{}can be written, but its file system keeps no modes (FAT, SMB …)", place),
            "whoever can open that drive can read the login; keep the file on a disk of this "
            "machine, or mount the drive for this user alone");
    }
    if (!facts.notices.empty()) {
        const std::string notices = fmt::format("{}", fmt::join(facts.notices, "; "));
        const FindingText published =
            joined(say("; {} notices", facts.notices.size()), FindingText::message(notices));
        return k_settings.caution(
            say("{}can be written{}", place, FindingText::local({}, published)), notices);
    }
    return k_settings.good(say("{}readable by its owner alone, can be written", place));
}

void check_settings(Examination& examination, const Report& report) {
    Context& context = examination.context;
    if (const auto& ignored = context.list_ignored_settings()) {
        report(k_settings.caution(
            FindingText::local(
                cli::describe(*ignored),
                say("a file beside the program is not used, because {}", reasons_of(*ignored))),
            ways_to_use(*ignored)));
    }
    SettingsFacts facts;
    facts.file = context.store().file();
    facts.chosen_by = chosen_by(context, facts.file);
    facts.exists = base::modification_time(facts.file).has_value();
    examination.settings = context.store().load();
    facts.own = base::is_own(facts.file);
    examination.settings_are_own = facts.own;
    facts.owner = base::owner_of(facts.file);
    facts.open_to_others = base::is_open_to_others(facts.file);
    facts.notices = examination.notices;
    // If this user wrote the file, it would no longer belong to the other.
    if (facts.own) {
        try {
            context.store().prove_writable(context.stop());
        } catch (const base::Error& error) {
            if (error.code() == base::ErrorCode::interrupted) {
                throw;
            }
            facts.not_writable = error;
        }
    }
    report(settings_finding(facts));
}

} // namespace cli::doctor
