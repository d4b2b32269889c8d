// SPDX-License-Identifier: Apache-2.0
#include "ring/devices/device_list.hpp"

#include "http/retry.hpp"
#include "ring/api/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <variant>

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
    int status = 0;
};

template <typename Value>
using Outcome = std::variant<Value, ListFailure>;

/// The value when there is one.
template <typename Value>
const Value* value_of(const std::optional<Outcome<Value>>& outcome) {
    return outcome ? std::get_if<Value>(&*outcome) : nullptr;
}

template <typename Value>
const ListFailure* failure_in(const std::optional<Outcome<Value>>& outcome) {
    return outcome ? std::get_if<ListFailure>(&*outcome) : nullptr;
}

ListFailure list_failure(const http::Response& response) {
    return {.error =
                Error(ErrorCode::service_unavailable,
                      fmt::format("Ring's camera list is unavailable (HTTP {})", response.status),
                      "try again later"),
            .status = response.status};
}

ListFailure list_rate_limited(const http::Response& response, std::optional<milliseconds> pause) {
    ListFailure refusal = list_failure(response);
    refusal.slow_down = true;
    refusal.pause = pause;
    return refusal;
}

bool has_camera(const Devices& devices) {
    return std::any_of(devices.begin(), devices.end(),
                       [](const Device& device) { return device.is_camera(); });
}

/// Sends a request with or without renewing the access token where Ring refuses it.
using Send = std::function<http::Response(const http::Request&)>;

class ListFetch {
public:
    ListFetch(Session& session, base::Clock& clock, const ListTimeouts& timeouts)
        : m_session(session), m_clock(clock), m_timeouts(timeouts) {}

    DeviceList run(const std::stop_token& stop) {
        const std::stop_callback on_stop(stop, [this] { m_stop.request_stop(); });
        start([this] { settle(m_older, older_list()); });
        start([this] { settle(m_newer, newer_list()); });
        start([this] { settle(m_newer_homes, homes("/location_info/v3/locations")); });
        start([this] { settle(m_older_homes, homes("/devices/v1/locations")); });
        std::unique_lock lock(m_mutex);
        wait_for_lists(lock);
        throw_without_list();
        DeviceList list = merged();
        wait_for_homes(lock, list.devices);
        name_homes(list);
        m_stop.request_stop();
        return list;
    }

    ListFetch(const ListFetch&) = delete;
    ListFetch& operator=(const ListFetch&) = delete;

    ~ListFetch() { m_stop.request_stop(); }

private:
    void start(const std::function<void()>& work) {
        try {
            m_threads.emplace_back(work);
        } catch (const std::system_error&) {
            // The system gives no more threads: one after the other, then.
            work();
        }
    }

