// SPDX-License-Identifier: Apache-2.0
#include "soak/simulated_home.hpp"

#include "base/text/time_format.hpp"
#include "http/url.hpp"
#include "soak/replies.hpp"
#include "support/test_picture.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace soak {

namespace {

using std::chrono::milliseconds;

constexpr std::int64_t k_minute = 60'000;
/// Longer than the minute that ring-simulator grants: a lost answer, and nothing but faults until
/// the grace is over, is the end of any login, and would end some months here.
constexpr std::int64_t k_grace = 20 * k_minute;
constexpr std::int64_t k_access_life = 60 * k_minute;
constexpr std::int64_t k_longest_hold = 30'000;

constexpr std::string_view k_next = "/snapshots/next/";
constexpr std::string_view k_image = "/clients_api/snapshots/image/";

base::Error interrupted() {
    return {base::ErrorCode::interrupted, "stopped before the answer came"};
}

} // namespace

/// What can happen to an answer.
enum class SimulatedHome::Fault {
    internal_error,
    bad_gateway,
    unavailable,
    gateway_timeout,
    page,
    empty,
    half,
    garbage,
    slow_down,
    slow_down_for_seconds,
    stray_401,
    lost_session,
    updating,
    broken,
    cut_off,
    lost_answer,
    timed_out,
    no_time,
};

SimulatedHome::SimulatedHome(VirtualClock& clock, Ledger& ledger, const Plan& plan)
    : m_clock(clock),
      m_ledger(ledger),
      m_plan(plan),
      m_jpeg(test::make_jpeg(16, 12)),
      m_random(plan.seed),
      m_cameras(static_cast<std::size_t>(plan.cameras)) {
    for (Camera& camera : m_cameras) {
        camera.newest_ms = now_ms() - static_cast<std::int64_t>(m_random() % (60 * k_minute)) - 1;
        camera.next_ms = now_ms() + static_cast<std::int64_t>(m_random() % (60 * k_minute)) + 1;
        camera.last_asked = m_clock.steady_now();
    }
    m_access_ends_ms = now_ms() + k_access_life;
}

std::int64_t SimulatedHome::now_ms() const {
    return to_ms(m_clock.true_now());
}

void SimulatedHome::set_outage(bool outage) {
    const std::lock_guard guard(m_mutex);
    m_outage = outage;
    for (Camera& camera : m_cameras) {
        // Nobody can ask meanwhile.
        camera.last_asked = std::max(camera.last_asked, m_clock.steady_now());
    }
}

ServiceFigures SimulatedHome::figures() const {
    const std::lock_guard guard(m_mutex);
    return m_figures;
}

http::Response SimulatedHome::send(const http::Request& request, std::stop_token stop) {
    if (stop.stop_requested()) {
        throw interrupted();
    }
    const std::string path = http::path_of(request.url);
    const base::SteadyTime sent = m_clock.steady_now();
    std::optional<Fault> fault;
    bool outage = false;
    milliseconds latency(0);
    {
        const std::lock_guard guard(m_mutex);
        ++m_figures.requests;
        outage = m_outage;
        m_figures.outage_requests += outage ? 1 : 0;
        fault = outage ? std::nullopt : draw_fault(path);
        // Whoever renews the access holds up the others, which is no time for them to work.
        latency = path == "/oauth/token" ? milliseconds(0) : milliseconds(20 + m_random() % 400);
    }
    if (!m_clock.sleep_for(latency, stop)) {
        throw interrupted();
    }
    if (outage) {
        throw http::TransportError(http::Fault::not_connected, "the name is unknown");
    }
    http::Response response = fault ? spoil(*fault, request, stop) : answer(request, stop);
    response.sent = sent;
    response.received = m_clock.steady_now();
    if (response.received - sent > request.time_limit) {
        throw http::TransportError(http::Fault::timed_out, "no answer in time");
    }
    if (const auto capture = capture_of(response.body); capture && fault != Fault::half) {
        m_ledger.delivered(*capture);
    }
    response.headers.add("Date",
                         base::format_utc_time(m_clock.true_now(), "%a, %d %b %Y %H:%M:%S GMT"));
    return response;
}

std::optional<SimulatedHome::Fault> SimulatedHome::draw_fault(std::string_view path) {
    if (std::uniform_real_distribution(0.0, 1.0)(m_random) >= m_plan.faults) {
        return {};
    }
    ++m_figures.faults;
    constexpr int k_kinds = static_cast<int>(Fault::no_time) + 1;
    const auto fault = static_cast<Fault>(m_random() % k_kinds);
    const bool of_login = path == "/oauth/token";
    const bool of_session = fault == Fault::stray_401 || fault == Fault::lost_session;
    if (of_login && of_session) {
        // There, a 401 would be the end of the login.
        return Fault::unavailable;
    }
    if (fault == Fault::no_time && (of_login || !m_plan.hides_times)) {
        return Fault::bad_gateway;
    }
    return fault;
}

