// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "http/client.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace test {

/// A bucket of an object store in memory, reached by path: http://store.local/pictures/KEY. It
/// believes every signature; that ours are right, Amazon's examples and a real server tell. May be
/// used from many threads.
class FakeBucket final : public http::Client {
public:
    struct Object {
        std::string bytes;
        http::Headers headers;
    };

    /// @param clock  gives the Date of answers; must outlive this object
    explicit FakeBucket(base::Clock& clock) : m_clock(clock) {}

    http::Response send(const http::Request& request, std::stop_token stop) override;

    /// Answers in place of the bucket while it returns something. It may throw.
    std::function<std::optional<http::Response>(const http::Request&)> instead;
    /// Whether it knows If-None-Match: answers 501 otherwise, or takes no notice.
    enum class Conditions { known, refused, overlooked } conditions = Conditions::known;
    /// At most so many objects in one part of a listing.
    std::size_t page_size = 1000;

    /// The objects by key.
    std::map<std::string, Object> objects() const;
    /// All requests so far, in order.
    std::vector<http::Request> requests() const;
    std::size_t count(const std::string& method) const;
    void forget_requests();

    /// As if somebody else had deleted an object, or stored another one in its place.
    void remove(const std::string& key);
    void replace(const std::string& key, const std::string& bytes);

private:
    http::Response answer(const http::Request& request);
    http::Response put(const http::Request& request, const std::string& key);
    http::Response listing(const http::Request& request) const;

    base::Clock& m_clock;
    mutable std::mutex m_mutex;
    std::map<std::string, Object> m_objects;
    std::vector<http::Request> m_requests;
};

/// What an object store answers to what it refuses.
http::Response refusal(int status, const std::string& code, const std::string& more = {});

} // namespace test
