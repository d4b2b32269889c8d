// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "home_assistant/camera.hpp"
#include "home_assistant/leftovers.hpp"
#include "home_assistant/topics.hpp"
#include "mqtt/publisher.hpp"
#include "snapshot/watch/picture_requests.hpp"
#include "snapshot/watch/watch_events.hpp"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace home_assistant {

/// Tells a broker, and Home Assistant behind it, of the cameras of a watch, and takes its commands.
/// What it publishes is retained, so that a restart of either side loses nothing. Nobody waits for
/// it: what takes time is done by a thread of its own. May be used from many threads.
class Bridge {
public:
    /// Larger pictures are left out: brokers cut the connection to whoever sends them.
    static constexpr std::size_t k_largest_image = 1'000'000;

    struct Options {
        std::string prefix = "ring-snapshot";
        /// Where Home Assistant looks for descriptions; std::nullopt: it is told of no devices.
        std::optional<std::string> discovery = "homeassistant";
    };

    /// What the bridge needs from its owner. Called from any of its threads; each may be empty.
    struct Seams {
        /// The devices of the account as they are now; std::nullopt when they cannot be had. May
        /// take long.
        std::function<std::optional<std::vector<ring::Device>>(std::stop_token)> devices;
        /// A picture that was saved at `path`; std::nullopt when it is gone, or larger than
        /// k_largest_image. Must not throw. Pictures are not kept in memory: at each connect they
        /// are published from their files.
        std::function<std::optional<std::string>(const std::string& path)> read_picture;
        /// Tells the user.
        std::function<void(const std::string&)> warn;
        /// The same, for who wants to know all.
        std::function<void(const std::string&)> note;
    };

    using RequestPicture = std::function<snapshot::RequestAnswer(std::size_t camera)>;

    /// @param clock    must outlive this object
    /// @param cameras  of the watch, in its order
    Bridge(base::Clock& clock, Options options, std::vector<Camera> cameras, Seams seams);
    ~Bridge();

    Bridge(const Bridge&) = delete;
    Bridge& operator=(const Bridge&) = delete;

    // For the client of the broker.
    mqtt::Message will() const { return offline(); }

    /// What is published before a clean end.
    mqtt::Message offline() const { return {m_topics.status(), "offline", true}; }

    std::vector<std::string> subscriptions() const;

    /// From when on messages are published; they are published once more at each connected().
    /// @param publisher  must outlive this object, or its detach()
    void attach(mqtt::Publisher& publisher);
    /// Nothing is published any more when this returns.
    void detach();

    /// The broker has accepted the login, and the subscriptions are sent.
    void connected();
    void received(const mqtt::Message& message);

    /// The newest picture that an earlier run saved, unless a newer one is known.
    void recall(std::size_t camera, PictureState picture, std::string bytes);

    /// Something happened in the watch.
    void take(const snapshot::WatchEvent& event);

    /// Where pictures are asked for that somebody wants; empty: nowhere. When this returns, what
    /// was set before is no longer called.
    void request_pictures_by(RequestPicture request);

private:
    struct Entry {
        Camera camera;
        CameraState state;
        bool has_told_size = false;
        bool has_told_refusal = false;
    };

    /// What the thread has to do.
    struct Work {
        bool describe_again = false;
        bool remove_leftovers = false;
        bool ask_for_devices = false;

        bool any() const { return describe_again || remove_leftovers || ask_for_devices; }
    };

    void publish(mqtt::Message message);
    void publish_all();
    void publish_description(const Entry& entry);
    void publish_state(const Entry& entry);
    void publish_image(const Entry& entry, std::string bytes = {});
    void note_picture(Entry& entry, PictureState picture, std::string bytes);
    void take_picture(const snapshot::PictureSaved& saved);
    void press(std::size_t camera);
    void note_leftover(const std::string& id);
    void ask_for_description(const std::string& id);
    void hear_of_description(const mqtt::Message& message);
    void hear_of_status(const mqtt::Message& message);
    /// Has the thread do it. m_mutex is held.
    void want(bool Work::*what);
    void ask_for_devices_if_due();
    void run(const std::stop_token& stop);
    void describe_again(const std::stop_token& stop);
    void remove_leftovers(const std::stop_token& stop);
    void ask_for_devices(const std::stop_token& stop);
    void warn(const std::string& text) const;

    base::Clock& m_clock;
    const Options m_options;
    const Topics m_topics;
    const Seams m_seams;

    std::mutex m_mutex;
    std::condition_variable_any m_has_work;
    mqtt::Publisher* m_publisher = nullptr;
    std::vector<Entry> m_entries;
    Leftovers m_leftovers;
    /// Another program published below the prefix when the connection was made.
    bool m_is_shared = false;
    bool m_has_told_sharing = false;
    base::SteadyTime m_devices_asked;
    Work m_work;

    std::mutex m_request_mutex;
    RequestPicture m_request;
    std::jthread m_thread;
};

} // namespace home_assistant
