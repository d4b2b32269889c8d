// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/upload/object_store.hpp"
#include "archive/upload/uploader.hpp"
#include "cli/context.hpp"
#include "cli/upload/upload_options.hpp"
#include "s3/bucket_client.hpp"

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>

namespace cli {

/// How long a run waits for its last uploads.
inline constexpr auto k_upload_patience = std::chrono::seconds(60);

/// "1 picture", "12 pictures".
std::string counted_pictures(std::size_t count);

/// "s3://BUCKET/KEY" of an object.
std::string address_of(const s3::Target& place, const std::string& object);

/// "1 picture is not uploaded yet", "12 pictures are not uploaded yet".
std::string describe_not_uploaded(std::size_t count);

/// Warns of pictures that were not uploaded to a target and do not wait any more, since their files
/// are gone or were changed; says nothing when there are none.
void warn_of_left_out(Output& output, const archive::UploadTarget& target, std::size_t count);

/// What uploads go through: a bucket, the store in it, and the uploader.
class UploadConnection {
public:
    /// @param context   must outlive this object
    /// @param attempts  at one request
    /// @param stop      ends requests
    UploadConnection(Context& context, const UploadDestination& destination, int attempts,
                     std::stop_token stop);

    UploadConnection(const UploadConnection&) = delete;
    UploadConnection& operator=(const UploadConnection&) = delete;

    const archive::UploadTarget& target() const { return m_target; }

    const s3::Target& place() const { return m_place; }

    s3::BucketClient& client() { return m_client; }

    archive::Uploader& uploader() { return m_uploader; }

private:
    s3::Target m_place;
    archive::UploadTarget m_target;
    s3::BucketClient m_client;
    archive::ObjectStore m_store;
    archive::Uploader m_uploader;
};

} // namespace cli
