// SPDX-License-Identifier: Apache-2.0
#include "cli/service/service_place.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace cli {
namespace {

using namespace std::chrono_literals;

TEST(ServiceWords, say_a_duration_as_people_do) {
    EXPECT_EQ(in_words(5min), "5 minutes");
    EXPECT_EQ(in_words(1h), "1 hour");
    EXPECT_EQ(in_words(90s), "90 seconds");
    EXPECT_EQ(in_words(48h), "2 days");
    EXPECT_EQ(in_words(10500ms), "10 s");
}

TEST(ServiceRecords, of_other_services_are_found) {
    const test::TemporaryFolder folder;
    service::Installation installation;
    installation.settings = (folder / "Settings.json").string();
    for (const char* name : {"Settings.json.service.record", "Settings.json.service-x.options",
                             "Other.json.service.record"}) {
        std::ofstream(folder / name) << "{}";
    }
    EXPECT_FALSE(has_other_services(installation));
    std::ofstream(folder / "Settings.json.service-cabin.record") << "{}";
    EXPECT_TRUE(has_other_services(installation));
    installation.name = "cabin";
    EXPECT_TRUE(has_other_services(installation));
}

} // namespace
} // namespace cli
