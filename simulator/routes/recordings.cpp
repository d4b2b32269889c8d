// SPDX-License-Identifier: Apache-2.0
// Events' ids, and the storage that the signed addresses of films lead to (docs/ring-service.md 9).
#include "simulator/routes/recordings.hpp"

#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "simulator/router.hpp"

#include <fmt/format.h>

namespace simulator {

namespace {

/// What storage checks an address by; nobody else knows how it is made.
std::string signature_of(std::string_view kind, std::string_view file, std::string_view signed_at,
                         std::string_view life) {
    return base::sha256_hex(fmt::format("simulated {} {} {} {}", kind, file, signed_at, life));
}

Reply storage_refusal(int status, std::string_view code, std::string_view message) {
    return {.status = status,
            .content_type = "application/xml",
            .body =
                fmt::format("<Error><Code>{}</Code><Message>{}</Message></Error>", code, message)};
}

/// Storage is not Ring's, and refuses Ring's token as the real one does. Not so for what was
/// recorded of an event: clients are redirected there, and send their token on since the address
/// is, unlike the real one, on the host that they come from.
Reply media(const Call& call) {
    const auto parameter = [&](const char* name) {
        return call.request.query_value(name).value_or("");
    };
    const auto& kind = call.captured[0];
    const auto& file = call.captured[1];
    if (kind == "footage" && !call.request.header("authorization").empty()) {
        return storage_refusal(400, "InvalidArgument", "Only one auth mechanism allowed");
    }
    const auto signed_at = parameter("X-Amz-Date");
    const auto life = parameter("X-Amz-Expires");
    if (parameter("X-Amz-Signature") != signature_of(kind, file, signed_at, life)) {
        return storage_refusal(403, "SignatureDoesNotMatch", "The signature does not match");
    }
    const auto end = parse_iso_time(signed_at).value_or(0) + parse_integer(life).value_or(0) * 1000;
    if (call.world.clock.now_ms() >= end) {
        return storage_refusal(403, "AccessDenied", "Request has expired");
    }
    if (kind == "footage" && call.world.films.are_given()) {
        auto film = call.world.films.read(file);
        return film ? Reply{.content_type = "video/mp4", .body = std::move(*film)}
                    : storage_refusal(404, "NoSuchKey", "The specified key does not exist.");
    }
    using namespace std::string_literals;
    return {.content_type = "video/mp4",
            .body = "\0\0\0\x18"s + "ftypmp42\0\0\0\0mp42isom"s + "\0\0\0\x08"s + "free"s};
}

} // namespace

std::int64_t event_id(std::int64_t camera, std::int64_t start_ms) {
    // So far apart that the ids differ, and lead back to their time, in clients that round numbers
    // of this size.
    return k_lowest_event_id + start_ms + 2'000 + camera % 1'000 * 7'000;
}

std::int64_t event_start(std::int64_t event_id) {
    return (event_id - k_lowest_event_id) / k_event_every_ms * k_event_every_ms;
}

std::string media_url(World& world, std::string_view kind, std::int64_t id, std::int64_t at_ms) {
    const auto file = fmt::format("{}-{}.mp4", id, at_ms);
    const auto signed_at = iso_time(world.clock.now_ms());
    const auto life = fmt::format("{}", world.options.film_life_ms / 1000);
    const auto signature = signature_of(kind, file, signed_at, life);
    world.films.note_signature(signature);
    // Some clients take the whole address for a query, and lose its first parameter.
    return fmt::format("{}/simulated-media/{}/{}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={}"
                       "&X-Amz-Expires={}&X-Amz-Signature={}",
                       world.address(), kind, file, base::percent_encode(signed_at), life,
                       signature);
}

void add_media_routes(Router& router) {
    router.add({"film", "GET", "/simulated-media/{kind}/{file}", Access::open, media});
}

} // namespace simulator
