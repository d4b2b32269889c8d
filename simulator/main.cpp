// SPDX-License-Identifier: Apache-2.0
#include "simulator/options.hpp"
#include "simulator/server.hpp"
#include "simulator/service.hpp"
#include "simulator/system.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

/// Prints lines, one at a time.
class Narrator {
public:
    void operator()(const std::string& text) {
        const std::lock_guard lock{m_mutex};
        simulator::print_unless_full(text + "\n");
    }

private:
    std::mutex m_mutex;
};

int run(simulator::Options options) {
    const int wanted_port = options.port;
    const bool quiet = options.quiet;
    simulator::Ending ending;
    simulator::allow_many_connections();

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

    ending.wait();
    server.stop();
    return 0;
}

} // namespace

int main(int argc, char** argv) {
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
