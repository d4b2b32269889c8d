// SPDX-License-Identifier: Apache-2.0
#include "cli/context.hpp"

#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/process/process.hpp"
#include "cli/login/ignored_settings.hpp"
#include "http/url.hpp"

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

Context::Context(const CommonOptions& options, Output& output, Platform& platform)
    : m_options(options), m_output(output), m_platform(platform), m_clock(platform.clock()) {}

settings::Store& Context::store() {
    const std::lock_guard guard(m_mutex);
    if (!m_store) {
        settings::Place place =
            settings::find_place(m_options.settings_file,
                                 m_options.old_form ? settings::FirstPlace::program_folder
                                                    : settings::FirstPlace::configuration_folder);
        const std::string name = m_options.settings_file.value_or(base::absolute_utf8(place.file));
        m_output.word_hints(
            {settings::is_in_usual_place(place.file) ? "" : name, m_options.old_form});
        m_output.detail("settings: " + base::utf8_from_path(place.file));
        m_ignored_settings = std::move(place.ignored);
        if (m_ignored_settings && !m_ignored_settings_are_listed) {
            warn_of_ignored_settings(place.file);
        }
        m_store.emplace(std::move(place.file), m_clock, m_notice);
    }
    return *m_store;
}

void Context::warn_of_ignored_settings(const std::filesystem::path& used) {
    const std::string sentence = describe(*m_ignored_settings);
    const std::string hint = ways_to_use(*m_ignored_settings);
    if (base::modification_time(used)) {
        m_output.warning(sentence, hint);
    } else {
        // The run will fail because of it, so --quiet must not hide why.
        m_output.message("warning: " + sentence);
        m_output.message("  " + m_output.complete(hint));
    }
}

const std::optional<settings::IgnoredFile>& Context::list_ignored_settings() {
    m_ignored_settings_are_listed = true;
    store();
    return m_ignored_settings;
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
        m_client = m_platform.make_client(
            [this](const http::Exchange& exchange) { m_output.detail(describe(exchange)); });
    }
    return *m_client;
}

void Context::connect_ahead_for_pictures() {
    const std::string url = endpoints().app_snaps("/");
    if (http::origin_of(url) != http::origin_of(endpoints().api("/"))) {
        client().connect_ahead(url);
    }
}

ring::Session& Context::session() {
    return made(m_session, made(m_redirecting_client, client()), endpoints(), store(), m_clock,
                device_name());
}

void Context::forget_session() {
    const std::lock_guard guard(m_mutex);
    m_directory.reset();
    m_service.reset();
    m_session.reset();
}

archive::Archive& Context::archive() {
    const std::lock_guard guard(m_mutex);
    if (!m_archive) {
        archive::Archive::Options options;
        options.stop = stop();
        options.tell = [this](const archive::CatalogueNews& news) {
            if (news.is_warning) {
                m_output.loss(news.sentence, news.hint);
            } else {
                m_output.detail(news.sentence);
            }
        };
        m_archive.emplace(store().beside(".pictures"), m_clock, std::move(options));
    }
    return *m_archive;
}

std::string Context::device_name() const {
    return "ring-snapshot on " + base::host_name();
}

} // namespace cli
