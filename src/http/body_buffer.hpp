// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace http {

/// Collects a body of which at most a given number of bytes is accepted. Whatever comes, the memory
/// that it holds at any moment, also while it grows, stays within that limit and a tenth of it.
class BodyBuffer {
public:
    explicit BodyBuffer(std::size_t limit) : m_limit(limit) {}

    /// Makes room for a body of `size` bytes, which is not larger than the limit, at once.
    void expect(std::size_t size);

    /// Appends `bytes`; false, and nothing is appended, when the body would pass its limit.
    bool append(std::string_view bytes);

    bool is_empty() const { return m_bytes.empty(); }

    /// How many bytes it has memory for.
    std::size_t capacity() const { return m_bytes.capacity(); }

    /// The whole body, which leaves this empty.
    std::string take() { return std::exchange(m_bytes, {}); }

private:
    void make_room(std::size_t size);

    std::size_t m_limit;
    std::string m_bytes;
};

} // namespace http
