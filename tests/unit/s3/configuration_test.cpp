// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "s3/configuration.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

namespace s3 {
namespace {

using testing::HasSubstr;

struct FindConfiguration : testing::Test {
    ConfigurationSources sources() {
        return {[this](const std::string& name) -> std::optional<std::string> {
                    const auto found = variables.find(name);
                    return found == variables.end() ? std::nullopt : std::optional(found->second);
                },
                [this](const std::string& path) { return files[path]; }, "/home/kim"};
    }

    Configuration find(const GivenConfiguration& given = {}) {
        return find_configuration(given, sources());
    }

    std::map<std::string, std::string> variables{{"AWS_ACCESS_KEY_ID", "AKIA"},
                                                 {"AWS_SECRET_ACCESS_KEY", "hidden\n"}};
    std::map<std::string, std::string> files;
};

TEST_F(FindConfiguration, is_amazons_in_its_first_region_unless_said_otherwise) {
    const Configuration found = find();
    EXPECT_EQ(found.endpoint, "");
    EXPECT_EQ(found.region, "us-east-1");
    EXPECT_EQ(found.credentials.access_key_id, "AKIA");
    EXPECT_EQ(found.credentials.secret_access_key.reveal(), "hidden");
    EXPECT_TRUE(found.credentials.session_token.empty());
}

TEST_F(FindConfiguration, takes_options_before_variables_before_the_profile) {
    files["/home/kim/.aws/config"] = "[default]\nregion = eu-north-1\nendpoint_url=http://nas:1\n";
    EXPECT_EQ(find().region, "eu-north-1");
    EXPECT_EQ(find().endpoint, "http://nas:1");
    variables["AWS_DEFAULT_REGION"] = "eu-west-2";
    variables["AWS_ENDPOINT_URL"] = "http://nas:2";
    EXPECT_EQ(find().region, "eu-west-2");
    EXPECT_EQ(find().endpoint, "http://nas:2");
    variables["AWS_REGION"] = "eu-west-1";
    variables["AWS_ENDPOINT_URL_S3"] = "http://nas:3/";
    EXPECT_EQ(find().region, "eu-west-1");
    EXPECT_EQ(find().endpoint, "http://nas:3");
    const Configuration given = find({"http://nas:4", "garage", "off"});
    EXPECT_EQ(given.region, "garage");
    EXPECT_EQ(given.endpoint, "http://nas:4");
    EXPECT_EQ(given.addressing, Addressing::host);
}

TEST_F(FindConfiguration, takes_keys_from_the_profile_where_no_variable_names_them) {
    variables = {{"AWS_PROFILE", "pictures"}};
    files["/home/kim/.aws/credentials"] =
        "[default]\naws_access_key_id = other\naws_secret_access_key = other\n\n# a comment\n"
        "[pictures]\r\naws_access_key_id=PICT:U/+\r\naws_secret_access_key = a=b\r\n"
        "aws_session_token = t\r\n";
    files["/home/kim/.aws/config"] = "[profile pictures]\nregion = auto\ns3 =\n  region = nested\n";
    const Configuration found = find();
    EXPECT_EQ(found.credentials.access_key_id, "PICT:U/+");
    EXPECT_EQ(found.credentials.secret_access_key.reveal(), "a=b");
    EXPECT_EQ(found.credentials.session_token.reveal(), "t");
    EXPECT_EQ(found.region, "auto");
}

TEST_F(FindConfiguration, takes_all_from_the_profile_of_a_target) {
    files["/home/kim/.aws/credentials"] = "[b2]\naws_access_key_id=B2\naws_secret_access_key=B\n";
    files["/home/kim/.aws/config"] =
        "[profile b2]\nregion=eu-central-003\nendpoint_url=https://s3.example.com\n";
    variables["AWS_SESSION_TOKEN"] = "t";
    variables["AWS_REGION"] = "garage";
    variables["AWS_ENDPOINT_URL_S3"] = "http://nas:1";
    variables["AWS_PROFILE"] = "other";
    const Configuration found = find({"http://nas:2", "eu-west-1", "off", "b2"});
    EXPECT_EQ(found.credentials.access_key_id, "B2");
    EXPECT_EQ(found.credentials.secret_access_key.reveal(), "B");
    EXPECT_TRUE(found.credentials.session_token.empty());
    EXPECT_EQ(found.region, "eu-central-003");
    EXPECT_EQ(found.endpoint, "https://s3.example.com");
    EXPECT_EQ(found.addressing, Addressing::host);

    const base::Error error = test::error_of([&] { find({.profile = "c3"}); });
    EXPECT_EQ(error.code(), base::ErrorCode::usage);
    EXPECT_EQ(error.hint(), "keep them in ~/.aws/credentials (profile c3)");
}

TEST_F(FindConfiguration, takes_the_files_of_a_targets_profile_from_where_variables_lead) {
    variables["AWS_SHARED_CREDENTIALS_FILE"] = "/keys";
    files["/keys"] = "[b2]\naws_access_key_id=B2\naws_secret_access_key=B\n";
    EXPECT_EQ(find({.profile = "b2"}).credentials.access_key_id, "B2");
    EXPECT_EQ(find({.profile = "b2"}).endpoint, "");
}

TEST_F(FindConfiguration, looks_where_the_variables_for_the_files_lead) {
    variables = {{"AWS_SHARED_CREDENTIALS_FILE", "/keys"}, {"AWS_CONFIG_FILE", "/config"}};
    files["/keys"] = "[default]\naws_access_key_id=A\naws_secret_access_key=B";
    files["/config"] = "[default]\nregion=eu-west-1";
    EXPECT_EQ(find().credentials.access_key_id, "A");
    EXPECT_EQ(find().region, "eu-west-1");
}

TEST_F(FindConfiguration, says_which_keys_are_missing) {
    variables = {{"AWS_ACCESS_KEY_ID", "AKIA"}, {"AWS_PROFILE", "pictures"}};
    const base::Error error = test::error_of([&] { find(); });
    EXPECT_EQ(error.code(), base::ErrorCode::usage);
    EXPECT_THAT(error.hint(), HasSubstr("AWS_SECRET_ACCESS_KEY"));
    EXPECT_THAT(error.hint(), HasSubstr("profile pictures"));
}

TEST_F(FindConfiguration, finds_the_endpoint_without_keys) {
    variables = {{"AWS_ENDPOINT_URL", "http://nas.local:9000/"}};
    EXPECT_EQ(find_endpoint({}, sources()), "http://nas.local:9000");
    EXPECT_EQ(find_endpoint({.endpoint = "http://other.local"}, sources()), "http://other.local");
    EXPECT_EQ(find_endpoint({.profile = "none"}, sources()), "");
}

TEST_F(FindConfiguration, names_where_a_wrong_value_comes_from) {
    variables["AWS_REGION"] = "eu west";
    EXPECT_THAT(test::error_of([&] { find(); }).message(), HasSubstr("AWS_REGION"));
    variables["AWS_REGION"] = "eu-west-1";
    variables["AWS_ENDPOINT_URL"] = "nas";
    EXPECT_THAT(test::error_of([&] { find(); }).message(), HasSubstr("AWS_ENDPOINT_URL"));
}

TEST(ReadProfiles, leaves_out_what_it_cannot_read) {
    const ProfileFile file =
        read_profiles("a=b\n[one]\nA = 1\n =\nnothing\n[two\nb=2\n[]\n[one]\nc=3");
    EXPECT_EQ(file.at("one").at("a"), "1");
    EXPECT_EQ(file.at("one").at("c"), "3");
    EXPECT_EQ(file.at("two").at("b"), "2");
}

} // namespace
} // namespace s3
