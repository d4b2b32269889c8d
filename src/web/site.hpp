// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "base/clock.hpp"
#include "web/access/gatekeeper.hpp"
#include "web/content/camera_book.hpp"
#include "web/content/metrics.hpp"
#include "web/content/picture_reader.hpp"
#include "web/server/reply.hpp"
#include "web/server/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace web {

struct SiteOptions {
    std::string title = "Ring cameras";
    /// Begins and ends with a slash.
    std::string base_path = "/";
    CameraChoice choice;
    AccessOptions access;
};

/// What `serve` shows: answers requests from what is saved, and changes nothing. May be used from
/// many threads.
class Site {
public:
    /// The references must outlive this object.
    Site(SiteOptions options, archive::Catalogue& catalogue, base::Clock& clock);

    /// The answer to any request. Does not throw.
    Reply answer(const Request& request);

private:
    struct Route;

    /// The path below base_path in its parts, decoded; std::nullopt for one that is not below it.
    std::optional<std::vector<std::string>> parts_of(std::string_view path) const;
    Reply answer_route(const Request& request);
    Reply serve_data(const Request& request, const std::vector<std::string>& parts);
    Reply serve_camera(const Request& request, const Camera& camera,
                       const std::vector<std::string>& parts);
    Reply serve_picture(const Request& request, const std::vector<std::string>& parts);
    Reply serve_page(const Request& request, const std::string& name, const Access& access);
    Reply serve_health();

    SiteOptions m_options;
    base::Clock& m_clock;
    Gatekeeper m_gatekeeper;
    PictureReader m_reader;
    CameraBook m_book;
    AnswerCounter m_answers;
};

} // namespace web
