// SPDX-License-Identifier: Apache-2.0
#include "home_assistant/topics.hpp"

#include "base/text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace home_assistant {
namespace {

/// With an id and the kind it is still far below what brokers take.
constexpr std::size_t k_longest_prefix = 200;

} // namespace

std::string problem_of_prefix(std::string_view prefix) {
    if (prefix.empty()) {
        return "is empty";
    }
    if (prefix.size() > k_longest_prefix) {
        return fmt::format("is longer than {} bytes", k_longest_prefix);
    }
    if (prefix.find_first_of("+#") != std::string_view::npos) {
        return "holds a wildcard (+ or #)";
    }
    if (prefix.front() == '$') {
        return "begins with $, which is for the broker itself";
    }
    if (prefix.front() == '/' || prefix.back() == '/' ||
        prefix.find("//") != std::string_view::npos) {
        return "has an empty part";
    }
    if (base::printable(prefix) != prefix) {
        return "holds control characters";
    }
    return "";
}

std::optional<std::string> Topics::camera_in(std::string_view topic, std::string_view kind) const {
    const std::string end = fmt::format("/{}", kind);
    const std::string begin = m_prefix + "/";
    if (!topic.starts_with(begin) || !topic.ends_with(end) ||
        topic.size() <= begin.size() + end.size()) {
        return {};
    }
    const std::string_view id =
        topic.substr(begin.size(), topic.size() - begin.size() - end.size());
    const bool is_id =
        std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
    return is_id ? std::optional(std::string(id)) : std::nullopt;
}

std::string Topics::of(std::string_view id, std::string_view kind) const {
    return fmt::format("{}/{}/{}", m_prefix, id, kind);
}

std::string discovery_topic(std::string_view prefix, std::string_view id) {
    return fmt::format("{}/device/ring-snapshot_{}/config", prefix, id);
}

bool is_discovery_topic(std::string_view prefix, std::string_view topic) {
    return topic.ends_with("/config") &&
           topic.starts_with(fmt::format("{}/device/ring-snapshot_", prefix));
}

} // namespace home_assistant
