// SPDX-License-Identifier: Apache-2.0
#include "unit/cli/command_fixture.hpp"

#include "base/text/time_format.hpp"
#include "http/url.hpp"

#include <algorithm>
#include <utility>

namespace cli {

namespace {

using std::chrono::milliseconds;

std::int64_t to_ms(base::SystemTime time) {
    return std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
}

http::Response picture_of(const FakeCamera& camera) {
    http::Response response =
        test::response(200, test::make_jpeg(32, 24, camera.seed), "image/jpeg");
    response.headers.add("x-time-millis", std::to_string(to_ms(camera.captured)));
    return response;
}

/// What `answer` says. It may put another one in its own place.
http::Response ask(FakeCamera::Answer answer, const http::Request& request) {
    return answer(request);
}

std::int64_t number(const http::Request& request, const char* parameter) {
    return std::stoll(http::query_parameter(request.url, parameter).value_or("0"));
}

} // namespace

CommandTest::CommandTest() : m_folder_before(std::filesystem::current_path()) {
    for (const char* name :
         {"RING_SNAPSHOT_SERVER", "RING_SNAPSHOT_SETTINGS", "RING_USERNAME", "RING_PASSWORD",
          "RING_2FA_CODE", "NOTIFY_SOCKET", "WATCHDOG_USEC", "JOURNAL_STREAM"}) {
        m_variables.emplace_back(name, nullptr);
    }
    const base::SystemTime now = account.clock.now();
    cameras[k_front_door].title = "Front Door";
    cameras[k_driveway].title = "Driveway";
    front_door().has_battery = true;
    front_door().captured = now - std::chrono::minutes(7);
    driveway().captured = now - std::chrono::hours(1);
    driveway().seed = 2;
    std::filesystem::create_directory(account.folder / "work");
    std::filesystem::current_path(account.folder / "work");
}

CommandTest::~CommandTest() {
    std::filesystem::current_path(m_folder_before);
}

int CommandTest::run(std::vector<std::string> arguments) {
    if (!m_serves) {
        serve();
        m_serves = true;
    }
    platform.console().clear();
    arguments.emplace_back("--settings");
    arguments.push_back(account.store.file().string());
    return cli::run("ring-snapshot", arguments, platform);
}

void CommandTest::break_pictures(FakeCamera& camera, const FakeCamera::Answer& answer) {
    camera.next = camera.image = camera.times = answer;
}

FakeCamera::Answer CommandTest::status(int code) {
    return [code](const http::Request&) { return test::response(code); };
}

FakeCamera::Answer CommandTest::busy(int seconds, int code) {
    return [seconds, code](const http::Request&) {
        http::Response response = test::response(code);
        response.headers.add("Retry-After", std::to_string(seconds));
        return response;
    };
}

void CommandTest::capture(FakeCamera& camera) {
    camera.captured = service_now();
    ++camera.seed;
}

std::vector<nlohmann::json> CommandTest::objects() {
    std::vector<nlohmann::json> objects;
    for (const std::string& line : lines()) {
        objects.push_back(nlohmann::json::parse(line));
    }
    return objects;
}

std::vector<std::string> CommandTest::pictures() const {
    std::vector<std::string> names;
    const std::filesystem::path folder = account.folder / "work";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            names.push_back(entry.path().lexically_relative(folder).generic_string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> CommandTest::requests(const std::string& path) const {
    return test::targets(account.client.requests_to(path));
}

std::string CommandTest::device_list() const {
    nlohmann::json list;
    for (const auto& [id, camera] : cameras) {
        list[camera.has_battery ? "doorbots" : "stickup_cams"].push_back(
            {{"id", std::stoll(id)},
             {"description", camera.title},
             {"kind", camera.has_battery ? "doorbell_oyster" : "floodlight_v2"},
             {"location_id", "loc-1"},
             {"owned", true},
             {"alerts", {{"connection", camera.online ? "online" : "offline"}}},
             {"battery_life", camera.has_battery ? nlohmann::json("83") : nlohmann::json()},
             {"settings", {{"motion_detection_enabled", camera.motion_detection}}}});
    }
    return list.dump();
}

http::Response CommandTest::next(FakeCamera& camera, const http::Request& request) {
    const bool is_asked = http::query_parameter(request.url, "extras") == "force";
    camera.asked += is_asked ? 1 : 0;
    if (camera.next) {
        return ask(camera.next, request);
    }
    const bool takes_one = is_asked && !camera.never_captures && camera.online &&
                           camera.motion_detection && !camera.next_capture;
    if (takes_one) {
        camera.next_capture = service_now() + camera.capture_delay;
    }
    const milliseconds longest(number(request, "max-wait-ms"));
    const bool is_news = to_ms(camera.captured) > number(request, "after-ms");
    const auto hold = is_news ? milliseconds(0) : longest;
    if (camera.next_capture && *camera.next_capture <= service_now() + hold) {
        const base::SystemTime time = *std::exchange(camera.next_capture, std::nullopt);
        account.clock.advance(std::max(time - service_now(), base::SystemTime::duration(0)));
        capture(camera);
        camera.captured = time;
        return picture_of(camera);
    }
    if (is_news) {
        return picture_of(camera);
    }
    account.clock.advance(longest);
    return test::response(404);
}

http::Response CommandTest::times(const http::Request& request) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& [id, camera] : cameras) {
        if (request.body.find(id) == std::string::npos) {
            continue;
        }
        if (camera.times) {
            return ask(camera.times, request);
        }
        list.push_back({{"doorbot_id", std::stoll(id)}, {"timestamp", to_ms(camera.captured)}});
    }
    return test::response(200, nlohmann::json{{"timestamps", list}}.dump());
}

void CommandTest::always(const char* method, const std::string& path, FakeCamera::Answer answer) {
    account.client.always(
        method, path, [this, answer = std::move(answer)](const http::Request& request) {
            const std::lock_guard guard(m_mutex);
            http::Response response = answer(request);
            if (service_ahead != std::chrono::seconds(0)) {
                response.headers.set(
                    "Date", base::format_utc_time(service_now(), "%a, %d %b %Y %H:%M:%S GMT"));
            }
            return response;
        });
}

void CommandTest::serve() {
    for (auto& [id, camera] : cameras) {
        always("GET", "/snapshots/next/" + id,
               [this, &camera = camera](const auto& request) { return next(camera, request); });
        always("GET", "/clients_api/snapshots/image/" + id,
               [&camera = camera](const auto& request) {
                   return camera.image ? ask(camera.image, request) : picture_of(camera);
               });
    }
    always("POST", "/clients_api/snapshots/timestamps",
           [this](const auto& request) { return times(request); });
    always("GET", "/clients_api/ring_devices", [this](const auto& request) {
        return devices ? ask(devices, request) : test::response(200, device_list());
    });
    always("GET", "/devices/v1/locations", [](const auto&) {
        return test::response(200, R"({"user_locations":[{"location_id":"loc-1","name":"Home"}]})");
    });
    always("GET", "/location_info/v3/locations",
           [](const auto&) { return test::response(200, R"({"user_locations":null})"); });
    always("GET", "/device_info/v3/devices", [this](const auto& request) {
        return devices ? ask(devices, request) : test::response(200, R"({"devices":[]})");
    });
    always("POST", "/oauth/token", [this](const auto& request) {
        return tokens ? ask(tokens, request) : test::new_tokens(2);
    });
}

} // namespace cli
