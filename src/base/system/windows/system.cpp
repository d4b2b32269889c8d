// SPDX-License-Identifier: Apache-2.0
#include "base/system/system.hpp"

#include "base/system/windows/handle.hpp"

namespace base {

namespace {

using VersionQuery = LONG(WINAPI*)(OSVERSIONINFOW*);

/// The version that the system has, not the one that it shows to old programs.
std::string version_number() {
    const HMODULE library = ::GetModuleHandleW(L"ntdll.dll");
    const auto query = library == nullptr ? nullptr
                                          : reinterpret_cast<VersionQuery>(reinterpret_cast<void*>(
                                                ::GetProcAddress(library, "RtlGetVersion")));
    OSVERSIONINFOW version{};
    version.dwOSVersionInfoSize = sizeof version;
    if (query == nullptr || query(&version) != 0) {
        return {};
    }
    return std::to_string(version.dwMajorVersion) + "." + std::to_string(version.dwMinorVersion) +
           "." + std::to_string(version.dwBuildNumber);
}

std::string architecture() {
    SYSTEM_INFO info{};
    ::GetNativeSystemInfo(&info);
    switch (info.wProcessorArchitecture) {
    case PROCESSOR_ARCHITECTURE_AMD64:
        return "x86_64";
    case PROCESSOR_ARCHITECTURE_ARM64:
        return "aarch64";
    case PROCESSOR_ARCHITECTURE_INTEL:
        return "x86";
    default:
        return {};
    }
}

} // namespace

SystemFacts system_facts() {
    const std::string version = version_number();
    return {.name = "Windows",
            .kernel = version.empty() ? "Windows" : "Windows " + version,
            .architecture = architecture()};
}

} // namespace base
