// SPDX-License-Identifier: Apache-2.0
#include "base/process/signals.hpp"

#include "base/process/signals_detail.hpp"
#include "base/system/terminal.hpp"
#include "base/system/windows/handle.hpp"

#include <csignal>
#include <mutex>
#include <optional>

namespace base {

namespace {

std::mutex g_mutex;
// The function below has no parameter for it.
EndRequests* g_requests = nullptr;

// Windows calls a function, in a thread made for it, where other systems send a signal: for Ctrl-C
// and Ctrl-Break, and when the window closes, the user logs off or the system shuts down. What runs
// a program as a service sends one of them to stop it.

BOOL WINAPI on_event(DWORD event) {
    const bool is_key = event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT;
    std::optional<std::stop_source> stop;
    {
        const std::lock_guard lock(g_mutex);
        if (g_requests == nullptr) {
            return FALSE;
        }
        const int signal = event == CTRL_C_EVENT ? SIGINT : SIGTERM;
        switch (g_requests->take(signal)) {
        case EndRequests::Kind::first:
            stop = g_requests->stop;
            break;
        case EndRequests::Kind::repeat:
            break;
        case EndRequests::Kind::second:
            restore_terminal();
            ::ExitProcess(static_cast<UINT>(128 + signal));
        }
    }
    if (stop) {
        // Without the mutex, so that the next event is heard whatever callbacks do.
        stop->request_stop();
    }
    if (!is_key) {
        // The system ends the process when this returns, or after some seconds; until then the
        // program can come to its end by itself.
        ::Sleep(INFINITE);
    }
    return TRUE;
}

} // namespace

struct SignalWatcher::State : EndRequests {};

SignalWatcher::SignalWatcher() : m_state(std::make_unique<State>()) {
    m_state->stop = m_stop;
    {
        const std::lock_guard lock(g_mutex);
        g_requests = m_state.get();
    }
    // A program started in the background may have Ctrl-C switched off.
    ::SetConsoleCtrlHandler(nullptr, FALSE);
    ::SetConsoleCtrlHandler(&on_event, TRUE);
}

SignalWatcher::~SignalWatcher() {
    ::SetConsoleCtrlHandler(&on_event, FALSE);
    const std::lock_guard lock(g_mutex);
    g_requests = nullptr;
}

int SignalWatcher::received() const {
    return m_state->received;
}

// The end of the window counts as SIGTERM.
bool is_hang_up(int) {
    return false;
}

} // namespace base
