// SPDX-License-Identifier: Apache-2.0
#include "service_fixture.hpp"

#include <set>

namespace simulator {
namespace {

class HistoryTest : public ServiceTest {
protected:
    std::string hours_ago(int hours) {
        return base::percent_encode(iso_time(world().clock.now_ms() - hours * 3'600'000LL));
    }
};

TEST_F(HistoryTest, TheTimelineIsPagedToItsEnd) {
    std::set<std::string> events;
    std::set<std::string> footages;
    std::string key;
    int pages = 0;
    do {
        const auto target =
            "/evm/v2/timeline/devices/31000417?order=asc&limit=5&start_time=" + hours_ago(24) +
            "&end_time=" + hours_ago(0) +
            (key.empty() ? "" : "&pagination_key=" + base::percent_encode(key));
        const auto page = body_of(get(target, bearer()));
        for (const auto& item : page["items"]) {
            EXPECT_EQ(item["source_id"], "31000417");
            events.insert(item["event_id"]);
        }
        for (const auto& footage : page["supplemental_data"]["footages"]) {
            EXPECT_TRUE(footage["snapshots"].is_array());
            footages.insert(footage["start_time"]);
        }
        key = page["pagination_key"].is_string() ? page["pagination_key"].get<std::string>() : "";
        ASSERT_LT(++pages, 20);
    } while (!key.empty());
    EXPECT_GE(events.size(), 12U);
    EXPECT_GE(footages.size(), 24U);
    EXPECT_GT(pages, 1);
}

TEST_F(HistoryTest, FootagesHaveTheirShape) {
    const auto body = body_of(
        get("/recordings/public/footages/31000417?kinds=online_periodical&kinds=offline_periodical",
            bearer()));
    EXPECT_EQ(body["meta"]["butch_size"], body["data"].size());
    const auto& first = body["data"][0];
    EXPECT_EQ(first["kind"], "online_periodical");
    EXPECT_EQ(first["snapshots"].size(), 12U);
    EXPECT_EQ(first["deleted"], false);
}

TEST_F(HistoryTest, SignedAddressesRefuseTheServicesToken) {
    const auto body = body_of(get("/recordings/public/footages/31000417", bearer()));
    const auto url = body["data"][0]["url"].get<std::string>();
    const auto target = url.substr(url.find("/simulated-media"));
    EXPECT_EQ(get(target).status, 200);
    EXPECT_EQ(get(target, bearer()).status, 400);
    EXPECT_EQ(get(target.substr(0, target.find('?'))).status, 403);
}

TEST_F(HistoryTest, EventsComeNewestFirst) {
    const auto body = body_of(get("/evm/v2/history/devices/31000417?limit=2", bearer()));
    ASSERT_EQ(body["items"].size(), 2U);
    EXPECT_GT(body["items"][0]["start_time"], body["items"][1]["start_time"]);
    EXPECT_TRUE(body["pagination_key"].is_string());
    EXPECT_EQ(get("/evm/v2/history/devices/1", bearer()).status, 404);
}

} // namespace
} // namespace simulator
