// SPDX-License-Identifier: Apache-2.0
#include "ring/api/service.hpp"

#include "ring/api/json_read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ring {

namespace {

constexpr std::size_t k_picture_limit = std::size_t{32} << 20;

constexpr std::chrono::milliseconds k_image_limit = std::chrono::seconds(30);

http::Request with_ids(http::Request request, const std::vector<DeviceId>& ids, bool refresh) {
    OrderedJson body = {{"doorbot_ids", ids}};
    if (refresh) {
        body["refresh"] = true;
    }
    request.headers.add("Accept", "application/json");
    request.time_limit = k_question_limit;
    set_json_body(request, write_json(body));
    return request;
}

http::Request for_picture(http::Request request, std::chrono::milliseconds time_limit) {
    request.headers.add("Accept", "image/jpeg");
    request.body_limit = k_picture_limit;
    request.time_limit = time_limit;
    return request;
}

} // namespace

DeviceList Service::device_list(std::stop_token stop) {
    return fetch_device_list(m_session, m_clock, std::move(stop));
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
    // The caller's time can run out while it asks.
    const milliseconds max_wait = std::max(query.max_wait, milliseconds(0));
    const std::string path =
        fmt::format("/snapshots/next/{}?after-ms={}&max-wait-ms={}{}", id, after.count(),
                    max_wait.count(), query.force ? "&extras=force" : "");
    return send(for_picture(m_session.request("GET", m_session.endpoints().app_snaps(path)),
                            max_wait + query.margin),
                stop);
}

} // namespace ring
