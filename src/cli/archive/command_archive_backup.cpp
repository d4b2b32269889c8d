// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/archive_backup.hpp"
#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "cli/archive/archive_catalogue.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/commands.hpp"
#include "cli/output/status_ticker.hpp"

#include <fmt/format.h>

namespace cli {

int run_archive_backup(Context& context, const ArchiveBackupOptions& options) {
    if (options.file.empty()) {
        throw base::Error(base::ErrorCode::usage, "archive backup needs the name of the copy",
                          "write: ring-snapshot archive backup FILE");
    }
    Output& output = context.output();
    std::uintmax_t size = 0;
    {
        const StatusTicker ticker(output, context.clock(), waiting_line("copying the catalogue"));
        read_catalogue(context, [&](archive::Catalogue& catalogue) {
            size = archive::back_up_catalogue(catalogue, context.clock(),
                                              base::path_from_utf8(options.file), context.stop());
        });
    }
    if (output.options().json) {
        output.result_json({{"path", options.file}, {"bytes", size}});
    } else {
        output.result(options.file);
        output.notice(
            fmt::format("{}; the pictures themselves are not part of it", describe_size(size)));
    }
    return 0;
}

void declare_archive_backup(OptionDeclarer& command, ArchiveBackupOptions& options) {
    command.add_path("FILE", options.file, "where to write the copy of the catalogue");
}

} // namespace cli
