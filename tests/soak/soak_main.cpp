// SPDX-License-Identifier: Apache-2.0
// soak DAYS cached|fresh [PICTURES [SEED]]: watches twenty simulated cameras for so many days of
// virtual time, with so many pictures recorded before, and prints what came of it as JSON.
#include "soak/soak.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <random>
#include <string>
#include <vector>

namespace {

nlohmann::ordered_json to_json(const soak::Resources& resources) {
    return {{"memory_kib", resources.memory_kib},
            {"descriptors", resources.descriptors},
            {"threads", resources.threads}};
}

nlohmann::ordered_json to_json(const soak::SoakFigures& figures) {
    const auto& service = figures.service;
    return {{"requests", service.requests},
            {"faults", service.faults},
            {"outage_requests", service.outage_requests},
            {"refreshes", service.refreshes},
            {"extra_refreshes", service.extra_refreshes},
            {"dead_tokens", service.dead_tokens},
            {"captures", service.captures},
            {"wakes", service.wakes},
            {"shortest_wake_pause_s", service.shortest_wake_pause.count() / 1000},
            {"longest_silence_s", service.longest_silence.count() / 1000},
            {"saved_once", figures.pictures.saved_once},
            {"saved_again", figures.pictures.saved_again},
            {"lost", figures.pictures.lost},
            {"failures_told", figures.failures_told},
            {"recoveries_told", figures.recoveries_told},
            {"good_rounds", figures.good_rounds},
            {"refused_writes", figures.refused_writes},
            {"most_files", figures.most_files},
            {"most_recorded", figures.most_recorded},
            {"most_log_bytes", figures.most_log_bytes},
            {"first_day", to_json(figures.first_day)},
            {"last_day", to_json(figures.last_day)},
            {"most", to_json(figures.most)},
            {"ended_by", figures.ended_by}};
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() < 2 || arguments.size() > 4 ||
        (arguments[1] != "cached" && arguments[1] != "fresh")) {
        fmt::print(stderr, "usage: soak DAYS cached|fresh [PICTURES [SEED]]\n");
        return 2;
    }
    try {
        soak::SoakPlan plan;
        plan.days = std::stoi(arguments[0]);
        plan.fresh = arguments[1] == "fresh";
        plan.recorded_before = arguments.size() > 2 ? std::stoi(arguments[2]) : 0;
        plan.seed = arguments.size() > 3 ? std::stoull(arguments[3]) : std::random_device()();
        ::setenv("TZ", "Europe/Berlin", 1);
        const auto folder =
            soak::quick_folder() / fmt::format("ring-snapshot-soak-{}", std::random_device()());
        std::filesystem::create_directories(folder);
        const auto began = std::chrono::steady_clock::now();
        const soak::SoakFigures figures = run_soak(plan, folder);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
        std::filesystem::remove_all(folder);
        const std::string name = arguments[1] + (plan.recorded_before > 0 ? "-large" : "");
        nlohmann::ordered_json json = {{"name", name},        {"days", plan.days},
                                       {"fresh", plan.fresh}, {"cameras", plan.cameras},
                                       {"seed", plan.seed},   {"seconds", seconds.count()}};
        json.update(to_json(figures));
        fmt::print("{}\n", json.dump(2));
        const auto found = complaints(figures, plan);
        for (const std::string& sentence : found) {
            fmt::print(stderr, "soak: {}\n", sentence);
        }
        return found.empty() ? 0 : 1;
    } catch (const std::exception& error) {
        fmt::print(stderr, "soak: {}\n", error.what());
        return 1;
    }
}
