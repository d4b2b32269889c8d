// SPDX-License-Identifier: Apache-2.0
#include "home_assistant/bridge.hpp"

#include "base/system/random.hpp"
#include "home_assistant/discovery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace home_assistant {
namespace {

using std::chrono::milliseconds;

/// So that many programs do not all answer a Home Assistant that starts at the same moment.
constexpr milliseconds k_longest_birth_pause = std::chrono::seconds(5);
/// Brokers send what they retain at once; some do it beside everything else.
constexpr milliseconds k_retained_pause = std::chrono::seconds(5);
/// Batteries last for months, and each question costs Ring a request or two.
constexpr milliseconds k_devices_pause = std::chrono::minutes(15);

/// Where Home Assistant says that it has started, whatever prefix it looks for descriptions under.
constexpr auto k_birth_topic = "homeassistant/status";

constexpr auto k_online = "online";
constexpr auto k_offline = "offline";

const char* word_for(bool is_online) {
    return is_online ? k_online : k_offline;
}

} // namespace

Bridge::Bridge(base::Clock& clock, Options options, std::vector<Camera> cameras, Seams seams)
    : m_clock(clock),
      m_options(std::move(options)),
      m_topics(m_options.prefix),
      m_seams(std::move(seams)),
      m_leftovers(m_topics),
      m_devices_asked(clock.steady_now()) {
    for (Camera& camera : cameras) {
        Entry entry;
        entry.state.device = camera.device;
        entry.camera = std::move(camera);
        m_entries.push_back(std::move(entry));
    }
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Bridge::~Bridge() {
    m_thread.request_stop();
    m_thread.join();
}

std::vector<std::string> Bridge::subscriptions() const {
    std::vector<std::string> topics = {m_topics.status(), m_topics.availability("+"),
                                       m_topics.take("+")};
    if (m_options.discovery) {
        topics.emplace_back(k_birth_topic);
        if (const std::string own = *m_options.discovery + "/status"; own != k_birth_topic) {
            topics.push_back(own);
        }
    }
    return topics;
}

void Bridge::attach(mqtt::Publisher& publisher) {
    const std::lock_guard guard(m_mutex);
    m_publisher = &publisher;
    publish_all();
    for (const std::string& id : m_leftovers.cameras()) {
        ask_for_description(id);
        want(&Work::remove_leftovers);
    }
}

void Bridge::detach() {
    const std::lock_guard guard(m_mutex);
    m_publisher = nullptr;
}

void Bridge::connected() {
    const std::lock_guard guard(m_mutex);
    m_is_shared = false;
    m_leftovers.forget();
    publish_all();
}

void Bridge::received(const mqtt::Message& message) {
    if (message.topic == m_topics.status()) {
        hear_of_status(message);
        return;
    }
    if (m_options.discovery &&
        (message.topic == k_birth_topic || message.topic == *m_options.discovery + "/status")) {
        // One that is retained was there before all that was published at the connect.
        if (message.payload == k_online && !message.retain) {
            const std::lock_guard guard(m_mutex);
            want(&Work::describe_again);
        }
        return;
    }
    if (const auto id = m_topics.camera_in(message.topic, "availability")) {
        if (message.retain && !message.payload.empty()) {
            note_leftover(*id);
        }
        return;
    }
    if (m_options.discovery && is_discovery_topic(*m_options.discovery, message.topic)) {
        hear_of_description(message);
        return;
    }
    const auto id = m_topics.camera_in(message.topic, "take");
    // A retained command would take a picture at each start.
    if (!id || message.retain || message.payload != k_press) {
        return;
    }
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (m_entries[i].camera.id == *id) {
            press(i);
        }
    }
}

void Bridge::hear_of_status(const mqtt::Message& message) {
    const std::lock_guard guard(m_mutex);
    if (message.retain) {
        // It was there before this program's own.
        m_is_shared = message.payload == k_online;
    } else if (message.payload != k_online) {
        // The broker may notice late that an earlier connection of this program has gone.
        publish({m_topics.status(), k_online, true});
    }
}

