// SPDX-License-Identifier: Apache-2.0
#include "s3/signature.hpp"

#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "base/text/time_format.hpp"
#include "http/url.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace s3 {
namespace {

constexpr auto k_algorithm = "AWS4-HMAC-SHA256";

std::string amazon_time(base::SystemTime time) {
    return base::format_utc_time(time, "%Y%m%dT%H%M%SZ");
}

/// Path and query of an absolute URL, as they are sent.
std::pair<std::string_view, std::string_view> target_of(std::string_view url) {
    url.remove_prefix(std::min(url.find("//") + 2, url.size()));
    url.remove_prefix(std::min(url.find_first_of("/?"), url.size()));
    const std::size_t mark = url.find('?');
    std::string_view path = url.substr(0, mark);
    if (path.empty()) {
        path = "/";
    }
    return {path, mark == std::string_view::npos ? "" : url.substr(mark + 1)};
}

/// The query with its fields in order. A field without a value gets an empty one.
std::string canonical_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> fields;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view field = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const std::size_t equals = std::min(field.find('='), field.size());
        const std::string_view value = field.substr(std::min(equals + 1, field.size()));
        // Encoded once more, so that the order is that of the signed text.
        fields.emplace_back(base::percent_encode(base::percent_decode(field.substr(0, equals))),
                            base::percent_encode(base::percent_decode(value)));
    }
    std::sort(fields.begin(), fields.end());
    std::string text;
    for (const auto& [name, value] : fields) {
        text += fmt::format("{}{}={}", text.empty() ? "" : "&", name, value);
    }
    return text;
}

/// A header's value without outer blanks, inner ones as single blanks.
std::string canonical_value(std::string_view value) {
    std::string text;
    for (const char c : base::trimmed(value)) {
        if (!base::is_space(c)) {
            text += c;
        } else if (text.back() != ' ') {
            text += ' ';
        }
    }
    return text;
}

struct CanonicalHeaders {
    /// One line a header, in order.
    std::string lines;
    /// Their names, separated by semicolons.
    std::string names;
};

CanonicalHeaders canonical_headers(const http::Request& request) {
    std::map<std::string, std::string> headers;
    for (const auto& [name, value] : request.headers) {
        std::string& joined = headers[base::to_lower(name)];
        joined += (joined.empty() ? "" : ",") + canonical_value(value);
    }
    headers.try_emplace("host", http::host_of(request.url));
    CanonicalHeaders canonical;
    for (const auto& [name, value] : headers) {
        canonical.lines += fmt::format("{}:{}\n", name, value);
        canonical.names += (canonical.names.empty() ? "" : ";") + name;
    }
    return canonical;
}

std::string signing_key(const Credentials& credentials, std::string_view day,
                        const SigningScope& scope) {
    std::string key = "AWS4" + credentials.secret_access_key.reveal();
    for (const std::string_view part :
         {day, std::string_view(scope.region), std::string_view(scope.service),
          std::string_view("aws4_request")}) {
        key = base::hmac_sha256(key, part);
    }
    return key;
}

} // namespace

std::string authorization_of(const http::Request& request, std::string_view body_sha256,
                             const SigningScope& scope, const Credentials& credentials) {
    const auto [path, query] = target_of(request.url);
    const CanonicalHeaders headers = canonical_headers(request);
    const std::string canonical =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, path, canonical_query(query),
                    headers.lines, headers.names, body_sha256);
    const std::string time = amazon_time(scope.time);
    const std::string day = time.substr(0, time.find('T'));
    const std::string reach =
        fmt::format("{}/{}/{}/aws4_request", day, scope.region, scope.service);
    const std::string to_sign =
        fmt::format("{}\n{}\n{}\n{}", k_algorithm, time, reach, base::sha256_hex(canonical));
    return fmt::format(
        "{} Credential={}/{}, SignedHeaders={}, Signature={}", k_algorithm,
        credentials.access_key_id, reach, headers.names,
        base::hex_encode(base::hmac_sha256(signing_key(credentials, day, scope), to_sign)));
}

void sign(http::Request& request, std::string_view body_sha256, const SigningScope& scope,
          const Credentials& credentials) {
    request.headers.set("X-Amz-Date", amazon_time(scope.time));
    request.headers.set("x-amz-content-sha256", std::string(body_sha256));
    if (!credentials.session_token.empty()) {
        request.headers.set("X-Amz-Security-Token", credentials.session_token.reveal());
    }
    request.headers.set("Authorization",
                        authorization_of(request, body_sha256, scope, credentials));
}

} // namespace s3
