// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"
#include "cli/output/output.hpp"
#include "ring/login/login.hpp"
#include "settings/settings.hpp"

#include <any>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// Options that every command takes.
struct CommonOptions {
    std::optional<std::string> settings_file;
    /// The command line is RingSnapshotDownload's.
    bool old_form = false;
    OutputOptions output;
};

/// What a person gives to log in with.
struct LoginInput {
    std::optional<std::string> username;
    base::Secret password;
    base::Secret code;

    bool is_complete() const { return username && !password.empty(); }
};

struct LoginOptions {
    LoginInput input;
    std::optional<std::string> password_file;
    ring::LoginFlow flow = ring::LoginFlow::automatic;
    /// A refresh token, or "-" for standard input.
    base::Secret refresh_token;
    bool show_token = false;
    /// The guide goes on by itself, so that nothing has to be said of the next command.
    bool is_guided = false;
};

struct LogoutOptions {};

struct ListOptions {
    bool everything = false;
    /// Where standard output is not a terminal, print the lines that scripts of the old tool read.
    bool for_old_scripts = false;
};

/// Options of `get`; those of a SavedOptions are std::nullopt when they are not given.
struct GetOptions : settings::SavedOptions {
    std::vector<std::string> devices;
    bool all = false;
    std::optional<std::string> location;
    bool fresh = false;
    bool cached = false;
    bool require_fresh = false;
    std::optional<std::string> out;
    /// Draw the pictures on the terminal, and how.
    bool show = false;
    std::optional<std::string> show_as;
    /// For the guide: draw the first of the pictures, where the terminal shows colours at least.
    bool show_first = false;
    bool save = false;
    /// For get: forget what is remembered.
    bool forget = false;
};

struct ShowOptions {
    /// Cameras by id, or by name as the catalogue knows it; empty: all that have pictures.
    std::vector<std::string> devices;
    std::optional<std::string> at;
    std::optional<std::string> way;
};

/// Options of `watch`: those of `get`, and when to end.
struct WatchOptions : GetOptions {
    std::optional<int> count;
    std::optional<std::chrono::milliseconds> duration;
    /// List what would be deleted.
    bool dry_run = false;
    /// Send one message to --notify.
    bool notify_test = false;
    /// Whose first line becomes mqtt_password.
    std::optional<std::string> mqtt_password_file;
    /// A folder whose gallery is kept up to date.
    std::optional<std::string> gallery;
};

struct ServiceOptions {
    /// install, status, logs, stop, start, remove, or run, which is for service managers.
    std::string action;
    /// What the service does; for install.
    WatchOptions watch;
    /// The same as words of the command line.
    std::vector<std::string> words;
    /// Tells it from the user's other services.
    std::optional<std::string> name;
    /// A service of the machine rather than of the user.
    bool system = false;
    /// Serve the page beside it; for run: in its place.
    bool page = false;
    /// Where the page listens.
    std::optional<std::string> page_listen;
    /// Show what would be done.
    bool print = false;
    /// For run: write a log beside the settings.
    bool log = false;
    /// For run: do nothing when it runs, or when a start would not help.
    bool keep_alive = false;
};

struct StatusOptions {
    /// Cameras by id, or by name as the record knows it; empty: all.
    std::vector<std::string> devices;
    std::optional<std::chrono::milliseconds> max_age;
};

struct DoctorOptions {
    /// Print nothing private.
    bool report = false;
    std::optional<std::string> out;
};

struct ArchiveOptions {};

struct ArchiveCheckOptions {
    /// None: all that is recorded.
    std::vector<std::string> folders;
    bool read = false;
};

struct ArchiveRebuildOptions {
    std::vector<std::string> folders;
};

struct ArchiveBackupOptions {
    std::string file;
};

struct ArchiveExportOptions {};

