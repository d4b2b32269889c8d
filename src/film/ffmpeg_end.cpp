// SPDX-License-Identifier: Apache-2.0
#include "film/ffmpeg_end.hpp"

#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"

#include <fmt/format.h>

#include <string_view>
#include <system_error>

namespace film {

std::string reason_of(const base::CapturedCommand& ended) {
    std::string_view text = base::trimmed(ended.errors);
    const std::size_t line = text.find_last_of("\r\n");
    text.remove_prefix(line == std::string_view::npos ? 0 : line + 1);
    return text.empty() ? fmt::format("exit code {}", ended.result.status) : base::printable(text);
}

bool is_disk_full(const base::CapturedCommand& ended, const std::filesystem::path& folder) {
    std::error_code error;
    const std::filesystem::space_info space = std::filesystem::space(folder, error);
    return ended.errors.find("No space left on device") != std::string::npos ||
           (!error && space.available == 0);
}

} // namespace film
