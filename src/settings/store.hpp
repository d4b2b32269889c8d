// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/files/file_lock.hpp"
#include "settings/settings.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>

namespace settings {

/// Receives a sentence for the user. May be called from any thread.
using Notice = std::function<void(const std::string&)>;

class Store;

/// The settings under the lock between processes, which is held while this object lives: nobody
/// else changes the file until then.
class Transaction {
public:
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    Settings settings;

    /// Proves that commit() will be able to write, before a token is spent: writes the file as it
    /// is, with room for longer tokens, as commit() does. Throws Error{cannot_write}.
    void prove_writable();

    /// Writes `settings`, flushed, or leaves the old file; tries for ten seconds where it was proved
    /// before. Throws Error{cannot_write}.
    void commit();

private:
    friend class Store;
    Transaction(Store& store, std::unique_ptr<base::FileLock> lock, Settings current);
    void write(const std::string& text);

    Store& m_store;
    std::unique_ptr<base::FileLock> m_lock;
    /// What the file holds besides the room made by prove_writable(); empty when none was made.
    std::string m_proved;
};

/// The settings file. All members may be called from any thread and are safe against other
/// processes that use the same file.
class Store {
public:
    /// @param notice  told, once each, of clamped values, a corrected file mode, a removed password
    Store(std::filesystem::path file, base::Clock& clock, Notice notice);

    const std::filesystem::path& file() const noexcept { return m_file; }

    /// A path beside the settings file, named after it: file() + `suffix`.
    std::filesystem::path beside(const std::string& suffix) const;

    /// Reads the file; defaults when there is none. A file that others can read is restricted to
    /// its owner, with a notice. Throws Error{cannot_write} when it is broken or unreadable.
    Settings load();

    /// Makes the folder, takes the lock and reads the file. Throws as load() and FileLock.
    Transaction begin(std::stop_token stop);

    /// Proves that the file could be written now: there is room beside it, and a rename can replace
    /// it; without a file yet, that its folder can be written or made. Leaves all as it is. Throws
    /// Error{cannot_write}.
    void prove_writable(std::stop_token stop);

    /// begin(), `change` the settings, commit().
    void update(const std::function<void(Settings&)>& change, std::stop_token stop);

private:
    friend class Transaction;
    void write(const std::string& text);
    void say_once(const std::string& sentence);

    std::filesystem::path m_file;
    base::Clock& m_clock;
    Notice m_notice;
    std::mutex m_mutex;
    std::set<std::string> m_said;
};

} // namespace settings
