// SPDX-License-Identifier: Apache-2.0
#include "s3/reply_xml.hpp"

#include <gtest/gtest.h>

#include <string>

namespace s3 {
namespace {

TEST(ElementText, is_found_whatever_surrounds_it) {
    EXPECT_EQ(element_text("<Error><Code>NoSuchBucket</Code></Error>", "Code"), "NoSuchBucket");
    EXPECT_EQ(element_text(
                  "<?xml version='1.0'?>\n<s3:Error xmlns:s3='x'><s3:Code a='1'> Slow </s3:Code>",
                  "Code"),
              "Slow");
    EXPECT_EQ(element_text("<Error><Code/><Region>eu</Region></Error>", "Code"), "");
}

TEST(ElementText, decodes_entities) {
    EXPECT_EQ(element_text("<Key>a&amp;b&lt;&gt;&quot;&apos;&#65;&#x42;&#x20AC;</Key>", "Key"),
              "a&b<>\"'AB€");
    EXPECT_EQ(element_text("<Key>&nbsp;&;&#;&#x;&amp</Key>", "Key"), "&nbsp;&;&#;&#x;&amp");
}

TEST(ElementText, is_missing_where_nothing_can_be_read) {
    for (const char* xml : {"", "<", "Code", "<Code", "<Code>", "<Code>x", "<Code>x</Cod>",
                            "<Codes>x</Codes>", "<Code><b>x</b></Code>"}) {
        EXPECT_EQ(element_text(xml, "Code"), std::nullopt) << xml;
    }
}

TEST(ReadListPage, takes_keys_and_sizes) {
    const auto page = read_list_page(
        "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name>"
        "<IsTruncated>true</IsTruncated><Contents><Key>Front%20Door/1.jpg</Key><Size>12</Size></"
        "Contents>"
        "<Contents><Size>7</Size><Key>a%26b.jpg</Key></Contents><Contents><Size>1</Size></Contents>"
        "<NextContinuationToken>abc+/=</NextContinuationToken></ListBucketResult>");
    ASSERT_TRUE(page);
    ASSERT_EQ(page->objects.size(), 2U);
    EXPECT_EQ(page->objects[0].key, "Front Door/1.jpg");
    EXPECT_EQ(page->objects[0].size, 12U);
    EXPECT_EQ(page->objects[1].key, "a&b.jpg");
    EXPECT_EQ(page->continuation, "abc+/=");
}

TEST(ReadListPage, ends_where_nothing_is_left_out) {
    const auto page =
        read_list_page("<ListBucketResult><IsTruncated>false</IsTruncated>"
                       "<NextContinuationToken>x</NextContinuationToken></ListBucketResult>");
    ASSERT_TRUE(page);
    EXPECT_TRUE(page->objects.empty());
    EXPECT_EQ(page->continuation, "");
    EXPECT_FALSE(read_list_page("<html><body>Sign in</body></html>"));
}

} // namespace
} // namespace s3
