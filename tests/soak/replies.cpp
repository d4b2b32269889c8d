// SPDX-License-Identifier: Apache-2.0
#include "soak/replies.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace soak {

std::int64_t to_number(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

http::Response reply(int status, std::string body) {
    http::Response response;
    response.status = status;
    response.headers.add("Content-Type", "application/json");
    response.body = std::move(body);
    return response;
}

http::Response page(int status) {
    auto response = reply(status, "<html><head><title>openresty</title></head></html>");
    response.headers.set("Content-Type", "text/html");
    return response;
}

std::string picture_of(const Capture& capture, const std::string& jpeg) {
    const std::string comment =
        fmt::format("camera {} captured {};", capture.camera, capture.time_ms);
    // Behind the first marker.
    const std::size_t size = comment.size() + 2;
    std::string segment = "\xff\xfe";
    segment += static_cast<char>(size >> 8U);
    segment += static_cast<char>(size & 0xffU);
    return jpeg.substr(0, 2) + segment + comment + jpeg.substr(2);
}

std::optional<Capture> capture_of(std::string_view picture) {
    constexpr std::string_view k_camera = "camera ";
    constexpr std::string_view k_captured = " captured ";
    const auto camera = picture.find(k_camera);
    const auto captured = picture.find(k_captured);
    if (camera == std::string_view::npos || captured == std::string_view::npos) {
        return {};
    }
    return Capture{to_number(picture.substr(camera + k_camera.size())),
                   to_number(picture.substr(captured + k_captured.size()))};
}

} // namespace soak
