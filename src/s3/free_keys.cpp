// SPDX-License-Identifier: Apache-2.0
#include "s3/free_keys.hpp"

#include <algorithm>
#include <utility>

namespace s3 {
namespace {

std::string common_prefix(const std::string& a, const std::string& b) {
    const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
    std::string prefix(a.begin(), end);
    // Half a character cannot be asked for.
    while (!prefix.empty() && (static_cast<unsigned char>(a[prefix.size()]) & 0xC0U) == 0x80U) {
        prefix.pop_back();
    }
    return prefix;
}

} // namespace

std::set<std::string> free_keys(BucketClient& client, const std::set<std::string>& keys,
                                std::stop_token stop) {
    if (keys.empty()) {
        return {};
    }
    ListRequest request{.prefix = common_prefix(*keys.begin(), *keys.rbegin())};
    // Stores list what comes after a key, and the first one is asked about as well.
    request.start_after =
        common_prefix(*keys.begin(), keys.begin()->substr(0, keys.begin()->size() - 1));
    if (request.start_after.size() <= request.prefix.size()) {
        request.start_after.clear();
    }
    const ListPage page = client.list(request, std::move(stop));
    const auto is_before = [](const ListedObject& a, const ListedObject& b) {
        return a.key < b.key;
    };
    if (!std::is_sorted(page.objects.begin(), page.objects.end(), is_before)) {
        return {};
    }
    const bool is_whole = page.continuation.empty();
    std::set<std::string> found;
    for (const std::string& key : keys) {
        if (!is_whole && (page.objects.empty() || key > page.objects.back().key)) {
            break;
        }
        if (!std::binary_search(page.objects.begin(), page.objects.end(), ListedObject{key},
                                is_before)) {
            found.insert(key);
        }
    }
    return found;
}

} // namespace s3
