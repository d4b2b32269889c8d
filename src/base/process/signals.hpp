// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <stop_token>

namespace base {

/// Turns SIGINT, SIGTERM and SIGHUP into a stop request. Construct it in main() before any other
/// thread starts: it blocks these signals in the calling thread, and so in all that follow. The
/// first signal requests the stop; a second one ends the process at once with 128 + its number,
/// with the terminal's echo restored. Repeats within a tenth of a second count as one signal.
/// SIGHUP stays ignored when it was so at the start (nohup). SIGPIPE and SIGXFSZ are ignored from
/// then on. Stop callbacks run on a thread of their own; one that never comes back does not keep
/// the second signal from being heard.
///
/// On Windows Ctrl-C counts as SIGINT; Ctrl-Break, the end of the window, of the user's session and
/// of the system as SIGTERM.
class SignalWatcher {
public:
    SignalWatcher();
    ~SignalWatcher();

    SignalWatcher(const SignalWatcher&) = delete;
    SignalWatcher& operator=(const SignalWatcher&) = delete;

    std::stop_token stop_token() const { return m_stop.get_token(); }

    /// The number of the signal that came; 0 when none has.
    int received() const;

private:
    struct State;

    std::stop_source m_stop;
    std::unique_ptr<State> m_state;
};

/// Whether `signal` says that the terminal is gone.
bool is_hang_up(int signal);

} // namespace base
