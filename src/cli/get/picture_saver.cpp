// SPDX-License-Identifier: Apache-2.0
#include "cli/get/picture_saver.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/duration.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <filesystem>
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
    saved.file = save_capture(m_plan.folder, m_plan.name, saved);
    record(saved);
    return saved;
}

archive::SavedPicture PictureSaver::save_capture(const std::filesystem::path& folder,
                                                 const archive::NameTemplate& name,
                                                 const SavedCameraPicture& saved) {
    const auto& [bytes, width, height, captured] = saved.picture.picture;
    archive::SavedPicture file = save_picture(folder, name, saved.fields, bytes);
    const auto modified =
        file.unchanged ? base::modification_time(file.path) : std::optional<base::SystemTime>();
    // A frozen camera gives the same bytes again, but captured later: the file is that capture now,
    // and the record tells of it. File systems keep times to two seconds.
    if (modified && captured && *captured > *modified + std::chrono::seconds(2)) {
        base::write_file_atomically(file.path, bytes, {.modified = *captured});
        file.unchanged = false;
    }
    return file;
}

void PictureSaver::record(const SavedCameraPicture& saved) {
    if (!saved.is_new()) {
        return;
    }
    const std::string& bytes = saved.picture.picture.bytes;
    try {
        m_context.picture_index().append({base::absolute_utf8(saved.file.path), saved.fields.id,
                                          saved.fields.name, saved.fields.time, bytes.size(),
                                          base::hex_encode(base::sha256(bytes)),
                                          saved.picture.picture.captured.has_value()});
    } catch (const base::Error& error) {
        // The picture is what matters; without a record it is only never deleted by us.
        m_context.output().detail(error.message());
    }
}

std::optional<base::Error> PictureSaver::copy(SavedCameraPicture& saved) {
    if (m_plan.to_stdout || !m_plan.latest) {
        return {};
    }
    constexpr auto k_hint = "the picture itself was saved; only its copy of --latest is missing";
    try {
        saved.latest = save_capture(m_plan.latest_folder, *m_plan.latest, saved);
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
    if (!saved.picture.fresh && m_plan.wish.fresh) {
        output.warning(describe_not_fresh(saved));
    }
    if (m_plan.to_stdout) {
        return {};
    }
    const std::string path = base::utf8_from_path(saved.file.path);
    if (saved.file.kept_newer) {
        output.notice(path + ": a newer picture is there already and was kept");
    } else if (saved.file.unchanged) {
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
