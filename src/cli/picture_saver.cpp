// SPDX-License-Identifier: Apache-2.0
#include "cli/picture_saver.hpp"

#include "base/duration.hpp"
#include "base/encoding.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/paths.hpp"
#include "base/sha256.hpp"

#include <fmt/format.h>

#include <chrono>
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
                                      const snapshot::NameFields& fields,
                                      const snapshot::CameraPicture& picture) {
    SavedCameraPicture saved{camera, picture, {}, {}};
    const std::string& bytes = picture.picture.bytes;
    if (m_plan.to_stdout) {
        m_context.output().result_bytes(bytes);
        return saved;
    }
    saved.file = save_capture(m_plan.folder, m_plan.name, fields, picture);
    if (m_plan.latest) {
        saved.latest = save_capture(m_plan.latest_folder, *m_plan.latest, fields, picture);
    }
    record(saved, fields);
    return saved;
}

snapshot::SavedPicture PictureSaver::save_capture(const std::filesystem::path& folder,
                                                  const snapshot::NameTemplate& name,
                                                  const snapshot::NameFields& fields,
                                                  const snapshot::CameraPicture& picture) {
    const std::string& bytes = picture.picture.bytes;
    snapshot::SavedPicture saved = save_picture(folder, name, fields, bytes);
    const auto modified =
        saved.unchanged ? base::modification_time(saved.path) : std::optional<base::SystemTime>();
    // A frozen camera gives the same bytes again, but captured later: the file is that capture now,
    // and the record tells of it. File systems keep times to two seconds.
    if (modified && picture.picture.captured &&
        *picture.picture.captured > *modified + std::chrono::seconds(2)) {
        base::write_file_atomically(saved.path, bytes, {.modified = *picture.picture.captured});
        saved.unchanged = false;
    }
    return saved;
}

void PictureSaver::record(const SavedCameraPicture& saved, const snapshot::NameFields& fields) {
    if (!saved.is_new()) {
        return;
    }
    const std::string& bytes = saved.picture.picture.bytes;
    try {
        m_context.picture_index().append({base::absolute_utf8(saved.file.path), fields.id,
                                          fields.name, fields.time, bytes.size(),
                                          base::hex_encode(base::sha256(bytes)),
                                          saved.picture.picture.captured.has_value()});
    } catch (const base::Error& error) {
        // The picture is what matters; without a record it is only never deleted by us.
        m_context.output().detail(error.message());
    }
}

void PictureSaver::report(const SavedCameraPicture& saved) {
    Output& output = m_context.output();
    if (!saved.picture.fresh && m_plan.wish.fresh) {
        output.warning(describe_not_fresh(saved));
    }
    if (m_plan.to_stdout) {
        return;
    }
    const std::string path = base::utf8_from_path(saved.file.path);
    if (saved.file.kept_newer) {
        output.notice(path + ": a newer picture is there already and was kept");
    } else if (saved.file.unchanged) {
        output.detail(path + ": unchanged");
    }
    if (output.options().json) {
        output.result_json(to_json(saved));
    } else {
        output.result(path);
    }
    if (!m_plan.exec.empty() && saved.is_new()) {
        run_exec(m_context, m_plan.exec, saved);
    }
}

} // namespace cli
