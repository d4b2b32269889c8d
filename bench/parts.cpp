// SPDX-License-Identifier: Apache-2.0
/// The parts of the program that work on much, each by itself. Files go into the current folder.

#include "archive/catalogue/catalogue.hpp"
#include "archive/file_name.hpp"
#include "archive/folder_store.hpp"
#include "archive/save_picture.hpp"
#include "base/clock.hpp"
#include "ring/devices/device.hpp"
#include "settings/store.hpp"
#include "snapshot/picture_check.hpp"
#include "support/test_picture.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

using std::chrono::milliseconds;

constexpr int k_cameras = 1000;
constexpr int k_files = 100'000;
constexpr std::int64_t k_some_time_ms = 1'790'000'012'345;

base::SystemTime capture(int number) {
    return base::SystemTime(milliseconds(k_some_time_ms + std::int64_t{300'000} * number));
}

archive::NameFields fields_of(int number) {
    return {.id = std::to_string(600'000'001 + number % k_cameras),
            .name = fmt::format("Camera {:03}", number % k_cameras),
            .kind = "stickup_cam_v4",
            .model = "Stick Up Cam",
            .location = "Home",
            .time = capture(number)};
}

/// As the service writes one (docs/ring-service.md 5), with members that the program has no use
/// for.
std::string device_list(int count) {
    std::string list;
    for (int i = 0; i < count; ++i) {
        list += fmt::format(
            R"({}{{"id":{},"description":"Camera {:03}","device_id":"a0b1c2{:06}",)"
            R"("kind":"stickup_cam_v4","owned":true,)"
            R"("location_id":"11111111-aaaa-4aaa-8aaa-111111111111",)"
            R"("alerts":{{"connection":"online"}},"battery_life":"83","battery_life_2":null,)"
            R"("external_connection":false,"features":{{"show_recordings":true,)"
            R"("motions_enabled":true}},"settings":{{"motion_detection_enabled":true,)"
            R"("enable_vod":1,"lite_24x7":{{"enabled":true,"frequency_secs":300,)"
            R"("resolution_p":360,"subscribed":true}}}},"subscribed":true,)"
            R"("time_zone":"Europe/Berlin","firmware_version":"Up to Date"}})",
            i == 0 ? "" : ",", 600'000'001 + i, i, i);
    }
    return R"({"doorbots":[],"authorized_doorbots":[],"stickup_cams":[)" + list +
           R"(],"chimes":[],"base_stations":[],"other":[]})";
}

void check_of_a_picture(benchmark::State& state, int width, int height, test::JpegKind kind) {
    const std::string jpeg = test::make_jpeg(width, height, 1, kind);
    for (auto _ : state) {
        benchmark::DoNotOptimize(snapshot::check_picture(jpeg));
    }
}

BENCHMARK_CAPTURE(check_of_a_picture, 640x360, 640, 360, test::JpegKind::baseline);
BENCHMARK_CAPTURE(check_of_a_picture, 1920x1080, 1920, 1080, test::JpegKind::baseline);
BENCHMARK_CAPTURE(check_of_a_picture, 1920x1080_progressive, 1920, 1080,
                  test::JpegKind::progressive);

void device_list_of_1000_cameras(benchmark::State& state) {
    const std::string list = device_list(k_cameras);
    for (auto _ : state) {
        benchmark::DoNotOptimize(ring::read_devices(list));
    }
}

BENCHMARK(device_list_of_1000_cameras);

void names_of_1000_files(benchmark::State& state) {
    const archive::NameTemplate name("{location}/{name}/{id} - {time:%Y-%m-%d %H-%M-%S}.jpg");
    for (auto _ : state) {
        for (int i = 0; i < k_cameras; ++i) {
            benchmark::DoNotOptimize(name.render(fields_of(i)));
        }
    }
}

BENCHMARK(names_of_1000_files);

void clash_of_names_of_1000_cameras(benchmark::State& state) {
    const archive::NameTemplate name("{name} - {time:%Y-%m-%d %H-%M-%S}.jpg");
    std::vector<archive::NameFields> cameras;
    for (int i = 0; i < k_cameras; ++i) {
        cameras.push_back(fields_of(i));
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(archive::find_clash(name, cameras));
    }
}

BENCHMARK(clash_of_names_of_1000_cameras);

/// A settings file as a login leaves it.
void write_settings(settings::Store& store) {
    store.update(
        [](settings::Settings& settings) {
            settings.username = "demo@example.com";
            settings.refresh_token = base::Secret(std::string(1200, 'r'));
            settings.access_token = base::Secret(std::string(1200, 'a'));
            settings.access_token_expires = capture(0);
            settings.access_token_life = std::chrono::hours(1);
            settings.hardware_id = "5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e";
        },
        {});
}

void settings_loaded(benchmark::State& state) {
    base::SystemClock clock;
    settings::Store store("Settings.json", clock, {});
    write_settings(store);
    for (auto _ : state) {
        benchmark::DoNotOptimize(store.load());
    }
}

BENCHMARK(settings_loaded);

void settings_saved_and_flushed(benchmark::State& state) {
    base::SystemClock clock;
    settings::Store store("Settings.json", clock, {});
    for (auto _ : state) {
        write_settings(store);
    }
}

BENCHMARK(settings_saved_and_flushed);

void picture_saved(benchmark::State& state) {
    const std::string jpeg = test::make_jpeg(640, 360);
    const archive::NameTemplate name("{id} - {time:%Y-%m-%d %H-%M-%S}.jpg");
    archive::FolderStore store("pictures");
    int number = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(archive::save_picture(
            store, [](const archive::FilePlace&) { return std::nullopt; }, name,
            fields_of(number++), {.bytes = jpeg, .received_sha256 = {}}));
    }
    std::filesystem::remove_all("pictures");
}

BENCHMARK(picture_saved);

/// The record of `k_files` pictures that a long watch has left.
void write_record() {
    std::ofstream record("Settings.json.pictures", std::ios::binary);
    for (int i = 0; i < k_files; ++i) {
        const archive::NameFields fields = fields_of(i);
        record << fmt::format(
            R"({{"path":"/pictures/{0} - {1}.jpg","id":"{0}","name":"{2}","captured_ms":{3},)"
            R"("size":24680,"sha256":"{4:064x}"}})"
            "\n",
            fields.id, i, fields.name, k_some_time_ms + std::int64_t{300'000} * i, i);
    }
}

/// A catalogue of those pictures.
archive::Catalogue& large_catalogue() {
    static base::SystemClock clock;
    static archive::Catalogue catalogue = [] {
        write_record();
        return archive::Catalogue("Settings.json.pictures", clock, {});
    }();
    return catalogue;
}

void catalogue_of_100000_pictures_totals(benchmark::State& state) {
    archive::Catalogue& catalogue = large_catalogue();
    // The first look takes over the record.
    benchmark::DoNotOptimize(catalogue.cameras());
    for (auto _ : state) {
        benchmark::DoNotOptimize(catalogue.cameras());
    }
}

BENCHMARK(catalogue_of_100000_pictures_totals);

void catalogue_of_100000_pictures_searched_for_expired(benchmark::State& state) {
    archive::Catalogue& catalogue = large_catalogue();
    for (auto _ : state) {
        benchmark::DoNotOptimize(catalogue.last_expired("600000001", {.before = capture(k_files)}));
    }
}

BENCHMARK(catalogue_of_100000_pictures_searched_for_expired);

} // namespace

BENCHMARK_MAIN();
