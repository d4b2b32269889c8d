// SPDX-License-Identifier: Apache-2.0
/// What saving, looking up and deleting cost in an archive that is there already:
///
///     archive_costs RECORD FOLDER save|day|round|delete COUNT
///
/// RECORD names the catalogue, FOLDER holds the pictures. Does it COUNT times and prints what it
/// cost as a JSON object: microseconds, bytes written beside the pictures, and peak memory.

#include "archive/archive.hpp"
#include "archive/file_name.hpp"
#include "archive/folder_store.hpp"
#include "base/clock.hpp"
#include "support/test_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace {

using namespace std::chrono_literals;

constexpr int k_different_pictures = 8;

struct Costs {
    std::vector<double> wall_us;
    double cpu_us = 0;
    std::int64_t written = 0;
    std::size_t pictures = 0;
};

double processor_us() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

/// What this process handed to the system for writing so far.
std::int64_t written_bytes() {
    std::ifstream io("/proc/self/io");
    std::string name;
    std::int64_t value = 0;
    while (io >> name >> value) {
        if (name == "wchar:") {
            return value;
        }
    }
    throw std::runtime_error("/proc/self/io does not tell what is written");
}

template <typename Work>
void measure(Costs& costs, Work work) {
    const double cpu = processor_us();
    const std::int64_t written = written_bytes();
    const auto start = std::chrono::steady_clock::now();
    const std::size_t bytes_of_pictures = work();
    costs.wall_us.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
            .count());
    costs.cpu_us += processor_us() - cpu;
    costs.written += written_bytes() - written - static_cast<std::int64_t>(bytes_of_pictures);
}

class Bench {
public:
    Bench(const std::string& record, const std::string& folder)
        : m_archive(record, m_clock, {}),
          m_store(folder),
          m_cameras(m_archive.catalogue().cameras()) {
        if (m_cameras.empty()) {
            throw std::runtime_error("nothing is recorded");
        }
    }

    /// Saves pictures, each a second after the newest of its camera.
    Costs save(int count) {
        std::vector<std::string> pictures;
        for (int seed = 1; seed <= k_different_pictures; ++seed) {
            pictures.push_back(test::make_jpeg(640, 360, seed));
        }
        const archive::NameTemplate name("{id} - {time:%Y-%m-%d %H-%M-%S}.jpg");
        Costs costs;
        // The first one opens what stays open.
        for (int i = -1; i < count; ++i) {
            archive::CameraTotals& camera =
                m_cameras[static_cast<std::size_t>(i + 1) % m_cameras.size()];
            camera.newest = camera.newest.value() + 1s;
            const archive::NameFields fields{.id = camera.id,
                                             .name = camera.name,
                                             .kind = {},
                                             .model = {},
                                             .location = {},
                                             .time = *camera.newest};
            const std::string& jpeg = pictures[static_cast<std::size_t>(i + 1) % pictures.size()];
            Costs first;
            measure(i < 0 ? first : costs, [&] {
                const auto saved = m_archive.save(m_store, name, fields,
                                                  {.bytes = jpeg,
                                                   .width = 640,
                                                   .height = 360,
                                                   .captured = camera.newest,
                                                   .brightness = 100.0});
                if (!saved.is_new()) {
                    throw std::runtime_error("the picture was there already");
                }
                return jpeg.size();
            });
        }
        costs.pictures = static_cast<std::size_t>(count);
        return costs;
    }

    /// Lists the pictures of days, spread over all that there are.
    Costs day(int count) {
        Costs costs;
        for (int i = 0; i < count; ++i) {
            const archive::CameraTotals& camera =
                m_cameras[static_cast<std::size_t>(i) % m_cameras.size()];
            const auto from =
                camera.first.value() + (camera.newest.value() - *camera.first) / count * i;
            measure(costs, [&] {
                costs.pictures +=
                    m_archive.catalogue().pictures(camera.id, from, from + 24h, 2000).size();
                return 0;
            });
        }
        return costs;
    }

    /// Rounds of deleting over all cameras that find nothing to delete.
    Costs round(int count) {
        Costs costs;
        for (int i = 0; i < count; ++i) {
            measure(costs, [&] {
                for (const archive::CameraTotals& camera : m_cameras) {
                    costs.pictures +=
                        m_archive.expire(camera.id, {.age = 24h, .count = {}}, *camera.first + 24h);
                }
                return 0;
            });
        }
        return costs;
    }

    /// Deletes the oldest day of so many cameras.
    Costs remove(int count) {
        Costs costs;
        for (int i = 0; i < count; ++i) {
            const archive::CameraTotals& camera = m_cameras.at(static_cast<std::size_t>(i));
            measure(costs, [&] {
                costs.pictures += m_archive.expire(camera.id, {.age = 0ms, .count = {}},
                                                   camera.first.value() + 24h);
                return 0;
            });
        }
        return costs;
    }

private:
    base::SystemClock m_clock;
    archive::Archive m_archive;
    archive::FolderStore m_store;
    std::vector<archive::CameraTotals> m_cameras;
};

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

Costs run(Bench& bench, const std::string& what, int count) {
    if (what == "save") {
        return bench.save(count);
    }
    if (what == "day") {
        return bench.day(count);
    }
    if (what == "round") {
        return bench.round(count);
    }
    if (what == "delete") {
        return bench.remove(count);
    }
    throw std::invalid_argument("unknown work: " + what);
}

} // namespace

int main(int argc, char** argv) try {
    if (argc != 5) {
        throw std::invalid_argument(
            "usage: archive_costs RECORD FOLDER save|day|round|delete COUNT");
    }
    Bench bench(argv[1], argv[2]);
    const int count = std::max(std::stoi(argv[4]), 1);
    const Costs costs = run(bench, argv[3], count);
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    fmt::print(R"({{"wall_us":{:.1f},"cpu_us":{:.1f},"written":{},"pictures":{},"rss_kib":{}}})"
               "\n",
               median(costs.wall_us), costs.cpu_us / count, costs.written / count,
               costs.pictures / static_cast<std::size_t>(count), usage.ru_maxrss);
    return 0;

} catch (const std::exception& error) {

    std::fprintf(stderr, "archive_costs: %s\n", error.what());
    return 1;
}
