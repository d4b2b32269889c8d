// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_files.hpp"

#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/given_value.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/login/ignored_settings.hpp"

#include <fmt/ranges.h>

#include <iterator>
#include <map>
#include <system_error>

namespace cli::doctor {

namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

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
        const Error& error = *facts.not_writable;
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
            say("{}can be written, but its file system keeps no modes (such as FAT and SMB)",
                place),
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
        } catch (const Error& error) {
            if (error.code() == ErrorCode::interrupted) {
                throw;
            }
            facts.not_writable = error;
        }
    }
    report(settings_finding(facts));
}

namespace {

/// Larger than most pictures.
constexpr std::size_t k_proof_bytes = std::size_t{1} << 20;
constexpr std::uintmax_t k_little_space = std::uintmax_t{100'000'000};

} // namespace

FindingText describe_bytes(std::uintmax_t bytes) {
    static const FindingText units[] = {"KB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    for (; value >= 1000 && unit + 1 < std::size(units); ++unit) {
        value /= 1000;
    }
    return value < 10 && unit > 0 ? say("{:.1f} {}", value, units[unit])
                                  : say("{} {}", static_cast<std::uintmax_t>(value), units[unit]);
}

Finding output_finding(const OutputFacts& facts) {
    if (facts.not_writable) {
        return k_output.bad(*facts.not_writable);
    }
    const FindingText folder = FindingText::local(base::utf8_from_path(facts.folder) + ": ");
    const FindingText space =
        facts.free_bytes ? say(", {} free", describe_bytes(*facts.free_bytes)) : FindingText();
    if (!facts.exists) {
        const FindingText made = say("{}does not exist yet, but can be made{}", folder, space);
        return facts.remembered
                   ? k_output.caution(made,
                                      "if it is on a drive or a NAS, see that this is "
                                      "mounted: pictures would go to the disk of this machine")
                   : k_output.good(made);
    }
    const FindingText writable = say("{}can be written{}", folder, space);
    if (facts.free_bytes && *facts.free_bytes < k_little_space) {
        return k_output.caution(
            writable,
            "make room; watch --keep and --keep-last delete older pictures by themselves");
    }
    if (!facts.keeps_times) {
        return k_output.good(
            joined(writable, "its file system does not keep the times of files, so that other "
                             "programs do not see when pictures were captured"));
    }
    return k_output.good(writable);
}

namespace {

/// The folder that pictures are saved into when `named` is where they go, which may be one file.
std::string folder_of(const std::string& named, const char* source) {
    const std::string out =
        base::take_value(base::ValueKind::path, source, named, ErrorCode::cannot_write);
    const std::string folder = base::utf8_from_path(find_destination(out).folder);
    return folder.empty() ? "." : folder;
}

} // namespace

void check_output(Examination& examination, const Report& report) {
    const auto& given = examination.options.out;
    if (!given && !examination.settings) {
        report(k_output.skipped("needs settings that can be read, or --out DIR"));
        return;
    }
    if (given && *given == "-") {
        report(k_output.skipped("go to standard output"));
        return;
    }
    OutputFacts facts;
    facts.remembered = !given && examination.settings->output_path;
    const std::string named = given ? folder_of(*given, "--out")
                                    : folder_of(examination.settings->output_path.value_or("."),
                                                "OutputPath in the settings");
    std::error_code error;
    facts.folder = fs::absolute(named, error).lexically_normal();
    if (error || facts.folder.empty()) {
        facts.folder = named;
    }
    if (!facts.folder.has_filename() && facts.folder.has_relative_path()) {
        facts.folder = facts.folder.parent_path();
    }
    facts.exists = fs::is_directory(facts.folder, error);
    const fs::space_info space = fs::space(base::nearest_existing_folder(facts.folder), error);
    if (!error) {
        facts.free_bytes = space.available;
    }
    try {
        facts.keeps_times = base::prove_folder_writable(facts.folder, k_proof_bytes).keeps_times;
    } catch (const Error& failure) {
        facts.not_writable = failure;
    }
    report(output_finding(facts));
}

namespace {

/// How the catalogue is kept, and why.
FindingText describe_journal(const archive::CatalogueCondition& condition) {
    const archive::JournalMode& journal = condition.journal;
    if (condition.is_read_only) {
        return "the catalogue can be read, but not written";
    }
    if (journal.writes_ahead) {
        return "catalogue with a write-ahead log";
    }
    if (!journal.shared_file_system.empty()) {
        return say("catalogue without a write-ahead log, as it is on {}",
                   FindingText::one_of({"NFS", "SMB", "FUSE", "9P", "VirtualBox"},
                                       journal.shared_file_system, "a network drive"));
    }
    return journal.probe_failed
               ? FindingText("catalogue without a write-ahead log, which cannot be written there")
               : FindingText("catalogue without a write-ahead log for now");
}

struct Recorded {
    archive::CatalogueCondition condition;
    std::uintmax_t pictures = 0;
    /// The folder of a camera's newest picture that is not there.
    std::optional<std::string> gone;
};

Recorded look_at(archive::Catalogue& catalogue) {
    Recorded recorded;
    for (const archive::CameraTotals& camera : catalogue.cameras()) {
        recorded.pictures += camera.pictures;
        const auto newest = catalogue.newest(camera.id);
        std::error_code error;
        if (newest && !recorded.gone &&
            !fs::is_directory(base::path_from_utf8(newest->place.folder), error)) {
            recorded.gone = newest->place.folder;
        }
    }
    recorded.condition = catalogue.condition();
    return recorded;
}

} // namespace

void check_record(Examination& examination, const Report& report) {
    if (!examination.settings) {
        return;
    }
    Recorded recorded;
    try {
        recorded = look_at(examination.context.archive().catalogue());
    } catch (const Error& error) {
        report(k_record.caution(FindingText::message(error.message()),
                                error.hint().empty()
                                    ? "watch --keep deletes nothing without the catalogue"
                                    : error.hint()));
        return;
    }
    if (!recorded.condition.exists) {
        return;
    }
    if (recorded.gone) {
        report(
            k_record.caution(say("{}, where pictures were saved, is missing",
                                 FindingText::local(*recorded.gone, "a folder")),
                             "if it is on a drive or a NAS, mount that; pictures that were moved "
                             "are not deleted by watch --keep"));
        return;
    }
    const FindingText journal = describe_journal(recorded.condition);
    const FindingText pictures = recorded.pictures == 0
                                     ? FindingText("none")
                                     : say("{}, all folders present", recorded.pictures);
    if (recorded.condition.is_read_only) {
        report(k_record.caution(joined(pictures, journal),
                                "see that this user may write the catalogue and its folder: what "
                                "is saved cannot be recorded"));
        return;
    }
    report(k_record.good(joined(pictures, journal)));
}

} // namespace cli::doctor
