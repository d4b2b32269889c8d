// SPDX-License-Identifier: Apache-2.0
#include "simulator/films.hpp"

#include "simulator/encoding.hpp"
#include "simulator/http.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace simulator {

namespace {

constexpr std::int64_t k_film_ms = 3'599'000;

/// The two numbers of "CAMERA-START" and an ending.
struct FilmName {
    std::int64_t camera;
    std::int64_t start_ms;
};

std::optional<FilmName> parse_name(std::string_view name, std::string_view ending) {
    const auto dash = name.find('-');
    if (!name.ends_with(ending) || dash == std::string_view::npos) {
        return {};
    }
    name.remove_suffix(ending.size());
    const auto camera = parse_integer(name.substr(0, dash));
    const auto start = parse_integer(name.substr(dash + 1));
    return camera && start ? std::optional(FilmName{*camera, *start}) : std::nullopt;
}

std::optional<std::string> bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return {};
    }
    return std::string(std::istreambuf_iterator<char>(file), {});
}

Film read_film(const Json& facts, std::int64_t start_ms) {
    Film film{start_ms, start_ms + k_film_ms, false, {}};
    if (facts.contains("end_ms")) {
        film.end_ms = facts["end_ms"].get<std::int64_t>();
    }
    if (facts.contains("deleted")) {
        film.deleted = facts["deleted"].get<bool>();
    }
    if (facts.contains("snapshots")) {
        film.snapshots = facts["snapshots"].get<std::vector<std::int64_t>>();
    }
    return film;
}

} // namespace

std::vector<Film> Films::touching(std::int64_t camera, std::int64_t from_ms,
                                  std::int64_t to_ms) const {
    std::vector<Film> films;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(m_folder, error)) {
        const auto name = parse_name(entry.path().filename().string(), ".json");
        const auto facts = name ? bytes_of(entry.path()) : std::nullopt;
        const auto json = facts ? parse_json(*facts) : std::nullopt;
        if (!json || name->camera != camera) {
            continue;
        }
        const auto film = read_film(*json, name->start_ms);
        if (film.start_ms < to_ms && film.end_ms >= from_ms) {
            films.push_back(film);
        }
    }
    std::ranges::sort(films, {}, &Film::start_ms);
    return films;
}

void Films::note_signature(std::string signature) {
    constexpr std::size_t k_most = 1000;
    const std::lock_guard lock{m_mutex};
    if (m_signatures.size() == k_most) {
        m_signatures.erase(m_signatures.begin());
    }
    m_signatures.push_back(std::move(signature));
}

std::vector<std::string> Films::signatures() const {
    const std::lock_guard lock{m_mutex};
    return m_signatures;
}

std::optional<std::string> Films::read(std::string_view name) const {
    const auto film = parse_name(name, ".mp4");
    if (!film || !are_given()) {
        return {};
    }
    return bytes_of(std::filesystem::path(m_folder) /
                    fmt::format("{}-{}.mp4", film->camera, film->start_ms));
}

} // namespace simulator
