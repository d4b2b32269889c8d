// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_stamp.hpp"

#include "base/files/paths.hpp"
#include "base/system/windows/handle.hpp"

namespace base {

std::optional<FileStamp> stamp_of(const std::filesystem::path& path) {
    constexpr DWORD k_share_all = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    const Handle file(::CreateFileW(system_path(path).c_str(), FILE_READ_ATTRIBUTES, k_share_all,
                                    nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
    BY_HANDLE_FILE_INFORMATION facts{};
    FILE_BASIC_INFO times{};
    if (!file.is_open() || ::GetFileInformationByHandle(file.get(), &facts) == 0 ||
        ::GetFileInformationByHandleEx(file.get(), FileBasicInfo, &times, sizeof times) == 0) {
        return {};
    }
    return FileStamp{.identity = {facts.dwVolumeSerialNumber,
                                  std::uint64_t{facts.nFileIndexHigh} << 32U | facts.nFileIndexLow},
                     .size = std::uint64_t{facts.nFileSizeHigh} << 32U | facts.nFileSizeLow,
                     .modified = times.LastWriteTime.QuadPart,
                     .changed = times.ChangeTime.QuadPart};
}

} // namespace base
