// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/recorded_picture.hpp"
#include "base/error.hpp"
#include "cli/context.hpp"
#include "cli/upload/upload_connection.hpp"
#include "cli/upload/upload_options.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace cli {

/// The uploads of a `get`, to all places at the same time. They take a minute at most after the
/// last picture was saved, or from finish() on where none was; what is not sent by then waits in
/// the catalogue for the next run. May be used from many threads.
class GetUploads {
public:
    /// @param context  must outlive this object
    GetUploads(Context& context, const std::vector<UploadDestination>& destinations);

    /// Sends a picture that was saved and recorded.
    /// @return whether it is in all places
    bool send(const archive::FilePlace& place);

    /// Sends what earlier runs could not, as far as time is left, and says what is not sent yet.
    void finish();

private:
    void start_last_minute();
    /// Calls `work`, which must not throw, for all places at the same time.
    void for_each_connection(const std::function<void(UploadConnection&)>& work);
    bool send(UploadConnection& connection, const archive::FilePlace& place);
    void finish(UploadConnection& connection);
    void note_failure(const UploadConnection& connection, const base::Error& error);

    Context& m_context;
    std::list<UploadConnection> m_connections;
    std::atomic<bool> m_has_deadline = false;
    std::mutex m_mutex;
    /// By place and message, why how many pictures of this run were not sent.
    std::map<std::pair<archive::UploadTarget, std::string>, std::pair<base::Error, std::size_t>>
        m_failures;
};

} // namespace cli
