// SPDX-License-Identifier: Apache-2.0
#include "simulator/options.hpp"
#include "simulator/server.hpp"
#include "simulator/service.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <mutex>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace {

/// Prints lines, but never waits for a reader who does not read.
class Narrator {
public:
    void operator()(const std::string& text) {
        const auto line = text + "\n";
        const std::lock_guard lock{m_mutex};
        pollfd entry{STDOUT_FILENO, POLLOUT, 0};
        if (poll(&entry, 1, 0) > 0 && (entry.revents & POLLOUT) != 0) {
            const auto written = write(STDOUT_FILENO, line.data(), line.size());
            static_cast<void>(written);
        }
    }

private:
    std::mutex m_mutex;
};

/// A thousand clients need a thousand descriptors.
void allow_many_connections() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/// Blocks the signals that end the simulator in this thread and all that it starts.
sigset_t block_ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

int run(simulator::Options options) {
    const int wanted_port = options.port;
    const bool quiet = options.quiet;
    const auto signals = block_ending_signals();
    allow_many_connections();

    simulator::Service service{std::move(options)};
    Narrator narrator;
    if (!quiet) {
        service.set_narrator([&](const std::string& line) { narrator(line); });
    }
    simulator::Server server{service};
    int port = 0;
    try {
        port = server.start(wanted_port);
    } catch (const std::runtime_error& e) {
        fmt::print(stderr, "ring-simulator: cannot listen on 127.0.0.1:{}: {}\n", wanted_port,
                   e.what());
        return 1;
    }
    fmt::print("listening on http://127.0.0.1:{}\n", port);
    std::fflush(stdout);

    int signal = 0;
    sigwait(&signals, &signal);
    server.stop();
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    auto line = simulator::read_command_line(argc, argv);
    if (!line.run) {
        return line.exit_code;
    }
    try {
        return run(std::move(line.options));
    } catch (const std::invalid_argument& e) {
        fmt::print(stderr, "ring-simulator: {}\n", e.what());
        return 2;
    } catch (const std::exception& e) {
        fmt::print(stderr, "ring-simulator: {}\n", e.what());
        return 1;
    }
}
