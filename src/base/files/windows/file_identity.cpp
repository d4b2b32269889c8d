// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_identity.hpp"

#include "base/files/files_detail.hpp"
#include "base/files/paths.hpp"
#include "base/system/windows/handle.hpp"
#include "base/system/windows/wide.hpp"

#include <array>

namespace base {

namespace fs = std::filesystem;

std::optional<FileIdentity> identity_of(const fs::path& path) {
    constexpr DWORD k_share_all = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    const Handle file(::CreateFileW(system_path(path).c_str(), FILE_READ_ATTRIBUTES, k_share_all,
                                    nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
    BY_HANDLE_FILE_INFORMATION facts{};
    if (!file.is_open() || ::GetFileInformationByHandle(file.get(), &facts) == 0) {
        return std::nullopt;
    }
    return FileIdentity{facts.dwVolumeSerialNumber,
                        std::uint64_t{facts.nFileIndexHigh} << 32U | facts.nFileIndexLow};
}

std::error_code move_without_replacing(const fs::path& from, const fs::path& to) {
    const bool is_moved = ::MoveFileExW(system_path(from).c_str(), system_path(to).c_str(),
                                        MOVEFILE_WRITE_THROUGH) != 0;
    return is_moved ? std::error_code() : last_system_error();
}

void flush_file(const fs::path& path) {
    const Handle file(::CreateFileW(system_path(path).c_str(), GENERIC_WRITE, FILE_SHARE_READ,
                                    nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
    if (!file.is_open() ||
        (::FlushFileBuffers(file.get()) == 0 && ::GetLastError() != ERROR_INVALID_FUNCTION &&
         ::GetLastError() != ERROR_NOT_SUPPORTED)) {
        throw file_error(FileAction::write, path, last_system_error());
    }
}

std::string shared_file_system(const fs::path& path) {
    std::error_code error;
    const std::wstring name = system_path(fs::absolute(path, error)).native();
    std::array<wchar_t, MAX_PATH + 1> volume{};
    if (error || ::GetVolumePathNameW(name.c_str(), volume.data(), MAX_PATH) == 0) {
        return {};
    }
    return ::GetDriveTypeW(volume.data()) == DRIVE_REMOTE ? "network" : "";
}

} // namespace base
