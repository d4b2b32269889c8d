// SPDX-License-Identifier: Apache-2.0
#include "ring/devices/device_list.hpp"

#include "base/system/parallel.hpp"
#include "http/retry.hpp"
#include "ring/api/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace ring {

namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;
using Devices = std::vector<Device>;
using Homes = std::map<std::string, std::string>;

constexpr int k_list_attempts = 3;
/// Some kilobytes a camera.
constexpr std::size_t k_list_limit = std::size_t{16} << 20;

/// Why a list did not come.
struct ListFailure {
    Error error;
    /// The run ends with it, whatever the other list says.
    bool ends_run = false;
    /// Ring asks to slow down: for this long, where it says so.
    bool slow_down = false;
    std::optional<milliseconds> pause = {};
};

/// What a question has brought so far: nothing, a value or a failure.
template <typename Value>
struct Outcome {
    Outcome() = default;

    Outcome(Value known) : value(std::move(known)) {}

    Outcome(ListFailure reason) : failure(std::move(reason)) {}

    std::optional<Value> value;
    std::optional<ListFailure> failure;

    bool has_come() const { return value || failure; }
};

ListFailure list_failure(const http::Response& response) {
    ListFailure failure{
        Error(ErrorCode::service_unavailable,
              fmt::format("Ring's camera list is unavailable (HTTP {})", response.status),
              "try again later")};
    const auto asked = http::retry_after(response);
    if (asked && *asked > k_longest_wait_for_retry) {
        failure.pause = asked;
    }
    failure.slow_down = failure.pause || response.status == 429;
    failure.ends_run = response.status == 429;
    return failure;
}

bool has_camera(const Devices& devices) {
    return std::any_of(devices.begin(), devices.end(),
                       [](const Device& device) { return device.is_camera(); });
}

class ListFetch {
public:
    ListFetch(Session& session, base::Clock& clock, const ListTimeouts& timeouts)
        : m_session(session), m_clock(clock), m_timeouts(timeouts) {}

    DeviceList run(const std::stop_token& stop) {
        const std::stop_callback on_stop(stop, [this] { m_stop.request_stop(); });
        m_threads = base::start_threads(k_questions, [this](std::size_t i) { ask(i); });
        // Where the system gives no more threads: one after the other, then.
        for (std::size_t i = m_threads.size(); i < k_questions; ++i) {
            ask(i);
        }
        std::unique_lock lock(m_mutex);
        wait_for_lists(lock);
        throw_without_list();
        DeviceList list = merged();
        wait_for_homes(lock, list.devices);
        name_homes(list);
        order_by_home(list.devices);
        m_stop.request_stop();
        return list;
    }

    ListFetch(const ListFetch&) = delete;
    ListFetch& operator=(const ListFetch&) = delete;

    ~ListFetch() { m_stop.request_stop(); }

private:
    static constexpr std::size_t k_questions = 4;

    void ask(std::size_t question) {
        switch (question) {
        case 0:
            return settle(m_older, devices("/clients_api/ring_devices", Route::older));
        case 1:
            return settle(m_newer, devices("/device_info/v3/devices", Route::newer));
        case 2:
            return settle(m_newer_homes, homes("/location_info/v3/locations"));
        default:
            return settle(m_older_homes, homes("/devices/v1/locations"));
        }
    }

    template <typename Value>
    void settle(Outcome<Value>& target, Outcome<Value> outcome) {
        const std::lock_guard guard(m_mutex);
        target = std::move(outcome);
        m_changed.notify_all();
    }

    http::Request request(const char* path) const {
        http::Request request = m_session.request("GET", m_session.endpoints().api(path));
        request.headers.add("Accept", "application/json");
        return request;
    }

    http::Response send(const http::Request& request) {
        return m_session.send(request, m_stop.get_token());
    }

