// SPDX-License-Identifier: Apache-2.0
#include "simulator/request_log.hpp"

#include "base/system/random.hpp"
#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace simulator {

namespace {

constexpr std::size_t k_entries_kept = 100'000;
constexpr const char* k_hidden = "(hidden)";

// clang-format off
constexpr std::array<std::string_view, 10> k_harmless_headers = {
    "user-agent", "accept", "content-type", "2fa-support", "range", "hardware_id",
    "accept-encoding", "content-length", "connection", "cache-control"};

constexpr std::array<std::string_view, 35> k_harmless_fields = {
    "grant_type", "client_id", "scope", "doorbot_ids", "refresh", "timeout", "remember_me",
    "redirect_uri", "after-ms", "max-wait-ms", "extras", "uuid", "api_version", "start_time",
    "end_time", "start_at_ms", "end_at_ms", "kinds", "order", "limit", "pagination_key",
    "response_type", "prompt", "code_challenge_method", "device_model", "hardware_id",
    "device.hardware_id", "device.os", "device.metadata.api_version",
    "device.metadata.device_model", "capabilities", "event_types", "disable_redirect",
    "source_ids", "older_than"};

// clang-format on

template <typename List>
bool contains(const List& list, std::string_view name) {
    return std::ranges::find(list, name) != list.end();
}

/// A body that was not understood may be nothing but a secret; such a "name" is not repeated.
bool is_plain_name(std::string_view name) {
    return !name.empty() && name.size() <= 48 && std::ranges::all_of(name, [](char c) {
        return base::is_letter_or_digit(c) ||
               std::string_view{"-_.[]"}.find(c) != std::string_view::npos;
    });
}

/// Adds a value under its name; a name that comes again becomes a list.
void add_value(Json& object, const std::string& name, const Json& value) {
    if (!object.contains(name)) {
        object[name] = value;
        return;
    }
    auto& there = object[name];
    if (!there.is_array()) {
        there = Json::array({there});
    }
    there.push_back(value);
}

void flatten(const Json& json, const std::string& prefix,
             std::vector<std::pair<std::string, Json>>& out) {
    for (const auto& [name, value] : json.items()) {
        const auto full = prefix.empty() ? name : prefix + "." + name;
        if (value.is_object()) {
            flatten(value, full, out);
        } else {
            out.emplace_back(full, value);
        }
    }
}

Json describe_query(const Fields& query) {
    Json object = Json::object();
    for (const auto& [name, value] : query) {
        const auto shown = is_plain_name(name) ? name : std::string{k_hidden};
        add_value(object, shown, contains(k_harmless_fields, name) ? value : k_hidden);
    }
    return object;
}

std::string without_control_characters(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; }, '?');
    return text;
}

} // namespace

RequestLog::RequestLog() : m_salt(base::random_bytes(16)) {}

bool RequestLog::write_to(const std::string& file) {
    m_file.open(file, std::ios::app);
    return m_file.is_open();
}

std::string RequestLog::fingerprint(std::string_view secret) const {
    return base::hex_encode(base::sha256(m_salt + std::string{secret}).substr(0, 6));
}

Json RequestLog::describe_body(const Request& request) const {
    Json body = {{"kind", "none"}, {"bytes", request.body.size()}};
    if (request.body.empty()) {
        return body;
    }
    std::vector<std::pair<std::string, Json>> fields;
    const auto json = parse_json(request.body);
    if (json) {
        body["kind"] = "json";
        if (json->is_object()) {
            flatten(*json, "", fields);
        }
    } else if (base::to_lower(request.header("content-type")).find("form") != std::string::npos) {
        body["kind"] = "form";
        for (auto& [name, value] : parse_form(request.body)) {
            fields.emplace_back(name, value);
        }
    } else {
        body["kind"] = "other";
    }
    body["fields"] = Json::array();
    body["values"] = Json::object();
    for (const auto& [name, value] : fields) {
        body["fields"].push_back(is_plain_name(name) ? name : k_hidden);
        if (contains(k_harmless_fields, name)) {
            add_value(body["values"], name, value);
        } else if (name == "refresh_token" && value.is_string()) {
            body["refresh_token_fingerprint"] = fingerprint(value.get<std::string>());
        }
    }
    return body;
}

Json RequestLog::describe(const Request& request) const {
    Json names = Json::array();
    Json values = Json::object();
    for (const auto& [name, value] : request.headers) {
        names.push_back(name);
        if (contains(k_harmless_headers, name)) {
            values[name] = value;
        }
    }
    Json entry = {{"method", request.method},
                  {"path", request.path},
                  {"query", describe_query(request.query)},
                  {"host", request.header("host")},
                  {"header_names", names},
                  {"headers", values},
                  {"authorization", nullptr},
                  {"token_fingerprint", nullptr},
                  {"body", describe_body(request)}};
    if (!request.header("authorization").empty()) {
        entry["authorization"] = "present";
    }
    if (const auto token = request.bearer(); !token.empty()) {
        entry["token_fingerprint"] = fingerprint(token);
    }
    return entry;
}

std::int64_t RequestLog::begin(const Request& request, std::int64_t now_ms) {
    auto description = describe(request);
    const std::lock_guard lock{m_mutex};
    Json entry = {{"number", ++m_last_number}, {"time_ms", now_ms}};
    entry.update(description);
    entry["route"] = nullptr;
    entry["fault"] = nullptr;
    entry["status"] = nullptr;
    m_entries.push_back(std::move(entry));
    if (m_entries.size() > k_entries_kept) {
        m_entries.pop_front();
    }
    return m_last_number;
}

void RequestLog::finish(std::int64_t number, std::string_view route, std::string_view fault,
                        int status) {
    const std::lock_guard lock{m_mutex};
    const auto it = std::ranges::lower_bound(m_entries, number, {}, [](const Json& entry) {
        return entry["number"].template get<std::int64_t>();
    });
    if (it == m_entries.end() || (*it)["number"] != number) {
        return;
    }
    if (!route.empty()) {
        (*it)["route"] = route;
    }
    if (!fault.empty()) {
        (*it)["fault"] = fault;
    }
    (*it)["status"] = status;
    if (m_file.is_open()) {
        m_file << to_text(*it) << std::endl;
    }
}

Json RequestLog::entries() const {
    const std::lock_guard lock{m_mutex};
    return Json(std::vector<Json>{m_entries.begin(), m_entries.end()});
}

void RequestLog::clear() {
    const std::lock_guard lock{m_mutex};
    m_entries.clear();
}

std::string printable_target(const Request& request) {
    auto text = request.path;
    char separator = '?';
    for (const auto& [name, value] : request.query) {
        if (contains(k_harmless_fields, name)) {
            text += fmt::format("{}{}={}", separator, name, value);
            separator = '&';
        }
    }
    return without_control_characters(std::move(text)).substr(0, 300);
}

} // namespace simulator
