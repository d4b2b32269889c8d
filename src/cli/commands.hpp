// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/line/option_declarer.hpp"
#include "cli/line/options.hpp"

#include <span>
#include <string_view>

namespace CLI {
class App;
}

namespace cli {

struct Command {
    /// One word; for a command of another one also that one's, as in "archive check".
    std::string_view name;
    std::string_view help;
    /// Command lines, one a line.
    std::string_view examples;
    /// Declares its options on `app`; parsing fills `invocation`. Both must outlive the parsing.
    void (*declare)(CLI::App& app, Invocation& invocation);
};

/// All commands, in the order of the help. A new one is a folder and a row in commands.cpp.
std::span<const Command> commands();

/// Whether one of them has that name.
bool is_command(std::string_view name);

// Each command declares its options, does its work, prints its results, and returns the exit code
// when it is not the one of an exception.

void declare_login(OptionDeclarer& command, LoginOptions& options);
void declare_list(OptionDeclarer& command, ListOptions& options);
void declare_get(OptionDeclarer& command, GetOptions& options);
/// The options that `get` and `watch` share.
/// @param out_help  explains --out
void declare_pictures(OptionDeclarer& command, GetOptions& options, const char* out_help);
void declare_watch(OptionDeclarer& command, WatchOptions& options);
void declare_service(OptionDeclarer& command, ServiceOptions& options);
void declare_show(OptionDeclarer& command, ShowOptions& options);
void declare_status(OptionDeclarer& command, StatusOptions& options);
void declare_doctor(OptionDeclarer& command, DoctorOptions& options);
void declare_archive(OptionDeclarer& command, ArchiveOptions& options);
void declare_archive_check(OptionDeclarer& command, ArchiveCheckOptions& options);
void declare_archive_rebuild(OptionDeclarer& command, ArchiveRebuildOptions& options);
void declare_archive_backup(OptionDeclarer& command, ArchiveBackupOptions& options);
void declare_archive_export(OptionDeclarer& command, ArchiveExportOptions& options);
void declare_serve(OptionDeclarer& command, ServeOptions& options);
void declare_gallery(OptionDeclarer& command, GalleryOptions& options);
void declare_timelapse(OptionDeclarer& command, TimelapseOptions& options);
void declare_history(OptionDeclarer& command, HistoryOptions& options);
void declare_upload(OptionDeclarer& command, UploadOptions& options);
void declare_completion(OptionDeclarer& command, CompletionOptions& options);
void declare_help(OptionDeclarer& command, HelpOptions& options);

int run_login(Context& context, const LoginOptions& options);
int run_logout(Context& context, const LogoutOptions& options);
int run_list(Context& context, const ListOptions& options);
int run_get(Context& context, const GetOptions& options);
int run_watch(Context& context, const WatchOptions& options);
int run_service(Context& context, const ServiceOptions& options);
int run_history(Context& context, const HistoryOptions& options);
int run_upload(Context& context, const UploadOptions& options);
int run_show(Context& context, const ShowOptions& options);
int run_status(Context& context, const StatusOptions& options);
int run_doctor(Context& context, const DoctorOptions& options);
int run_archive(Context& context, const ArchiveOptions& options);
int run_archive_check(Context& context, const ArchiveCheckOptions& options);
int run_archive_rebuild(Context& context, const ArchiveRebuildOptions& options);
int run_archive_backup(Context& context, const ArchiveBackupOptions& options);
int run_archive_export(Context& context, const ArchiveExportOptions& options);
int run_serve(Context& context, const ServeOptions& options);
int run_gallery(Context& context, const GalleryOptions& options);
int run_timelapse(Context& context, const TimelapseOptions& options);
int run_completion(Context& context, const CompletionOptions& options);
int run_help(Context& context, const HelpOptions& options);
int run_version(Context& context, const VersionOptions& options);

/// Throws Error{usage} that says what may have been meant: a command, or a camera's name.
int refuse_command(Context& context, const UnknownCommand& command);

/// The command line of RingSnapshotDownload.
int run_old_form(Context& context, const OldFormOptions& options);

/// `ring-snapshot` alone: a short help, or on a terminal without a session the way in.
int run_first_steps(Context& context, const NoCommand& options);

/// --version and --licenses.
int print_text(Context& context, const PrintText& print);

} // namespace cli
