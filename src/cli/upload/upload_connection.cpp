// SPDX-License-Identifier: Apache-2.0
#include "cli/upload/upload_connection.hpp"

#include "cli/archive/archive_words.hpp"

#include <fmt/format.h>

#include <utility>

namespace cli {

std::string counted_pictures(std::size_t count) {
    return counted(count, "picture", "pictures");
}

std::string address_of(const s3::Target& place, const std::string& object) {
    return fmt::format("s3://{}/{}", place.bucket, object);
}

std::string describe_not_uploaded(std::size_t count) {
    return fmt::format("{} {} not uploaded yet", counted_pictures(count),
                       count == 1 ? "is" : "are");
}

void warn_of_left_out(Output& output, const archive::UploadTarget& target, std::size_t count) {
    if (count > 0) {
        output.loss(fmt::format("{}: {} left out: the file is missing or was changed", target.url,
                                counted_pictures(count)),
                    "ring-snapshot archive check names such pictures");
    }
}

UploadConnection::UploadConnection(Context& context, const UploadDestination& destination,
                                   int attempts, std::stop_token stop)
    : m_place(destination.place),
      m_target(destination.target()),
      m_client(context.client(), context.clock(),
               destination.store.bucket(destination.place.bucket), destination.store.credentials,
               {.attempts = attempts,
                .tell = [&context](const std::string& text) { context.output().warning(text); }}),
      m_store(m_client, destination.place, std::move(stop)),
      m_uploader(context.archive().catalogue(), context.archive().folders(), m_store, m_target) {}

} // namespace cli
