// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "http/client.hpp"
#include "http/message.hpp"
#include "s3/bucket.hpp"

#include <string>

namespace s3 {

/// Why an object store did not do what it was asked to.
enum class Refusal {
    /// It does not know the access key, or the secret key is another one.
    keys,
    /// The keys are right, and may not do this.
    forbidden,
    /// There is no such bucket.
    bucket,
    /// The bucket is in another region.
    region,
    /// The signature's time is too far from the store's.
    clock,
    /// No space, or a quota is used up.
    full,
    /// It is out of order, or asks to slow down.
    busy,
    /// No usable answer came.
    unreachable,
    other,
};

/// An Error{cannot_write} of an object store. Its pause() is what the store asked for.
class StoreError final : public base::Error {
public:
    StoreError(Refusal refusal, std::string message, std::string hint = {},
               std::optional<std::chrono::milliseconds> pause = {})
        : Error(base::ErrorCode::cannot_write, std::move(message), std::move(hint), pause),
          m_refusal(refusal) {}

    Refusal refusal() const noexcept { return m_refusal; }

private:
    Refusal m_refusal;
};

/// What a store says in an answer that is not a success: the `<Code>` of its error document, such
/// as "NoSuchBucket"; empty when there is none.
std::string error_code_of(const http::Response& response);

/// The region in which an answer says that the bucket is; empty when it does not say.
std::string region_named_by(const http::Response& response);

/// Explains an answer that is not a success.
StoreError explain(const http::Response& response, const Bucket& bucket);

/// Explains why no answer came.
StoreError explain(const http::TransportError& error, const Bucket& bucket);

} // namespace s3
