// SPDX-License-Identifier: Apache-2.0
#include "web/site.hpp"

#include "base/error.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "web/content/camera_day.hpp"
#include "web/content/conditions.hpp"
#include "web/content/page_json.hpp"
#include "web/content/picture_replies.hpp"
#include "web/content/plain_page.hpp"
#include "web/page_files.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace web {
namespace {

using Parts = std::vector<std::string>;

Reply not_found() {
    return text_reply(404, "404: there is nothing here");
}

/// A text that the browser asks for again, and that travels only when it has changed.
Reply steady_reply(const Request& request, std::string_view type, std::string body) {
    const std::string etag = fmt::format("\"{}\"", base::hex_encode(base::sha256(body)));
    Reply reply;
    reply.set("Content-Type", std::string(type));
    reply.set("Cache-Control", "no-cache");
    reply.set("ETag", etag);
    if (has_it_already(request, etag, {})) {
        reply.status = 304;
    } else {
        reply.body = std::move(body);
    }
    return reply;
}

Reply data_reply(const Request& request, const PageJson& json) {
    return steady_reply(request, "application/json; charset=utf-8", to_text(json));
}

struct Asset {
    std::string_view name;
    std::string_view type;
    std::string_view (*content)();
};

constexpr Asset k_assets[] = {
    {"app.js", "text/javascript; charset=utf-8", page_script},
    {"app.css", "text/css; charset=utf-8", page_style},
    {"plain.css", "text/css; charset=utf-8", plain_style},
    {"icon.svg", "image/svg+xml", page_icon},
};

const Asset* find_asset(const Parts& parts) {
    const auto found =
        std::find_if(std::begin(k_assets), std::end(k_assets), [&](const Asset& asset) {
            return parts.size() == 1 && parts[0] == asset.name;
        });
    return found == std::end(k_assets) ? nullptr : &*found;
}

Target target_of(const Parts& parts) {
    if (parts.size() == 1 && parts[0] == "health") {
        return Target::health;
    }
    if (find_asset(parts) != nullptr) {
        return Target::asset;
    }
    if (parts[0] == "cameras" || parts[0] == "pictures") {
        return Target::picture;
    }
    const bool is_page =
        parts.size() == 1 && (parts[0].empty() || parts[0] == "day" || parts[0] == "plain");
    return is_page ? Target::page : Target::data;
}

std::string_view describe_refusal(int status) {
    switch (status) {
    case 405:
        return "405: only GET and HEAD are understood";
    case 431:
        return "431: the headers are too long";
    case 505:
        return "505: only HTTP/1 is understood";
    default:
        return "400: this is not a request that can be answered";
    }
}

/// The number in "N.jpg"; zero for other names.
std::int64_t number_in(std::string_view name) {
    constexpr std::string_view k_ending = ".jpg";
    if (!name.ends_with(k_ending)) {
        return 0;
    }
    name.remove_suffix(k_ending.size());
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return error == std::errc() && end == name.data() + name.size() && number > 0 ? number : 0;
}

std::chrono::seconds refresh_of(const Request& request) {
    constexpr int k_least = 5;
    constexpr int k_most = 3600;
    constexpr int k_usual = 30;
    const std::string text = request.parameter("refresh").value_or("");
    int seconds = k_usual;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::chrono::seconds(std::clamp(seconds, k_least, k_most));
}

} // namespace

Site::Site(SiteOptions options, archive::Catalogue& catalogue, base::Clock& clock)
    : m_options(std::move(options)),
      m_clock(clock),
      m_gatekeeper(m_options.access, clock),
      m_book(catalogue, clock, m_reader, m_options.choice) {}

std::optional<Parts> Site::parts_of(std::string_view path) const {
    const std::string& base_path = m_options.base_path;
    if (!path.starts_with(base_path)) {
        return {};
    }
    path.remove_prefix(base_path.size());
    Parts parts;
    for (;;) {
        const std::size_t slash = path.find('/');
        parts.push_back(base::percent_decode(path.substr(0, slash)));
        if (slash == std::string_view::npos) {
            return parts;
        }
        path.remove_prefix(slash + 1);
    }
}

Reply Site::answer(const Request& request) {
    Reply reply;
    if (request.refused != 0) {
        reply = text_reply(request.refused, std::string(describe_refusal(request.refused)));
        if (request.refused == 405) {
            reply.set("Allow", "GET, HEAD");
        }
    } else {
        try {
            reply = answer_route(request);
        } catch (const base::Error&) {
            reply = text_reply(503, "503: the catalogue of pictures cannot be read");
        } catch (const std::exception&) {
            reply = text_reply(500, "500: internal error");
        }
    }
    reply.set("Content-Security-Policy",
              "default-src 'none'; img-src 'self'; script-src 'self'; style-src 'self'; "
              "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors " +
                  m_gatekeeper.frame_ancestors());
    reply.set("X-Content-Type-Options", "nosniff");
    reply.set("Referrer-Policy", "no-referrer");
    if (reply.header("Cross-Origin-Resource-Policy").empty()) {
        reply.set("Cross-Origin-Resource-Policy", "same-origin");
    }
    m_answers.count(reply.status);
    return reply;
}

