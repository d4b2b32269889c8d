// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/http.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace simulator {

class World;

/// The names under which a script of faults can be set for a route. `devices` and `locations` stand
/// for both routes of their kind, each with the whole script.
inline constexpr std::array<std::string_view, 19> k_fault_routes = {
    "token",        "authorize",    "signin",     "verify",    "session",
    "devices",      "ring-devices", "v3-devices", "locations", "v1-locations",
    "v3-locations", "update-all",   "timestamps", "image",     "next",
    "uuid",         "footages",     "timeline",   "film"};

/// The request whose answer a fault spoils.
struct FaultCase {
    World& world;
    const Request& request;
    std::string_view route;
    std::optional<std::int64_t> camera;
    std::function<Reply()> good; ///< What the service would do without the fault.
};

struct FaultKind;

/// One step of a script.
struct Fault {
    const FaultKind* kind = nullptr;
    std::string argument; ///< What stands behind the colon.
    bool for_ever = false;
    std::string text; ///< As written.

    Reply answer(const FaultCase& c) const;

    /// Whether the fault could have its effect on this answer; if not, it stays for the next
    /// request.
    bool took_effect(const FaultCase& c, const Reply& reply) const;
};

/// One fault as written, for example `status:503`, `429:2` or `hang*`.
/// Throws std::invalid_argument with a text that names what is wrong with it.
Fault parse_fault(std::string_view route, std::string_view text);

/// Throws std::invalid_argument when there is no route of that name.
void check_fault_route(std::string_view route);

/// A whole `ROUTE=FAULT[,FAULT…]`; throws like parse_fault().
std::pair<std::string, std::vector<Fault>> parse_fault_script(std::string_view text);

/// The scripts of all routes: the n-th request to a route gets the n-th fault, and when the script
/// is over all is good again. A script for one camera takes precedence over the one for all. For
/// all threads at once.
class Faults {
public:
    /// Replaces the script of the route (and camera).
    void set(const std::string& route, std::optional<std::int64_t> camera,
             std::vector<Fault> script);
    void clear();

    struct Taken {
        Fault fault;
        std::optional<std::int64_t> camera; ///< Whose script it came from.
    };

    /// The fault for the next request to the route that is about these cameras.
    std::optional<Taken> take(const std::string& route, const std::vector<std::int64_t>& cameras);

    /// Puts a fault that had no effect back to the front.
    void put_back(const std::string& route, const Taken& taken);

private:
    using Key = std::pair<std::string, std::optional<std::int64_t>>;

    std::mutex m_mutex;
    std::map<Key, std::deque<Fault>> m_scripts;
};

} // namespace simulator
