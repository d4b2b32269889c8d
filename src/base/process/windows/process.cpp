// SPDX-License-Identifier: Apache-2.0
#include "base/process/process.hpp"

#include "base/system/windows/handle.hpp"
#include "base/system/windows/wide.hpp"

#include <algorithm>
#include <array>
#include <system_error>

namespace base {

long process_id() {
    return static_cast<long>(::GetCurrentProcessId());
}

namespace fs = std::filesystem;

fs::path program_path() {
    constexpr std::size_t k_longest = 32768;
    std::wstring name(k_longest, L'\0');
    const DWORD length =
        ::GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size()));
    if (length == 0 || length >= name.size()) {
        return {};
    }
    name.resize(length);
    std::error_code error;
    const fs::path path = fs::canonical(name, error);
    return error ? fs::path(name) : path;
}

std::string host_name() {
    std::array<wchar_t, 256> name{};
    auto size = static_cast<DWORD>(name.size());
    if (::GetComputerNameExW(ComputerNameDnsHostname, name.data(), &size) == 0 || size == 0) {
        return "localhost";
    }
    return utf8_from_wide({name.data(), size});
}

// What others see of a process is its one command line, which GetCommandLineW() points into.
void hide_argument(char* argument) {
    if (argument == nullptr || *argument == '\0') {
        return;
    }
    const std::wstring secret = wide_from_utf8(argument);
    wchar_t* const line = ::GetCommandLineW();
    wchar_t* const end = line + std::wstring_view(line).size();
    for (wchar_t* found = std::search(line, end, secret.begin(), secret.end()); found != end;
         found = std::search(found, end, secret.begin(), secret.end())) {
        // The compiler must not think that nobody reads this.
        for (volatile wchar_t* place = found; place != found + secret.size(); ++place) {
            *place = L'*';
        }
    }
    for (volatile char* character = argument; *character != '\0'; ++character) {
        *character = '*';
    }
}

} // namespace base
