// SPDX-License-Identifier: Apache-2.0
#include "snapshot/watch_events.hpp"

namespace snapshot {

void WatchEvents::publish(const WatchEvent& event) const {
    for (const WatchSink& sink : m_sinks) {
        try {
            sink(event);
        } catch (const std::exception& error) {
            if (m_on_failure) {
                m_on_failure(error);
            }
        }
    }
}

} // namespace snapshot
