// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_network_findings.hpp"

#include "base/files/paths.hpp"
#include "base/text/time_format.hpp"
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

PublicText public_name(const HostFacts& host) {
    return PublicText::one_of({"api.ring.com", "app-snaps.ring.com", "oauth.ring.com"}, host.name,
                              "the stand-in server");
}

PublicText public_variable(const std::string& name) {
    return PublicText::one_of({"https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY",
                               "no_proxy", "NO_PROXY"},
                              name, "a variable");
}

std::string listed(const std::vector<const HostFacts*>& hosts) {
    std::string text;
    for (const HostFacts* host : hosts) {
        text += (text.empty() ? "" : ", ") + host->name;
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

std::string describe_proxy(const HostFacts& host) {
    const http::Proxy& proxy = *host.proxy;
    return fmt::format("{} by {}{}", proxy.place.empty() ? "an unreadable address" : proxy.place,
                       proxy.variable,
                       proxy.has_credentials ? ", with user name and password" : "");
}

bool same_proxy(const HostFacts& a, const HostFacts& b) {
    const auto facts = [](const HostFacts& host) {
        return std::tuple(host.proxy ? host.proxy->variable : "",
                          host.proxy ? host.proxy->place : "", host.exempted_by);
    };
    return facts(a) == facts(b);
}

std::string describe_way(const HostFacts& host) {
    if (host.proxy) {
        return describe_proxy(host);
    }
    return host.exempted_by.empty() ? "none" : "none, by " + host.exempted_by;
}

PublicText public_way(const HostFacts& host) {
    if (host.proxy) {
        return say("a proxy by {}{}", public_variable(host.proxy->variable),
                   host.proxy->has_credentials ? PublicText(", with user name and password")
                                               : PublicText());
    }
    return host.exempted_by.empty() ? PublicText("none")
                                    : say("none, by {}", public_variable(host.exempted_by));
}

PublicText public_fault(http::Fault fault) {
    switch (fault) {
    case http::Fault::not_connected:
        return "no connection";
    case http::Fault::tls:
        return "TLS failed";
    case http::Fault::timed_out:
        return "timed out";
    case http::Fault::broken:
        return "the connection broke";
    case http::Fault::cut_off:
        return "the answer broke off";
    case http::Fault::too_large:
        break;
    }
    return "the answer is too large";
}

struct Advice {
    PublicText facts;
    std::string message;
    std::string hint;
};

Advice about_certificate(CertificateProblem problem, const HostFacts& host, base::SystemTime now) {
    const std::string name = host.name;
    const std::string today = base::format_local_time(now, "%Y-%m-%d %H:%M");
    switch (problem) {
    case CertificateProblem::expired:
        return {"expired, or the clock is wrong",
                fmt::format("the certificate of {} has expired, or the clock is wrong", name),
                fmt::format("this machine's clock shows {}; if that is wrong, {}; if it is right, "
                            "a proxy or virus scanner shows an old certificate",
                            today, clock_hint())};
    case CertificateProblem::not_yet_valid:
        return {"not valid yet, so that the clock is behind",
                fmt::format("the certificate of {} is not valid yet: the clock is behind", name),
                fmt::format("this machine's clock shows {}; {}", today, clock_hint())};
    case CertificateProblem::wrong_host:
        return {
            "another host's certificate",
            fmt::format("the server that answers for {} shows another host's certificate", name),
            "a proxy, a router's sign-in page or a wrong entry in the hosts file stands between; "
            "open the address in a browser on this machine to see which"};
    case CertificateProblem::self_signed:
        return {
            "self-signed",
            fmt::format("the certificate of {} is self-signed: it is not Ring's", name),
            "a proxy or virus scanner opens the connection; if you trust it, put its certificate "
            "into a file with the usual ones and name that by SSL_CERT_FILE"};
    case CertificateProblem::unknown_issuer:
        return {
            "signed by somebody unknown",
            fmt::format("the certificate of {} is signed by somebody unknown here", name),
            "reinstall the certificates of this system (package ca-certificates); if a proxy or "
            "virus scanner opens the connection, name its certificate by SSL_CERT_FILE"};
    case CertificateProblem::other:
        break;
    }
    return {"cannot be trusted", fmt::format("the certificate of {} cannot be trusted", name),
            clock_hint()};
}

} // namespace

Finding clock_finding(const ClockFacts& facts) {
    constexpr auto check = "clock";
    constexpr char title[] = "Clock";
    using std::chrono::milliseconds;
    if (!facts.ahead) {
        if (facts.now.time_since_epoch() < k_surely_past) {
            return caution(check, title, "shows a time before 2024, which is surely wrong",
                           clock_hint(),
                           fmt::format("shows {}, which is surely wrong",
                                       base::format_local_time(facts.now, "%Y-%m-%d")));
        }
        return skipped(check, title, "needs an answer of Ring to compare with");
    }
    const bool is_ahead = *facts.ahead >= milliseconds(0);
    const auto off = is_ahead ? *facts.ahead : -*facts.ahead;
    if (off < milliseconds(1500)) {
        return good(check, title, "agrees with Ring's");
    }
    const PublicText difference = say("{} {} Ring's", PublicText::duration(off),
                                      is_ahead ? PublicText("ahead of") : PublicText("behind"));
    if (off <= k_harmless) {
        return good(check, title, say("{}; up to a minute makes no difference", difference));
    }
    PublicText meaning = "an access is used after it has run out, which costs a request each time";
    if (is_ahead) {
        meaning = off >= k_always_expired
                      ? PublicText("each run renews the login, and Ring may refuse so many")
                      : PublicText("the login is renewed earlier than it has to be");
    }
    return caution(check, title, say("{}: {}", difference, meaning),
                   fmt::format("{}; pictures are named and judged by Ring's clock and stay right",
                               clock_hint()));
}

Finding proxy_finding(const std::vector<HostFacts>& hosts) {
    constexpr auto check = "proxy";
    constexpr char title[] = "Proxy";
    const HostFacts& first = hosts.front();
    const auto unreadable = std::find_if(hosts.begin(), hosts.end(), [](const HostFacts& host) {
        return host.proxy && host.proxy->place.empty();
    });
    if (unreadable != hosts.end()) {
        const PublicText variable = public_variable(unreadable->proxy->variable);
        return bad(check, title, ErrorCode::service_unavailable, say("{} names no proxy", variable),
                   fmt::format("write it like http://proxy:3128, or unset {}", variable.str()));
    }
    if (std::all_of(hosts.begin(), hosts.end(),
                    [&](const HostFacts& host) { return same_proxy(host, first); })) {
        return good(check, title, public_way(first),
                    first.proxy
                        ? fmt::format("{}, for {}", describe_way(first), listed(all_of(hosts)))
                        : describe_way(first));
    }
    PublicText facts;
    std::string message;
    for (const HostFacts& host : hosts) {
        facts = joined(facts, say("{}: {}", public_name(host), public_way(host)));
        message +=
            fmt::format("{}{}: {}", message.empty() ? "" : "; ", host.name, describe_way(host));
    }
    return good(check, title, facts, message);
}

Finding certificate_finding(const CertificateFacts& facts, const std::vector<HostFacts>& hosts,
                            base::SystemTime now) {
    constexpr auto check = "certificates";
    constexpr char title[] = "Certificates";
    if (std::none_of(hosts.begin(), hosts.end(),
                     [](const HostFacts& host) { return host.is_encrypted(); })) {
        return skipped(check, title, "not needed by the stand-in server");
    }
    const std::string place = facts.places.empty() ? "the system's own" : facts.places.front();
    const PublicText origin = facts.from_environment ? PublicText("named by SSL_CERT_FILE")
                                                     : PublicText("the system's own");
    if (!facts.unusable.empty()) {
        return bad(check, title, ErrorCode::service_unavailable,
                   say("{}: {}", origin, facts.unusable),
                   facts.from_environment
                       ? "correct or unset SSL_CERT_FILE"
                       : "install the certificates of this system (package ca-certificates)",
                   fmt::format("{}: {}", place, facts.unusable.str()));
    }
    if (const HostFacts* host = first_refused_certificate(hosts)) {
        const Advice advice = about_certificate(*host->failure->certificate_problem(), *host, now);
        return bad(check, title, ErrorCode::service_unavailable,
                   say("{}; that of {}: {}", origin, public_name(*host), advice.facts), advice.hint,
                   advice.message);
    }
    const bool proven = std::any_of(hosts.begin(), hosts.end(),
                                    [](const HostFacts& host) { return host.answered(); });
    const PublicText trusted = proven ? PublicText(": Ring's are trusted") : PublicText();
    return good(check, title, say("{}{}", origin, trusted),
                fmt::format("{}{}{}", place,
                            facts.from_environment ? " (named by SSL_CERT_FILE)" : "",
                            trusted.str()));
}

Finding connection_finding(const std::vector<HostFacts>& hosts) {
    constexpr auto check = "connection";
    constexpr char title[] = "Connection";
    if (first_refused_certificate(hosts) != nullptr) {
        return skipped(check, title, "needs certificates that are trusted");
    }
    std::vector<const HostFacts*> answered;
    PublicText names;
    std::chrono::milliseconds longest{0};
    for (const HostFacts& host : hosts) {
        if (host.failure) {
            const http::TransportError& failure = *host.failure;
            return bad(check, title, failure.code(),
                       joined(say("{}: {}", public_name(host), public_fault(failure.fault())),
                              reasons_in(failure.message())),
                       host.proxy
                           ? fmt::format("{}; here it is {}", failure.hint(), describe_proxy(host))
                           : failure.hint(),
                       failure.message());
        }
        if (host.answered()) {
            answered.push_back(&host);
            names = names.empty() ? public_name(host) : say("{}, {}", names, public_name(host));
            longest = std::max(longest, host.duration);
        }
    }
    const PublicText speed =
        say(" {} within {} ms", answered.size() == 1 ? PublicText("answers") : PublicText("answer"),
            longest.count());
    return good(check, title, say("{}{}", names, speed), listed(answered) + speed.str());
}

} // namespace cli::doctor
