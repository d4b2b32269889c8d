// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/files/file_lock.hpp"
#include "cli/context.hpp"

#include <memory>

namespace cli {

/// Tells other processes with the same settings, for as long as it lives, that a watch runs. Where
/// the folder of the settings cannot be written, it tells nothing.
class WatchMark {
public:
    explicit WatchMark(Context& context);

private:
    std::unique_ptr<base::FileLock> m_lock;
};

/// Whether a watch, of a service or not, runs with these settings. Writes nothing.
bool is_watched(Context& context);

} // namespace cli
