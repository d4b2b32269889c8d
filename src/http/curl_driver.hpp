// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "http/curl_client.hpp"

#include <curl/curl.h>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace http {

/// The thread that carries all transfers, and the queue before it. A call is owned by the thread
/// that waits for it; the driver sees it from being queued until it is done.
class CurlClient::Driver {
public:
    explicit Driver(ExchangeLog log) : m_log(std::move(log)) {}

    /// Ends all calls and waits until their threads have left.
    ~Driver();

    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;

    Response send(const Request& request, std::stop_token stop);

private:
    struct Call;
    class Visit;

    struct FreeMulti {
        void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
    };

    Response exchange(const Request& request, base::SteadyTime sent, std::stop_token stop);
    void log(const Request& request, Exchange exchange);
    void start();
    void wait_for(Call& call, std::stop_token stop);

    void run() noexcept;
    void finish_completed();
    bool expire_and_admit(std::chrono::milliseconds& next_wait);
    void expire_running(base::SteadyTime now);
    void admit_waiting(base::SteadyTime now);
    void end_all();

    ExchangeLog m_log;
    std::mutex m_log_mutex;

    std::once_flag m_started;
    std::unique_ptr<CURLM, FreeMulti> m_multi;
    /// Of the driver thread alone.
    std::vector<Call*> m_running;

    std::mutex m_mutex;
    std::condition_variable m_caller_left;
    std::deque<Call*> m_waiting;
    int m_callers = 0;
    bool m_closing = false;

    std::thread m_thread;
};

} // namespace http
