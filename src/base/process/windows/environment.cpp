// SPDX-License-Identifier: Apache-2.0
#include "base/process/environment.hpp"

#include "base/system/windows/handle.hpp"
#include "base/system/windows/wide.hpp"

#include <cstdlib>
#include <string_view>

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

void set_environment_variable(const std::string& name, const std::string& value) {
    // By the C library, which tells the system: its own copy is what libraries and localtime()
    // read.
    ::_wputenv_s(wide_from_utf8(name).c_str(), wide_from_utf8(value).c_str());
}

std::vector<std::string> environment_names() {
    std::vector<std::string> names;
    wchar_t* const block = ::GetEnvironmentStringsW();
    for (const wchar_t* entry = block; entry != nullptr && *entry != L'\0';) {
        const std::wstring_view variable = entry;
        // Some hold the folder of a drive, and begin with the sign.
        if (const std::size_t sign = variable.find(L'='); sign != 0) {
            names.push_back(utf8_from_wide(variable.substr(0, sign)));
        }
        entry += variable.size() + 1;
    }
    ::FreeEnvironmentStringsW(block);
    return names;
}

} // namespace base
