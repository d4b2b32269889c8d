// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/database.hpp"
#include "base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace archive {

/// "RSNP": marks a database as a catalogue of this program.
inline constexpr std::int64_t k_application_id = 0x52534E50;

/// The statements that make a catalogue. The first makes a new one; each further one brings a
/// catalogue of the version before up to its own. The number of steps is the schema's version.
using Schema = std::vector<std::string>;

/// That of this program.
const Schema& current_schema();

/// Makes the tables of `schema` in an empty database, in one transaction. Throws DatabaseError.
void create_tables(Database& database, const Schema& schema);

/// The Error{cannot_write} of a catalogue for whose upgrade the disk has no room, or does not work:
/// to try again costs a copy of all of it.
class CannotUpgrade final : public base::Error {
public:
    explicit CannotUpgrade(Error error) : Error(std::move(error)) {}
};

/// Tells how many bytes can still be written in a folder, as base::free_space() does.
using FreeSpace = std::function<std::optional<std::uintmax_t>(const std::filesystem::path&)>;

/// Brings an older catalogue up to `schema`, each step in one transaction, after a copy of it was
/// made as `file` + ".schema-" + its version. Does nothing where there is nothing to do. Throws
/// DatabaseError, CannotUpgrade.
void upgrade_tables(Database& database, const Schema& schema, const std::filesystem::path& file,
                    const FreeSpace& free_space);

/// Writes a copy of the whole database, readable by its owner alone; what `copy` held is replaced
/// only then. Throws DatabaseError, Error{cannot_write}.
void copy_database(Database& database, const std::filesystem::path& copy);

} // namespace archive
