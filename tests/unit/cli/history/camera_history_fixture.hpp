// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text/given_moment.hpp"
#include "base/text/time_format.hpp"
#include "cli/history/camera_history.hpp"
#include "http/redirects.hpp"
#include "http/url.hpp"
#include "unit/cli/command_fixture.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

inline constexpr auto k_door_timeline = "/evm/v2/timeline/devices/31000417";

inline std::int64_t in_ms(base::SystemTime time) {
    return std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
}

/// What Ring keeps of an hour: pictures that are told apart by their numbers.
struct FakeFootage {
    base::SystemTime start;
    std::vector<base::SystemTime> snapshots;
    std::size_t frames;
    /// The film is not one.
    bool is_broken = false;
    /// Its storage is out of order.
    bool is_down = false;
};

/// Takes "START FRAMES" apart; each frame is a picture of its own.
class FakeSplitter final : public film::FilmSplitter {
public:
    std::size_t split(std::string_view film, std::stop_token) override {
        m_film = film;
        ++films;
        if (m_film == "broken") {
            throw base::Error(base::ErrorCode::no_snapshot, "the film cannot be read: nonsense");
        }
        return std::stoul(m_film.substr(m_film.find(' ') + 1));
    }

    std::string frame(std::size_t number) const override {
        const int hour = static_cast<int>(std::stoll(m_film) / 3'600'000 % 1000);
        return test::make_jpeg(16, 16, hour * 100 + static_cast<int>(number) + 1);
    }

    int films = 0;

private:
    std::string m_film;
};

/// A camera of whose past Ring has hours with three pictures each.
struct CameraHistoryTest : CommandTest {
    CameraHistoryTest() {
        run({"version"});
        account.client.always("GET", k_door_timeline,
                              [this](const auto& request) { return timeline(request); });
        account.client.always("GET", "/recordings/public/footages/31000417",
                              [](const auto&) { return test::response(403); });
        account.client.always("GET", "/films/",
                              [this](const auto& request) { return film(request); });
    }

    http::Response timeline(const http::Request& request) {
        ++asked;
        ++m_answers;
        const auto time = [&](const char* name) {
            return base::parse_moment(*http::query_parameter(request.url, name), {}).value();
        };
        const base::SystemTime from = time("start_time");
        const base::SystemTime to = time("end_time");
        nlohmann::json footages = nlohmann::json::array();
        for (const FakeFootage& each : past) {
            if (each.start < to && each.start + std::chrono::hours(1) >= from) {
                nlohmann::json snapshots = nlohmann::json::array();
                for (const base::SystemTime snapshot : each.snapshots) {
                    snapshots.push_back(in_ms(snapshot));
                }
                footages.push_back(
                    {{"start_time", base::format_utc_time(each.start, "%Y-%m-%dT%H:%M:%SZ")},
                     {"end_time", base::format_utc_time(each.start + std::chrono::minutes(59),
                                                        "%Y-%m-%dT%H:%M:%SZ")},
                     {"snapshots", snapshots},
                     {"url", "https://media.test/films/" + std::to_string(in_ms(each.start)) +
                                 "?sig=s3cret" + std::to_string(m_answers)}});
            }
        }
        return test::response(
            200, nlohmann::json{{"supplemental_data", {{"footages", footages}}}}.dump());
    }

    http::Response film(const http::Request& request) {
        if (expired.contains(request.url)) {
            return test::response(403);
        }
        expired.insert(request.url);
        for (const FakeFootage& each : past) {
            const std::string start = std::to_string(in_ms(each.start));
            if (request.url.find("/" + start + "?") != std::string::npos) {
                if (each.is_down) {
                    expired.clear();
                    return test::response(500);
                }
                return test::response(
                    200, each.is_broken ? "broken" : start + " " + std::to_string(each.frames),
                    "video/mp4");
            }
        }
        return test::response(404);
    }

    void add_hour(base::SystemTime start) {
        using std::chrono::minutes;
        past.push_back({start, {start + minutes(5), start + minutes(25), start + minutes(45)}, 3});
    }

    /// Fetches the past from `beginning` on; how it failed, if it did.
    std::optional<base::Error> fetch(base::SystemTime to, bool films = false, bool again = false) {
        GetOptions options;
        options.devices = {k_front_door};
        options.file_name = "{time:%d %H-%M-%S}.jpg";
        CommonOptions common;
        common.settings_file = account.store.file().string();
        Output output({}, platform.console());
        Context context(common, output, platform);
        const GetPlan plan = make_plan(options, {}, {});
        const HistoryRequest request{beginning, to, false, films, again};
        ChosenCameras chosen(context, plan, false);
        http::RedirectingClient client(context.client());
        archive::FolderStore folder(plan.folder);
        HistoryReport report(output);
        asked = 0;
        splitter.films = 0;
        platform.console().clear();
        CameraHistory history({context, plan, request, client, splitter, folder, report}, chosen, 0,
                              [&](auto, const auto&) {
                                  if (on_progress) {
                                      on_progress();
                                  }
                              });
        std::optional<base::Error> failure;
        try {
            history.run();
        } catch (const base::Error& error) {
            failure = error;
        }
        output.finish();
        totals = history.totals();
        return failure;
    }

    /// A border of windows, four days before now.
    base::SystemTime beginning = base::SystemTime(
        std::chrono::floor<std::chrono::hours>(account.clock.now().time_since_epoch()) /
            archive::k_history_window * archive::k_history_window -
        std::chrono::hours(96));
    std::vector<FakeFootage> past;
    /// Addresses that are no longer good.
    std::set<std::string> expired;
    std::function<void()> on_progress;
    FakeSplitter splitter;
    HistoryTotals totals;
    int asked = 0;

private:
    int m_answers = 0;
};

} // namespace cli
