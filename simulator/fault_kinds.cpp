// SPDX-License-Identifier: Apache-2.0
#include "simulator/fault_kinds.hpp"

#include "base/system/random.hpp"
#include "base/text/encoding.hpp"
#include "simulator/pictures/jpeg.hpp"
#include "simulator/world.hpp"

#include <fmt/format.h>

#include <array>

namespace simulator {

namespace {

using namespace std::string_literals;

bool asks_for_picture(std::string_view route) {
    return route == "image" || route == "next" || route == "uuid";
}

std::int64_t number(const std::string& argument) {
    return parse_integer(argument).value_or(0);
}

Reply too_many(const FaultCase& c, const std::string& argument) {
    auto reply = plausible_reply(c, 429);
    if (!argument.empty()) {
        reply.with("Retry-After", argument);
    }
    return reply;
}

/// An answer that is not what the client asked for, though its type says so.
Reply of_asked_type(const FaultCase& c, std::string body, Wire wire = Wire::ordinary) {
    return {.status = 200,
            .content_type = asks_for_picture(c.route) ? "image/jpeg" : "application/json",
            .body = std::move(body),
            .wire = wire};
}

/// The good answer with its body changed.
template <typename Change>
Reply with_body(const FaultCase& c, Change change) {
    auto reply = c.good();
    reply.body = change(std::move(reply.body));
    return reply;
}

Reply on_the_wire(const FaultCase& c, Wire wire) {
    auto reply = c.good();
    reply.wire = wire;
    return reply;
}

/// A spoiled answer does not undo that the camera was asked.
void ask_if_forced(const FaultCase& c) {
    if (c.camera && c.request.query_value("extras") == "force") {
        c.world.cameras.ask_for_capture(*c.camera);
    }
}

Reply h264(const FaultCase& c, const std::string&) {
    ask_if_forced(c);
    // Parameter sets and the start of a slice, as they stand in front of an IDR frame.
    auto frame = "\0\0\0\1\x67\x64\0\x1f\xac\xd9\x40\x50\x05\xbb\1\x10\0\0\3\0\x10\0\0\3\3\xc0\xf1"
                 "\x83\x19\x60\0\0\0\1\x68\xeb\xe3\xcb\x22\xc0\0\0\0\1\x65\x88\x84\0"s;
    for (int i = 0; i < 3000; ++i) {
        frame.push_back(static_cast<char>(i * 37 % 251 + 1));
    }
    return {.status = 200, .content_type = "image/jpeg", .body = std::move(frame)};
}

Reply stale(const FaultCase& c, const std::string&) {
    constexpr std::int64_t k_minute = 60'000;
    ask_if_forced(c);
    const auto after = parse_integer(c.request.query_value("after-ms").value_or("")).value_or(0);
    const auto camera = c.camera.value_or(0);
    const auto newest = c.world.cameras.newest_ms(camera).value_or(c.world.clock.now_ms());
    return c.world.picture_reply(camera, (after > 0 ? after : newest) - k_minute);
}

Reply asset(const FaultCase&, const std::string& argument) {
    Json codes = Json::array();
    std::string_view rest = argument;
    while (!rest.empty()) {
        const auto plus = rest.find('+');
        codes.push_back(parse_integer(rest.substr(0, plus)).value_or(0));
        rest.remove_prefix(plus == std::string_view::npos ? rest.size() : plus + 1);
    }
    return json_reply({{"errors", codes}}, 404);
}

Reply no_time(const FaultCase& c, const std::string&) {
    auto reply = c.good();
    std::erase_if(reply.headers,
                  [](const auto& header) { return header.first == "x-time-millis"; });
    return reply;
}

Reply gzip(const FaultCase& c, const std::string&) {
    return with_body(c, gzip_stored).with("Content-Encoding", "gzip");
}

Reply delay(const FaultCase& c, const std::string& argument) {
    auto reply = c.good();
    reply.delay_ms += number(argument);
    return reply;
}

Reply without_member(const FaultCase& c, const char* name) {
    auto reply = c.good();
    auto json = parse_json(reply.body);
    if (reply.status == 200 && json && json->is_object()) {
        json->erase(name);
        reply.body = to_text(*json);
    }
    return reply;
}

Reply wrong_state(const FaultCase& c, const std::string&) {
    auto reply = c.good();
    for (auto& [name, value] : reply.headers) {
        if (const auto at = value.find("&state="); name == "Location" && at != std::string::npos) {
            value = value.substr(0, at) + "&state=" + base::hex_encode(base::random_bytes(16));
        }
    }
    return reply;
}

constexpr const char* k_captcha =
    "<!DOCTYPE html><html><head><title>Ring</title></head><body>"
    "<h1>Are you human?</h1><div class=\"g-recaptcha\" data-sitekey=\"sim\"></div>"
    "</body></html>";

/// Too many codes or tokens asked for, in the two spellings of docs/ring-service.md 2.5.
Reply throttled_by(const char* member) {
    return json_reply({{"error", "error requesting 2fa service to send code"},
                       {member, "too many requests from dependency service"}},
                      400);
}

bool granted_tokens(const FaultCase& c, const Reply& reply) {
    return c.route != "token" || reply.status == 200;
}

bool left_the_service(const FaultCase&, const Reply& reply) {
    return reply.header("Location").value_or("").find("code=") != std::string::npos;
}

using Case = const FaultCase&;
using Text = const std::string&;

constexpr std::array k_kinds = {
    FaultKind{"good", Argument::none, "", [](Case c, Text) { return c.good(); }},
    FaultKind{"status", Argument::number, "",
              [](Case c, Text t) { return plausible_reply(c, static_cast<int>(number(t))); }},
    FaultKind{"429", Argument::optional_number, "", too_many},
    FaultKind{"429-date", Argument::number, "",
              [](Case c, Text t) {
                  return too_many(c, http_date(c.world.clock.now_ms() + number(t) * 1000));
              }},
    FaultKind{
        "html", Argument::optional_number, "",
        [](Case, Text t) { return edge_page(t.empty() ? 200 : static_cast<int>(number(t))); }},
    FaultKind{"empty", Argument::none, "", [](Case c, Text) { return of_asked_type(c, ""); }},
    FaultKind{"cut", Argument::none, "", [](Case c, Text) { return on_the_wire(c, Wire::cut); }},
    FaultKind{"half", Argument::none, "",
              [](Case c, Text) {
                  return with_body(
                      c, [](std::string body) { return body.substr(0, body.size() / 2); });
              }},
    FaultKind{"reset", Argument::none, "",
              [](Case, Text) { return Reply{.status = 0, .wire = Wire::reset}; }},
    FaultKind{"hang", Argument::none, "",
              [](Case, Text) { return Reply{.status = 0, .wire = Wire::hang}; }},
    FaultKind{"drip", Argument::none, "", [](Case c, Text) { return on_the_wire(c, Wire::drip); }},
    FaultKind{"h264", Argument::none, "", h264},
    FaultKind{"grey", Argument::none, "image next uuid",
              [](Case c, Text) { return with_body(c, damage_jpeg); }},
    FaultKind{"12-bit", Argument::none, "image next uuid",
              [](Case c, Text) {
                  return with_body(c, [](const std::string&) { return twelve_bit_jpeg(); });
              }},
    FaultKind{"huge", Argument::none, "",
              [](Case c, Text) { return of_asked_type(c, "", Wire::endless); }},
    FaultKind{"redirect", Argument::url, "", [](Case, Text t) { return redirect_reply(t); }},
    FaultKind{"no-time", Argument::none, "next", no_time},
    FaultKind{"stale", Argument::none, "next", stale},
    FaultKind{"asset", Argument::codes, "", asset},
    FaultKind{"gzip", Argument::none, "", gzip},
    FaultKind{"garbage", Argument::none, "",
              [](Case c, Text) {
                  return of_asked_type(c,
                                       "}\1\xfe\0 this is neither JSON nor a picture \xff\xc0{["s);
              }},
    FaultKind{"lost-reply", Argument::none, "",
              [](Case c, Text) { return on_the_wire(c, Wire::reset); }, granted_tokens},
    FaultKind{"no-expires", Argument::none, "token",
              [](Case c, Text) { return without_member(c, "expires_in"); }, granted_tokens},
    FaultKind{"no-refresh-token", Argument::none, "token",
              [](Case c, Text) { return without_member(c, "refresh_token"); }, granted_tokens},
    FaultKind{"throttled", Argument::none, "token signin",
              [](Case, Text) { return throttled_by("err_msg"); }},
    FaultKind{"throttled-description", Argument::none, "token signin",
              [](Case, Text) { return throttled_by("error_description"); }},
    FaultKind{"invalid-grant", Argument::none, "token",
              [](Case, Text) {
                  return json_reply(
                      {{"error", "invalid_grant"},
                       {"error_description", "the provided token is invalid, expired or revoked"}},
                      400);
              }},
    FaultKind{"wrong-state", Argument::none, "authorize", wrong_state, left_the_service},
    FaultKind{"captcha", Argument::none, "signin",
              [](Case, Text) { return html_reply(k_captcha); }},
    FaultKind{"delay", Argument::number, "", delay},
};

Reply json_or_nothing(std::string_view route, int status) {
    switch (status) {
    case 401:
        return error_reply(401, "Unauthorized");
    case 403:
        return error_reply(403, "Forbidden");
    case 404:
        if (route == "image") {
            return text_reply("no snapshot", 404);
        }
        return asks_for_picture(route) ? empty_reply(404) : error_reply(404, "Not Found");
    case 429:
        return error_reply(429, "Too Many Requests");
    case 504:
        return error_reply(504, "Gateway Timeout");
    default:
        break;
    }
    return status == 406 || status >= 500 ? edge_page(status) : empty_reply(status);
}

Reply token_reply(const FaultCase& c, int status) {
    switch (status) {
    case 400:
        return json_reply({{"error", "Verification Code is invalid or expired"},
                           {"err_msg", "bad request response from dependency service"}},
                          400);
    case 401:
        return json_reply({{"error", "invalid_grant"},
                           {"error_description", "token is invalid or does not exists"}},
                          401);
    case 406:
        return text_reply("Not Acceptable", 406);
    case 412:
        return json_reply({{"tsv_state", to_string(c.world.account.two_factor())},
                           {"phone", "+1xxxxxxxx89"},
                           {"next_time_in_secs", 60}},
                          412);
    default:
        return json_or_nothing(c.route, status);
    }
}

} // namespace

std::span<const FaultKind> fault_kinds() {
    return k_kinds;
}

Reply plausible_reply(const FaultCase& c, int status) {
    if (status < 300 && status != 204) {
        auto reply = c.good();
        reply.status = status;
        return reply;
    }
    if (c.route == "token" || c.route == "signin" || c.route == "verify") {
        return token_reply(c, status);
    }
    if (c.route == "session" && status == 404) {
        const auto body = parse_json(c.request.body).value_or(Json::object());
        const auto id = body.value("/device/hardware_id"_json_pointer, std::string{"unknown"});
        return json_reply({{"error", fmt::format("Session not found for {}", id)}}, 404);
    }
    return json_or_nothing(c.route, status);
}

} // namespace simulator
