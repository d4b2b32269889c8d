// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "cli/output/output.hpp"
#include "cli/output/status_ticker.hpp"
#include "http/client.hpp"

namespace cli {

/// Shows on a terminal that an answer is being waited for, while it is; so that questions to the
/// user between the requests stand alone. For requests one after the other.
class WaitingClient final : public http::Client {
public:
    /// All must outlive this object.
    WaitingClient(http::Client& inner, Output& output, base::Clock& clock)
        : m_inner(inner), m_output(output), m_clock(clock) {}

    http::Response send(const http::Request& request, std::stop_token stop) override {
        const StatusTicker ticker(m_output, m_clock, waiting_line("waiting for Ring"));
        return m_inner.send(request, std::move(stop));
    }

private:
    http::Client& m_inner;
    Output& m_output;
    base::Clock& m_clock;
};

} // namespace cli