    /// For what is asked beside the older list, whose refusal must not spend refresh tokens. A
    /// token that has ended is renewed by the older list's request.
    http::Response send_sharing_refresh(const http::Request& request) {
        http::Response response = m_session.send_without_refresh(request, m_stop.get_token());
        if (response.status != 401) {
            return response;
        }
        bool older_failed = false;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, m_stop.get_token(), [this] { return m_older.has_come(); });
            older_failed = !m_older.value;
        }
        return older_failed ? send(request)
                            : m_session.send_without_refresh(request, m_stop.get_token());
    }

    enum class Route { older, newer };

    Outcome<Devices> devices(const char* path, Route route) {
        http::Request request = this->request(path);
        request.body_limit = k_list_limit;
        if (route == Route::newer) {
            request.time_limit = k_question_limit;
        }
        http::Response response;
        try {
            response = send_until_answered(request, route);
        } catch (const http::TransportError& error) {
            return ListFailure{error};
        } catch (const Error& error) {
            // The session's: what it cannot heal ends the run.
            return ListFailure{.error = error, .ends_run = true};
        }
        if (!response.ok()) {
            return list_failure(response);
        }
        try {
            return read_devices(response.body);
        } catch (const Error& error) {
            return ListFailure{error};
        }
    }

    /// The answer after up to three tries.
    http::Response send_until_answered(http::Request request, Route route) {
        http::Attempts attempts(k_list_attempts);
        const auto send_as = [&](http::Version version) {
            request.version = version;
            return route == Route::older ? send(request) : send_sharing_refresh(request);
        };
        const auto wait_for_retry = [](const http::Response& response) {
            const auto asked = http::retry_after(response).value_or(milliseconds(0));
            const bool html = response.ok() && http::looks_like_html(response.body);
            const bool worth_it = html || http::is_transient_status(response.status);
            return worth_it && (response.ok() || asked <= k_longest_wait_for_retry)
                       ? std::optional(asked)
                       : std::nullopt;
        };
        return http::retry(attempts, m_clock, m_stop.get_token(), send_as, wait_for_retry);
    }

    Outcome<Homes> homes(const char* path) {
        try {
            http::Request request = this->request(path);
            request.time_limit = k_question_limit;
            const http::Response response = send_sharing_refresh(request);
            if (response.ok()) {
                return read_locations(response.body);
            }
            return list_failure(response);
        } catch (const Error& error) {
            // The names are a nicety; what is really wrong shows with the device lists.
            return ListFailure{error};
        }
    }

    /// Until what has come is all, or good enough to go on with.
    void wait_for_lists(std::unique_lock<std::mutex>& lock) {
        m_changed.wait(lock, [this] { return m_older.has_come() || m_newer.value; });
        const bool is_enough = m_older.value && has_camera(*m_older.value);
        const milliseconds limit = !m_older.has_come() ? m_timeouts.for_older
                                   : is_enough         ? m_timeouts.for_newer
                                                       : m_timeouts.for_decisive;
        m_changed.wait_for(lock, limit, [this] {
            return (m_older.has_come() && m_newer.has_come()) ||
                   (m_older.failure && m_older.failure->ends_run);
        });
    }

    void throw_without_list() {
        const auto& older = m_older.failure;
        if (!older || (!older->ends_run && m_newer.value)) {
            return;
        }
        if (older->slow_down) {
            throw m_session.rate_limited(older->pause);
        }
        if (!older->ends_run && m_newer.failure && m_newer.failure->slow_down) {
            throw m_session.rate_limited(m_newer.failure->pause);
        }
        throw Error(older->error);
    }

    template <typename Value>
    static std::optional<Error> failure_of(const Outcome<Value>& outcome) {
        if (!outcome.has_come()) {
            return Error(ErrorCode::service_unavailable, "no answer in time", "try again later");
        }
        return outcome.failure ? std::optional(outcome.failure->error) : std::nullopt;
    }

    DeviceList merged() const {
        return {.devices = merge_devices(m_older.value.value_or(Devices()),
                                         m_newer.value.value_or(Devices())),
                .older_failure = failure_of(m_older),
                .newer_failure = failure_of(m_newer)};
    }

    /// The newer route's names, completed by the older one's.
    Homes known_homes() const {
        Homes names = m_newer_homes.value.value_or(Homes());
        names.merge(m_older_homes.value.value_or(Homes()));
        return names;
    }

    void wait_for_homes(std::unique_lock<std::mutex>& lock, const Devices& devices) {
        m_changed.wait_for(lock, m_timeouts.for_homes, [&] {
            const Homes names = known_homes();
            return (m_newer_homes.has_come() && m_older_homes.has_come()) ||
                   std::all_of(devices.begin(), devices.end(), [&](const Device& device) {
                       return device.location_id.empty() || names.contains(device.location_id);
                   });
        });
    }

    void name_homes(DeviceList& list) const {
        const Homes names = known_homes();
        for (Device& device : list.devices) {
            if (const auto found = names.find(device.location_id); found != names.end()) {
                device.location = found->second;
            } else if (!device.location_id.empty() && !m_newer_homes.value &&
                       !m_older_homes.value) {
                list.lacks_homes = true;
            }
        }
    }

    Session& m_session;
    base::Clock& m_clock;
    const ListTimeouts m_timeouts;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    Outcome<Devices> m_older;
    Outcome<Devices> m_newer;
    Outcome<Homes> m_older_homes;
    Outcome<Homes> m_newer_homes;
    /// Ends what is not needed any more.
    std::stop_source m_stop;
    /// The last member: joined before the others go.
    std::vector<std::jthread> m_threads;
};

} // namespace

bool DeviceList::has_cameras() const {
    return has_camera(devices);
}

DeviceList fetch_device_list(Session& session, base::Clock& clock, std::stop_token stop,
                             const ListTimeouts& timeouts) {
    session.throw_if_rate_limited();
    // Once, before four requests would ask for it.
    session.ensure_access(stop);
    return ListFetch(session, clock, timeouts).run(stop);
}

} // namespace ring
