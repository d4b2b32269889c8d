// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/files/posix/descriptor.hpp"
#include "base/process/command_detail.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#ifdef __GLIBC__
#if __GLIBC_PREREQ(2, 34)
#define HAS_CLOSEFROM_ACTION
#endif
#endif

extern char** environ; // NOLINT(readability-redundant-declaration): not declared everywhere

namespace base {

const bool k_backslash_escapes = true;

namespace {

/// This process's environment with `changes`.
std::vector<std::string> changed_environment(const std::map<std::string, std::string>& changes) {
    std::vector<std::string> variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view variable = *entry;
        const std::string name(variable.substr(0, variable.find('=')));
        if (!changes.contains(name)) {
            variables.emplace_back(variable);
        }
    }
    for (const auto& [name, value] : changes) {
        if (!value.empty()) {
            variables.push_back(name + '=' + value);
        }
    }
    return variables;
}

/// Pointers into `texts`, as the system wants them: ended by a null pointer.
std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

/// Whether the system itself closes the descriptors that a new process is not given by name.
#if defined(__APPLE__)
constexpr short k_inherit_nothing = POSIX_SPAWN_CLOEXEC_DEFAULT;
#else
constexpr short k_inherit_nothing = 0;
#endif

[[maybe_unused]] constexpr int k_first_of_ours = STDERR_FILENO + 1;

#if !defined(__APPLE__) && !defined(HAS_CLOSEFROM_ACTION)
/// Beyond the highest descriptor that is open, and those that other threads open meanwhile.
int end_of_descriptors() {
    constexpr int k_margin = 64;
    constexpr int k_usual_end = 256;
    std::error_code error;
    int end = 0;
    std::filesystem::directory_iterator entry("/proc/self/fd", error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        end = std::max(end, std::atoi(entry->path().filename().c_str()) + 1);
    }
    return (error || end == 0 ? k_usual_end : end) + k_margin;
}
#endif

/// Our own descriptors all close by themselves in a new process. Those that libraries open do so
/// only a moment later, or not at all.
void close_all_of_ours([[maybe_unused]] posix_spawn_file_actions_t& actions) {
#if defined(__APPLE__)
    // k_inherit_nothing does it.
#elif defined(HAS_CLOSEFROM_ACTION)
    posix_spawn_file_actions_addclosefrom_np(&actions, k_first_of_ours);
#else
    const int end = end_of_descriptors();
    for (int descriptor = k_first_of_ours; descriptor < end; ++descriptor) {
        posix_spawn_file_actions_addclose(&actions, descriptor);
    }
#endif
}

class SpawnFileActions {
public:
    /// @param input  becomes the standard input; -1 for an empty one
    SpawnFileActions(const CaptureFiles* capture, int input) {
        posix_spawn_file_actions_init(&m_actions);
        if (input >= 0) {
            posix_spawn_file_actions_adddup2(&m_actions, input, STDIN_FILENO);
        } else {
            posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        }
        if (capture != nullptr) {
            open_new(STDOUT_FILENO, capture->output);
            open_new(STDERR_FILENO, capture->errors);
        } else if (::fcntl(STDERR_FILENO, F_GETFD) >= 0) {
            posix_spawn_file_actions_adddup2(&m_actions, STDERR_FILENO, STDOUT_FILENO);
#ifdef __APPLE__
            posix_spawn_file_actions_addinherit_np(&m_actions, STDERR_FILENO);
#endif
        } else {
            posix_spawn_file_actions_addopen(&m_actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        }
        close_all_of_ours(m_actions);
    }

    ~SpawnFileActions() {
        posix_spawn_file_actions_destroy(&m_actions);
    }

    SpawnFileActions(const SpawnFileActions&) = delete;
    SpawnFileActions& operator=(const SpawnFileActions&) = delete;

    const posix_spawn_file_actions_t* get() const {
        return &m_actions;
    }

private:
    void open_new(int descriptor, const std::filesystem::path& path) {
        posix_spawn_file_actions_addopen(&m_actions, descriptor, path.c_str(),
                                         O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW,
                                         S_IRUSR | S_IWUSR);
    }

    posix_spawn_file_actions_t m_actions{};
};

/// A process group of its own, and signals as they were before SignalWatcher.
class SpawnAttributes {
public:
    SpawnAttributes() {
        posix_spawnattr_init(&m_attributes);
        posix_spawnattr_setpgroup(&m_attributes, 0);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&m_attributes, &none);
        sigset_t reset;
        sigemptyset(&reset);
        // Not SIGHUP: when it is ignored, nohup(1) wants that of our children too.
        for (const int signal : {SIGINT, SIGTERM, SIGQUIT, SIGPIPE, SIGXFSZ, SIGCHLD}) {
            sigaddset(&reset, signal);
        }
        posix_spawnattr_setsigdefault(&m_attributes, &reset);
        posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                    POSIX_SPAWN_SETSIGDEF | k_inherit_nothing);
    }

