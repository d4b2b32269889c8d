// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "http/client.hpp"
#include "mqtt/client.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// The three standard streams of a program.
enum class Stream { input, output, error };

/// How writing to a stream ended.
struct WriteResult {
    /// The system's number of the failure; 0: everything was written.
    int error = 0;
    /// The stream is a pipe from which nobody reads any more, as after `| head`.
    bool reader_left = false;
};

/// The standard streams, handed in, so that a test can play the person at the terminal and read
/// what is printed. All members may be called from any thread; one thread at a time reads.
class Console {
public:
    virtual ~Console() = default;

    virtual bool is_terminal(Stream stream) const = 0;

    /// Whether `stream` is a terminal that understands colours and the like (ECMA-48).
    virtual bool takes_escapes(Stream stream) const = 0;

    /// Whether `stream` is a terminal that shows addresses as links (OSC 8), or at least hides
    /// them.
    virtual bool takes_links(Stream stream) const = 0;

    /// Whether more than ASCII is shown as it is meant.
    virtual bool takes_unicode() const = 0;

    /// The size of the terminal behind `stream`; 80 columns and 24 lines when it is not known.
    virtual int width(Stream stream) const = 0;
    virtual int height(Stream stream) const = 0;

    /// Writes UTF-8 `text` and flushes it.
    virtual WriteResult write(Stream stream, std::string_view text) = 0;

    /// Writes `question` to the terminal behind `stream` and reads what that answers, as
    /// base::ask_terminal(). Empty when it cannot be asked, or `stop` is requested.
    virtual std::string ask(Stream stream, std::string_view question,
                            const std::function<bool(std::string_view)>& is_answered,
                            std::chrono::milliseconds time_limit, std::stop_token stop) = 0;

    /// Reads one line without its line end; std::nullopt at the end of the input. Throws
    /// Error{interrupted} when `stop` is requested; Error{usage} for more than 64 KiB.
    /// @param echo  false hides what is typed at a terminal
    virtual std::optional<std::string> read_line(bool echo, std::stop_token stop) = 0;

    /// Reads a long secret that is pasted at a terminal, without showing it (see
    /// base::read_pasted_secret()). Throws as read_line().
    virtual std::optional<std::string> read_pasted_secret(std::stop_token stop) = 0;

    /// Reads standard input to its end. Throws as read_line().
    virtual std::string read_to_end(std::stop_token stop) = 0;

    /// Whether standard input, which is not a terminal, has something to read within `time_limit`.
    /// False at its end. Reads nothing.
    virtual bool input_is_waiting(std::chrono::milliseconds time_limit) = 0;
};

/// A connection to an MQTT broker that is made again for ever: mqtt::Client, or what stands in for
/// it in a test. It ends with the object.
class BrokerLink : public mqtt::Publisher {
public:
    /// As mqtt::Client::close().
    virtual void close(std::vector<mqtt::Message> last, std::chrono::milliseconds limit) = 0;
};

/// What the commands need from the machine. Unit tests hand in test::FakePlatform, so that every
/// command runs without a process, a socket or a sleep. All members may be called from any thread.
class Platform {
public:
    virtual ~Platform() = default;

    virtual base::Clock& clock() = 0;
    virtual Console& console() = 0;

    /// A client of its own for the caller, which follows no redirects. `log` hears of each exchange
    /// for as long as the client lives.
    virtual std::unique_ptr<http::Client> make_client(http::ExchangeLog log) = 0;

    /// Starts to connect to a broker, as mqtt::Client does.
    virtual std::unique_ptr<BrokerLink> connect_to_broker(const mqtt::Broker& broker,
                                                          mqtt::ClientOptions options,
                                                          mqtt::ClientEvents events) = 0;

    /// Logs in at a broker and leaves again, as mqtt::try_broker() does.
    virtual void try_broker(const mqtt::Broker& broker, const std::string& client_id) = 0;

    /// Is requested when a signal asks the program to stop.
    virtual std::stop_token stop() const = 0;

    /// The number of the signal that asked for the stop; 0 when none did.
    virtual int received_signal() const = 0;
};

/// The streams of this process.
std::unique_ptr<Console> system_console();

/// The machine that this process runs on. Make it before any other thread starts
/// (base::SignalWatcher).
std::unique_ptr<Platform> system_platform();

} // namespace cli