http::Response SimulatedHome::spoil(Fault fault, const http::Request& request,
                                    std::stop_token stop) {
    switch (fault) {
    case Fault::internal_error:
        return page(500);
    case Fault::bad_gateway:
        return page(502);
    case Fault::unavailable:
        return page(503);
    case Fault::gateway_timeout:
        return reply(504, R"({"error":"Gateway Timeout","status_code":504})");
    case Fault::page:
        return page(200);
    case Fault::empty:
        return reply(200);
    case Fault::garbage:
        return reply(200, "}\x01\xfe neither JSON nor a picture");
    case Fault::slow_down:
        return reply(429);
    case Fault::slow_down_for_seconds: {
        auto response = reply(429);
        response.headers.add("Retry-After", "7");
        return response;
    }
    case Fault::stray_401: {
        const std::lock_guard guard(m_mutex);
        ++m_figures.extra_refreshes;
        return reply(401, "{}");
    }
    case Fault::lost_session:
        return reply(404, fmt::format(R"({{"error":"Session not found for {}"}})", k_hardware_id));
    case Fault::updating:
        return reply(404, R"({"errors":[7062]})");
    case Fault::broken:
        throw http::TransportError(http::Fault::broken, "the connection broke");
    case Fault::timed_out:
        if (!m_clock.sleep_for(request.time_limit, stop)) {
            throw interrupted();
        }
        throw http::TransportError(http::Fault::timed_out, "no answer in time");
    case Fault::half:
    case Fault::cut_off:
    case Fault::lost_answer:
    case Fault::no_time:
        break;
    }
    return spoil_answer(fault, request, answer(request, stop));
}

http::Response SimulatedHome::spoil_answer(Fault fault, const http::Request& request,
                                           http::Response response) {
    if (http::path_of(request.url) == "/oauth/token") {
        const std::lock_guard guard(m_mutex);
        ++m_figures.extra_refreshes;
    }
    if (fault == Fault::half) {
        response.body.resize(response.body.size() / 2);
        return response;
    }
    if (fault == Fault::no_time) {
        response.headers.remove("x-time-millis");
        return response;
    }
    throw http::TransportError(fault == Fault::cut_off ? http::Fault::cut_off : http::Fault::broken,
                               "the connection broke");
}

http::Response SimulatedHome::answer(const http::Request& request, std::stop_token stop) {
    const std::string path = http::path_of(request.url);
    if (path == "/oauth/token") {
        return refresh(request);
    }
    {
        const std::lock_guard guard(m_mutex);
        if (!is_authorized(request)) {
            return reply(401, R"({"error":"Unauthorized","status_code":401})");
        }
    }
    if (path.starts_with(k_next)) {
        return next(request, to_number(std::string_view(path).substr(k_next.size())), stop);
    }
    if (path.starts_with(k_image)) {
        const std::int64_t id = to_number(std::string_view(path).substr(k_image.size()));
        const std::lock_guard guard(m_mutex);
        return picture_after(id, 0, false).value_or(reply(404, "no snapshot"));
    }
    if (path == "/clients_api/snapshots/timestamps") {
        return timestamps(request);
    }
    if (path == "/clients_api/snapshots/update_all") {
        return update_all(request);
    }
    if (path == "/clients_api/session") {
        return reply(200, R"({"profile":{}})");
    }
    return reply(404, R"({"error":"Not Found"})");
}

bool SimulatedHome::is_authorized(const http::Request& request) const {
    return request.headers.get("Authorization") == "Bearer " + m_access_token &&
           now_ms() < m_access_ends_ms;
}

http::Response SimulatedHome::refresh(const http::Request& request) {
    const auto body = nlohmann::json::parse(request.body, nullptr, false);
    const std::string sent = body.is_object() ? body.value("refresh_token", "")
                                              : request.body.substr(request.body.rfind('=') + 1);
    const std::lock_guard guard(m_mutex);
    const bool current = sent == fmt::format("refresh-{}", m_generation);
    const bool previous =
        sent == fmt::format("refresh-{}", m_generation - 1) && now_ms() < m_rotated_ms + k_grace;
    if (!current && !previous) {
        ++m_figures.dead_tokens;
        return reply(401, R"({"error":"invalid_grant"})");
    }
    if (current) {
        ++m_generation;
        m_rotated_ms = now_ms();
    }
    ++m_figures.refreshes;
    m_access_token = fmt::format("access-{}-{}", m_generation, m_figures.refreshes);
    m_access_ends_ms = now_ms() + k_access_life;
    const nlohmann::json tokens = {{"access_token", m_access_token},
                                   {"refresh_token", fmt::format("refresh-{}", m_generation)},
                                   {"expires_in", k_access_life / 1000},
                                   {"token_type", "Bearer"}};
    return reply(200, tokens.dump());
}

