// SPDX-License-Identifier: Apache-2.0
#include "ring/devices/device_directory.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace ring {
namespace {

using test::Account;

constexpr auto k_one_door = R"({"doorbots":[{"id":31000417,"kind":"doorbell_oyster"}]})";

struct DeviceDirectoryTest : testing::Test {
    DeviceDirectoryTest() {
        for (const char* path :
             {"/devices/v1/locations", "/location_info/v3/locations", "/device_info/v3/devices"}) {
            account.client.always("GET", path,
                                  [](const http::Request&) { return test::response(404); });
        }
    }

    Account account;
    DeviceDirectory directory{account.service()};
};

TEST_F(DeviceDirectoryTest, nothing_is_fetched_before_it_is_asked_for) {
    EXPECT_EQ(directory.if_fetched(), nullptr);
    EXPECT_TRUE(account.client.requests().empty());
}

TEST_F(DeviceDirectoryTest, the_list_is_fetched_once) {
    account.client.expect("GET", "/clients_api/ring_devices", test::response(200, k_one_door));
    const auto& list = directory.list({});
    EXPECT_EQ(list.devices.at(0).id, 31000417);
    EXPECT_EQ(&directory.list({}), &list);
    EXPECT_EQ(directory.if_fetched(), &list);
}

TEST_F(DeviceDirectoryTest, an_empty_list_is_fetched_once_as_well) {
    account.client.expect("GET", "/clients_api/ring_devices", test::response(200, "{}"));
    EXPECT_TRUE(directory.list({}).devices.empty());
    EXPECT_TRUE(directory.list({}).devices.empty());
    EXPECT_NE(directory.if_fetched(), nullptr);
}

TEST_F(DeviceDirectoryTest, a_failure_is_the_same_for_all_and_costs_no_more_requests) {
    account.client.expect("GET", "/clients_api/ring_devices", test::response(403));
    const base::Error first = test::error_of([this] { directory.list({}); });
    const base::Error second = test::error_of([this] { directory.list({}); });
    EXPECT_EQ(first.code(), base::ErrorCode::service_unavailable);
    EXPECT_EQ(second.code(), first.code());
    EXPECT_EQ(second.message(), first.message());
    EXPECT_EQ(directory.if_fetched(), nullptr);
}

TEST_F(DeviceDirectoryTest, many_threads_fetch_it_once) {
    account.client.expect("GET", "/clients_api/ring_devices", test::response(200, k_one_door));
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 6; ++i) {
            threads.emplace_back([&] { good += directory.list({}).devices.size() == 1 ? 1 : 0; });
        }
    }
    EXPECT_EQ(good, 6);
}

struct RecentDevicesTest : DeviceDirectoryTest {
    std::size_t lists_fetched() const {
        return account.client.requests_to("/clients_api/ring_devices").size();
    }

    RecentDevices recent{account.service(), account.clock};
};

TEST_F(RecentDevicesTest, one_list_answers_for_half_a_minute) {
    account.client.always("GET", "/clients_api/ring_devices",
                          [](const http::Request&) { return test::response(200, k_one_door); });
    EXPECT_EQ(recent.list({}).devices.size(), 1U);
    account.clock.advance(std::chrono::seconds(29));
    EXPECT_EQ(recent.list({}).devices.size(), 1U);
    EXPECT_EQ(lists_fetched(), 1U);
    account.clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(recent.list({}).devices.size(), 1U);
    EXPECT_EQ(lists_fetched(), 2U);
}

TEST_F(RecentDevicesTest, a_failure_answers_for_half_a_minute_as_well) {
    account.client.always("GET", "/clients_api/ring_devices",
                          [](const http::Request&) { return test::response(403); });
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(test::error_of([this] { recent.list({}); }).code(),
                  base::ErrorCode::service_unavailable);
    }
    EXPECT_EQ(lists_fetched(), 1U);
    account.clock.advance(std::chrono::seconds(30));
    EXPECT_THROW(recent.list({}), base::Error);
    EXPECT_EQ(lists_fetched(), 2U);
}

TEST_F(RecentDevicesTest, twenty_cameras_that_fail_at_once_fetch_one_list) {
    account.client.always("GET", "/clients_api/ring_devices",
                          [](const http::Request&) { return test::response(200, k_one_door); });
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 20; ++i) {
            threads.emplace_back([&] { recent.list({}); });
        }
    }
    EXPECT_EQ(lists_fetched(), 1U);
}

} // namespace
} // namespace ring
