// SPDX-License-Identifier: Apache-2.0
#include "settings/pending_login.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "base/text/unicode.hpp"
#include "settings/json_object.hpp"

#include <chrono>

namespace settings {

namespace {

constexpr auto k_life = std::chrono::minutes(10);
constexpr std::size_t k_pending_login_limit = std::size_t{1} << 20;

std::filesystem::path pending_login_file(const Store& store) {
    return store.beside(".pending-login");
}

std::string digest(const std::string& account) {
    return base::hex_encode(base::sha256(base::fold_case(account)));
}

std::int64_t seconds_of(base::SystemTime time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

} // namespace

void keep_pending_login(const Store& store, const std::string& account, const base::Secret& state,
                        base::SystemTime now) {
    const Json json = {
        {"account", digest(account)}, {"created", seconds_of(now)}, {"state", state.reveal()}};
    // A link there is not ours, and what it leads to is not ours to write.
    forget_pending_login(store);
    base::write_file_atomically(pending_login_file(store),
                                json.dump(-1, ' ', false, Json::error_handler_t::replace),
                                {.owner_only = true});
}

std::optional<base::Secret> find_pending_login(const Store& store, const std::string& account,
                                               base::SystemTime now) {
    std::optional<std::string> text;
    try {
        text = base::read_file(pending_login_file(store), k_pending_login_limit);
    } catch (const base::Error&) {
        // It cannot be used, and the login can start over.
    }
    return read_pending_login(text.value_or(""), account, now);
}

std::optional<base::Secret> read_pending_login(std::string_view text, const std::string& account,
                                               base::SystemTime now) {
    const Json json = object_or_empty(text);
    const Json created = json.value("created", Json());
    const Json state = json.value("state", Json());
    if (json.value("account", Json()) != digest(account) || !created.is_number_integer() ||
        !state.is_string()) {
        return {};
    }
    // Compared without a difference, which an absurd number could make overflow.
    const auto then = created.get<std::int64_t>();
    if (then > seconds_of(now) || then < seconds_of(now - k_life)) {
        return {};
    }
    return base::Secret(state.get<std::string>());
}

void forget_pending_login(const Store& store) noexcept {
    try {
        std::error_code ignored;
        std::filesystem::remove(pending_login_file(store), ignored);
    } catch (...) {
        // Out of memory while making the path: the file expires by itself.
    }
}

} // namespace settings
