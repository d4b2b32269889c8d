// SPDX-License-Identifier: Apache-2.0
#include "cli/history/history_report.hpp"

#include "base/text/reason.hpp"
#include "base/text/time_format.hpp"
#include "cli/archive/archive_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace cli {

void HistoryReport::picture(const CameraIdentity& camera, const SavedPastPicture& saved) {
    if (!m_output.options().json) {
        print_path(saved.file.location.shown);
        return;
    }
    Json json = to_json(camera);
    json["path"] = saved.file.location.shown;
    json["captured_at"] = base::rfc3339_local(saved.time);
    json["timed"] = saved.picture.captured.has_value();
    json["bytes"] = saved.file.digest.size;
    json["width"] = saved.picture.width;
    json["height"] = saved.picture.height;
    json["sha256"] = saved.file.digest.sha256;
    json["received_sha256"] = saved.file.received_sha256;
    json["exif"] = saved.file.has_our_exif();
    json["unchanged"] = !saved.file.is_new();
    m_output.result_json(json);
}

void HistoryReport::film(const CameraIdentity& camera, const std::string& path, std::size_t bytes,
                         const ring::Footage& footage) {
    if (!m_output.options().json) {
        print_path(path);
        return;
    }
    Json json = to_json(camera);
    json["film"] = path;
    json["from"] = base::rfc3339_local(footage.start);
    json["to"] = base::rfc3339_local(footage.end);
    json["bytes"] = bytes;
    m_output.result_json(json);
}

void HistoryReport::print_path(const std::string& path) {
    // At a terminal a week of pictures would push away all else.
    if (!m_output.options().quiet && !m_output.shows_rows()) {
        m_output.result(path);
    }
}

void HistoryReport::finished(const CameraIdentity& camera, const HistoryTotals& totals,
                             const HistoryRequest& request, bool is_whole) {
    if (m_output.options().json) {
        return;
    }
    std::string text = counted(totals.new_pictures, "new picture", "new pictures");
    if (totals.new_films > 0) {
        text += fmt::format(" and {}", counted(totals.new_films, "film", "films"));
    }
    text += " " + describe_past_stretch(request.from, request.to);
    if (totals.at_ring > totals.new_pictures) {
        text += fmt::format(", of {} that Ring has", grouped(totals.at_ring));
    }
    if (!m_output.shows_rows() || m_output.options().quiet) {
        m_output.notice(fmt::format("{}: {}", camera.title, text));
        return;
    }
    const Symbols& symbols = m_output.symbols();
    const bool has_news = totals.new_pictures + totals.new_films > 0;
    m_output.marked_result(!is_whole  ? Tone::warning
                           : has_news ? Tone::good
                                      : Tone::dim,
                           !is_whole  ? symbols.attention
                           : has_news ? symbols.good
                                      : symbols.same,
                           fmt::format(" {}  {}", camera.title, text));
}

void HistoryReport::failed(const CameraIdentity& camera, const base::Error& error) {
    if (m_output.options().json) {
        print_failure(m_output, camera, error);
        return;
    }
    std::string message = error.message();
    if (message.starts_with(camera.title + ": ")) {
        message.erase(0, camera.title.size() + 2);
    }
    const auto same = std::ranges::find_if(m_failures, [&](const Failure& each) {
        return each.error.code() == error.code() && each.error.message() == message;
    });
    if (same != m_failures.end()) {
        same->titles.push_back(camera.title);
    } else {
        m_failures.push_back({{error.code(), message, error.hint()}, {camera.title}});
    }
}

void HistoryReport::print_failures() {
    for (const Failure& failure : m_failures) {
        m_output.error({failure.error.code(),
                        fmt::format("{}: {}", fmt::join(failure.titles, ", "),
                                    base::with_reason_in_brackets(failure.error.message())),
                        failure.error.hint()});
    }
    m_failures.clear();
}

std::string describe_past_stretch(base::SystemTime from, base::SystemTime to) {
    constexpr auto k_minute = "%Y-%m-%d %H:%M";
    return fmt::format("from {} to {}", base::format_local_time(from, k_minute),
                       base::format_local_time(to, k_minute));
}

} // namespace cli
