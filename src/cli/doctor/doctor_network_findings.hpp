// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "cli/doctor/doctor_finding.hpp"
#include "http/client.hpp"
#include "http/proxy.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace cli::doctor {

/// A server that this program talks to, and how it answered.
struct HostFacts {
    /// An address of it.
    std::string url;
    /// Host, and port where it is not the usual one.
    std::string name;
    std::optional<http::Proxy> proxy;
    /// The variable that exempts it from a proxy; empty for none.
    std::string exempted_by;
    /// Whether it was asked; the login service is not.
    bool asked = false;
    /// Why no answer came.
    std::optional<http::TransportError> failure;
    std::chrono::milliseconds duration{0};

    bool answered() const { return asked && !failure; }

    bool is_encrypted() const { return url.starts_with("https:"); }
};

struct ClockFacts {
    base::SystemTime now;
    /// How far this machine's clock is ahead of Ring's; std::nullopt when Ring did not tell its
    /// time.
    std::optional<std::chrono::milliseconds> ahead;
};

/// The files and folders with the certificates to trust.
struct CertificateFacts {
    std::vector<std::string> places;
    bool from_environment = false;
    /// Why the file, the only place then, cannot be used; empty when it can.
    PublicText unusable;
};

Finding clock_finding(const ClockFacts& facts);
Finding proxy_finding(const std::vector<HostFacts>& hosts);
Finding certificate_finding(const CertificateFacts& facts, const std::vector<HostFacts>& hosts,
                            base::SystemTime now);
Finding connection_finding(const std::vector<HostFacts>& hosts);

} // namespace cli::doctor