http::Response SimulatedHome::next(const http::Request& request, std::int64_t id,
                                   std::stop_token stop) {
    const auto parameter = [&](const char* name) {
        return to_number(http::query_parameter(request.url, name).value_or("0"));
    };
    const std::int64_t after = parameter("after-ms");
    const std::int64_t hold = std::min(parameter("max-wait-ms"), k_longest_hold);
    std::int64_t waited = 0;
    for (;;) {
        milliseconds rest(0);
        {
            const std::lock_guard guard(m_mutex);
            if (waited == 0) {
                note_asked(id);
                if (http::query_parameter(request.url, "extras") == "force") {
                    wake(id);
                }
            }
            if (auto found = picture_after(id, after, true)) {
                return std::move(*found);
            }
            if (waited >= hold) {
                return reply(404);
            }
            const Camera& camera = up_to_date(id);
            const std::int64_t due =
                std::min(camera.next_ms, camera.awaited_ms.value_or(camera.next_ms));
            rest = milliseconds(std::clamp<std::int64_t>(due - now_ms(), 1, hold - waited));
        }
        if (!m_clock.sleep_for(rest, stop)) {
            throw interrupted();
        }
        waited += rest.count();
    }
}

http::Response SimulatedHome::timestamps(const http::Request& request) {
    const auto body = nlohmann::json::parse(request.body);
    nlohmann::json entries = nlohmann::json::array();
    const std::lock_guard guard(m_mutex);
    for (const std::int64_t id : body.at("doorbot_ids")) {
        note_asked(id);
        entries.push_back({{"doorbot_id", id}, {"timestamp", up_to_date(id).newest_ms}});
    }
    return reply(200, nlohmann::json({{"timestamps", entries}}).dump());
}

http::Response SimulatedHome::update_all(const http::Request& request) {
    const auto body = nlohmann::json::parse(request.body);
    const std::lock_guard guard(m_mutex);
    for (const std::int64_t id : body.at("doorbot_ids")) {
        wake(id);
    }
    return reply(204);
}

void SimulatedHome::wake(std::int64_t id) {
    constexpr std::int64_t k_longest_round = 2 * k_minute;
    Camera& camera = up_to_date(id);
    ++m_figures.wakes;
    const std::int64_t pause = now_ms() - camera.last_wake_ms;
    if (has_battery(id) && pause > k_longest_round) {
        m_figures.shortest_wake_pause =
            std::min(m_figures.shortest_wake_pause, milliseconds(pause));
    }
    if (pause > k_longest_round) {
        camera.last_wake_ms = now_ms();
    }
    if (!camera.awaited_ms) {
        camera.awaited_ms = now_ms() + (has_battery(id) ? 4000 : 400);
    }
}

void SimulatedHome::note_asked(std::int64_t id) {
    Camera& camera = up_to_date(id);
    const base::SteadyTime now = m_clock.steady_now();
    m_figures.longest_silence =
        std::max(m_figures.longest_silence,
                 std::chrono::duration_cast<milliseconds>(now - camera.last_asked));
    camera.last_asked = now;
}

SimulatedHome::Camera& SimulatedHome::up_to_date(std::int64_t id) {
    Camera& camera = m_cameras.at(static_cast<std::size_t>(id - k_first_camera));
    const std::int64_t now = now_ms();
    const auto take = [&](std::int64_t time) {
        camera.newest_ms = std::max(camera.newest_ms, time);
        ++m_figures.captures;
    };
    if (camera.awaited_ms && *camera.awaited_ms <= now) {
        take(*camera.awaited_ms);
        camera.awaited_ms.reset();
    }
    while (camera.next_ms <= now) {
        take(camera.next_ms);
        camera.next_ms += (40 + static_cast<std::int64_t>(m_random() % 40)) * k_minute +
                          static_cast<std::int64_t>(m_random() % k_minute);
    }
    return camera;
}

std::optional<http::Response> SimulatedHome::picture_after(std::int64_t id, std::int64_t after_ms,
                                                           bool with_time) {
    const Camera& camera = up_to_date(id);
    if (camera.newest_ms <= after_ms) {
        return {};
    }
    auto response = reply(200, picture_of({id, camera.newest_ms}, m_jpeg));
    response.headers.set("Content-Type", "image/jpeg");
    if (with_time) {
        response.headers.add("x-time-millis", fmt::format("{}", camera.newest_ms));
    }
    return response;
}

} // namespace soak
