// SPDX-License-Identifier: Apache-2.0
#include "s3/bucket_client.hpp"

#include "base/text/duration.hpp"
#include "base/text/encoding.hpp"
#include "base/text/given_moment.hpp"
#include "base/text/sha256.hpp"
#include "base/text/time_format.hpp"
#include "http/http_date.hpp"
#include "http/retry.hpp"
#include "http/url.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace s3 {
namespace {

constexpr auto k_captured = "x-amz-meta-captured";
constexpr auto k_sha256 = "x-amz-meta-sha256";
constexpr auto k_camera = "x-amz-meta-camera";

/// Amazon's own limit is fifteen minutes. A signature that is refused for another reason is not
/// helped by a second one with nearly the same time.
constexpr auto k_clock_tolerance = std::chrono::minutes(5);
/// As much as a body has to travel in a second at the least.
constexpr std::size_t k_slowest_bytes_per_second = std::size_t{16} << 10;
constexpr std::chrono::seconds k_time_limit(30);
constexpr std::size_t k_largest_object = std::size_t{64} << 20;
/// A store may want to settle what happens at the same time under one key.
constexpr int k_most_conflicts = 3;

std::string time_text(base::SystemTime time) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    return base::format_utc_time(time, "%Y-%m-%dT%H:%M:%S") +
           fmt::format(".{:03}Z", (ms.count() % 1000 + 1000) % 1000);
}

std::uintmax_t number_after(std::string_view text, char mark) {
    text.remove_prefix(text.rfind(mark) + 1);
    std::uintmax_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

ObjectFacts facts_of(const http::Response& response) {
    const http::Headers& headers = response.headers;
    ObjectFacts facts;
    // Of a part of an object the whole size stands at the end: "bytes 0-0/1234".
    const auto range = headers.get("Content-Range");
    facts.size = range ? number_after(*range, '/')
                       : number_after(headers.get("Content-Length").value_or(""), ' ');
    facts.sha256 = headers.get(k_sha256).value_or("");
    facts.camera_id = headers.get(k_camera).value_or("");
    if (const auto captured = headers.get(k_captured)) {
        facts.captured = base::parse_moment(*captured, base::SystemTime());
    }
    return facts;
}

/// The least wait before the next attempt; std::nullopt when there is to be none.
std::optional<std::chrono::milliseconds> wait_after(const http::Response& response) {
    if (!http::is_transient_status(response.status)) {
        return {};
    }
    return http::retry_after(response).value_or(std::chrono::milliseconds(0));
}

} // namespace

/// A request before it knows its host, region and time.
struct BucketClient::Draft {
    std::string method = "GET";
    std::string key = {};
    std::string query = {};
    http::Headers headers = {};
    std::string_view body = {};
    std::string body_sha256 = base::sha256_hex("");
    std::size_t body_limit = std::size_t{4} << 20;
};

BucketClient::BucketClient(http::Client& client, base::Clock& clock, Bucket bucket,
                           Credentials credentials, Options options)
    : m_client(client),
      m_clock(clock),
      m_credentials(std::move(credentials)),
      m_options(std::move(options)),
      m_bucket(std::move(bucket)),
      m_conditions(m_bucket.is_amazons() ? Conditions::kept : Conditions::unknown) {}

BucketClient::Draft BucketClient::object_draft(const std::string& key, std::string_view bytes,
                                               const ObjectFacts& facts) {
    Draft draft{.method = "PUT", .key = key, .body = bytes};
    draft.body_sha256 = facts.sha256.empty() ? base::sha256_hex(bytes) : facts.sha256;
    draft.headers.add("Content-Type", "image/jpeg");
    draft.headers.add(k_sha256, draft.body_sha256);
    if (facts.captured) {
        draft.headers.add(k_captured, time_text(*facts.captured));
    }
    if (!facts.camera_id.empty()) {
        draft.headers.add(k_camera, base::percent_encode(facts.camera_id));
    }
    return draft;
}

void BucketClient::put(const std::string& key, std::string_view bytes, const ObjectFacts& facts,
                       std::stop_token stop) {
    const http::Response response = send(object_draft(key, bytes, facts), std::move(stop));
    if (!response.ok()) {
        throw explain(response, bucket());
    }
}

Stored BucketClient::put_new(const std::string& key, std::string_view bytes,
                             const ObjectFacts& facts, std::stop_token stop) {
    Draft draft = object_draft(key, bytes, facts);
    if (conditions() != Conditions::kept && head(key, stop)) {
        return Stored::taken;
    }
    if (asks_before_storing()) {
        put(key, bytes, facts, stop);
        return Stored::stored;
    }
    draft.headers.add("If-None-Match", "*");
    const Stored stored = put_if_absent(draft, stop);
    if (stored == Stored::stored && conditions() == Conditions::unknown) {
        try_out_conditions(draft, stop);
    }
    return stored;
}

