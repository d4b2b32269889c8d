// SPDX-License-Identifier: Apache-2.0
#include "cli/upload/get_uploads.hpp"

#include "archive/catalogue/upload_records.hpp"
#include "base/system/parallel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

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

void GetUploads::start_last_minute() {
    const base::SteadyTime deadline = m_context.clock().steady_now() + k_upload_patience;
    for (UploadConnection& connection : m_connections) {
        connection.client().set_deadline(deadline);
    }
    m_has_deadline = true;
}

bool GetUploads::send(const archive::FilePlace& place) {
    start_last_minute();
    std::atomic<bool> is_everywhere = true;
    // At the same time, so that one that is silent takes no time from the others.
    for_each_connection([&](UploadConnection& connection) {
        if (!send(connection, place)) {
            is_everywhere = false;
        }
    });
    return is_everywhere;
}

void GetUploads::for_each_connection(const std::function<void(UploadConnection&)>& work) {
    std::vector<UploadConnection*> connections;
    for (UploadConnection& connection : m_connections) {
        connections.push_back(&connection);
    }
    base::for_each_parallel(connections.size(), connections.size(),
                            [&](std::size_t i) { work(*connections[i]); });
}

bool GetUploads::send(UploadConnection& connection, const archive::FilePlace& place) {
    try {
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
    } catch (const std::exception& error) {
        note_failure(connection, base::Error(base::ErrorCode::unexpected, error.what()));
    }
    return false;
}

/// Sends what earlier runs could not.
void GetUploads::finish(UploadConnection& connection) {
    const auto failure = std::find_if(m_failures.begin(), m_failures.end(), [&](const auto& each) {
        return each.first.first == connection.target();
    });
    try {
        if (failure != m_failures.end()) {
            archive::UploadRecords(m_context.archive().catalogue())
                .failed(connection.target(), failure->second.first.message());
        } else if (!m_context.stop().stop_requested()) {
            const auto round = connection.uploader().run(m_context.stop());
            warn_of_left_out(m_context.output(), connection.target(), round.left_out);
            if (round.failure) {
                m_context.output().detail(
                    fmt::format("{}: {}", connection.target().url, round.failure->message()));
            }
        }
    } catch (const std::exception& error) {
        m_context.output().detail(error.what());
    }
}

void GetUploads::note_failure(const UploadConnection& connection, const base::Error& error) {
    const std::lock_guard guard(m_mutex);
    auto& failure =
        m_failures.try_emplace({connection.target(), error.message()}, error, 0U).first->second;
    ++failure.second;
}

void GetUploads::finish() {
    if (!m_has_deadline) {
        // No picture was saved.
        start_last_minute();
    }
    for_each_connection([this](UploadConnection& connection) { finish(connection); });
    for (const auto& [what, failure] : m_failures) {
        m_context.output().loss(fmt::format("{}, the next run tries {} again; {}",
                                            describe_not_uploaded(failure.second), what.first.url,
                                            what.second),
                                failure.first.hint());
    }
}

} // namespace cli
