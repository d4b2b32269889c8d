// SPDX-License-Identifier: Apache-2.0
#include "cli/get/get_report.hpp"

#include "base/files/paths.hpp"
#include "base/files/places.hpp"
#include "base/text/ascii.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using Mark = PictureRow::Mark;

std::string note_of(const SavedCameraPicture& saved, bool asked_for_fresh, bool is_old) {
    const char* what = saved.file->kept_newer  ? "a newer one is there"
                       : saved.file->unchanged ? "already saved"
                                               : "new";
    if (asked_for_fresh && !saved.picture.fresh) {
        const std::string& reason = saved.picture.not_fresh_because;
        return fmt::format("{}, but not fresh{}{}", what, reason.empty() ? "" : ": ", reason);
    }
    return is_old ? fmt::format("{}, but {} old", what,
                                base::describe_duration_roughly(*saved.picture.age))
                  : what;
}

PictureRow row_of(const SavedCameraPicture& saved, bool asked_for_fresh, const Symbols& symbols) {
    const snapshot::CameraPicture& picture = saved.picture;
    PictureRow row;
    row.name = saved.camera.title;
    row.is_old = picture.age && *picture.age >= k_old_picture;
    row.age = picture.age && picture.picture.captured
                  ? base::describe_past(*picture.picture.captured,
                                        *picture.picture.captured + *picture.age)
                  : "unknown age";
    const bool needs_attention = asked_for_fresh ? !picture.fresh : row.is_old;
    row.mark = needs_attention ? Mark::attention : saved.is_new() ? Mark::good : Mark::same;
    if (saved.is_new()) {
        row.size =
            fmt::format("{}{}{}", picture.picture.width, symbols.times, picture.picture.height);
    }
    row.note = note_of(saved, asked_for_fresh, row.is_old);
    return row;
}

bool is_plain_word(const std::string& text) {
    return !text.empty() && text.front() != '-' && std::ranges::all_of(text, [](char c) {
        return base::is_letter_or_digit(c) || c == '-' || c == '_' ||
               static_cast<unsigned char>(c) >= 0x80;
    });
}

} // namespace

bool GetReport::shows_rows() const {
    const Output& output = m_context.output();
    return output.shows_rows() && !output.options().quiet && !m_plan.to_stdout;
}

void GetReport::saved(std::size_t camera, const SavedCameraPicture& saved) {
    Outcome& outcome = m_outcomes[camera];
    outcome.row = row_of(saved, m_plan.picture_options.fresh, m_context.output().symbols());
    outcome.is_new = saved.is_new();
    outcome.shown = saved.file->location.shown;
    outcome.absolute = saved.file->location.absolute;
}

void GetReport::failed(std::size_t camera, const Error& error) {
    m_outcomes[camera].failure = error;
    if (m_context.output().options().json) {
        print_failure(m_context.output(), m_cameras.identity(camera), error);
    }
}

std::optional<Error> GetReport::first_failure() const {
    for (const Outcome& outcome : m_outcomes) {
        if (outcome.failure) {
            return outcome.failure;
        }
    }
    return {};
}

std::vector<CameraFailure> GetReport::failures() const {
    std::vector<CameraFailure> failures;
    for (std::size_t i = 0; i < m_outcomes.size(); ++i) {
        const auto& failure = m_outcomes[i].failure;
        if (failure && failure->code() != ErrorCode::interrupted) {
            failures.push_back({i, m_cameras.identity(i).title, *failure});
        }
    }
    return failures;
}

void GetReport::print(bool is_whole) {
    if (m_context.output().options().json) {
        return;
    }
    const std::vector<SharedFailure> shared = share_failures(failures());
    if (shows_rows()) {
        print_rows(shared, is_whole);
    }
    print_errors(shared);
}

/// Tells of a failure in the row of its camera where it is the only one.
void GetReport::add_failure(PictureRow& row, const SharedFailure& failure) {
    const CameraFailure& first = failure.cameras.front();
    row.mark = Mark::failed;
    if (failure.cameras.size() == 1) {
        row.note = first.without_title();
        row.hint = m_context.output().complete(first.error.hint());
    } else {
        row.note = first.error.code() == ErrorCode::cannot_write ? "not saved" : "no picture";
    }
}

