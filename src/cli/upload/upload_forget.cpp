// SPDX-License-Identifier: Apache-2.0
#include "cli/upload/upload_forget.hpp"

#include "archive/catalogue/upload_records.hpp"
#include "base/error.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/upload/upload_connection.hpp"
#include "s3/bucket.hpp"
#include "s3/configuration.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

namespace cli {
namespace {

using base::Error;
using base::ErrorCode;

std::string describe_store(const std::string& endpoint) {
    return endpoint.empty() ? "Amazon S3" : endpoint;
}

/// The target that is meant. The store says which, where it matters: a bucket of that name may be
/// in several.
archive::UploadTotals find_target(archive::UploadRecords& records, const s3::Target& place,
                                  const settings::SavedOptions& wanted, bool is_store_given) {
    std::vector<archive::UploadTotals> found = records.totals();
    std::erase_if(
        found, [&](const archive::UploadTotals& each) { return each.target.url != place.text(); });
    const std::string endpoint =
        s3::find_endpoint({.endpoint = wanted.s3_endpoint, .profile = place.profile});
    const auto at_store =
        std::find_if(found.begin(), found.end(), [&](const archive::UploadTotals& each) {
            return each.target.endpoint == endpoint;
        });
    if (at_store != found.end()) {
        return *at_store;
    }
    if (found.empty() || is_store_given) {
        throw Error(ErrorCode::usage,
                    fmt::format("nothing was uploaded to {}{}", place.text(),
                                is_store_given ? " at " + describe_store(endpoint) : ""),
                    "ring-snapshot status shows the targets that are known");
    }
    if (found.size() > 1) {
        std::vector<std::string> stores;
        for (const archive::UploadTotals& each : found) {
            stores.push_back(describe_store(each.target.endpoint));
        }
        throw Error(
            ErrorCode::usage,
            fmt::format("several stores have {}: {}", place.text(), fmt::join(stores, ", ")),
            "say which with --s3-endpoint");
    }
    return found.front();
}

bool is_remembered(const settings::Settings& settings, const s3::Target& place) {
    const auto urls = settings.upload.value_or(std::vector<std::string>());
    return std::any_of(urls.begin(), urls.end(), [&](const std::string& url) {
        return s3::parse_target("Upload in the settings", url).text() == place.text();
    });
}

void print_forgotten(Output& output, const archive::UploadTotals& forgotten) {
    if (output.options().json) {
        output.result_json({{"forgotten", forgotten.target.url},
                            {"endpoint", nullable(forgotten.target.endpoint)},
                            {"waiting", forgotten.waiting}});
        return;
    }
    output.wrapped_result("", fmt::format("{} at {} is forgotten{}", forgotten.target.url,
                                          describe_store(forgotten.target.endpoint),
                                          forgotten.waiting == 0
                                              ? ""
                                              : fmt::format(", and with it {} that waited",
                                                            counted_pictures(forgotten.waiting))));
}

} // namespace

int forget_upload(Context& context, const UploadOptions& options) {
    if (options.target.empty() || options.check || options.from || options.upload_name ||
        !options.devices.empty()) {
        throw Error(ErrorCode::usage, "--forget goes with a target alone",
                    "run: ring-snapshot upload s3://BUCKET --forget");
    }
    const settings::Settings settings = context.store().load();
    const s3::Target place = s3::parse_target("upload", options.target);
    archive::UploadRecords records(context.archive().catalogue());
    const auto forgotten =
        find_target(records, place, settings.with(options),
                    options.s3_endpoint.has_value() || place.profile.has_value());
    const bool is_still_remembered = is_remembered(settings, place);
    records.forget(forgotten.target);
    print_forgotten(context.output(), forgotten);
    if (is_still_remembered) {
        context.output().notice(context.output().complete(fmt::format(
            "{} is still remembered for get and watch; to forget that, run: ring-snapshot get "
            "--forget",
            place.text())));
    }
    return 0;
}

} // namespace cli
