// SPDX-License-Identifier: Apache-2.0
#include "film/frame_choice.hpp"

#include "base/error.hpp"
#include "base/text/local_time.hpp"

#include <utility>

namespace film {

namespace {

using archive::RecordedPicture;

constexpr double k_dark_below = 16;
constexpr auto k_at_most_off = std::chrono::minutes(30);

} // namespace

FrameChooser::FrameChooser(const FrameRules& rules, IsThere is_there)
    : m_rules(rules), m_is_there(std::move(is_there)) {}

bool FrameChooser::is_there(const RecordedPicture& picture) {
    const bool there = m_is_there(picture);
    m_frames.left_out.missing += there ? 0 : 1;
    return there;
}

bool FrameChooser::is_repeated(const RecordedPicture& picture) {
    const std::string& hash = picture.facts.received_sha256;
    const bool repeated = !hash.empty() && m_known.contains(hash);
    m_frames.left_out.repeated += repeated ? 1 : 0;
    return repeated;
}

void FrameChooser::offer(const RecordedPicture& picture) {
    if (m_rules.between && !snapshot::contains(*m_rules.between, picture.captured)) {
        return;
    }
    if (m_rules.skip_dark && picture.facts.brightness.value_or(k_dark_below) < k_dark_below) {
        ++m_frames.left_out.dark;
        return;
    }
    if (m_rules.at) {
        offer_for_days(picture);
        return;
    }
    const long long stretch =
        m_rules.every ? (picture.captured - m_rules.from) / *m_rules.every : 0;
    if (m_rules.every && m_last_stretch == stretch) {
        return;
    }
    if (is_repeated(picture) || !is_there(picture)) {
        return;
    }
    m_last_stretch = stretch;
    m_known.insert(picture.facts.received_sha256);
    m_frames.pictures.push_back(picture);
}

void FrameChooser::offer_for_days(const RecordedPicture& picture) {
    using std::chrono::days;
    const auto shown = picture.captured + base::zone_offset_at(picture.captured);
    const auto day = std::chrono::floor<days>(shown);
    // Shortly after midnight a picture may be the nearest one to a time of the day before.
    for (const auto each : {day - days(1), day, day + days(1)}) {
        const base::SystemTime wanted = base::moments_of_local_time(each + *m_rules.at).front();
        const auto off = std::chrono::abs(picture.captured - wanted);
        if (off > k_at_most_off) {
            continue;
        }
        const auto known = m_nearest.find(wanted);
        const bool is_nearer =
            known == m_nearest.end() || off < std::chrono::abs(known->second.captured - wanted);
        if (is_nearer && is_there(picture)) {
            m_nearest.insert_or_assign(wanted, picture);
        }
    }
}

ChosenFrames FrameChooser::take() {
    for (auto& [wanted, picture] : m_nearest) {
        if (!is_repeated(picture)) {
            m_known.insert(picture.facts.received_sha256);
            m_frames.pictures.push_back(std::move(picture));
        }
    }
    return std::move(m_frames);
}

ChosenFrames choose_frames(archive::Catalogue& catalogue, const std::string& camera_id,
                           const FrameRules& rules, const IsThere& is_there,
                           const std::stop_token& stop) {
    constexpr std::size_t k_page = 1000;
    FrameChooser chooser(rules, is_there);
    std::optional<archive::PicturePosition> after;
    for (;;) {
        const auto page = catalogue.pictures(camera_id, rules.from, rules.to, k_page, after);
        for (const RecordedPicture& picture : page) {
            chooser.offer(picture);
        }
        if (page.size() < k_page) {
            return chooser.take();
        }
        after = {page.back().captured, page.back().number};
        if (stop.stop_requested()) {
            throw base::Error(base::ErrorCode::interrupted, "stopped");
        }
    }
}

void thin_out(std::vector<RecordedPicture>& pictures, std::size_t most) {
    if (pictures.size() <= most) {
        return;
    }
    const std::size_t last = pictures.size() - 1;
    // Each is taken from a place at or behind the one that it is put to.
    for (std::size_t i = 1; i < most; ++i) {
        pictures[i] = std::move(pictures[i * last / (most - 1)]);
    }
    pictures.resize(most);
}

} // namespace film
