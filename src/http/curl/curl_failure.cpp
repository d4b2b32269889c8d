// SPDX-License-Identifier: Apache-2.0
#include "http/curl/curl_failure.hpp"

#include "base/system/system_message.hpp"
#include "base/text/time_format.hpp"
#include "http/certificates.hpp"
#include "http/proxy.hpp"

#include <fmt/format.h>

#include <string_view>

namespace http {

namespace {

constexpr const char* k_check_proxy =
    "check the proxy settings (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY)";
constexpr const char* k_check_who_opens_it =
    "check whether a proxy or virus scanner opens the connection; SSL_CERT_FILE can name a file "
    "with the certificates to trust";
constexpr const char* k_switch_tls_on =
    "Windows must have TLS 1.2 switched on: on Windows 7 and Server 2008 R2 install the update "
    "KB3140245; in the registry, Enabled = 0 in \"SCHANNEL\\Protocols\\TLS 1.2\\Client\" switches "
    "it off";
constexpr const char* k_check_who_answers =
    "something else answers in its place: check the network (a hotel's or guest network's sign-in "
    "page?), the proxy and the name server of this machine";

std::string check_clock(const CurlFailure& failure) {
    return fmt::format("check the clock of this machine, which shows {}; if it is right, the other "
                       "side is out of order",
                       base::format_local_time(failure.now, "%Y-%m-%d %H:%M"));
}

TransportError certificate_refused(const CurlFailure& failure) {
    const std::string subject = fmt::format("the certificate of {} ", failure.host);
    const CertificateProblem problem = certificate_problem(failure.detail);
    switch (problem) {
    case CertificateProblem::not_yet_valid:
        return {Fault::tls, subject + "is not valid yet", check_clock(failure), problem};
    case CertificateProblem::expired:
        return {Fault::tls, subject + "has expired", check_clock(failure), problem};
    case CertificateProblem::wrong_host:
        return {Fault::tls, subject + "is for another name", k_check_who_answers, problem};
    case CertificateProblem::self_signed:
        return {Fault::tls,
                subject + "is not signed by an authority that this system trusts (self-signed)",
                k_check_who_opens_it, problem};
    case CertificateProblem::unknown_issuer:
        return {Fault::tls, subject + "is not signed by an authority that this system trusts",
                k_check_who_opens_it, problem};
    case CertificateProblem::other:
        break;
    }
    return {Fault::tls,
            subject + "cannot be trusted" + (failure.detail.empty() ? "" : ": " + failure.detail),
            "check the clock of this machine, and " + std::string(k_check_who_opens_it).substr(6),
            problem};
}

/// Mostly a connection that broke during the handshake, which a refusal can hardly be told from.
TransportError no_handshake(const CurlFailure& failure) {
    const std::string& host = failure.host;
    const auto says = [&](std::string_view words) {
        return failure.detail.find(words) != std::string::npos;
    };
    if (says("alert protocol version") || says("unsupported protocol")) {
        return {Fault::tls, fmt::format("{} offers only versions of TLS that are not safe", host),
                k_check_who_answers};
    }
    if (says("wrong version number") || says("packet length too long")) {
        return {Fault::tls, fmt::format("{} does not speak TLS", host), k_check_who_answers};
    }
    // Schannel's words: the first before anything is sent, the second when the server has answered.
    if (says("AcquireCredentialsHandle failed") || says("SEC_E_ALGORITHM_MISMATCH")) {
        return {Fault::tls,
                fmt::format("Windows has no safe version of TLS in common with {}", host),
                k_switch_tls_on};
    }
    return {Fault::not_connected, fmt::format("cannot make a secure connection to {}", host),
            k_check_connection};
}

TransportError not_connected(const CurlFailure& failure) {
    std::string message = fmt::format("cannot connect to {}", failure.host);
    if (failure.code == CURLE_OPERATION_TIMEDOUT) {
        message += ": no answer";
    } else if (failure.system_error != 0) {
        message += ": " + base::system_message(static_cast<int>(failure.system_error));
    }
    return {Fault::not_connected, message, k_check_connection};
}

TransportError broken_off(const CurlFailure& failure) {
    const bool http2 = failure.may_have_been_http2;
    return failure.answer_began
               ? TransportError(
                     Fault::cut_off,
                     fmt::format("the connection to {} broke off in mid-answer", failure.host), {},
                     {}, http2)
               : TransportError(Fault::broken,
                                fmt::format("the connection to {} broke off", failure.host), {}, {},
                                http2);
}

TransportError certificates_unreadable(const CurlFailure& failure) {
    const std::string& file = failure.certificates_file;
    return {Fault::tls,
            "cannot read certificates to trust" + (file.empty() ? std::string() : " from " + file),
            "check what SSL_CERT_FILE names: a file of certificates in PEM form"};
}

} // namespace

TransportError describe(const CurlFailure& failure) {
    const std::string& host = failure.host;
    if (failure.proxy_status >= 300) {
        return {Fault::not_connected,
                fmt::format("the proxy refuses to connect to {} (status {})", host,
                            failure.proxy_status),
                k_check_proxy};
    }
    switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return {Fault::not_connected, fmt::format("cannot find {}: name look-up failed", host),
                k_check_connection};
    case CURLE_COULDNT_RESOLVE_PROXY:
        return {Fault::not_connected,
                fmt::format("cannot find the proxy for {}: name look-up failed", host),
                k_check_proxy};
    case CURLE_PROXY:
        return {Fault::not_connected, fmt::format("the proxy does not connect to {}", host),
                k_check_proxy};
    case CURLE_COULDNT_CONNECT:
    // The driver keeps the time limit itself; what libcurl limits is connecting.
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_INTERFACE_FAILED:
        return not_connected(failure);
    case CURLE_SSL_CONNECT_ERROR:
        return no_handshake(failure);
    case CURLE_PEER_FAILED_VERIFICATION:
        return certificate_refused(failure);
    case CURLE_SSL_CACERT_BADFILE:
        return certificates_unreadable(failure);
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_USE_SSL_FAILED:
        return {Fault::tls, fmt::format("no secure connection to {} is possible", host),
                k_check_who_opens_it};
    case CURLE_BAD_CONTENT_ENCODING:
        return {Fault::cut_off, fmt::format("the answer of {} cannot be decompressed", host)};
    // libcurl's words for an answer by HTTP 0.9 and for a header line beyond its limits.
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_BAD_FUNCTION_ARGUMENT:
#if LIBCURL_VERSION_NUM >= 0x080600
    case CURLE_TOO_LARGE:
#endif
    case CURLE_WEIRD_SERVER_REPLY:
        return {Fault::broken,
                fmt::format("{} does not answer as a web server does", host),
                {},
                {},
                failure.may_have_been_http2};
    default:
        return broken_off(failure);
    }
}

TransportError request_timed_out(const std::string& host, std::chrono::milliseconds limit) {
    const std::string words = limit < std::chrono::seconds(1)
                                  ? fmt::format("{} ms", limit.count())
                                  : fmt::format("{} s", limit.count() / 1000);
    return {Fault::timed_out, fmt::format("no answer from {} within {}", host, words)};
}

TransportError body_is_too_large(const std::string& host, std::size_t limit) {
    constexpr std::size_t mebibyte = std::size_t{1} << 20;
    const std::string words = limit >= mebibyte && limit % mebibyte == 0
                                  ? fmt::format("{} MiB", limit / mebibyte)
                                  : fmt::format("{} bytes", limit);
    return {Fault::too_large, fmt::format("the answer of {} is larger than {}", host, words)};
}

} // namespace http
