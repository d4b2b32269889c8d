// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "base/clock.hpp"

#include <cstdint>
#include <filesystem>
#include <stop_token>

namespace archive {

/// Copies the catalogue to `file`, readable by its owner alone where the system has such modes.
/// The copy is made beside the catalogue, since databases cannot be made on every share, and then
/// moved; `file` appears whole or not at all, and what it was before is replaced only then. Others
/// may use the catalogue meanwhile; one backup at a time is made, others wait.
///
/// Throws Error{usage} when `file` is a folder or the catalogue itself, Error{no_snapshot} when
/// there is no catalogue yet, Error{cannot_write}, Error{interrupted}.
/// @return the size of the copy in bytes
std::uintmax_t back_up_catalogue(Catalogue& catalogue, base::Clock& clock,
                                 const std::filesystem::path& file, std::stop_token stop);

} // namespace archive
