// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "http/client.hpp"
#include "ring/api/footage.hpp"
#include "ring/devices/device.hpp"
#include "ring/login/session.hpp"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ring {

/// What Ring has of a stretch of a camera's past.
struct FootageAnswer {
    /// By their beginnings, each once.
    std::vector<Footage> footages;
    /// When Ring answered, by its own clock; std::nullopt when it does not say.
    std::optional<base::SystemTime> answered;
};

/// The pictures that cameras took by themselves (docs/ring-service.md 9), of one camera. Transient
/// failures are tried again. For one thread.
class FootageService {
public:
    /// @param films  sends the requests for films, and follows redirects. All must outlive this
    ///               object.
    FootageService(Session& session, http::Client& films, base::Clock& clock, DeviceId id)
        : m_session(session), m_films(films), m_clock(clock), m_id(id) {}

    /// What touches [from, to): by the timeline, or by the older route where the timeline does not
    /// answer or has nothing. Throws Error: no_snapshot when Ring refuses both, slow_down,
    /// service_unavailable, interrupted, and what Session::send() throws.
    FootageAnswer footages(base::SystemTime from, base::SystemTime to, std::stop_token stop);

    /// The film of a footage, asked for without the token; std::nullopt when its address is no
    /// longer good. Throws Error{service_unavailable}, Error{interrupted}.
    std::optional<std::string> film(const Footage& footage, std::stop_token stop);

private:
    enum class Route { timeline, footages };

    FootageAnswer ask(Route route, base::SystemTime from, base::SystemTime to,
                      const std::stop_token& stop);
    std::optional<FootageAnswer> ask_other(base::SystemTime from, base::SystemTime to,
                                           const std::stop_token& stop);
    FootageAnswer timeline(base::SystemTime from, base::SystemTime to, const std::stop_token& stop);
    FootageAnswer older_footages(base::SystemTime from, base::SystemTime to,
                                 const std::stop_token& stop);
    http::Response get(const std::string& path, const std::stop_token& stop);
    http::Response until_answered(const std::function<http::Response(http::Version)>& send,
                                  const std::stop_token& stop);
    void check_address(const std::string& url) const;

    Session& m_session;
    http::Client& m_films;
    base::Clock& m_clock;
    DeviceId m_id;
    /// The one that is asked first.
    Route m_route = Route::timeline;
    /// The other one does not answer, so that it is not asked in vain for each window.
    bool m_other_is_refused = false;
};

} // namespace ring
