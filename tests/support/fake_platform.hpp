// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "cli/platform.hpp"
#include "support/fake_publisher.hpp"

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace test {

/// The lines of `text`, without their ends.
inline std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

/// A console in memory: keeps what is printed and reads what was typed beforehand. Pipes, unless a
/// stream is made a terminal; its terminals take no escape sequences unless told to.
class FakeConsole final : public cli::Console {
public:
    bool is_terminal(cli::Stream stream) const override {
        const std::lock_guard guard(m_mutex);
        return m_terminals.contains(stream);
    }

    bool takes_escapes(cli::Stream stream) const override {
        return m_takes_escapes && is_terminal(stream);
    }

    bool takes_links(cli::Stream stream) const override { return takes_escapes(stream); }

    bool takes_unicode() const override { return !m_is_ascii; }

    int width(cli::Stream /*stream*/) const override { return m_width; }

    int height(cli::Stream /*stream*/) const override { return 24; }

    cli::WriteResult write(cli::Stream stream, std::string_view text) override {
        const std::lock_guard guard(m_mutex);
        if (stream == cli::Stream::error) {
            m_errors += text;
            return {};
        }
        if (m_output_failure.error == 0) {
            m_output += text;
        }
        return m_output_failure;
    }

    std::string ask(cli::Stream stream, std::string_view question,
                    const std::function<bool(std::string_view)>& is_answered,
                    std::chrono::milliseconds time_limit, std::stop_token /*stop*/) override {
        const std::lock_guard guard(m_mutex);
        m_questions.push_back({stream, std::string(question), time_limit});
        if (m_answers.empty()) {
            return {};
        }
        std::string answer = std::move(m_answers.front());
        m_answers.pop_front();
        is_answered(answer);
        return answer;
    }

    std::optional<std::string> read_line(bool /*echo*/, std::stop_token stop) override {
        const std::lock_guard guard(m_mutex);
        if (stop.stop_requested()) {
            throw base::Error(base::ErrorCode::interrupted, "stopped");
        }
        if (m_input.empty()) {
            return {};
        }
        std::string line = std::move(m_input.front());
        m_input.pop_front();
        return line;
    }

    std::optional<std::string> read_pasted_secret(std::stop_token stop) override {
        return read_line(false, std::move(stop));
    }

    std::string read_to_end(std::stop_token stop) override {
        std::string text;
        while (const auto line = read_line(false, stop)) {
            text += *line + "\n";
        }
        return text;
    }

    bool input_is_waiting(std::chrono::milliseconds /*time_limit*/) override {
        const std::lock_guard guard(m_mutex);
        return !m_input.empty();
    }

    void make_terminal(cli::Stream stream) {
        const std::lock_guard guard(m_mutex);
        m_terminals.insert(stream);
    }

    void unmake_terminal(cli::Stream stream) {
        const std::lock_guard guard(m_mutex);
        m_terminals.erase(stream);
    }

    /// Before commands run; a command that shows its progress does not stand still then.
    void take_escapes() { m_takes_escapes = true; }

    /// As in a locale without Unicode. Before commands run.
    void make_ascii() { m_is_ascii = true; }

    /// Of its terminals. Before commands run.
    void set_width(int columns) { m_width = columns; }

    /// What its terminal was asked.
    struct Question {
        cli::Stream stream;
        std::string text;
        std::chrono::milliseconds time_limit;
    };

    std::vector<Question> questions() const {
        const std::lock_guard guard(m_mutex);
        return m_questions;
    }

    /// What its terminal answers to the next question; silence to those that follow.
    void answer(std::string bytes) {
        const std::lock_guard guard(m_mutex);
        m_answers.push_back(std::move(bytes));
    }

    /// The next line that somebody types, or that a script has piped in.
    void type(std::string line) {
        const std::lock_guard guard(m_mutex);
        m_input.push_back(std::move(line));
    }

    /// From now on standard output takes nothing.
    void fail_output(cli::WriteResult how) {
        const std::lock_guard guard(m_mutex);
        m_output_failure = how;
    }

    std::string output() const {
        const std::lock_guard guard(m_mutex);
        return m_output;
    }

    std::string errors() const {
        const std::lock_guard guard(m_mutex);
        return m_errors;
    }

    /// Forgets what was printed so far.
    void clear() {
        const std::lock_guard guard(m_mutex);
        m_output.clear();
        m_errors.clear();
    }

private:
    mutable std::mutex m_mutex;
    std::set<cli::Stream> m_terminals;
    bool m_takes_escapes = false;
    bool m_is_ascii = false;
    int m_width = 80;
    std::vector<Question> m_questions;
    std::deque<std::string> m_answers;
    std::deque<std::string> m_input;
    cli::WriteResult m_output_failure;
    std::string m_output;
    std::string m_errors;
};

/// The MQTT broker that a machine in memory knows: it takes every connection.
struct FakeBrokerPlace {
    FakePublisher publisher;
    /// What the last connection was made with.
    mqtt::Broker broker;
    mqtt::ClientOptions options;
    mqtt::ClientEvents events;
    /// How many connections were made.
    int connections = 0;
    /// Why try_broker() fails.
    std::optional<base::Error> refusal;
};

/// A machine in memory. `clock` and `client` must outlive it.
class FakePlatform final : public cli::Platform {
public:
    FakePlatform(base::Clock& clock, http::Client& client) : m_clock(clock), m_client(client) {}

    base::Clock& clock() override { return m_clock; }

    FakeConsole& console() override { return m_console; }

    std::unique_ptr<http::Client> make_client(http::ExchangeLog /*log*/) override {
        return std::make_unique<Borrowed>(m_client);
    }

    std::unique_ptr<cli::BrokerLink> connect_to_broker(const mqtt::Broker& broker,
                                                       mqtt::ClientOptions options,
                                                       mqtt::ClientEvents events) override {
        m_broker.broker = broker;
        m_broker.options = std::move(options);
        m_broker.events = std::move(events);
        ++m_broker.connections;
        m_broker.events.connected();
        return std::make_unique<Link>(m_broker.publisher);
    }

    void try_broker(const mqtt::Broker& broker, const std::string& client_id) override {
        m_broker.broker = broker;
        m_broker.options.client_id = client_id;
        if (m_broker.refusal) {
            throw base::Error(*m_broker.refusal);
        }
    }

    FakeBrokerPlace& broker() { return m_broker; }

    std::stop_token stop() const override { return m_stop.get_token(); }

    int received_signal() const override { return m_signal; }

    /// As if the process got this signal. Once, from any thread.
    void raise(int signal) {
        m_signal = signal;
        m_stop.request_stop();
    }

private:
    class Borrowed final : public http::Client {
    public:
        explicit Borrowed(http::Client& client) : m_client(client) {}

        http::Response send(const http::Request& request, std::stop_token stop) override {
            return m_client.send(request, std::move(stop));
        }

    private:
        http::Client& m_client;
    };

    class Link final : public cli::BrokerLink {
    public:
        explicit Link(FakePublisher& publisher) : m_publisher(publisher) {}

        void publish(mqtt::Message message) override { m_publisher.publish(std::move(message)); }

        void subscribe(std::string topic) override { m_publisher.subscribe(std::move(topic)); }

        void close(std::vector<mqtt::Message> last, std::chrono::milliseconds) override {
            for (mqtt::Message& message : last) {
                m_publisher.publish(std::move(message));
            }
        }

    private:
        FakePublisher& m_publisher;
    };

    base::Clock& m_clock;
    http::Client& m_client;
    FakeBrokerPlace m_broker;
    FakeConsole m_console;
    std::atomic<int> m_signal = 0;
    std::stop_source m_stop;
};

} // namespace test
