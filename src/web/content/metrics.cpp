// SPDX-License-Identifier: Apache-2.0
#include "web/content/metrics.hpp"

#include "base/text/unicode.hpp"

#include <fmt/core.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

namespace web {
namespace {

std::string escape_label(std::string_view text) {
    std::string escaped;
    for (const char c : base::valid_utf8(text)) {
        escaped += c == '\\' ? "\\\\" : c == '"' ? "\\\"" : c == '\n' ? "\\n" : std::string(1, c);
    }
    return escaped;
}

std::string metric_head(std::string_view name, std::string_view type, std::string_view help) {
    return fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

using Value = std::function<std::optional<std::string>(const CameraView&)>;

std::string camera_metric(std::string_view name, std::string_view help,
                          const std::vector<CameraView>& cameras, const Value& value) {
    std::string text = metric_head(name, "gauge", help);
    for (const CameraView& camera : cameras) {
        if (const auto number = value(camera)) {
            text += fmt::format("{}{{camera=\"{}\",name=\"{}\"}} {}\n", name,
                                escape_label(camera.id), escape_label(camera.title), *number);
        }
    }
    return text;
}

} // namespace

void AnswerCounter::count(int status) {
    const std::lock_guard guard(m_mutex);
    ++m_counts[status];
}

std::map<int, std::uint64_t> AnswerCounter::counts() const {
    const std::lock_guard guard(m_mutex);
    return m_counts;
}

std::string metrics_text(const std::vector<CameraView>& cameras,
                         const std::map<int, std::uint64_t>& answers) {
    std::string text = metric_head("ring_snapshot_build_info", "gauge", "The running version.");
    text += fmt::format("ring_snapshot_build_info{{version=\"{}\"}} 1\n", RING_SNAPSHOT_VERSION);
    text += camera_metric(
        "ring_snapshot_picture_captured_timestamp_seconds", "When the newest picture was captured.",
        cameras, [](const CameraView& camera) -> std::optional<std::string> {
            if (!camera.newest) {
                return {};
            }
            const auto since = std::chrono::floor<std::chrono::milliseconds>(
                camera.newest->captured.time_since_epoch());
            return fmt::format("{:.3f}", static_cast<double>(since.count()) / 1000);
        });
    text += camera_metric("ring_snapshot_pictures", "Saved pictures.", cameras,
                          [](const CameraView& camera) { return std::to_string(camera.pictures); });
    text += camera_metric("ring_snapshot_picture_bytes", "Bytes of saved pictures.", cameras,
                          [](const CameraView& camera) { return std::to_string(camera.bytes); });
    text += camera_metric("ring_snapshot_camera_frozen",
                          "1 when the newest pictures are the same, byte for byte.", cameras,
                          [](const CameraView& camera) {
                              return camera.state == archive::CameraState::frozen ? "1" : "0";
                          });
    text += metric_head("ring_snapshot_http_requests_total", "counter", "Answers by their status.");
    for (const auto& [status, count] : answers) {
        text += fmt::format("ring_snapshot_http_requests_total{{code=\"{}\"}} {}\n", status, count);
    }
    return text;
}

} // namespace web
