// SPDX-License-Identifier: Apache-2.0
#include "simulator/server.hpp"

#include "base/text/ascii.hpp"
#include "simulator/connection.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <condition_variable>
#include <cstring>
#include <deque>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

namespace simulator {

namespace {

constexpr std::size_t k_most_threads = 4096;
constexpr int k_backlog = 4096;
/// Far beyond what any client has to say.
constexpr std::size_t k_longest_body = std::size_t{4} << 20;
constexpr std::size_t k_endless_limit = std::size_t{256} << 20;
constexpr std::int64_t k_drip_pause_ms = 400;

/// What httplib expects of enqueue(): whether the job was taken; void in older versions.
using Taken = decltype(std::declval<httplib::TaskQueue&>().enqueue(std::function<void()>()));

/// Starts a thread when a job comes and none is free, instead of keeping a thousand from the start.
class LazyThreads final : public httplib::TaskQueue {
public:
    Taken enqueue(std::function<void()> job) override {
        const std::lock_guard lock{m_mutex};
        m_jobs.push_back(std::move(job));
        if (m_free < m_jobs.size() && m_threads.size() < k_most_threads) {
            m_threads.emplace_back([this] { work(); });
        }
        m_changed.notify_one();
        return static_cast<Taken>(true);
    }

    void shutdown() override {
        {
            const std::lock_guard lock{m_mutex};
            m_over = true;
        }
        m_changed.notify_all();
        for (auto& thread : m_threads) {
            thread.join();
        }
    }

private:
    void work() {
        std::unique_lock lock{m_mutex};
        while (true) {
            ++m_free;
            m_changed.wait(lock, [&] { return m_over || !m_jobs.empty(); });
            --m_free;
            if (m_jobs.empty()) {
                return;
            }
            const auto job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            job();
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_jobs;
    std::vector<std::thread> m_threads;
    std::size_t m_free = 0;
    bool m_over = false;
};

/// Undoes what httplib makes of some headers before it calls a handler.
void prepare(httplib::Request& request) {
    // Ranges and compression are left to the routes.
    request.ranges.clear();
    // Without a length, httplib would read until the client closes.
    if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding")) {
        request.headers.emplace("Content-Length", "0");
        request.headers.emplace("X-No-Body", "1");
    }
}

Request translate(const httplib::Request& from) {
    Request request{.method = from.method, .path = from.path, .body = from.body};
    if (request.path.starts_with("http://")) {
        // Sent to a proxy, which is us.
        const auto slash = request.path.find('/', 7);
        request.path = slash == std::string::npos ? "/" : request.path.substr(slash);
    }
    const auto question = from.target.find('?');
    if (question != std::string::npos) {
        const auto query = from.target.substr(question + 1);
        request.query = parse_form(query.substr(0, query.find('#')));
    }
    const bool invented_length = from.has_header("X-No-Body");
    for (const auto& [name, value] : from.headers) {
        const auto lower = base::to_lower(name);
        // httplib adds the addresses as headers of its own.
        const bool from_client = !lower.starts_with("remote_") && !lower.starts_with("local_") &&
                                 lower != "x-no-body" &&
                                 !(invented_length && lower == "content-length");
        if (from_client) {
            request.headers.emplace_back(lower, value);
        }
    }
    return request;
}

/// Announces the whole body and ends the connection after half of it.
void cut_short(const Reply& reply, httplib::Response& response) {
    const auto announced = reply.body.empty() ? std::size_t{1024} : reply.body.size();
    response.status = reply.status == 204 ? 200 : reply.status;
    response.set_content_provider(announced, reply.content_type,
                                  [half = reply.body.substr(0, reply.body.size() / 2)](
                                      std::size_t, std::size_t, httplib::DataSink& sink) {
                                      sink.write(half.data(), half.size());
                                      return false;
                                  });
}

void drip(const Reply& reply, httplib::Response& response, Connection& connection) {
    if (reply.body.empty()) {
        return;
    }
    response.set_content_provider(
        reply.body.size(), reply.content_type,
        [&connection, body = reply.body](std::size_t offset, std::size_t, httplib::DataSink& sink) {
            return !connection.wait_until_gone(k_drip_pause_ms) && sink.write(&body[offset], 1);
        });
}

void send_for_ever(const Reply& reply, httplib::Response& response) {
    response.set_chunked_content_provider(
        reply.content_type, [](std::size_t offset, httplib::DataSink& sink) {
            std::string block(std::size_t{64} << 10, '\x5a');
            if (offset == 0) {
                block.replace(0, 4, "\xff\xd8\xff\xe0");
            }
            return offset < k_endless_limit && sink.write(block.data(), block.size());
        });
}

void write_reply(const Reply& reply, httplib::Response& response, Connection& connection) {
    if (reply.delay_ms > 0) {
        connection.wait_until_gone(reply.delay_ms);
    }
    response.status = reply.status;
    for (const auto& [name, value] : reply.headers) {
        response.headers.emplace(name, value);
    }
    switch (reply.wire) {
    case Wire::hang:
        connection.wait_until_gone(-1);
        connection.silence(false);
        return;
    case Wire::reset:
        connection.silence(true);
        return;
    case Wire::cut:
        cut_short(reply, response);
        return;
    case Wire::drip:
        drip(reply, response, connection);
        return;
    case Wire::endless:
        send_for_ever(reply, response);
        return;
    case Wire::ordinary:
        break;
    }
    if (!reply.content_type.empty()) {
        response.set_content(reply.body, reply.content_type);
    }
}

} // namespace

class Server::Listener final : public httplib::Server {
public:
    explicit Listener(Service& service) {
        const auto handler = [&service](const httplib::Request& request,
                                        httplib::Response& response) {
            write_reply(service.handle(translate(request)), response, *Connection::current());
        };
        const std::string everything = R"([\s\S]*)";
        Get(everything, handler);
        Post(everything, handler);
        Put(everything, handler);
        Patch(everything, handler);
        Delete(everything, handler);
        Options(everything, handler);
        // Newer versions of httplib say that the connection ends after each error, which neither
        // they nor the real service mean.
        set_post_routing_handler([](const httplib::Request& request, httplib::Response& response) {
            if (response.status >= 400 && request.get_header_value("Connection") != "close") {
                response.headers.erase("Connection");
            }
        });
        new_task_queue = [] { return new LazyThreads; };
        set_payload_max_length(k_longest_body);
        set_tcp_nodelay(true);
        set_write_timeout(60);
        // Only for what the Keep-Alive header says; Connection does the waiting.
        set_keep_alive_timeout(Connection::k_idle_seconds);
        set_keep_alive_max_count(1'000'000);
        // httplib's own choice lets a second server have the same port.
        set_socket_options([](socket_t socket) {
            const int yes = 1;
            setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, reinterpret_cast<const char*>(&yes),
                       sizeof yes);
        });
    }

