// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cerrno>
#include <csignal>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace test {

/// A fork of this process that runs a function and ends with its result as exit status. It can
/// tell() its parent bytes. It is killed at the end if it still lives, and kills itself after a
/// minute, so that a red test never hangs.
class ChildProcess {
public:
    class Link {
    public:
        explicit Link(int descriptor) : m_descriptor(descriptor) {}

        void tell(char byte) const {
            if (::write(m_descriptor, &byte, 1) != 1) {
                ::_exit(98);
            }
        }

    private:
        int m_descriptor;
    };

    explicit ChildProcess(const std::function<int(const Link&)>& work) {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) {
            throw std::runtime_error("no pipe");
        }
        m_process = ::fork();
        if (m_process < 0) {
            throw std::runtime_error("no fork");
        }
        if (m_process == 0) {
            ::close(ends[0]);
            ::alarm(60);
            int status = 99;
            try {
                status = work(Link(ends[1]));
            } catch (const std::exception&) {
                status = 97;
            }
            ::_exit(status);
        }
        ::close(ends[1]);
        m_descriptor = ends[0];
    }

    ~ChildProcess() {
        if (m_process > 0) {
            ::kill(m_process, SIGKILL);
            wait();
        }
        ::close(m_descriptor);
    }

    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    pid_t id() const { return m_process; }

    void signal(int number) const { ::kill(m_process, number); }

    /// The next byte that the child tells; 0 when it has ended.
    char hear() const {
        char byte = 0;
        while (::read(m_descriptor, &byte, 1) < 0 && errno == EINTR) {
        }
        return byte;
    }

    /// Waits for its end: the exit status, or 128 + the number of the signal that ended it.
    int wait() {
        int status = 0;
        while (::waitpid(m_process, &status, 0) < 0 && errno == EINTR) {
        }
        m_process = -1;
        return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }

    /// Whether it has ended by now; wait() then tells how.
    bool has_ended() const {
        siginfo_t info{};
        return ::waitid(P_PID, static_cast<id_t>(m_process), &info, WEXITED | WNOHANG | WNOWAIT) ==
                   0 &&
               info.si_pid == m_process;
    }

private:
    pid_t m_process = -1;
    int m_descriptor = -1;
};

/// The number of a process that has ended.
inline pid_t ended_process() {
    ChildProcess child([](const ChildProcess::Link&) { return 0; });
    const pid_t process = child.id();
    child.wait();
    return process;
}

} // namespace test
