// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "http/message.hpp"
#include "ring/devices/device.hpp"
#include "ring/devices/device_list.hpp"
#include "ring/login/session.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ring {

/// How long a small question to the API may take.
inline constexpr std::chrono::milliseconds k_question_limit = std::chrono::seconds(10);

/// What to ask GET snapshots/next for (docs/ring-service.md 7.1).
struct NextQuery {
    /// Only a picture captured after this moment; std::nullopt means any.
    std::optional<base::SystemTime> after;
    /// How long the service may hold the request.
    std::chrono::milliseconds max_wait{0};
    /// How much longer the answer may take all the same.
    std::chrono::milliseconds margin = std::chrono::seconds(5);
    /// Capture a new picture now; wakes battery cameras.
    bool force = false;
};

/// The calls of the Ring service that this program makes, one request each but for device_list().
/// The snapshot calls return the answer as it is, whatever its status. All throw what
/// Session::send() throws; all may be called from many threads.
class Service {
public:
    /// Both must outlive this object.
    Service(Session& session, base::Clock& clock) : m_session(session), m_clock(clock) {}

    /// All devices that the account can see, as fetch_device_list() does; throws what that throws.
    DeviceList device_list(std::stop_token stop);

    /// PUT snapshots/update_all (docs/ring-service.md 6.1): asks for a new picture of one camera.
    http::Response request_capture(DeviceId id, std::stop_token stop);

    /// POST snapshots/timestamps (docs/ring-service.md 6.2).
    http::Response capture_times(const std::vector<DeviceId>& ids,
                                 std::chrono::milliseconds time_limit, std::stop_token stop);

    /// GET snapshots/image (docs/ring-service.md 6.3).
    http::Response stored_picture(DeviceId id, std::stop_token stop);

    /// GET snapshots/next (docs/ring-service.md 7.1).
    http::Response next_picture(DeviceId id, const NextQuery& query, std::stop_token stop);

    /// By which HTTP the snapshot calls of this object go, and not those of its copies.
    void use(http::Version version) { m_version = version; }

    /// What sends the requests and keeps the pauses that Ring asks for.
    Session& session() const { return m_session; }

private:
    http::Response send(http::Request request, std::stop_token stop);

    Session& m_session;
    base::Clock& m_clock;
    http::Version m_version = http::Version::any;
};

} // namespace ring
