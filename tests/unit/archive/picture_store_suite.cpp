// SPDX-License-Identifier: Apache-2.0
// What every store of pictures does: proved of the one in memory, which tests use, and of the real
// ones.
#include "archive/folder_store.hpp"
#include "archive/upload/object_store.hpp"
#include "base/error.hpp"
#include "base/text/sha256.hpp"
#include "support/fake_bucket.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_store.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace archive {
namespace {

using namespace std::chrono_literals;

/// 2026-09-21 14:13:20 UTC.
constexpr base::SystemTime k_stored_at{1'790'000'000s};

PictureDigest digest_of(const std::string& bytes) {
    return {bytes.size(), base::sha256_hex(bytes)};
}

struct InMemory {
    test::MemoryStore store;
};

struct InFolder {
    test::TemporaryFolder folder;
    FolderStore store{folder / "pictures"};
};

struct InBucket {
    test::ManualClock clock;
    test::FakeBucket bucket{clock};
    s3::BucketClient client{bucket, clock, {"pictures", "us-east-1", "http://store.local"}, {}, {}};
    ObjectStore store{client, {"pictures", "Ring"}, {}};
};

template <typename Place>
struct PictureStoreSuite : testing::Test {
    PictureStore& store() { return m_place.store; }

    const PictureName name{"Home/7.jpg"};

private:
    Place m_place;
};

using Places = testing::Types<InMemory, InFolder, InBucket>;
TYPED_TEST_SUITE(PictureStoreSuite, Places);

TYPED_TEST(PictureStoreSuite, finds_nothing_before_something_is_stored) {
    EXPECT_FALSE(this->store().find(this->name));
    EXPECT_FALSE(this->store().read(this->name));
}

TYPED_TEST(PictureStoreSuite, gives_back_what_was_stored_with_its_time) {
    const std::string bytes("a picture\0\n\xFF", 12);
    this->store().put(this->name, bytes, k_stored_at);
    EXPECT_EQ(this->store().read(this->name), bytes);
    const auto found = this->store().find(this->name);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->size, bytes.size());
    EXPECT_EQ(found->modified, k_stored_at);
    EXPECT_FALSE(this->store().find(PictureName("7.jpg")));
}

TYPED_TEST(PictureStoreSuite, puts_a_picture_in_place_of_another) {
    this->store().put(this->name, "a picture", k_stored_at);
    this->store().put(this->name, "another one", k_stored_at - 1h);
    EXPECT_EQ(this->store().read(this->name), "another one");
    EXPECT_EQ(this->store().find(this->name)->modified, k_stored_at - 1h);
}

TYPED_TEST(PictureStoreSuite, tells_an_unchanged_picture_from_a_changed_one) {
    this->store().put(this->name, "a picture", k_stored_at);
    EXPECT_EQ(this->store().state_of(this->name, digest_of("a picture")), FileState::unchanged);
    EXPECT_EQ(this->store().state_of(this->name, digest_of("A picture")), FileState::changed);
    EXPECT_EQ(this->store().state_of(this->name, digest_of("a larger one")), FileState::changed);
    EXPECT_EQ(this->store().state_of(PictureName("Home/8.jpg"), digest_of("a picture")),
              FileState::missing);
}

TYPED_TEST(PictureStoreSuite, removes_only_what_is_unchanged) {
    this->store().put(this->name, "a picture", k_stored_at);
    EXPECT_EQ(this->store().remove_if_unchanged(this->name, digest_of("A picture")),
              FileState::changed);
    EXPECT_TRUE(this->store().find(this->name));
    EXPECT_EQ(this->store().remove_if_unchanged(this->name, digest_of("a picture")),
              FileState::unchanged);
    EXPECT_FALSE(this->store().find(this->name));
    EXPECT_EQ(this->store().remove_if_unchanged(this->name, digest_of("a picture")),
              FileState::missing);
}

TYPED_TEST(PictureStoreSuite, tells_an_absolute_location_that_leads_back_to_the_name) {
    const auto place = place_of(this->store().location(this->name).absolute);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->name.text(), "7.jpg");
    EXPECT_EQ(place_of(place->folder)->name.text(), "Home");
}

TYPED_TEST(PictureStoreSuite, shows_other_threads_whole_pictures_only) {
    const std::string first(100'000, 'a');
    const std::string second(200'000, 'b');
    this->store().put(this->name, first, k_stored_at);
    {
        const std::jthread writer([&] {
            for (int i = 0; i < 20; ++i) {
                this->store().put(this->name, i % 2 == 0 ? second : first, k_stored_at);
            }
        });
        for (int i = 0; i < 50; ++i) {
            const auto bytes = this->store().read(this->name);
            EXPECT_TRUE(bytes == first || bytes == second);
        }
    }
}

} // namespace
} // namespace archive
