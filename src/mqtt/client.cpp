// SPDX-License-Identifier: Apache-2.0
#include "mqtt/client.hpp"

#include "base/system/random.hpp"
#include "mqtt/conversation.hpp"
#include "mqtt/outage.hpp"
#include "mqtt/outbox.hpp"
#include "mqtt/session.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <optional>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

namespace mqtt {

namespace {

using base::ErrorCode;
using base::SteadyTime;

constexpr std::chrono::seconds k_shortest_keep_alive{2};

Session::Options session_options(const Broker& broker, const ClientOptions& options) {
    Session::Options session;
    session.address = display_address(broker);
    session.login.client_id = options.client_id;
    session.login.will = options.will;
    session.login.user = broker.user;
    session.login.password = broker.password;
    session.login.keep_alive = std::max(options.keep_alive, k_shortest_keep_alive);
    session.subscriptions = options.subscriptions;
    return session;
}

} // namespace

/// The connection and its thread.
class Client::Worker {
public:
    Worker(base::Clock& clock, Broker broker, const ClientOptions& options, ClientEvents events,
           Connector connector)
        : m_clock(clock),
          m_broker(std::move(broker)),
          m_options(session_options(m_broker, options)),
          m_events(std::move(events)),
          m_connector(std::move(connector)) {
        connect_packet(m_options.login);
        subscribe_packet(1, m_options.subscriptions);
        try {
            m_thread = std::thread([this] { run(); });
        } catch (const std::system_error&) {
            throw base::Error(ErrorCode::unexpected, "cannot start a thread for MQTT");
        }
    }

    ~Worker() { end_by(SteadyTime::min()); }

    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void publish(Message message) {
        check_message(message);
        const std::lock_guard lock(m_mutex);
        if (!m_end) {
            m_outbox.add(std::move(message));
            wake_locked();
        }
    }

    void subscribe(std::string topic) {
        subscribe_packet(1, {topic});
        const std::lock_guard lock(m_mutex);
        if (!m_end && m_connection != nullptr) {
            m_topics_to_add.push_back(std::move(topic));
            wake_locked();
        }
    }

    void close(std::vector<Message> last, std::chrono::milliseconds limit) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_end) {
                return;
            }
            for (Message& message : last) {
                m_outbox.add_last(std::move(message));
            }
        }
        end_by(m_clock.steady_now() + limit);
    }

