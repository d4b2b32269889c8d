// SPDX-License-Identifier: Apache-2.0
#include "cli/context.hpp"

#include "base/paths.hpp"
#include "base/process.hpp"
#include "settings/place.hpp"

#include <fmt/format.h>

namespace cli {

namespace {

std::string describe(const http::Exchange& exchange) {
    if (exchange.method == "connect") {
        return fmt::format("{} {}, {} ms",
                           exchange.failure.empty() ? "connected to" : "no connection to",
                           exchange.host, exchange.duration.count());
    }
    const std::string outcome =
        exchange.failure.empty() ? fmt::format("{}, {} bytes", exchange.status, exchange.body_bytes)
                                 : exchange.failure;
    return fmt::format("{} {}{}: {}, {} ms", exchange.method, exchange.host, exchange.path, outcome,
                       exchange.duration.count());
}

} // namespace

Context::Context(const CommonOptions& options, Output& output)
    : m_options(options), m_output(output) {}

settings::Store& Context::store() {
    const std::lock_guard guard(m_mutex);
    if (!m_store) {
        m_store.emplace(settings::find_settings_file(m_options.settings_file), m_clock, m_notice);
        m_output.detail("settings: " + base::utf8_from_path(m_store->file()));
    }
    return *m_store;
}

const ring::Endpoints& Context::endpoints() {
    const std::lock_guard guard(m_mutex);
    if (!m_endpoints) {
        m_endpoints = ring::Endpoints::from_environment();
    }
    return *m_endpoints;
}

http::Client& Context::client() {
    const std::lock_guard guard(m_mutex);
    if (!m_client) {
        m_client.emplace(
            [this](const http::Exchange& exchange) { m_output.detail(describe(exchange)); });
    }
    return *m_client;
}

void Context::connect_ahead_for_pictures() {
    const std::string url = endpoints().app_snaps("/");
    if (http::origin_of(url) != http::origin_of(endpoints().api("/"))) {
        client();
        m_client->connect_ahead(url);
    }
}

ring::Session& Context::session() {
    const std::lock_guard guard(m_mutex);
    if (!m_session) {
        if (!m_redirecting_client) {
            m_redirecting_client.emplace(client());
        }
        m_session.emplace(*m_redirecting_client, endpoints(), store(), m_clock, device_name());
    }
    return *m_session;
}

ring::Service& Context::service() {
    const std::lock_guard guard(m_mutex);
    if (!m_service) {
        m_service.emplace(session(), m_clock);
    }
    return *m_service;
}

ring::DeviceDirectory& Context::directory() {
    const std::lock_guard guard(m_mutex);
    if (!m_directory) {
        m_directory.emplace(service());
    }
    return *m_directory;
}

snapshot::PictureIndex& Context::picture_index() {
    const std::lock_guard guard(m_mutex);
    if (!m_picture_index) {
        m_picture_index.emplace(store().beside(".pictures"), m_clock);
    }
    return *m_picture_index;
}

std::string Context::device_name() const {
    return "ring-snapshot on " + base::host_name();
}

} // namespace cli
