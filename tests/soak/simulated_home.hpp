// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"
#include "soak/ledger.hpp"
#include "soak/virtual_clock.hpp"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace soak {

inline constexpr std::int64_t k_first_camera = 600'000'001;
inline constexpr auto k_hardware_id = "5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e";

/// What the service counts.
struct ServiceFigures {
    std::int64_t requests = 0;
    std::int64_t faults = 0;
    std::int64_t outage_requests = 0;
    std::int64_t refreshes = 0;
    /// Reasons for a refresh that the service made up: stray 401s, lost answers.
    std::int64_t extra_refreshes = 0;
    std::int64_t dead_tokens = 0;
    std::int64_t captures = 0;
    std::int64_t wakes = 0;
    /// Between two wake-ups of one battery camera for different rounds.
    std::chrono::milliseconds shortest_wake_pause = std::chrono::hours(10'000);
    /// In which a camera was not asked for.
    std::chrono::milliseconds longest_silence{0};
};

/// The Ring service and the cameras behind it, in memory, with faults by a seed: an http::Client
/// that needs no network. Written from docs/ring-service.md: rotating refresh tokens with a grace
/// window, access tokens that live an hour, both picture interfaces. Every second camera has a
/// battery. For all threads.
class SimulatedHome final : public http::Client {
public:
    struct Plan {
        int cameras = 20;
        /// The part of the answers that is spoiled.
        double faults = 0.1;
        /// Pictures may come without their capture times.
        bool hides_times = true;
        std::uint64_t seed = 1;
    };

    /// @param clock, ledger  must outlive this object; the ledger hears of each picture delivered
    SimulatedHome(VirtualClock& clock, Ledger& ledger, const Plan& plan);

    http::Response send(const http::Request& request, std::stop_token stop) override;

    /// Nothing can be reached, not even a name server, until told otherwise.
    void set_outage(bool outage);

    static bool has_battery(std::int64_t camera) { return camera % 2 == 0; }

    ServiceFigures figures() const;

private:
    struct Camera {
        std::int64_t newest_ms = 0;
        /// When it takes its next picture by itself.
        std::int64_t next_ms = 0;
        /// When the picture that somebody asked for will be taken.
        std::optional<std::int64_t> awaited_ms;
        std::int64_t last_wake_ms = 0;
        base::SteadyTime last_asked{};
    };

    enum class Fault;

    std::int64_t now_ms() const;
    std::optional<Fault> draw_fault(std::string_view path);
    http::Response answer(const http::Request& request, std::stop_token stop);
    http::Response spoil(Fault fault, const http::Request& request, std::stop_token stop);
    http::Response spoil_answer(Fault fault, const http::Request& request, http::Response response);
    http::Response refresh(const http::Request& request);
    http::Response next(const http::Request& request, std::int64_t id, std::stop_token stop);
    http::Response timestamps(const http::Request& request);
    http::Response update_all(const http::Request& request);
    bool is_authorized(const http::Request& request) const;
    void wake(std::int64_t id);
    void note_asked(std::int64_t id);
    /// The camera with the captures that are due by now.
    Camera& up_to_date(std::int64_t id);
    std::optional<http::Response> picture_after(std::int64_t id, std::int64_t after_ms,
                                                bool with_time);

    VirtualClock& m_clock;
    Ledger& m_ledger;
    const Plan m_plan;
    /// Any JPEG; each picture is this one with a comment of its own.
    const std::string m_jpeg;

    mutable std::mutex m_mutex;
    std::mt19937_64 m_random;
    std::vector<Camera> m_cameras;
    bool m_outage = false;
    std::string m_access_token = "access-0";
    std::int64_t m_access_ends_ms = 0;
    int m_generation = 0;
    std::int64_t m_rotated_ms = 0;
    ServiceFigures m_figures;
};

} // namespace soak
