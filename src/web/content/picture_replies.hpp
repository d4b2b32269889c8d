// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "web/content/camera_book.hpp"
#include "web/content/picture_reader.hpp"
#include "web/server/reply.hpp"
#include "web/server/request.hpp"

namespace web {

/// The newest picture of a camera, with its capture time; 404 when there is none or its file is
/// gone, 503 when it is older than `max-age` in the address allows.
Reply newest_picture_reply(const Request& request, CameraBook& book, PictureReader& reader,
                           const Camera& camera, base::SystemTime now);

/// A picture by its number, which never changes.
Reply picture_reply(const Request& request, PictureReader& reader,
                    const archive::RecordedPicture& picture);

} // namespace web
