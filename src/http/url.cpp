// SPDX-License-Identifier: Apache-2.0
#include "http/url.hpp"

#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace http {

namespace {

struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

using UrlHandle = std::unique_ptr<CURLU, FreeUrl>;

/// The part of a parsed URL; empty when it has none.
std::string part_of(CURLU* url, CURLUPart part, unsigned int flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK) {
        return {};
    }
    const std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
    return text;
}

/// Reads `text` with the parser that also decides where a request goes, so that no spelling of a
/// URL is one host for the check and another one for the connection. Null unless it is an absolute
/// http or https URL.
UrlHandle parse(std::string_view text, unsigned int flags = 0) {
    if (text.find('\0') != std::string_view::npos) {
        return nullptr;
    }
    UrlHandle url(curl_url());
    if (!url ||
        curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), flags) != CURLUE_OK) {
        return nullptr;
    }
    const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
    return scheme == "http" || scheme == "https" ? std::move(url) : nullptr;
}

std::string host_part(CURLU* url) {
    return base::to_lower(part_of(url, CURLUPART_HOST));
}

/// Whether `host` is an IPv4 address. libcurl writes every spelling of one as four decimal numbers.
bool is_ipv4(std::string_view host) {
    return host.find_first_not_of("0123456789.") == std::string_view::npos &&
           std::count(host.begin(), host.end(), '.') == 3;
}

/// The number that `text` begins with; 0 when it begins with none.
unsigned int number_at_start(std::string_view text, int base) {
    unsigned int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number, base);
    return number;
}

bool is_private_ipv4(std::string_view host) {
    const unsigned int first = number_at_start(host, 10);
    const unsigned int second = number_at_start(host.substr(host.find('.') + 1), 10);
    return first == 10 || (first == 172 && second >= 16 && second < 32) ||
           (first == 192 && second == 168) || (first == 169 && second == 254);
}

/// @param host  "[fe80::1]"
bool is_private_ipv6(std::string_view host) {
    const unsigned int group = number_at_start(host.substr(1), 16);
    return (group & 0xFE00U) == 0xFC00U || (group & 0xFFC0U) == 0xFE80U;
}

} // namespace

std::string origin_of(std::string_view url) {
    const UrlHandle parsed = parse(url);
    if (!parsed) {
        return {};
    }
    std::string origin = part_of(parsed.get(), CURLUPART_SCHEME) + "://" + host_part(parsed.get());
    const std::string zone = part_of(parsed.get(), CURLUPART_ZONEID);
    if (!zone.empty()) {
        origin.insert(origin.size() - 1, "%25" + zone);
    }
    const std::string port = part_of(parsed.get(), CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
    return port.empty() ? origin : origin + ":" + port;
}

std::string path_of(std::string_view url) {
    const UrlHandle parsed = parse(url);
    return parsed ? part_of(parsed.get(), CURLUPART_PATH) : "/";
}

std::optional<std::string> query_parameter(std::string_view url, std::string_view name) {
    const UrlHandle parsed = parse(url);
    const std::string query = parsed ? part_of(parsed.get(), CURLUPART_QUERY) : "";
    const auto decoded = [](std::string_view text) {
        std::string blanks(text);
        std::replace(blanks.begin(), blanks.end(), '+', ' ');
        return base::percent_decode(blanks);
    };
    for (std::size_t start = 0; start < query.size();) {
        const std::size_t end = std::min(query.find('&', start), query.size());
        const std::string_view field = std::string_view(query).substr(start, end - start);
        start = end + 1;
        const auto equals = std::min(field.find('='), field.size());
        if (!field.empty() && decoded(field.substr(0, equals)) == name) {
            return decoded(field.substr(std::min(equals + 1, field.size())));
        }
    }
    return std::nullopt;
}

std::optional<std::string> resolve_url(std::string_view base_url, const std::string& reference) {
    const UrlHandle url = parse(base_url);
    if (!url || reference.find('\0') != std::string::npos) {
        return std::nullopt;
    }
    // libcurl takes a lone fragment for a path and refuses an empty reference.
    if (reference.empty() || reference.front() == '#') {
        std::string same = std::string(base_url.substr(0, base_url.find('#'))) + reference;
        return parse(same) ? std::optional(std::move(same)) : std::nullopt;
    }
    if (curl_url_set(url.get(), CURLUPART_URL, reference.c_str(), CURLU_URLENCODE) != CURLUE_OK) {
        return std::nullopt;
    }
    const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
    std::string resolved = part_of(url.get(), CURLUPART_URL);
    if ((scheme != "http" && scheme != "https") || resolved.empty()) {
        return std::nullopt;
    }
    return resolved;
}

bool is_loopback(std::string_view url) {
    const UrlHandle parsed = parse(url, CURLU_DISALLOW_USER);
    if (!parsed) {
        return false;
    }
    const std::string host = host_part(parsed.get());
    return host == "localhost" || host == "[::1]" || (is_ipv4(host) && host.starts_with("127."));
}

bool is_in_home_network(std::string_view url) {
    if (is_loopback(url)) {
        return true;
    }
    const UrlHandle parsed = parse(url, CURLU_DISALLOW_USER);
    const std::string host = parsed ? host_part(parsed.get()) : "";
    if (host.starts_with('[')) {
        return is_private_ipv6(host);
    }
    return is_ipv4(host) ? is_private_ipv4(host)
                         : host.ends_with(".local") || host.ends_with(".home.arpa");
}

bool has_user_name(std::string_view url) {
    return parse(url) && !parse(url, CURLU_DISALLOW_USER);
}

std::string host_of(std::string_view url) {
    const std::string origin = origin_of(url);
    const std::size_t slashes = origin.find("//");
    return slashes == std::string::npos ? origin : origin.substr(slashes + 2);
}

} // namespace http
