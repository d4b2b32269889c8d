// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"

#include "base/files/files_detail.hpp"
#include "base/files/paths.hpp"
#include "base/files/windows/access.hpp"
#include "base/system/windows/handle.hpp"
#include "base/system/windows/wide.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <ratio>
#include <string>
#include <vector>

namespace base {

namespace fs = std::filesystem;

namespace {

using namespace std::chrono_literals;

/// Units of 100 ns from 1601, where FILETIME begins, to 1970.
constexpr std::int64_t k_epoch_ticks = 116'444'736'000'000'000;
using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;

constexpr DWORD k_share_all = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

FILETIME to_file_time(SystemTime time) {
    const auto ticks = static_cast<std::uint64_t>(
        std::chrono::floor<Ticks>(time.time_since_epoch()).count() + k_epoch_ticks);
    return {static_cast<DWORD>(ticks), static_cast<DWORD>(ticks >> 32U)};
}

SystemTime from_file_time(const FILETIME& time) {
    const auto ticks = std::uint64_t{time.dwHighDateTime} << 32U | time.dwLowDateTime;
    return SystemTime(std::chrono::duration_cast<SystemTime::duration>(
        Ticks(static_cast<std::int64_t>(ticks) - k_epoch_ticks)));
}

/// Who writes a temporary file: this process, or another program while this one holds it open.
enum class Writer { we, another_program };

} // namespace

/// A new file beside `target` that takes its place or disappears.
class TemporaryFile {
public:
    /// @param writer  who writes it
    TemporaryFile(const fs::path& target, bool owner_only, Writer writer) : m_target(target) {
        constexpr int k_attempts = 16;
        std::optional<OwnerOnly> access;
        if (owner_only) {
            access.emplace();
        }
        for (int i = 0; i < k_attempts; ++i) {
            m_path = system_path(folder_of(target) /
                                 path_from_utf8(temporary_name(utf8_from_path(target.filename()),
                                                               ::GetCurrentProcessId())));
            // Others may read it, but that nobody else can write tells remove_stale_temporaries()
            // that we live. Where another program writes, nobody can delete it instead.
            const bool we_write = writer == Writer::we;
            m_file = Handle(
                ::CreateFileW(m_path.c_str(), we_write ? GENERIC_WRITE | DELETE : GENERIC_WRITE,
                              FILE_SHARE_READ | (we_write ? FILE_SHARE_DELETE : FILE_SHARE_WRITE),
                              access ? access->attributes() : nullptr, CREATE_NEW,
                              FILE_ATTRIBUTE_NORMAL, nullptr));
            if (m_file.is_open()) {
                m_exists = true;
                return;
            }
            if (::GetLastError() != ERROR_FILE_EXISTS) {
                break;
            }
        }
        fail();
    }

    ~TemporaryFile() {
        m_file.close();
        if (m_exists) {
            ::DeleteFileW(m_path.c_str());
        }
    }

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const fs::path& path() const { return m_path; }

    void write(std::string_view bytes) {
        constexpr std::size_t k_most_at_once = std::size_t{1} << 30U;
        while (!bytes.empty()) {
            DWORD written = 0;
            if (::WriteFile(m_file.get(), bytes.data(),
                            static_cast<DWORD>(std::min(bytes.size(), k_most_at_once)), &written,
                            nullptr) == 0) {
                fail();
            }
            bytes.remove_prefix(written);
        }
    }

    void set_modified(SystemTime time) {
        const FILETIME modified = to_file_time(time);
        // Some network file systems refuse; the file is worth more than its time.
        ::SetFileTime(m_file.get(), nullptr, nullptr, &modified);
    }

    void flush() {
        if (::FlushFileBuffers(m_file.get()) == 0 && ::GetLastError() != ERROR_INVALID_FUNCTION &&
            ::GetLastError() != ERROR_NOT_SUPPORTED) {
            fail();
        }
    }

    /// @param durable  so that the new name too survives a power cut
    void move_into_place(bool durable) {
        if (rename_with_posix_semantics() || rename_open_file()) {
            m_exists = false;
            if (durable) {
                // The name is written out with the file.
                ::FlushFileBuffers(m_file.get());
            }
            return;
        }
        if (!m_file.close()) {
            fail();
        }
        rename_closed_file(durable);
        m_exists = false;
    }

private:
    [[noreturn]] void fail() const {
        throw file_error(FileAction::write, m_target, last_system_error());
    }