    ~SpawnAttributes() { posix_spawnattr_destroy(&m_attributes); }

    SpawnAttributes(const SpawnAttributes&) = delete;
    SpawnAttributes& operator=(const SpawnAttributes&) = delete;

    const posix_spawnattr_t* get() const { return &m_attributes; }

private:
    posix_spawnattr_t m_attributes{};
};

Error start_error(const std::string& program, int error) {
    const std::error_code code(error, std::generic_category());
    std::string reason = code.message();
    std::string hint;
    if (code == std::errc::no_such_file_or_directory) {
        reason = "program not found";
        hint = "check its name and PATH; what a shell is to understand needs sh -c '...'";
    } else if (code == std::errc::permission_denied) {
        reason = "it may not be executed";
        hint = "check its mode";
    } else if (code == std::errc::executable_format_error) {
        reason = "it is not a program";
        hint = "a script needs a first line such as #!/bin/sh";
    }
    return {ErrorCode::unexpected, "cannot run " + program + ": " + reason, std::move(hint)};
}

/// The two ends of a pipe, which a new process does not inherit.
struct Pipe {
    Descriptor reader;
    Descriptor writer;
};

Pipe make_pipe(const std::string& program) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
        throw start_error(program, errno);
    }
    // Not by pipe2(), which macOS has not. What another thread starts meanwhile closes them itself.
    for (const int end : ends) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
    }
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// A write to a pipe that nobody reads is then an error like any other.
void ignore_closed_pipes() {
    struct sigaction now {};

    if (::sigaction(SIGPIPE, nullptr, &now) == 0 && now.sa_handler == SIG_DFL) {
        std::signal(SIGPIPE, SIG_IGN);
    }
}

pid_t start(std::vector<std::string> words, const std::map<std::string, std::string>& changes,
            const CaptureFiles* capture, int input) {
    std::vector<std::string> variables = changed_environment(changes);
    const SpawnFileActions actions(capture, input);
    const SpawnAttributes attributes;
    pid_t process = 0;
    const int error = posix_spawnp(&process, words.front().c_str(), actions.get(), attributes.get(),
                                   pointers_to(words).data(), pointers_to(variables).data());
    if (error != 0) {
        throw start_error(words.front(), error);
    }
    return process;
}

int exit_status(int wait_status) {
    return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

/// A process group and the process that leads it.
class ProcessGroup final : public StartedCommand {
public:
    /// @param input  what its standard input is written to; closed when it has none
    ProcessGroup(pid_t leader, Descriptor input) : m_leader(leader), m_input(std::move(input)) {}

    bool has_ended() override {
        if (m_wait_status) {
            return true;
        }
        int wait_status = 0;
        const pid_t ended = ::waitpid(m_leader, &wait_status, WNOHANG);
        if (ended < 0 && errno != EINTR) {
            throw Error(ErrorCode::unexpected, "lost sight of a command that was started");
        }
        if (ended == m_leader) {
            m_wait_status = wait_status;
        }
        return m_wait_status.has_value();
    }

    bool is_gone() override { return has_ended() && is_empty(); }

    void ask_to_end() override { ::kill(-m_leader, SIGTERM); }

    void kill() override { ::kill(-m_leader, SIGKILL); }

    int status() const override {
        return m_wait_status ? exit_status(*m_wait_status) : 128 + SIGKILL;
    }

    bool feed(std::string_view bytes) override {
        while (!bytes.empty()) {
            const ssize_t written = ::write(m_input.get(), bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
        }
        return true;
    }

    void end_input() override { m_input.close(); }

private:
    bool is_empty() const {
        // Orphans become our children when we are a container's first process.
        while (::waitpid(-m_leader, nullptr, WNOHANG) > 0) {
        }
        return ::kill(-m_leader, 0) != 0 && errno == ESRCH;
    }

    pid_t m_leader;
    Descriptor m_input;
    std::optional<int> m_wait_status;
};

} // namespace

std::unique_ptr<StartedCommand> start_command(const std::vector<std::string>& words,
                                              const std::map<std::string, std::string>& changes,
                                              const StartOptions& options) {
    if (!options.is_fed) {
        return std::make_unique<ProcessGroup>(start(words, changes, options.capture, -1),
                                              Descriptor());
    }
    constexpr int k_least_niceness = 10;
    const int niceness = std::max(::getpriority(PRIO_PROCESS, 0), k_least_niceness);
    ignore_closed_pipes();
    Pipe pipe = make_pipe(words.front());
    const pid_t leader = start(words, changes, options.capture, pipe.reader.get());
    // What it starts later inherits this. A refusal only means that others wait a little longer.
    static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(leader), niceness));
    return std::make_unique<ProcessGroup>(leader, std::move(pipe.writer));
}

} // namespace base
