// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/secret.hpp"
#include "http/message.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cli {

/// Where --notify sends messages. Its address is secret: who knows a topic can read along.
struct NotifyTarget {
    enum class Kind {
        /// A topic of an ntfy server (docs/recipes.md).
        ntfy,
        /// Anything that takes JSON by POST.
        json,
    };

    Kind kind = Kind::ntfy;
    /// http or https.
    std::string url;
    /// Host and port, which may be shown.
    std::string host;
};

/// Reads a value of --notify. Throws Error{usage}, which does not tell it.
NotifyTarget read_notify_target(const std::string& url);

/// Something that people are told of a watch.
struct Notification {
    /// "failing", "recovered", "ended", "test".
    std::string event;
    /// Of the camera; empty for the whole watch.
    std::string id;
    /// Its name, or "camera ID".
    std::string camera;
    base::SystemTime time;
    std::optional<base::Error> error = std::nullopt;
    /// What happened, in a sentence without the camera's name.
    std::string text = {};
};

/// The request that tells of `news`, which are not empty and more than one for ntfy alone.
/// @param picture  a JPEG that goes with them; empty for none
/// @param token    empty for none
/// @param now      what is older than a minute then gets its time
http::Request make_notify_request(const NotifyTarget& target, const std::vector<Notification>& news,
                                  const std::string& picture, const base::Secret& token,
                                  base::SystemTime now);

/// What is wrong with the answer; std::nullopt when it is good. service_unavailable for what may
/// pass, usage for what will not.
std::optional<base::Error> notify_failure(const http::Response& response);

} // namespace cli
