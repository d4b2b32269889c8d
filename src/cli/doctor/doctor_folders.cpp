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

constexpr auto k_output = "output";
constexpr char k_output_subject[] = "Pictures";
constexpr auto k_record = "record";
constexpr char k_record_subject[] = "Saved before";

/// Larger than most pictures.
constexpr std::size_t k_proof_bytes = std::size_t{1} << 20;
constexpr std::uintmax_t k_little_space = std::uintmax_t{100'000'000};

} // namespace

PublicText describe_bytes(std::uintmax_t bytes) {
    static const PublicText units[] = {"KB", "MB", "GB", "TB"};
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
        return bad(k_output, k_output_subject, *facts.not_writable);
    }
    const std::string folder = base::utf8_from_path(facts.folder);
    const PublicText space =
        facts.free_bytes ? say("{} free", describe_bytes(*facts.free_bytes)) : PublicText();
    const std::string free = space.empty() ? "" : ", " + space.str();
    if (!facts.exists) {
        const PublicText made = joined("does not exist yet, but can be made", space);
        const std::string message =
            fmt::format("{}: does not exist yet, but can be made{}", folder, free);
        return facts.remembered
                   ? caution(k_output, k_output_subject, made,
                             "if it is on a drive or a NAS, see that this is mounted: pictures "
                             "would go to the disk of this machine",
                             message)
                   : good(k_output, k_output_subject, made, message);
    }
    const PublicText writable = joined("can be written", space);
    const std::string message = fmt::format("{}: can be written{}", folder, free);
    if (facts.free_bytes && *facts.free_bytes < k_little_space) {
        return caution(
            k_output, k_output_subject, writable,
            "make room; watch --keep and --keep-last delete older pictures by themselves", message);
    }
    if (!facts.keeps_times) {
        return caution(
            k_output, k_output_subject,
            joined(writable, "its file system does not keep the times of files"),
            "put {time:...} into --name: a file without a time in its name, such as that "
            "of --latest, may show an older picture for a while",
            message + "; its file system does not keep the times of files");
    }
    return good(k_output, k_output_subject, writable, message);
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
        report(
            skipped(k_output, k_output_subject, "needs settings that can be read, or --out DIR"));
        return;
    }
    if (given && *given == "-") {
        report(skipped(k_output, k_output_subject, "go to standard output"));
        return;
    }
    OutputFacts facts;
    facts.remembered = !given && examination.settings->output_path;
    std::string named = given ? *given : examination.settings->output_path.value_or(".");
    try {
        named = folder_of(named, given ? "--out" : "OutputPath in the settings");
    } catch (const Error& failure) {
        report(bad(k_output, k_output_subject, failure));
        return;
    }
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
        report(caution(k_record, k_record_subject, reasons_in(error.message()),
                       "watch --keep deletes nothing without that record", error.message()));
        return;
    }
    if (newest.empty()) {
        return;
    }
    for (const auto& [camera, entry] : newest) {
        const fs::path folder = base::path_from_utf8(entry.path).parent_path();
        std::error_code error;
        if (!fs::is_directory(folder, error)) {
            report(caution(k_record, k_record_subject,
                           "a folder is gone, where pictures were saved",
                           "if it is on a drive or a NAS, mount that; pictures that were moved "
                           "are not deleted by watch --keep",
                           base::utf8_from_path(folder) + " is gone, where pictures were saved"));
            return;
        }
    }
    report(good(k_record, k_record_subject,
                say("{} picture{}, their folder{} there", count, plural(count),
                    newest.size() == 1 ? PublicText(" is") : PublicText("s are"))));
}

} // namespace cli::doctor
