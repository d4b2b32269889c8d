// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.hpp"
#include "soak/ledger.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace soak {

/// The number at the start of `text`; 0 when there is none.
std::int64_t to_number(std::string_view text);

/// An answer with a JSON body, or with none.
http::Response reply(int status, std::string body = {});

/// An error page as a gateway sends it.
http::Response page(int status);

/// `jpeg` with a comment that names the capture.
std::string picture_of(const Capture& capture, const std::string& jpeg);

/// The capture that a picture of picture_of() shows; nothing for other bytes.
std::optional<Capture> capture_of(std::string_view picture);

} // namespace soak
