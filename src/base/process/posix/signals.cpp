// SPDX-License-Identifier: Apache-2.0
#include "base/process/signals.hpp"

#include "base/process/signals_detail.hpp"
#include "base/system/terminal.hpp"

#include <atomic>
#include <csignal>
#include <mutex>
#include <pthread.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace base {

namespace {

bool is_ignored(int signal) {
    struct sigaction action {};

    return ::sigaction(signal, nullptr, &action) == 0 && (action.sa_flags & SA_SIGINFO) == 0 &&
           action.sa_handler == SIG_IGN;
}

void set_disposition(int signal, void (*handler)(int)) {
    struct sigaction action {};

    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
}

} // namespace

struct SignalWatcher::State : EndRequests {
    sigset_t watched{};
    sigset_t mask_before{};
    std::atomic<bool> ending{false};
    std::thread thread;

    void watch();
    /// Passes the first signal on, by a thread of its own so that `thread` hears the next one
    /// whatever callbacks do.
    void pass_on();
    void await_passed_on();
    /// For a process that ends at once, whatever callbacks do.
    void leave_passing_on();

private:
    std::mutex m_mutex;
    std::thread m_passing_on;
};

SignalWatcher::SignalWatcher() : m_state(std::make_unique<State>()) {
    sigemptyset(&m_state->watched);
    for (const int signal : {SIGINT, SIGTERM}) {
        sigaddset(&m_state->watched, signal);
        // A shell starts background jobs with SIGINT ignored, and some systems drop ignored signals
        // before anybody can wait for them.
        set_disposition(signal, SIG_DFL);
    }
    // nohup(1) asks for this.
    if (!is_ignored(SIGHUP)) {
        sigaddset(&m_state->watched, SIGHUP);
    }
    set_disposition(SIGPIPE, SIG_IGN);
    set_disposition(SIGXFSZ, SIG_IGN);
    // An ignored SIGCHLD would take the exit status of our children away.
    set_disposition(SIGCHLD, SIG_DFL);

    pthread_sigmask(SIG_BLOCK, &m_state->watched, &m_state->mask_before);
    m_state->stop = m_stop;
    m_state->thread = std::thread([state = m_state.get()] { state->watch(); });
}

SignalWatcher::~SignalWatcher() {
    // While a second signal is still heard.
    m_state->await_passed_on();
    m_state->ending = true;
    pthread_kill(m_state->thread.native_handle(), SIGTERM);
    m_state->thread.join();
    m_state->await_passed_on();
    pthread_sigmask(SIG_SETMASK, &m_state->mask_before, nullptr);
}

int SignalWatcher::received() const {
    return m_state->received;
}

void SignalWatcher::State::watch() {
    while (true) {
        int signal = 0;
        if (sigwait(&watched, &signal) != 0) {
            continue;
        }
        if (ending) {
            return;
        }
        switch (take(signal)) {
        case Kind::first:
            pass_on();
            break;
        case Kind::repeat:
            break;
        case Kind::second:
            restore_terminal();
            leave_passing_on();
            ::_exit(128 + signal);
        }
    }
}

void SignalWatcher::State::pass_on() {
    try {
        const std::lock_guard lock(m_mutex);
        m_passing_on = std::thread([source = stop]() mutable { source.request_stop(); });
    } catch (const std::system_error&) {
        // The system gives no thread.
        stop.request_stop();
    }
}

void SignalWatcher::State::await_passed_on() {
    std::thread passing_on;
    {
        const std::lock_guard lock(m_mutex);
        passing_on.swap(m_passing_on);
    }
    if (passing_on.joinable()) {
        passing_on.join();
    }
}

void SignalWatcher::State::leave_passing_on() {
    const std::lock_guard lock(m_mutex);
    if (m_passing_on.joinable()) {
        m_passing_on.detach();
    }
}

bool is_hang_up(int signal) {
    return signal == SIGHUP;
}

} // namespace base
