// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/recorded_picture.hpp"
#include "base/files/file_stamp.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace web {

/// Reads recorded pictures, and never gives other bytes than those that were saved. May be used
/// from many threads.
class PictureReader {
public:
    /// The bytes of the file; std::nullopt when it is gone, was changed, or cannot be read.
    std::optional<std::string> read(const archive::RecordedPicture& picture);

    /// Whether read() would give them. Reads the file only when it seems to be another one than at
    /// the last time.
    bool is_in_place(const archive::RecordedPicture& picture);

private:
    void remember(std::int64_t number, const base::FileStamp& stamp);

    std::mutex m_mutex;
    /// Of files that had the right bytes, by the numbers of their pictures.
    std::map<std::int64_t, base::FileStamp> m_stamps;
};

} // namespace web
