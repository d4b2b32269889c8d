// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "snapshot/watch/watch.hpp"
#include "unit/snapshot/camera_job_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace snapshot {

/// Writes down what a watch tells, and is its owner.
class Record final : public WatchOwner {
public:
    Record() {
        told.add([this](const WatchEvent& event) { take(event); });
    }

    std::optional<base::Error> save(std::size_t camera, const CameraPicture& picture) override {
        add("picture", camera);
        {
            const std::lock_guard guard(m_mutex);
            pictures.push_back(picture.picture.bytes);
        }
        on_picture();
        return copy_failure;
    }

    void take(const WatchEvent& event) {
        if (const auto* failing = std::get_if<CameraFailing>(&event)) {
            add("failing with " + std::string(name_of(failing->error.code())), failing->camera);
            const std::lock_guard guard(m_mutex);
            errors.push_back(failing->error);
        } else if (const auto* recovered = std::get_if<CameraRecovered>(&event)) {
            add("recovered", recovered->camera);
        } else if (const auto* request = std::get_if<RequestFailed>(&event)) {
            add("request failed with " + std::string(name_of(request->error.code())),
                request->camera);
        } else if (std::holds_alternative<GoodRound>(event)) {
            add("good round", 0);
        }
    }

    auto count(const std::string& event) const {
        return std::count(events.begin(), events.end(), event);
    }

    WatchEvents told;
    /// Called for each picture; what it throws is a failure to save.
    std::function<void()> on_picture = [] {};
    /// How the copy of each picture fails.
    std::optional<base::Error> copy_failure;
    /// "picture", "failing with …", "recovered", each with " 1" for the second camera, and so on.
    std::vector<std::string> events;
    std::vector<std::string> pictures;
    std::vector<base::Error> errors;

private:
    void add(std::string event, std::size_t camera) {
        const std::lock_guard guard(m_mutex);
        events.push_back(std::move(event) + (camera > 0 ? " " + std::to_string(camera) : ""));
    }

    std::mutex m_mutex;
};

/// A watch of one wired camera.
struct WatchTest : CameraJobTest {
    WatchTest() {
        facts.device.emplace();
        facts.device->id = k_id;
        facts.device->power = ring::PowerSource::wired;
        // A token lives an hour, some watches here longer.
        account.client.always("POST", "/oauth/token",
                              [](const http::Request&) { return test::new_tokens(2); });
    }

    /// How the camera's last round failed.
    std::optional<base::Error> watch(std::stop_token stop = {}) {
        return Watch(account.service(), account.clock, plan, {facts}, record, record.told)
            .run(stop)
            .front();
    }

    /// A new picture each time.
    http::Response new_picture() {
        const int number = ++m_pictures;
        return picture(base::SystemTime(std::chrono::seconds(1'789'000'000)) +
                           std::chrono::seconds(number),
                       number);
    }

    /// Each request for the next picture gets the answer of `answer` to its number, from 0 on.
    void serve(std::function<http::Response(std::size_t)> answer) {
        always_next([this, answer](const http::Request&) {
            m_begun.push_back(account.clock.steady_now());
            return answer(m_begun.size() - 1);
        });
    }

    /// When each round's request was sent, seen from the start of the watch.
    std::vector<std::chrono::nanoseconds> rounds() const {
        std::vector<std::chrono::nanoseconds> found;
        for (const base::SteadyTime time : m_begun) {
            found.push_back(time - m_start);
        }
        return found;
    }

    /// The time from each round to the next but for that from the first, which has the jitter.
    std::vector<std::chrono::nanoseconds> gaps() const {
        std::vector<std::chrono::nanoseconds> found;
        for (std::size_t i = 2; i < m_begun.size(); ++i) {
            found.push_back(m_begun[i] - m_begun[i - 1]);
        }
        return found;
    }

    Record record;
    WatchPlan plan;

private:
    base::SteadyTime m_start = account.clock.steady_now();
    std::vector<base::SteadyTime> m_begun;
    std::atomic<int> m_pictures = 0;
};

} // namespace snapshot
