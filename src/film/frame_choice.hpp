// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "archive/catalogue/recorded_picture.hpp"
#include "base/clock.hpp"
#include "snapshot/schedule.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace film {

/// Which pictures of a camera become the frames of a film. Days and times of day are those of this
/// machine's zone.
struct FrameRules {
    /// Captured in [from, to).
    base::SystemTime from;
    base::SystemTime to;
    /// At this time of the day.
    std::optional<snapshot::DayWindow> between = {};
    /// Of each day the one nearest to this time, within half an hour.
    std::optional<std::chrono::minutes> at = {};
    /// Of each such stretch, counted from `from`, the first one.
    std::optional<std::chrono::milliseconds> every = {};
    /// Leave out those of a mean brightness below 16 of 255.
    bool skip_dark = false;
};

/// Pictures that the rules ask for and that are not in the film, by the reason.
struct LeftOut {
    std::size_t dark = 0;
    /// The same as one that is in it, byte for byte as Ring sent them.
    std::size_t repeated = 0;
    /// Their files are gone.
    std::size_t missing = 0;
    /// Their files were changed, and are not pictures any more that a film can be made of.
    std::size_t broken = 0;

    std::size_t all() const { return dark + repeated + missing + broken; }
};

/// The pictures of a film in the order of their captures.
struct ChosenFrames {
    std::vector<archive::RecordedPicture> pictures;
    LeftOut left_out;
};

/// Tells whether the file of a picture is in its place.
using IsThere = std::function<bool(const archive::RecordedPicture&)>;

/// Picks frames from the pictures that it is offered.
class FrameChooser {
public:
    FrameChooser(const FrameRules& rules, IsThere is_there);

    /// The next picture in the order of captures.
    void offer(const archive::RecordedPicture& picture);

    /// The frames. Once, at the end.
    ChosenFrames take();

private:
    void offer_for_days(const archive::RecordedPicture& picture);
    bool is_there(const archive::RecordedPicture& picture);
    bool is_repeated(const archive::RecordedPicture& picture);

    FrameRules m_rules;
    IsThere m_is_there;
    ChosenFrames m_frames;
    /// The received hashes of the frames.
    std::set<std::string> m_known;
    /// Which of the stretches of `every` has its frame.
    std::optional<long long> m_last_stretch;
    /// By the wanted moment of each day, the picture that is nearest to it.
    std::map<base::SystemTime, archive::RecordedPicture> m_nearest;
};

/// The frames of a film of a camera. Reads the catalogue in parts. Throws as archive::Catalogue
/// does, and Error{interrupted} when `stop` is requested.
ChosenFrames choose_frames(archive::Catalogue& catalogue, const std::string& camera_id,
                           const FrameRules& rules, const IsThere& is_there,
                           const std::stop_token& stop);

/// `most` of the pictures at even distances, the first and the last among them.
/// @param most  at least 2
void thin_out(std::vector<archive::RecordedPicture>& pictures, std::size_t most);

} // namespace film
