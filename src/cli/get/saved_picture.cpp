// SPDX-License-Identifier: Apache-2.0
#include "cli/get/saved_picture.hpp"

#include "base/error.hpp"
#include "base/process/command.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"

#include <fmt/format.h>

#include <map>

namespace cli {

namespace {

constexpr auto k_command_limit = std::chrono::minutes(1);

/// A fact as the value of an environment variable: texts without quotes, an empty one for null.
std::string to_variable(const Json& fact) {
    if (fact.is_null()) {
        return {};
    }
    return fact.is_string() ? fact.get<std::string>() : fact.dump();
}

std::map<std::string, std::string> environment_of(const SavedCameraPicture& saved) {
    const Json facts = to_json(saved);
    std::map<std::string, std::string> environment = environment_without_secrets();
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

Json to_json(const CameraIdentity& camera) {
    return {{"id", std::to_string(camera.id)},
            {"name", camera.name.empty() ? Json(nullptr) : Json(camera.name)}};
}

Json to_json(const SavedCameraPicture& saved) {
    const auto& [bytes, width, height, captured] = saved.picture.picture;
    Json json = to_json(saved.camera);
    json["path"] = saved.file->location.shown;
    if (saved.latest) {
        json["latest"] = saved.latest->location.shown;
    }
    json["captured_at"] = captured ? Json(base::rfc3339_local(*captured)) : Json(nullptr);
    json["age_seconds"] = nullptr;
    if (saved.picture.age) {
        json["age_seconds"] =
            std::chrono::duration_cast<std::chrono::seconds>(*saved.picture.age).count();
    }
    json["bytes"] = bytes.size();
    json["width"] = width;
    json["height"] = height;
    json["sha256"] = saved.file->sha256;
    json["fresh"] = saved.picture.fresh;
    json["unchanged"] = !saved.is_new();
    json["attempts"] = saved.picture.attempts;
    return json;
}

std::map<std::string, std::string> environment_without_secrets() {
    return {{"RING_USERNAME", ""}, {"RING_PASSWORD", ""}, {"RING_2FA_CODE", ""}};
}

void run_and_report(Context& context, const char* option, const std::vector<std::string>& words,
                    const std::map<std::string, std::string>& environment) {
    const auto warn = [&](const std::string& text) {
        context.output().warning(fmt::format("{} {}: {}", option, words.front(), text));
    };
    try {
        const auto result = base::run_command(words, environment, k_command_limit, context.stop());
        if (result.timed_out) {
            warn("took longer than " + base::describe_duration(k_command_limit) + " and was ended");
        } else if (result.status != 0 && !context.stop().stop_requested()) {
            warn(fmt::format("ended with status {}", result.status));
        }
    } catch (const base::Error& error) {
        warn(error.message());
    }
}

void run_exec(Context& context, const std::vector<std::string>& words,
              const SavedCameraPicture& saved) {
    run_and_report(context, "--exec", words, environment_of(saved));
}

} // namespace cli
