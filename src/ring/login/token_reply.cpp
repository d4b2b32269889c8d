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

Reason reason_of_bad_request(const http::Response& response, const Json& reply, bool is_html) {
    // In the body as a whole: it is not always JSON, nor always flat.
    const auto says = [&](std::string_view words) {
        return !is_html && base::contains_ignoring_case(response.body, words);
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
        // Who asks for a pause does not refuse the program for what it is.
        return http::asks_to_wait(response) ? Reason::throttled : Reason::not_acceptable;
    case 429:
        return Reason::throttled;
    default:
        break;
    }
    const bool is_redirect = status >= 300 && status < 400;
    const bool is_refusal = status > 400 && status < 500 && status != 408 && !is_html;
    return is_redirect || is_refusal ? Reason::other : Reason::out_of_order;
}

/// A number of seconds, `longest` at most; std::nullopt when it is absent or negative.
std::optional<std::chrono::seconds> seconds_member(const Json& reply, std::string_view key,
                                                   std::chrono::seconds longest) {
    const auto number = number_member(reply, key);
    if (!number || *number < 0) {
        return std::nullopt;
    }
    const double clamped = std::min(*number, static_cast<double>(longest.count()));
    return std::chrono::seconds(static_cast<std::chrono::seconds::rep>(clamped));
}

/// Whether a redirect leads to a path that holds "/2fa".
bool leads_to_second_factor(const http::Response& response) {
    // Only the path of it counts, which is the same whatever the origin.
    const auto url = http::resolve_url("https://oauth.ring.com/oauth/v2/",
                                       response.headers.get("Location").value_or(""));
    return url && base::contains_ignoring_case(http::path_of(*url), "/2fa");
}

bool has_any(const Json& reply, std::initializer_list<const char*> keys) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](const char* key) { return member(reply, key) != nullptr; });
}

using Channel = TwoFactorChallenge::Channel;

struct ChannelRow {
    std::string_view name;
    Channel channel;
    const char* words;
    bool uses_phone;
};

constexpr ChannelRow k_channels[] = {
    {"sms", Channel::text_message, "by text message", true},
    {"email", Channel::email, "by e-mail", false},
    {"totp", Channel::authenticator_app, "look it up in your authenticator app", false},
    {"whatsapp", Channel::whatsapp, "by WhatsApp", true},
    {"voice", Channel::voice_call, "by a phone call", true}};

Channel channel_named(const Json& name) {
    for (const ChannelRow& row : k_channels) {
        if (name.is_string() &&
            base::equal_ignoring_case(name.get_ref<const std::string&>(), row.name)) {
            return row.channel;
        }
    }
    return Channel::unknown;
}

/// That of `tsv_state`, else the first of `tsv_methods` that is known.
Channel read_channel(const Json& reply) {
    const Json* state = member(reply, "tsv_state");
    Channel channel = state != nullptr ? channel_named(*state) : Channel::unknown;
    if (const Json* methods = array_member(reply, "tsv_methods")) {
        for (auto method = methods->begin();
             method != methods->end() && channel == Channel::unknown; ++method) {
            channel = channel_named(*method);
        }
    }
    return channel;
}

} // namespace

bool is_refused(const TokenReply& reply, LoginRefusal::Reason reason) {
    const auto* refusal = std::get_if<LoginRefusal>(&reply);
    return refusal != nullptr && refusal->reason == reason;
}

bool is_not_acceptable(const TokenReply& reply) {
    return is_refused(reply, Reason::not_acceptable);
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
        return read_refusal(response);
    }
    std::string refresh_token = text_member(reply, "refresh_token");
    if (base::has_control_character(refresh_token)) {
        refresh_token.clear();
    }
    Tokens tokens{.access_token = base::Secret(access_token),
                  .refresh_token = base::Secret(std::move(refresh_token))};
    const auto life = seconds_member(reply, "expires_in", std::chrono::days(30));
    if (life && life->count() > 0) {
        tokens.life = *life;
    }
    return tokens;
}

TwoFactorChallenge read_challenge(std::string_view body) {
    const Json reply = read_json(body);
    const std::string phone = base::printable(text_member(reply, "phone"));
    return {.channel = read_channel(reply),
            .phone = base::fit_to_width(base::trimmed(phone), k_max_phone_columns),
            .next_code_after = seconds_member(reply, "next_time_in_secs", std::chrono::days(1))};
}

LoginRefusal read_refusal(const http::Response& response) {
    const Json reply = read_json(response.body);
    return {.reason = reason_of(response, reply),
            .status = response.status,
            .detail = detail_of(reply),
            .retry_after =
                http::asks_to_wait(response) ? http::retry_after(response) : std::nullopt};
}

std::string describe(const TwoFactorChallenge& challenge) {
    const std::string to = challenge.phone.empty() ? "" : "to " + challenge.phone;
    for (const ChannelRow& row : k_channels) {
        if (row.channel == challenge.channel) {
            return row.uses_phone && !to.empty() ? fmt::format("{} {}", row.words, to) : row.words;
        }
    }
    return to.empty() ? "by text message or e-mail" : to;
}

} // namespace ring
