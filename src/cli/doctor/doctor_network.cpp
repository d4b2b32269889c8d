// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_network.hpp"

#include "base/files/files.hpp"
#include "base/process/environment.hpp"
#include "base/system/parallel.hpp"
#include "base/text/time_format.hpp"
#include "cli/output/system_hints.hpp"
#include "http/certificates.hpp"
#include "http/url.hpp"
#include "snapshot/freshness.hpp"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <utility>

namespace cli::doctor {

namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;
using http::CertificateProblem;
using std::chrono::milliseconds;

constexpr auto k_patience = std::chrono::seconds(10);
/// Within this an access is renewed in time and not too early (ring::expiry_margin()).
constexpr auto k_harmless = std::chrono::seconds(60);
/// So far ahead, an access that lives an hour has always run out.
constexpr auto k_always_expired = std::chrono::minutes(59);
/// 2024-01-01: no machine on which this program runs can rightly be before it.
constexpr auto k_surely_past = std::chrono::seconds(1'704'067'200);

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
    std::exception_ptr stopped;
    std::mutex mutex;
    http::Client& client = context.client();
    base::for_each_parallel(hosts.size(), hosts.size(), [&](std::size_t i) {
        HostFacts& host = hosts[i];
        if (!host.asked) {
            return;
        }
        try {
            http::Request request;
            request.url = host.url;
            request.headers.add("User-Agent", user_agent);
            request.time_limit = k_patience;
            const http::Response response = client.send(request, context.stop());
            host.duration =
                std::chrono::duration_cast<milliseconds>(response.received - response.sent);
            const std::lock_guard guard(mutex);
            service_clock.observe(response);
        } catch (const http::TransportError& error) {
            host.failure = error;
        } catch (...) {
            const std::lock_guard guard(mutex);
            stopped = std::current_exception();
        }
    });
    if (stopped) {
        std::rethrow_exception(stopped);
    }
}

/// Why the file or folder of certificates cannot be used; empty when it can.
FindingText problem_of_certificates(const std::string& file) {
    std::error_code error;
    if (fs::is_directory(file, error)) {
        return "it is a folder, not a file";
    }
    try {
        constexpr std::size_t k_limit = std::size_t{64} << 20;
        const auto text = base::read_file(file, k_limit);
        return !text ? "there is no such file"
               : text->find("-----BEGIN") == std::string::npos
                   ? "it holds no certificates in PEM form"
                   : FindingText();
    } catch (const Error&) {
        return "it cannot be read";
    }
}

CertificateFacts certificate_facts() {
    CertificateFacts facts;
    const std::vector<std::string> places = http::certificate_places();
    facts.from_environment = http::trusted_certificates().from_environment;
    if (places.empty()) {
        return facts;
    }
    if (facts.from_environment) {
        facts.place = places.front();
        facts.unusable = problem_of_certificates(facts.place);
        return facts;
    }
    const auto found = std::find_if(places.begin(), places.end(), [](const std::string& place) {
        std::error_code error;
        return fs::exists(place, error);
    });
    if (found == places.end()) {
        facts.place = places.front();
        facts.unusable = "there are none";
    } else {
        facts.place = *found;
    }
    return facts;
}

FindingText host_name(const HostFacts& host) {
    return FindingText::one_of({"api.ring.com", "app-snaps.ring.com", "oauth.ring.com"}, host.name,
                               "the stand-in server");
}

/// The names of the hosts for which `condition` holds.
template <typename Condition>
FindingText names_of(const std::vector<HostFacts>& hosts, Condition condition) {
    FindingText names;
    for (const HostFacts& host : hosts) {
        if (std::invoke(condition, host)) {
            names = joined(names, host_name(host), ", ");
        }
    }
    return names;
}

FindingText variable_text(const std::string& name) {
    return FindingText::one_of({"https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy",
                                "ALL_PROXY", "no_proxy", "NO_PROXY"},
                               name, "a variable");
}

const HostFacts* first_refused_certificate(const std::vector<HostFacts>& hosts) {
    const auto found = std::find_if(hosts.begin(), hosts.end(), [](const HostFacts& host) {
        return host.failure && host.failure->certificate_problem();
    });
    return found == hosts.end() ? nullptr : &*found;
}

FindingText describe_proxy(const http::Proxy& proxy) {
    const FindingText text = say(
        "{} by {}{}",
        FindingText::local(proxy.place.empty() ? "an unreadable address" : proxy.place, "a proxy"),
        variable_text(proxy.variable),
        proxy.has_credentials ? FindingText(", with user name and password") : FindingText());
    return proxy.exceptions.empty() ? text
                                    : say("{}; none for {}, by {}", text,
                                          FindingText::local(proxy.exceptions, "some hosts"),
                                          variable_text(proxy.exceptions_variable));
}

const FindingText& fault_text(http::Fault fault) {
    static const FindingText texts[] = {
        "no connection",        "TLS failed",           "timed out",
        "the connection broke", "the answer broke off", "the answer is too large"};
    return texts[static_cast<std::size_t>(fault)];
}

/// What is wrong with the certificate of `host`, and what to do about it.
std::pair<FindingText, std::string>
judge_certificate(CertificateProblem problem, const FindingText& host, base::SystemTime now) {
    const std::string clock =
        "this machine's clock shows " + base::format_local_time(now, "%Y-%m-%d %H:%M");
    switch (problem) {
    case CertificateProblem::expired:
        return {say("the certificate of {} has expired, or the clock is wrong", host),
                fmt::format("{}; if that is wrong, {}; if it is right, a proxy or virus scanner "
                            "shows an old certificate",
                            clock, clock_hint())};
    case CertificateProblem::not_yet_valid:
        return {say("the certificate of {} is not valid yet: the clock is behind", host),
                fmt::format("{}; {}", clock, clock_hint())};
    case CertificateProblem::wrong_host:
        return {say("the server that answers for {} shows another host's certificate", host),
                "a proxy, a router's sign-in page or a wrong entry in the hosts file stands "
                "between; open the address in a browser on this machine to see which"};
    case CertificateProblem::self_signed:
        return {say("the certificate of {} is self-signed: it is not Ring's", host),
                "a proxy or virus scanner opens the connection; if you trust it, put its "
                "certificate into a file with the usual ones and name that by SSL_CERT_FILE"};
    case CertificateProblem::unknown_issuer:
        return {say("the certificate of {} is signed by somebody unknown here", host),
                "reinstall the certificates of this system (package ca-certificates); if a proxy "
                "or virus scanner opens the connection, name its certificate by SSL_CERT_FILE"};
    case CertificateProblem::other:
        break;
    }
    return {say("the certificate of {} cannot be trusted", host), clock_hint()};
}

} // namespace

