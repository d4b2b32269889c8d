// SPDX-License-Identifier: Apache-2.0
#include "cli/platform.hpp"

#include "base/process/signals.hpp"
#include "base/system/terminal.hpp"
#include "http/curl/curl_client.hpp"

#include <cerrno>
#include <cstdio>
#include <utility>

namespace cli {

namespace {

std::FILE* file_of(Stream stream) {
    return stream == Stream::input ? stdin : stream == Stream::output ? stdout : stderr;
}

class SystemConsole final : public Console {
public:
    bool is_terminal(Stream stream) const override { return base::is_terminal(file_of(stream)); }

    bool takes_escapes(Stream stream) const override {
        return base::takes_escapes(file_of(stream));
    }

    bool takes_links(Stream stream) const override { return base::takes_links(file_of(stream)); }

    bool takes_unicode() const override { return base::takes_unicode(); }

    int width(Stream stream) const override { return base::terminal_size(file_of(stream)).columns; }

    int height(Stream stream) const override { return base::terminal_size(file_of(stream)).lines; }

    WriteResult write(Stream stream, std::string_view text) override {
        std::FILE* const file = file_of(stream);
        errno = 0;
        base::write_text(file, text);
        if (std::fflush(file) == 0 && std::ferror(file) == 0) {
            return {};
        }
        const int error = errno;
        return {error != 0 ? error : EIO, base::is_closed_pipe(file, error)};
    }

    std::string ask(Stream stream, std::string_view question,
                    const std::function<bool(std::string_view)>& is_answered,
                    std::chrono::milliseconds time_limit, std::stop_token stop) override {
        return base::ask_terminal(file_of(stream), question, is_answered, time_limit,
                                  std::move(stop));
    }

    std::optional<std::string> read_line(bool echo, std::stop_token stop) override {
        return base::read_line(echo, std::move(stop));
    }

    std::optional<std::string> read_pasted_secret(std::stop_token stop) override {
        return base::read_pasted_secret(std::move(stop));
    }

    std::string read_to_end(std::stop_token stop) override {
        return base::read_to_end(std::move(stop));
    }

    bool input_is_waiting(std::chrono::milliseconds time_limit) override {
        return base::input_is_waiting(time_limit);
    }
};

class ClientLink final : public BrokerLink {
public:
    ClientLink(base::Clock& clock, const mqtt::Broker& broker, mqtt::ClientOptions options,
               mqtt::ClientEvents events)
        : m_client(clock, broker, std::move(options), std::move(events)) {}

    void publish(mqtt::Message message) override { m_client.publish(std::move(message)); }

    void subscribe(std::string topic) override { m_client.subscribe(std::move(topic)); }

    void close(std::vector<mqtt::Message> last, std::chrono::milliseconds limit) override {
        m_client.close(std::move(last), limit);
    }

private:
    mqtt::Client m_client;
};

class SystemPlatform final : public Platform {
public:
    base::Clock& clock() override { return m_clock; }

    Console& console() override { return m_console; }

    std::unique_ptr<http::Client> make_client(http::ExchangeLog log) override {
        return std::make_unique<http::CurlClient>(std::move(log));
    }

    std::unique_ptr<BrokerLink> connect_to_broker(const mqtt::Broker& broker,
                                                  mqtt::ClientOptions options,
                                                  mqtt::ClientEvents events) override {
        return std::make_unique<ClientLink>(m_clock, broker, std::move(options), std::move(events));
    }

    void try_broker(const mqtt::Broker& broker, const std::string& client_id) override {
        mqtt::try_broker(m_clock, broker, client_id, stop());
    }

    std::stop_token stop() const override { return m_signals.stop_token(); }

    int received_signal() const override { return m_signals.received(); }

private:
    base::SignalWatcher m_signals;
    base::SystemClock m_clock;
    SystemConsole m_console;
};

} // namespace

std::unique_ptr<Console> system_console() {
    return std::make_unique<SystemConsole>();
}

std::unique_ptr<Platform> system_platform() {
    return std::make_unique<SystemPlatform>();
}

} // namespace cli
