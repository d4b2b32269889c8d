// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/http.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simulator {

class World;

/// What a route's function gets.
struct Call {
    World& world;
    const Request& request;
    std::vector<std::string> captured; ///< What stood in the place of each `{…}` of the pattern.

    /// The first captured part as a device id; 0 when it is not a number.
    std::int64_t id() const;
};

using Handler = Reply (*)(const Call&);

/// Who may call a route.
enum class Access {
    open,   ///< Everybody.
    bearer, ///< Whoever has a good access token.
    api,    ///< Like bearer, and needs a session where the simulator is told to ask for one.
};

/// One method of one path.
struct Route {
    std::string_view name; ///< As in scripts of faults; empty when it cannot be spoiled.
    std::string_view method;
    std::string_view pattern; ///< Segments in braces stand for anything but a slash.
    Access access;
    Handler handler;
};

/// The table of all routes.
class Router {
public:
    Router();

    void add(const Route& route) { m_routes.push_back(route); }

    struct Match {
        const Route* route = nullptr;
        std::vector<std::string> captured;
        std::vector<std::string> allowed; ///< When the path is known but not with this method.
    };

    Match find(std::string_view method, std::string_view path) const;

private:
    std::vector<Route> m_routes;
};

void add_token_routes(Router& router);
void add_browser_routes(Router& router);
void add_account_routes(Router& router);
void add_legacy_snapshot_routes(Router& router);
void add_snapshot_routes(Router& router);
void add_history_routes(Router& router);
void add_media_routes(Router& router);
void add_other_routes(Router& router);

} // namespace simulator