    /// As on other systems: programs that have the old file open keep reading it. Works from
    /// Windows 10 on, and not on all file systems.
    bool rename_with_posix_semantics() const {
        constexpr int k_rename_info_ex = 22;
        constexpr DWORD k_replace = 1;
        constexpr DWORD k_posix_semantics = 2;
        return rename_by_handle(k_rename_info_ex, k_replace | k_posix_semantics);
    }

    /// Keeps the file open: otherwise remove_stale_temporaries() of another computer on the same
    /// network drive would take it for abandoned.
    bool rename_open_file() const {
        constexpr int k_rename_info = 3;
        constexpr DWORD k_replace = 1;
        return rename_by_handle(k_rename_info, k_replace);
    }

    bool rename_by_handle(int information_class, DWORD flags) const {
        struct RenameInfo {
            DWORD flags;
            HANDLE folder;
            DWORD length;
            wchar_t name[1];
        };

        const std::wstring name = absolute_target();
        const std::size_t bytes = name.size() * sizeof(wchar_t);
        std::vector<std::byte> memory(sizeof(RenameInfo) + bytes);
        auto& info = *reinterpret_cast<RenameInfo*>(memory.data());
        // The older class has a truth value of one byte in the same place.
        info.flags = flags;
        info.length = static_cast<DWORD>(bytes);
        std::copy(name.begin(), name.end(), &info.name[0]);
        return ::SetFileInformationByHandle(
                   m_file.get(), static_cast<FILE_INFO_BY_HANDLE_CLASS>(information_class), &info,
                   static_cast<DWORD>(memory.size())) != 0;
    }

    /// Fails while another program has the old file open, which virus scanners do for a moment.
    void rename_closed_file(bool durable) const {
        constexpr int k_attempts = 20;
        constexpr DWORD k_pause_ms = 100;
        const std::wstring name = absolute_target();
        const DWORD flags = MOVEFILE_REPLACE_EXISTING | (durable ? MOVEFILE_WRITE_THROUGH : 0U);
        for (int i = 1; ::MoveFileExW(m_path.c_str(), name.c_str(), flags) == 0; ++i) {
            const DWORD error = ::GetLastError();
            const bool is_in_use = error == ERROR_SHARING_VIOLATION ||
                                   error == ERROR_LOCK_VIOLATION || error == ERROR_ACCESS_DENIED ||
                                   error == ERROR_USER_MAPPED_FILE;
            if (!is_in_use || i == k_attempts) {
                throw file_error(FileAction::write, m_target, system_error_code(error));
            }
            ::Sleep(k_pause_ms);
        }
    }

    std::wstring absolute_target() const { return system_path(fs::absolute(m_target)).native(); }

