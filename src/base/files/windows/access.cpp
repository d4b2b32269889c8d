// SPDX-License-Identifier: Apache-2.0
#include "base/files/windows/access.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/system/windows/wide.hpp"

#include <aclapi.h>
#include <array>
#include <cstddef>
#include <memory>
#include <sddl.h>
#include <string>
#include <vector>

namespace base {

namespace fs = std::filesystem;

namespace {

struct LocalFreeing {
    void operator()(void* memory) const { ::LocalFree(memory); }
};

using SystemMemory = std::unique_ptr<void, LocalFreeing>;

/// The identity of the user that this process runs as.
class CurrentUser {
public:
    CurrentUser() {
        HANDLE token = nullptr;
        if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &token) == 0) {
            return;
        }
        const Handle owner(token);
        DWORD size = 0;
        ::GetTokenInformation(token, TokenUser, nullptr, 0, &size);
        m_buffer.resize(size);
        if (size == 0 ||
            ::GetTokenInformation(token, TokenUser, m_buffer.data(), size, &size) == 0) {
            m_buffer.clear();
        }
    }

    /// Null when the system does not say.
    PSID sid() const {
        return m_buffer.empty() ? nullptr
                                : reinterpret_cast<const TOKEN_USER*>(m_buffer.data())->User.Sid;
    }

private:
    std::vector<std::byte> m_buffer;
};

bool is_well_known(PSID sid, WELL_KNOWN_SID_TYPE type) {
    return ::IsWellKnownSid(sid, type) != 0;
}

/// The account that owns the files of Windows itself.
bool is_trusted_installer(PSID sid) {
    LPWSTR text = nullptr;
    if (::ConvertSidToStringSidW(sid, &text) == 0) {
        return false;
    }
    const SystemMemory owner(text);
    return std::wstring_view(text) ==
           L"S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
}

bool is_us_or_system(PSID sid) {
    const CurrentUser user;
    return (user.sid() != nullptr && ::EqualSid(sid, user.sid()) != 0) ||
           is_well_known(sid, WinLocalSystemSid) ||
           is_well_known(sid, WinBuiltinAdministratorsSid) ||
           is_well_known(sid, WinCreatorOwnerRightsSid) || is_trusted_installer(sid);
}

/// What the system says about the access to a file.
struct Descriptor {
    explicit Descriptor(const fs::path& path) {
        PSECURITY_DESCRIPTOR descriptor = nullptr;
        std::wstring name = system_path(path).native();
        known =
            ::GetNamedSecurityInfoW(name.data(), SE_FILE_OBJECT,
                                    OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &owner,
                                    nullptr, &rights, nullptr, &descriptor) == ERROR_SUCCESS;
        memory.reset(descriptor);
    }

    bool known = false;
    SystemMemory memory;
    PSID owner = nullptr;
    PACL rights = nullptr;
};

bool keeps_rights(const fs::path& path) {
    const std::wstring name = system_path(fs::absolute(path)).native();
    std::array<wchar_t, MAX_PATH + 1> volume{};
    DWORD flags = 0;
    return ::GetVolumePathNameW(name.c_str(), volume.data(), MAX_PATH) == 0 ||
           ::GetVolumeInformationW(volume.data(), nullptr, 0, nullptr, nullptr, &flags, nullptr,
                                   0) == 0 ||
           (flags & FILE_PERSISTENT_ACLS) != 0;
}

/// Whether entry `index` of `rights` gives others a right in `mask`.
bool gives_others(PACL rights, DWORD index, DWORD mask) {
    void* entry = nullptr;
    if (::GetAce(rights, index, &entry) == 0) {
        return false;
    }
    const auto& header = *static_cast<const ACE_HEADER*>(entry);
    if ((header.AceFlags & INHERIT_ONLY_ACE) != 0) {
        return false;
    }
    if (header.AceType != ACCESS_ALLOWED_ACE_TYPE) {
        // Denials take away; the few other kinds that allow are rare enough to count as open.
        return header.AceType == ACCESS_ALLOWED_OBJECT_ACE_TYPE ||
               header.AceType == ACCESS_ALLOWED_CALLBACK_ACE_TYPE;
    }
    auto& allowed = *static_cast<ACCESS_ALLOWED_ACE*>(entry);
    return (allowed.Mask & mask) != 0 && !is_us_or_system(&allowed.SidStart);
}

