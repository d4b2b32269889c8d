// SPDX-License-Identifier: Apache-2.0
#include "web/server/listen_address.hpp"

#include "base/error.hpp"
#include "base/text/ascii.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace web {
namespace {

constexpr int k_highest_port = 65535;

std::optional<int> read_number(std::string_view text, int highest) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_whole = error == std::errc() && end == text.data() + text.size();
    return is_whole && number >= 0 && number <= highest && base::is_digit(text.front())
               ? std::optional(number)
               : std::nullopt;
}

bool is_v4(std::string_view text) {
    constexpr int k_highest_byte = 255;
    for (int part = 0; part < 4; ++part) {
        const std::size_t dot = text.find('.');
        if ((dot == std::string_view::npos) != (part == 3)) {
            return false;
        }
        const std::string_view number = text.substr(0, dot);
        if (number.empty() || number.size() > 3 || !read_number(number, k_highest_byte)) {
            return false;
        }
        text.remove_prefix(part == 3 ? text.size() : dot + 1);
    }
    return true;
}

bool is_v6(std::string_view text) {
    const std::string_view address = text.substr(0, text.find('%'));
    const auto belongs = [](char c) {
        return base::is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' ||
               c == '.';
    };
    return std::count(address.begin(), address.end(), ':') >= 2 &&
           std::all_of(address.begin(), address.end(), belongs);
}

[[noreturn]] void refuse(std::string_view text) {
    throw base::Error(base::ErrorCode::usage,
                      fmt::format("{} is not an address to listen at", text),
                      "try 127.0.0.1:8642, 0.0.0.0:8642 or [::]:8642");
}

} // namespace

bool is_ip_literal(std::string_view text) {
    return is_v4(text) || is_v6(text);
}

bool is_loopback_address(std::string_view address) {
    constexpr std::string_view k_mapped = "::ffff:";
    if (address.starts_with(k_mapped)) {
        address.remove_prefix(k_mapped.size());
    }
    return address == "::1" || (is_v4(address) && address.starts_with("127."));
}

bool ListenAddress::is_loopback() const {
    return is_loopback_address(address);
}

ListenAddress parse_listen_address(std::string_view text) {
    ListenAddress result;
    std::string_view host;
    std::string_view port;
    if (text.starts_with('[')) {
        const std::size_t bracket = text.find(']');
        if (bracket == std::string_view::npos) {
            refuse(text);
        }
        host = text.substr(1, bracket - 1);
        const std::string_view rest = text.substr(bracket + 1);
        if (!is_v6(host) || (!rest.empty() && rest.front() != ':')) {
            refuse(text);
        }
        port = rest.empty() ? rest : rest.substr(1);
        if (port.empty() && !rest.empty()) {
            refuse(text);
        }
    } else if (is_v6(text)) {
        host = text;
    } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
        if (port.empty()) {
            refuse(text);
        }
    } else if (!text.empty() && std::all_of(text.begin(), text.end(), base::is_digit)) {
        port = text;
    } else {
        host = text;
    }
    if (base::to_lower(host) == "localhost") {
        host = result.address;
    }
    if (!host.empty()) {
        result.address = std::string(host);
    }
    if (!port.empty()) {
        const auto number = read_number(port, k_highest_port);
        if (!number) {
            refuse(text);
        }
        result.port = *number;
    }
    if (text.empty() || !is_ip_literal(result.address)) {
        refuse(text);
    }
    return result;
}

std::string host_of_authority(std::string_view authority) {
    std::string_view host = authority;
    std::string_view port;
    if (host.starts_with('[')) {
        const std::size_t bracket = host.find(']');
        if (bracket == std::string_view::npos) {
            return {};
        }
        port = host.substr(bracket + 1);
        host = host.substr(1, bracket - 1);
        if (!is_v6(host)) {
            return {};
        }
    } else {
        const std::size_t colon = host.find(':');
        port = colon == std::string_view::npos ? std::string_view() : host.substr(colon);
        host = host.substr(0, colon);
        if (host.ends_with('.')) {
            host.remove_suffix(1);
        }
    }
    if (!port.empty() &&
        (port.front() != ':' || !std::all_of(port.begin() + 1, port.end(), base::is_digit))) {
        return {};
    }
    return base::to_lower(host);
}

std::string url_of(const ListenAddress& address, std::string_view path) {
    const bool is_six = address.address.find(':') != std::string::npos;
    return fmt::format("http://{}{}{}:{}{}", is_six ? "[" : "", address.address, is_six ? "]" : "",
                       address.port, path);
}

} // namespace web
