// SPDX-License-Identifier: Apache-2.0
#include "archive/file_name.hpp"
#include "base/error.hpp"
#include "base/text/unicode.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace {

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

bool is_forbidden(char c) {
    return static_cast<unsigned char>(c) < 0x20 ||
           std::string_view("<>:\"/|?*\\\x7F").find(c) != std::string_view::npos;
}

void require_safe(std::string_view name, std::size_t limit) {
    constexpr std::string_view k_blanks_and_dots = " .";
    require(!name.empty() && name.size() <= limit);
    require(std::none_of(name.begin(), name.end(), is_forbidden));
    require(k_blanks_and_dots.find(name.front()) == std::string_view::npos);
    require(k_blanks_and_dots.find(name.back()) == std::string_view::npos);
    require(base::valid_utf8(name) == name);
}

void require_safe_path(const std::filesystem::path& path) {
    require(!path.empty() && path.is_relative() && path.has_filename());
    for (const std::filesystem::path& part : path) {
        const std::u8string name = part.u8string();
        require_safe(std::string(name.begin(), name.end()), 255);
    }
}

auto count_of_folders(const archive::PictureName& name) {
    return std::count(name.text().begin(), name.text().end(), '/');
}

} // namespace

/// The first line is the template, the rest the value of all fields.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t line_end = std::min(input.find('\n'), input.size());
    const std::string text(input.substr(0, line_end));
    const std::string value(input.substr(std::min(line_end + 1, input.size())));

    const std::string safe = archive::safe_file_name(value);
    require_safe(safe, 120);
    require(archive::safe_file_name(safe) == safe);

    try {
        const archive::NameTemplate name_template(text);
        const base::SystemTime time{std::chrono::seconds(1'790'000'000)};
        const archive::PictureName name =
            name_template.render({value, value, value, value, value, time});
        require_safe_path(name.text());
        require_safe_path(archive::with_suffix(name, " +0100 (2)").text());
        // A value cannot add or remove a folder.
        const archive::PictureName plain = name_template.render({"1", "n", "k", "m", "l", time});
        require(count_of_folders(name) == count_of_folders(plain));
    } catch (const base::Error& error) {
        require(error.code() == base::ErrorCode::usage && !error.message().empty());
    }
    return 0;
}
