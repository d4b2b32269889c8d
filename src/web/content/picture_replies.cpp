// SPDX-License-Identifier: Apache-2.0
#include "web/content/picture_replies.hpp"

#include "archive/picture_history.hpp"
#include "base/text/ascii.hpp"
#include "base/text/duration.hpp"
#include "base/text/encoding.hpp"
#include "base/text/unicode.hpp"
#include "http/http_date.hpp"
#include "web/content/camera_day.hpp"
#include "web/content/conditions.hpp"

#include <fmt/core.h>

#include <utility>

namespace web {
namespace {

/// The picture, a part of it, or that the sender has it.
/// @param headers  what is said of it in each case
Reply send_picture(const Request& request, PictureReader& reader,
                   const archive::RecordedPicture& picture, const Reply& headers) {
    const std::string etag = fmt::format("\"{}\"", picture.facts.sha256);
    Reply reply = headers;
    reply.set("ETag", etag);
    reply.set("Last-Modified", http::format_http_date(picture.captured));
    const bool is_known = has_it_already(request, etag, picture.captured);
    auto bytes = is_known ? std::nullopt : reader.read(picture);
    if (is_known ? !reader.is_in_place(picture) : !bytes) {
        return text_reply(404, "404: the file of this picture is gone or was changed");
    }
    if (is_known) {
        reply.status = 304;
        return reply;
    }
    reply.set("Content-Type", "image/jpeg");
    reply.body = std::move(*bytes);
    return apply_range(request, std::move(reply), etag);
}

/// A name for the downloaded file, in both forms of RFC 6266.
std::string disposition_of(const archive::RecordedPicture& picture) {
    const std::string title = picture.camera_name.empty() ? picture.camera_id : picture.camera_name;
    std::string time = local_text(picture.captured).substr(0, 19);
    for (char& c : time) {
        c = c == ':' ? '-' : c == 'T' ? ' ' : c;
    }
    std::string name = base::printable(title) + " " + time + ".jpg";
    std::string plain;
    for (char& c : name) {
        c = c == '/' || c == '\\' || c == '"' || c == ':' ? '_' : c;
        plain += c >= ' ' && c < '\x7f' ? c : '_';
    }
    return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain,
                       base::percent_encode(name));
}

} // namespace

Reply newest_picture_reply(const Request& request, CameraBook& book, PictureReader& reader,
                           const Camera& camera, base::SystemTime now) {
    std::optional<std::chrono::milliseconds> most;
    if (const auto text = request.parameter("max-age"); text && !text->empty()) {
        most = base::parse_duration(*text);
        if (!most) {
            return text_reply(400, "400: max-age is not a duration (try 30s, 5m, 2d)");
        }
    }
    const auto picture = book.newest(camera.id);
    if (!picture) {
        return text_reply(404, "404: there is no picture of this camera yet");
    }
    const auto age = archive::age_of(picture->captured, now);
    Reply headers;
    headers.set("X-Captured-At", local_text(picture->captured));
    if (age) {
        headers.set("X-Age-Seconds", std::to_string(age->count() / 1000));
    }
    if (most && archive::is_older_than(age, *most)) {
        Reply reply = text_reply(503, "503: the newest picture is older than that");
        reply.headers.insert(reply.headers.end(), headers.headers.begin(), headers.headers.end());
        return reply;
    }
    headers.set("Cache-Control", "no-cache");
    return send_picture(request, reader, *picture, headers);
}

Reply picture_reply(const Request& request, PictureReader& reader,
                    const archive::RecordedPicture& picture) {
    Reply headers;
    headers.set("Cache-Control", "private, max-age=31536000, immutable");
    if (request.parameter("download")) {
        headers.set("Content-Disposition", disposition_of(picture));
    }
    return send_picture(request, reader, picture, headers);
}

} // namespace web
