// SPDX-License-Identifier: Apache-2.0
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"
#include "cli/doctor/doctor_network.hpp"
#include "cli/output/system_hints.hpp"

#include <algorithm>
#include <tuple>

namespace cli::doctor {

namespace {

using base::ErrorCode;
using http::CertificateProblem;

/// Within this an access is renewed in time and not too early (ring::expiry_margin()).
constexpr auto k_harmless = std::chrono::seconds(60);
/// So far ahead, an access that lives an hour has always run out.
constexpr auto k_always_expired = std::chrono::minutes(59);
/// 2024-01-01: no machine on which this program runs can rightly be before it.
constexpr auto k_surely_past = std::chrono::seconds(1'704'067'200);

Text name_of_host(const HostFacts& host) {
    const bool is_ring = host.name.ends_with(".ring.com");
    return {host.name, is_ring ? host.name : "the stand-in server"};
}

Text listed(const std::vector<const HostFacts*>& hosts) {
    Text text;
    for (const HostFacts* host : hosts) {
        text = text.empty() ? name_of_host(*host) : compose("{}, {}", text, name_of_host(*host));
    }
    return text;
}

std::vector<const HostFacts*> all_of(const std::vector<HostFacts>& hosts) {
    std::vector<const HostFacts*> result;
    for (const HostFacts& host : hosts) {
        result.push_back(&host);
    }
    return result;
}

const HostFacts* first_refused_certificate(const std::vector<HostFacts>& hosts) {
    const auto found = std::find_if(hosts.begin(), hosts.end(), [](const HostFacts& host) {
        return host.failure && host.failure->certificate_problem();
    });
    return found == hosts.end() ? nullptr : &*found;
}

Text describe_proxy(const HostFacts& host) {
    const http::Proxy& proxy = *host.proxy;
    return compose(
        "{} by {}{}", Text(proxy.place.empty() ? "an unreadable address" : proxy.place, "a proxy"),
        harmless(proxy.variable), proxy.has_credentials ? ", with user name and password" : "");
}

bool same_proxy(const HostFacts& a, const HostFacts& b) {
    const auto facts = [](const HostFacts& host) {
        return std::tuple(host.proxy ? host.proxy->variable : "",
                          host.proxy ? host.proxy->place : "", host.exempted_by);
    };
    return facts(a) == facts(b);
}

Text describe_way(const HostFacts& host) {
    if (host.proxy) {
        return describe_proxy(host);
    }
    return host.exempted_by.empty() ? Text("none")
                                    : compose("none, by {}", harmless(host.exempted_by));
}

struct Advice {
    Text message;
    Text hint;
};

Advice about_certificate(CertificateProblem problem, const HostFacts& host, base::SystemTime now) {
    const Text name = name_of_host(host);
    const Text today = harmless(base::format_local_time(now, "%Y-%m-%d %H:%M"));
    switch (problem) {
    case CertificateProblem::expired:
        return {
            compose("the certificate of {} has expired, or the clock is wrong", name),
            compose("this machine's clock shows {}; if that is wrong, {}; if it is right, a proxy "
                    "or virus scanner shows an old certificate",
                    today, clock_hint())};
    case CertificateProblem::not_yet_valid:
        return {compose("the certificate of {} is not valid yet: the clock is behind", name),
                compose("this machine's clock shows {}; {}", today, clock_hint())};
    case CertificateProblem::wrong_host:
        return {
            compose("who answers for {} shows another host's certificate", name),
            "a proxy, a router's sign-in page or a wrong entry in the hosts file stands between; "
            "open the address in a browser on this machine to see which"};
    case CertificateProblem::self_signed:
        return {
            compose("the certificate of {} is self-signed: it is not Ring's", name),
            "a proxy or virus scanner opens the connection; if you trust it, put its certificate "
            "into a file with the usual ones and name that by SSL_CERT_FILE"};
    case CertificateProblem::unknown_issuer:
        return {
            compose("the certificate of {} is signed by somebody unknown here", name),
            "install the certificates of this system anew (package ca-certificates); if a proxy or "
            "virus scanner opens the connection, name its certificate by SSL_CERT_FILE"};
    case CertificateProblem::other:
        break;
    }
    return {compose("the certificate of {} cannot be trusted", name), clock_hint()};
}

} // namespace

Finding clock_finding(const ClockFacts& facts) {
    constexpr auto check = "clock";
    constexpr auto subject = "Clock";
    using std::chrono::milliseconds;
    if (!facts.ahead) {
        if (facts.now.time_since_epoch() < k_surely_past) {
            const Text now = harmless(base::format_local_time(facts.now, "%Y-%m-%d"));
            return caution(check, subject, compose("shows {}, which is surely wrong", now),
                           clock_hint());
        }
        return skipped(check, subject, "needs an answer of Ring to compare with");
    }
    const bool is_ahead = *facts.ahead >= milliseconds(0);
    const auto off = is_ahead ? *facts.ahead : -*facts.ahead;
    if (off < std::chrono::milliseconds(1500)) {
        return good(check, subject, "agrees with Ring's");
    }
    const Text difference = compose("{} {} Ring's", harmless(base::describe_duration(off)),
                                    is_ahead ? "ahead of" : "behind");
    if (off <= k_harmless) {
        return good(check, subject, compose("{}; up to a minute makes no difference", difference));
    }
    const char* meaning = "an access is used after it has run out, which costs a request each time";
    if (is_ahead) {
        meaning = off >= k_always_expired ? "each run renews the login, and Ring may refuse so many"
                                          : "the login is renewed earlier than it has to be";
    }
    return caution(
        check, subject, compose("{}: {}", difference, meaning),
        compose("{}; pictures are named and judged by Ring's clock and stay right", clock_hint()));
}

Finding proxy_finding(const std::vector<HostFacts>& hosts, const Privacy& /*privacy*/) {
    constexpr auto check = "proxy";
    constexpr auto subject = "Proxy";
    const bool alike = std::all_of(hosts.begin(), hosts.end(), [&](const HostFacts& host) {
        return same_proxy(host, hosts.front());
    });
    const auto unreadable = std::find_if(hosts.begin(), hosts.end(), [](const HostFacts& host) {
        return host.proxy && host.proxy->place.empty();
    });
    if (unreadable != hosts.end()) {
        const Text variable = harmless(unreadable->proxy->variable);
        return bad(check, subject, ErrorCode::service_unavailable,
                   compose("{} names no proxy", variable),
                   compose("write it like http://proxy:3128, or unset {}", variable));
    }
    if (alike) {
        return good(check, subject,
                    hosts.front().proxy
                        ? compose("{}, for {}", describe_way(hosts.front()), listed(all_of(hosts)))
                        : describe_way(hosts.front()));
    }
    Text text;
    for (const HostFacts& host : hosts) {
        const Text part = compose("{}: {}", name_of_host(host), describe_way(host));
        text = text.empty() ? part : compose("{}; {}", text, part);
    }
    return good(check, subject, text);
}

Finding certificate_finding(const CertificateFacts& facts, const std::vector<HostFacts>& hosts,
                            base::SystemTime now, const Privacy& privacy) {
    constexpr auto check = "certificates";
    constexpr auto subject = "Certificates";
    if (std::none_of(hosts.begin(), hosts.end(),
                     [](const HostFacts& host) { return host.is_encrypted(); })) {
        return skipped(check, subject, "not needed by the stand-in server");
    }
    Text place = "the system's own";
    if (!facts.places.empty()) {
        place = privacy.path(facts.places.front());
    }
    if (!facts.unusable.empty()) {
        return bad(check, subject, ErrorCode::service_unavailable,
                   compose("{}: {}", place, harmless(facts.unusable)),
                   facts.from_environment
                       ? "correct or unset SSL_CERT_FILE"
                       : "install the certificates of this system (package ca-certificates)");
    }
    if (const HostFacts* host = first_refused_certificate(hosts)) {
        const Advice advice = about_certificate(*host->failure->certificate_problem(), *host, now);
        return bad(check, subject, ErrorCode::service_unavailable, advice.message, advice.hint);
    }
    const bool proven = std::any_of(hosts.begin(), hosts.end(),
                                    [](const HostFacts& host) { return host.answered(); });
    return good(check, subject,
                compose("{}{}{}", place, facts.from_environment ? " (named by SSL_CERT_FILE)" : "",
                        proven ? ": Ring's are trusted" : ""));
}

Finding connection_finding(const std::vector<HostFacts>& hosts, const Privacy& privacy) {
    constexpr auto check = "connection";
    constexpr auto subject = "Connection";
    if (first_refused_certificate(hosts) != nullptr) {
        return skipped(check, subject, "needs certificates that are trusted");
    }
    std::vector<const HostFacts*> answered;
    std::chrono::milliseconds longest{0};
    for (const HostFacts& host : hosts) {
        if (host.failure) {
            const Text hint = privacy.foreign(host.failure->hint());
            return bad(
                check, subject, host.failure->code(), privacy.foreign(host.failure->message()),
                host.proxy ? compose("{}; here it is {}", hint, describe_proxy(host)) : hint);
        }
        if (host.answered()) {
            answered.push_back(&host);
            longest = std::max(longest, host.duration);
        }
    }
    return good(check, subject,
                compose("{} {} within {} ms", listed(answered),
                        answered.size() == 1 ? "answers" : "answer", longest.count()));
}

} // namespace cli::doctor
