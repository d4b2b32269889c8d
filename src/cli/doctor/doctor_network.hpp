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
    /// Whether it was asked; the login service is not.
    bool asked = false;
    /// Why no answer came.
    std::optional<http::TransportError> failure;
    std::chrono::milliseconds duration{0};

    bool answered() const { return asked && !failure; }

    bool is_encrypted() const { return url.starts_with("https:"); }
};

/// The certificates to trust.
struct CertificateFacts {
    /// The file or folder; empty where the system keeps them in a store of its own.
    std::string place;
    bool from_environment = false;
    /// Why it cannot be used; empty when it can.
    FindingText unusable;
};

/// @param ahead  how far this machine's clock is ahead of Ring's; std::nullopt when Ring did not
///               tell its time
Finding clock_finding(base::SystemTime now, std::optional<std::chrono::milliseconds> ahead);
Finding proxy_finding(const std::vector<HostFacts>& hosts);
Finding certificate_finding(const CertificateFacts& facts, const std::vector<HostFacts>& hosts,
                            base::SystemTime now);
Finding connection_finding(const std::vector<HostFacts>& hosts);

/// The clock, proxies, certificates, and that the API and the snapshot service answer: one request
/// without a token to each, and none while Ring limits the rate. The login service is not asked.
void check_network(Examination& examination, const Report& report);

} // namespace cli::doctor
