// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "http/curl/curl_client.hpp"

#include <curl/curl.h>

#include <array>
#include <condition_variable>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace http {

/// The thread that carries all transfers, and the queue before it. A call is owned by the thread
/// that waits for it; the driver sees it from being queued until it is done.
class CurlClient::Driver {
public:
    explicit Driver(ExchangeLog log);

    /// Ends all calls and waits until their threads have left.
    ~Driver();

    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;

    Response send(const Request& request, std::stop_token stop);

    void connect_ahead(const std::string& url);

private:
    struct Call;
    struct ConnectionAhead;
    class CallerCount;

    struct FreeMulti {
        void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
    };

    struct FreeShare {
        void operator()(CURLSH* handle) const { curl_share_cleanup(handle); }
    };

    Response exchange(const Request& request, base::SteadyTime sent, std::stop_token stop);
    void log(const Request& request, std::string method, Exchange exchange);
    void start();
    void start_sharing();
    void wait_for(Call& call, std::stop_token stop);

    void run() noexcept;
    void finish_completed();
    bool expire_and_admit(std::chrono::milliseconds& next_wait);
    void expire_running(base::SteadyTime now);
    void admit_waiting(base::SteadyTime now);
    void forget_ended_ahead(std::unique_lock<std::mutex>& lock);
    void end_all();

    ExchangeLog m_log;
    std::mutex m_log_mutex;

    std::once_flag m_started;
    /// The TLS sessions, so that a connection made again need not check certificates again.
    std::array<std::mutex, CURL_LOCK_DATA_LAST> m_share_mutexes;
    std::unique_ptr<CURLSH, FreeShare> m_share;
    std::unique_ptr<CURLM, FreeMulti> m_multi;
    /// Of the driver thread alone.
    std::vector<Call*> m_running;

    std::mutex m_mutex;
    std::condition_variable m_caller_left;
    std::deque<Call*> m_waiting;
    std::list<ConnectionAhead> m_ahead;
    int m_callers = 0;
    bool m_closing = false;

    std::thread m_thread;
};

} // namespace http
