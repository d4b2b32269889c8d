// SPDX-License-Identifier: Apache-2.0
#include "service_fixture.hpp"
#include "support/temporary_folder.hpp"

#include <fstream>
#include <map>
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

TEST_F(HistoryTest, SignedAddressesBeginWithTheAlgorithm) {
    const auto body = body_of(get("/recordings/public/footages/31000417", bearer()));
    const auto url = body["data"][0]["url"].get<std::string>();
    const std::string begin = "?X-Amz-Algorithm=AWS4-HMAC-SHA256&";
    EXPECT_EQ(url.substr(url.find('?'), begin.size()), begin);
}

TEST_F(HistoryTest, TheRecordingsOfAnEventCanBeFetched) {
    const auto list = body_of(get("/clients_api/doorbots/31000417/history?limit=1", bearer()));
    const auto ding = "/clients_api/dings/" + to_text(list[0]["id"]);
    const auto follow = [&](const std::string& url, Fields headers) {
        const auto reply = get(url.substr(url.find("/simulated-media")), std::move(headers));
        EXPECT_EQ(reply.status, 200) << url;
        EXPECT_EQ(reply.content_type, "video/mp4");
    };
    for (const auto* what : {"/share/download?disable_redirect=true", "/share/play", "/share/share",
                             "/recording?disable_redirect=true"}) {
        const auto url = body_of(get(ding + what, bearer()))["url"].get<std::string>();
        follow(url, {});
    }
    const auto redirect = get(ding + "/recording", bearer());
    EXPECT_EQ(redirect.status, 302);
    // The token goes along where the host is the same.
    follow(redirect.header("Location").value_or(""), bearer());
}

TEST_F(HistoryTest, SignedAddressesEnd) {
    const auto body = body_of(get("/recordings/public/footages/31000417", bearer()));
    const auto url = body["data"][0]["url"].get<std::string>();
    const auto target = url.substr(url.find("/simulated-media"));
    pass_seconds(899);
    EXPECT_EQ(get(target).status, 200);
    pass_seconds(1);
    EXPECT_EQ(get(target).status, 403);
    const auto other = body["data"][1]["url"].get<std::string>();
    const auto mixed = target.substr(0, target.find('?')) + other.substr(other.find('?'));
    EXPECT_EQ(get(mixed).status, 403);
}

class FilmsTest : public HistoryTest {
protected:
    FilmsTest() {
        Options options;
        options.films = folder.path().string();
        restart(std::move(options));
    }

    void hand_in(const std::string& name, const std::string& bytes) {
        std::ofstream(folder / name, std::ios::binary) << bytes;
    }

    Json footages_between(const std::string& from, const std::string& to) {
        return body_of(get("/evm/v2/timeline/devices/31000417?start_time=" +
                               base::percent_encode(from) + "&end_time=" + base::percent_encode(to),
                           bearer()))["supplemental_data"]["footages"];
    }

    test::TemporaryFolder folder;
};

TEST_F(FilmsTest, AreListedWhereTheyTouchTheWindowAndGiveTheirBytes) {
    hand_in("31000417-1790000000000.mp4", "a film");
    hand_in("31000417-1790000000000.json", R"({"snapshots":[1790000000000,1790000300000]})");
    hand_in("31000417-1790007200000.json", R"({"deleted":true,"end_ms":1790007300000})");
    hand_in("518000222-1790000000000.json", "{}");
    hand_in("31000417-1790000000001.json", "not JSON");
    EXPECT_EQ(footages_between("2026-09-21T13:00:00Z", "2026-09-21T14:00:00Z").size(), 0U);
    const auto found = footages_between("2026-09-21T15:00:00Z", "2026-09-21T18:00:00Z");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0]["start_time"], "2026-09-21T14:13:20.000Z");
    EXPECT_EQ(found[0]["end_time"], "2026-09-21T15:13:19.000Z");
    EXPECT_EQ(found[0]["snapshots"].size(), 2U);
    EXPECT_EQ(found[1]["deleted"], true);
    const auto film = [&](std::size_t i) {
        const auto url = found[i]["url"].get<std::string>();
        return get(url.substr(url.find("/simulated-media")));
    };
    EXPECT_EQ(film(0).body, "a film");
    EXPECT_EQ(film(0).content_type, "video/mp4");
    EXPECT_EQ(film(1).status, 404);
}

TEST_F(HistoryTest, EventsComeNewestFirst) {
    const auto body = body_of(get("/evm/v2/history/devices/31000417?limit=2", bearer()));
    ASSERT_EQ(body["items"].size(), 2U);
    EXPECT_GT(body["items"][0]["start_time"], body["items"][1]["start_time"]);
    EXPECT_TRUE(body["pagination_key"].is_string());
    EXPECT_EQ(get("/evm/v2/history/devices/1", bearer()).status, 404);
}

TEST_F(HistoryTest, EventsCanBeChosenByTheirType) {
    const auto count = [&](const std::string& types) {
        return body_of(get("/evm/v2/history/devices/31000417?limit=2&event_types=" + types,
                           bearer()))["items"]
            .size();
    };
    EXPECT_EQ(count("motion"), 2U);
    EXPECT_EQ(count("ding%2Cmotion"), 2U);
    EXPECT_EQ(count(""), 2U);
    EXPECT_EQ(count("ding,on_demand"), 0U);
}

TEST_F(HistoryTest, EventsOfSeveralCamerasComeTogether) {
    const std::string target =
        "/evm/v2/history/devices?source_ids=31000417%2C518000222%2C5&capabilities=offline_event";
    const auto body = body_of(get(target + "&limit=6", bearer()));
    ASSERT_EQ(body["items"].size(), 6U);
    std::set<std::string> ids;
    std::map<std::string, int> events;
    for (std::size_t i = 0; i < 6; ++i) {
        const auto& item = body["items"][i];
        ids.insert(item["event_id"]);
        ++events[item["source_id"]];
        EXPECT_EQ(item["source_id"], to_text(item["device"]["id"]));
        if (i > 0) {
            EXPECT_LE(item["start_time"], body["items"][i - 1]["start_time"]);
        }
    }
    EXPECT_EQ(ids.size(), 6U) << "each event has an id of its own";
    EXPECT_EQ(events, (std::map<std::string, int>{{"31000417", 3}, {"518000222", 3}}));
    const auto key = base::percent_encode(body["pagination_key"].get<std::string>());
    const auto second = body_of(get(target + "&limit=6&pagination_key=" + key, bearer()));
    EXPECT_LT(second["items"][0]["start_time"], body["items"][5]["start_time"]);
    EXPECT_EQ(body_of(get(target + "&event_types=ding", bearer()))["items"], Json::array());
    EXPECT_EQ(body_of(get("/evm/v2/history/devices", bearer()))["items"], Json::array());
}

} // namespace
} // namespace simulator
