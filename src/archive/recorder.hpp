// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "archive/catalogue/recorded_picture.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"

#include <mutex>
#include <optional>
#include <vector>

namespace archive {

/// Records pictures in a catalogue as soon as that is possible: while it is busy, full or cannot be
/// written, they wait, and nobody else has to. May be used from many threads.
class Recorder {
public:
    /// @param catalogue  must outlive this object, and so must `clock`
    /// @param tell       told once of each time in which nothing can be recorded
    Recorder(Catalogue& catalogue, base::Clock& clock, TellCatalogueNews tell);
    /// Writes down what still waits, for a later process; tells of what could not be written down.
    ~Recorder();

    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// Records a picture, and those that wait, now or later. Does not throw. Once a day it has the
    /// catalogue tidied.
    void record(const RecordedPicture& picture);

    /// Records a steady copy. One that cannot be recorded is not known, and replaced the next time.
    void record_copy(const SteadyCopy& copy);

    /// Has a picture that is recorded uploaded. What cannot be noted now, is not; does not throw.
    void record_uploads(const FilePlace& place, const std::vector<PlannedUpload>& uploads);

    /// What `look` finds in the catalogue; std::nullopt while that cannot be read.
    template <typename Found, typename Look>
    std::optional<Found> look_up(Look look) {
        if (is_pausing()) {
            return {};
        }
        try {
            return look(m_catalogue);
        } catch (const base::Error& error) {
            failed(error);
            return {};
        }
    }

private:
    template <typename Work>
    void try_to(Work work);
    bool is_pausing();
    void failed(const base::Error& error);
    void worked();
    void write_down(std::vector<RecordedPicture>& waiting);
    void tidy_once_a_day();

    Catalogue& m_catalogue;
    base::Clock& m_clock;
    TellCatalogueNews m_tell;
    std::mutex m_mutex;
    std::vector<RecordedPicture> m_waiting;
    std::optional<base::SteadyTime> m_failure;
    bool m_is_told = false;
    base::SteadyTime m_tidied;
};

} // namespace archive
