// SPDX-License-Identifier: Apache-2.0
#include "mqtt/session.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <variant>

namespace mqtt {

namespace {

using base::ErrorCode;

constexpr const char* k_check_port =
    "check the port: 1883 is usual for mqtt://, 8883 for mqtts:// (TLS)";
/// More than that is not taken out of the outbox ahead of sending, because a newer message can take
/// the place of one that is still in there.
constexpr std::size_t k_most_packets_ahead = 1;

/// A broker that sends messages, but does not take what acknowledges them.
constexpr std::size_t k_most_packets_behind = 1'000;

constexpr std::uint8_t k_subscription_refused = 0x80;

/// A login does not become right by itself, and a broker may count those that are wrong.
constexpr std::chrono::minutes k_pause_after_refused_login{10};

std::string hint_for_refused_login(const ConnectFields& login) {
    // MQTT knows no password without a user, so it was not even sent.
    return login.user.empty() && !login.password.empty()
               ? "the password needs a user in the address: mqtt://USER@HOST"
               : "check the user name and the password, and what the broker allows this user";
}

[[noreturn]] void throw_refusal(const std::string& address, const ConnectFields& login,
                                std::uint8_t code) {
    constexpr std::uint8_t k_version = 1;
    constexpr std::uint8_t k_client_id = 2;
    constexpr std::uint8_t k_unavailable = 3;
    constexpr std::uint8_t k_wrong_password = 4;
    constexpr std::uint8_t k_not_authorised = 5;
    switch (code) {
    case k_version:
        throw base::Error(ErrorCode::cannot_write,
                          fmt::format("the MQTT broker at {} does not speak MQTT 3.1.1", address));
    case k_client_id:
        throw base::Error(ErrorCode::cannot_write,
                          fmt::format("the MQTT broker at {} refuses the client id", address),
                          "check which client ids it allows");
    case k_unavailable:
        throw base::Error(ErrorCode::cannot_write,
                          fmt::format("the MQTT broker at {} is not available now", address));
    case k_wrong_password:
    case k_not_authorised:
        throw base::Error(ErrorCode::cannot_write,
                          fmt::format("the MQTT broker at {} refuses the login", address),
                          hint_for_refused_login(login), k_pause_after_refused_login);
    default:
        throw base::Error(
            ErrorCode::cannot_write,
            fmt::format("the MQTT broker at {} refuses the connection (code {})", address, code));
    }
}

} // namespace

Session::Session(Options options, Outbox& outbox, base::SteadyTime now)
    : m_options(std::move(options)),
      m_outbox(outbox),
      m_began(now),
      m_last_sent(now),
      m_last_received(now) {
    m_outbox.connection_lost();
    m_output.push_back(connect_packet(m_options.login));
}

std::string_view Session::output(base::SteadyTime now) {
    while (m_is_accepted && !m_is_leaving && m_output.size() < k_most_packets_ahead) {
        auto packet = m_outbox.next_packet();
        if (!packet) {
            break;
        }
        m_output.push_back(std::move(*packet));
        if (!m_unacknowledged_since) {
            m_unacknowledged_since = now;
        }
    }
    return m_output.empty() ? std::string_view()
                            : std::string_view(m_output.front()).substr(m_offset);
}

void Session::sent(std::size_t count, base::SteadyTime now) {
    m_offset += count;
    m_last_sent = count > 0 ? now : m_last_sent;
    if (!m_output.empty() && m_offset >= m_output.front().size()) {
        m_output.pop_front();
        m_offset = 0;
    }
}

void Session::receive(std::string_view bytes, base::SteadyTime now) {
    m_last_received = now;
    m_asked.reset();
    m_reader.add(bytes);
    while (auto packet = m_reader.next()) {
        const bool is_answer = std::holds_alternative<ConnectAnswer>(*packet);
        if (!std::holds_alternative<Malformed>(*packet) && is_answer == m_is_accepted) {
            take(Malformed{is_answer ? "a second answer to the login"
                                     : "something before the answer to the login"},
                 now);
        }
        std::visit([&](auto& each) { take(std::move(each), now); }, *packet);
    }
}

base::Error Session::explain_end(const base::Error& cause) const {
    if (m_is_accepted) {
        return cause;
    }
    return {ErrorCode::cannot_write,
            fmt::format("{} closes the connection instead of answering an MQTT login",
                        m_options.address),
            k_check_port};
}

base::Error Session::explain_silence() const {
    if (m_is_accepted) {
        return {ErrorCode::cannot_write, fmt::format("the MQTT broker at {} does not acknowledge "
                                                     "messages",
                                                     m_options.address)};
    }
    return {ErrorCode::cannot_write,
            fmt::format("{} does not answer an MQTT login", m_options.address), k_check_port};
}

void Session::check_time(base::SteadyTime now) {
    const std::string& address = m_options.address;
    if (!m_is_accepted) {
        if (now - m_began >= k_login_limit) {
            throw explain_silence();
        }
        return;
    }
    if (m_asked && now - std::max(*m_asked, m_last_sent) >= half_keep_alive()) {
        throw base::Error(ErrorCode::cannot_write,
                          fmt::format("the MQTT broker at {} no longer answers", address));
    }
    if (m_unacknowledged_since && now - *m_unacknowledged_since >= k_acknowledgement_limit) {
        throw explain_silence();
    }
    if (!m_asked && now - std::min(m_last_sent, m_last_received) >= half_keep_alive()) {
        m_asked = now;
        m_output.push_back(ping_packet());
    }
}

base::SteadyTime Session::deadline() const {
    if (!m_is_accepted) {
        return m_began + k_login_limit;
    }
    const base::SteadyTime last =
        m_asked ? std::max(*m_asked, m_last_sent) : std::min(m_last_sent, m_last_received);
    const base::SteadyTime next = last + half_keep_alive();
    return m_unacknowledged_since
               ? std::min(next, *m_unacknowledged_since + k_acknowledgement_limit)
               : next;
}

void Session::subscribe(std::vector<std::string> topics) {
    if (topics.empty()) {
        return;
    }
    const PacketId id = m_outbox.take_id();
    m_output.push_back(subscribe_packet(id, topics));
    m_subscriptions.insert_or_assign(id, std::move(topics));
}

void Session::leave() {
    m_is_leaving = true;
    m_output.push_back(disconnect_packet());
}

std::vector<Message> Session::take_received() {
    return std::exchange(m_received, {});
}

std::vector<std::string> Session::take_refused_subscriptions() {
    return std::exchange(m_refused_subscriptions, {});
}

std::chrono::nanoseconds Session::half_keep_alive() const {
    return std::chrono::nanoseconds(m_options.login.keep_alive) / 2;
}

void Session::take(const ConnectAnswer& answer, base::SteadyTime) {
    if (answer.code != 0) {
        throw_refusal(m_options.address, m_options.login, answer.code);
    }
    m_is_accepted = true;
    subscribe(m_options.subscriptions);
}

void Session::take(Publication publication, base::SteadyTime) {
    if (publication.id) {
        if (m_output.size() >= k_most_packets_behind) {
            throw base::Error(
                ErrorCode::cannot_write,
                fmt::format("the MQTT broker at {} sends more than it takes", m_options.address));
        }
        m_output.push_back(publish_acknowledgement_packet(*publication.id));
    }
    if (!publication.is_cut) {
        m_received.push_back(std::move(publication.message));
    }
}

void Session::take(const PublishAcknowledgement& acknowledgement, base::SteadyTime now) {
    m_outbox.acknowledge(acknowledgement.id);
    m_unacknowledged_since =
        m_outbox.has_in_flight() ? std::optional<base::SteadyTime>(now) : std::nullopt;
}

void Session::take(const SubscribeAnswer& answer, base::SteadyTime) {
    const auto subscription = m_subscriptions.extract(answer.id);
    if (subscription.empty()) {
        return;
    }
    const std::vector<std::string>& topics = subscription.mapped();
    for (std::size_t i = 0; i < std::min(answer.codes.size(), topics.size()); ++i) {
        if (answer.codes[i] >= k_subscription_refused) {
            m_refused_subscriptions.push_back(topics[i]);
        }
    }
}

void Session::take(const Malformed& malformed, base::SteadyTime) {
    if (!m_is_accepted) {
        throw base::Error(
            ErrorCode::cannot_write,
            fmt::format("{} does not speak MQTT: it sends {}", m_options.address, malformed.reason),
            k_check_port);
    }
    throw base::Error(ErrorCode::cannot_write,
                      fmt::format("the MQTT broker at {} sends {}, against the standard",
                                  m_options.address, malformed.reason));
}

} // namespace mqtt
