// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace service {

/// What is done with a command that the system refuses.
enum class WhenRefused {
    /// It ends the whole plan.
    fail,
    /// The service works without it, though not fully; the person is told.
    tell,
    /// There was nothing to do, as when what is not running is stopped.
    ignore,
};

/// One thing to be done. Paths are UTF-8 text in the manner of the system that it is for, so that
/// the plans of all systems can be made and tested on one.
struct Step {
    enum class Kind {
        write_file,
        /// A file, or a folder when it is empty.
        remove,
        copy_program,
        move_login,
        /// Waits until nobody holds the lock file, half a minute at most.
        await_release,
        run,
    };

    Kind kind = Kind::run;
    /// The file to write or remove; where a program or login comes from.
    std::string path;
    /// Where a program or login goes.
    std::string target;
    std::string content;
    /// Mode 0600, and its folder 0700 where it is made; otherwise as the umask says.
    bool owner_only = false;
    /// The content may hold secrets: only the names before "=" are shown.
    bool is_secret = false;
    /// The command.
    std::vector<std::string> words;
    WhenRefused when_refused = WhenRefused::fail;
    /// What does not work without it, and the command that a person has to run, if there is one;
    /// for WhenRefused::tell.
    std::string consequence;
    std::string by_hand;
    /// What is done in its place when it is refused.
    std::vector<Step> if_refused;
};

using Plan = std::vector<Step>;

Step write_file(std::string path, std::string content);
Step write_private_file(std::string path, std::string content);
Step write_secret_file(std::string path, std::string content);
Step await_release(std::string path);
Step remove_path(std::string path);
Step run(std::vector<std::string> words);
Step try_to_run(std::vector<std::string> words);
Step run_or_tell(std::vector<std::string> words, std::string consequence, std::string by_hand);

/// Appends `more` to `plan`.
void append(Plan& plan, Plan more);

/// The plan for people, line by line: each file with its mode and content, each command. Secrets
/// are not shown.
std::vector<std::string> describe(const Plan& plan);

} // namespace service
