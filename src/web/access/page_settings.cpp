// SPDX-License-Identifier: Apache-2.0
#include "web/access/page_settings.hpp"

#include "base/error.hpp"
#include "base/files/file_lock.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "web/access/password.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <utility>

namespace web {
namespace {

using StoredJson = nlohmann::ordered_json;

constexpr std::size_t k_file_limit = std::size_t{1} << 20;

StoredJson read_object(const std::filesystem::path& file) {
    const auto text = base::read_file(file, k_file_limit);
    if (!text) {
        return StoredJson::object();
    }
    StoredJson object = StoredJson::parse(*text, nullptr, false);
    if (!object.is_object()) {
        throw base::Error(base::ErrorCode::cannot_write,
                          fmt::format("{} is damaged", base::utf8_from_path(file)),
                          "delete it, and set the password and the keys of the page again");
    }
    return object;
}

std::string text_in(const StoredJson& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

PageSettings settings_of(const StoredJson& object) {
    PageSettings settings;
    settings.password = text_in(object, "Password");
    const auto keys = object.find("Keys");
    if (keys == object.end() || !keys->is_array()) {
        return settings;
    }
    for (const StoredJson& key : *keys) {
        if (key.is_object() && !text_in(key, "Sha256").empty()) {
            settings.keys.push_back(
                {text_in(key, "Name"), text_in(key, "Sha256"), text_in(key, "Created")});
        }
    }
    return settings;
}

} // namespace

bool PageSettings::has_key(const base::Secret& key) const {
    const std::string hash = hash_key(key);
    bool is_known = false;
    for (const PageKey& each : keys) {
        is_known |= are_equal_in_constant_time(each.sha256, hash);
    }
    return is_known;
}

PageSettings load_page_settings(const std::filesystem::path& file) {
    return settings_of(read_object(file));
}

void change_page_settings(const std::filesystem::path& file, base::Clock& clock,
                          std::stop_token stop, const std::function<void(PageSettings&)>& change) {
    if (file.has_parent_path()) {
        base::make_folders(file.parent_path(), true);
    }
    std::filesystem::path lock = file;
    lock += ".lock";
    const base::FileLock guard(lock, clock, std::move(stop));
    StoredJson object = read_object(file);
    PageSettings settings = settings_of(object);
    change(settings);
    StoredJson keys = StoredJson::array();
    for (const PageKey& key : settings.keys) {
        keys.push_back({{"Name", key.name}, {"Sha256", key.sha256}, {"Created", key.created}});
    }
    object["Password"] = settings.password;
    object["Keys"] = std::move(keys);
    base::write_file_atomically(file, object.dump(2) + "\n", {.owner_only = true, .durable = true});
}

} // namespace web
