// SPDX-License-Identifier: Apache-2.0
#include "support/temporary_folder.hpp"

#include "base/system/random.hpp"
#include "base/text/encoding.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <stdexcept>
#include <system_error>

namespace test {

namespace {

bool current_test_is_red() {
    const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
    return test != nullptr && test->result()->Failed();
}

} // namespace

TemporaryFolder::TemporaryFolder() : TemporaryFolder(std::filesystem::temp_directory_path()) {}

TemporaryFolder::TemporaryFolder(const std::filesystem::path& parent) {
    // The real path, so that tests can compare it with what the program finds out by itself.
    m_path = std::filesystem::canonical(parent) /
             ("ring-snapshot-test-" + base::hex_encode(base::random_bytes(8)));
    if (!std::filesystem::create_directory(m_path)) {
        throw std::runtime_error("the temporary folder exists already: " + m_path.string());
    }
}

TemporaryFolder::~TemporaryFolder() {
    if (current_test_is_red()) {
        std::cerr << "kept for inspection: " << m_path.string() << '\n';
        return;
    }
    std::error_code error;
    std::filesystem::remove_all(m_path, error);
    if (error) {
        std::cerr << "cannot remove " << m_path.string() << ": " << error.message() << '\n';
    }
}

} // namespace test
