// SPDX-License-Identifier: Apache-2.0
#include "s3/store_error.hpp"

#include "base/text/ascii.hpp"
#include "http/proxy.hpp"
#include "http/retry.hpp"
#include "http/url.hpp"
#include "s3/reply_xml.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace s3 {
namespace {

constexpr std::array<std::pair<std::string_view, Refusal>, 22> k_codes = {{
    {"InvalidAccessKeyId", Refusal::keys},
    {"SignatureDoesNotMatch", Refusal::keys},
    {"InvalidToken", Refusal::keys},
    {"ExpiredToken", Refusal::keys},
    {"TokenRefreshRequired", Refusal::keys},
    {"InvalidSecurity", Refusal::keys},
    {"Unauthorized", Refusal::keys},
    {"AccessDenied", Refusal::forbidden},
    {"AllAccessDisabled", Refusal::forbidden},
    {"NoSuchBucket", Refusal::bucket},
    {"InvalidBucketName", Refusal::bucket},
    {"AuthorizationHeaderMalformed", Refusal::region},
    {"PermanentRedirect", Refusal::region},
    {"IllegalLocationConstraintException", Refusal::region},
    {"RequestTimeTooSkewed", Refusal::clock},
    {"RequestExpired", Refusal::clock},
    {"QuotaExceeded", Refusal::full},
    {"EntityTooLarge", Refusal::full},
    {"XMinioStorageFull", Refusal::full},
    {"SlowDown", Refusal::busy},
    {"InternalError", Refusal::busy},
    {"ServiceUnavailable", Refusal::busy},
}};

Refusal refusal_of(int status, std::string_view code) {
    for (const auto& [known, refusal] : k_codes) {
        if (code == known) {
            return refusal;
        }
    }
    switch (status) {
    case 301:
        return Refusal::region;
    case 401:
        return Refusal::keys;
    case 403:
        return Refusal::forbidden;
    case 404:
        return Refusal::bucket;
    case 413:
    case 507:
        return Refusal::full;
    default:
        return http::is_transient_status(status) ? Refusal::busy : Refusal::other;
    }
}

/// A word of the protocol: nothing that could break a line or be more than a word.
std::string word_of(std::string_view text) {
    const bool is_word =
        !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
            return base::is_letter_or_digit(c) || c == '-' || c == '_' || c == '.';
        });
    return is_word ? std::string(text) : "";
}

std::string no_such_bucket(const Bucket& bucket) {
    return fmt::format("there is no bucket {}", bucket.name);
}

} // namespace

std::string error_code_of(const http::Response& response) {
    return word_of(element_text(response.body, "Code").value_or(""));
}

std::string region_named_by(const http::Response& response) {
    if (const auto header = response.headers.get("x-amz-bucket-region")) {
        return word_of(*header);
    }
    return word_of(element_text(response.body, "Region").value_or(""));
}

StoreError explain(const http::Response& response, const Bucket& bucket) {
    const std::string code = error_code_of(response);
    const std::string said = code.empty() ? fmt::format("HTTP {}", response.status) : code;
    const std::string host = http::host_of(url_of(bucket, ""));
    const std::string region = region_named_by(response);
    const auto pause = http::retry_after(response);
    const auto error = [&](Refusal refusal, std::string_view what, std::string hint) {
        return StoreError(refusal, fmt::format("{}: {} ({})", host, what, said), std::move(hint),
                          pause);
    };
    const Refusal refusal = refusal_of(response.status, code);
    switch (refusal) {
    case Refusal::keys:
        return error(refusal, "the access key is refused",
                     "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile");
    case Refusal::forbidden:
        return error(refusal, fmt::format("the access key may not use bucket {}", bucket.name),
                     "allow it to read, write and list objects, or use another key");
    case Refusal::bucket:
        return error(refusal, no_such_bucket(bucket), "check its name, or create it");
    case Refusal::region:
        return error(refusal,
                     fmt::format("bucket {} is not in region {}", bucket.name, bucket.region),
                     region.empty() ? "name its region with --s3-region"
                                    : fmt::format("use --s3-region {}", region));
    case Refusal::clock:
        return error(refusal, "the clock of this machine is wrong", "set the clock");
    case Refusal::full:
        return error(refusal, fmt::format("there is no space left in bucket {}", bucket.name),
                     "make room there, or raise the quota");
    case Refusal::busy:
    case Refusal::unreachable:
        return error(refusal, "the object store is out of order", "");
    case Refusal::other:
        break;
    }
    if (!code.empty()) {
        return error(refusal, "the store refuses it", "");
    }
    return error(refusal, "this is not what an object store answers",
                 "check --s3-endpoint and the name of the bucket");
}

StoreError explain(const http::TransportError& error, const Bucket& bucket) {
    // A store of one's own is seldom behind the internet.
    const bool may_be_down = !bucket.is_amazons() && error.hint() == http::k_check_connection;
    return {Refusal::unreachable, error.message(),
            may_be_down ? "check that the store runs, and --s3-endpoint" : error.hint()};
}

} // namespace s3
