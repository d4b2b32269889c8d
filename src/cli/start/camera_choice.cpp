// SPDX-License-Identifier: Apache-2.0
#include "cli/start/camera_choice.hpp"

#include "base/text/ascii.hpp"
#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"
#include "cli/list/device_selection.hpp"
#include "cli/list/device_words.hpp"
#include "cli/login/prompts.hpp"
#include "cli/output/status_ticker.hpp"
#include "cli/output/table.hpp"
#include "snapshot/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using ring::Device;

/// A number of the list; std::nullopt for any other text.
std::optional<std::size_t> number_in_list(std::string_view text, std::size_t count) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = error == std::errc() && end == text.data() + text.size();
    return is_number && number >= 1 && number <= count ? std::optional(number) : std::nullopt;
}

bool is_only_of(std::string_view text, std::string_view characters) {
    return text.find_first_not_of(characters) == std::string_view::npos;
}

/// `answer` without blanks around the dashes of "2 - 4".
std::string with_tight_ranges(std::string_view answer) {
    std::string tight;
    for (std::size_t i = 0; i < answer.size(); ++i) {
        const std::size_t next = std::min(answer.find_first_not_of(' ', i), answer.size());
        const bool is_beside_dash =
            answer[i] == ' ' &&
            ((next < answer.size() && answer[next] == '-') || tight.ends_with('-'));
        if (!is_beside_dash) {
            tight += answer[i];
        }
    }
    return tight;
}

/// The parts of an answer, without blanks around them. A blank separates numbers alone: names have
/// blanks in them.
std::vector<std::string> parts_of(std::string_view text) {
    const bool is_numbers = is_only_of(text, "0123456789-,; ");
    const std::string answer = is_numbers ? with_tight_ranges(text) : std::string(text);
    const char* separators = is_numbers ? ",; " : ",;";
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= answer.size();) {
        const std::size_t end = std::min(answer.find_first_of(separators, begin), answer.size());
        const std::string part = answer.substr(begin, end - begin);
        if (const auto trimmed = base::trimmed(part); !trimmed.empty()) {
            parts.emplace_back(trimmed);
        }
        begin = end + 1;
    }
    return parts;
}

std::vector<ring::DeviceId> cameras_of(std::string_view part, const std::vector<Device>& cameras) {
    if (const auto number = number_in_list(part, cameras.size())) {
        return {cameras[*number - 1].id};
    }
    const std::size_t dash = part.find('-');
    if (dash != std::string_view::npos) {
        const auto first = number_in_list(part.substr(0, dash), cameras.size());
        const auto last = number_in_list(part.substr(dash + 1), cameras.size());
        if (first && last && *first <= *last) {
            std::vector<ring::DeviceId> ids;
            for (std::size_t i = *first; i <= *last; ++i) {
                ids.push_back(cameras[i - 1].id);
            }
            return ids;
        }
    }
    const auto id = parse_device_id(part);
    if (id && snapshot::find_device(cameras, *id) != nullptr) {
        return {*id};
    }
    if (is_only_of(part, "0123456789-")) {
        throw Error(ErrorCode::unknown_device,
                    fmt::format("there is no camera number {}", base::printable(part)),
                    fmt::format("the numbers are 1 to {}", cameras.size()));
    }
    return {find_camera(part, cameras).id};
}

/// The camera of a name with separators in it, such as "Garden, rear".
std::optional<ring::DeviceId> camera_called(std::string_view name,
                                            const std::vector<Device>& cameras) {
    try {
        return find_camera(name, cameras).id;
    } catch (const Error&) {
        return std::nullopt;
    }
}

std::vector<Device> fetch_cameras(Context& context) {
    const StatusTicker ticker(context.output(), context.clock(),
                              waiting_line("waiting for the list of devices"));
    const ring::DeviceList& list = context.directory().list(context.stop());
    if (!list.has_cameras()) {
        throw snapshot::no_cameras(list);
    }
    warn_of_incomplete_list(context.output(), list);
    std::vector<Device> cameras = list.devices;
    std::erase_if(cameras, [](const Device& device) { return !device.is_camera(); });
    return cameras;
}

void print_numbered(Context& context, const std::vector<Device>& cameras) {
    std::vector<StyledLine> rows;
    for (std::size_t i = 0; i < cameras.size(); ++i) {
        const Device& camera = cameras[i];
        rows.push_back({{fmt::format("{:>3}", i + 1)},
                        {snapshot::camera_title(camera.id, &camera)},
                        {power_in_words(camera)},
                        {state_in_words(camera)}});
    }
    const auto columns = static_cast<std::size_t>(context.console().width(Stream::error));
    for (const StyledLine& line : fitting_lines(rows, 2, columns)) {
        context.output().message(text_of(line));
    }
}

} // namespace

std::vector<std::string> CameraChoice::words() const {
    if (all) {
        return {"--all"};
    }
    std::vector<std::string> words;
    for (const ring::DeviceId id : ids) {
        words.push_back(std::to_string(id));
    }
    return words;
}

CameraChoice parse_camera_choice(std::string_view answer, const std::vector<Device>& cameras) {
    CameraChoice choice;
    const std::string folded = base::fold_case(answer);
    choice.all = folded == "a" || folded == "all";
    if (choice.all) {
        for (const Device& camera : cameras) {
            choice.ids.push_back(camera.id);
        }
        return choice;
    }
    const std::vector<std::string> parts = parts_of(answer);
    if (const auto named = parts.size() > 1 ? camera_called(answer, cameras) : std::nullopt) {
        choice.ids = {*named};
        return choice;
    }
    for (const std::string& part : parts) {
        for (const ring::DeviceId id : cameras_of(part, cameras)) {
            if (std::find(choice.ids.begin(), choice.ids.end(), id) == choice.ids.end()) {
                choice.ids.push_back(id);
            }
        }
    }
    return choice;
}

CameraChoice choose_cameras(Context& context) {
    const std::vector<Device> cameras = fetch_cameras(context);
    print_numbered(context, cameras);
    if (cameras.size() == 1) {
        return {.ids = {cameras.front().id}};
    }
    const std::string first = snapshot::camera_title(cameras.front().id, &cameras.front());
    return ask_until(
        context, fmt::format("Which cameras? [1 {}; a: all] ", first), Typing::shown,
        [&](const std::string& line) -> std::optional<CameraChoice> {
            const std::string answer = base::clean_value(base::ValueKind::text, line);
            try {
                CameraChoice choice = parse_camera_choice(answer.empty() ? "1" : answer, cameras);
                return choice.ids.empty() ? std::nullopt : std::optional(std::move(choice));
            } catch (const Error& error) {
                context.output().error(error);
                return {};
            }
        });
}

} // namespace cli
