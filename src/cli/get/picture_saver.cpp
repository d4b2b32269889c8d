// SPDX-License-Identifier: Apache-2.0
#include "cli/get/picture_saver.hpp"

#include "base/error.hpp"
#include "base/text/duration.hpp"

#include <fmt/format.h>

#include <exception>
#include <optional>
#include <string>

namespace cli {

namespace {

std::string describe_not_fresh(const SavedCameraPicture& saved) {
    const std::string age = saved.picture.age
                                ? fmt::format("this picture was captured {} ago",
                                              base::describe_duration(*saved.picture.age))
                                : "Ring does not say when this picture was captured";
    const std::string& reason = saved.picture.not_fresh_because;
    return fmt::format("{}: not fresh: {}{}", saved.camera.title, age,
                       reason.empty() ? "" : fmt::format(" ({})", reason));
}

} // namespace

SavedCameraPicture PictureSaver::save(const CameraIdentity& camera,
                                      const archive::NameFields& fields,
                                      const snapshot::CameraPicture& picture) {
    SavedCameraPicture saved{camera, picture, fields, {}, {}};
    if (m_plan.to_stdout) {
        m_context.output().result_bytes(picture.picture.bytes);
        return saved;
    }
    saved.file = m_context.archive().save(m_folder, m_plan.name, fields, picture.picture);
    if (saved.file->not_recorded) {
        m_context.output().detail(saved.file->not_recorded->message());
    }
    return saved;
}

std::optional<base::Error> PictureSaver::copy(SavedCameraPicture& saved) {
    if (m_plan.to_stdout || !m_plan.latest) {
        return {};
    }
    constexpr auto k_hint = "the picture itself was saved; only its copy of --latest is missing";
    try {
        saved.latest = archive::Archive::keep_copy(m_latest_folder, *m_plan.latest, saved.fields,
                                                   saved.picture.picture);
        return {};
    } catch (const base::Error& error) {
        return base::Error(error.code(), error.message(),
                           error.hint().empty() ? k_hint
                                                : fmt::format("{}; {}", k_hint, error.hint()));
    } catch (const std::exception& error) {
        return base::Error(base::ErrorCode::unexpected,
                           fmt::format("internal error: {}", error.what()), k_hint);
    }
}

std::optional<base::Error> PictureSaver::report(SavedCameraPicture& saved) {
    Output& output = m_context.output();
    if (!saved.picture.fresh && m_plan.picture_options.fresh) {
        output.warning(describe_not_fresh(saved));
    }
    if (m_plan.to_stdout) {
        return {};
    }
    const std::string& path = saved.file->location.shown;
    if (saved.file->kept_newer) {
        output.notice(path + ": a newer picture is there already and was kept");
    } else if (saved.file->unchanged) {
        output.detail(path + ": unchanged");
    }
    if (!output.options().json) {
        output.result(path);
    }
    auto failure = copy(saved);
    if (output.options().json) {
        // It names the copy, if there is one.
        output.result_json(to_json(saved));
    }
    if (!m_plan.exec.empty() && saved.is_new()) {
        run_exec(m_context, m_plan.exec, saved);
    }
    return failure;
}

} // namespace cli
