// SPDX-License-Identifier: Apache-2.0
#include "film/film_file.hpp"

#include "base/files/paths.hpp"
#include "film/ffmpeg_words.hpp"

#include <cstdint>
#include <fstream>
#include <initializer_list>

namespace film {

namespace {

constexpr std::size_t k_head = 8;
constexpr std::size_t k_long_head = 16;

std::uint64_t number_at(std::string_view text, std::size_t place, std::size_t bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = place; i < place + bytes && i < text.size(); ++i) {
        number = number << 8U | static_cast<unsigned char>(text[i]);
    }
    return number;
}

/// What stands at the start of a box.
struct BoxHead {
    std::string_view type;
    std::uint64_t size = 0;
    std::size_t head = k_head;
};

/// The head that `text` begins with, in a space of `space` bytes; std::nullopt when the box does
/// not fit there.
std::optional<BoxHead> read_head(std::string_view text, std::uint64_t space) {
    if (text.size() < k_head) {
        return {};
    }
    BoxHead box{text.substr(4, 4), number_at(text, 0, 4), k_head};
    if (box.size == 1 && text.size() >= k_long_head) {
        box.size = number_at(text, k_head, 8);
        box.head = k_long_head;
    }
    return box.size >= box.head && box.size <= space ? std::optional(box) : std::nullopt;
}

/// What is in the first box that the types lead to; empty when there is none.
std::string_view content_of(std::string_view boxes, std::initializer_list<std::string_view> types) {
    for (const std::string_view type : types) {
        for (;;) {
            const auto box = read_head(boxes, boxes.size());
            if (!box) {
                return {};
            }
            if (box->type == type) {
                boxes = boxes.substr(box->head, static_cast<std::size_t>(box->size) - box->head);
                break;
            }
            boxes.remove_prefix(static_cast<std::size_t>(box->size));
        }
    }
    return boxes;
}

} // namespace

std::optional<FilmFile> read_film_index(std::string_view index) {
    const std::string_view sizes = content_of(index, {"trak", "mdia", "minf", "stbl", "stsz"});
    constexpr std::size_t k_count_at = 8;
    if (sizes.size() < k_count_at + 4) {
        return {};
    }
    FilmFile film;
    film.frames = static_cast<std::size_t>(number_at(sizes, k_count_at, 4));
    std::string_view comment = content_of(index, {"udta", "meta"});
    // Unlike other boxes this one has four bytes before those in it; the text has eight.
    comment.remove_prefix(std::min<std::size_t>(comment.size(), 4));
    comment = content_of(comment, {"ilst",
                                   "\xA9"
                                   "cmt",
                                   "data"});
    comment.remove_prefix(std::min<std::size_t>(comment.size(), 8));
    if (comment.starts_with(k_comment_start)) {
        film.fingerprint = comment.substr(k_comment_start.size());
    }
    return film;
}

bool is_whole_film(std::string_view bytes) {
    bool has_index = false;
    for (bool is_first = true; !bytes.empty(); is_first = false) {
        const auto box = read_head(bytes, bytes.size());
        if (!box || (is_first && box->type != "ftyp")) {
            // The last box may leave its size open.
            return has_index && bytes.size() >= k_head && number_at(bytes, 0, 4) == 0;
        }
        has_index = has_index || box->type == "moov";
        bytes.remove_prefix(static_cast<std::size_t>(box->size));
    }
    return has_index;
}

std::optional<FilmFile> read_film_file(const std::filesystem::path& path) {
    // Of a film of days at 60 frames a second.
    constexpr std::uint64_t k_largest_index = std::uint64_t{256} << 20U;
    std::error_code error;
    const std::filesystem::path file_path = base::system_path(path);
    std::uint64_t left = std::filesystem::file_size(file_path, error);
    std::ifstream file(file_path, std::ios::binary);
    std::optional<FilmFile> film;
    while (!error && file && left > 0) {
        std::string head(k_long_head, '\0');
        const auto start = file.tellg();
        file.read(head.data(), k_long_head);
        head.resize(static_cast<std::size_t>(file.gcount()));
        const auto box = read_head(head, left);
        if (!box) {
            return {};
        }
        file.clear();
        if (box->type == "moov" && box->size <= k_largest_index) {
            std::string index(static_cast<std::size_t>(box->size) - box->head, '\0');
            file.seekg(start + static_cast<std::streamoff>(box->head));
            file.read(index.data(), static_cast<std::streamsize>(index.size()));
            film = read_film_index(index);
        }
        file.seekg(start + static_cast<std::streamoff>(box->size));
        left -= box->size;
    }
    return left == 0 ? film : std::nullopt;
}

} // namespace film
