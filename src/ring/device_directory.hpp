// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "ring/device.hpp"
#include "ring/service.hpp"

#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace ring {

/// The account's devices, fetched when first asked for and then once only. May be used from many
/// threads; those that come while it is being fetched wait for it.
class DeviceDirectory {
public:
    /// @param service  must outlive this object
    explicit DeviceDirectory(Service& service) : m_service(service) {}

    /// All devices. Throws what Service::devices() throws, the same again at later calls.
    const std::vector<Device>& devices(std::stop_token stop) {
        const std::lock_guard guard(m_mutex);
        if (m_failure) {
            throw base::Error(*m_failure);
        }
        if (!m_devices) {
            try {
                m_devices = m_service.devices(stop);
            } catch (const base::Error& error) {
                m_failure = error;
                throw;
            }
        }
        return *m_devices;
    }

    /// The devices when they have been fetched already; null otherwise.
    const std::vector<Device>* if_fetched() {
        const std::lock_guard guard(m_mutex);
        return m_devices ? &*m_devices : nullptr;
    }

private:
    Service& m_service;
    std::mutex m_mutex;
    std::optional<std::vector<Device>> m_devices;
    std::optional<base::Error> m_failure;
};

} // namespace ring
