// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/archive.hpp"
#include "base/clock.hpp"
#include "cli/line/options.hpp"
#include "cli/output/output.hpp"
#include "cli/platform.hpp"
#include "http/client.hpp"
#include "http/redirects.hpp"
#include "ring/api/endpoints.hpp"
#include "ring/api/service.hpp"
#include "ring/devices/device_directory.hpp"
#include "ring/login/session.hpp"
#include "settings/cooldowns.hpp"
#include "settings/place.hpp"
#include "settings/store.hpp"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace cli {

/// What the commands work with. Everything is made when first asked for, so that a command pays
/// only for what it uses: --help touches no file and no network. May be used from many threads.
class Context {
public:
    /// `output` and `platform` must outlive this object.
    Context(const CommonOptions& options, Output& output, Platform& platform);

    Output& output() { return m_output; }

    base::Clock& clock() { return m_clock; }

    Platform& platform() { return m_platform; }

    Console& console() { return m_platform.console(); }

    std::stop_token stop() const { return m_platform.stop(); }

    /// The signal that asked for the stop; 0 when none did.
    int received_signal() const { return m_platform.received_signal(); }

    /// The settings. The first call warns of a file beside the program that is not used.
    settings::Store& store();

    /// That file, for a command that shows it itself, in place of the warning. Before the first
    /// store().
    const std::optional<settings::IgnoredFile>& list_ignored_settings();

    settings::Cooldowns cooldowns() { return settings::Cooldowns(store(), m_clock); }

    /// Whether --settings was given.
    bool settings_are_named() const { return m_options.settings_file.has_value(); }

    /// Has what the settings want to be known told to `notice` in place of standard error; before
    /// the first store().
    void on_notice(settings::Notice notice) { m_notice = std::move(notice); }

    const ring::Endpoints& endpoints();

    /// Follows no redirects: for the login service.
    http::Client& client();

    /// Starts to connect to the host that pictures come from, for a command that asks another one
    /// before. Where one server stands in for both there is nothing to do.
    void connect_ahead_for_pictures();

    /// The stored login. Throws Error{not_logged_in} when there is none.
    ring::Session& session();

    ring::Service& service() { return made(m_service, session(), m_clock); }

    ring::DeviceDirectory& directory() { return made(m_directory, service()); }

    /// Has the next session() begin with what is stored then. Not while others use it.
    void forget_session();

    /// Has the next directory() fetch the devices anew. Not while others use it.
    void forget_directory() { m_directory.reset(); }

    /// The pictures that were saved, with their catalogue beside the settings.
    archive::Archive& archive();

    /// How this installation is named to Ring: "ring-snapshot on HOSTNAME".
    std::string device_name() const;

private:
    /// What `value` holds, made of `parts` when it is first asked for.
    template <typename T, typename... Parts>
    T& made(std::optional<T>& value, Parts&&... parts) {
        const std::lock_guard guard(m_mutex);
        return value ? *value : value.emplace(std::forward<Parts>(parts)...);
    }

    /// @param used  the settings file in its place
    void warn_of_ignored_settings(const std::filesystem::path& used);

    CommonOptions m_options;
    Output& m_output;
    Platform& m_platform;
    base::Clock& m_clock;
    /// Of what is made when first asked for; making one asks for others.
    std::recursive_mutex m_mutex;
    settings::Notice m_notice = [this](const std::string& notice) { m_output.notice(notice); };
    std::optional<settings::IgnoredFile> m_ignored_settings;
    bool m_ignored_settings_are_listed = false;
    std::optional<settings::Store> m_store;
    std::optional<ring::Endpoints> m_endpoints;
    std::unique_ptr<http::Client> m_client;
    std::optional<http::RedirectingClient> m_redirecting_client;
    std::optional<ring::Session> m_session;
    std::optional<ring::Service> m_service;
    std::optional<ring::DeviceDirectory> m_directory;
    std::optional<archive::Archive> m_archive;
};

} // namespace cli
