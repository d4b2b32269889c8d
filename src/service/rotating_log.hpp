// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace service {

/// A log of two files, each of at most `size` bytes: when one is full it becomes FILE.1, and the
/// older one goes. For its owner alone. May be used from many threads, by one process at a time.
class RotatingLog {
public:
    static constexpr std::uintmax_t k_size = std::uintmax_t{1} << 20U;

    explicit RotatingLog(std::filesystem::path file, std::uintmax_t size = k_size);

    /// Appends `text`. Never throws: where nothing can be written, as on a full disk, it is lost.
    void write(std::string_view text) noexcept;

private:
    std::filesystem::path m_file;
    std::uintmax_t m_size;
    std::mutex m_mutex;
};

/// The last `count` lines of such a log, oldest first; none where there is none. Throws
/// Error{cannot_write} when it cannot be read.
std::vector<std::string> last_lines(const std::filesystem::path& file, std::size_t count);

} // namespace service
