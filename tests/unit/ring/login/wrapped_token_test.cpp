// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/text/encoding.hpp"
#include "ring/login/wrapped_token.hpp"
#include "unit/ring/hostile_bytes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ring {
namespace {

using testing::HasSubstr;
using testing::Not;

// An example of docs/ring-service.md 2.9.
const std::string k_wrapped =
    "eyJydCI6InNpbS1yMSIsImhpZCI6IjViMWY2YTBlLTdjMmQtNGE1OC05ZDNlLTBmMWEyY"
    "jNjNGQ1ZSJ9";
const std::string k_hardware_id = "5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e";
const std::string k_plain = "eyJhbGciOiJub25lIn0.eyJpYXQiOjE3OTAwMDAwMDB9.sim-r1";

void expect_wrapped(const std::string& text) {
    try {
        const ImportedToken token = read_refresh_token(text);
        EXPECT_EQ(token.refresh_token.reveal(), "sim-r1") << text;
        EXPECT_EQ(token.hardware_id, k_hardware_id) << text;
    } catch (const base::Error& error) {
        ADD_FAILURE() << error.message() << ": " << text;
    }
}

void expect_plain(const std::string& text, const std::string& expected) {
    try {
        const ImportedToken token = read_refresh_token(text);
        EXPECT_EQ(token.refresh_token.reveal(), expected) << text;
        EXPECT_EQ(token.hardware_id, "") << text;
    } catch (const base::Error& error) {
        ADD_FAILURE() << error.message() << ": " << text;
    }
}

TEST(RefreshToken, IsUnwrappedFromTheFormOfRingClientApi) {
    expect_wrapped(k_wrapped);
}

TEST(RefreshToken, MayHaveBeenWrappedWithPushCredentialsOrWithoutAHardwareId) {
    expect_wrapped(base::base64_encode(R"({"pnc":{"config":{"x":[1]}},"hid":")" + k_hardware_id +
                                       R"(","rt":"sim-r1"})"));
    expect_plain(base::base64_encode(R"({"rt":"sim-r2+/=="})"), "sim-r2+/==");
    expect_plain(base::base64_encode(R"({"rt":"sim-r1","hid":17})"), "sim-r1");
    expect_plain(base::base64_encode(R"({"rt":"sim-r1","hid":"a\r\nX-Evil: 1"})"), "sim-r1");
}

TEST(RefreshToken, IsTakenWholeWhenItIsNotWrapped) {
    expect_plain(k_plain, k_plain);
    expect_plain("sim-r2+/==", "sim-r2+/==");
    // Only what surely is a part of a known form counts as cut.
    expect_plain("eyJ-opaque", "eyJ-opaque");
}

TEST(RefreshToken, IsFoundInWhatWasCopiedWithIt) {
    struct Surroundings {
        std::string before;
        std::string after;
    };

    for (const auto& [before, after] : {
             Surroundings{" \t\r\n", "\r\n"},
             Surroundings{"\"", "\""},
             Surroundings{"'", "'"},
             Surroundings{"`", "`\n"},
             Surroundings{"\"", "\","},
             Surroundings{"", ","},
             Surroundings{"\xef\xbb\xbf", "\n"},
             Surroundings{"\xe2\x80\x9c", "\xe2\x80\x9d"},
             Surroundings{"\"refreshToken\": \"", "\""},
             Surroundings{"  \"refreshToken\": \"", "\",\n"},
             Surroundings{"\"refreshToken\":\"", "\",\"hideDevices\":[]"},
             Surroundings{"'refreshToken': '", "',"},
             Surroundings{"refreshToken: ", "\n"},
             Surroundings{"refreshToken: ", "   # from the login page\nother: 1\n"},
             Surroundings{"refreshToken: \"", "\n"},
             Surroundings{"refreshToken:\n  ", "\n"},
             Surroundings{"REFRESH_TOKEN=", "\n"},
             Surroundings{"export RING_REFRESH_TOKEN='", "'\n"},
             Surroundings{"{ \"refreshToken\" : \"", "\" }"},
             Surroundings{"{\"ring_token\":\"", "\"}"},
             Surroundings{"{\"systemId\":\"abc\",\"ring_token\":\"", "\"}"},
             Surroundings{"{\"access_token\":\"no\",\"refresh_token\":\"", "\",\"scope\":\"c\"}"},
             Surroundings{"{\"OutputPath\":null,\"RingRefreshToken\":\"", "\",\"RingDeviceId\":1}"},
             Surroundings{"{\n  \"platforms\": [\n    {\n      \"platform\": \"Ring\",\n"
                          "      \"refreshToken\": \"",
                          "\",\n      \"debug\": false\n    }\n  ]\n}\n"},
         }) {
        expect_wrapped(before + k_wrapped + after);
        expect_plain(before + k_plain + after, k_plain);
    }
}

TEST(RefreshToken, MayBeBrokenIntoLinesInItsWrappedForm) {
    std::string broken = k_wrapped;
    broken.insert(40, "\r\n");
    broken.insert(20, "\n");
    expect_wrapped(broken);
    expect_wrapped("\"refreshToken\": \"" + broken + "\"");
}

