// SPDX-License-Identifier: Apache-2.0
#include "base/files/paths.hpp"

#include "base/system/windows/handle.hpp"

#include <string>

namespace base {

namespace fs = std::filesystem;

// Without the prefix, names end at 260 characters unless both the program and the system's
// administrator have said otherwise. With it the system takes a path as it stands, so that it has
// to be absolute and without dots.
fs::path system_path(const fs::path& path) {
    // A folder must leave room for a name of 8.3 in it.
    constexpr std::size_t k_always_accepted = 240;
    const std::wstring& text = path.native();
    if (text.empty() || text.starts_with(LR"(\\?\)") || text.starts_with(LR"(\\.\)")) {
        return path;
    }
    const DWORD size = ::GetFullPathNameW(text.c_str(), 0, nullptr, nullptr);
    if (size < k_always_accepted) {
        return path;
    }
    std::wstring full(size, L'\0');
    const DWORD length = ::GetFullPathNameW(text.c_str(), size, full.data(), nullptr);
    if (length == 0 || length >= size) {
        return path;
    }
    full.resize(length);
    if (full.starts_with(LR"(\\.\)")) {
        return path;
    }
    return full.starts_with(LR"(\\)") ? fs::path(LR"(\\?\UNC)" + full.substr(1))
                                      : fs::path(LR"(\\?\)" + full);
}

fs::path plain_path(const fs::path& path) {
    constexpr std::wstring_view k_share = LR"(\\?\UNC\)";
    constexpr std::wstring_view k_drive = LR"(\\?\)";
    const std::wstring& text = path.native();
    if (text.starts_with(k_share)) {
        return LR"(\\)" + text.substr(k_share.size());
    }
    return text.starts_with(k_drive) ? fs::path(text.substr(k_drive.size())) : path;
}

} // namespace base
