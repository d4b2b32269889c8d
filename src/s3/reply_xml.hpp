// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace s3 {

// Engines differ in namespaces, order and completeness of what they answer, and proxies answer with
// pages of their own. So nothing is required, and what cannot be read is left out.

/// The text of the first element with this name, without a namespace's prefix, whatever surrounds
/// it; std::nullopt when there is none, or it holds other elements.
std::optional<std::string> element_text(std::string_view xml, std::string_view name);

/// One object of a listing.
struct ListedObject {
    std::string key;
    std::uintmax_t size = 0;
};

/// A part of a listing (ListObjectsV2 with encoding-type=url).
struct ListPage {
    std::vector<ListedObject> objects;
    /// What the next request has to name; empty for the last part.
    std::string continuation;
};

/// Reads a part of a listing; std::nullopt when `xml` is not one.
std::optional<ListPage> read_list_page(std::string_view xml);

} // namespace s3
