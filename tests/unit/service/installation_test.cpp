// SPDX-License-Identifier: Apache-2.0
#include "service/installation.hpp"
#include "support/error_of.hpp"

#include <gtest/gtest.h>

namespace service {

TEST(Installation, ComesBackFromItsRecord) {
    Installation installation;
    installation.name = "cabin";
    installation.manager = ManagerKind::crontab;
    installation.program = "/opt/a \"b\"/ring-snapshot";
    installation.settings = "/home/kim/Settings.json";
    installation.pictures = "/home/kim/ä";
    installation.switched_linger_on = true;
    installation.login_from = "/home/kim/Other.json";
    installation.user = "kim";
    installation.has_page = true;
    const auto read = read_record(to_record(installation));
    ASSERT_TRUE(read);
    EXPECT_EQ(to_record(*read), to_record(installation));
    EXPECT_EQ(read->manager, ManagerKind::crontab);
    EXPECT_EQ(read->pictures, installation.pictures);
    EXPECT_TRUE(read->switched_linger_on);
}

TEST(Installation, IsNotReadFromWhatIsNoRecord) {
    for (const char* text : {"", "{", "[]", "{}", R"({"manager":"crontab","program":"/x"})",
                             R"({"manager":"none","program":"/x","settings":"/y"})",
                             R"({"manager":7,"program":"/x","settings":"/y"})"}) {
        EXPECT_FALSE(read_record(text)) << text;
    }
}

TEST(ServiceName, IsShortAndPlain) {
    for (const char* name : {"cabin", "home-2", "a_b", "7"}) {
        EXPECT_NO_THROW(check_name(name)) << name;
    }
    for (const char* name : {"", "Cabin", "-x", "_x", "a b", "a/b", "..", "get", "serve", "serve-x",
                             "ä", "a;b", "a23456789012345678901234567890123"}) {
        EXPECT_EQ(test::error_of([&] { check_name(name); }).code(), base::ErrorCode::usage) << name;
    }
}

TEST(ServiceFiles, StandBesideTheSettings) {
    EXPECT_EQ(Files("/s/Settings.json", "").options(), "/s/Settings.json.service.options");
    EXPECT_EQ(Files("/s/Settings.json", "cabin").state(), "/s/Settings.json.service-cabin.state");
    EXPECT_EQ(Files("/s/Settings.json", "cabin", Part::page).log(),
              "/s/Settings.json.page-service-cabin.log");
}

TEST(ServiceNames, TellPartsAndServicesApart) {
    EXPECT_EQ(name_suffix("", Part::pictures, '-'), "");
    EXPECT_EQ(name_suffix("cabin", Part::pictures, '-'), "-cabin");
    EXPECT_EQ(name_suffix("", Part::page, '-'), "-serve");
    EXPECT_EQ(name_suffix("cabin", Part::page, '.'), ".serve.cabin");
}

TEST(ServiceCommand, IsWhatTheUserTypes) {
    Installation installation;
    EXPECT_EQ(service_command(installation, "logs"), "ring-snapshot service logs");
    installation.name = "cabin";
    installation.manager = ManagerKind::systemd_system;
    EXPECT_EQ(service_command(installation, "stop"),
              "sudo ring-snapshot service stop --system --service cabin");
}

} // namespace service
