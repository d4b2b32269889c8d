// SPDX-License-Identifier: Apache-2.0
#include "archive/picture_name.hpp"
#include "base/error.hpp"

#include <gtest/gtest.h>

namespace archive {
namespace {

TEST(PictureName, may_have_folders) {
    const PictureName name("Home/2026/Front Door.jpg");
    EXPECT_EQ(name.text(), "Home/2026/Front Door.jpg");
    EXPECT_EQ(name.folders(), "Home/2026");
    EXPECT_EQ(name.file_name(), "Front Door.jpg");
    EXPECT_EQ(PictureName("7.jpg").folders(), "");
    EXPECT_EQ(PictureName("7.jpg").file_name(), "7.jpg");
}

TEST(PictureName, never_leads_out_of_its_store) {
    for (const char* text : {"", "/etc/passwd", "..", "../7.jpg", "a/../../7.jpg", "a/..",
                             "a//7.jpg", "a/", ".", "./7.jpg"}) {
        EXPECT_THROW(PictureName{text}, base::Error) << text;
    }
    EXPECT_NO_THROW(PictureName("..7.jpg"));
    EXPECT_NO_THROW(PictureName("a/...jpg"));
}

TEST(PictureName, that_is_refused_is_told) {
    try {
        PictureName("../7.jpg");
        FAIL();
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::ErrorCode::usage);
        EXPECT_EQ(error.message(), "'../7.jpg' is not the name of a picture in a folder");
    }
}

} // namespace
} // namespace archive