void GetReport::print_rows(const std::vector<SharedFailure>& failures, bool is_whole) {
    for (const SharedFailure& failure : failures) {
        for (const CameraFailure& each : failure.cameras) {
            auto& row = m_outcomes[each.camera].row;
            if (row) {
                // Its picture is saved; print_errors() says what failed.
                row->mark = Mark::attention;
            } else {
                row.emplace().name = each.title;
                add_failure(*row, failure);
            }
        }
    }
    Output& output = m_context.output();
    std::vector<PictureRow> rows;
    for (const Outcome& outcome : m_outcomes) {
        if (outcome.row) {
            rows.push_back(*outcome.row);
        }
    }
    for (const StyledLine& line :
         lay_out(rows, output.result_width().value_or(80), output.symbols())) {
        output.result(line);
    }
    if (m_outcomes.size() == 1 && !m_outcomes.front().shown.empty()) {
        output.result(
            StyledLine{{"  "}, file_link(m_outcomes.front().shown, m_outcomes.front().absolute)});
    }
    if (is_whole && m_outcomes.size() > 1) {
        print_summary();
    }
    if (is_whole) {
        print_ways_to_new_ones();
    }
}

/// Failures that stand in no row, and all of them where a person does not read both streams.
void GetReport::print_errors(const std::vector<SharedFailure>& failures) {
    const bool rows_tell = shows_rows() && m_context.console().is_terminal(Stream::error);
    for (const SharedFailure& failure : failures) {
        const bool is_told = rows_tell && failure.cameras.size() == 1 &&
                             m_outcomes[failure.cameras.front().camera].shown.empty();
        if (!is_told) {
            m_context.output().error(failure.error);
        }
    }
}

void GetReport::print_summary() {
    Output& output = m_context.output();
    const auto count = [&](auto is_counted) {
        return std::ranges::count_if(m_outcomes, is_counted);
    };
    const auto saved = count([](const Outcome& each) { return !each.shown.empty(); });
    const auto fresh = count([](const Outcome& each) { return each.is_new; });
    std::string text;
    const auto add = [&text](std::ptrdiff_t number, const char* what) {
        if (number > 0) {
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number, what);
        }
    };
    add(fresh, "new");
    add(saved - fresh, "unchanged");
    add(count([](const Outcome& each) { return each.failure.has_value(); }), "failed");
    StyledLine line = {{fmt::format("{} cameras: {}", m_outcomes.size(), text)}};
    if (saved == 0) {
        output.result(line);
        return;
    }
    const std::string folder = m_plan.absolute_folder();
    const StyledLine end = {{fmt::format("{} ", output.symbols().arrow), Tone::dim},
                            file_link(base::with_tilde(folder, base::home_folder()), folder)};
    if (width_of(line) + 1 + width_of(end) > output.result_width().value_or(80)) {
        output.result(std::exchange(line, {}));
    } else {
        line.push_back({" "});
    }
    line.insert(line.end(), end.begin(), end.end());
    output.result(line);
}

/// A camera as a word of a command line.
std::string GetReport::word_for(std::size_t camera) const {
    const CameraIdentity identity = m_cameras.identity(camera);
    if (is_plain_word(identity.name)) {
        return identity.name;
    }
    const bool can_be_quoted = identity.name.find_first_of("\"\\$`!%\n") == std::string::npos &&
                               identity.name == base::printable(identity.name) &&
                               is_plain_word(identity.name.substr(0, 1));
    return can_be_quoted ? fmt::format("\"{}\"", identity.name) : std::to_string(identity.id);
}

void GetReport::print_ways_to_new_ones() {
    if (m_plan.picture_options.fresh) {
        return;
    }
    std::vector<std::size_t> old;
    std::string words;
    for (std::size_t i = 0; i < m_outcomes.size(); ++i) {
        if (m_outcomes[i].row && m_outcomes[i].row->is_old) {
            old.push_back(i);
            words += " " + word_for(i);
        }
    }
    if (old.empty()) {
        return;
    }
    Output& output = m_context.output();
    if (output.speaks_old_form()) {
        words.clear();
    } else if (old.size() == m_outcomes.size() && old.size() > 1 && m_plan.selection.all) {
        words = " --all";
    }
    const std::string command = output.complete(fmt::format("ring-snapshot get{} --fresh", words));
    output.notice(old.size() == 1
                      ? fmt::format("{}'s picture is old; for a new one: {}",
                                    m_cameras.identity(old.front()).title, command)
                      : fmt::format("{} pictures are old; for new ones: {}", old.size(), command));
}

} // namespace cli
