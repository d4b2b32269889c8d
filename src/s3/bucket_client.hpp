// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "http/client.hpp"
#include "s3/bucket.hpp"
#include "s3/reply_xml.hpp"
#include "s3/signature.hpp"
#include "s3/store_error.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace s3 {

/// What is kept with an object besides its bytes. All but the size is empty for objects that other
/// programs stored.
struct ObjectFacts {
    /// Of what is stored it follows from the bytes.
    std::uintmax_t size = 0;
    /// SHA-256 in hexadecimal digits; computed where what is stored comes without it.
    std::string sha256 = {};
    std::optional<base::SystemTime> captured = std::nullopt;
    /// Ring's id of the camera.
    std::string camera_id = {};
};

/// What became of an object that was to be stored under a key of its own.
enum class Stored {
    stored,
    /// Another object has the key.
    taken,
};

/// Which part of a listing is asked for.
struct ListRequest {
    /// What the keys begin with.
    std::string prefix;
    /// Only keys that come after this one; empty for all.
    std::string start_after = {};
    /// ListPage::continuation of the part before; empty for the first.
    std::string continuation = {};
};

/// One bucket of an object store that speaks Amazon's S3. May be used from many threads.
///
/// Members throw StoreError, and Error{interrupted} when a stop is requested. A wrong region and a
/// wrong clock of this machine are corrected by what the store answers; transient failures are
/// tried again as often as the options say.
class BucketClient {
public:
    struct Options {
        /// Attempts at one request, at least 1.
        int attempts = 3;
        /// Told once, from any thread, of what was corrected; may be empty.
        std::function<void(const std::string&)> tell = {};
    };

    /// @param client  follows no redirects; must outlive this object, and so must `clock`
    BucketClient(http::Client& client, base::Clock& clock, Bucket bucket, Credentials credentials,
                 Options options);

    /// Stores an object in place of what has that key.
    void put(const std::string& key, std::string_view bytes, const ObjectFacts& facts,
             std::stop_token stop);

    /// Stores an object unless its key is taken.
    Stored put_new(const std::string& key, std::string_view bytes, const ObjectFacts& facts,
                   std::stop_token stop);

    /// std::nullopt when nothing has that key.
    std::optional<ObjectFacts> head(const std::string& key, std::stop_token stop);

    /// std::nullopt when nothing has that key.
    std::optional<std::string> get(const std::string& key, std::stop_token stop);

    void remove(const std::string& key, std::stop_token stop);

    /// A part of the objects with these keys; most stores list them in order.
    ListPage list(const ListRequest& request, std::stop_token stop);

    /// Whether put_new() costs a request more, since the store is known to ignore If-None-Match.
    bool asks_before_storing() const { return conditions() == Conditions::ignored; }

    /// Sends nothing after `deadline`; what is under way then ends in time.
    void set_deadline(base::SteadyTime deadline);

    /// As it was given; the region as it was corrected.
    Bucket bucket() const;

private:
    struct Draft;

    /// How the store treats If-None-Match.
    enum class Conditions { unknown, kept, ignored };

    Conditions conditions() const;
    http::Response send(const Draft& draft, std::stop_token stop);
    http::Response send_once(const Draft& draft, http::Version version, std::stop_token stop);
    http::Response send_corrected(const Draft& draft, http::Version version, std::stop_token stop);
    http::Response answer_with_body(const std::string& key, std::stop_token stop);
    bool learn_region(const http::Response& response, const std::string& used);
    bool learn_clock(const http::Response& response);
    bool learn_host(const http::Response& response, const Draft& draft);
    void tell(const std::string& sentence) const;
    Stored put_if_absent(const Draft& draft, std::stop_token stop);
    void try_out_conditions(const Draft& draft, std::stop_token stop);
    base::SystemTime store_time() const;
    void keep_deadline(http::Request& request) const;
    static Draft object_draft(const std::string& key, std::string_view bytes,
                              const ObjectFacts& facts);

    http::Client& m_client;
    base::Clock& m_clock;
    Credentials m_credentials;
    Options m_options;

    /// Guards what follows.
    mutable std::mutex m_mutex;
    Bucket m_bucket;
    /// What the store's clock is ahead of ours by; zero until it complains.
    base::SystemTime::duration m_clock_offset{0};
    Conditions m_conditions;
    std::optional<base::SteadyTime> m_deadline;
    bool m_has_stored = false;
};

} // namespace s3
