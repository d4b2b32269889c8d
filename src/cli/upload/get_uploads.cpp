// SPDX-License-Identifier: Apache-2.0
#include "cli/upload/get_uploads.hpp"

#include "archive/catalogue/upload_records.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cli {
namespace {

constexpr int k_get_attempts = 3;

} // namespace

GetUploads::GetUploads(Context& context, const std::vector<UploadDestination>& destinations)
    : m_context(context) {
    for (const UploadDestination& destination : destinations) {
        m_connections.emplace_back(context, destination, k_get_attempts, context.stop());
    }
}

bool GetUploads::send(const archive::FilePlace& place) {
    // Each place has its turn, whatever becomes of the others.
    return std::count_if(m_connections.begin(), m_connections.end(),
                         [&](UploadConnection& connection) { return !send(connection, place); }) ==
           0;
}

bool GetUploads::send(UploadConnection& connection, const archive::FilePlace& place) {
    try {
        connection.client().set_deadline(m_context.clock().steady_now() + k_upload_patience);
        archive::Catalogue& catalogue = m_context.archive().catalogue();
        const auto upload =
            archive::UploadRecords(catalogue).waiting_in(connection.target(), place);
        if (upload) {
            const bool is_sent = !connection.uploader().send(*upload).empty();
            warn_of_left_out(m_context.output(), connection.target(), is_sent ? 0 : 1);
            return is_sent;
        }
        // It was sent before, unless the catalogue did not take it.
        return catalogue.find(place).has_value();
    } catch (const base::Error& error) {
        if (error.code() != base::ErrorCode::interrupted) {
            note_failure(connection, error);
        }
        return false;
    }
}

void GetUploads::note_failure(const UploadConnection& connection, const base::Error& error) {
    const std::lock_guard guard(m_mutex);
    auto& failure =
        m_failures.try_emplace({connection.target(), error.message()}, error, 0U).first->second;
    ++failure.second;
}

void GetUploads::finish() {
    for (UploadConnection& connection : m_connections) {
        const auto failure =
            std::find_if(m_failures.begin(), m_failures.end(),
                         [&](const auto& each) { return each.first.first == connection.target(); });
        const bool works = failure == m_failures.end();
        try {
            if (works && !m_context.stop().stop_requested()) {
                const auto round = connection.uploader().run(m_context.stop());
                warn_of_left_out(m_context.output(), connection.target(), round.left_out);
                if (round.failure) {
                    m_context.output().detail(
                        fmt::format("{}: {}", connection.target().url, round.failure->message()));
                }
            } else if (!works) {
                archive::UploadRecords(m_context.archive().catalogue())
                    .failed(connection.target(), failure->second.first.message());
            }
        } catch (const base::Error& error) {
            m_context.output().detail(error.message());
        }
    }
    for (const auto& [what, failure] : m_failures) {
        m_context.output().loss(fmt::format("{}: {}; {} not uploaded yet, the next run tries again",
                                            what.first.url, what.second,
                                            failure.second == 1
                                                ? "1 picture is"
                                                : counted_pictures(failure.second) + " are"),
                                failure.first.hint());
    }
}

} // namespace cli
