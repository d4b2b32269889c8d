// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"

#include <gtest/gtest.h>

#include <tuple>
#include <vector>

namespace {

using base::ErrorCode;

TEST(ErrorCode, HasAnExitCodeAndANameThatScriptsRelyOn) {
    const std::vector<std::tuple<ErrorCode, int, const char*>> table = {
        {ErrorCode::unexpected, 1, "unexpected"},
        {ErrorCode::usage, 2, "usage"},
        {ErrorCode::not_logged_in, 3, "not_logged_in"},
        {ErrorCode::two_factor, 4, "two_factor"},
        {ErrorCode::slow_down, 5, "slow_down"},
        {ErrorCode::unknown_device, 6, "unknown_device"},
        {ErrorCode::no_snapshot, 7, "no_snapshot"},
        {ErrorCode::service_unavailable, 8, "service_unavailable"},
        {ErrorCode::cannot_write, 9, "cannot_write"},
        {ErrorCode::missing_program, 10, "missing_program"},
        {ErrorCode::interrupted, 130, "interrupted"},
        {ErrorCode::terminated, 143, "terminated"},
    };
    for (const auto& [code, number, name] : table) {
        EXPECT_EQ(base::exit_code_of(code), number);
        EXPECT_EQ(base::name_of(code), name);
    }
}

TEST(Error, CarriesCodeMessageAndHint) {
    const base::Error error(ErrorCode::slow_down, "Ring asks to slow down", "wait 10 minutes");
    EXPECT_EQ(error.code(), ErrorCode::slow_down);
    EXPECT_EQ(error.message(), "Ring asks to slow down");
    EXPECT_EQ(error.hint(), "wait 10 minutes");
    EXPECT_STREQ(error.what(), "Ring asks to slow down");
}

TEST(Error, NeedsNoHint) {
    EXPECT_EQ(base::Error(ErrorCode::usage, "no such option").hint(), "");
}

} // namespace
