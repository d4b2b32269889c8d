// SPDX-License-Identifier: Apache-2.0
#include "soak/soak.hpp"

#include "archive/archive.hpp"
#include "archive/folder_store.hpp"
#include "base/error.hpp"
#include "ring/api/service.hpp"
#include "ring/login/session.hpp"
#include "settings/store.hpp"
#include "snapshot/watch/watch.hpp"
#include "soak/replies.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <unistd.h>

namespace soak {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
namespace fs = std::filesystem;

/// 2026-10-23 12:00 UTC: clocks in Europe go back in the second night.
constexpr base::SystemTime k_start{std::chrono::seconds(1'792'756'800)};

/// Of each camera.
std::size_t recorded_before(const SoakPlan& plan) {
    return static_cast<std::size_t>(plan.recorded_before / plan.cameras);
}

std::size_t entries_in(const fs::path& folder) {
    std::error_code error;
    const fs::directory_iterator entries(folder, error);
    return error ? 0 : static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

Resources resources() {
    constexpr std::size_t k_page_kib = 4;
    Resources found;
    std::size_t all = 0;
    std::size_t resident = 0;
    if (std::ifstream("/proc/self/statm") >> all >> resident) {
        found.memory_kib = resident * k_page_kib;
    }
    found.descriptors = entries_in("/proc/self/fd");
    found.threads = entries_in("/proc/self/task");
    return found;
}

/// Saves pictures as the program does, but for a disk that is full for some minutes now and then.
class SavedPictures final : public snapshot::WatchOwner {
public:
    SavedPictures(const fs::path& folder, base::Clock& clock, Ledger& ledger, const SoakPlan& plan)
        : m_folder(folder / "pictures"),
          m_log(folder / "Settings.json.pictures.db-wal"),
          m_clock(clock),
          m_ledger(ledger),
          m_store(m_folder),
          m_archive(folder / "Settings.json.pictures", clock, {}),
          m_kept(k_pictures_kept + recorded_before(plan)),
          m_random(plan.seed) {
        for (int camera = 0; camera < plan.cameras; ++camera) {
            m_archive.catalogue().add(older_pictures(camera, recorded_before(plan)));
        }
    }

    std::optional<base::Error> save(std::size_t camera,
                                    const snapshot::CameraPicture& picture) override {
        refuse_now_and_then();
        const std::string id = std::to_string(k_first_camera + static_cast<std::int64_t>(camera));
        archive::NameFields fields;
        fields.id = id;
        fields.time = picture.picture.captured.value_or(m_clock.now());
        if (m_archive.save(m_store, m_name, fields, picture.picture).is_new()) {
            m_ledger.saved(capture_of(picture.picture.bytes).value());
        }
        clean(camera, id);
        look_at_log();
        return {};
    }

    std::uintmax_t most_log_bytes() {
        const std::lock_guard guard(m_mutex);
        return m_most_log_bytes;
    }

    void take(const snapshot::WatchEvent& event) {
        failures += std::holds_alternative<snapshot::CameraFailing>(event) ? 1 : 0;
        recoveries += std::holds_alternative<snapshot::CameraRecovered>(event) ? 1 : 0;
        good_rounds += std::holds_alternative<snapshot::GoodRound>(event) ? 1 : 0;
    }

    std::size_t files() const { return entries_in(m_folder); }

    std::size_t recorded() {
        std::size_t count = 0;
        for (const archive::CameraTotals& camera : m_archive.catalogue().cameras()) {
            count += static_cast<std::size_t>(camera.pictures);
        }
        return count;
    }

    std::atomic<std::int64_t> failures = 0;
    std::atomic<std::int64_t> recoveries = 0;
    std::atomic<std::int64_t> good_rounds = 0;
    std::atomic<std::int64_t> refused = 0;

private:
    /// Pictures of a camera until the start, one in five minutes.
    std::vector<archive::RecordedPicture> older_pictures(int camera, std::size_t count) const {
        std::vector<archive::RecordedPicture> pictures(count);
        for (std::size_t i = 0; i < count; ++i) {
            archive::RecordedPicture& picture = pictures[i];
            picture.camera_id = std::to_string(k_first_camera + camera);
            picture.captured = k_start - std::chrono::minutes(5) * (count - i);
            picture.saved = picture.captured;
            picture.place = {m_folder.string(),
                             picture.camera_id + " - older " + std::to_string(i) + ".jpg"};
            picture.facts.size = i + 1;
            picture.facts.sha256 = std::string(64, 'a');
            picture.facts.received_sha256 = picture.facts.sha256;
        }
        return pictures;
    }

    void look_at_log() {
        std::error_code error;
        const std::uintmax_t size = fs::file_size(m_log, error);
        const std::lock_guard guard(m_mutex);
        m_most_log_bytes = std::max(m_most_log_bytes, error ? 0 : size);
    }

    void clean(std::size_t camera, const std::string& id) {
        {
            const std::lock_guard guard(m_mutex);
            base::SteadyTime& last = m_cleaned[camera];
            if (m_clock.steady_now() - last < hours(1)) {
                return;
            }
            last = m_clock.steady_now();
        }
        m_archive.expire(id, {.age = {}, .count = m_kept}, m_clock.now());
    }

    void refuse_now_and_then() {
        constexpr unsigned k_one_in = 20;
        const std::lock_guard guard(m_mutex);
        if (m_random() % k_one_in == 0) {
            ++refused;
            throw base::Error(base::ErrorCode::cannot_write, "no space left on the disk");
        }
    }

    fs::path m_folder;
    fs::path m_log;
    base::Clock& m_clock;
    Ledger& m_ledger;
    archive::FolderStore m_store;
    archive::Archive m_archive;
    archive::NameTemplate m_name{"{id} - {time:%Y-%m-%d %H-%M-%S}.jpg"};
    std::size_t m_kept;
    std::mutex m_mutex;
    std::uintmax_t m_most_log_bytes = 0;
    std::mt19937_64 m_random;
    std::map<std::size_t, base::SteadyTime> m_cleaned;
};

/// What happens to a machine in an hour of the month.
void misfortune(int hour, VirtualClock& clock, SimulatedHome& home) {
    const int day = hour / 24;
    switch (hour % 24) {
    case 3:
        clock.set_wrong_by(day % 3 == 0 ? hours(-3) : hours(26));
        break;
    case 5:
        clock.set_wrong_by(std::chrono::seconds(0));
        break;
    case 8:
        home.set_outage(day % 2 == 1);
        break;
    case 11:
        home.set_outage(false);
        break;
    case 14:
        if (day % 3 == 1) {
            clock.suspend(hours(7));
        }
        break;
    case 17:
        if (day % 5 == 2) {
            // A machine without a battery for its clock, after the power was away.
            clock.set_wrong_by(std::chrono::duration_cast<std::chrono::seconds>(base::SystemTime{} -
                                                                                clock.true_now()));
        }
        break;
    case 18:
        clock.set_wrong_by(std::chrono::seconds(0));
        break;
    default:
        break;
    }
}

void store_login(settings::Store& store, base::SystemTime now) {
    store.update(
        [&](settings::Settings& settings) {
            settings.hardware_id = k_hardware_id;
            settings.refresh_token = base::Secret("refresh-0");
            settings.access_token = base::Secret("access-0");
            settings.access_token_life = hours(1);
            settings.access_token_expires = now + hours(1);
        },
        {});
}

std::vector<snapshot::CameraFacts> cameras_of(const SoakPlan& plan) {
    std::vector<snapshot::CameraFacts> cameras(static_cast<std::size_t>(plan.cameras));
    for (std::size_t i = 0; i < cameras.size(); ++i) {
        cameras[i].id = k_first_camera + static_cast<std::int64_t>(i);
        cameras[i].device.emplace();
        cameras[i].device->id = cameras[i].id;
        cameras[i].device->power = SimulatedHome::has_battery(cameras[i].id)
                                       ? ring::PowerSource::battery
                                       : ring::PowerSource::wired;
    }
    return cameras;
}

snapshot::WatchPlan watch_plan_of(const SoakPlan& plan) {
    snapshot::WatchPlan watch_plan;
    watch_plan.picture_options.fresh = plan.fresh;
    watch_plan.duration = hours(24) * plan.days;
    return watch_plan;
}

} // namespace

fs::path quick_folder() {
    const fs::path memory = "/dev/shm";
    std::error_code error;
    return fs::is_directory(memory, error) && ::access(memory.c_str(), W_OK) == 0
               ? memory
               : fs::temp_directory_path();
}

SoakFigures run_soak(const SoakPlan& plan, const fs::path& folder) {
    VirtualClock clock(k_start, static_cast<std::size_t>(plan.cameras) + 1);
    Ledger ledger;
    // Without a capture time nobody can tell whether a picture is fresh.
    SimulatedHome home(clock, ledger, {plan.cameras, plan.faults, !plan.fresh, plan.seed});
    settings::Store store(folder / "Settings.json", clock, {});
    store_login(store, clock.now());
    ring::Session session(home, ring::Endpoints(), store, clock, "ring-snapshot in a simulation");
    ring::Service service(session, clock);
    SavedPictures archive(folder, clock, ledger, plan);

    snapshot::WatchEvents events;
    events.add([&](const snapshot::WatchEvent& event) { archive.take(event); });
    snapshot::Watch watch(service, clock, watch_plan_of(plan), cameras_of(plan), archive, events);

    SoakFigures figures;
    std::stop_source stop;
    {
        const std::jthread watching([&] {
            try {
                watch.run(stop.get_token());
            } catch (const base::Error& error) {
                figures.ended_by = error.message();
                stop.request_stop();
            }
        });
        for (int hour = 0; hour < 24 * plan.days; ++hour) {
            misfortune(hour, clock, home);
            if (!clock.sleep_for(hours(1), stop.get_token())) {
                break;
            }
            if (hour % 24 != 22) {
                continue;
            }
            ledger.settle(to_ms(clock.true_now() - hours(24)));
            const Resources now = resources();
            figures.first_day = hour < 24 ? now : figures.first_day;
            figures.last_day = now;
            figures.most.memory_kib = std::max(figures.most.memory_kib, now.memory_kib);
            figures.most.descriptors = std::max(figures.most.descriptors, now.descriptors);
            figures.most.threads = std::max(figures.most.threads, now.threads);
            figures.most_files = std::max(figures.most_files, archive.files());
            figures.most_recorded = std::max(figures.most_recorded, archive.recorded());
        }
    }
    // What came in the last hours may still have waited for the disk.
    ledger.settle(to_ms(clock.true_now() - hours(2)));
    figures.service = home.figures();
    figures.pictures = ledger.result();
    figures.failures_told = archive.failures;
    figures.recoveries_told = archive.recoveries;
    figures.good_rounds = archive.good_rounds;
    figures.refused_writes = archive.refused;
    figures.files = archive.files();
    figures.recorded = archive.recorded();
    figures.most_log_bytes = archive.most_log_bytes();
    return figures;
}

std::vector<std::string> complaints(const SoakFigures& figures, const SoakPlan& plan) {
    // Three cool-downs in a row, each up to the round after 15 minutes: one for the service, one
    // for the disk, one for a pause that Ring asked another camera for.
    constexpr auto k_longest_silence = std::chrono::minutes(60);
    constexpr auto k_shortest_wake_pause = std::chrono::minutes(9);
    constexpr int k_days_to_grow = 10;
    constexpr std::size_t k_files_being_written = 4;
    constexpr std::size_t k_memory_slack_kib = 4096;
    const auto& service = figures.service;
    const auto& pictures = figures.pictures;
    constexpr std::size_t k_saved_between_cleanings = 14;
    const std::size_t kept = (k_pictures_kept + recorded_before(plan) + k_saved_between_cleanings) *
                             static_cast<std::size_t>(plan.cameras);
    constexpr std::uintmax_t k_longest_log = std::uintmax_t{8} << 20U;
    const std::int64_t least = std::int64_t{plan.days} * plan.cameras * (plan.fresh ? 80 : 20);
    std::vector<std::string> found;
    const auto expect = [&](bool good, const char* sentence) {
        if (!good) {
            found.emplace_back(sentence);
        }
    };
    expect(figures.ended_by.empty(), "the watch ended by itself");
    expect(service.faults > service.requests / 15, "too few answers were spoiled to prove much");
    expect(service.dead_tokens == 0, "a refresh token was used that was dead");
    // One an hour, and those that the service provoked; not one a camera.
    expect(service.refreshes <= 26 * plan.days + service.extra_refreshes, "too many refreshes");
    expect(service.longest_silence <= k_longest_silence, "a camera was not asked for long");
    expect(pictures.saved_once >= least, "too few captures were saved");
    if (plan.fresh) {
        // A picture of the older interface whose capture time could not be asked for is named after
        // its download, and may be met again under its own time.
        expect(pictures.saved_again * 10'000 <= pictures.saved_once + 10'000,
               "too many captures were saved twice");
        expect(service.shortest_wake_pause >= k_shortest_wake_pause,
               "a battery camera was woken too often");
    } else {
        expect(pictures.saved_again == 0, "a capture was saved twice");
        expect(pictures.lost == 0, "a capture that came was not saved");
        expect(service.wakes == 0, "a camera was woken");
    }
    expect(figures.most_files <= kept && figures.most_recorded <= kept, "older pictures were kept");
    expect(figures.most_recorded >= static_cast<std::size_t>(plan.recorded_before),
           "pictures from before were forgotten");
    expect(figures.most_log_bytes < k_longest_log, "the write-ahead log grew");
    expect(figures.most.threads <= figures.first_day.threads, "threads grew in number");
    expect(figures.most.descriptors <= figures.first_day.descriptors + k_files_being_written,
           "file descriptors grew in number");
    expect(plan.days < k_days_to_grow ||
               figures.most.memory_kib <= figures.first_day.memory_kib + k_memory_slack_kib,
           "memory grew");
    return found;
}

} // namespace soak
