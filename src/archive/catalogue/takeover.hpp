// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue_file.hpp"
#include "archive/catalogue/database.hpp"
#include "archive/catalogue/recorded_picture.hpp"
#include "base/clock.hpp"
#include "base/files/file_identity.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

namespace archive {

/// Takes two files of JSON lines into the catalogue: the record that versions before it kept, which
/// then gets the ending ".imported", and the pictures that could not be recorded when they were
/// saved, in a file with the ending ".pending", which then is deleted. Either is taken in once, and
/// again when there is a new one. One thread at a time.
class Takeover final : public Intake {
public:
    /// @param record  the file of the record
    /// @param lock    the lock of record and catalogue
    /// @param clock   must outlive this object
    Takeover(std::filesystem::path record, std::filesystem::path lock, base::Clock& clock,
             std::stop_token stop, TellCatalogueNews tell);

    bool is_waiting() const override;

    /// Memory does not grow with the number of lines. Throws Error{interrupted} when a stop is
    /// requested, Error{cannot_write} when a file cannot be read.
    void take_in(Database& database) override;

    void finish() override;

    /// Adds pictures to those that wait, flushed. Throws Error{cannot_write}.
    void postpone(const std::vector<RecordedPicture>& pictures);

private:
    /// A file that was taken in, as it was then.
    struct Taken {
        base::FileIdentity identity;
        std::uintmax_t size = 0;

        bool operator==(const Taken&) const = default;
    };

    static std::optional<Taken> look_at(const std::filesystem::path& file);
    bool is_waiting(const std::filesystem::path& file, const std::optional<Taken>& taken) const;
    void read(const std::filesystem::path& file, Database& database, std::int64_t last_before);
    void keep_imported();

    std::filesystem::path m_record;
    std::filesystem::path m_pending;
    std::filesystem::path m_imported;
    std::filesystem::path m_lock;
    base::Clock& m_clock;
    std::stop_token m_stop;
    TellCatalogueNews m_tell;
    std::optional<Taken> m_taken_record;
    std::optional<Taken> m_taken_pending;
    std::size_t m_pictures = 0;
    std::size_t m_broken = 0;
};

} // namespace archive
