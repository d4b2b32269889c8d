// SPDX-License-Identifier: Apache-2.0
#include "cli/archive/archive_catalogue.hpp"

#include "archive/catalogue/database.hpp"
#include "base/error.hpp"

namespace cli {

namespace {

/// Opens the catalogue for writing, which takes in what earlier versions recorded.
void take_in_old_record(Context& context) {
    try {
        context.archive().catalogue().condition();
    } catch (const base::Error& error) {
        if (error.code() == base::ErrorCode::interrupted) {
            throw;
        }
        context.output().detail(error.message());
    }
}

} // namespace

void read_catalogue(Context& context, const std::function<void(archive::Catalogue&)>& work) {
    archive::Catalogue catalogue(context.store().beside(".pictures"), context.clock(),
                                 {.read_only = true, .stop = context.stop()});
    try {
        // First, because whoever writes sets a damaged one aside.
        catalogue.condition();
        take_in_old_record(context);
        work(catalogue);
    } catch (const archive::DatabaseError& error) {
        if (error.fault() != archive::DatabaseFault::damaged) {
            throw;
        }
        throw base::Error(error.code(), error.message(),
                          "make a new one of the files: ring-snapshot archive rebuild DIR");
    }
}

} // namespace cli
