// SPDX-License-Identifier: Apache-2.0
#include "ring/login/token_reply.hpp"

#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"
#include "http/retry.hpp"
#include "http/url.hpp"
#include "ring/api/json_read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

namespace ring {

namespace {

using Reason = LoginRefusal::Reason;

constexpr std::size_t k_max_detail_bytes = 200;
constexpr std::size_t k_max_phone_columns = 40;

/// Whether a text of the service may repeat what must not be shown: a JWT, an e-mail address, or a
/// word too long for any language (tokens and hardware ids).
bool may_hold_a_secret(std::string_view text) {
    constexpr std::size_t k_longest_word = 32;
    std::size_t word = 0;
    for (const char c : text) {
        word = c == ' ' ? 0 : word + 1;
        if (word > k_longest_word) {
            return true;
        }
    }
    return text.find("eyJ") != std::string_view::npos || text.find('@') != std::string_view::npos;
}

std::string detail_of(const Json& reply) {
    std::string detail;
    for (const std::string_view key : {"error", "error_description", "err_msg"}) {
        const std::string text = base::printable(text_member(reply, key));
        const std::string_view words = base::trimmed(text);
        if (words.empty() || may_hold_a_secret(words) || detail.find(words) != std::string::npos) {
            continue;
        }
        if (!detail.empty()) {
            detail += ": ";
        }
        detail += words;
    }
    return std::string(base::utf8_prefix(detail, k_max_detail_bytes));
}

bool any_text_contains(const Json& value, std::string_view words) {
    return value.is_object() && std::any_of(value.begin(), value.end(), [&](const Json& inner) {
               return inner.is_string() &&
                      base::contains_ignoring_case(inner.get_ref<const std::string&>(), words);
           });
}

Reason reason_of_bad_request(const http::Response& response, const Json& reply, bool is_html) {
    // The body as a whole too: it is not always JSON, nor always flat.
    const auto says = [&](std::string_view words) {
        return any_text_contains(reply, words) ||
               (!is_html && base::contains_ignoring_case(response.body, words));
    };
    if (says("too many requests")) {
        return Reason::throttled;
    }
    constexpr std::string_view k_wrong_code = "verification code";
    const std::vector<std::string> challenges = response.headers.get_all("WWW-Authenticate");
    const bool in_header =
        std::any_of(challenges.begin(), challenges.end(), [&](const std::string& challenge) {
            return base::contains_ignoring_case(challenge, k_wrong_code);
        });
    if (in_header || says(k_wrong_code)) {
        return Reason::wrong_code;
    }
    if (text_member(reply, "error") == "invalid_grant") {
        return Reason::invalid_grant;
    }
    return is_html ? Reason::out_of_order : Reason::other;
}

Reason reason_of(const http::Response& response, const Json& reply) {
    const int status = response.status;
    const bool is_html = http::looks_like_html(response.body);
    switch (status) {
    case 400:
        return reason_of_bad_request(response, reply, is_html);
    case 401:
        // Not the person's credentials are refused, but this program.
        return text_member(reply, "error") == "unauthorized_client" ? Reason::other
                                                                    : Reason::denied;
    case 406:
        return Reason::not_acceptable;
    case 408:
        return Reason::out_of_order;
    case 429:
        return Reason::throttled;
    default:
        break;
    }
    if (status >= 300 && status < 400) {
        return Reason::other;
    }
    return status < 400 || status >= 500 || is_html ? Reason::out_of_order : Reason::other;
}

LoginRefusal refusal_of(const http::Response& response, const Json& reply) {
    return LoginRefusal{.reason = reason_of(response, reply),
                        .status = response.status,
                        .detail = detail_of(reply),
                        .retry_after = http::retry_after(response)};
}

std::chrono::seconds read_life(const Json& reply) {
    constexpr std::chrono::seconds k_usual = std::chrono::hours(1);
    constexpr std::chrono::seconds k_longest = std::chrono::days(30);
    const double seconds = number_member(reply, "expires_in").value_or(0);
    if (seconds < 1) {
        return k_usual;
    }
    return std::chrono::seconds(static_cast<std::chrono::seconds::rep>(
        std::min(seconds, static_cast<double>(k_longest.count()))));
}

/// Whether a redirect leads to a path that holds "/2fa".
bool leads_to_second_factor(const http::Response& response) {
    const auto location = response.headers.get("Location");
    // Only the path of it counts, which is the same whatever the origin.
    const auto url =
        location ? http::resolve_url("https://oauth.ring.com/oauth/v2/", *location) : std::nullopt;
    return url && base::contains_ignoring_case(http::path_of(*url), "/2fa");
}

bool has_any(const Json& reply, std::initializer_list<const char*> keys) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](const char* key) { return member(reply, key) != nullptr; });
}

