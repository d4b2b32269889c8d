// SPDX-License-Identifier: Apache-2.0
#include "cli/upload/upload_options.hpp"

#include "base/error.hpp"

#include <utility>

namespace cli {

std::vector<UploadDestination> find_destinations(const char* source,
                                                 const std::vector<std::string>& urls,
                                                 const settings::SavedOptions& wanted) {
    std::vector<UploadDestination> destinations;
    for (const std::string& url : urls) {
        s3::Target place = s3::parse_target(source, url);
        auto store = s3::find_configuration(
            {wanted.s3_endpoint, wanted.s3_region, wanted.s3_path_style, place.profile});
        destinations.push_back({std::move(place), std::move(store)});
    }
    return destinations;
}

void declare_uploads(OptionDeclarer& command, settings::SavedOptions& options) {
    command.add_list("--upload", "s3://BUCKET/FOLDER", options.upload,
                     "upload each picture to an S3-compatible object store too (may be given "
                     "several times; with ?profile=NAME at its end each in a store of its own)");
    declare_upload_name(command, options);
    declare_object_store(command, options);
}

void declare_upload_name(OptionDeclarer& command, settings::SavedOptions& options) {
    command.add("--upload-name", "TEMPLATE", options.upload_name,
                "name the pictures so there, with the fields of --name");
}

void declare_object_store(OptionDeclarer& command, settings::SavedOptions& options) {
    command.add("--s3-endpoint", "URL", options.s3_endpoint,
                "the address of the object store (default: that of Amazon S3)");
    command.add("--s3-region", "REGION", options.s3_region,
                "the region of the bucket (default us-east-1)");
    command.add(
        "--s3-path-style", "auto|on|off", options.s3_path_style,
        "name the bucket in the path of addresses (default auto: on unless it is Amazon's)");
}

archive::NameTemplate read_upload_name(const std::string& text) {
    archive::NameTemplate name(text);
    if (!name.holds_time()) {
        throw base::Error(base::ErrorCode::usage,
                          "--upload-name needs a time, so that no picture takes another's place",
                          "write it like {name}/{time:%Y-%m-%d}/{time:%H-%M-%S}.jpg");
    }
    return name;
}

} // namespace cli
