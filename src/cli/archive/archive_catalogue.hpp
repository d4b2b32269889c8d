// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "cli/context.hpp"

#include <functional>

namespace cli {

/// Calls `work` with the catalogue to read from, once what earlier versions recorded was taken in.
/// Throws Error{cannot_write} for a catalogue that is damaged, or is not ours: who looks at an
/// archive must not be told of an empty one in its place. Throws what `work` throws.
void read_catalogue(Context& context, const std::function<void(archive::Catalogue&)>& work);

} // namespace cli
