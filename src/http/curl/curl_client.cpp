// SPDX-License-Identifier: Apache-2.0
#include "http/curl/curl_client.hpp"

#include "http/curl/curl_failure.hpp"
#include "http/curl/curl_transfer.hpp"
#include "http/url.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <new>

namespace http {

namespace {

using std::chrono::milliseconds;

/// As many streams as most servers allow on one HTTP/2 connection; more would open further ones.
constexpr std::size_t k_most_running = 100;
constexpr long k_most_connections_a_host = 32;
constexpr long k_most_kept_connections = 64;
constexpr milliseconds k_longest_time_limit = std::chrono::hours(24);
constexpr milliseconds k_longest_poll = std::chrono::minutes(1);

base::SteadyTime steady_now() {
    return std::chrono::steady_clock::now();
}

void initialise_libcurl() {
    static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) {
        throw base::Error(base::ErrorCode::unexpected,
                          std::string("libcurl does not start: ") + curl_easy_strerror(code));
    }
}

base::Error interrupted(const std::string& host) {
    return {base::ErrorCode::interrupted, "stopped before " + host + " answered"};
}

} // namespace

struct CurlClient::Call {
    enum class End { none, completed, timed_out, stopped };

    explicit Call(const Request& request)
        : transfer(request),
          stop_grace(std::clamp(request.stop_grace, milliseconds(0), k_longest_time_limit)) {}

    /// Under the client's mutex, because the caller may go as soon as it sees the end.
    void finish(End how, CURLcode result = CURLE_OK) {
        end = how;
        code = result;
        finished.notify_one();
    }

    CurlTransfer transfer;
    const milliseconds stop_grace;

    // Guarded by the client's mutex:
    base::SteadyTime deadline;
    bool stop_requested = false;
    End end = End::none;
    CURLcode code = CURLE_OK;
    std::condition_variable finished;
};

/// A call without a caller: the client owns it until it has ended.
struct CurlClient::ConnectionAhead {
    explicit ConnectionAhead(Request what) : request(std::move(what)), call(request) {
        call.transfer.stop_when_connected();
    }

    Request request;
    base::SteadyTime started;
    Call call;
};

CurlClient::CurlClient(ExchangeLog log) : m_log(std::move(log)) {}

CurlClient::~CurlClient() {
    if (m_thread.joinable()) {
        {
            const std::lock_guard lock(m_mutex);
            m_closing = true;
            curl_multi_wakeup(m_multi.get());
        }
        m_thread.join();
    }
}

Response CurlClient::send(const Request& request, std::stop_token stop) {
    const base::SteadyTime sent = steady_now();
    const auto since_then = [sent] {
        return std::chrono::duration_cast<milliseconds>(steady_now() - sent);
    };
    Exchange done;
    try {
        Response response = exchange(request, sent, std::move(stop));
        done.status = response.status;
        done.body_bytes = response.body.size();
        done.duration = since_then();
        log(request, request.method, std::move(done));
        return response;
    } catch (const base::Error& error) {
        done.failure = error.message();
        done.duration = since_then();
        log(request, request.method, std::move(done));
        throw;
    }
}

void CurlClient::connect_ahead(const std::string& url) {
    start();
    Request request;
    request.url = url;
    const std::lock_guard lock(m_mutex);
    ConnectionAhead& ahead = m_ahead.emplace_back(std::move(request));
    ahead.call.transfer.share(m_share.get());
    ahead.started = steady_now();
    ahead.call.deadline = ahead.started + ahead.request.time_limit;
    m_waiting.push_back(&ahead.call);
    curl_multi_wakeup(m_multi.get());
}

void CurlClient::log(const Request& request, std::string method, Exchange exchange) {
    if (!m_log) {
        return;
    }
    exchange.method = std::move(method);
    exchange.host = display_host(request.url);
    exchange.path = request.has_secret_path ? "/..." : path_of(request.url);
    const std::lock_guard lock(m_log_mutex);
    m_log(exchange);
}

Response CurlClient::exchange(const Request& request, base::SteadyTime sent, std::stop_token stop) {
    if (stop.stop_requested()) {
        throw interrupted(display_host(request.url));
    }
    start();
    const milliseconds limit =
        std::clamp(request.time_limit, milliseconds(0), k_longest_time_limit);
    Call call(request);
    call.transfer.share(m_share.get());
    call.deadline = sent + limit;
    wait_for(call, std::move(stop));
    switch (call.end) {
    case Call::End::timed_out:
        throw request_timed_out(call.transfer.host(), limit);
    case Call::End::none:
    case Call::End::stopped:
        throw interrupted(call.transfer.host());
    case Call::End::completed:
        break;
    }
    Response response = call.transfer.take_response(call.code);
    response.sent = sent;
    response.received = steady_now();
    return response;
}

