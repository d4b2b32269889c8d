// SPDX-License-Identifier: Apache-2.0
#include "base/process/fed_command.hpp"

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/process/command_detail.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace base {

namespace {

using namespace std::chrono_literals;

/// Between two looks at a command that leaves a write waiting.
constexpr std::chrono::milliseconds k_longest_look = 1s;
/// A process that waits for a dead network drive outlives even being killed.
constexpr auto k_end_of_killed = 2s;

Error stopped() {
    return {ErrorCode::interrupted, "stopped"};
}

} // namespace

class FedCommand::Running {
public:
    Running(const std::vector<std::string>& words,
            const std::map<std::string, std::string>& environment,
            std::chrono::milliseconds longest_silence)
        : m_longest_silence(longest_silence),
          m_command(
              start_command(words, environment, {.capture = &m_capture.files(), .is_fed = true})),
          m_watch([this](const std::stop_token& stop) { watch(stop); }) {}

    ~Running() {
        m_watch.request_stop();
        m_watch.join();
        if (!m_command->has_ended()) {
            kill_and_wait();
        }
    }

    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    bool write(std::string_view bytes, const std::stop_token& stop) {
        const std::stop_callback kill_on_stop(stop, [this] { m_command->kill(); });
        m_waits_since = m_clock.steady_now();
        const bool is_written = m_command->feed(bytes);
        m_waits_since = k_does_not_wait;
        if (stop.stop_requested()) {
            throw stopped();
        }
        return is_written;
    }

    CapturedCommand finish(const std::stop_token& stop) {
        m_command->end_input();
        CapturedCommand captured;
        const bool has_ended =
            poll_until([this] { return m_command->has_ended(); }, m_longest_silence, stop);
        if (!has_ended) {
            kill_and_wait();
        }
        if (stop.stop_requested() && !has_ended) {
            throw stopped();
        }
        captured.result = {m_command->status(), m_timed_out || !has_ended};
        captured.output = m_capture.output();
        captured.errors = m_capture.errors();
        return captured;
    }

private:
    static constexpr SteadyTime k_does_not_wait = SteadyTime::max();

    void kill_and_wait() {
        m_command->kill();
        poll_until([this] { return m_command->has_ended(); }, k_end_of_killed, {});
    }

    /// Kills the command when it leaves a write waiting for too long.
    void watch(const std::stop_token& stop) {
        const auto pause = std::min(m_longest_silence / 4 + 1ms, k_longest_look);
        while (m_clock.sleep_for(pause, stop)) {
            const SteadyTime since = m_waits_since;
            if (since != k_does_not_wait && m_clock.steady_now() - since > m_longest_silence) {
                m_timed_out = true;
                m_command->kill();
                return;
            }
        }
    }

    SystemClock m_clock;
    TemporaryCapture m_capture;
    std::chrono::milliseconds m_longest_silence;
    std::unique_ptr<StartedCommand> m_command;
    std::atomic<SteadyTime> m_waits_since = k_does_not_wait;
    std::atomic<bool> m_timed_out = false;
    std::jthread m_watch;
};

FedCommand::FedCommand(const std::vector<std::string>& words,
                       const std::map<std::string, std::string>& environment,
                       std::chrono::milliseconds longest_silence)
    : m_running(std::make_unique<Running>(words, environment, longest_silence)) {}

FedCommand::~FedCommand() = default;

bool FedCommand::write(std::string_view bytes, std::stop_token stop) {
    return m_running->write(bytes, stop);
}

CapturedCommand FedCommand::finish(std::stop_token stop) {
    return m_running->finish(stop);
}

} // namespace base
