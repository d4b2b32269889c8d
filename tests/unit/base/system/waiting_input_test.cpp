// SPDX-License-Identifier: Apache-2.0
#include "base/system/terminal.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <unistd.h>

namespace {

using namespace std::chrono_literals;

class WaitingInput : public testing::Test {
protected:
    WaitingInput() : m_before(::dup(STDIN_FILENO)) {}

    ~WaitingInput() override {
        ::dup2(m_before, STDIN_FILENO);
        ::close(m_before);
    }

    static void read_from(int descriptor) {
        ASSERT_GE(::dup2(descriptor, STDIN_FILENO), 0);
        ::close(descriptor);
    }

    static std::string next_character() {
        char character = 0;
        return ::read(STDIN_FILENO, &character, 1) == 1 ? std::string(1, character) : "";
    }

    int m_before;
};

TEST_F(WaitingInput, IsSeenInAPipeAndLeftThere) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    read_from(ends[0]);
    EXPECT_FALSE(base::input_is_waiting(0ms));
    ASSERT_EQ(::write(ends[1], "1", 1), 1);
    EXPECT_TRUE(base::input_is_waiting(0ms));
    EXPECT_EQ(next_character(), "1");
    EXPECT_FALSE(base::input_is_waiting(0ms));
    ::close(ends[1]);
    // Its end is known at once.
    EXPECT_FALSE(base::input_is_waiting(1h));
}

TEST_F(WaitingInput, IsWhatIsLeftOfAFile) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "code") << "1";
    read_from(::open((folder / "code").c_str(), O_RDONLY));
    EXPECT_TRUE(base::input_is_waiting(0ms));
    EXPECT_EQ(next_character(), "1");
    EXPECT_FALSE(base::input_is_waiting(1h));
}

TEST_F(WaitingInput, IsNotTheNullDevice) {
    read_from(::open("/dev/null", O_RDONLY));
    EXPECT_FALSE(base::input_is_waiting(1h));
}

} // namespace