void CurlClient::start() {
    std::call_once(m_started, [this] {
        initialise_libcurl();
        m_multi.reset(curl_multi_init());
        if (!m_multi) {
            throw std::bad_alloc();
        }
        if (curl_multi_wakeup(m_multi.get()) != CURLM_OK) {
            // Without its wake-up socket the driver would notice calls up to a minute late.
            throw base::Error(base::ErrorCode::unexpected,
                              "cannot open the sockets that requests need: too many open files",
                              "allow this program more of them (ulimit -n)");
        }
        start_sharing();
        curl_multi_setopt(m_multi.get(), CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
        curl_multi_setopt(m_multi.get(), CURLMOPT_MAX_HOST_CONNECTIONS, k_most_connections_a_host);
        curl_multi_setopt(m_multi.get(), CURLMOPT_MAXCONNECTS, k_most_kept_connections);
        m_running.reserve(k_most_running);
        m_thread = std::thread(&CurlClient::run, this);
    });
}

void CurlClient::start_sharing() {
    m_share.reset(curl_share_init());
    if (!m_share) {
        throw std::bad_alloc();
    }
    curl_lock_function lock = [](CURL*, curl_lock_data what, curl_lock_access, void* mutexes) {
        static_cast<std::mutex*>(mutexes)[what].lock();
    };
    curl_unlock_function unlock = [](CURL*, curl_lock_data what, void* mutexes) {
        static_cast<std::mutex*>(mutexes)[what].unlock();
    };
    curl_share_setopt(m_share.get(), CURLSHOPT_LOCKFUNC, lock);
    curl_share_setopt(m_share.get(), CURLSHOPT_UNLOCKFUNC, unlock);
    curl_share_setopt(m_share.get(), CURLSHOPT_USERDATA, m_share_mutexes.data());
    curl_share_setopt(m_share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
}

void CurlClient::wait_for(Call& call, std::stop_token stop) {
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(&call);
        curl_multi_wakeup(m_multi.get());
    }
    const std::stop_callback on_stop(stop, [this, &call] {
        const std::lock_guard lock(m_mutex);
        call.stop_requested = true;
        call.deadline = std::min(call.deadline, steady_now() + call.stop_grace);
        curl_multi_wakeup(m_multi.get());
    });
    std::unique_lock lock(m_mutex);
    call.finished.wait(lock, [&call] { return call.end != Call::End::none; });
}

void CurlClient::run() noexcept {
    milliseconds next_wait(0);
    do {
        curl_multi_poll(m_multi.get(), nullptr, 0, static_cast<int>(next_wait.count()), nullptr);
        int running = 0;
        curl_multi_perform(m_multi.get(), &running);
        finish_completed();
    } while (expire_and_admit(next_wait));
}

void CurlClient::finish_completed() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(m_multi.get(), &left)) {
        // The message is gone once its handle is removed.
        CURL* const handle = message->easy_handle;
        const CURLcode code = message->data.result;
        curl_multi_remove_handle(m_multi.get(), handle);
        const auto call = std::find_if(m_running.begin(), m_running.end(), [&](const Call* each) {
            return each->transfer.handle() == handle;
        });
        const std::lock_guard lock(m_mutex);
        (*call)->finish(Call::End::completed, code);
        m_running.erase(call);
    }
}

/// False when the driver thread is to end.
bool CurlClient::expire_and_admit(milliseconds& next_wait) {
    std::unique_lock lock(m_mutex);
    if (m_closing) {
        // Of calls there are only those without a caller left.
        for (const Call* call : m_running) {
            curl_multi_remove_handle(m_multi.get(), call->transfer.handle());
        }
        return false;
    }
    forget_ended_ahead(lock);
    const base::SteadyTime now = steady_now();
    expire_running(now);
    admit_waiting(now);
    base::SteadyTime next = now + k_longest_poll;
    for (const Call* call : m_running) {
        next = std::min(next, call->deadline);
    }
    for (const Call* call : m_waiting) {
        next = std::min(next, call->deadline);
    }
    next_wait = std::chrono::ceil<milliseconds>(next - now);
    return true;
}

void CurlClient::forget_ended_ahead(std::unique_lock<std::mutex>& lock) {
    std::list<ConnectionAhead> ended;
    for (auto each = m_ahead.begin(); each != m_ahead.end();) {
        const auto next = std::next(each);
        if (each->call.end != Call::End::none) {
            ended.splice(ended.end(), m_ahead, each);
        }
        each = next;
    }
    if (ended.empty()) {
        return;
    }
    lock.unlock();
    for (const ConnectionAhead& ahead : ended) {
        Exchange done;
        if (ahead.call.code != CURLE_ABORTED_BY_CALLBACK) {
            done.failure = "not connected";
        }
        done.duration = std::chrono::duration_cast<milliseconds>(steady_now() - ahead.started);
        log(ahead.request, "connect", std::move(done));
    }
    lock.lock();
}

void CurlClient::expire_running(base::SteadyTime now) {
    const auto first =
        std::stable_partition(m_running.begin(), m_running.end(),
                              [now](const Call* call) { return call->deadline > now; });
    for (auto each = first; each != m_running.end(); ++each) {
        curl_multi_remove_handle(m_multi.get(), (*each)->transfer.handle());
        (*each)->finish((*each)->stop_requested ? Call::End::stopped : Call::End::timed_out);
    }
    m_running.erase(first, m_running.end());
}

void CurlClient::admit_waiting(base::SteadyTime now) {
    std::deque<Call*> still_waiting;
    for (Call* call : m_waiting) {
        if (call->stop_requested) {
            // Not sent yet, so no answer can be lost.
            call->finish(Call::End::stopped);
        } else if (call->deadline <= now) {
            call->finish(Call::End::timed_out);
        } else if (m_running.size() >= k_most_running) {
            still_waiting.push_back(call);
        } else if (curl_multi_add_handle(m_multi.get(), call->transfer.handle()) != CURLM_OK) {
            call->finish(Call::End::completed, CURLE_FAILED_INIT);
        } else {
            m_running.push_back(call);
        }
    }
    m_waiting.swap(still_waiting);
}

} // namespace http