Finding clock_finding(base::SystemTime now, std::optional<milliseconds> ahead) {
    if (!ahead) {
        return now.time_since_epoch() < k_surely_past
                   ? k_clock.caution(
                         say("shows {}, which is surely wrong",
                             FindingText::local(base::format_local_time(now, "%Y-%m-%d"),
                                                "a time before 2024")),
                         clock_hint())
                   : k_clock.skipped("needs an answer of Ring to compare with");
    }
    const bool is_ahead = *ahead >= milliseconds(0);
    const milliseconds off = std::chrono::abs(*ahead);
    if (off < milliseconds(1500)) {
        return k_clock.good("agrees with Ring's");
    }
    const FindingText difference = say("{} {} Ring's", FindingText::duration(off),
                                       is_ahead ? FindingText("ahead of") : FindingText("behind"));
    if (off <= k_harmless) {
        return k_clock.good(say("{}; up to a minute makes no difference", difference));
    }
    FindingText meaning = "an access is used after it has run out, which costs a request each time";
    if (is_ahead) {
        meaning = off >= k_always_expired
                      ? FindingText("each run renews the login, and Ring may refuse so many")
                      : FindingText("the login is renewed earlier than it has to be");
    }
    return k_clock.caution(
        say("{}: {}", difference, meaning),
        fmt::format("{}; pictures are named and judged by Ring's clock and stay right",
                    clock_hint()));
}