Reply Site::answer_route(const Request& request) {
    const auto parts = parts_of(request.path);
    const Target target = parts ? target_of(*parts) : Target::data;
    Access access = m_gatekeeper.check(request, target);
    if (access.reply) {
        return std::move(*access.reply);
    }
    if (!parts) {
        if (request.path + "/" != m_options.base_path) {
            return not_found();
        }
        Reply reply = text_reply(303, "the page is a folder");
        reply.set("Location",
                  m_options.base_path + (request.query.empty() ? "" : "?") + request.query);
        return reply;
    }
    if (const Asset* const asset = find_asset(*parts)) {
        return steady_reply(request, asset->type, std::string(asset->content()));
    }
    switch (target) {
    case Target::health:
        return serve_health();
    case Target::page: {
        Reply reply = serve_page(request, parts->front(), access);
        if (!access.cookie.empty()) {
            reply.set("Set-Cookie", access.cookie);
        }
        return reply;
    }
    case Target::picture: {
        Reply reply = serve_picture(request, *parts);
        if (access.has_key_in_url) {
            // For mirrors and panels that show it in pages of their own.
            reply.set("Cross-Origin-Resource-Policy", "cross-origin");
        }
        return reply;
    }
    default:
        return serve_data(request, *parts);
    }
}

Reply Site::serve_health() {
    Reply reply;
    reply.set("Content-Type", "application/json; charset=utf-8");
    reply.set("Cache-Control", "no-store");
    try {
        m_book.catalogue().condition();
        reply.body = "{\"status\":\"ok\"}\n";
    } catch (const base::Error&) {
        reply.status = 503;
        reply.body = "{\"status\":\"catalogue unusable\"}\n";
    }
    return reply;
}

Reply Site::serve_page(const Request& request, const std::string& name, const Access& access) {
    constexpr auto k_type = "text/html; charset=utf-8";
    const std::string url_key =
        access.has_key_in_url ? request.parameter("key").value_or("") : std::string();
    if (name == "plain") {
        PlainPage page{.title = m_options.title};
        page.refresh = refresh_of(request);
        page.is_dark = request.parameter("theme") == "dark";
        page.key = url_key;
        std::vector<CameraView> cameras = m_book.look();
        if (const auto key = request.parameter("camera"); key && !key->empty()) {
            const auto camera = m_book.find(*key);
            std::erase_if(cameras,
                          [&](const CameraView& each) { return !camera || each.id != camera->id; });
        }
        Reply reply;
        reply.set("Content-Type", k_type);
        reply.set("Cache-Control", "no-store");
        reply.body = plain_page(page, cameras, m_clock.now());
        return reply;
    }
    const std::string without_script =
        fmt::format("<noscript><p>This page needs script; there is <a href=\"plain{}\">one "
                    "without</a>.</p></noscript>",
                    url_key.empty() ? "" : "?key=" + base::percent_encode(url_key));
    return steady_reply(request, k_type,
                        complete_html({.title = m_options.title, .body = without_script}));
}

Reply Site::serve_picture(const Request& request, const Parts& parts) {
    if (parts[0] == "cameras" && parts.size() == 3 && parts[2] == "latest.jpg") {
        const auto camera = m_book.find(parts[1]);
        return camera ? newest_picture_reply(request, m_book, m_reader, *camera, m_clock.now())
                      : text_reply(404, "404: no camera has this id or name alone");
    }
    if (parts[0] == "pictures" && parts.size() == 2) {
        const std::int64_t number = number_in(parts[1]);
        const auto picture = number > 0 ? m_book.picture(number) : std::nullopt;
        return picture ? picture_reply(request, m_reader, *picture)
                       : text_reply(404, "404: there is no such picture");
    }
    return not_found();
}

Reply Site::serve_data(const Request& request, const Parts& parts) {
    if (parts.size() == 1 && parts[0] == "metrics") {
        Reply reply;
        reply.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        reply.set("Cache-Control", "no-store");
        reply.body = metrics_text(m_book.look(), m_answers.counts());
        return reply;
    }
    if (parts[0] != "api" || parts.size() < 2 || parts[1] != "cameras") {
        return not_found();
    }
    if (parts.size() == 2) {
        return data_reply(request, cameras_json(m_options.title, m_book.look()));
    }
    const auto camera = m_book.find(parts[2]);
    return camera ? serve_camera(request, *camera, parts)
                  : text_reply(404, "404: no camera has this id or name alone");
}

Reply Site::serve_camera(const Request& request, const Camera& camera, const Parts& parts) {
    if (parts.size() == 3) {
        return data_reply(request, camera_json(m_book.look_at(camera)));
    }
    if (parts[3] != "days" || parts.size() > 5) {
        return not_found();
    }
    archive::Catalogue& catalogue = m_book.catalogue();
    const base::SystemTime now = m_clock.now();
    if (parts.size() == 5) {
        const auto day = parse_day(parts[4]);
        return day ? data_reply(request,
                                day_json(camera, look_up_day(catalogue, camera.id, *day, now)))
                   : text_reply(400, "400: this is not a day (try 2026-11-23)");
    }
    const Day today = local_day_of(now);
    const auto text = request.parameter("month");
    const auto month = text ? parse_month(*text) : today.year() / today.month();
    if (!month) {
        return text_reply(400, "400: this is not a month (try 2026-11)");
    }
    const auto days = days_with_pictures(catalogue, camera.id, start_of(*month / 1),
                                         start_of((*month + std::chrono::months(1)) / 1));
    return data_reply(request, month_json(*month, days));
}

} // namespace web