BucketClient::Conditions BucketClient::conditions() const {
    const std::lock_guard guard(m_mutex);
    return m_conditions;
}

Stored BucketClient::put_if_absent(const Draft& draft, std::stop_token stop) {
    for (int conflicts = 0;; ++conflicts) {
        const http::Response response = send(draft, stop);
        if (response.ok()) {
            return Stored::stored;
        }
        if (response.status == 412) {
            const std::lock_guard guard(m_mutex);
            m_conditions = Conditions::kept;
            return Stored::taken;
        }
        if (response.status == 501 || error_code_of(response) == "NotImplemented") {
            Draft plain = draft;
            plain.headers.remove("If-None-Match");
            {
                const std::lock_guard guard(m_mutex);
                m_conditions = Conditions::ignored;
            }
            const http::Response again = send(plain, stop);
            if (!again.ok()) {
                throw explain(again, bucket());
            }
            return Stored::stored;
        }
        if (response.status != 409 || conflicts == k_most_conflicts) {
            throw explain(response, bucket());
        }
    }
}

/// Stores that do not know the condition ignore it without a word. The same request again tells;
/// not at the first picture, so that a run with one picture sends it once.
void BucketClient::try_out_conditions(const Draft& draft, std::stop_token stop) {
    {
        const std::lock_guard guard(m_mutex);
        if (!std::exchange(m_has_stored, true)) {
            return;
        }
    }
    const http::Response response = send(draft, std::move(stop));
    if (response.ok() || response.status == 412) {
        const std::lock_guard guard(m_mutex);
        m_conditions = response.ok() ? Conditions::ignored : Conditions::kept;
    }
}

std::optional<ObjectFacts> BucketClient::head(const std::string& key, std::stop_token stop) {
    http::Response response = send({.method = "HEAD", .key = key}, stop);
    if (!response.ok() && response.status != 404) {
        response = answer_with_body(key, std::move(stop));
    }
    // An empty object has no first byte.
    if (response.ok() || response.status == 416) {
        return facts_of(response);
    }
    if (response.status == 404) {
        return {};
    }
    throw explain(response, bucket());
}

/// The answer to a HEAD says what is wrong in its status alone.
http::Response BucketClient::answer_with_body(const std::string& key, std::stop_token stop) {
    return send({.key = key, .headers = {{"Range", "bytes=0-0"}}, .body_limit = k_largest_object},
                std::move(stop));
}

std::optional<std::string> BucketClient::get(const std::string& key, std::stop_token stop) {
    http::Response response = send({.key = key, .body_limit = k_largest_object}, std::move(stop));
    if (response.ok()) {
        return std::move(response.body);
    }
    if (response.status == 404 && error_code_of(response) != "NoSuchBucket") {
        return {};
    }
    throw explain(response, bucket());
}

void BucketClient::remove(const std::string& key, std::stop_token stop) {
    const http::Response response = send({.method = "DELETE", .key = key}, std::move(stop));
    if (!response.ok() && response.status != 404) {
        throw explain(response, bucket());
    }
}

ListPage BucketClient::list(const ListRequest& request, std::stop_token stop) {
    Draft draft{.body_limit = std::size_t{16} << 20};
    draft.query = "encoding-type=url&list-type=2&prefix=" + base::percent_encode(request.prefix);
    if (!request.start_after.empty()) {
        draft.query += "&start-after=" + base::percent_encode(request.start_after);
    }
    if (!request.continuation.empty()) {
        draft.query += "&continuation-token=" + base::percent_encode(request.continuation);
    }
    const http::Response response = send(draft, std::move(stop));
    auto page = response.ok() ? read_list_page(response.body) : std::nullopt;
    if (!page) {
        throw explain(response, bucket());
    }
    return std::move(*page);
}

http::Response BucketClient::send(const Draft& draft, std::stop_token stop) {
    http::Attempts attempts(m_options.attempts);
    try {
        return http::retry(
            attempts, m_clock, stop,
            [&](http::Version version) { return send_corrected(draft, version, stop); },
            wait_after);
    } catch (const http::TransportError& error) {
        throw explain(error, bucket());
    }
}

/// Each correction is made once: a store that contradicts itself must not be asked for ever.
http::Response BucketClient::send_corrected(const Draft& draft, http::Version version,
                                            std::stop_token stop) {
    const std::string region = bucket().region;
    http::Response response = send_once(draft, version, stop);
    if (!response.ok() && learn_region(response, region)) {
        response = send_once(draft, version, stop);
    }
    if (!response.ok() && learn_clock(response)) {
        response = send_once(draft, version, stop);
    }
    if (response.status == 307 && learn_host(response, draft)) {
        response = send_once(draft, version, stop);
    }
    return response;
}

