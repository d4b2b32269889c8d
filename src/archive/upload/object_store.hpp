// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/picture_store.hpp"
#include "s3/bucket.hpp"
#include "s3/bucket_client.hpp"

#include <atomic>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>

namespace archive {

/// What became of a picture that was uploaded.
struct Uploaded {
    /// The key that it has in the bucket.
    std::string key;
    /// It was there before.
    bool was_there = false;
};

/// A picture to upload.
struct NewObject {
    std::string_view bytes;
    base::SystemTime captured;
    /// Ring's id.
    std::string camera_id;
    /// Of the bytes, in hexadecimal digits; computed when it is empty.
    std::string sha256 = {};
    /// Nothing had its name a moment ago.
    bool name_is_free = false;
};

/// Pictures as objects of a bucket: the prefix of the target and the name are the key, metadata
/// hold capture time, SHA-256 and id of the camera. May be used from many threads.
///
/// Failures are s3::StoreError, an Error{cannot_write}, or Error{interrupted}.
class ObjectStore final : public PictureStore {
public:
    /// @param client  of the target's bucket; must outlive this object
    /// @param stop    ends requests
    ObjectStore(s3::BucketClient& client, s3::Target target, std::stop_token stop);

    std::optional<StoredPicture> find(const PictureName& name) const override;
    std::optional<std::string> read(const PictureName& name) const override;
    void put(const PictureName& name, std::string_view bytes, base::SystemTime captured) override;
    FileState state_of(const PictureName& name, const PictureDigest& saved) const override;
    FileState remove_if_unchanged(const PictureName& name, const PictureDigest& saved) override;
    PictureLocation location(const PictureName& name) const override;

    /// Stores a picture that is never to replace another one: when the name is taken by other
    /// bytes, it gets " (2)" before its ending, or the next number that is free.
    Uploaded put_new(const PictureName& name, const NewObject& picture);

    /// Those of `names` that nothing has, where one request that tells of many saves put_new() one
    /// for each; otherwise, and when the store does not tell, none. Never throws s3::StoreError.
    std::set<std::string> free_names(const std::set<std::string>& names) const;

private:
    std::string key_of(const PictureName& name) const { return m_target.key_of(name.text()); }

    bool holds(const std::string& key, std::uintmax_t size, const std::string& sha256) const;

    s3::BucketClient& m_client;
    s3::Target m_target;
    /// Whether the store lists what it has, as far as is known.
    mutable std::atomic<bool> m_lists = true;
    std::stop_token m_stop;
};

} // namespace archive
