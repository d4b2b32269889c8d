// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/upload_records.hpp"
#include "base/error.hpp"
#include "base/text/time_format.hpp"
#include "cli/archive/archive_catalogue.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/commands.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace cli {

namespace {

Json upload_json(const archive::UploadState& state) {
    return {{"target", state.target.url},
            {"endpoint", nullable(state.target.endpoint)},
            {"state", state.sent ? "sent" : "waiting"},
            {"key", nullable(state.object)},
            {"sent_at", state.sent ? Json(base::rfc3339_local(*state.sent)) : Json(nullptr)},
            {"failure", nullable(state.failure)}};
}

/// The uploads of the pictures of a page, by their numbers.
std::map<std::int64_t, Json> uploads_of(archive::Catalogue& catalogue,
                                        const std::vector<archive::RecordedPicture>& pictures) {
    std::map<std::int64_t, Json> uploads;
    for (const archive::UploadState& state : archive::UploadRecords(catalogue).states(
             pictures.front().number, pictures.back().number)) {
        uploads[state.picture].push_back(upload_json(state));
    }
    return uploads;
}

void export_pictures(Context& context, archive::Catalogue& catalogue) {
    constexpr std::size_t k_page = 500;
    Output& output = context.output();
    for (std::int64_t last = 0; !output.reader_left();) {
        if (context.stop().stop_requested()) {
            throw base::Error(base::ErrorCode::interrupted, "stopped");
        }
        const auto pictures = catalogue.page(last, k_page, true);
        if (pictures.empty()) {
            break;
        }
        auto uploads = uploads_of(catalogue, pictures);
        for (const archive::RecordedPicture& picture : pictures) {
            last = picture.number;
            Json json = to_json(picture);
            const auto found = uploads.find(picture.number);
            json["uploads"] = found == uploads.end() ? Json::array() : found->second;
            output.result_json(json);
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
