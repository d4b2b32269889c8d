// SPDX-License-Identifier: Apache-2.0
#include "cli/history/camera_history.hpp"

#include "base/text/reason.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "cli/archive/archive_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

/// How often a film is asked for whose address has expired or that does not come whole.
constexpr int k_film_attempts = 3;
/// So many films in a row that do not come mean that none does.
constexpr int k_most_outages = 3;

/// The name of a film: that of a picture of its first moment, but for the ending.
archive::PictureName film_name(const archive::PictureName& picture) {
    const std::string& text = picture.text();
    const std::size_t dot = text.find_last_of("./");
    const bool has_ending = dot != std::string::npos && text[dot] == '.';
    return archive::PictureName((has_ending ? text.substr(0, dot) : text) + ".mp4");
}

} // namespace

CameraHistory::CameraHistory(
    const HistoryWork& work, const ChosenCameras& cameras, std::size_t camera,
    std::function<void(base::SystemTime window, const HistoryTotals&)> progress)
    : m_work(work),
      m_cameras(cameras),
      m_camera(camera),
      m_identity(cameras.identity(camera)),
      m_id(std::to_string(m_identity.id)),
      m_progress(std::move(progress)),
      m_service(work.context.session(), work.films, work.context.clock(), m_identity.id),
      m_windows(work.context.archive().catalogue()) {}

void CameraHistory::run() {
    const HistoryRequest& request = m_work.request;
    std::map<base::SystemTime, archive::DoneWindow> done;
    for (const archive::DoneWindow& window : m_windows.done(m_id, request.from, request.to)) {
        done[window.start] = window;
    }
    for (const archive::HistoryWindow& window :
         archive::history_windows(request.from, request.to)) {
        stop_if_requested();
        m_progress(window.from, m_totals);
        const auto found = done.find(window.from);
        if (window.is_whole() && found != done.end() && !request.again &&
            (found->second.with_films || !request.films)) {
            m_totals.at_ring += found->second.pictures;
            continue;
        }
        fetch(window);
    }
    if (m_problem) {
        throw Error(*m_problem);
    }
    fail_without_pictures();
}

void CameraHistory::fail_without_pictures() const {
    if (m_totals.at_ring > 0) {
        return;
    }
    throw Error(ErrorCode::no_snapshot,
                fmt::format("{}: Ring has no pictures {}", m_identity.title,
                            describe_past_stretch(m_work.request.from, m_work.request.to)),
                "they need a Ring subscription, and Snapshot Capture switched on in the Ring app; "
                "Ring keeps them for 7 to 14 days");
}

void CameraHistory::stop_if_requested() const {
    if (m_work.context.stop().stop_requested()) {
        throw Error(ErrorCode::interrupted, "stopped; the next run goes on from here");
    }
}

void CameraHistory::fetch(const archive::HistoryWindow& window) {
    const ring::FootageAnswer answer =
        m_service.footages(window.from, window.to, m_work.context.stop());
    std::size_t pictures = 0;
    bool is_complete = true;
    for (const ring::Footage& footage : answer.footages) {
        const std::size_t count = pictures_of(footage, window.from, window.to);
        pictures += count;
        m_totals.at_ring += count;
        is_complete = fetch_once(window, footage) && is_complete;
        m_progress(window.from, m_totals);
    }
    const base::SystemTime now = answer.answered.value_or(m_work.context.clock().now());
    if (is_complete && window.is_whole() && archive::is_settled(window, pictures, now)) {
        m_windows.add(m_id, m_identity.name, {window.from, pictures, m_work.request.films});
    }
}

/// One that reaches into the next window is listed there again.
bool CameraHistory::fetch_once(const archive::HistoryWindow& window, const ring::Footage& footage) {
    const auto handled = std::find_if(m_handled.begin(), m_handled.end(), [&](const auto& each) {
        return each.first.is_same_as(footage);
    });
    if (handled != m_handled.end()) {
        return handled->second;
    }
    const bool is_complete = fetch(window, footage);
    m_handled.emplace_back(footage, is_complete);
    return is_complete;
}

