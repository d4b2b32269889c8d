// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "web/gallery/gallery.hpp"

#include <filesystem>

namespace web {

/// Makes sure that the catalogue was not lost since a gallery was written, which would else be
/// emptied: throws Error{cannot_write} when a day that is in it, and is to be shown, is the newest
/// one or has no recorded picture, while its pictures are in their places without being recorded.
/// Copies are not looked at. Throws as archive::Catalogue does.
/// @param folder  the folder of the gallery as the catalogue names it
void require_known_days(archive::Catalogue& catalogue, const std::filesystem::path& folder,
                        const GalleryOptions& options);

} // namespace web
