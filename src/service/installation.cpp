// SPDX-License-Identifier: Apache-2.0
#include "service/installation.hpp"

#include "base/error.hpp"
#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace service {

namespace {

constexpr std::size_t k_longest_name = 32;

constexpr std::array<std::pair<ManagerKind, std::string_view>, 5> k_managers = {{
    {ManagerKind::systemd_user, "systemd_user"},
    {ManagerKind::systemd_system, "systemd_system"},
    {ManagerKind::crontab, "crontab"},
    {ManagerKind::launchd, "launchd"},
    {ManagerKind::task_scheduler, "task_scheduler"},
}};

std::string text_at(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

} // namespace

std::string_view name_of(ManagerKind kind) {
    const auto* found = std::find_if(k_managers.begin(), k_managers.end(),
                                     [&](const auto& manager) { return manager.first == kind; });
    return found->second;
}

std::optional<ManagerKind> manager_kind(std::string_view name) {
    const auto* found = std::find_if(k_managers.begin(), k_managers.end(),
                                     [&](const auto& manager) { return manager.second == name; });
    return found == k_managers.end() ? std::nullopt : std::optional(found->first);
}

void check_name(std::string_view name) {
    const bool is_good =
        !name.empty() && name.size() <= k_longest_name && name.front() != '-' &&
        name.front() != '_' && std::all_of(name.begin(), name.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || base::is_digit(c) || c == '-' || c == '_';
        });
    if (!is_good) {
        throw base::Error(
            base::ErrorCode::usage,
            fmt::format("--service: '{}' is not a name for a service", base::printable(name)),
            "write it in lower-case letters and digits, like cabin");
    }
    const bool is_of_timer = name == "get";
    if (is_of_timer || name == "serve" || name.starts_with("serve-")) {
        throw base::Error(base::ErrorCode::usage,
                          fmt::format("--service: the name {} belongs to the {} of ring-snapshot",
                                      name, is_of_timer ? "timer" : "page"),
                          "choose another name");
    }
}

std::vector<Part> parts_of(const Installation& installation) {
    return installation.has_page ? std::vector{Part::pictures, Part::page}
                                 : std::vector{Part::pictures};
}

Files::Files(std::string_view settings, std::string_view name, Part part)
    : m_stem(fmt::format("{}.{}{}{}", settings, part == Part::page ? "page-service" : "service",
                         name.empty() ? "" : "-", name)) {}

std::string to_record(const Installation& installation) {
    const nlohmann::ordered_json record = {
        {"name", installation.name},
        {"manager", name_of(installation.manager)},
        {"program", installation.program},
        {"settings", installation.settings},
        {"pictures", installation.pictures},
        {"switched_linger_on", installation.switched_linger_on},
        {"login_from", installation.login_from},
        {"user", installation.user},
        {"has_page", installation.has_page},
    };
    return record.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::optional<Installation> read_record(std::string_view text) {
    const nlohmann::json record = nlohmann::json::parse(text, nullptr, false);
    if (!record.is_object()) {
        return std::nullopt;
    }
    const auto manager = manager_kind(text_at(record, "manager"));
    Installation installation;
    installation.name = text_at(record, "name");
    installation.program = text_at(record, "program");
    installation.settings = text_at(record, "settings");
    installation.pictures = text_at(record, "pictures");
    installation.switched_linger_on = record.value("switched_linger_on", nlohmann::json()) == true;
    installation.login_from = text_at(record, "login_from");
    installation.user = text_at(record, "user");
    installation.has_page = record.value("has_page", nlohmann::json()) == true;
    if (!manager || installation.program.empty() || installation.settings.empty()) {
        return std::nullopt;
    }
    installation.manager = *manager;
    return installation;
}

std::string name_suffix(std::string_view name, Part part, char separator) {
    std::string suffix;
    for (const std::string_view word :
         {std::string_view(part == Part::page ? "serve" : ""), name}) {
        if (!word.empty()) {
            suffix += separator;
            suffix += word;
        }
    }
    return suffix;
}

std::vector<std::string> run_words(const Installation& installation,
                                   const std::vector<std::string>& extra, Part part) {
    std::vector<std::string> words = {installation.program, "service", "run", "--settings",
                                      installation.settings};
    if (part == Part::page) {
        words.emplace_back("--page");
    }
    if (!installation.name.empty()) {
        words.insert(words.end(), {"--service", installation.name});
    }
    words.insert(words.end(), extra.begin(), extra.end());
    return words;
}

std::string service_command(const Installation& installation, std::string_view action) {
    const bool is_system = installation.manager == ManagerKind::systemd_system;
    return fmt::format("{}ring-snapshot service {}{}{}{}", is_system ? "sudo " : "", action,
                       is_system ? " --system" : "", installation.name.empty() ? "" : " --service ",
                       installation.name);
}

} // namespace service
