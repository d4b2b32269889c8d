// SPDX-License-Identifier: Apache-2.0
#include "service/executor.hpp"

#include "base/error.hpp"
#include "base/files/file_lock.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/given_value.hpp"
#include "service/quoting.hpp"
#include "settings/store.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace service {

namespace {

using base::Error;
using base::ErrorCode;
namespace fs = std::filesystem;

constexpr std::size_t k_largest_file = std::size_t{4} << 20U;

/// As users write commands of this system.
std::string command_line(const std::vector<std::string>& words) {
    return base::k_path_style == base::PathStyle::windows ? windows_line(words) : shell_line(words);
}

void write(const Step& step) {
    const fs::path path = base::path_from_utf8(step.path);
    std::error_code error;
    if (fs::is_regular_file(path, error) &&
        base::read_file(path, k_largest_file) == std::optional(step.content)) {
        return;
    }
    base::make_folders(path.parent_path(), step.owner_only);
    base::write_file_atomically(path, step.content,
                                {.owner_only = step.owner_only, .durable = true});
}

/// A folder that is not empty stays: somebody else's files are in it.
void remove_file(const Step& step) {
    const fs::path path = base::path_from_utf8(step.path);
    std::error_code error;
    if (!fs::remove(path, error) && error && !fs::is_directory(path)) {
        throw Error(ErrorCode::cannot_write,
                    fmt::format("cannot remove {}: {}", step.path, error.message()));
    }
}

void copy_program(const Step& step) {
    const fs::path target = base::path_from_utf8(step.target);
    base::make_folders(target.parent_path(), false);
    // A program that runs cannot be written, but replaced.
    const fs::path draft = base::path_from_utf8(step.target + ".new");
    std::error_code error;
    fs::copy_file(base::path_from_utf8(step.path), draft, fs::copy_options::overwrite_existing,
                  error);
    if (!error) {
        fs::permissions(draft,
                        fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                            fs::perms::others_read | fs::perms::others_exec,
                        error);
    }
    if (!error) {
        fs::rename(draft, target, error);
    }
    if (error) {
        std::error_code ignored;
        fs::remove(draft, ignored);
        throw Error(ErrorCode::cannot_write,
                    fmt::format("cannot copy the program to {}: {}", step.target, error.message()));
    }
}

/// The user's systemd is not there yet right after linger was switched on.
bool is_starting(const Outcome& outcome) {
    return outcome.errors.find("Failed to connect to") != std::string::npos;
}

void take_session(const settings::Settings& from, settings::Settings& to) {
    to.username = from.username;
    to.refresh_token = from.refresh_token;
    to.hardware_id = from.hardware_id;
    to.access_token = from.access_token;
    to.access_token_expires = from.access_token_expires;
    to.access_token_life = from.access_token_life;
    to.token_encoding = from.token_encoding;
    to.user_agent = from.user_agent;
    to.password_login = settings::PasswordLogin::untried;
    // The service goes on by what was remembered; what its own settings hold comes first.
    settings::SavedOptions& remembered = to;
    remembered = settings::SavedOptions(from).with(remembered);
    to.fresh = to.fresh ? to.fresh : from.fresh;
    to.require_fresh = to.require_fresh ? to.require_fresh : from.require_fresh;
}

} // namespace

bool move_login(const std::string& from, const std::string& to, base::Clock& clock,
                const std::stop_token& stop) {
    settings::Store source(base::path_from_utf8(from), clock, [](const std::string&) {});
    settings::Store target(base::path_from_utf8(to), clock, [](const std::string&) {});
    if (!source.load().has_session() || target.load().has_session()) {
        return false;
    }
    settings::Transaction taken = source.begin(stop);
    settings::Transaction given = target.begin(stop);
    if (!taken.settings.has_session() || given.settings.has_session()) {
        return false;
    }
    take_session(taken.settings, given.settings);
    // Stored in its new place before it leaves the old one.
    given.commit();
    taken.settings.forget_session();
    // It goes with the login: Ring would take the next one for the same device.
    taken.settings.hardware_id.clear();
    taken.commit();
    return true;
}

std::vector<Refusal> Executor::carry_out(const Plan& plan) {
    std::vector<Refusal> refused;
    for (const Step& step : plan) {
        carry_out(step, refused);
    }
    return refused;
}

void Executor::carry_out(const Step& step, std::vector<Refusal>& refused) {
    switch (step.kind) {
    case Step::Kind::write_file:
        write(step);
        break;
    case Step::Kind::remove:
        remove_file(step);
        break;
    case Step::Kind::copy_program:
        copy_program(step);
        break;
    case Step::Kind::move_login:
        move_login(step.path, step.target, m_clock, m_stop);
        break;
    case Step::Kind::await_release:
        await_release(step);
        break;
    case Step::Kind::run:
        run(step, refused);
        break;
    }
}

void Executor::await_release(const Step& step) {
    constexpr std::chrono::seconds k_patience(30);
    const fs::path lock = base::path_from_utf8(step.path);
    std::error_code error;
    if (!fs::exists(lock, error)) {
        return;
    }
    try {
        const base::FileLock taken(lock, m_clock, m_stop, k_patience);
    } catch (const Error& failure) {
        if (failure.code() == ErrorCode::interrupted) {
            throw;
        }
        // One that hangs is not waited for; what comes next does not depend on it.
    }
}

void Executor::run(const Step& step, std::vector<Refusal>& refused) {
    const Outcome outcome = run_patiently(step.words);
    if (outcome.succeeded() || step.when_refused == WhenRefused::ignore) {
        return;
    }
    if (!step.if_refused.empty()) {
        for (const Step& other : step.if_refused) {
            carry_out(other, refused);
        }
        return;
    }
    if (step.when_refused == WhenRefused::tell) {
        refused.push_back({step, outcome.reason()});
        return;
    }
    throw Error(ErrorCode::cannot_write,
                fmt::format("{} was refused: {}", command_line(step.words), outcome.reason()));
}

Outcome Executor::run_patiently(const std::vector<std::string>& words) {
    constexpr std::chrono::milliseconds k_pause(500);
    constexpr int k_tries = 20;
    Outcome outcome = m_runner.run(words);
    for (int i = 1; i < k_tries && !outcome.succeeded() && is_starting(outcome); ++i) {
        if (!m_clock.sleep_for(k_pause, m_stop)) {
            throw Error(ErrorCode::interrupted, "stopped");
        }
        outcome = m_runner.run(words);
    }
    return outcome;
}

} // namespace service