TEST(RefreshToken, MayBeBrokenIntoLinesInItsPlainForm) {
    const std::string broken = k_plain.substr(0, 25) + "\r\n" + k_plain.substr(25);
    for (const auto& [before, after] : {std::pair("", "\n"), std::pair("\"", "\"\n"),
                                        std::pair("\"refreshToken\": \"", "\",\n")}) {
        expect_plain(before + broken + after, k_plain);
    }
    // What follows on lines of its own is not a part of it.
    expect_plain("refreshToken: " + k_plain + "\nhideLightGroups: true\n", k_plain);
    expect_plain("refreshToken: " + k_plain + "\n- one two\n", k_plain);
}

TEST(RefreshToken, IsReadFromUtf16) {
    std::string utf16 = "\xFF\xFE";
    for (const char c : k_wrapped + "\r\n") {
        utf16 += c;
        utf16 += '\0';
    }
    expect_wrapped(utf16);
}

TEST(RefreshToken, IsRefusedWhenAPartOfItIsMissing) {
    const std::string encrypted = k_plain + ".iv.tag";
    expect_plain(encrypted, encrypted);
    for (const std::string& text :
         {k_wrapped.substr(0, 60), k_wrapped.substr(0, 61), k_wrapped.substr(0, 30),
          "\"refreshToken\": \"" + k_wrapped.substr(0, 50), k_plain.substr(0, 10),
          k_plain.substr(0, 20), k_plain.substr(0, 30), k_plain.substr(0, 45),
          encrypted.substr(0, encrypted.size() - 4)}) {
        try {
            read_refresh_token(text);
            ADD_FAILURE() << text;
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), base::ErrorCode::usage) << text;
            EXPECT_THAT(error.message(), HasSubstr("is not whole")) << text;
        }
    }
}

TEST(RefreshToken, IsReadWhateverTheWriterOfTheJsonEscaped) {
    expect_plain(R"({"RingRefreshToken":"sim-r2\u002B\/\u003D="})", "sim-r2+/==");
}

TEST(RefreshToken, IsRefusedWhenNothingThatCouldBeOneIsLeft) {
    for (const std::string& text :
         {std::string(), std::string(" \n"), std::string("\"\""), std::string(","),
          std::string("two words"), std::string("a\tb"), std::string("a\0b", 3),
          std::string("t\xc3\xb6ken"), std::string("{}"), std::string("{\"foo\":\"bar\"}"),
          std::string("<html></html>"), std::string("\"refreshToken\": \"\","),
          std::string("refreshToken:"), std::string("\"refreshToken\":null"),
          std::string("\"refreshToken\":"), std::string("\xef\xbb\xbf"), std::string("'"),
          std::string("[[["), test::repeated("x", 20000)}) {
        try {
            read_refresh_token(text);
            ADD_FAILURE() << text.substr(0, 100);
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), base::ErrorCode::usage) << text;
        }
    }
}

TEST(RefreshToken, IsNotRepeatedByTheError) {
    try {
        read_refresh_token("secret words");
        ADD_FAILURE();
    } catch (const base::Error& error) {
        EXPECT_THAT(error.message() + error.hint(), Not(HasSubstr("secret")));
    }
}

TEST(RefreshToken, TakesLinearTimeToFind) {
    constexpr std::size_t k_times = 100'000;
    for (const std::string_view part : {"refreshToken=<", "refreshToken:\"<", "refreshToken:\"\\",
                                        "\"", ",", "refreshToken:'\"'"}) {
        EXPECT_THROW(read_refresh_token(test::repeated(part, k_times) + " <"), base::Error) << part;
    }
}

TEST(RefreshToken, EndsInATokenOrInOneKindOfErrorWhateverTheBytes) {
    for (const std::string& example : {k_wrapped, "\"refreshToken\": \"" + k_wrapped + "\",",
                                       R"({"ring_token":"sim\u002Br1"})" + k_plain}) {
        test::for_each_damage(example, [](std::string_view text) {
            try {
                const ImportedToken token = read_refresh_token(text);
                ASSERT_FALSE(token.refresh_token.empty());
                ASSERT_EQ(token.refresh_token.reveal().find_first_of(" \r\n\t"), std::string::npos);
            } catch (const base::Error& error) {
                ASSERT_EQ(error.code(), base::ErrorCode::usage);
            }
        });
    }
}

TEST(WrappedToken, IsThatOfRingClientApi) {
    EXPECT_EQ(wrap_refresh_token(base::Secret("sim-r1"), k_hardware_id), k_wrapped);
    EXPECT_EQ(base::base64_decode(wrap_refresh_token(base::Secret("sim-r1"), "")),
              R"({"rt":"sim-r1"})");
}

TEST(WrappedToken, IsReadBack) {
    const ImportedToken token =
        read_refresh_token(wrap_refresh_token(base::Secret(k_plain), k_hardware_id));
    EXPECT_EQ(token.refresh_token.reveal(), k_plain);
    EXPECT_EQ(token.hardware_id, k_hardware_id);
}

TEST(WrappedToken, IsMadeOfAnyBytes) {
    EXPECT_NO_THROW(wrap_refresh_token(base::Secret("a\xff\"\\"), "b\x80\n"));
}

} // namespace
} // namespace ring
