// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_folders.hpp"

#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/given_value.hpp"
#include "cli/doctor/doctor_examination.hpp"
#include "cli/get/get_plan.hpp"

#include <iterator>
#include <map>
#include <system_error>

namespace cli::doctor {

namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

/// Larger than most pictures.
constexpr std::size_t k_proof_bytes = std::size_t{1} << 20;
constexpr std::uintmax_t k_little_space = std::uintmax_t{100'000'000};

} // namespace

FindingText describe_bytes(std::uintmax_t bytes) {
    static const FindingText units[] = {"KB", "MB", "GB", "TB"};
    constexpr std::uintmax_t k_thousand = 1000;
    constexpr std::size_t k_last = std::size(units) - 1;
    std::uintmax_t value = bytes / k_thousand;
    std::size_t unit = 0;
    for (; unit < k_last && value >= 10 * k_thousand; ++unit) {
        value /= k_thousand;
    }
    if (unit < k_last && value >= k_thousand) {
        return say("{:.1f} {}", static_cast<double>(value) / k_thousand, units[unit + 1]);
    }
    return say("{} {}", value, units[unit]);
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
        return k_output.caution(
            joined(writable, "its file system does not keep the times of files"),
            "put {time:...} into --name: a file without a time in its name, such as that of "
            "--latest, may show an older picture for a while");
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

void check_record(Examination& examination, const Report& report) {
    if (!examination.settings) {
        return;
    }
    std::map<std::string, archive::IndexEntry> newest;
    std::size_t count = 0;
    try {
        const auto entries = examination.context.archive().pictures();
        count = entries.size();
        for (const archive::IndexEntry& entry : entries) {
            newest[entry.camera_id] = entry;
        }
    } catch (const Error& error) {
        report(k_record.caution(FindingText::message(error.message()),
                                "watch --keep deletes nothing without that record"));
        return;
    }
    if (newest.empty()) {
        return;
    }
    for (const auto& [camera, entry] : newest) {
        const fs::path folder = base::path_from_utf8(entry.path).parent_path();
        std::error_code error;
        if (!fs::is_directory(folder, error)) {
            report(k_record.caution(
                say("{} is gone, where pictures were saved",
                    FindingText::local(base::utf8_from_path(folder), "a folder")),
                "if it is on a drive or a NAS, mount that; pictures that were moved are not "
                "deleted by watch --keep"));
            return;
        }
    }
    report(k_record.good(say("{} picture{}, their folder{} there", count, plural(count),
                             newest.size() == 1 ? FindingText(" is") : FindingText("s are"))));
}

} // namespace cli::doctor
