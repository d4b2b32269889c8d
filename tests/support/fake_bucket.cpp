// SPDX-License-Identifier: Apache-2.0
#include "support/fake_bucket.hpp"

#include "base/error.hpp"
#include "base/text/encoding.hpp"
#include "http/http_date.hpp"
#include "http/url.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace test {
namespace {

constexpr std::string_view k_bucket = "/pictures";

http::Response answer_of(int status, std::string body = {}) {
    http::Response made;
    made.status = status;
    made.headers.add("Content-Length", std::to_string(body.size()));
    made.body = std::move(body);
    return made;
}

http::Response with_metadata(const FakeBucket::Object& object) {
    http::Response made = answer_of(200, object.bytes);
    for (const auto& [name, value] : object.headers) {
        if (name.starts_with("x-amz-meta-")) {
            made.headers.add(name, value);
        }
    }
    return made;
}

} // namespace

http::Response refusal(int status, const std::string& code, const std::string& more) {
    return answer_of(
        status, fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{}</Code>{}"
                            "<RequestId>tx1</RequestId></Error>",
                            code, more));
}

http::Response FakeBucket::send(const http::Request& request, std::stop_token stop) {
    if (stop.stop_requested()) {
        throw base::Error(base::ErrorCode::interrupted, "stopped");
    }
    {
        const std::lock_guard guard(m_mutex);
        m_requests.push_back(request);
    }
    auto other = instead ? instead(request) : std::nullopt;
    http::Response response = other ? std::move(*other) : answer(request);
    if (request.method == "HEAD") {
        response.body.clear();
    }
    if (!response.headers.get("Date")) {
        response.headers.add("Date", http::format_http_date(m_clock.now()));
    }
    return response;
}

http::Response FakeBucket::answer(const http::Request& request) {
    const std::string path = http::path_of(request.url);
    if (!path.starts_with(k_bucket)) {
        return refusal(404, "NoSuchBucket");
    }
    const std::lock_guard guard(m_mutex);
    if (path.size() <= k_bucket.size() + 1) {
        return listing(request);
    }
    const std::string key = base::percent_decode(path.substr(k_bucket.size() + 1));
    if (request.method == "PUT") {
        return put(request, key);
    }
    const auto object = m_objects.find(key);
    if (object == m_objects.end()) {
        return refusal(404, "NoSuchKey");
    }
    if (request.method == "DELETE") {
        m_objects.erase(object);
        return answer_of(204);
    }
    return with_metadata(object->second);
}

http::Response FakeBucket::put(const http::Request& request, const std::string& key) {
    if (request.headers.get("If-None-Match") && conditions != Conditions::overlooked) {
        if (conditions == Conditions::refused) {
            return refusal(501, "NotImplemented");
        }
        if (m_objects.contains(key)) {
            return refusal(412, "PreconditionFailed");
        }
    }
    m_objects[key] = {request.body, request.headers};
    return answer_of(200);
}

http::Response FakeBucket::listing(const http::Request& request) const {
    const std::string prefix = http::query_parameter(request.url, "prefix").value_or("");
    const std::string after =
        http::query_parameter(request.url, "continuation-token").value_or(prefix);
    const std::string start_after = http::query_parameter(request.url, "start-after").value_or("");
    std::string body = "<ListBucketResult>";
    std::size_t count = 0;
    std::string last;
    bool is_truncated = false;
    for (auto object = std::max(after, start_after) == start_after
                           ? m_objects.upper_bound(start_after)
                           : m_objects.lower_bound(after);
         object != m_objects.end() && object->first.starts_with(prefix); ++object) {
        if (count++ == page_size) {
            is_truncated = true;
            last = object->first;
            break;
        }
        body += fmt::format("<Contents><Key>{}</Key><Size>{}</Size></Contents>",
                            base::percent_encode(object->first), object->second.bytes.size());
    }
    return answer_of(200, fmt::format("{}<IsTruncated>{}</IsTruncated>"
                                      "<NextContinuationToken>{}</NextContinuationToken>"
                                      "</ListBucketResult>",
                                      body, is_truncated, last));
}

std::map<std::string, FakeBucket::Object> FakeBucket::objects() const {
    const std::lock_guard guard(m_mutex);
    return m_objects;
}

void FakeBucket::remove(const std::string& key) {
    const std::lock_guard guard(m_mutex);
    m_objects.erase(key);
}

void FakeBucket::replace(const std::string& key, const std::string& bytes) {
    const std::lock_guard guard(m_mutex);
    m_objects[key] = {bytes, {}};
}

std::vector<http::Request> FakeBucket::requests() const {
    const std::lock_guard guard(m_mutex);
    return m_requests;
}

std::size_t FakeBucket::count(const std::string& method) const {
    const auto all = requests();
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const http::Request& each) { return each.method == method; }));
}

void FakeBucket::forget_requests() {
    const std::lock_guard guard(m_mutex);
    m_requests.clear();
}

} // namespace test
