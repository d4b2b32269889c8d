// SPDX-License-Identifier: Apache-2.0
#include "service/rotating_log.hpp"

#include "base/files/files.hpp"
#include "base/files/paths.hpp"

#include <exception>
#include <fstream>
#include <system_error>
#include <utility>

namespace service {

namespace {

namespace fs = std::filesystem;

/// Far more than a full log, should somebody have changed its size.
constexpr std::size_t k_most_read = std::size_t{16} << 20U;

fs::path older(const fs::path& file) {
    fs::path path = file;
    path += ".1";
    return path;
}

void append_lines(const fs::path& file, std::vector<std::string>& lines) {
    const std::string text = base::read_file(file, k_most_read).value_or("");
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        lines.emplace_back(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
}

} // namespace

RotatingLog::RotatingLog(fs::path file, std::uintmax_t size)
    : m_file(std::move(file)), m_size(size) {}

void RotatingLog::write(std::string_view text) noexcept {
    try {
        const std::lock_guard guard(m_mutex);
        std::error_code error;
        const std::uintmax_t length = fs::file_size(m_file, error);
        if (error) {
            // Made by this, so that it is for its owner alone from the first moment.
            base::write_file_atomically(m_file, "", {.owner_only = true});
        } else if (length > 0 && length + text.size() > m_size) {
            fs::rename(m_file, older(m_file), error);
            base::write_file_atomically(m_file, "", {.owner_only = true});
        }
        std::ofstream log(m_file, std::ios::app | std::ios::binary);
        log.write(text.data(), static_cast<std::streamsize>(text.size()));
    } catch (const std::exception&) {
        // A service that cannot log goes on taking pictures.
        return;
    }
}

std::vector<std::string> last_lines(const fs::path& file, std::size_t count) {
    std::vector<std::string> lines;
    append_lines(older(file), lines);
    append_lines(file, lines);
    if (lines.size() > count) {
        lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
    }
    return lines;
}

} // namespace service
