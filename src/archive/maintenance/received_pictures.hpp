// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "archive/catalogue/recorded_picture.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace archive {

/// Finds recorded pictures by the bytes that Ring sent. Takes 24 bytes of memory for each recorded
/// picture, from the first search on.
class ReceivedPictures {
public:
    /// @param catalogue  must outlive this object
    ReceivedPictures(Catalogue& catalogue, std::stop_token stop);

    struct Match {
        RecordedPicture picture;
        /// Its file is gone, so that it may be given another place.
        bool is_lost = false;
    };

    /// Whether a recorded picture can be the one that is looked for.
    using Fits = std::function<bool(const RecordedPicture&)>;

    /// A recorded picture with these bytes that `fits`: rather one whose file is gone, rather one
    /// whose file had this name. std::nullopt when there is none. Throws as Catalogue,
    /// Error{interrupted}.
    /// @param received_sha256  in hexadecimal digits
    std::optional<Match> find(const std::string& received_sha256, const std::string& file_name,
                              const Fits& fits);

    /// Notes that a picture was given a place and is lost no more.
    void take(std::int64_t number) { m_taken.insert(number); }

private:
    struct Key {
        std::uint64_t received = 0;
        std::uint64_t file_name = 0;

        auto operator<=>(const Key&) const = default;
    };

    struct Entry {
        Key key;
        std::int64_t number = 0;

        auto operator<=>(const Entry&) const = default;
    };

    void fill();
    std::optional<Match> look_at(const Entry& entry, const std::string& received_sha256,
                                 const Fits& fits);

    Catalogue& m_catalogue;
    std::stop_token m_stop;
    bool m_is_filled = false;
    /// Sorted.
    std::vector<Entry> m_entries;
    std::set<std::int64_t> m_taken;
};

} // namespace archive
