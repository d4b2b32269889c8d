// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/line/options.hpp"

namespace cli {

/// Does what `upload TARGET --forget` asks for: the catalogue forgets the target, and with it what
/// waits for it. Makes no request and needs no keys. Throws Error{usage} for a target that is not
/// known, or not known which it is, and as archive::Catalogue.
/// @return the exit code
int forget_upload(Context& context, const UploadOptions& options);

} // namespace cli
