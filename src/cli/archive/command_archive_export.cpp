// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "cli/archive/archive_catalogue.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/commands.hpp"

#include <cstdint>

namespace cli {

namespace {

void export_pictures(Context& context, archive::Catalogue& catalogue) {
    constexpr std::size_t k_page = 500;
    Output& output = context.output();
    for (std::int64_t last = 0; !output.reader_left();) {
        if (context.stop().stop_requested()) {
            throw base::Error(base::ErrorCode::interrupted, "stopped");
        }
        const auto pictures = catalogue.page(last, k_page, true);
        for (const archive::RecordedPicture& picture : pictures) {
            last = picture.number;
            output.result_json(to_json(picture));
        }
        if (pictures.size() < k_page) {
            break;
        }
    }
}

} // namespace

int run_archive_export(Context& context, const ArchiveExportOptions&) {
    read_catalogue(context,
                   [&](archive::Catalogue& catalogue) { export_pictures(context, catalogue); });
    return 0;
}

void declare_archive_export(OptionDeclarer&, ArchiveExportOptions&) {}

} // namespace cli