http::Response BucketClient::send_once(const Draft& draft, http::Version version,
                                       std::stop_token stop) {
    const Bucket bucket = this->bucket();
    http::Request request;
    request.method = draft.method;
    request.url = url_of(bucket, draft.key);
    if (!draft.query.empty()) {
        request.url += "?" + draft.query;
    }
    request.headers = draft.headers;
    request.body = draft.body;
    request.time_limit =
        k_time_limit + std::chrono::seconds(draft.body.size() / k_slowest_bytes_per_second);
    keep_deadline(request);
    request.body_limit = draft.body_limit;
    request.accept_compressed = false;
    request.version = version;
    sign(request, draft.body_sha256, {store_time(), bucket.region}, m_credentials);
    return m_client.send(request, std::move(stop));
}

bool BucketClient::learn_region(const http::Response& response, const std::string& used) {
    const std::string named = region_named_by(response);
    if (named.empty() || named == used) {
        return false;
    }
    {
        const std::lock_guard guard(m_mutex);
        if (std::exchange(m_bucket.region, named) == named) {
            return true;
        }
    }
    tell(fmt::format("bucket {} is in region {}, not {}; --s3-region {} saves a request each time",
                     m_bucket.name, named, used, named));
    return true;
}

bool BucketClient::learn_clock(const http::Response& response) {
    const auto date = http::date_of(response);
    const bool is_of_clock =
        response.status == 403 || error_code_of(response) == "RequestTimeTooSkewed";
    if (!is_of_clock || !date) {
        return false;
    }
    base::SystemTime::duration offset;
    bool is_first = false;
    {
        const std::lock_guard guard(m_mutex);
        offset = *date - m_clock.now();
        if (std::chrono::abs(offset - m_clock_offset) <= k_clock_tolerance) {
            return false;
        }
        is_first = std::exchange(m_clock_offset, offset) == base::SystemTime::duration(0);
    }
    if (is_first) {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::abs(offset));
        tell(fmt::format("the clock of this machine is {} {} that of {}; uploads use theirs",
                         base::describe_duration(seconds),
                         offset > offset.zero() ? "behind" : "ahead of",
                         http::host_of(url_of(bucket(), ""))));
    }
    return true;
}

/// Amazon leads new buckets to the host of their region for a while. The signature covers the host,
/// so that it is made again.
bool BucketClient::learn_host(const http::Response& response, const Draft& draft) {
    const Bucket before = bucket();
    const std::string url = url_of(before, draft.key);
    const auto target = http::resolve_url(url, response.headers.get("Location").value_or(""));
    const std::string origin = target ? http::origin_of(*target) : "";
    const bool is_safe = origin.starts_with("https:") ||
                         (!url.starts_with("https:") && http::is_in_home_network(origin));
    if (!is_safe) {
        return false;
    }
    const std::string host_prefix = before.name + ".";
    const std::size_t host = origin.find("//") + 2;
    Bucket moved = before;
    if (origin.substr(host).starts_with(host_prefix)) {
        moved.endpoint = origin.substr(0, host) + origin.substr(host + host_prefix.size());
        moved.addressing = Addressing::host;
    } else {
        moved.endpoint = origin;
        moved.addressing = Addressing::path;
    }
    const std::lock_guard guard(m_mutex);
    m_bucket = moved;
    return true;
}

void BucketClient::set_deadline(base::SteadyTime deadline) {
    const std::lock_guard guard(m_mutex);
    m_deadline = deadline;
}

void BucketClient::keep_deadline(http::Request& request) const {
    const std::lock_guard guard(m_mutex);
    if (!m_deadline) {
        return;
    }
    const auto left =
        std::chrono::floor<std::chrono::milliseconds>(*m_deadline - m_clock.steady_now());
    if (left <= std::chrono::milliseconds(0)) {
        throw http::TransportError(http::Fault::timed_out, fmt::format("{} did not take it in time",
                                                                       http::host_of(request.url)));
    }
    request.time_limit = std::min(request.time_limit, left);
}

void BucketClient::tell(const std::string& sentence) const {
    if (m_options.tell) {
        m_options.tell(sentence);
    }
}

base::SystemTime BucketClient::store_time() const {
    const std::lock_guard guard(m_mutex);
    return m_clock.now() + m_clock_offset;
}

Bucket BucketClient::bucket() const {
    const std::lock_guard guard(m_mutex);
    return m_bucket;
}

} // namespace s3
