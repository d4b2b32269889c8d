// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/http.hpp"

#include <cstdint>
#include <deque>
#include <fstream>
#include <mutex>
#include <string>
#include <string_view>

namespace simulator {

/// What was asked, in order, without anything secret: no passwords, codes, tokens or cookies. A
/// token is told from another only by a short fingerprint, which no other run of the simulator
/// gives it. For all threads at once.
class RequestLog {
public:
    RequestLog();

    /// Appends to this file too, a JSON object a line. False when it cannot be opened.
    bool write_to(const std::string& file);

    /// Notes that a request has come; the answer is its number, from 1.
    std::int64_t begin(const Request& request, std::int64_t now_ms);

    /// Notes how it was answered: `status` 0 means not at all.
    void finish(std::int64_t number, std::string_view route, std::string_view fault, int status);

    Json entries() const;

    /// Forgets all entries; the numbers go on.
    void clear();

private:
    std::string fingerprint(std::string_view secret) const;
    Json describe(const Request& request) const;
    Json describe_body(const Request& request) const;

    const std::string m_salt;
    mutable std::mutex m_mutex;
    std::deque<Json> m_entries;
    std::int64_t m_last_number = 0;
    std::ofstream m_file;
};

/// The path and those query values that are known to be harmless, for a person to read.
std::string printable_target(const Request& request);

} // namespace simulator