    /// Makes the queue of connections that wait to be accepted long enough for a crowd.
    void widen_backlog() { ::listen(svr_sock_, k_backlog); }

    OpenSockets sockets;

private:
    /// Newer versions of httplib want to be told the addresses, which nothing here asks for.
    template <typename Self>
    static bool serve_request(Self& self, Connection& connection, bool& closed) {
        if constexpr (requires { self.process_request(connection, false, closed, prepare); }) {
            return self.process_request(connection, false, closed, prepare);
        } else {
            return self.process_request(connection, "", 0, "", 0, false, closed, prepare);
        }
    }

    bool process_and_close_socket(socket_t socket) override {
        if (!sockets.add(socket)) {
            return false;
        }
        Connection connection{socket};
        Connection::current() = &connection;
        bool good = true;
        bool closed = false;
        while (good && !closed && connection.wait_for_request()) {
            good = serve_request(*this, connection, closed) && !connection.silenced();
        }
        Connection::current() = nullptr;
        sockets.remove_and_close(socket);
        return good;
    }
};

Server::Server(Service& service)
    : m_service(service), m_listener(std::make_unique<Listener>(service)) {
    service.control().set_connection_counters([this] {
        return Json{{"open", m_listener->sockets.open()},
                    {"accepted", m_listener->sockets.accepted()}};
    });
}

Server::~Server() {
    stop();
}

int Server::start(int port) {
    errno = 0;
    if (port == 0) {
        port = m_listener->bind_to_any_port("127.0.0.1");
    } else if (!m_listener->bind_to_port("127.0.0.1", port)) {
        port = -1;
    }
    if (port <= 0) {
        throw std::runtime_error{std::strerror(errno == 0 ? EADDRINUSE : errno)};
    }
    m_listener->widen_backlog();
    m_service.world().set_address(fmt::format("http://127.0.0.1:{}", port));
    m_thread = std::thread{[this] { m_listener->listen_after_bind(); }};
    while (!m_listener->is_running()) {
        std::this_thread::yield();
    }
    return port;
}

void Server::stop() {
    if (!m_thread.joinable()) {
        return;
    }
    m_service.world().cameras.stop_waiting();
    m_listener->stop();
    m_listener->sockets.shut_down();
    m_thread.join();
}

} // namespace simulator
