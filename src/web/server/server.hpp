// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "web/server/connection.hpp"
#include "web/server/listen_address.hpp"
#include "web/server/reply.hpp"
#include "web/server/request.hpp"
#include "web/server/socket.hpp"
#include "web/server/workers.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <utility>
#include <vector>

namespace web {

/// Answers a request; called from several threads at a time. What it throws becomes a 500.
using Handler = std::function<Reply(const Request&)>;

/// What a server may use, however many ask.
struct ServerLimits {
    std::size_t connections = 256;
    std::size_t threads = 8;
    /// Of answers that wait to be taken.
    std::size_t waiting_bytes = std::size_t{128} << 20;
};

/// An HTTP/1.1 server for GET and HEAD. One thread, that of run(), waits for all connections, so
/// that idle ones cost no thread; a few others call the handler. When there are too many
/// connections, the one that is idle longest makes room.
class Server {
public:
    /// Listens at `address` from here on. Throws Error{cannot_write} when that cannot be.
    /// @param clock  must outlive this object
    Server(const ListenAddress& address, Handler handler, base::Clock& clock,
           ServerLimits limits = {});

    /// The address with the port that it got.
    const ListenAddress& address() const { return m_address; }

    /// Serves until `stop` is requested; requests that are worked on are finished, but not sent.
    void run(std::stop_token stop);

    /// Whether run() has gone on since the last call; true at the first. From any thread.
    bool is_alive();

private:
    using Id = std::uint64_t;

    struct Client {
        Socket socket;
        Connection connection;
    };

    struct Finished {
        Id id = 0;
        Reply reply;
    };

    void wait();
    void accept_clients();
    bool make_room();
    void take_finished();
    /// Moves what can be moved; false when the connection is over.
    bool advance(Id id, Client& client, const Watched& watched);
    bool read_from(Client& client);
    bool write_to(Client& client);
    void start_work(Id id, Client& client);
    void wake();
    std::chrono::milliseconds time_to_wait() const;

    base::Clock& m_clock;
    std::atomic<std::uint64_t> m_turns = 0;
    std::atomic<std::uint64_t> m_turns_seen = ~std::uint64_t{0};
    Handler m_handler;
    ServerLimits m_limits;
    ListenAddress m_address;
    Socket m_listener;
    Socket m_wakener;
    std::map<Id, Client> m_clients;
    Id m_last_id = 0;
    std::vector<Watched> m_watched;
    std::vector<Id> m_watched_ids;
    std::mutex m_mutex;
    std::vector<Finished> m_finished;
    /// Last: its threads use the others.
    Workers m_workers;
};

} // namespace web
