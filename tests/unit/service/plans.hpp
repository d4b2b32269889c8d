// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/plan.hpp"
#include "unit/service/fake_runner.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace test {

/// The commands of a plan, a line each.
inline std::vector<std::string> commands_of(const service::Plan& plan) {
    std::vector<std::string> lines;
    for (const service::Step& step : plan) {
        if (step.kind == service::Step::Kind::run) {
            lines.push_back(joined_words(step.words));
        }
    }
    return lines;
}

/// What the plan writes to `path`.
inline std::string written_to(const service::Plan& plan, std::string_view path) {
    for (const service::Step& step : plan) {
        if (step.kind == service::Step::Kind::write_file && step.path == path) {
            return step.content;
        }
    }
    ADD_FAILURE() << "nothing is written to " << path;
    return {};
}

/// The paths of the steps of a kind.
inline std::vector<std::string> paths_of(const service::Plan& plan, service::Step::Kind kind) {
    std::vector<std::string> paths;
    for (const service::Step& step : plan) {
        if (step.kind == kind) {
            paths.push_back(step.path);
        }
    }
    return paths;
}

/// The value of `key` in a unit of systemd; the last one.
inline std::string unit_value(std::string_view unit, const std::string& key) {
    const std::string start = "\n" + key + "=";
    const std::size_t at = unit.rfind(start);
    if (at == std::string_view::npos) {
        return "(not set)";
    }
    const std::size_t begin = at + start.size();
    return std::string(unit.substr(begin, unit.find('\n', begin) - begin));
}

/// Names that break what does not quote them.
inline const std::vector<std::string> k_nasty_words = {"/home/a b/Ring",
                                                       "/home/o'neil/\"x\"",
                                                       "/home/100%/%h %n",
                                                       "/home/$HOME/${X}/$$",
                                                       "/h/a\\b\\",
                                                       "/h/`id`;id|id&id>x<y",
                                                       "/h/#x",
                                                       "/h/*?[a]",
                                                       "/h/ä ö/📷",
                                                       "-x",
                                                       "",
                                                       " ",
                                                       "/h/!x",
                                                       "~/x",
                                                       "(a)",
                                                       "/h/a\\\"b'c'\\'d",
                                                       "/h/a=b",
                                                       "%",
                                                       "$",
                                                       "'",
                                                       "\"",
                                                       "\\",
                                                       "/h/\\%x%%y"};

} // namespace test