using Channel = TwoFactorChallenge::Channel;

Channel channel_named(std::string_view name) {
    constexpr std::pair<std::string_view, Channel> k_channels[] = {
        {"sms", Channel::text_message},
        {"email", Channel::email},
        {"totp", Channel::authenticator_app},
        {"whatsapp", Channel::whatsapp},
        {"voice", Channel::voice_call}};
    for (const auto& [known, channel] : k_channels) {
        if (base::equal_ignoring_case(name, known)) {
            return channel;
        }
    }
    return Channel::unknown;
}

/// The first of `tsv_methods` that is known: the one that Ring has chosen is not named.
Channel first_known_method(const Json& reply) {
    const Json* methods = array_member(reply, "tsv_methods");
    if (methods == nullptr) {
        return Channel::unknown;
    }
    for (const Json& method : *methods) {
        const Channel channel = method.is_string()
                                    ? channel_named(method.get_ref<const std::string&>())
                                    : Channel::unknown;
        if (channel != Channel::unknown) {
            return channel;
        }
    }
    return Channel::unknown;
}

std::optional<std::chrono::seconds> read_next_time(const Json& reply) {
    constexpr double k_day = 86400;
    const auto seconds = number_member(reply, "next_time_in_secs");
    if (!seconds || !(*seconds >= 0)) {
        return std::nullopt;
    }
    return std::chrono::seconds(static_cast<std::chrono::seconds::rep>(std::min(*seconds, k_day)));
}

} // namespace

bool is_not_acceptable(const TokenReply& reply) {
    const auto* refusal = std::get_if<LoginRefusal>(&reply);
    return refusal != nullptr && refusal->reason == Reason::not_acceptable;
}

bool is_challenge(const http::Response& response) {
    if (response.status == 412) {
        return true;
    }
    if (response.status >= 300 && response.status < 400) {
        return leads_to_second_factor(response);
    }
    if (!response.ok()) {
        return false;
    }
    const Json reply = read_json(response.body);
    if (!reply.is_object() || has_any(reply, {"access_token"})) {
        return false;
    }
    // A 202 without JSON may as well be a firewall that tests for browsers.
    const bool is_success =
        has_any(reply, {"redirect_url"}) || text_member(reply, "status") == "auth-completed";
    return has_any(reply, {"tsv_state", "tsv_methods"}) ||
           (response.status == 202 && !is_success && !has_any(reply, {"error"}));
}

TokenReply read_token_reply(const http::Response& response) {
    if (is_challenge(response)) {
        return read_challenge(response.body);
    }
    const Json reply = read_json(response.body);
    const std::string access_token = text_member(reply, "access_token");
    // It becomes a header field as it is.
    if (!response.ok() || access_token.empty() || !base::is_visible_ascii(access_token)) {
        return refusal_of(response, reply);
    }
    std::string refresh_token = text_member(reply, "refresh_token");
    if (base::has_control_character(refresh_token)) {
        refresh_token.clear();
    }
    return Tokens{.access_token = base::Secret(access_token),
                  .refresh_token = base::Secret(std::move(refresh_token)),
                  .life = read_life(reply)};
}

TwoFactorChallenge read_challenge(std::string_view body) {
    const Json reply = read_json(body);
    TwoFactorChallenge challenge;
    challenge.channel = channel_named(text_member(reply, "tsv_state"));
    if (challenge.channel == Channel::unknown) {
        challenge.channel = first_known_method(reply);
    }
    challenge.next_code_after = read_next_time(reply);
    const std::string phone = base::printable(text_member(reply, "phone"));
    challenge.phone = base::fit_to_width(base::trimmed(phone), k_max_phone_columns);
    return challenge;
}

LoginRefusal read_refusal(const http::Response& response) {
    return refusal_of(response, read_json(response.body));
}

std::string describe(const TwoFactorChallenge& challenge) {
    const auto by = [&](const char* way) {
        return challenge.phone.empty() ? std::string(way)
                                       : fmt::format("{} to {}", way, challenge.phone);
    };
    switch (challenge.channel) {
    case Channel::text_message:
        return by("by text message");
    case Channel::whatsapp:
        return by("by WhatsApp");
    case Channel::voice_call:
        return by("by a phone call");
    case Channel::email:
        return "by e-mail";
    case Channel::authenticator_app:
        return "look it up in your authenticator app";
    case Channel::unknown:
        break;
    }
    return challenge.phone.empty() ? "by text message or e-mail"
                                   : fmt::format("to {}", challenge.phone);
}

} // namespace ring