Finding proxy_finding(const std::vector<HostFacts>& hosts) {
    // All servers are reached by the same scheme, and so by the same variable.
    const std::optional<http::Proxy>& proxy = hosts.front().proxy;
    if (!proxy) {
        return k_proxy.good("none");
    }
    if (proxy->place.empty()) {
        const FindingText variable = variable_text(proxy->variable);
        return k_proxy.bad(
            ErrorCode::service_unavailable, say("{} names no proxy", variable),
            fmt::format("write it like http://proxy:3128, or unset {}", variable.shown()));
    }
    return k_proxy.good(describe_proxy(*proxy));
}

Finding certificate_finding(const CertificateFacts& facts, const std::vector<HostFacts>& hosts,
                            base::SystemTime now) {
    if (std::ranges::none_of(hosts, &HostFacts::is_encrypted)) {
        return k_certificates.skipped("not needed by the stand-in server");
    }
    const FindingText origin = facts.from_environment ? FindingText("named by SSL_CERT_FILE")
                                                      : FindingText("the system's own");
    const FindingText place =
        facts.place.empty() ? origin : FindingText::local(facts.place, origin);
    if (!facts.unusable.shown().empty()) {
        return k_certificates.bad(
            ErrorCode::service_unavailable, say("{}: {}", place, facts.unusable),
            facts.from_environment
                ? "correct or unset SSL_CERT_FILE"
                : "install the certificates of this system (package ca-certificates)");
    }
    if (const HostFacts* host = first_refused_certificate(hosts)) {
        const auto [problem, hint] =
            judge_certificate(*host->failure->certificate_problem(), host_name(*host), now);
        return k_certificates.bad(ErrorCode::service_unavailable,
                                  joined(FindingText::local({}, origin), problem), hint);
    }
    const bool proven = std::ranges::any_of(hosts, &HostFacts::answered);
    return k_certificates.good(
        say("{}{}{}", place,
            FindingText::local(facts.from_environment ? " (named by SSL_CERT_FILE)" : ""),
            proven ? FindingText(": Ring's are trusted") : FindingText()));
}

Finding connection_finding(const std::vector<HostFacts>& hosts) {
    if (first_refused_certificate(hosts) != nullptr) {
        return k_connection.skipped("needs certificates that are trusted");
    }
    std::size_t answered = 0;
    milliseconds longest{0};
    for (const HostFacts& host : hosts) {
        if (host.failure) {
            const http::TransportError& failure = *host.failure;
            return k_connection.bad(
                failure.code(),
                FindingText::local(
                    failure.message(),
                    joined(say("{}: {}", host_name(host), fault_text(failure.fault())),
                           FindingText::message(failure.message()))),
                host.proxy ? fmt::format("{}; here it is {}", failure.hint(),
                                         describe_proxy(*host.proxy).shown())
                           : failure.hint());
        }
        if (host.answered()) {
            ++answered;
            longest = std::max(longest, host.duration);
        }
    }
    return k_connection.good(say("{} {} within {} ms", names_of(hosts, &HostFacts::answered),
                                 answered == 1 ? FindingText("answers") : FindingText("answer"),
                                 longest.count()));
}

void check_network(Examination& examination, const Report& report) {
    Context& context = examination.context;
    if (examination.settings) {
        context.cooldowns().throw_if_limited(settings::RateLimitScope::api);
    }
    std::vector<HostFacts> hosts = known_hosts(context.endpoints());
    context.output().status({"asking Ring"});
    snapshot::ServiceClock service_clock;
    const settings::Settings settings = examination.settings.value_or(settings::Settings());
    ask(hosts, ring::user_agent_header(settings.user_agent), service_clock, context);

    const base::SystemTime now = context.clock().now();
    std::optional<milliseconds> ahead;
    if (const auto there = service_clock.likely_at(context.clock().steady_now())) {
        ahead = std::chrono::duration_cast<milliseconds>(now - *there);
    }
    report(clock_finding(now, ahead));
    report(proxy_finding(hosts));
    const Finding certificates = certificate_finding(certificate_facts(), hosts, now);
    report(certificates);
    Finding connection = connection_finding(hosts);
    if (certificates.state == State::not_ok && connection.state == State::not_ok) {
        connection = k_connection.skipped("needs certificates that are trusted");
    }
    report(connection);
    examination.connected = connection.state == State::ok;
}

} // namespace cli::doctor
