// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/run.hpp"
#include "support/account.hpp"
#include "support/fake_platform.hpp"
#include "support/scoped_variable.hpp"
#include "support/test_picture.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// A camera as the service knows it.
struct FakeCamera {
    using Answer = test::FakeHttpClient::Answer;

    std::string title;
    bool has_battery = false;
    bool online = true;
    bool motion_detection = true;
    /// Takes no picture, however often it is asked.
    bool never_captures = false;
    std::chrono::milliseconds capture_delay{100};
    /// When its newest picture was captured, and what tells that picture from others.
    base::SystemTime captured;
    int seed = 1;
    /// When it takes its next picture by itself.
    std::optional<base::SystemTime> next_capture;
    /// Answers in place of the picture: of the first interface, the second one, and its times.
    Answer next;
    Answer image;
    Answer times;
    /// How often it was asked for a new picture.
    int asked = 0;
};

/// Whole commands on a machine in memory: a stored login, a folder to work in, and a service with
/// two cameras, whose pictures are seven minutes and one hour old at the start.
struct CommandTest : testing::Test {
    static constexpr auto k_front_door = "31000417";
    static constexpr auto k_driveway = "518000222";

    CommandTest();
    ~CommandTest() override;

    /// Runs `ring-snapshot ARGUMENTS --settings FILE` in the folder and returns the exit code.
    /// What earlier runs printed is forgotten.
    int run(std::vector<std::string> arguments);

    FakeCamera& front_door() { return cameras.at(k_front_door); }

    FakeCamera& driveway() { return cameras.at(k_driveway); }

    /// All requests for this camera's picture, on both interfaces, and its times fail so.
    static void break_pictures(FakeCamera& camera, const FakeCamera::Answer& answer);
    static FakeCamera::Answer status(int code);
    /// Asks for a pause of so many seconds.
    static FakeCamera::Answer busy(int seconds, int code = 429);

    /// The camera has a new picture now.
    void capture(FakeCamera& camera);

    /// The time of the service.
    base::SystemTime service_now() const { return account.clock.now() + service_ahead; }

    std::string output() { return platform.console().output(); }

    std::string errors() { return platform.console().errors(); }

    std::vector<std::string> lines() { return test::lines_of(output()); }

    /// The output as JSON objects, one a line.
    std::vector<nlohmann::json> objects();

    /// The names of all files in the folder, sorted.
    std::vector<std::string> pictures() const;

    /// Requests whose path starts with `path`, in order, as "METHOD path?query".
    std::vector<std::string> requests(const std::string& path = "/") const;

    test::Account account;
    test::FakePlatform platform{account.clock, account.client};
    std::map<std::string, FakeCamera> cameras;
    /// Answers in place of the device lists and of new tokens.
    FakeCamera::Answer devices;
    FakeCamera::Answer tokens;
    /// How far the service's clock is ahead of the machine's; captures are by the service's.
    std::chrono::seconds service_ahead{0};

private:
    void always(const char* method, const std::string& path, FakeCamera::Answer answer);
    std::string device_list() const;
    http::Response next(FakeCamera& camera, const http::Request& request);
    http::Response times(const http::Request& request);
    void serve();

    std::list<test::ScopedVariable> m_variables;
    test::ScopedZone m_zone{"UTC0"};
    std::filesystem::path m_folder_before;
    bool m_serves = false;
    /// Of the cameras while commands run; answers may be asked for by many threads.
    std::mutex m_mutex;
};

} // namespace cli