private:
    /// Lets the thread end when all is said, and at `end` at the latest. Waits for it.
    void end_by(SteadyTime end) {
        {
            const std::lock_guard lock(m_mutex);
            m_end = end;
            wake_locked();
        }
        m_pause_cut.request_stop();
        if (m_thread.joinable()) {
            m_thread.join();
        }
    }

    void wake_locked() {
        if (m_connection != nullptr) {
            m_connection->wake();
        }
    }

    std::optional<SteadyTime> end() const {
        const std::lock_guard lock(m_mutex);
        return m_end;
    }

    bool is_late() const {
        const auto end_of_all = end();
        return end_of_all && m_clock.steady_now() >= *end_of_all;
    }

    /// Whether the client ends without close(), so that nobody wants to know what becomes of it.
    bool is_abandoned() const { return end() == SteadyTime::min(); }

    void run() noexcept {
        std::optional<base::Error> failure;
        for (;;) {
            // A pause may have been cut by close(): then this is the last try.
            const bool is_last = end().has_value();
            if (is_last && m_outbox.is_empty()) {
                return;
            }
            if (!is_last || !is_late()) {
                failure = try_to_talk();
            }
            if (!failure) {
                return;
            }
            if (is_last || is_late()) {
                break;
            }
            pause_after(*failure);
        }
        if (m_events.close_failed && !is_abandoned() && !m_outbox.is_empty()) {
            m_events.close_failed(*failure);
        }
    }

    /// Connects, and stays connected until all is said after close().
    /// @return why it is not; std::nullopt when it is
    std::optional<base::Error> try_to_talk() {
        m_accepted_at.reset();
        try {
            talk();
            return std::nullopt;
        } catch (const base::Error& error) {
            return error;
        } catch (const std::exception& error) {
            return base::Error(ErrorCode::unexpected, fmt::format("MQTT failed: {}", error.what()));
        }
    }

    void pause_after(const base::Error& error) {
        const auto held =
            m_accepted_at
                ? std::optional<std::chrono::nanoseconds>(m_clock.steady_now() - *m_accepted_at)
                : std::nullopt;
        const auto [pause, is_new] = m_outage.failed(error, held, base::random_fraction());
        if (is_new) {
            report(m_events.failed, error);
        }
        static_cast<void>(m_clock.sleep_for(pause, m_pause_cut.get_token()));
    }

    template <typename Event, typename... Arguments>
    void report(const Event& event, const Arguments&... arguments) {
        if (event && !end()) {
            event(arguments...);
        }
    }

    /// Throws when the connection is refused or lost, or close() takes too long.
    void talk() {
        const std::unique_ptr<Connection> connection = m_connector(m_broker);
        const Attached attached(*this, *connection);
        while (!connection->connect()) {
            if (is_late()) {
                throw base::Error(ErrorCode::cannot_write,
                                  fmt::format("cannot connect to {} in time", m_options.address),
                                  "check that the broker runs, and its address and port");
            }
            connection->wait(false, time_until(end(), m_clock.steady_now()));
        }
        Session session(m_options, m_outbox, m_clock.steady_now());
        report_left_out();
        Conversation conversation(m_clock, *connection, session);
        while (!is_late()) {
            conversation.move_bytes();
            report_news(session);
            if (session.is_accepted()) {
                session.subscribe(take_topics_to_add());
            }
            if (is_time_to_leave(session)) {
                session.leave();
                conversation.move_bytes();
            }
            if (session.has_left()) {
                return;
            }
            conversation.wait(end());
        }
        throw session.explain_silence();
    }

    std::vector<std::string> take_topics_to_add() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_topics_to_add, {});
    }

    /// Whether close() was called, and everything is said in time.
    bool is_time_to_leave(const Session& session) const {
        const auto end_of_all = end();
        return end_of_all && m_clock.steady_now() < *end_of_all && session.is_accepted() &&
               !session.is_leaving() && m_outbox.is_empty();
    }

    /// Also while close() waits: whoever publishes once and ends wants to know.
    void report_refusal(const base::Error& error) {
        if (m_events.refused && !is_abandoned()) {
            m_events.refused(error);
        }
    }

    void report_news(Session& session) {
        if (session.is_accepted() && !m_accepted_at) {
            m_accepted_at = m_clock.steady_now();
            report(m_events.connected);
        }
        for (const Message& message : session.take_received()) {
            report(m_events.received, message);
        }
        for (const std::string& topic : session.take_refused_subscriptions()) {
            if (m_refused_subscriptions.insert(topic).second) {
                report_refusal({ErrorCode::cannot_write,
                                fmt::format("the MQTT broker at {} refuses the subscription to {}",
                                            m_options.address, topic),
                                "check what the broker allows this user"});
            }
        }
    }

    void report_left_out() {
        for (const auto& [topic, bytes] : m_outbox.take_left_out()) {
            report_refusal({ErrorCode::cannot_write,
                            fmt::format("the MQTT broker at {} ends the connection when it gets "
                                        "a message of {} bytes to {}, so it is left out",
                                        m_options.address, bytes, topic),
                            "check how large a message the broker takes, and what it allows "
                            "this user"});
        }
    }

    /// Lets others wake a connection as long as it is there.
    class Attached {
    public:
        Attached(Worker& worker, Connection& connection) : m_worker(worker) {
            const std::lock_guard lock(m_worker.m_mutex);
            m_worker.m_connection = &connection;
        }

        ~Attached() {
            const std::lock_guard lock(m_worker.m_mutex);
            m_worker.m_connection = nullptr;
            m_worker.m_topics_to_add.clear();
        }

        Attached(const Attached&) = delete;
        Attached& operator=(const Attached&) = delete;

    private:
        Worker& m_worker;
    };

    base::Clock& m_clock;
    const Broker m_broker;
    const Session::Options m_options;
    const ClientEvents m_events;
    const Connector m_connector;
    Outbox m_outbox;

    mutable std::mutex m_mutex;
    /// When all has to be over, once that is known.
    std::optional<SteadyTime> m_end;
    Connection* m_connection = nullptr;
    /// Of this connection.
    std::vector<std::string> m_topics_to_add;

    std::stop_source m_pause_cut;
    /// Of the thread alone, as what follows.
    Outage m_outage;
    std::set<std::string> m_refused_subscriptions;
    std::optional<SteadyTime> m_accepted_at;

    std::thread m_thread;
};

Client::Client(base::Clock& clock, Broker broker, ClientOptions options, ClientEvents events,
               Connector connector)
    : m_worker(std::make_unique<Worker>(clock, std::move(broker), options, std::move(events),
                                        std::move(connector))) {}

Client::~Client() = default;

void Client::publish(Message message) {
    m_worker->publish(std::move(message));
}

void Client::subscribe(std::string topic) {
    m_worker->subscribe(std::move(topic));
}

void Client::close(std::vector<Message> last, std::chrono::milliseconds limit) {
    for (const Message& message : last) {
        check_message(message);
    }
    m_worker->close(std::move(last), limit);
}

void try_broker(base::Clock& clock, const Broker& broker, const std::string& client_id,
                std::stop_token stop, const Connector& connector) {
    const auto throw_if_stopped = [&] {
        if (stop.stop_requested()) {
            throw base::Error(ErrorCode::interrupted, "stopped");
        }
    };
    throw_if_stopped();
    const std::unique_ptr<Connection> connection = connector(broker);
    const std::stop_callback wake(stop, [&] { connection->wake(); });
    while (!connection->connect()) {
        throw_if_stopped();
        connection->wait(false, time_until(std::nullopt, clock.steady_now()));
    }
    ClientOptions options;
    options.client_id = client_id;
    Outbox nothing;
    Session session(session_options(broker, options), nothing, clock.steady_now());
    Conversation conversation(clock, *connection, session);
    while (!session.has_left()) {
        throw_if_stopped();
        conversation.move_bytes();
        if (session.is_accepted() && !session.is_leaving()) {
            session.leave();
            conversation.move_bytes();
        }
        if (!session.has_left()) {
            conversation.wait(std::nullopt);
        }
    }
}

} // namespace mqtt
