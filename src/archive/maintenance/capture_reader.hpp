// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "archive/exif/exif_reader.hpp"
#include "archive/maintenance/picture_files.hpp"
#include "archive/maintenance/time_in_name.hpp"
#include "base/clock.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace archive {

/// A camera as a picture tells of it.
struct NamedCamera {
    /// Ring's id. Where only a name is known that name, and "unknown" where nothing is.
    std::string id;
    /// Empty when it is not known.
    std::string name;

    bool operator==(const NamedCamera&) const = default;
};

/// Whether `id` is one of Ring's, and not a name in its place.
bool is_ring_id(const std::string& id);

/// The cameras of the catalogue, found by what files are named after.
class KnownCameras {
public:
    explicit KnownCameras(const std::vector<CameraTotals>& cameras);

    /// The camera of a file: by an id in its name, by the name of a camera that is known, or by
    /// whatever name is left.
    /// @param time  what of the name tells the time
    NamedCamera find(const FoundFile& file, const std::optional<TimeInName>& time) const;

private:
    std::optional<NamedCamera> find_id(const std::string& relative, const std::string& rest,
                                       const std::optional<TimeInName>& time) const;
    std::optional<NamedCamera> find_name(const std::string& folder, const std::string& stem,
                                         const std::vector<std::string>& folders,
                                         bool has_time) const;
    const NamedCamera* named(const std::string& text) const;

    std::map<std::string, NamedCamera> m_by_id;
    /// By names made comparable; two cameras with one name: none.
    std::map<std::string, std::optional<NamedCamera>> m_by_name;
};

/// Which capture a file is, as well as can be told.
struct CaptureFacts {
    NamedCamera camera;
    base::SystemTime captured;
    std::chrono::seconds utc_offset{0};
    /// A time that Ring gave; otherwise the file's.
    bool is_timed = false;
};

/// Tells it from the EXIF data, else from the name, else from the time of the file.
/// @param now  no capture is later
CaptureFacts read_capture(const FoundFile& file, const std::optional<ExifFacts>& exif,
                          const KnownCameras& cameras, base::SystemTime now);

} // namespace archive
