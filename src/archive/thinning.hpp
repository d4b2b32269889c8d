// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "base/clock.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>

namespace archive {

/// Which of a camera's expired pictures stay: the newest of each of the last so many hours, days
/// and weeks that have pictures, by the local time of each capture. Weeks begin on Monday.
struct Thinning {
    std::size_t hours = 0;
    std::size_t days = 0;
    std::size_t weeks = 0;

    bool keeps_any() const { return hours + days + weeks > 0; }
};

/// The numbers of the pictures captured before `before` that stay. Of a period whose pictures are
/// about to be thinned, the newest that is in its place counts. Looks up a few pictures a period,
/// however many there are. Throws as Catalogue does.
/// @param is_there  whether the file of a picture is in its place
std::set<std::int64_t> find_kept(Catalogue& catalogue, const std::string& camera_id,
                                 const Thinning& thinning, base::SystemTime before,
                                 const std::function<bool(const RecordedPicture&)>& is_there);

} // namespace archive
