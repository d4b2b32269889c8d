// SPDX-License-Identifier: Apache-2.0
#include "ring/device_directory.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace ring {
namespace {

using test::Account;

constexpr auto k_list = R"({"doorbots":[{"id":31000417,"kind":"doorbell_oyster"}]})";

struct DeviceDirectoryTest : testing::Test {
    DeviceDirectoryTest() {
        account.client.always("GET", "/devices/v1/locations",
                              [](const http::Request&) { return test::response(200, "{}"); });
    }

    Account account;
    DeviceDirectory directory{account.service()};
};

TEST_F(DeviceDirectoryTest, nothing_is_fetched_before_it_is_asked_for) {
    EXPECT_EQ(directory.if_fetched(), nullptr);
    EXPECT_TRUE(account.client.requests().empty());
}

TEST_F(DeviceDirectoryTest, the_list_is_fetched_once) {
    account.client.expect("GET", "/clients_api/ring_devices", test::response(200, k_list));
    const auto& devices = directory.devices({});
    EXPECT_EQ(devices.at(0).id, 31000417);
    EXPECT_EQ(&directory.devices({}), &devices);
    EXPECT_EQ(directory.if_fetched(), &devices);
}

TEST_F(DeviceDirectoryTest, an_empty_list_is_fetched_once_as_well) {
    account.client.expect("GET", "/clients_api/ring_devices", test::response(200, "{}"));
    EXPECT_TRUE(directory.devices({}).empty());
    EXPECT_TRUE(directory.devices({}).empty());
    EXPECT_NE(directory.if_fetched(), nullptr);
}

TEST_F(DeviceDirectoryTest, a_failure_is_the_same_for_all_and_costs_no_more_requests) {
    account.client.expect("GET", "/clients_api/ring_devices", test::response(403));
    const base::Error first = test::error_of([this] { directory.devices({}); });
    const base::Error second = test::error_of([this] { directory.devices({}); });
    EXPECT_EQ(first.code(), base::ErrorCode::service_unavailable);
    EXPECT_EQ(second.code(), first.code());
    EXPECT_EQ(second.message(), first.message());
    EXPECT_EQ(directory.if_fetched(), nullptr);
}

TEST_F(DeviceDirectoryTest, many_threads_fetch_it_once) {
    account.client.expect("GET", "/clients_api/ring_devices", test::response(200, k_list));
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 6; ++i) {
            threads.emplace_back([&] { good += directory.devices({}).size() == 1 ? 1 : 0; });
        }
    }
    EXPECT_EQ(good, 6);
}

} // namespace
} // namespace ring