void Bridge::note_leftover(const std::string& id) {
    const bool is_own = std::any_of(m_entries.begin(), m_entries.end(),
                                    [&](const Entry& entry) { return entry.camera.id == id; });
    if (is_own) {
        return;
    }
    const std::lock_guard guard(m_mutex);
    m_leftovers.note_camera(id);
    ask_for_description(id);
    want(&Work::remove_leftovers);
}

void Bridge::ask_for_description(const std::string& id) {
    if (m_options.discovery && m_publisher != nullptr) {
        m_publisher->subscribe(discovery_topic(*m_options.discovery, id));
    }
}

void Bridge::hear_of_description(const mqtt::Message& message) {
    const std::lock_guard guard(m_mutex);
    if (m_leftovers.note_description(message)) {
        want(&Work::remove_leftovers);
    }
}

void Bridge::press(std::size_t camera) {
    snapshot::RequestAnswer answer = snapshot::RequestAnswer::ended;
    {
        const std::lock_guard guard(m_request_mutex);
        if (m_request) {
            answer = m_request(camera);
        }
    }
    const std::lock_guard guard(m_mutex);
    Entry& entry = m_entries[camera];
    if (answer != snapshot::RequestAnswer::too_soon) {
        entry.has_told_refusal = false;
    } else if (!std::exchange(entry.has_told_refusal, true) && m_seams.note) {
        m_seams.note(fmt::format("{}: a picture was asked for too soon after the last one, and is "
                                 "not taken",
                                 entry.camera.title));
    }
}

void Bridge::request_pictures_by(RequestPicture request) {
    const std::lock_guard guard(m_request_mutex);
    m_request = std::move(request);
}

void Bridge::recall(std::size_t camera, PictureState picture, std::string bytes) {
    const std::lock_guard guard(m_mutex);
    Entry& entry = m_entries.at(camera);
    if (entry.state.picture) {
        return;
    }
    note_picture(entry, std::move(picture), std::move(bytes));
}

void Bridge::take(const snapshot::WatchEvent& event) {
    if (const auto* saved = std::get_if<snapshot::PictureSaved>(&event)) {
        take_picture(*saved);
    } else if (const auto* failing = std::get_if<snapshot::CameraFailing>(&event)) {
        const std::lock_guard guard(m_mutex);
        Entry& entry = m_entries.at(failing->camera);
        entry.state.error = failing->error.message();
        publish_state(entry);
        // It may be offline.
        want(&Work::ask_for_devices);
    } else if (const auto* recovered = std::get_if<snapshot::CameraRecovered>(&event)) {
        const std::lock_guard guard(m_mutex);
        Entry& entry = m_entries.at(recovered->camera);
        entry.state.error.clear();
        publish_state(entry);
        want(&Work::ask_for_devices);
    } else if (const auto* request = std::get_if<snapshot::RequestFailed>(&event)) {
        const std::lock_guard guard(m_mutex);
        Entry& entry = m_entries.at(request->camera);
        entry.state.request_error = request->error.message();
        publish_state(entry);
    }
    ask_for_devices_if_due();
}

void Bridge::take_picture(const snapshot::PictureSaved& saved) {
    const snapshot::CameraPicture& taken = saved.picture;
    const std::lock_guard guard(m_mutex);
    Entry& entry = m_entries.at(saved.camera);
    entry.state.request_error.clear();
    note_picture(entry,
                 {.captured = taken.picture.captured,
                  .age = taken.age,
                  .seen = m_clock.steady_now(),
                  .fresh = taken.fresh,
                  .width = taken.picture.width,
                  .height = taken.picture.height,
                  .path = saved.path},
                 taken.picture.bytes);
}

void Bridge::note_picture(Entry& entry, PictureState picture, std::string bytes) {
    picture.bytes = bytes.size();
    entry.state.picture = std::move(picture);
    if (bytes.size() > k_largest_image && !std::exchange(entry.has_told_size, true)) {
        warn(fmt::format("{}: pictures larger than 1 MB are not sent to the broker",
                         entry.camera.title));
    }
    publish_image(entry, std::move(bytes));
    publish_state(entry);
}

void Bridge::publish(mqtt::Message message) {
    if (m_publisher != nullptr) {
        m_publisher->publish(std::move(message));
    }
}

