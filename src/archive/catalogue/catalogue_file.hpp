// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/database.hpp"
#include "archive/catalogue/opened_catalogue.hpp"
#include "archive/catalogue/schema.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/files/file_identity.hpp"
#include "base/files/file_lock.hpp"
#include "base/files/files.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace archive {

/// What the user should know of the catalogue, told when it happens.
struct CatalogueNews {
    /// Work was lost or may be; otherwise it is for information.
    bool is_warning = false;
    std::string sentence;
    std::string hint;
};

/// May be called from any thread.
using TellCatalogueNews = std::function<void(const CatalogueNews&)>;

/// Records that wait to be taken into a catalogue. The lock of the catalogue is held during all
/// calls but is_waiting().
class Intake {
public:
    virtual ~Intake() = default;

    /// Whether there are any. Costs little.
    virtual bool is_waiting() const = 0;

    /// Writes them into the database, within a transaction of the caller. Throws base::Error;
    /// nothing is taken in then.
    virtual void take_in(Database& database) = 0;

    /// What was taken in is in the catalogue for good: it must not wait any more.
    virtual void finish() = 0;
};

/// The files of the catalogue: opened, made, set aside when they are damaged. One thread at a time;
/// safe against other processes.
class CatalogueFile {
public:
    struct Options {
        /// The database; beside it "-wal" and "-shm" may stand.
        std::filesystem::path file;
        /// Held while the database is opened, made or set aside.
        std::filesystem::path lock;
        /// Never writes, takes nothing in, waits for nothing: for who can do without.
        bool read_only = false;
        std::stop_token stop = {};
        TellCatalogueNews tell = {};
        /// Null when nothing can wait. Must outlive the CatalogueFile.
        Intake* intake = nullptr;
        Schema schema = current_schema();
        std::function<std::string(const std::filesystem::path&)> shared_file_system =
            base::shared_file_system;
        FreeSpace free_space = base::free_space;
    };

    /// Touches nothing yet.
    /// @param clock  must outlive this object
    CatalogueFile(Options options, base::Clock& clock);

    /// Runs `work` in a transaction, and commits it. Makes the catalogue when there is none; a
    /// damaged one is set aside and begun again. `work` runs again when the file was replaced
    /// meanwhile. Throws DatabaseError, and Error{cannot_write} for a catalogue of a newer version
    /// or another program, which is never written.
    void write(const std::function<void(Database&)>& work);

    /// Runs `work`, which only reads. What waits is taken in before, and a damaged catalogue is
    /// treated as by write().
    /// @return false when there is no catalogue, and `work` did not run
    bool read(const std::function<void(Database&)>& work);

    /// Runs `work` outside of any transaction, for what cannot run within one. As read() otherwise.
    bool maintain(const std::function<void(Database&)>& work) { return read(work); }

    /// The mode in which the open catalogue is; std::nullopt while none is open.
    std::optional<JournalMode> journal_mode() const;

    const std::filesystem::path& path() const { return m_options.file; }

private:
    enum class Need { any, existing };

    bool run(Need need, const std::function<void(Database&)>& work);
    Database* open(Need need);
    bool make_if_needed(Need need);
    void open_existing();
    void open_in_place();
    void create();
    void make_new_database(const std::filesystem::path& file);
    void take_in();
    void intake_failed(const base::Error& error);
    void set_aside();
    void set_aside_files(const std::filesystem::path& name);
    void require_no_view() const;
    bool is_in_place() const;
    std::unique_ptr<base::FileLock> take_lock();
    bool something_waits() const;

    void close() { m_opened = {}; }

    Options m_options;
    base::Clock& m_clock;
    OpenedCatalogue m_opened;
    base::FileIdentity m_identity;
    /// When the last intake failed.
    std::optional<base::SteadyTime> m_intake_failure;

    /// A file that could not be brought up to date.
    struct FailedUpgrade {
        base::FileIdentity file;
        base::SteadyTime time;
        base::Error error;
    };

    std::optional<FailedUpgrade> m_failed_upgrade;
};

} // namespace archive
