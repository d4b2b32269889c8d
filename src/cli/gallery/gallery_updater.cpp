// SPDX-License-Identifier: Apache-2.0
#include "cli/gallery/gallery_updater.hpp"

#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "web/gallery/gallery.hpp"

#include <chrono>
#include <exception>
#include <utility>
#include <variant>

namespace cli {

GalleryUpdater::GalleryUpdater(Context& context, const std::string& folder,
                               std::vector<std::string> cameras)
    : m_context(context),
      m_folder(folder),
      m_cameras(std::move(cameras)),
      m_thread([this](std::stop_token stop) { work(std::move(stop)); }) {}

GalleryUpdater::~GalleryUpdater() {
    m_thread.request_stop();
    m_thread.join();
    if (m_has_news) {
        write();
    }
}

void GalleryUpdater::take(const snapshot::WatchEvent& event) {
    if (std::holds_alternative<snapshot::PictureSaved>(event)) {
        {
            const std::lock_guard guard(m_mutex);
            m_has_news = true;
        }
        m_changed.notify_one();
    }
}

void GalleryUpdater::work(std::stop_token stop) {
    constexpr auto k_pause = std::chrono::minutes(1);
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, stop, [this] { return m_has_news; }) ||
                stop.stop_requested()) {
                return;
            }
            m_has_news = false;
        }
        write();
        if (!m_context.clock().sleep_for(k_pause, stop)) {
            return;
        }
    }
}

void GalleryUpdater::write() {
    web::GalleryOptions options;
    options.folder = base::path_from_utf8(m_folder);
    options.choice.ids = m_cameras;
    try {
        web::write_gallery(m_context.archive().catalogue(), m_context.clock(), options);
        m_last_failure.clear();
    } catch (const base::Error& error) {
        warn(error.message(), error.hint());
    } catch (const std::exception& error) {
        // Of the system; the watch goes on.
        warn(error.what(), {});
    }
}

/// Once for each reason.
void GalleryUpdater::warn(const std::string& reason, const std::string& hint) {
    if (std::exchange(m_last_failure, reason) != reason) {
        m_context.output().warning("cannot write the gallery: " + reason, hint);
    }
}

} // namespace cli
