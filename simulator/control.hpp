// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/faults.hpp"
#include "simulator/http.hpp"
#include "simulator/request_log.hpp"
#include "simulator/world.hpp"

#include <functional>

namespace simulator {

/// The simulator's own interface under `/simulator/…`: the request log, the scripts of faults, and
/// the state of the world. Nothing here is recorded or spoiled.
class Control {
public:
    Control(World& world, Faults& faults, RequestLog& log)
        : m_world(world), m_faults(faults), m_log(log) {}

    static bool owns(const Request& request);

    Reply handle(const Request& request);

    /// Adds what the server knows about connections to the state that is shown.
    void set_connection_counters(std::function<Json()> counters) {
        m_connections = std::move(counters);
    }

private:
    Reply requests(const Request& request);
    Reply faults(const Request& request);
    Reply state(const Request& request);

    World& m_world;
    Faults& m_faults;
    RequestLog& m_log;
    std::function<Json()> m_connections;
};

} // namespace simulator
