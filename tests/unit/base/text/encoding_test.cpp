// SPDX-License-Identifier: Apache-2.0
#include "base/text/encoding.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace {

using namespace std::string_literals;

std::string every_byte() {
    std::string bytes;
    for (int value = 0; value < 256; ++value) {
        bytes += static_cast<char>(value);
    }
    return bytes;
}

// RFC 4648, section 10.
const std::vector<std::pair<std::string, std::string>> k_base64_vectors = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

TEST(Base64, FollowsTheVectorsOfTheRfc) {
    for (const auto& [bytes, text] : k_base64_vectors) {
        EXPECT_EQ(base::base64_encode(bytes), text);
        EXPECT_EQ(base::base64_decode(text), bytes);
    }
}

TEST(Base64, DecodesWhatItEncodesForEveryByteAndLength) {
    const std::string bytes = every_byte();
    for (std::size_t length = 0; length <= bytes.size(); ++length) {
        const std::string part = bytes.substr(bytes.size() - length);
        EXPECT_EQ(base::base64_decode(base::base64_encode(part)), part);
        EXPECT_EQ(base::base64_decode(base::base64url_encode(part)), part);
    }
}

TEST(Base64, UsesTheUrlSafeDigitsWithoutPaddingOnRequest) {
    EXPECT_EQ(base::base64_encode("\xFB\xFF\xFE!"), "+//+IQ==");
    EXPECT_EQ(base::base64url_encode("\xFB\xFF\xFE!"), "-__-IQ");
}

TEST(Base64Decode, AcceptsMissingPaddingBothAlphabetsAndWhiteSpace) {
    for (const char* text : {"Zm9vYg==", "Zm9vYg", " Zm9v\r\n\tYg== \n", "Zm9vYg=\n="}) {
        EXPECT_EQ(base::base64_decode(text), "foob") << text;
    }
    EXPECT_EQ(base::base64_decode("+/-_"), "\xFB\xFF\xBF"s);
    EXPECT_EQ(base::base64_decode(" "), "");
}

TEST(Base64Decode, RefusesOtherCharactersAndImpossibleLengths) {
    for (const char* text : {"Z", "Zm9vY", "Zg=", "Zg===", "Zm9v=", "Zm9v====", "=", "Zg==Zg==",
                             "Zm9v!", "Zm.v", "\"Zm9v\"", "Zm9v\xC3\xA9", "====", "Z==="}) {
        EXPECT_EQ(base::base64_decode(text), std::nullopt) << text;
    }
    EXPECT_EQ(base::base64_decode("Zm9v\0"s), std::nullopt);
}

TEST(HexEncode, WritesTwoLowerCaseDigitsForEachByte) {
    EXPECT_EQ(base::hex_encode(""), "");
    EXPECT_EQ(base::hex_encode("\x00\x7F\xAB\xFF"s), "007fabff");
}

TEST(PercentEncode, LeavesOnlyUnreservedCharacters) {
    EXPECT_EQ(base::percent_encode("AZaz09-._~"), "AZaz09-._~");
    EXPECT_EQ(base::percent_encode("a b+c/d?e=f&g%h"), "a%20b%2Bc%2Fd%3Fe%3Df%26g%25h");
    EXPECT_EQ(base::percent_encode("\xC3\xBC\0"s), "%C3%BC%00");
}

TEST(PercentDecode, DecodesEscapesAndLeavesTheRest) {
    const std::vector<std::pair<std::string, std::string>> table = {
        {"", ""},         {"a%20b", "a b"},   {"a+b", "a+b"}, {"%c3%BC", "\xC3\xBC"},
        {"100%", "100%"}, {"%4", "%4"},       {"%zz", "%zz"}, {"%4g%41", "%4gA"},
        {"%%41", "%A"},   {"%25 41", "% 41"}, {"%00", "\0"s}, {"%2541", "%41"},
    };
    for (const auto& [text, expected] : table) {
        EXPECT_EQ(base::percent_decode(text), expected) << text;
    }
}

TEST(PercentDecode, ReadsBackWhatWasEncoded) {
    EXPECT_EQ(base::percent_decode(base::percent_encode(every_byte())), every_byte());
}

TEST(FormEncode, KeepsTheOrderAndEncodesNamesAndValues) {
    EXPECT_EQ(base::form_encode({}), "");
    EXPECT_EQ(base::form_encode({{"b", "1 2"}, {"a&", "=+"}, {"c", ""}}), "b=1%202&a%26=%3D%2B&c=");
}

} // namespace
