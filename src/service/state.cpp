// SPDX-License-Identifier: Apache-2.0
#include "service/state.hpp"

#include "base/text/unicode.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace service {

namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr std::size_t k_longest_text = 500;

std::int64_t to_ms(base::SystemTime time) {
    return std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
}

/// A number of a file that anybody may have written, where a clock takes it.
std::optional<std::int64_t> number_in(const json& object, const char* key) {
    constexpr std::int64_t k_most = std::int64_t{1} << 52U;
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_integer()) {
        return std::nullopt;
    }
    const auto number = found->get<std::int64_t>();
    return number < 0 || number > k_most ? std::nullopt : std::optional(number);
}

std::optional<base::SystemTime> time_in(const json& object, const char* key) {
    // Clocks count in nanoseconds, up to the year 2262.
    constexpr std::int64_t k_most = 9'000'000'000'000;
    const auto number = number_in(object, key);
    return number && *number <= k_most ? std::optional(base::SystemTime(milliseconds(*number)))
                                       : std::nullopt;
}

std::string text_in(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string cut(std::string_view text) {
    const std::string valid = base::valid_utf8(text);
    return std::string(base::utf8_prefix(valid, k_longest_text));
}

} // namespace

std::string to_text(const State& state) {
    nlohmann::ordered_json object = {
        {"process", state.process},     {"since", to_ms(state.since)},
        {"every", state.every.count()}, {"between", cut(state.between)},
        {"cameras", state.cameras},
    };
    if (!state.url.empty()) {
        object["url"] = cut(state.url);
    }
    if (state.waits_for_ring) {
        object["waits_for_ring"] = true;
    }
    if (state.last_good_round) {
        object["last_good_round"] = to_ms(*state.last_good_round);
    }
    if (state.failure) {
        object["failure"] = {{"camera", cut(state.failure->camera)},
                             {"time", to_ms(state.failure->time)},
                             {"message", cut(state.failure->message)},
                             {"is_over", state.failure->is_over}};
    }
    return object.dump() + "\n";
}

std::optional<State> read_state(std::string_view text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) {
        return std::nullopt;
    }
    const auto since = time_in(object, "since");
    if (!since) {
        return std::nullopt;
    }
    State state;
    state.since = *since;
    state.process = text_in(object, "process");
    state.every = milliseconds(number_in(object, "every").value_or(0));
    state.between = text_in(object, "between");
    state.cameras = static_cast<std::size_t>(number_in(object, "cameras").value_or(0));
    state.url = text_in(object, "url");
    state.waits_for_ring = object.value("waits_for_ring", json()) == true;
    state.last_good_round = time_in(object, "last_good_round");
    if (const auto failure = object.find("failure");
        failure != object.end() && failure->is_object()) {
        if (const auto time = time_in(*failure, "time")) {
            state.failure =
                State::Failure{text_in(*failure, "camera"), *time, text_in(*failure, "message"),
                               failure->value("is_over", json()) == true};
        }
    }
    return state;
}

std::string to_text(const Ended& ended) {
    return json{{"code", ended.code}, {"time", to_ms(ended.time)}, {"message", cut(ended.message)}}
               .dump() +
           "\n";
}

std::optional<Ended> read_ended(std::string_view text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) {
        return std::nullopt;
    }
    const auto code = number_in(object, "code");
    const auto time = time_in(object, "time");
    constexpr std::int64_t k_most = 255;
    return code && *code <= k_most && time
               ? std::optional(Ended{static_cast<int>(*code), *time, text_in(object, "message")})
               : std::nullopt;
}

bool stays_ended(const Ended& ended, base::SystemTime now) {
    // Those of RestartPreventExitStatus= in the units.
    constexpr std::array<int, 4> k_need_a_person = {2, 3, 4, 9};
    constexpr std::chrono::hours k_patience(1);
    if (ended.code == 0) {
        return true;
    }
    const bool needs_a_person = std::find(k_need_a_person.begin(), k_need_a_person.end(),
                                          ended.code) != k_need_a_person.end();
    return needs_a_person && now >= ended.time && now - ended.time < k_patience;
}

base::SystemTime next_round(base::SystemTime from, milliseconds every, base::SystemTime now) {
    if (now < from || every <= milliseconds(0)) {
        return from;
    }
    const auto rounds = (now - from) / every + 1;
    return from + std::chrono::duration_cast<base::SystemTime::duration>(rounds * every);
}

} // namespace service
