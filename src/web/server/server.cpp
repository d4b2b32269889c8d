// SPDX-License-Identifier: Apache-2.0
#include "web/server/server.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <optional>

namespace web {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds k_longest_wait = std::chrono::seconds(60);

} // namespace

Server::Server(const ListenAddress& address, Handler handler, base::Clock& clock,
               ServerLimits limits)
    : m_clock(clock),
      m_handler(std::move(handler)),
      m_limits(limits),
      m_address(address),
      m_listener(listen_at(address)),
      m_wakener(make_wakener()),
      m_workers(limits.threads) {
    m_address.port = port_of(m_listener);
}

void Server::run(std::stop_token stop) {
    const std::stop_callback waking(stop, [this] { wake(); });
    while (!stop.stop_requested()) {
        ++m_turns;
        wait();
        accept_clients();
        take_finished();
    }
}

bool Server::is_alive() {
    const std::uint64_t turns = m_turns;
    // For the next call.
    wake();
    return m_turns_seen.exchange(turns) != turns;
}

void Server::wake() {
    send_some(m_wakener, "!");
}

milliseconds Server::time_to_wait() const {
    const base::SteadyTime now = m_clock.steady_now();
    milliseconds wait = k_longest_wait;
    for (const auto& [id, client] : m_clients) {
        if (const auto end = client.connection.deadline()) {
            wait = std::min(wait, std::chrono::ceil<milliseconds>(*end - now));
        }
    }
    return std::max(wait, milliseconds(0));
}

void Server::wait() {
    m_watched.clear();
    m_watched_ids.clear();
    m_watched.push_back({.handle = m_wakener.handle(), .for_input = true});
    m_watched.push_back({.handle = m_listener.handle(), .for_input = true});
    const std::size_t first = m_watched.size();
    for (const auto& [id, client] : m_clients) {
        m_watched.push_back({.handle = client.socket.handle(),
                             .for_input = client.connection.wants_input(),
                             .for_output = !client.connection.to_send().empty()});
        m_watched_ids.push_back(id);
    }
    wait_for_sockets(m_watched, time_to_wait());
    if (m_watched.front().has_input) {
        std::array<char, 256> wakings{};
        receive_some(m_wakener, wakings.data(), wakings.size());
    }
    for (std::size_t i = 0; i < m_watched_ids.size(); ++i) {
        const auto client = m_clients.find(m_watched_ids[i]);
        if (!advance(client->first, client->second, m_watched[first + i])) {
            m_clients.erase(client);
        }
    }
}

void Server::accept_clients() {
    // A few at a time, so that a crowd that connects does not hold up those who have.
    constexpr int k_most_at_once = 64;
    for (int i = 0; i < k_most_at_once && m_watched[1].has_input; ++i) {
        auto accepted = accept_next(m_listener);
        if (!accepted) {
            return;
        }
        if (m_clients.size() >= m_limits.connections && !make_room()) {
            continue;
        }
        m_clients.emplace(++m_last_id, Client{std::move(accepted->socket),
                                              Connection(accepted->peer, m_clock.steady_now())});
    }
}

bool Server::make_room() {
    const auto is_less = [](const auto& left, const auto& right) {
        const auto key = [](const Connection& connection) {
            // Those that wait for nothing go first, those that are worked on last.
            const int rank = connection.is_idle() ? 0 : connection.is_working() ? 2 : 1;
            return std::pair(rank, connection.last_active());
        };
        return key(left.second.connection) < key(right.second.connection);
    };
    const auto first = std::min_element(m_clients.begin(), m_clients.end(), is_less);
    if (first == m_clients.end() || first->second.connection.is_working()) {
        return false;
    }
    m_clients.erase(first);
    return true;
}

bool Server::read_from(Client& client) {
    std::array<char, 8192> buffer{};
    while (client.connection.wants_input()) {
        const Transfer transfer = receive_some(client.socket, buffer.data(), buffer.size());
        switch (transfer.end) {
        case Transfer::End::moved:
            client.connection.receive({buffer.data(), transfer.bytes}, m_clock.steady_now());
            if (client.connection.is_draining()) {
                return true;
            }
            break;
        case Transfer::End::finished:
            client.connection.end_of_input();
            return true;
        case Transfer::End::later:
            return true;
        case Transfer::End::failed:
            return false;
        }
    }
    return true;
}

bool Server::write_to(Client& client) {
    Connection& connection = client.connection;
    while (!connection.to_send().empty()) {
        const Transfer transfer = send_some(client.socket, connection.to_send());
        if (transfer.end == Transfer::End::later) {
            return true;
        }
        if (transfer.end != Transfer::End::moved) {
            return false;
        }
        connection.sent(transfer.bytes, m_clock.steady_now());
        if (connection.is_draining()) {
            end_sending(client.socket);
        }
    }
    return true;
}

bool Server::advance(Id id, Client& client, const Watched& watched) {
    // A client that has gone wants no answer.
    if (watched.has_failed && !watched.has_input) {
        return false;
    }
    if (watched.has_input && !read_from(client)) {
        return false;
    }
    // A second time for a request that came together with the one that is answered now.
    for (int i = 0; i < 2; ++i) {
        start_work(id, client);
        if (!write_to(client)) {
            return false;
        }
    }
    return !client.connection.is_over(m_clock.steady_now());
}

void Server::start_work(Id id, Client& client) {
    auto request = client.connection.take_request(m_clock.steady_now());
    if (!request) {
        return;
    }
    m_workers.add([this, id, request = std::move(*request)] {
        Finished finished{id, {}};
        try {
            finished.reply = m_handler(request);
        } catch (const std::exception&) {
            finished.reply = text_reply(500, "internal error");
        }
        {
            const std::lock_guard guard(m_mutex);
            m_finished.push_back(std::move(finished));
        }
        wake();
    });
}

void Server::take_finished() {
    std::vector<Finished> finished;
    {
        const std::lock_guard guard(m_mutex);
        finished.swap(m_finished);
    }
    if (finished.empty()) {
        return;
    }
    std::size_t waiting = 0;
    for (const auto& [id, client] : m_clients) {
        waiting += client.connection.to_send().size();
    }
    for (Finished& each : finished) {
        const auto client = m_clients.find(each.id);
        if (client == m_clients.end()) {
            continue;
        }
        if (waiting > 0 && waiting + each.reply.body.size() > m_limits.waiting_bytes) {
            each.reply = text_reply(503, "too many answers wait to be taken");
        }
        Connection& connection = client->second.connection;
        connection.answer(each.reply, m_clock.steady_now(), m_clock.now());
        const bool lives = write_to(client->second);
        start_work(client->first, client->second);
        waiting += connection.to_send().size();
        if (!lives || !write_to(client->second) || connection.is_over(m_clock.steady_now())) {
            m_clients.erase(client);
        }
    }
}

} // namespace web
