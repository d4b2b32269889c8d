// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/database.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
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

/// Brings an older catalogue up to `schema`, each step in one transaction, after a copy of it was
/// made as `file` + ".schema-" + its version. Does nothing where there is nothing to do. Throws
/// DatabaseError, Error{cannot_write}.
void upgrade_tables(Database& database, const Schema& schema, const std::filesystem::path& file);

/// Writes a copy of the whole database, readable by its owner alone; what `copy` held is replaced
/// only then. Throws DatabaseError, Error{cannot_write}.
void copy_database(Database& database, const std::filesystem::path& copy);

} // namespace archive