bool CameraHistory::is_wanted(base::SystemTime time) const {
    return time >= m_work.request.from && time < m_work.request.to;
}

std::size_t CameraHistory::pictures_of(const ring::Footage& footage, base::SystemTime from,
                                       base::SystemTime to) const {
    if (footage.snapshots.empty()) {
        return footage.start >= from && footage.start < to ? 1 : 0;
    }
    return static_cast<std::size_t>(
        std::count_if(footage.snapshots.begin(), footage.snapshots.end(),
                      [&](base::SystemTime time) { return time >= from && time < to; }));
}

/// Whether there is nothing to fetch. Of a film without times that shows when it is taken apart.
bool CameraHistory::is_all_saved(const ring::Footage& footage) {
    if (footage.snapshots.empty()) {
        return footage.end < m_work.request.from || footage.start >= m_work.request.to;
    }
    const std::vector<bool> saved =
        archive::find_saved(m_work.context.archive(), m_id, footage.snapshots);
    for (std::size_t i = 0; i < saved.size(); ++i) {
        if (is_wanted(footage.snapshots[i]) && !saved[i]) {
            return false;
        }
    }
    return true;
}

/// @return whether all of it that is wanted is saved
bool CameraHistory::fetch(const archive::HistoryWindow& window, const ring::Footage& given) {
    const bool wants_film = m_work.request.films && is_wanted(given.start);
    if (is_all_saved(given) && !wants_film) {
        return true;
    }
    ring::Footage footage = given;
    std::string film;
    const auto frames = split(window, footage, film);
    if (!frames) {
        return false;
    }
    const bool is_complete = save_pictures(footage, *frames);
    if (wants_film) {
        save_film(footage, film);
    }
    return is_complete;
}

/// Fetches a film and takes it apart; std::nullopt when that cannot be done.
std::optional<std::size_t> CameraHistory::split(const archive::HistoryWindow& window,
                                                ring::Footage& footage, std::string& film) {
    for (int attempt = 1;; ++attempt) {
        auto bytes = download_or_note(window, footage);
        if (!bytes) {
            return {};
        }
        film = std::move(*bytes);
        try {
            return m_work.splitter.split(film, m_work.context.stop());
        } catch (const Error& error) {
            if (error.code() != ErrorCode::no_snapshot) {
                throw;
            }
            // It may have been damaged on its way.
            if (attempt == k_film_attempts) {
                note_problem(footage, error);
                return {};
            }
        }
    }
}

/// The film; std::nullopt when it does not come, which is noted. Throws when none comes any more.
std::optional<std::string> CameraHistory::download_or_note(const archive::HistoryWindow& window,
                                                           ring::Footage& footage) {
    try {
        auto film = download(window, footage);
        if (!film) {
            note_problem(footage,
                         {ErrorCode::no_snapshot, "Ring's storage does not give their film",
                          "the next run tries again"});
        }
        m_outages = 0;
        return film;
    } catch (const Error& error) {
        if (error.code() != ErrorCode::service_unavailable || ++m_outages == k_most_outages) {
            throw;
        }
        note_problem(footage, error);
        return {};
    }
}

/// The film, by an address that is asked for again when it has expired.
std::optional<std::string> CameraHistory::download(const archive::HistoryWindow& window,
                                                   ring::Footage& footage) {
    for (int attempt = 1;; ++attempt) {
        auto film = m_service.film(footage, m_work.context.stop());
        if (film || attempt == k_film_attempts) {
            return film;
        }
        const auto answer = m_service.footages(window.from, window.to, m_work.context.stop());
        const auto fresh =
            std::find_if(answer.footages.begin(), answer.footages.end(),
                         [&](const ring::Footage& each) { return each.is_same_as(footage); });
        if (fresh == answer.footages.end()) {
            return {};
        }
        footage = *fresh;
    }
}

