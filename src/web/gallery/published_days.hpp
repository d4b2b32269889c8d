// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "base/clock.hpp"
#include "web/gallery/gallery.hpp"

#include <filesystem>

namespace web {

/// Makes sure that the catalogue was not lost since a gallery was written, which would else be
/// emptied. A day that is in it, and is to be shown, is forgotten when its pictures are in their
/// places without being recorded; one of copies, when it is the newest of its camera and the
/// catalogue would still remember its last capture. Throws Error{cannot_write} when the newest day
/// of a camera is forgotten, or more than half of all days are (single ones may be of pictures that
/// somebody changed), or the gallery cannot be read; and as archive::Catalogue does.
/// @param folder  the folder of the gallery as the catalogue names it
void require_known_days(archive::Catalogue& catalogue, base::Clock& clock,
                        const std::filesystem::path& folder, const GalleryOptions& options);

} // namespace web
