// SPDX-License-Identifier: Apache-2.0
#include "http/body_buffer.hpp"

#include <algorithm>

namespace http {

void BodyBuffer::expect(std::size_t size) {
    if (m_bytes.empty() && size > m_bytes.capacity()) {
        m_bytes.reserve(std::min(size, m_limit));
    }
}

bool BodyBuffer::append(std::string_view bytes) {
    if (bytes.size() > m_limit - m_bytes.size()) {
        return false;
    }
    make_room(m_bytes.size() + bytes.size());
    m_bytes.append(bytes);
    return true;
}

/// Growing needs the old memory and the new at the same time. So it grows by doubling only as long
/// as the old one is a small part of the limit, and then, once, to all that is allowed. Systems
/// give out memory when it is written to, so that this costs no more than what comes.
void BodyBuffer::make_room(std::size_t size) {
    if (size <= m_bytes.capacity()) {
        return;
    }
    const std::size_t small = m_limit / 10;
    m_bytes.reserve(size <= small / 2 ? 2 * size : m_limit);
}

} // namespace http
