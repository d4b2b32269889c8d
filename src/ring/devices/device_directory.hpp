// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "ring/api/service.hpp"
#include "ring/devices/device.hpp"

#include <mutex>
#include <optional>
#include <stop_token>

namespace ring {

/// The account's devices, fetched when first asked for and then once only. May be used from many
/// threads; those that come while it is being fetched wait for it.
class DeviceDirectory {
public:
    /// @param service  must outlive this object
    explicit DeviceDirectory(Service& service) : m_service(service) {}

    /// The list. Throws what Service::device_list() throws, the same again at later calls.
    const DeviceList& list(std::stop_token stop) {
        const std::lock_guard guard(m_mutex);
        if (m_failure) {
            throw base::Error(*m_failure);
        }
        if (!m_list) {
            try {
                m_list = m_service.device_list(std::move(stop));
            } catch (const base::Error& error) {
                m_failure = error;
                throw;
            }
        }
        return *m_list;
    }

    /// The list when it has been fetched already; null otherwise.
    const DeviceList* if_fetched() {
        const std::lock_guard guard(m_mutex);
        return m_list ? &*m_list : nullptr;
    }

private:
    Service& m_service;
    std::mutex m_mutex;
    std::optional<DeviceList> m_list;
    std::optional<base::Error> m_failure;
};

/// The account's devices, fetched again when they are older than k_shared. May be used from many
/// threads; those that come while it is being fetched wait for it.
class RecentDevices {
public:
    /// For how long one list, or its failure, answers for all who ask.
    static constexpr auto k_shared = std::chrono::seconds(30);

    /// @param service, clock  must outlive this object
    RecentDevices(Service& service, base::Clock& clock) : m_service(service), m_clock(clock) {}

    /// Throws what Service::device_list() throws, the same again for as long as k_shared.
    DeviceList list(std::stop_token stop) {
        const std::lock_guard guard(m_mutex);
        if (!m_directory || m_clock.steady_now() - m_fetched >= k_shared) {
            m_directory.emplace(m_service);
            try {
                m_directory->list(stop);
            } catch (const base::Error&) {
                // Thrown again below.
            }
            m_fetched = m_clock.steady_now();
        }
        return m_directory->list(stop);
    }

private:
    Service& m_service;
    base::Clock& m_clock;
    std::mutex m_mutex;
    std::optional<DeviceDirectory> m_directory;
    base::SteadyTime m_fetched;
};

} // namespace ring
