// SPDX-License-Identifier: Apache-2.0
#include "cli/serve/serve_access.hpp"
#include "unit/cli/command_fixture.hpp"

namespace cli {
namespace {

using testing::HasSubstr;

struct ServeAccess : CommandTest {
    std::vector<std::string> keys() {
        std::vector<std::string> names;
        for (const auto& key : web::load_page_settings(account.store.beside(".page")).keys) {
            names.push_back(key.name);
        }
        return names;
    }
};

TEST_F(ServeAccess, needs_a_password_for_others) {
    EXPECT_EQ(run({"serve", "--listen", "0.0.0.0:0"}), 2);
    EXPECT_THAT(errors(), HasSubstr("a password is needed, since others in the network"));
    EXPECT_THAT(errors(), HasSubstr("--set-password"));
    EXPECT_EQ(run({"serve", "--host", "a.example"}), 2);
    EXPECT_EQ(run({"serve", "--base-path", "/x"}), 2);
    EXPECT_EQ(run({"serve", "--frame-ancestor", "http://a.example"}), 2);
}

TEST_F(ServeAccess, stores_a_password_that_is_typed_twice) {
    for (const char* const word : {"one", "other"}) {
        platform.console().type(word);
    }
    EXPECT_EQ(run({"serve", "--set-password"}), 2);
    EXPECT_THAT(errors(), HasSubstr("the two passwords differ"));
    platform.console().make_terminal(Stream::input);
    for (const char* const word : {"one", "other", "", "secret", "secret"}) {
        platform.console().type(word);
    }
    EXPECT_EQ(run({"serve", "--set-password"}), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("The two passwords differ. Try again:"));
    const auto settings = web::load_page_settings(account.store.beside(".page"));
    EXPECT_TRUE(settings.password.starts_with("pbkdf2-sha256$600000$"));
}

TEST_F(ServeAccess, makes_and_revokes_keys) {
    EXPECT_EQ(run({"serve", "--new-key", "tablet", "--json"}), 0) << errors();
    EXPECT_EQ(objects().at(0)["key"].get<std::string>().size(), 22U);
    EXPECT_EQ(run({"serve", "--new-key", "tablet"}), 2);
    EXPECT_EQ(run({"serve", "--new-key", "panel"}), 0);
    EXPECT_EQ(keys(), (std::vector<std::string>{"tablet", "panel"}));
    EXPECT_EQ(run({"serve", "--revoke-key", "phone"}), 2);
    EXPECT_THAT(errors(), HasSubstr("the keys are: tablet, panel"));
    EXPECT_EQ(run({"serve", "--revoke-key", "tablet"}), 0);
    EXPECT_EQ(keys(), std::vector<std::string>{"panel"});
}

TEST_F(ServeAccess, refuses_what_says_nothing_sensible) {
    EXPECT_EQ(run({"serve", "--set-password", "--new-key", "a"}), 2);
    EXPECT_EQ(run({"serve", "--listen", "example.com:80"}), 2);
    for (const char* const path : {"x", "/a b", "/a;b", "/a//b", "/../x"}) {
        EXPECT_EQ(run({"serve", "--no-password", "--base-path", path}), 2) << path;
    }
    for (const char* const origin :
         {"*", "a.example", "ftp://a", "http://a b", "http://a;x", "http://a/path"}) {
        EXPECT_EQ(run({"serve", "--no-password", "--frame-ancestor", origin}), 2) << origin;
    }
    EXPECT_EQ(run({"serve", "--no-password", "--host", "a/b"}), 2);
}

TEST(BasePath, EndsWithASlash) {
    ServeOptions options;
    EXPECT_EQ(base_path_of(options), "/");
    options.base_path = "/cam";
    EXPECT_EQ(base_path_of(options), "/cam/");
    options.base_path = "/a/b/";
    EXPECT_EQ(base_path_of(options), "/a/b/");
}

} // namespace
} // namespace cli
