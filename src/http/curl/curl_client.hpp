// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "http/client.hpp"

#include <curl/curl.h>

#include <array>
#include <condition_variable>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace http {

/// HTTP by libcurl. One multi handle on one driver thread carries the transfers of all calling
/// threads, so that they share connections and, with HTTP/2, a connection's streams. Certificates
/// are always checked. Proxies come from the environment as curl knows them; SSL_CERT_FILE names
/// the certificates to trust instead of the system's.
///
/// The library is initialised and the thread started with the first request; a program that sends
/// none pays nothing. It must outlive all calls of send().
///
/// SIGPIPE must be ignored or blocked, as base::SignalWatcher does: TLS libraries raise it.
class CurlClient final : public Client {
public:
    explicit CurlClient(ExchangeLog log = {});
    ~CurlClient() override;

    CurlClient(const CurlClient&) = delete;
    CurlClient& operator=(const CurlClient&) = delete;

    Response send(const Request& request, std::stop_token stop) override;

    /// libcurl keeps the connection where HTTP/2 was agreed on; to a server that only speaks
    /// HTTP/1.1 it is closed unused. Only the log hears of a failure: the request will meet it as
    /// well.
    void connect_ahead(const std::string& url) override;

private:
    /// Owned by the thread that waits for it; the driver thread uses it until it has ended.
    struct Call;
    struct ConnectionAhead;

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
    std::deque<Call*> m_waiting;
    std::list<ConnectionAhead> m_ahead;
    bool m_closing = false;

    std::thread m_thread;
};

} // namespace http
