// SPDX-License-Identifier: Apache-2.0
#include "settings/store.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"

#include <fmt/format.h>

#include <chrono>
#include <system_error>

namespace settings {

namespace {

constexpr std::size_t k_settings_limit = std::size_t{4} << 20;

/// Tokens are about 1 KiB; a proof with this much room to spare holds for any that may come.
constexpr std::size_t k_proof_padding = std::size_t{64} << 10;

} // namespace

Transaction::Transaction(Store& store, std::unique_ptr<base::FileLock> lock, Settings current)
    : settings(std::move(current)), m_store(store), m_lock(std::move(lock)) {}

Transaction::~Transaction() {
    if (!m_proved.empty()) {
        try {
            m_store.write(m_proved);
        } catch (const std::exception&) {
            // The blanks at its end harm nobody.
        }
    }
}

void Transaction::prove_writable() {
    // A password goes only when its login has had an outcome. Trailing blanks are valid JSON, so
    // the file stays whole even if the power fails right now.
    std::string text = to_text(settings, StoredPassword::keep);
    m_store.write(text + std::string(k_proof_padding, ' ') + "\n");
    m_proved = std::move(text);
}

void Transaction::commit() {
    write(to_text(settings));
    m_proved.clear();
    if (!settings.password.empty()) {
        m_store.say_once(fmt::format(
            "the password was removed from {}: it is not needed once the login is stored",
            base::utf8_from_path(m_store.file())));
    }
}

void Transaction::write(const std::string& text) {
    constexpr auto k_pause = std::chrono::milliseconds(100);
    constexpr auto k_patience = std::chrono::seconds(10);
    for (auto waited = std::chrono::milliseconds(0);; waited += k_pause) {
        try {
            return m_store.write(text);
        } catch (const base::Error&) {
            if (m_proved.empty() || waited >= k_patience) {
                throw;
            }
        }
        // The disk has filled up since, and what is to be written cannot be had again. The room that
        // was made is given back for it; what stays is the whole file.
        std::error_code ignored;
        std::filesystem::resize_file(m_store.m_file, m_proved.size(), ignored);
        m_store.m_clock.sleep_for(k_pause, {});
    }
}

Store::Store(std::filesystem::path file, base::Clock& clock, Notice notice)
    : m_file(std::move(file)), m_clock(clock), m_notice(std::move(notice)) {}

std::filesystem::path Store::beside(const std::string& suffix) const {
    std::filesystem::path path = m_file;
    path += suffix;
    return path;
}

Settings Store::load() {
    const auto text = base::read_file(m_file, k_settings_limit);
    if (!text) {
        return {};
    }
    std::vector<std::string> notices;
    Settings settings = parse_settings(*text, base::utf8_from_path(m_file), notices);
    for (const std::string& notice : notices) {
        say_once(notice);
    }
    if (base::is_open_to_others(m_file) && base::restrict_to_owner(m_file)) {
        say_once(fmt::format("{} could be read by others; now only its owner can",
                             base::utf8_from_path(m_file)));
    }
    return settings;
}

Transaction Store::begin(std::stop_token stop) {
    if (m_file.has_parent_path()) {
        base::make_folders(m_file.parent_path(), true);
    }
    auto lock = std::make_unique<base::FileLock>(beside(".lock"), m_clock, stop);
    base::remove_stale_temporaries(m_file);
    return Transaction(*this, std::move(lock), load());
}

void Store::prove_writable(std::stop_token stop) {
    const auto modified = base::modification_time(m_file);
    if (!modified) {
        base::prove_folder_writable(m_file.parent_path(), k_proof_padding);
        return;
    }
    std::error_code error;
    const auto real = std::filesystem::canonical(m_file, error);
    base::prove_folder_writable((error ? m_file : real).parent_path(), k_proof_padding);
    const base::FileLock lock(beside(".lock"), m_clock, stop);
    if (const auto text = base::read_file(m_file, k_settings_limit)) {
        base::write_file_atomically(m_file, *text,
                                    {.owner_only = true, .durable = true, .modified = modified});
    }
}

void Store::update(const std::function<void(Settings&)>& change, std::stop_token stop) {
    Transaction transaction = begin(stop);
    change(transaction.settings);
    transaction.commit();
}

void Store::write(const std::string& text) {
    base::write_file_atomically(m_file, text, {.owner_only = true, .durable = true});
}

void Store::say_once(const std::string& sentence) {
    {
        const std::lock_guard guard(m_mutex);
        if (!m_said.insert(sentence).second) {
            return;
        }
    }
    if (m_notice) {
        m_notice(sentence);
    }
}

} // namespace settings
