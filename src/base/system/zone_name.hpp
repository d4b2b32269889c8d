// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace base {

/// The name of this machine's time zone for people: "Europe/Berlin", on Windows as that names it;
/// empty when it is not known. Looked up at each call.
std::string zone_name();

} // namespace base
