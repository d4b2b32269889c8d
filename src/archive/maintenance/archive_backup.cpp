// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/archive_backup.hpp"

#include "base/error.hpp"
#include "base/files/file_identity.hpp"
#include "base/files/file_lock.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"

#include <fmt/core.h>

#include <array>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace archive {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

[[noreturn]] void refuse_backup(ErrorCode code, const fs::path& file, std::string_view why) {
    throw Error(code, fmt::format("cannot write the backup {}: {}",
                                  base::utf8_from_path(base::plain_path(file)), why));
}

/// Deletes a file at its end.
class Leftover {
public:
    explicit Leftover(fs::path file) : m_file(std::move(file)) {}

    ~Leftover() {
        std::error_code ignored;
        fs::remove(m_file, ignored);
    }

    Leftover(const Leftover&) = delete;
    Leftover& operator=(const Leftover&) = delete;

private:
    fs::path m_file;
};

void copy_bytes(const fs::path& from, const fs::path& to, const std::stop_token& stop) {
    constexpr std::size_t k_block = std::size_t{1} << 18U;
    std::ifstream source(from, std::ios::binary);
    std::ofstream target(to, std::ios::binary | std::ios::trunc);
    std::string block(k_block, '\0');
    while (source && target) {
        if (stop.stop_requested()) {
            throw Error(ErrorCode::interrupted, "stopped");
        }
        source.read(block.data(), static_cast<std::streamsize>(block.size()));
        target.write(block.data(), source.gcount());
    }
    target.close();
    std::error_code error;
    if (!target || !source.eof() || fs::file_size(to, error) != fs::file_size(from, error)) {
        refuse_backup(ErrorCode::cannot_write, to, "it did not take all bytes; is it full?");
    }
}

/// Moves the finished copy to where it is wanted, perhaps on another file system.
void move_copy(const fs::path& made, const fs::path& file, const std::stop_token& stop) {
    std::error_code error;
    fs::rename(made, file, error);
    if (!error) {
        base::flush_file(file);
        return;
    }
    fs::path unfinished = file;
    unfinished += ".new";
    const Leftover leftover(unfinished);
    base::write_file_atomically(unfinished, "", {.owner_only = true});
    copy_bytes(made, unfinished, stop);
    base::flush_file(unfinished);
    fs::rename(unfinished, file, error);
    if (error) {
        refuse_backup(ErrorCode::cannot_write, file, error.message());
    }
    base::flush_file(file);
}

} // namespace

std::uintmax_t back_up_catalogue(Catalogue& catalogue, base::Clock& clock,
                                 const fs::path& destination, std::stop_token stop) {
    std::error_code error;
    fs::path file = base::system_path(destination);
    if (fs::is_symlink(fs::symlink_status(file, error))) {
        const fs::path target = fs::canonical(file, error);
        file = error ? file : target;
    }
    if (fs::is_directory(file, error)) {
        refuse_backup(ErrorCode::usage, file, "it is a folder; give the name of a file in it");
    }
    const auto identity = base::identity_of(file);
    if (identity && identity == base::identity_of(catalogue.path())) {
        refuse_backup(ErrorCode::usage, file, "it is the catalogue itself");
    }
    if (identity && !fs::is_regular_file(file, error)) {
        refuse_backup(ErrorCode::usage, file, "it is not an ordinary file");
    }
    if (!catalogue.condition().exists) {
        throw Error(ErrorCode::no_snapshot, "there is no catalogue of pictures to back up yet",
                    "it begins with the first picture; run: ring-snapshot get --all");
    }
    const base::FileLock lock(with_ending(catalogue.path(), ".backup.lock"), clock, stop);
    const fs::path made = with_ending(catalogue.path(), ".backup");
    const Leftover leftover(made);
    catalogue.back_up(made);
    const std::uintmax_t size = fs::file_size(made, error);
    move_copy(made, file, stop);
    return error ? 0 : size;
}

} // namespace archive
