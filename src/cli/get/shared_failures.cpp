// SPDX-License-Identifier: Apache-2.0
#include "cli/get/shared_failures.hpp"

#include "base/files/paths.hpp"
#include "base/text/reason.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string_view>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

/// What failures of files say before the path, and what is said of several.
struct FileWords {
    std::string_view before_path;
    const char* of_several;
};

constexpr FileWords k_file_words[] = {
    {"cannot write ", "cannot write in {} ({})"},
    {"cannot make the folder ", "cannot make folders in {} ({})"}};

/// "cannot write /x/y.jpg: no space left on the device" in its parts.
struct FileFailure {
    const FileWords* words;
    std::filesystem::path folder;
    std::string reason;
};

std::optional<FileFailure> read_file_failure(const Error& error) {
    const std::string& message = error.message();
    const std::size_t colon = message.rfind(": ");
    if (error.code() != ErrorCode::cannot_write || colon == std::string::npos) {
        return {};
    }
    for (const FileWords& words : k_file_words) {
        const std::size_t start = words.before_path.size();
        if (message.starts_with(words.before_path) && colon > start) {
            const auto path = base::path_from_utf8(message.substr(start, colon - start));
            return FileFailure{&words, path.parent_path(), message.substr(colon + 2)};
        }
    }
    return {};
}

std::string beginning_with_title(const CameraFailure& failure) {
    return fmt::format("no picture of {}: ", failure.title);
}

/// The message without what is only the camera's own.
std::string cause_of(const CameraFailure& failure) {
    const std::string& message = failure.error.message();
    if (const auto file = read_file_failure(failure.error)) {
        return fmt::format("{}{}", file->words->before_path, file->reason);
    }
    const std::string beginning = beginning_with_title(failure);
    return message.starts_with(beginning) ? message.substr(beginning.size()) : message;
}

/// Whether the cause may lie outside of the camera.
bool may_be_shared(const Error& error) {
    return error.code() != ErrorCode::no_snapshot && error.code() != ErrorCode::unknown_device;
}

std::filesystem::path common_folder(const std::filesystem::path& a,
                                    const std::filesystem::path& b) {
    std::filesystem::path common;
    const auto [end, ignored] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    for (auto part = a.begin(); part != end; ++part) {
        common /= *part;
    }
    return common;
}

/// One message for all of them.
std::string describe_several(const std::vector<CameraFailure>& failures) {
    const CameraFailure& first = failures.front();
    const std::size_t count = failures.size();
    const bool is_same = std::ranges::all_of(failures, [&](const CameraFailure& failure) {
        return failure.error.message() == first.error.message();
    });
    if (is_same) {
        return fmt::format("{} cameras: {}", count,
                           base::with_reason_in_brackets(first.error.message()));
    }
    if (const auto file = read_file_failure(first.error)) {
        std::filesystem::path folder = file->folder;
        for (const CameraFailure& failure : failures) {
            folder = common_folder(folder, read_file_failure(failure.error)->folder);
        }
        const std::string shown = folder.empty() ? "this folder" : base::utf8_from_path(folder);
        return fmt::format("{} cameras: {}", count,
                           fmt::format(fmt::runtime(file->words->of_several), shown, file->reason));
    }
    return fmt::format("no picture of {} cameras: {}", count, cause_of(first));
}

} // namespace

std::string CameraFailure::without_title() const {
    return error.message().starts_with(beginning_with_title(*this))
               ? "no picture: " + cause_of(*this)
               : error.message();
}

std::vector<SharedFailure> share_failures(const std::vector<CameraFailure>& failures) {
    std::vector<SharedFailure> shared;
    for (const CameraFailure& failure : failures) {
        const auto same = std::ranges::find_if(shared, [&](const SharedFailure& other) {
            const CameraFailure& first = other.cameras.front();
            return may_be_shared(failure.error) && first.error.code() == failure.error.code() &&
                   cause_of(first) == cause_of(failure);
        });
        if (same == shared.end()) {
            shared.push_back({{failure}, failure.error});
        } else {
            same->cameras.push_back(failure);
        }
    }
    for (SharedFailure& each : shared) {
        if (each.cameras.size() > 1) {
            each.error = Error(each.error.code(), describe_several(each.cameras), each.error.hint(),
                               each.error.pause());
        }
    }
    return shared;
}

} // namespace cli