    template <typename Value>
    void settle(std::optional<Outcome<Value>>& target, Outcome<Value> outcome) {
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
            m_changed.wait(lock, m_stop.get_token(), [this] { return m_older.has_value(); });
            older_failed = value_of(m_older) == nullptr;
        }
        return older_failed ? send(request)
                            : m_session.send_without_refresh(request, m_stop.get_token());
    }

    Outcome<Devices> older_list() {
        const auto renewing = [this](const http::Request& request) { return send(request); };
        Outcome<Devices> outcome = read(request("/clients_api/ring_devices"), renewing);
        if (auto* refusal = std::get_if<ListFailure>(&outcome)) {
            refusal->ends_run = refusal->ends_run || refusal->status == 429;
        }
        return outcome;
    }

    Outcome<Devices> newer_list() {
        http::Request request = this->request("/device_info/v3/devices");
        request.time_limit = k_question_limit;
        Outcome<Devices> outcome = read(std::move(request), [this](const http::Request& asked) {
            return send_sharing_refresh(asked);
        });
        if (auto* refusal = std::get_if<ListFailure>(&outcome)) {
            refusal->ends_run = false;
        }
        return outcome;
    }

    Outcome<Devices> read(http::Request request, const Send& send) {
        request.body_limit = k_list_limit;
        try {
            auto answer = get(std::move(request), send);
            if (const auto* refusal = std::get_if<ListFailure>(&answer)) {
                return *refusal;
            }
            const auto& response = std::get<http::Response>(answer);
            return response.ok() ? Outcome<Devices>(parse(response)) : list_failure(response);
        } catch (const http::TransportError& error) {
            return ListFailure{.error = error};
        } catch (const Error& error) {
            // The session's: what it cannot heal ends the run.
            return ListFailure{.error = error, .ends_run = true};
        }
    }

    static Outcome<Devices> parse(const http::Response& response) {
        try {
            return read_devices(response.body);
        } catch (const Error& error) {
            return ListFailure{.error = error, .status = response.status};
        }
    }

    /// The answer of a device list, after up to three tries.
    Outcome<http::Response> get(http::Request request, const Send& send) {
        http::Attempts attempts(k_list_attempts);
        const auto send_as = [&](http::Version version) {
            request.version = version;
            return send(request);
        };
        const auto wait_for_retry = [](const http::Response& response) {
            const auto asked = http::retry_after(response).value_or(milliseconds(0));
            const bool html = response.ok() && http::looks_like_html(response.body);
            const bool worth_it = html || http::is_transient_status(response.status);
            return worth_it && (response.ok() || asked <= k_longest_wait_for_retry)
                       ? std::optional(asked)
                       : std::nullopt;
        };
        http::Response response =
            http::retry(attempts, m_clock, m_stop.get_token(), send_as, wait_for_retry);
        const auto asked = http::retry_after(response);
        if (!response.ok() && asked && *asked > k_longest_wait_for_retry) {
            return list_rate_limited(response, asked);
        }
        if (response.status == 429) {
            return list_rate_limited(response, std::nullopt);
        }
        return response;
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
            return ListFailure{.error = error};
        }
    }

    /// Until what has come is all, or good enough to go on with.
    void wait_for_lists(std::unique_lock<std::mutex>& lock) {
        m_changed.wait(lock, [this] { return m_older || value_of(m_newer) != nullptr; });
        const Devices* older = value_of(m_older);
        const milliseconds limit = !m_older                      ? m_timeouts.for_older
                                   : older && has_camera(*older) ? m_timeouts.for_newer
                                                                 : m_timeouts.for_decisive;
        m_changed.wait_for(lock, limit, [this] {
            const ListFailure* refusal = failure_in(m_older);
            return (m_older && m_newer) || (refusal != nullptr && refusal->ends_run);
        });
    }

    void throw_without_list() {
        const ListFailure* older = failure_in(m_older);
        if (older == nullptr || (!older->ends_run && value_of(m_newer) != nullptr)) {
            return;
        }
        const ListFailure* newer = failure_in(m_newer);
        for (const ListFailure* refusal : {older, newer}) {
            if (refusal != nullptr && refusal->slow_down) {
                throw m_session.rate_limited(refusal->pause);
            }
            if (older->ends_run) {
                break;
            }
        }
        throw Error(older->error);
    }

    template <typename Value>
    static std::optional<Error> failure_of(const std::optional<Outcome<Value>>& outcome) {
        if (!outcome) {
            return Error(ErrorCode::service_unavailable, "no answer in time", "try again later");
        }
        const ListFailure* refusal = failure_in(outcome);
        return refusal != nullptr ? std::optional(refusal->error) : std::nullopt;
    }

    DeviceList merged() const {
        DeviceList list;
        list.older_failure = failure_of(m_older);
        list.newer_failure = failure_of(m_newer);
        const Devices* older = value_of(m_older);
        const Devices* newer = value_of(m_newer);
        list.devices = merge_devices(older != nullptr ? *older : Devices{},
                                     newer != nullptr ? *newer : Devices{});
        return list;
    }

    /// The newer route's names, completed by the older one's.
    Homes known_homes() const {
        const Homes* newer = value_of(m_newer_homes);
        Homes names = newer != nullptr ? *newer : Homes{};
        if (const Homes* older = value_of(m_older_homes)) {
            names.insert(older->begin(), older->end());
        }
        return names;
    }

    void wait_for_homes(std::unique_lock<std::mutex>& lock, const Devices& devices) {
        m_changed.wait_for(lock, m_timeouts.for_homes, [&] {
            const Homes names = known_homes();
            return (m_newer_homes && m_older_homes) ||
                   std::all_of(devices.begin(), devices.end(), [&](const Device& device) {
                       return device.location_id.empty() || names.contains(device.location_id);
                   });
        });
    }

    void name_homes(DeviceList& list) const {
        const Homes names = known_homes();
        const bool none_came =
            value_of(m_newer_homes) == nullptr && value_of(m_older_homes) == nullptr;
        for (Device& device : list.devices) {
            if (const auto found = names.find(device.location_id); found != names.end()) {
                device.location = found->second;
            } else if (!device.location_id.empty() && none_came) {
                list.lacks_homes = true;
            }
        }
    }

    Session& m_session;
    base::Clock& m_clock;
    const ListTimeouts m_timeouts;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::optional<Outcome<Devices>> m_older;
    std::optional<Outcome<Devices>> m_newer;
    std::optional<Outcome<Homes>> m_older_homes;
    std::optional<Outcome<Homes>> m_newer_homes;
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
