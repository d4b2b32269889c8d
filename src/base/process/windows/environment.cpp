// SPDX-License-Identifier: Apache-2.0
#include "base/process/environment.hpp"

#include "base/system/windows/handle.hpp"
#include "base/system/windows/wide.hpp"

namespace base {

std::optional<std::string> environment_variable(const std::string& name) {
    const std::wstring wide_name = wide_from_utf8(name);
    std::wstring value;
    // Another thread may make it longer in the meantime.
    for (DWORD size = 128;;) {
        value.resize(size);
        const DWORD length = ::GetEnvironmentVariableW(wide_name.c_str(), value.data(), size);
        if (length == 0) {
            return std::nullopt;
        }
        if (length < size) {
            value.resize(length);
            return utf8_from_wide(value);
        }
        size = length + 1;
    }
}

} // namespace base
