// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iterator>
#include <memory>

namespace cli {

namespace {

void declare_logout(OptionDeclarer&, LogoutOptions&) {}

void declare_version(OptionDeclarer&, VersionOptions&) {}

template <typename Options, void (*declare_options)(OptionDeclarer&, Options&),
          int (*run)(Context&, const Options&)>
void declare(CLI::App& app, Invocation& invocation) {
    const auto options = std::make_shared<Options>();
    OptionDeclarer declarer(app);
    declare_options(declarer, *options);
    app.callback([&app, &invocation, options] {
        // CLI11 calls that of a command after those of its own commands.
        if (app.get_subcommands().empty()) {
            invocation.choose(*options, run);
        }
    });
}

constexpr Command k_commands[] = {
    {"login", "log in to your Ring account (once)",
     "ring-snapshot login\n"
     "ring-snapshot login --username my@email.com --2fa-code 123456",
     declare<LoginOptions, declare_login, run_login>},
    {"logout", "forget the stored login", "", declare<LogoutOptions, declare_logout, run_logout>},
    {"list", "list your cameras", "", declare<ListOptions, declare_list, run_list>},
    {"get", "download a snapshot of one, several or all cameras",
     "ring-snapshot get --all --out /pictures\n"
     "ring-snapshot get \"Front Door\" --fresh --latest '{name}.jpg'\n"
     "ring-snapshot get 31000417 --out - > door.jpg",
     declare<GetOptions, declare_get, run_get>},
    {"watch", "take pictures on a schedule until stopped",
     "ring-snapshot watch --all --every 5m --out /pictures\n"
     "ring-snapshot watch Driveway --fresh --between 07:00-22:00 --keep 30d",
     declare<WatchOptions, declare_watch, run_watch>},
    {"history", "save the pictures that your cameras took by themselves",
     "ring-snapshot history --all\n"
     "ring-snapshot history \"Front Door\" --from \"7 d ago\" --out /pictures\n"
     "ring-snapshot history Driveway --from yesterday --to yesterday --films",
     declare<HistoryOptions, declare_history, run_history>},
    {"show", "show saved pictures in the terminal, without asking Ring",
     "ring-snapshot show\n"
     "ring-snapshot show \"Front Door\" --at \"yesterday 14:41\"",
     declare<ShowOptions, declare_show, run_show>},
    {"service", "take pictures in the background, also after a restart",
     "ring-snapshot service install --all --every 5m\n"
     "ring-snapshot service status\n"
     "ring-snapshot service remove",
     declare<ServiceOptions, declare_service, run_service>},
    {"status", "show login, settings and newest saved pictures",
     "ring-snapshot status\n"
     "ring-snapshot status --max-age 1h \"Front Door\"",
     declare<StatusOptions, declare_status, run_status>},
    {"archive", "show what is recorded about saved pictures",
     "ring-snapshot archive\n"
     "ring-snapshot archive check --read\n"
     "ring-snapshot archive rebuild /pictures",
     declare<ArchiveOptions, declare_archive, run_archive>},
    {"archive check", "compare the recorded pictures with their files",
     "ring-snapshot archive check\n"
     "ring-snapshot archive check /pictures --read",
     declare<ArchiveCheckOptions, declare_archive_check, run_archive_check>},
    {"archive rebuild", "record the pictures in a folder",
     "ring-snapshot archive rebuild /pictures",
     declare<ArchiveRebuildOptions, declare_archive_rebuild, run_archive_rebuild>},
    {"archive backup", "copy the catalogue of pictures to a file",
     "ring-snapshot archive backup /mnt/nas/ring-pictures.db",
     declare<ArchiveBackupOptions, declare_archive_backup, run_archive_backup>},
    {"archive export", "print what is recorded as JSON, one object a picture",
     "ring-snapshot archive export > pictures.jsonl",
     declare<ArchiveExportOptions, declare_archive_export, run_archive_export>},
    {"serve", "show saved pictures in a browser",
     "ring-snapshot serve\n"
     "ring-snapshot serve --set-password\n"
     "ring-snapshot serve --listen 0.0.0.0:8642",
     declare<ServeOptions, declare_serve, run_serve>},
    {"gallery", "write a page of saved pictures as files",
     "ring-snapshot gallery /pictures\n"
     "ring-snapshot gallery /var/www/cameras --copy --days 7",
     declare<GalleryOptions, declare_gallery, run_gallery>},
    {"timelapse", "make a film of saved pictures",
     "ring-snapshot timelapse\n"
     "ring-snapshot timelapse Driveway --last 7d --at 12:00 --fps 4\n"
     "ring-snapshot timelapse --all --day 2026-11-23 --length 30s --stamp --out /films",
     declare<TimelapseOptions, declare_timelapse, run_timelapse>},
    {"upload", "upload saved pictures to an S3-compatible object store",
     "ring-snapshot upload s3://my-pictures/Ring\n"
     "ring-snapshot upload s3://my-pictures --from 2026-11-01 Garden\n"
     "ring-snapshot upload s3://my-pictures --check",
     declare<UploadOptions, declare_upload, run_upload>},
    {"doctor", "find out what is wrong and how to fix it",
     "ring-snapshot doctor\n"
     "ring-snapshot doctor --report > report.txt",
     declare<DoctorOptions, declare_doctor, run_doctor>},
    {"completion", "print the completion script for a shell",
     "source <(ring-snapshot completion bash)",
     declare<CompletionOptions, declare_completion, run_completion>},
    {"help", "explain a command",
     "ring-snapshot help\n"
     "ring-snapshot help get",
     declare<HelpOptions, declare_help, run_help>},
    {"version", "show the version", "", declare<VersionOptions, declare_version, run_version>},
};

} // namespace

std::span<const Command> commands() {
    return k_commands;
}

bool is_command(std::string_view name) {
    return std::ranges::find(k_commands, name, &Command::name) != std::end(k_commands);
}

int print_text(Context& context, const PrintText& print) {
    context.output().result_bytes(print.text);
    return 0;
}

} // namespace cli
