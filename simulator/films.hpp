// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simulator {

/// Pictures of the past that are in one film.
struct Film {
    std::int64_t start_ms = 0;
    std::int64_t end_ms = 0;
    bool deleted = false;
    std::vector<std::int64_t> snapshots; ///< When they were captured, in milliseconds.
};

/// The films that a test hands in: a folder with files CAMERA-START.mp4, START in milliseconds, and
/// beside each a CAMERA-START.json that tells of it: `snapshots`, `end_ms` (an hour after its start
/// when it is missing), `deleted`. Looks at the folder whenever it is asked.
class Films {
public:
    /// @param folder  empty: there are none
    explicit Films(std::string folder) : m_folder(std::move(folder)) {}

    /// Whether films were handed in, in place of made-up ones.
    bool are_given() const { return !m_folder.empty(); }

    /// Those of a camera that touch [from_ms, to_ms), in order.
    std::vector<Film> touching(std::int64_t camera, std::int64_t from_ms, std::int64_t to_ms) const;

    /// The bytes of the film `name`, "CAMERA-START.mp4"; std::nullopt when there is none.
    std::optional<std::string> read(std::string_view name) const;

    /// Notes a signature that was given out, so that tests can look for it where it must not be.
    void note_signature(std::string signature);

    /// The last thousand of them.
    std::vector<std::string> signatures() const;

private:
    std::string m_folder;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_signatures;
};

} // namespace simulator