bool CameraHistory::save_pictures(const ring::Footage& footage, std::size_t frames) {
    const std::vector<base::SystemTime> times =
        archive::frame_times(footage.snapshots, footage.start, footage.end, frames);
    const bool is_timed = footage.snapshots.size() == frames;
    if (!is_timed) {
        m_work.context.output().warning(fmt::format(
            "{}: the film {} has {}, and Ring names the times of {}; their times are estimated",
            m_identity.title, describe_past_stretch(footage.start, footage.end),
            counted(frames, "picture", "pictures"), grouped(footage.snapshots.size())));
    }
    const std::vector<bool> saved = archive::find_saved(m_work.context.archive(), m_id, times);
    bool is_complete = true;
    for (std::size_t i = 0; i < frames; ++i) {
        if (!saved[i] && is_wanted(times[i])) {
            stop_if_requested();
            is_complete = save(footage, {i, times[i]}, is_timed) && is_complete;
        }
    }
    return is_complete;
}

bool CameraHistory::save(const ring::Footage& footage, const Frame& frame, bool is_timed) {
    snapshot::Picture picture;
    picture.bytes = m_work.splitter.frame(frame.number);
    const snapshot::PictureCheck check = snapshot::check_picture(picture.bytes);
    if (check.fault) {
        note_problem(footage, {ErrorCode::no_snapshot,
                               fmt::format("that of {} came out of its film as {}",
                                           base::format_local_time(frame.time, "%H:%M:%S"),
                                           snapshot::describe(*check.fault))});
        return false;
    }
    picture.width = check.width;
    picture.height = check.height;
    picture.brightness = check.brightness;
    if (is_timed) {
        picture.captured = frame.time;
    }
    const GetPlan& plan = m_work.plan;
    const archive::ArchivedPicture archived = m_work.context.archive().save(
        m_work.folder, plan.name, m_cameras.name_fields(m_camera, frame.time), picture, plan.form,
        plan.uploads());
    ++m_totals.new_pictures;
    m_work.report.picture(m_identity, {archived, picture, frame.time});
    return true;
}

/// Saves the film itself. One that was saved before has the time of its beginning; it is replaced
/// only when it has grown.
void CameraHistory::save_film(const ring::Footage& footage, const std::string& film) {
    constexpr int k_most_names = 100;
    constexpr std::chrono::seconds k_clock_of_files{2};
    const archive::PictureName wanted =
        film_name(m_work.plan.name.render(m_cameras.name_fields(m_camera, footage.start)));
    const std::string offset = fmt::format(" {}", base::local_offset(footage.start));
    for (int count = 0; count < k_most_names; ++count) {
        const archive::PictureName name =
            count == 0   ? wanted
            : count == 1 ? archive::with_suffix(wanted, offset)
                         : archive::with_suffix(wanted, fmt::format("{} ({})", offset, count));
        const auto there = m_work.folder.find(name);
        const bool is_same =
            there && std::chrono::abs(there->modified - footage.start) < k_clock_of_files;
        if (is_same && there->size >= film.size()) {
            return;
        }
        if (!there || is_same) {
            m_work.folder.put(name, film, footage.start);
            ++m_totals.new_films;
            m_work.report.film(m_identity, m_work.folder.location(name).shown, film.size(),
                               footage);
            return;
        }
    }
    throw Error(ErrorCode::cannot_write,
                fmt::format("cannot write {}: too many other files have that name",
                            m_work.folder.location(wanted).shown));
}

void CameraHistory::note_problem(const ring::Footage& footage, const Error& error) {
    const Error named(error.code(),
                      fmt::format("{}: the pictures {} are missing; {}", m_identity.title,
                                  describe_past_stretch(footage.start, footage.end),
                                  base::with_reason_in_brackets(error.message())),
                      error.hint());
    if (m_problem) {
        // The first one is the camera's failure; of the others is told here.
        m_work.context.output().warning(named.message(), named.hint());
    } else {
        m_problem = named;
    }
}

} // namespace cli
