// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.hpp"
#include "http/retry.hpp"
#include "settings/settings.hpp"

#include <string>

namespace ring {

/// The User-Agent of Ring's own app without its version: what most clients send.
inline constexpr auto k_user_agent = "android:com.ringapp";

/// The same with version and build, to the letter: what Ring's app itself sends. The login service
/// takes some installations only with this one.
inline constexpr auto k_full_user_agent = "android:com.ringapp:3.113.0(70497080)";

/// The value of the header User-Agent.
inline const char* user_agent_header(settings::UserAgent user_agent) {
    return user_agent == settings::UserAgent::full ? k_full_user_agent : k_user_agent;
}

/// What this installation says it is, in every request to Ring.
struct Identity {
    /// A UUID, made at random once; empty where none is to be sent.
    std::string hardware_id;
    settings::UserAgent user_agent = settings::UserAgent::bare;
};

/// Whether Ring refuses the program itself (406), whatever it asked for. One that asks for a pause
/// is not tried again in another way.
inline bool is_not_acceptable(const http::Response& response) {
    return response.status == 406 && !http::asks_to_wait(response);
}

/// Sends by `send(user_agent)`, and once more with the other User-Agent where the answer is a 406.
/// @param user_agent  where to begin; becomes the one that passed, and stays when neither did
/// @return the last answer (a TokenReply or http::Response)
template <typename Send>
auto with_either_user_agent(settings::UserAgent& user_agent, const Send& send) {
    using settings::UserAgent;
    auto reply = send(user_agent);
    if (is_not_acceptable(reply)) {
        const UserAgent other = user_agent == UserAgent::bare ? UserAgent::full : UserAgent::bare;
        reply = send(other);
        if (!is_not_acceptable(reply)) {
            user_agent = other;
        }
    }
    return reply;
}

} // namespace ring
