// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/system/windows/handle.hpp"

#include <filesystem>

namespace base {

// Who may do what with a file: lists of access rights take the place of modes.

/// The rights of a file that only its owner may use: this user, the system and its administrators,
/// and nothing inherited from the folder. Throws Error{unexpected} when the system does not say who
/// we are.
class OwnerOnly {
public:
    OwnerOnly();
    ~OwnerOnly();

    OwnerOnly(const OwnerOnly&) = delete;
    OwnerOnly& operator=(const OwnerOnly&) = delete;

    /// For the calls that create something; valid as long as this object.
    SECURITY_ATTRIBUTES* attributes() { return &m_attributes; }

    /// Gives the rights to a file that exists; false when its file system has no rights.
    bool apply_to(const std::filesystem::path& path) const;

private:
    SECURITY_ATTRIBUTES m_attributes{};
};

/// Whether anybody but this user, the system and its administrators has one of the rights in `mask`
/// on `path`. Without a list of rights everybody has all; false on file systems that have no such
/// lists.
bool others_have_rights(const std::filesystem::path& path, DWORD mask);

/// Whether `path` has rights of its own, which those of its folder do not change.
bool has_own_rights(const std::filesystem::path& path);

/// Whether `path` belongs to this user, the system or its administrators.
bool belongs_to_us_or_system(const std::filesystem::path& path);

/// Whether `path` belongs to this user and to no group of which it is a member; false when that is
/// not known.
bool belongs_to_this_user(const std::filesystem::path& path);

} // namespace base
