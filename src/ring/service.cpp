// SPDX-License-Identifier: Apache-2.0
#include "ring/service.hpp"

#include "base/error.hpp"
#include "base/random.hpp"
#include "http/retry.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <future>

namespace ring {

namespace {

using base::Error;
using base::ErrorCode;

constexpr int k_list_attempts = 3;
/// Some kilobytes a camera.
constexpr std::size_t k_list_limit = std::size_t{16} << 20;
constexpr std::size_t k_picture_limit = std::size_t{32} << 20;

constexpr std::chrono::milliseconds k_image_limit = std::chrono::seconds(30);

http::Request with_ids(http::Request request, const std::vector<DeviceId>& ids, bool refresh) {
    nlohmann::ordered_json body = {{"doorbot_ids", ids}};
    if (refresh) {
        body["refresh"] = true;
    }
    request.headers.add("Accept", "application/json");
    request.time_limit = k_question_limit;
    set_json_body(request, body.dump());
    return request;
}

http::Request for_picture(http::Request request, std::chrono::milliseconds time_limit) {
    request.headers.add("Accept", "image/jpeg");
    request.body_limit = k_picture_limit;
    request.time_limit = time_limit;
    request.accept_compressed = false;
    return request;
}

[[noreturn]] void throw_no_list(const http::Response& response) {
    throw Error(ErrorCode::service_unavailable,
                fmt::format("Ring does not give its device list: status {}", response.status),
                "try again later");
}

} // namespace

std::vector<Device> Service::devices(std::stop_token stop) {
    require_open();
    // Both are needed and neither depends on the other.
    std::future<std::string> locations =
        // One after the other where no thread can be had.
        std::async(std::launch::async | std::launch::deferred, [&] { return get_locations(stop); });
    const http::Response list = get_device_list(stop);
    if (!list.ok()) {
        throw_no_list(list);
    }
    std::vector<Device> devices = read_devices(list.body);
    const auto names = read_locations(locations.get());
    for (Device& device : devices) {
        if (const auto found = names.find(device.location_id); found != names.end()) {
            device.location = found->second;
        }
    }
    return devices;
}

http::Response Service::get_device_list(std::stop_token stop) {
    http::Response response =
        get_json(m_session.endpoints().api("/clients_api/ring_devices"), stop);
    if (response.status == 404 || response.status == 410) {
        // The successor of that route, which newer clients use already.
        http::Response newer = get_json(m_session.endpoints().api("/device_info/v3/devices"), stop);
        if (newer.ok()) {
            return newer;
        }
    }
    return response;
}

std::string Service::get_locations(std::stop_token stop) {
    for (const char* path : {"/devices/v1/locations", "/location_info/v3/locations"}) {
        try {
            http::Request request = m_session.request("GET", m_session.endpoints().api(path));
            request.headers.add("Accept", "application/json");
            const http::Response response = m_session.send(request, stop);
            if (response.ok()) {
                return response.body;
            }
        } catch (const Error&) {
            // The names are a nicety; what is really wrong shows with the device list.
            return {};
        }
    }
    return {};
}

http::Response Service::get_json(const std::string& url, std::stop_token stop) {
    http::Request request = m_session.request("GET", url);
    request.headers.add("Accept", "application/json");
    request.body_limit = k_list_limit;
    for (int attempt = 1;; ++attempt) {
        const bool last = attempt == k_list_attempts;
        std::chrono::milliseconds wait = http::retry_delay(attempt, base::random_fraction());
        try {
            http::Response response = m_session.send(request, stop);
            const auto asked = http::retry_after(response);
            if (!response.ok() && asked && *asked > k_longest_wait_for_retry) {
                throw told_to_wait(*asked);
            }
            const bool html = response.ok() && http::looks_like_html(response.body);
            const bool passing = html || http::is_passing_status(response.status);
            if (response.status == 429 && last) {
                throw told_to_wait(std::nullopt);
            }
            if (!passing || last) {
                return response;
            }
            wait = std::max(wait, asked.value_or(std::chrono::milliseconds(0)));
        } catch (const http::TransportError& error) {
            if (last || !http::is_passing(error.fault())) {
                throw;
            }
        }
        if (!m_clock.sleep_for(wait, stop)) {
            throw Error(ErrorCode::interrupted, "stopped while waiting for Ring");
        }
    }
}

http::Response Service::send(http::Request request, std::stop_token stop) {
    request.version = m_version;
    return m_session.send(std::move(request), std::move(stop));
}

http::Response Service::request_capture(DeviceId id, std::stop_token stop) {
    return send(with_ids(m_session.request(
                             "PUT", m_session.endpoints().api("/clients_api/snapshots/update_all")),
                         {id}, true),
                stop);
}

http::Response Service::capture_times(const std::vector<DeviceId>& ids,
                                      std::chrono::milliseconds time_limit, std::stop_token stop) {
    http::Request request = with_ids(
        m_session.request("POST", m_session.endpoints().api("/clients_api/snapshots/timestamps")),
        ids, false);
    request.time_limit = time_limit;
    return send(std::move(request), stop);
}

http::Response Service::stored_picture(DeviceId id, std::stop_token stop) {
    const std::string path = fmt::format("/clients_api/snapshots/image/{}", id);
    return send(
        for_picture(m_session.request("GET", m_session.endpoints().api(path)), k_image_limit),
        stop);
}

http::Response Service::next_picture(DeviceId id, const NextQuery& query, std::stop_token stop) {
    using std::chrono::milliseconds;
    const auto after =
        query.after ? std::chrono::duration_cast<milliseconds>(query.after->time_since_epoch())
                    : milliseconds(0);
    const std::string path =
        fmt::format("/snapshots/next/{}?after-ms={}&max-wait-ms={}{}", id, after.count(),
                    query.max_wait.count(), query.force ? "&extras=force" : "");
    return send(for_picture(m_session.request("GET", m_session.endpoints().app_snaps(path)),
                            query.max_wait + query.margin),
                stop);
}

} // namespace ring
