// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

#include <gtest/gtest.h>

namespace test {

/// Runs `work` and returns the Error that it throws; the test fails when it throws none.
template <typename Work>
base::Error error_of(Work work) {
    try {
        work();
    } catch (const base::Error& error) {
        return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return {base::ErrorCode::unexpected, "nothing was thrown"};
}

} // namespace test
