// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/process/signals.hpp"
#include "cli/console.hpp"
#include "http/client.hpp"
#include "http/exchange.hpp"

#include <memory>
#include <stop_token>

namespace cli {

/// What the commands need from the machine: time, HTTP, the console and the wish to stop. run()
/// makes the real one; unit tests hand in test::FakePlatform, so that every command runs without a
/// process, a socket or a sleep. All members may be called from any thread.
class Platform {
public:
    virtual ~Platform() = default;

    virtual base::Clock& clock() = 0;
    virtual Console& console() = 0;

    /// A client of its own for the caller, which follows no redirects. `log` hears of each exchange
    /// for as long as the client lives.
    virtual std::unique_ptr<http::Client> make_client(http::ExchangeLog log) = 0;

    /// Is requested when a signal asks the program to stop.
    virtual std::stop_token stop() const = 0;

    /// The number of the signal that asked for the stop; 0 when none did.
    virtual int received_signal() const = 0;
};

/// The machine that this process runs on. Make it before any other thread starts
/// (base::SignalWatcher).
class SystemPlatform final : public Platform {
public:
    base::Clock& clock() override { return m_clock; }

    Console& console() override { return m_console; }

    std::unique_ptr<http::Client> make_client(http::ExchangeLog log) override;

    std::stop_token stop() const override { return m_signals.stop_token(); }

    int received_signal() const override { return m_signals.received(); }

private:
    base::SignalWatcher m_signals;
    base::SystemClock m_clock;
    SystemConsole m_console;
};

} // namespace cli
