// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_network.hpp"

#include "base/files/files.hpp"
#include "base/process/environment.hpp"
#include "cli/doctor/doctor_network_findings.hpp"
#include "cli/parallel.hpp"
#include "http/certificates.hpp"
#include "http/url.hpp"
#include "snapshot/freshness.hpp"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <mutex>

namespace cli::doctor {

namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;

constexpr auto k_patience = std::chrono::seconds(10);

/// The servers, each once: a stand-in takes the place of all.
std::vector<HostFacts> known_hosts(const ring::Endpoints& endpoints) {
    std::vector<HostFacts> hosts;
    const auto add = [&](const std::string& url, bool asked) {
        const auto same = std::find_if(hosts.begin(), hosts.end(), [&](const HostFacts& host) {
            return http::origin_of(host.url) == http::origin_of(url);
        });
        if (same != hosts.end()) {
            same->asked = same->asked || asked;
            return;
        }
        HostFacts host;
        host.url = url;
        host.name = http::origin_of(url).substr(http::origin_of(url).find("://") + 3);
        host.asked = asked;
        host.proxy = http::proxy_for(url, base::environment_variable);
        host.exempted_by = http::proxy_exception(url, base::environment_variable);
        hosts.push_back(std::move(host));
    };
    add(endpoints.api("/"), true);
    add(endpoints.app_snaps("/"), true);
    // Its rate limits are too tight to spend a request on a look at whether it answers.
    add(endpoints.oauth("/"), false);
    return hosts;
}

/// Asks each server for its front page, all at the same time. What is answered does not matter.
void ask(std::vector<HostFacts>& hosts, const char* user_agent,
         snapshot::ServiceClock& service_clock, Context& context) {
    std::vector<std::optional<http::Response>> responses(hosts.size());
    std::exception_ptr stopped;
    std::mutex mutex;
    http::Client& client = context.client();
    for_each_parallel(hosts.size(), hosts.size(), [&](std::size_t i) {
        HostFacts& host = hosts[i];
        if (!host.asked) {
            return;
        }
        try {
            http::Request request;
            request.url = host.url;
            request.headers.add("User-Agent", user_agent);
            request.time_limit = k_patience;
            responses[i] = client.send(request, context.stop());
            host.duration = std::chrono::duration_cast<milliseconds>(responses[i]->received -
                                                                     responses[i]->sent);
        } catch (const http::TransportError& error) {
            host.failure = error;
        } catch (const Error& error) {
            if (error.code() == ErrorCode::interrupted) {
                const std::lock_guard guard(mutex);
                stopped = std::current_exception();
            } else {
                host.failure =
                    http::TransportError(http::Fault::broken, error.message(), error.hint());
            }
        } catch (...) {
            const std::lock_guard guard(mutex);
            stopped = std::current_exception();
        }
    });
    if (stopped) {
        std::rethrow_exception(stopped);
    }
    for (const auto& response : responses) {
        if (response) {
            service_clock.observe(*response);
        }
    }
}

CertificateFacts certificate_facts() {
    CertificateFacts facts;
    facts.places = http::certificate_places();
    facts.from_environment = http::trusted_certificates().from_environment;
    const auto exists = [](const std::string& place) {
        std::error_code error;
        return fs::exists(place, error);
    };
    if (facts.places.empty()) {
        return facts;
    }
    const auto found = std::find_if(facts.places.begin(), facts.places.end(), exists);
    if (found == facts.places.end()) {
        facts.unusable = facts.from_environment ? PublicText("there is no such file")
                                                : PublicText("there are none");
        return facts;
    }
    facts.places = {*found};
    std::error_code error;
    if (!facts.from_environment || fs::is_directory(*found, error)) {
        facts.unusable =
            facts.from_environment ? PublicText("it is a folder, not a file") : PublicText();
        return facts;
    }
    try {
        constexpr std::size_t k_limit = std::size_t{64} << 20;
        const std::string text = base::read_file(*found, k_limit).value_or("");
        if (text.find("-----BEGIN") == std::string::npos) {
            facts.unusable = "it holds no certificates in PEM form";
        }
    } catch (const Error&) {
        facts.unusable = "it cannot be read";
    }
    return facts;
}

} // namespace

void check_network(Examination& examination, const Report& report) {
    Context& context = examination.context;
    std::vector<HostFacts> hosts;
    try {
        if (examination.settings) {
            context.cooldowns().throw_if_limited(settings::RateLimitScope::api);
        }
        hosts = known_hosts(context.endpoints());
    } catch (const Error& error) {
        report(bad("connection", "Connection", error));
        return;
    }
    context.output().status({"asking Ring …"});
    snapshot::ServiceClock service_clock;
    const settings::Settings settings = examination.settings.value_or(settings::Settings());
    ask(hosts, ring::text_of(settings.user_agent), service_clock, context);
    const base::SystemTime now = context.clock().now();
    ClockFacts clock{now, {}};
    if (const auto there = service_clock.likely_at(context.clock().steady_now())) {
        clock.ahead = std::chrono::duration_cast<milliseconds>(now - *there);
    }
    report(clock_finding(clock));
    report(proxy_finding(hosts));
    const Finding certificates = certificate_finding(certificate_facts(), hosts, now);
    report(certificates);
    Finding connection = connection_finding(hosts);
    if (certificates.state == State::not_ok && connection.state == State::not_ok) {
        connection =
            skipped(connection.check, connection.title, "needs certificates that are trusted");
    }
    report(connection);
    examination.connected = connection.state == State::ok;
}

} // namespace cli::doctor
