// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "base/clock.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace archive {

/// A window of a camera's past whose pictures were fetched.
struct DoneWindow {
    /// It is as long as k_history_window (archive/history.hpp).
    base::SystemTime start;
    /// How many pictures Ring had of it.
    std::size_t pictures = 0;
    /// Its films were saved too.
    bool with_films = false;
};

/// Which windows of the past were fetched: a part of the catalogue, which throws as Catalogue does.
/// May be used from many threads.
class HistoryWindows {
public:
    /// @param catalogue  must outlive this object
    explicit HistoryWindows(Catalogue& catalogue) : m_catalogue(catalogue) {}

    /// Those of a camera that begin in [from, to), in order.
    std::vector<DoneWindow> done(const std::string& camera_id, base::SystemTime from,
                                 base::SystemTime to);

    /// Notes that a window was fetched; saved films stay known. Forgets windows that are much older
    /// than what Ring keeps. One without pictures is not noted for a camera that is not known,
    /// which would otherwise be listed as a camera of the archive.
    /// @param camera_name  empty when it is not known
    void add(const std::string& camera_id, const std::string& camera_name,
             const DoneWindow& window);

private:
    Catalogue& m_catalogue;
};

} // namespace archive