    fs::path m_target;
    fs::path m_path;
    Handle m_file;
    bool m_exists = false;
};

namespace {

DWORD attributes_of(const fs::path& path) {
    return ::GetFileAttributesW(system_path(path).c_str());
}

/// Whether the system takes the name for a device, such as NUL or COM1, in whatever folder it
/// stands.
bool is_device(const fs::path& path) {
    std::array<wchar_t, 64> full{};
    const DWORD length =
        ::GetFullPathNameW(path.c_str(), static_cast<DWORD>(full.size()), full.data(), nullptr);
    return length > 0 && length < full.size() &&
           fs::path(full.data()).native().starts_with(LR"(\\.\)");
}

bool has_ended(long process) {
    const Handle handle(::OpenProcess(SYNCHRONIZE, FALSE, static_cast<DWORD>(process)));
    if (!handle.is_open()) {
        return ::GetLastError() == ERROR_INVALID_PARAMETER;
    }
    return ::WaitForSingleObject(handle.get(), 0) == WAIT_OBJECT_0;
}

Handle open_to_read(const fs::path& path) {
    return Handle(::CreateFileW(system_path(path).c_str(), GENERIC_READ, k_share_all, nullptr,
                                OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
}

} // namespace

bool is_abandoned(const fs::path& path, long process) {
    // Long enough for any write; a living process of that number is then another one.
    constexpr auto k_older_than_any_write = 600s;

    // Refused while its writer has it open.
    const Handle file(::CreateFileW(system_path(path).c_str(), GENERIC_READ | GENERIC_WRITE,
                                    k_share_all, nullptr, OPEN_EXISTING,
                                    FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
    FILETIME created{};
    if (!file.is_open() || ::GetFileType(file.get()) != FILE_TYPE_DISK ||
        ::GetFileTime(file.get(), &created, nullptr, nullptr) == 0) {
        return false;
    }
    return has_ended(process) ||
           SystemClock().now() - from_file_time(created) > k_older_than_any_write;
}

namespace {

/// A new temporary file for `target`, whose links were followed.
/// @param path  the target as it is told in errors
std::unique_ptr<TemporaryFile> make_temporary(const fs::path& target, const fs::path& path,
                                              bool owner_only, Writer writer) {
    if (is_folder(target)) {
        throw file_error(FileAction::write, path, std::make_error_code(std::errc::is_a_directory));
    }
    if (is_device(target)) {
        throw file_error(FileAction::write, path, "it is a device, not a file");
    }
    const bool stays_owner_only = attributes_of(target) != INVALID_FILE_ATTRIBUTES &&
                                  has_own_rights(target) && !is_open_to_others(target);
    return std::make_unique<TemporaryFile>(target, owner_only || stays_owner_only, writer);
}

} // namespace

void write_file_atomically(const fs::path& path, std::string_view bytes,
                           const WriteOptions& options) {
    const auto file = make_temporary(follow_links(path), path, options.owner_only, Writer::we);
    file->write(bytes);
    if (options.durable) {
        file->flush();
    }
    // Last, as every write changes it.
    if (options.modified) {
        file->set_modified(*options.modified);
    }
    file->move_into_place(options.durable);
}

class PendingFile::File {
public:
    explicit File(const fs::path& path)
        : m_file(make_temporary(follow_links(path), path, false, Writer::another_program)) {}

    const fs::path& path() const { return m_file->path(); }

    void move_into_place() {
        m_file->flush();
        m_file->move_into_place(true);
    }

private:
    std::unique_ptr<TemporaryFile> m_file;
};

PendingFile::PendingFile(const fs::path& target) : m_file(std::make_unique<File>(target)) {}

PendingFile::~PendingFile() = default;

const fs::path& PendingFile::path() const {
    return m_file->path();
}

void PendingFile::move_into_place() {
    m_file->move_into_place();
}

std::optional<std::string> read_file(const fs::path& path, std::size_t limit) {
    const Handle file = open_to_read(path);
    if (!file.is_open()) {
        const DWORD error = ::GetLastError();
        if (error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND) {
            return std::nullopt;
        }
        if (is_folder(path)) {
            throw file_error(FileAction::read, path,
                             std::make_error_code(std::errc::is_a_directory));
        }
        throw file_error(FileAction::read, path, system_error_code(error));
    }
    std::string bytes;
    std::vector<char> part(65536);
    while (true) {
        DWORD count = 0;
        if (::ReadFile(file.get(), part.data(), static_cast<DWORD>(part.size()), &count, nullptr) ==
            0) {
            const DWORD error = ::GetLastError();
            if (error == ERROR_BROKEN_PIPE || error == ERROR_HANDLE_EOF) {
                return bytes;
            }
            throw file_error(FileAction::read, path, system_error_code(error));
        }
        if (count == 0) {
            return bytes;
        }
        if (count > limit - bytes.size()) {
            throw too_large_error(path, limit);
        }
        bytes.append(part.data(), count);
    }
}

bool is_folder(const fs::path& path) {
    const DWORD attributes = attributes_of(path);
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

std::error_code make_folder(const fs::path& folder, bool owner_only) {
    std::optional<OwnerOnly> access;
    if (owner_only) {
        access.emplace();
    }
    const bool made = ::CreateDirectoryW(system_path(folder).c_str(),
                                         access ? access->attributes() : nullptr) != 0;
    return made ? std::error_code() : last_system_error();
}

std::optional<SystemTime> modification_time(const fs::path& path) {
    const Handle file(::CreateFileW(system_path(path).c_str(), FILE_READ_ATTRIBUTES, k_share_all,
                                    nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
    FILETIME modified{};
    if (!file.is_open() || ::GetFileTime(file.get(), nullptr, nullptr, &modified) == 0) {
        return std::nullopt;
    }
    return from_file_time(modified);
}

bool is_open_to_others(const fs::path& path) {
    constexpr DWORD k_any_use = FILE_READ_DATA | FILE_WRITE_DATA | FILE_APPEND_DATA | DELETE |
                                WRITE_DAC | WRITE_OWNER | GENERIC_READ | GENERIC_WRITE |
                                GENERIC_ALL;
    return attributes_of(path) != INVALID_FILE_ATTRIBUTES && others_have_rights(path, k_any_use);
}

bool restrict_to_owner(const fs::path& path) {
    if (attributes_of(path) == INVALID_FILE_ATTRIBUTES) {
        return false;
    }
    if (!is_open_to_others(path)) {
        return true;
    }
    // What keeps no such rights accepts the call in some cases and changes nothing.
    return OwnerOnly().apply_to(path) && !is_open_to_others(path);
}

} // namespace base
