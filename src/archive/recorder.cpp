// SPDX-License-Identifier: Apache-2.0
#include "archive/recorder.hpp"

#include "archive/catalogue/upload_records.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace archive {
namespace {

/// After a failure, so that twenty cameras do not wait for a busy catalogue one after the other.
constexpr auto k_pause = std::chrono::seconds(10);
constexpr auto k_day = std::chrono::hours(24);
/// Of pictures that can neither be recorded nor written down. The oldest are forgotten then; their
/// files stay.
constexpr std::size_t k_most_waiting = 10'000;

} // namespace

Recorder::Recorder(Catalogue& catalogue, base::Clock& clock, TellCatalogueNews tell)
    : m_catalogue(catalogue),
      m_clock(clock),
      m_tell(std::move(tell)),
      m_tidied(clock.steady_now()) {}

Recorder::~Recorder() {
    if (m_waiting.empty()) {
        return;
    }
    write_down(m_waiting);
    if (!m_waiting.empty() && m_tell) {
        m_tell({true,
                fmt::format("{} saved {} could not be recorded", m_waiting.size(),
                            m_waiting.size() == 1 ? "picture" : "pictures"),
                "record what is missing: ring-snapshot archive rebuild DIR"});
    }
}

void Recorder::record(const RecordedPicture& picture) {
    std::vector<RecordedPicture> pictures;
    {
        const std::lock_guard guard(m_mutex);
        pictures = std::exchange(m_waiting, {});
    }
    pictures.push_back(picture);
    if (!is_pausing()) {
        try {
            m_catalogue.add(pictures);
            worked();
            tidy_once_a_day();
            return;
        } catch (const base::Error& error) {
            failed(error);
        }
    }
    write_down(pictures);
    if (!pictures.empty()) {
        const std::lock_guard guard(m_mutex);
        m_waiting.insert(m_waiting.begin(), std::make_move_iterator(pictures.begin()),
                         std::make_move_iterator(pictures.end()));
        const std::size_t excess = m_waiting.size() - std::min(m_waiting.size(), k_most_waiting);
        m_waiting.erase(m_waiting.begin(), m_waiting.begin() + static_cast<std::ptrdiff_t>(excess));
    }
}

void Recorder::record_copy(const SteadyCopy& copy) {
    try_to([&] { m_catalogue.record_copy(copy); });
}

void Recorder::record_uploads(const FilePlace& place, const std::vector<PlannedUpload>& uploads) {
    try_to([&] { UploadRecords(m_catalogue).plan(place, uploads); });
}

template <typename Work>
void Recorder::try_to(Work work) {
    if (is_pausing()) {
        return;
    }
    try {
        work();
        worked();
    } catch (const base::Error& error) {
        failed(error);
    }
}

bool Recorder::is_pausing() {
    const std::lock_guard guard(m_mutex);
    return m_failure && m_clock.steady_now() - *m_failure < k_pause;
}

void Recorder::failed(const base::Error& error) {
    {
        const std::lock_guard guard(m_mutex);
        m_failure = m_clock.steady_now();
        if (error.code() == base::ErrorCode::interrupted || std::exchange(m_is_told, true)) {
            return;
        }
    }
    if (m_tell) {
        m_tell(
            {true,
             fmt::format("{}; pictures are saved all the same and recorded later", error.message()),
             error.hint()});
    }
}

void Recorder::worked() {
    const std::lock_guard guard(m_mutex);
    m_failure.reset();
    m_is_told = false;
}

/// What could be written down does not wait any more.
void Recorder::write_down(std::vector<RecordedPicture>& waiting) {
    try {
        m_catalogue.postpone(waiting);
        waiting.clear();
    } catch (const base::Error&) {
        // Perhaps the next time.
        return;
    }
}

void Recorder::tidy_once_a_day() {
    {
        const std::lock_guard guard(m_mutex);
        if (m_clock.steady_now() - m_tidied < k_day) {
            return;
        }
        m_tidied = m_clock.steady_now();
    }
    m_catalogue.tidy();
}

} // namespace archive
