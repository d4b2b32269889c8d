// SPDX-License-Identifier: Apache-2.0
#include "cli/watch/notify_sink.hpp"

#include "base/text/duration.hpp"
#include "base/text/given_value.hpp"
#include "cli/watch/notify_queue.hpp"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

NotifyQueue::Options queue_options(const WatchExtras& extras) {
    return {
        base::Secret(
            base::take_variable(base::ValueKind::token, "RING_SNAPSHOT_NOTIFY_TOKEN").value_or("")),
        extras.notify_picture};
}

/// Makes messages of what happens in a watch.
class Notifier {
public:
    Notifier(Context& context, const LateCameras& cameras, const WatchExtras& extras)
        : m_context(context), m_cameras(cameras) {
        for (const NotifyTarget& target : extras.notify) {
            m_queues.push_back(
                std::make_unique<NotifyQueue>(context, target, queue_options(extras)));
        }
    }

    void take(const snapshot::WatchEvent& event) {
        if (const auto* failing = std::get_if<snapshot::CameraFailing>(&event)) {
            Notification news = about(failing->camera, "failing");
            news.error = failing->error;
            news.text = failing->error.message();
            {
                const std::lock_guard guard(m_mutex);
                m_since.try_emplace(failing->camera, news.time);
            }
            push(news);
        } else if (const auto* recovered = std::get_if<snapshot::CameraRecovered>(&event)) {
            Notification news = about(recovered->camera, "recovered");
            news.text = "pictures come again" + time_without(recovered->camera, news.time);
            push(news);
        } else if (const auto* ended = std::get_if<snapshot::WatchEnded>(&event);
                   ended != nullptr && ended->error) {
            push({"ended", "", "", m_context.clock().now(), ended->error, ended->error->message()});
        }
    }

private:
    Notification about(std::size_t camera, const char* event) const {
        const CameraIdentity identity = m_cameras->identity(camera);
        return {event, std::to_string(identity.id), identity.title, m_context.clock().now()};
    }

    /// ", after 1 h 8 min"; empty when it is not known.
    std::string time_without(std::size_t camera, base::SystemTime now) {
        const std::lock_guard guard(m_mutex);
        const auto since = m_since.extract(camera);
        return since ? fmt::format(", after {}", base::describe_duration(
                                                     std::chrono::floor<std::chrono::milliseconds>(
                                                         now - since.mapped())))
                     : "";
    }

    void push(const Notification& news) {
        for (const auto& queue : m_queues) {
            queue->push(news);
        }
    }

    Context& m_context;
    const LateCameras& m_cameras;
    std::mutex m_mutex;
    /// When each camera that is failing began to.
    std::map<std::size_t, base::SystemTime> m_since;
    std::vector<std::unique_ptr<NotifyQueue>> m_queues;
};

} // namespace

snapshot::WatchSink notify_sink(Context& context, const LateCameras& cameras,
                                const WatchExtras& extras) {
    const auto notifier = std::make_shared<Notifier>(context, cameras, extras);
    return [notifier](const snapshot::WatchEvent& event) { notifier->take(event); };
}

int send_test_messages(Context& context, const WatchExtras& extras) {
    if (extras.notify.empty()) {
        throw Error(ErrorCode::usage,
                    "--notify-test sends a message to --notify, which is not given",
                    "add: --notify ntfys://ntfy.sh/TOPIC");
    }
    std::optional<Error> failure;
    for (const NotifyTarget& target : extras.notify) {
        try {
            NotifyQueue(context, target, queue_options(extras))
                .send_now({"test", "", "", context.clock().now(), std::nullopt,
                           "this is a test of messages from " + context.device_name()});
            context.output().result("sent to " + target.host);
        } catch (const Error& error) {
            if (error.code() == ErrorCode::interrupted) {
                throw;
            }
            if (failure) {
                context.output().error(*failure);
            }
            failure = error;
        }
    }
    if (failure) {
        throw Error(*failure);
    }
    return 0;
}

} // namespace cli
