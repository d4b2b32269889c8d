// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/control.hpp"
#include "simulator/faults.hpp"
#include "simulator/http.hpp"
#include "simulator/request_log.hpp"
#include "simulator/router.hpp"
#include "simulator/world.hpp"

#include <functional>
#include <string>

namespace simulator {

/// The simulated service without its sockets: a request in, a reply out. For all threads at once; a
/// call that waits for a picture blocks.
class Service {
public:
    /// Throws std::invalid_argument when a script of faults in the options is wrong, and
    /// std::runtime_error when the log file cannot be written.
    explicit Service(Options options);

    Reply handle(const Request& request);

    World& world() { return m_world; }

    Control& control() { return m_control; }

    /// Called with a line about each request, for a person to read.
    void set_narrator(std::function<void(const std::string&)> narrator) {
        m_narrator = std::move(narrator);
    }

private:
    struct Outcome {
        Reply reply;
        std::string fault;
    };

    Outcome answer(const Request& request, const Router::Match& match);
    Reply good_answer(const Request& request, const Router::Match& match);
    void finish(Reply& reply) const;

    World m_world;
    Router m_router;
    Faults m_faults;
    RequestLog m_log;
    Control m_control;
    std::function<void(const std::string&)> m_narrator;
};

} // namespace simulator
