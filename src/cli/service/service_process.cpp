// SPDX-License-Identifier: Apache-2.0
#include "cli/service/service_process.hpp"

#include "base/error.hpp"
#include "base/files/file_lock.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/process/environment.hpp"
#include "base/process/process.hpp"
#include "cli/commands.hpp"
#include "cli/line/command_line.hpp"
#include "cli/serve/page_server.hpp"
#include "cli/service/service_place.hpp"
#include "cli/watch/watch_sinks.hpp"
#include "service/option_file.hpp"
#include "service/rotating_log.hpp"
#include "service/state.hpp"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using service::Installation;
using service::Part;

/// Sends messages to the log, and results nowhere: they are pictures, which lie in their folder.
class LogConsole final : public Console {
public:
    explicit LogConsole(const std::string& file) : m_log(base::path_from_utf8(file)) {}

    bool is_terminal(Stream) const override { return false; }

    bool takes_escapes(Stream) const override { return false; }

    bool takes_links(Stream) const override { return false; }

    bool takes_unicode() const override { return true; }

    int width(Stream) const override { return k_width; }

    int height(Stream) const override { return k_height; }

    WriteResult write(Stream stream, std::string_view text) override {
        if (stream == Stream::error) {
            m_log.write(text);
        }
        return {};
    }

    std::string ask(Stream, std::string_view, const std::function<bool(std::string_view)>&,
                    std::chrono::milliseconds, std::stop_token) override {
        return {};
    }

    std::optional<std::string> read_line(bool, std::stop_token) override { return {}; }

    std::optional<std::string> read_pasted_secret(std::stop_token) override { return {}; }

    std::string read_to_end(std::stop_token) override { return {}; }

    bool input_is_waiting(std::chrono::milliseconds) override { return false; }

private:
    static constexpr int k_width = 80;
    static constexpr int k_height = 24;

    service::RotatingLog m_log;
};

/// This machine with another console.
class LoggedPlatform final : public Platform {
public:
    LoggedPlatform(Platform& platform, Console& console)
        : m_platform(platform), m_console(console) {}

    base::Clock& clock() override { return m_platform.clock(); }

    Console& console() override { return m_console; }

    std::unique_ptr<http::Client> make_client(http::ExchangeLog log) override {
        return m_platform.make_client(std::move(log));
    }

    std::unique_ptr<BrokerLink> connect_to_broker(const mqtt::Broker& broker,
                                                  mqtt::ClientOptions options,
                                                  mqtt::ClientEvents events) override {
        return m_platform.connect_to_broker(broker, std::move(options), std::move(events));
    }

    void try_broker(const mqtt::Broker& broker, const std::string& client_id) override {
        m_platform.try_broker(broker, client_id);
    }

    std::stop_token stop() const override { return m_platform.stop(); }

    int received_signal() const override { return m_platform.received_signal(); }

private:
    Platform& m_platform;
    Console& m_console;
};

/// Keeps the file from which `service status` reads.
class StateKeeper {
public:
    /// All must outlive this object.
    StateKeeper(Context& context, const Installation& installation, const WatchExtras& extras,
                const LateCameras& cameras)
        : m_context(context), m_file(service::Files(installation).state()), m_cameras(cameras) {
        if (auto before = read_state(installation)) {
            m_state.failure = std::move(before->failure);
            m_state.last_good_round = before->last_good_round;
        }
        m_state.process = std::to_string(base::process_id());
        m_state.since = context.clock().now();
        m_state.every = extras.plan.every;
        m_state.between = extras.between;
        write();
    }

    void take(const snapshot::WatchEvent& event) {
        const std::lock_guard guard(m_mutex);
        const base::SystemTime now = m_context.clock().now();
        m_state.cameras = m_cameras ? m_cameras->size() : 0;
        if (const auto* delayed = std::get_if<snapshot::StartDelayed>(&event)) {
            m_state.waits_for_ring = true;
            m_state.failure = service::State::Failure{"", now, delayed->error.message()};
        } else if (std::holds_alternative<snapshot::WatchStarted>(event)) {
            if (std::exchange(m_state.waits_for_ring, false)) {
                m_state.failure->is_over = true;
            }
        } else if (const auto* failing = std::get_if<snapshot::CameraFailing>(&event)) {
            m_state.failure = service::State::Failure{m_cameras->identity(failing->camera).title,
                                                      now, failing->error.message()};
        } else if (const auto* ended = std::get_if<snapshot::WatchEnded>(&event)) {
            if (!ended->error) {
                return;
            }
            m_state.failure = service::State::Failure{"", now, ended->error->message()};
        } else if (std::holds_alternative<snapshot::GoodRound>(event)) {
            const bool had_failure = m_state.failure && !m_state.failure->is_over;
            if (m_state.failure) {
                m_state.failure->is_over = true;
            }
            // Not at each of many short rounds: the disk may be a card that wears out.
            if (!had_failure && m_state.last_good_round &&
                now - *m_state.last_good_round < std::chrono::minutes(1)) {
                return;
            }
            m_state.last_good_round = now;
        } else {
            return;
        }
        write();
    }

private:
    /// A service that cannot tell how it goes goes on.
    void write() {
        try {
            base::write_file_atomically(base::path_from_utf8(m_file), service::to_text(m_state),
                                        {.owner_only = true});
        } catch (const Error& error) {
            m_context.output().detail(error.message());
        }
    }