void Bridge::publish_all() {
    publish({m_topics.status(), k_online, true});
    for (const Entry& entry : m_entries) {
        publish_description(entry);
        publish_image(entry);
        publish_state(entry);
    }
}

void Bridge::publish_description(const Entry& entry) {
    if (m_options.discovery) {
        publish(discovery_message(*m_options.discovery, m_topics, entry.camera));
    }
}

void Bridge::publish_state(const Entry& entry) {
    publish({m_topics.availability(entry.camera.id), word_for(entry.state.is_available()), true});
    publish({m_topics.state(entry.camera.id), state_json(entry.state, m_clock), true});
}

/// @param bytes  empty: they are read when they are sent
void Bridge::publish_image(const Entry& entry, std::string bytes) {
    if (!entry.state.picture || entry.state.picture->bytes > k_largest_image) {
        return;
    }
    publish({m_topics.image(entry.camera.id), std::move(bytes), true,
             [read = m_seams.read_picture, path = entry.state.picture->path] {
                 return read ? read(path) : std::nullopt;
             }});
}

void Bridge::want(bool Work::*what) {
    m_work.*what = true;
    m_has_work.notify_one();
}

void Bridge::ask_for_devices_if_due() {
    const std::lock_guard guard(m_mutex);
    if (m_clock.steady_now() - m_devices_asked >= k_devices_pause) {
        want(&Work::ask_for_devices);
    }
}

void Bridge::run(const std::stop_token& stop) {
    for (;;) {
        Work work;
        {
            std::unique_lock lock(m_mutex);
            if (!m_has_work.wait(lock, stop, [this] { return m_work.any(); })) {
                return;
            }
            work = std::exchange(m_work, {});
        }
        if (work.ask_for_devices) {
            ask_for_devices(stop);
        }
        if (work.remove_leftovers) {
            remove_leftovers(stop);
        }
        if (work.describe_again) {
            describe_again(stop);
        }
    }
}

void Bridge::describe_again(const std::stop_token& stop) {
    if (!m_clock.sleep_for(base::random_part_of(k_longest_birth_pause), stop)) {
        return;
    }
    const std::lock_guard guard(m_mutex);
    publish({m_topics.status(), k_online, true});
    for (const Entry& entry : m_entries) {
        publish_description(entry);
        publish_state(entry);
    }
}

/// Takes back what is known of cameras that are no longer watched, unless another program watches
/// them.
void Bridge::remove_leftovers(const std::stop_token& stop) {
    if (!m_clock.sleep_for(k_retained_pause, stop)) {
        return;
    }
    const std::lock_guard guard(m_mutex);
    if (m_publisher == nullptr) {
        // attach() has it done.
        return;
    }
    if (m_is_shared) {
        if (!std::exchange(m_has_told_sharing, true)) {
            warn(fmt::format("another watch publishes below {}, too: give each a prefix of its "
                             "own, as in --mqtt mqtt://HOST/PREFIX",
                             m_topics.prefix()));
        }
        return;
    }
    for (mqtt::Message& removal : m_leftovers.take_removals()) {
        publish(std::move(removal));
    }
}

void Bridge::ask_for_devices(const std::stop_token& stop) {
    {
        const std::lock_guard guard(m_mutex);
        m_devices_asked = m_clock.steady_now();
    }
    if (!m_seams.devices) {
        return;
    }
    const auto devices = m_seams.devices(stop);
    if (!devices) {
        return;
    }
    const std::lock_guard guard(m_mutex);
    for (Entry& entry : m_entries) {
        const auto found =
            std::find_if(devices->begin(), devices->end(), [&](const ring::Device& device) {
                return std::to_string(device.id) == entry.camera.id;
            });
        if (found == devices->end()) {
            continue;
        }
        entry.state.device = *found;
        if (!entry.camera.device) {
            // Its battery is known only now.
            entry.camera.device = *found;
            publish_description(entry);
        }
        publish_state(entry);
    }
}

void Bridge::warn(const std::string& text) const {
    if (m_seams.warn) {
        m_seams.warn(text);
    }
}

} // namespace home_assistant
