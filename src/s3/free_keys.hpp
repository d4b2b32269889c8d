// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "s3/bucket_client.hpp"

#include <set>
#include <stop_token>
#include <string>

namespace s3 {

/// Those of `keys` that no object has, as far as a single request for a listing tells: keys beyond
/// the end of its part, and all keys when the store does not list in order, are left out. Keys that
/// are near each other in order cost least. Throws as BucketClient::list().
std::set<std::string> free_keys(BucketClient& client, const std::set<std::string>& keys,
                                std::stop_token stop);

} // namespace s3