    Context& m_context;
    const std::string m_file;
    const LateCameras& m_cameras;
    service::State m_state;
    std::mutex m_mutex;
};

void take_environment(const service::Files& files) {
    for (const auto& [name, value] :
         service::read_environment(read_small_file(files.environment()).value_or(""))) {
        base::set_environment_variable(name, value);
    }
}

/// Tells where the page is, here and in the file from which `service status` reads.
void announce_page(Context& context, const Installation& installation, const std::string& url) {
    context.output().message("the page is at " + url);
    service::State state;
    state.process = std::to_string(base::process_id());
    state.since = context.clock().now();
    state.url = url;
    base::write_file_atomically(
        base::path_from_utf8(service::Files(installation, Part::page).state()),
        service::to_text(state), {.owner_only = true});
}

int run_watch_of(Context& context, const Installation& installation) {
    return run_watch_with(
        context, read_service_options(installation),
        [&](const WatchExtras& extras, const LateCameras& cameras) {
            const auto keeper =
                std::make_shared<StateKeeper>(context, installation, extras, cameras);
            return [keeper](const snapshot::WatchEvent& event) { keeper->take(event); };
        });
}

int run_page_of(Context& context, const Installation& installation) {
    return run_page(context, read_page_options(installation),
                    [&](const std::string& url) { announce_page(context, installation, url); });
}

/// Runs a part, and notes down how it ended by itself.
int run_and_note(Context& context, const Installation& installation, Part part) {
    const auto note = [&](int code, const std::string& message) {
        if (context.received_signal() != 0) {
            return;
        }
        base::write_file_atomically(
            base::path_from_utf8(service::Files(installation, part).ended()),
            service::to_text(service::Ended{code, context.clock().now(), message}),
            {.owner_only = true});
    };
    try {
        const int code = part == Part::page ? run_page_of(context, installation)
                                            : run_watch_of(context, installation);
        note(code, "");
        return code;
    } catch (const Error& error) {
        note(exit_code_of(error.code()), error.message());
        throw;
    }
}

/// The same with messages in the log.
int run_with_log(Context& context, const Installation& installation, Part part) {
    LogConsole console(service::Files(installation, part).log());
    LoggedPlatform platform(context.platform(), console);
    CommonOptions common;
    common.settings_file = installation.settings;
    common.output.verbose = context.output().options().verbose;
    Output output(common.output, console);
    Context logged(common, output, platform);
    output.stamp_lines(context.clock());
    try {
        return run_and_note(logged, installation, part);
    } catch (const Error& error) {
        output.error(error);
        throw;
    }
}

/// The lock of the service; nullptr when it runs and is only to be kept alive.
std::unique_ptr<base::FileLock> take_lock(Context& context, const service::Files& files,
                                          bool keep_alive) {
    // One that was asked to end may still finish a renewal of the login.
    constexpr std::chrono::seconds k_patience(30);
    try {
        return std::make_unique<base::FileLock>(
            base::path_from_utf8(files.lock()), context.clock(), context.stop(),
            keep_alive ? std::chrono::milliseconds(0) : k_patience);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::cannot_write) {
            throw;
        }
        if (keep_alive) {
            return nullptr;
        }
        throw Error(ErrorCode::cannot_write, "this service runs already",
                    "to have it start again, run: ring-snapshot service start");
    }
}

} // namespace

int run_service_process(Context& context, const ServiceOptions& options) {
    Installation installation;
    installation.name = options.name.value_or("");
    installation.settings = base::absolute_utf8(context.store().file());
    const Part part = options.page ? Part::page : Part::pictures;
    const service::Files files(installation, part);
    if (options.keep_alive) {
        const auto ended = read_ended(installation, part);
        if (ended && service::stays_ended(*ended, context.clock().now())) {
            return 0;
        }
    }
    const auto lock = take_lock(context, files, options.keep_alive);
    if (!lock) {
        return 0;
    }
    std::error_code ignored;
    std::filesystem::remove(base::path_from_utf8(files.ended()), ignored);
    take_environment(service::Files(installation));
    return options.log ? run_with_log(context, installation, part)
                       : run_and_note(context, installation, part);
}

} // namespace cli