struct ServeOptions {
    /// Cameras by id, or by name as the catalogue knows it; empty: all that have pictures.
    std::vector<std::string> devices;
    std::optional<std::string> listen;
    std::optional<std::vector<std::string>> hosts;
    std::optional<std::string> base_path;
    std::optional<std::vector<std::string>> frame_ancestors;
    std::optional<std::string> password_file;
    bool no_password = false;
    std::optional<std::string> title;
    std::optional<std::chrono::milliseconds> max_age;
    /// In place of serving: change who may see the page.
    bool set_password = false;
    std::optional<std::string> new_key;
    std::optional<std::string> revoke_key;
};

struct GalleryOptions {
    std::string folder;
    /// Cameras by id, or by name as the catalogue knows it; empty: all that have pictures.
    std::vector<std::string> devices;
    std::optional<int> days;
    std::optional<std::string> from;
    std::optional<std::string> to;
    std::optional<std::string> title;
    bool copy = false;
    bool check = false;
};

struct TimelapseOptions {
    /// Cameras by id, or by name as the catalogue knows it; empty: all that have pictures.
    std::vector<std::string> devices;
    bool all = false;
    std::optional<std::string> location;
    std::optional<std::string> day;
    std::optional<std::string> from;
    std::optional<std::string> to;
    std::optional<std::chrono::milliseconds> last;
    std::optional<std::string> between;
    std::optional<std::string> at;
    std::optional<std::chrono::milliseconds> every;
    bool skip_dark = false;
    std::optional<int> fps;
    std::optional<std::chrono::milliseconds> length;
    std::optional<std::string> size;
    std::optional<int> quality;
    bool stamp = false;
    bool deflicker = false;
    std::optional<std::string> out;
    std::optional<std::string> name;
    bool overwrite = false;
    std::optional<std::string> ffmpeg;
    bool print_command = false;
};

/// Options of `history`: of those of `get` the ones that say which cameras and where to save.
struct HistoryOptions : GetOptions {
    std::optional<std::string> from;
    std::optional<std::string> to;
    /// Save the films too.
    bool films = false;
    /// Fetch what was fetched before.
    bool again = false;
    std::optional<std::string> ffmpeg;
};

/// Options of `upload`: of those that are remembered the ones for uploads alone.
struct UploadOptions : settings::SavedOptions {
    /// "s3://BUCKET/PREFIX"; empty: those that are remembered.
    std::string target;
    /// Cameras by id, or by name as the catalogue knows it; empty: all that have pictures.
    std::vector<std::string> devices;
    std::optional<std::string> from;
    bool check = false;
    /// Forget the target, and upload nothing.
    bool forget = false;
};

struct CompletionOptions {
    /// A shell, or what its script asks for: the names of cameras.
    std::string what;
};

struct HelpOptions {
    /// The words of the command to explain; empty: the whole program.
    std::vector<std::string> command;
    /// Explain the old form.
    bool old_form = false;
};

struct VersionOptions {};

/// Words that begin with no command's name.
struct UnknownCommand {
    std::vector<std::string> words;
};

/// The old tool's command line.
struct OldFormOptions {
    LoginInput input;
    /// The device by its id, the folder and the retries, as far as they are given.
    GetOptions get;
    bool list = false;
    bool force_update = false;
    bool cached = false;
    bool validate_image = false;
    /// Sentences about the command line: values out of range.
    std::vector<std::string> notices;
};

/// `ring-snapshot` alone.
struct NoCommand {};

/// A text to print in place of a command: --version, --licenses.
struct PrintText {
    std::string text;
};

class Context;

/// What a command line asks for: a command and its options.
class Invocation {
public:
    CommonOptions common;

    template <typename Options>
    void choose(const Options& options, int (*run_it)(Context&, const Options&)) {
        m_options = options;
        m_run = [options, run_it](Context& context) { return run_it(context, options); };
    }

    /// The options of the command; nullptr when another one was chosen.
    template <typename Options>
    const Options* find() const {
        return std::any_cast<Options>(&m_options);
    }

    /// Does what was chosen, and returns the exit code when it is not the one of an exception.
    int run(Context& context) const { return m_run(context); }

private:
    std::any m_options;
    std::function<int(Context&)> m_run;
};

} // namespace cli
