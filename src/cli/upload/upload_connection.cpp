// SPDX-License-Identifier: Apache-2.0
#include "cli/upload/upload_connection.hpp"

#include "cli/archive/archive_words.hpp"

#include <utility>

namespace cli {

std::string counted_pictures(std::size_t count) {
    return counted(count, "picture", "pictures");
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
