// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "settings/pending_login.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sys/stat.h>

namespace settings {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr auto k_account = "kim@example.test";

struct PendingLogin : testing::Test {
    std::filesystem::path file() const { return folder / "Settings.json.pending-login"; }

    std::string bytes() const { return base::read_file(file(), 1 << 20).value_or("no file"); }

    void keep(const std::string& state) {
        keep_pending_login(store, k_account, base::Secret(state), clock.now());
    }

    std::string found(const std::string& account = k_account) {
        const auto state = find_pending_login(store, account, clock.now());
        return state ? state->reveal() : "nothing";
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    Store store{folder / "Settings.json", clock, {}};
};

TEST_F(PendingLogin, what_was_kept_is_found_for_ten_minutes) {
    EXPECT_EQ(found(), "nothing");
    keep("state \xF0\x9F\x9A\xAA \"1\"");
    EXPECT_EQ(found(), "state \xF0\x9F\x9A\xAA \"1\"");
    clock.advance(10min);
    EXPECT_EQ(found(), "state \xF0\x9F\x9A\xAA \"1\"");
    clock.advance(1s);
    EXPECT_EQ(found(), "nothing");
}

TEST_F(PendingLogin, one_from_the_future_is_not_believed) {
    keep("state");
    clock.set_now(clock.now() - 1s);
    EXPECT_EQ(found(), "nothing");
}

TEST_F(PendingLogin, belongs_to_one_account_written_in_any_letter_case) {
    keep("state");
    EXPECT_EQ(found("Kim@Example.TEST"), "state");
    EXPECT_EQ(found("nana@example.test"), "nothing");
    EXPECT_EQ(found(""), "nothing");
}

TEST_F(PendingLogin, the_newest_one_replaces_the_one_before) {
    keep("first");
    keep("second");
    EXPECT_EQ(found(), "second");
}

TEST_F(PendingLogin, the_file_is_its_owners_alone_and_does_not_name_the_account) {
    const auto mask = ::umask(0);
    keep("state");
    ::umask(mask);

    struct stat status {};

    ASSERT_EQ(::stat(file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
    EXPECT_THAT(bytes(), Not(HasSubstr("kim")));
    EXPECT_THAT(bytes(), Not(HasSubstr("example")));
}

TEST_F(PendingLogin, can_be_forgotten_also_when_there_is_none) {
    forget_pending_login(store);
    keep("state");
    forget_pending_login(store);
    EXPECT_EQ(found(), "nothing");
    EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(PendingLogin, a_damaged_file_means_that_there_is_none) {
    keep("state");
    const std::string good = bytes();
    for (std::size_t length = 0; length < good.size(); ++length) {
        std::ofstream(file(), std::ios::binary) << good.substr(0, length);
        EXPECT_EQ(found(), "nothing") << length;
    }
    const std::string digest = good.substr(good.find("\"account\""), 76);
    for (const std::string& text :
         {std::string("[]"), std::string("{}"), "{" + digest + "}",
          "{" + digest + R"(,"created":1790000000})", "{" + digest + R"(,"state":"x"})",
          "{" + digest + R"(,"created":"1790000000","state":"x"})",
          "{" + digest + R"(,"created":1790000000,"state":5})",
          "{" + digest + R"(,"created":1790000000.5,"state":"x"})",
          std::string(R"({"account":5,"created":1790000000,"state":"x"})")}) {
        std::ofstream(file(), std::ios::binary) << text;
        EXPECT_EQ(found(), "nothing") << text;
    }
    // The digest was cut out right.
    std::ofstream(file(), std::ios::binary)
        << "{" + digest + R"(,"created":1790000000,"state":"x"})";
    EXPECT_EQ(found(), "x");
}

TEST_F(PendingLogin, absurd_times_do_no_harm) {
    keep("state");
    const std::string digest = bytes().substr(bytes().find("\"account\""), 76);
    for (const char* created :
         {"9223372036854775807", "-9223372036854775808", "18446744073709551615", "0", "-1"}) {
        std::ofstream(file(), std::ios::binary)
            << "{" + digest + ",\"created\":" + created + ",\"state\":\"x\"}";
        EXPECT_EQ(found(), "nothing") << created;
    }
}

} // namespace
} // namespace settings