std::wstring sddl_of_owner_only() {
    const CurrentUser user;
    LPWSTR text = nullptr;
    if (user.sid() == nullptr || ::ConvertSidToStringSidW(user.sid(), &text) == 0) {
        throw Error(ErrorCode::unexpected, "the system does not say which user this is");
    }
    const SystemMemory owner(text);
    return std::wstring(L"D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;") + text + L")";
}

} // namespace

OwnerOnly::OwnerOnly() {
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    if (::ConvertStringSecurityDescriptorToSecurityDescriptorW(
            sddl_of_owner_only().c_str(), SDDL_REVISION_1, &descriptor, nullptr) == 0) {
        throw Error(ErrorCode::unexpected, "the system does not take a list of access rights");
    }
    m_attributes.nLength = sizeof m_attributes;
    m_attributes.lpSecurityDescriptor = descriptor;
}

OwnerOnly::~OwnerOnly() {
    ::LocalFree(m_attributes.lpSecurityDescriptor);
}

bool OwnerOnly::apply_to(const fs::path& path) const {
    return ::SetFileSecurityW(system_path(path).c_str(),
                              DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION,
                              m_attributes.lpSecurityDescriptor) != 0 &&
           keeps_rights(path);
}

bool others_have_rights(const fs::path& path, DWORD mask) {
    const Descriptor descriptor(path);
    if (!descriptor.known || !keeps_rights(path)) {
        return false;
    }
    if (descriptor.rights == nullptr) {
        return true;
    }
    for (DWORD index = 0; index < descriptor.rights->AceCount; ++index) {
        if (gives_others(descriptor.rights, index, mask)) {
            return true;
        }
    }
    return false;
}

bool has_own_rights(const fs::path& path) {
    const Descriptor descriptor(path);
    SECURITY_DESCRIPTOR_CONTROL control = 0;
    DWORD revision = 0;
    return descriptor.known &&
           ::GetSecurityDescriptorControl(descriptor.memory.get(), &control, &revision) != 0 &&
           (control & SE_DACL_PROTECTED) != 0;
}

bool belongs_to_us_or_system(const fs::path& path) {
    const Descriptor descriptor(path);
    return descriptor.known && descriptor.owner != nullptr && is_us_or_system(descriptor.owner);
}

bool is_own(const fs::path& path) {
    const Descriptor descriptor(path);
    const CurrentUser user;
    // What an administrator makes may belong to all of them.
    return !descriptor.known || descriptor.owner == nullptr || user.sid() == nullptr ||
           ::EqualSid(descriptor.owner, user.sid()) != 0 ||
           is_well_known(descriptor.owner, WinBuiltinAdministratorsSid);
}

bool belongs_to_this_user(const fs::path& path) {
    const Descriptor descriptor(path);
    const CurrentUser user;
    return descriptor.known && descriptor.owner != nullptr && user.sid() != nullptr &&
           ::EqualSid(descriptor.owner, user.sid()) != 0;
}

std::string owner_of(const fs::path& path) {
    const Descriptor descriptor(path);
    std::array<wchar_t, 256> name{};
    std::array<wchar_t, 256> domain{};
    auto name_size = static_cast<DWORD>(name.size());
    auto domain_size = static_cast<DWORD>(domain.size());
    SID_NAME_USE kind{};
    if (!descriptor.known || descriptor.owner == nullptr ||
        ::LookupAccountSidW(nullptr, descriptor.owner, name.data(), &name_size, domain.data(),
                            &domain_size, &kind) == 0) {
        return {};
    }
    return utf8_from_wide({name.data(), name_size});
}

} // namespace base
