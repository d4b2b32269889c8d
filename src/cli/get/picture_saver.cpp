// SPDX-License-Identifier: Apache-2.0
#include "cli/get/picture_saver.hpp"

#include "base/process/command.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"

#include <fmt/format.h>

#include <chrono>
#include <exception>

namespace cli {

namespace {

constexpr auto k_command_limit = std::chrono::minutes(1);

std::string describe_not_fresh(const SavedCameraPicture& saved) {
    const std::string age = saved.picture.age
                                ? fmt::format("this picture was captured {} ago",
                                              base::describe_duration(*saved.picture.age))
                                : "Ring does not say when this picture was captured";
    const std::string& reason = saved.picture.not_fresh_because;
    return fmt::format("{}: not fresh; {}{}", saved.camera.title, age,
                       reason.empty() ? "" : fmt::format(" ({})", reason));
}

/// The JSON object of a picture that was saved as a file (docs/json.md).
Json to_json(const SavedCameraPicture& saved) {
    const snapshot::Picture& picture = saved.picture.picture;
    Json json = to_json(saved.camera);
    json["path"] = saved.file->location.shown;
    if (saved.latest) {
        json["latest"] = saved.latest->location.shown;
    }
    json["captured_at"] =
        picture.captured ? Json(base::rfc3339_local(*picture.captured)) : Json(nullptr);
    json["age_seconds"] = nullptr;
    if (saved.picture.age) {
        json["age_seconds"] =
            std::chrono::duration_cast<std::chrono::seconds>(*saved.picture.age).count();
    }
    // Of a newer file that was kept nothing is told.
    const bool is_kept = saved.file->kept_newer;
    json["bytes"] = is_kept ? picture.bytes.size() : saved.file->digest.size;
    json["width"] = picture.width;
    json["height"] = picture.height;
    json["sha256"] = is_kept ? saved.file->received_sha256 : saved.file->digest.sha256;
    json["received_sha256"] = saved.file->received_sha256;
    json["exif"] = saved.file->has_our_exif();
    json["fresh"] = saved.picture.fresh;
    json["unchanged"] = !saved.is_new();
    if (is_kept) {
        json["kept_newer"] = true;
    }
    if (saved.uploaded) {
        json["uploaded"] = *saved.uploaded;
    }
    json["attempts"] = saved.picture.attempts;
    return json;
}

/// A fact as the value of an environment variable: texts without quotes, an empty one for null.
std::string to_variable(const Json& fact) {
    if (fact.is_null()) {
        return {};
    }
    return fact.is_string() ? fact.get<std::string>() : fact.dump();
}

/// The variables that tell a command of --exec about the picture.
std::map<std::string, std::string> environment_of(const SavedCameraPicture& saved) {
    const Json facts = to_json(saved);
    std::map<std::string, std::string> environment;
    environment["RING_SNAPSHOT_PATH"] = saved.file->location.absolute;
    environment["RING_SNAPSHOT_NAME"] = saved.camera.title;
    if (saved.latest) {
        environment["RING_SNAPSHOT_LATEST"] = saved.latest->location.absolute;
    }
    constexpr std::pair<const char*, const char*> k_facts[] = {
        {"RING_SNAPSHOT_ID", "id"},
        {"RING_SNAPSHOT_CAPTURED_AT", "captured_at"},
        {"RING_SNAPSHOT_AGE_SECONDS", "age_seconds"},
        {"RING_SNAPSHOT_BYTES", "bytes"},
        {"RING_SNAPSHOT_WIDTH", "width"},
        {"RING_SNAPSHOT_HEIGHT", "height"},
        {"RING_SNAPSHOT_SHA256", "sha256"},
        {"RING_SNAPSHOT_FRESH", "fresh"}};
    for (const auto& [variable, key] : k_facts) {
        environment[variable] = to_variable(facts[key]);
    }
    return environment;
}

} // namespace

std::map<std::string, std::string> without_secrets(std::map<std::string, std::string> changes) {
    changes.insert({{"RING_USERNAME", ""},
                    {"RING_PASSWORD", ""},
                    {"RING_2FA_CODE", ""},
                    {"RING_SNAPSHOT_NOTIFY_TOKEN", ""},
                    {"RING_SNAPSHOT_MQTT_PASSWORD", ""}});
    return changes;
}

void run_and_report(Context& context, const char* option, const std::vector<std::string>& words,
                    std::map<std::string, std::string> environment) {
    environment = without_secrets(std::move(environment));
    const auto warn = [&](const std::string& text) {
        Output& output = context.output();
        const std::string rest =
            words.size() > 1 ? fmt::format(" {}", output.symbols().ellipsis) : std::string();
        output.warning(fmt::format("the {} command {}: {}{}", option, text, words.front(), rest));
    };
    try {
        const auto pause = context.output().pause_status();
        const auto result = base::run_command(words, environment, k_command_limit, context.stop());
        if (result.timed_out) {
            warn("took longer than " + base::describe_duration(k_command_limit) + " and was ended");
        } else if (result.status != 0 && !context.stop().stop_requested()) {
            warn(fmt::format("failed (exit code {})", result.status));
        }
    } catch (const base::Error& error) {
        context.output().warning(fmt::format("{} {}", option, error.message()), error.hint());
    }
}

SavedCameraPicture PictureSaver::save(std::size_t camera, const snapshot::CameraPicture& picture) {
    const base::SystemTime time = naming_time(picture, m_context.clock());
    SavedCameraPicture saved{
        m_cameras.identity(camera), picture, m_cameras.name_fields(camera, time), {}};
    if (m_plan.to_stdout) {
        m_context.output().result_bytes(
            archive::in_form(m_plan.form, picture.picture, saved.fields));
        return saved;
    }
    saved.file = m_context.archive().save(m_folder, m_plan.name, saved.fields, picture.picture,
                                          m_plan.form, m_uploads);
    return saved;
}

std::optional<base::Error> PictureSaver::copy(SavedCameraPicture& saved) {
    if (m_plan.to_stdout || !m_plan.latest) {
        return {};
    }
    constexpr auto k_hint = "the picture itself was saved; only its copy of --latest is missing";
    try {
        archive::SavedPicture copy =
            m_context.archive().keep_copy(m_latest_folder, *m_plan.latest, saved.fields,
                                          saved.picture.picture, *saved.file, m_plan.form);
        if (copy.kept_newer) {
            // It does not show this picture, so nobody is told that it does.
            saved.kept_copy = std::move(copy);
            return refusal_of_newer(*saved.kept_copy);
        }
        saved.latest = std::move(copy);
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

/// Who requires a fresh picture gets no success while a file shows another one.
std::optional<base::Error> PictureSaver::refusal_of_newer(const archive::SavedPicture& kept) const {
    if (!m_plan.picture_options.require_fresh) {
        return {};
    }
    return base::Error(base::ErrorCode::no_snapshot,
                       fmt::format("{} keeps a picture that was captured later than the one that "
                                   "Ring gave",
                                   kept.location.shown),
                       "delete that file if its picture is not wanted");
}

void PictureSaver::print(const SavedCameraPicture& saved) {
    Output& output = m_context.output();
    if (!saved.picture.fresh && m_plan.picture_options.fresh) {
        output.warning(describe_not_fresh(saved));
    }
    if (m_plan.to_stdout) {
        return;
    }
    const std::string& path = saved.file->location.shown;
    if (saved.file->kept_newer) {
        output.notice(path + ": a newer picture is there already and was kept");
    } else if (saved.file->unchanged) {
        output.detail(path + ": unchanged");
    }
    if (!output.options().json && !output.options().quiet) {
        output.result(path);
    }
}

std::optional<base::Error> PictureSaver::report(SavedCameraPicture& saved,
                                                const std::function<void()>& tell) {
    if (tell) {
        tell();
    } else {
        print(saved);
    }
    if (m_plan.to_stdout) {
        return {};
    }
    Output& output = m_context.output();
    auto failure = copy(saved);
    if (saved.kept_copy) {
        output.notice(saved.kept_copy->location.shown +
                      ": a newer picture is there already and was kept");
    }
    if (!failure && saved.file->kept_newer) {
        failure = refusal_of_newer(*saved.file);
    }
    if (m_upload && !saved.file->kept_newer) {
        saved.uploaded = m_upload(saved);
    }
    if (output.options().json) {
        // It names the copy, if there is one.
        output.result_json(to_json(saved));
    }
    if (!m_plan.exec.empty() && saved.is_new()) {
        run_and_report(m_context, "--exec", m_plan.exec, environment_of(saved));
    }
    return failure;
}

} // namespace cli
