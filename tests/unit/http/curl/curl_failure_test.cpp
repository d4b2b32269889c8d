// SPDX-License-Identifier: Apache-2.0
#include "http/curl/curl_failure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

namespace {

using namespace std::chrono_literals;
using http::CurlFailure;
using http::Fault;
using testing::HasSubstr;
using testing::Not;

CurlFailure failure(CURLcode code) {
    CurlFailure made;
    made.code = code;
    made.host = "api.ring.com";
    made.detail = "Failed at https://api.ring.com/x?token=secret";
    return made;
}

TEST(CurlFailure, each_code_has_its_fault) {
    const std::pair<CURLcode, Fault> table[] = {
        {CURLE_COULDNT_RESOLVE_HOST, Fault::not_connected},
        {CURLE_COULDNT_RESOLVE_PROXY, Fault::not_connected},
        {CURLE_COULDNT_CONNECT, Fault::not_connected},
        {CURLE_OPERATION_TIMEDOUT, Fault::not_connected},
        {CURLE_PROXY, Fault::not_connected},
        {CURLE_SSL_CONNECT_ERROR, Fault::not_connected},
        {CURLE_PEER_FAILED_VERIFICATION, Fault::tls},
        {CURLE_SSL_CACERT_BADFILE, Fault::tls},
        {CURLE_SSL_CIPHER, Fault::tls},
        {CURLE_SSL_ISSUER_ERROR, Fault::tls},
        {CURLE_GOT_NOTHING, Fault::broken},
        {CURLE_RECV_ERROR, Fault::broken},
        {CURLE_SEND_ERROR, Fault::broken},
        {CURLE_HTTP2, Fault::broken},
        {CURLE_HTTP2_STREAM, Fault::broken},
        {CURLE_BAD_CONTENT_ENCODING, Fault::cut_off},
        {CURLE_WEIRD_SERVER_REPLY, Fault::broken},
        {CURLE_UNSUPPORTED_PROTOCOL, Fault::broken},
        {CURLE_FAILED_INIT, Fault::broken},
    };
    for (const auto& [code, fault] : table) {
        const auto error = describe(failure(code));
        EXPECT_EQ(error.fault(), fault) << curl_easy_strerror(code);
        EXPECT_EQ(error.code(), base::ErrorCode::service_unavailable);
    }
}

TEST(CurlFailure, what_breaks_off_may_be_of_http2_where_that_was_possible) {
    for (const CURLcode code : {CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_RECV_ERROR, CURLE_SEND_ERROR,
                                CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_WEIRD_SERVER_REPLY}) {
        for (const bool answer_began : {false, true}) {
            auto broken = failure(code);
            broken.answer_began = answer_began;
            EXPECT_FALSE(describe(broken).may_be_of_http2()) << curl_easy_strerror(code);
            broken.may_have_been_http2 = true;
            EXPECT_TRUE(describe(broken).may_be_of_http2()) << curl_easy_strerror(code);
        }
    }
    for (const CURLcode code :
         {CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT, CURLE_COULDNT_RESOLVE_HOST,
          CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_BAD_CONTENT_ENCODING}) {
        auto other = failure(code);
        other.may_have_been_http2 = true;
        EXPECT_FALSE(describe(other).may_be_of_http2()) << curl_easy_strerror(code);
    }
}

TEST(CurlFailure, a_connection_that_breaks_in_mid_answer_cuts_it_off) {
    for (const CURLcode code : {CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_HTTP2_STREAM}) {
        auto broken = failure(code);
        EXPECT_EQ(describe(broken).message(), "the connection to api.ring.com broke off");
        broken.answer_began = true;
        EXPECT_EQ(describe(broken).fault(), Fault::cut_off);
        EXPECT_EQ(describe(broken).message(),
                  "the connection to api.ring.com broke off in mid-answer");
    }
}

TEST(CurlFailure, the_words_of_libcurl_are_passed_on_for_certificates_alone) {
    for (int code = 1; code < CURL_LAST; ++code) {
        if (code != CURLE_PEER_FAILED_VERIFICATION) {
            const auto error = describe(failure(static_cast<CURLcode>(code)));
            EXPECT_THAT(error.message() + error.hint(), Not(HasSubstr("secret"))) << code;
        }
    }
    auto certificate = failure(CURLE_PEER_FAILED_VERIFICATION);
    certificate.detail = "SSL certificate problem: unsupported certificate purpose";
    const auto error = describe(certificate);
    EXPECT_EQ(error.message(), "the certificate of api.ring.com cannot be trusted: SSL certificate "
                               "problem: unsupported certificate purpose");
    EXPECT_THAT(error.hint(), HasSubstr("check the clock of this machine, and whether a proxy"));
    EXPECT_THAT(error.hint(), HasSubstr("SSL_CERT_FILE"));
}

TEST(CurlFailure, says_why_a_certificate_is_refused) {
    struct Case {
        const char* words;
        const char* cause;
        const char* hint;
    };

    const Case table[] = {
        {"SSL certificate problem: certificate is not yet valid", "is not valid yet", "clock"},
        {"server certificate not activated yet.", "is not valid yet", "clock"},
        {"SSL certificate problem: certificate has expired", "has expired", "clock"},
        {"server certificate expiration date has passed.", "has expired", "clock"},
        {"schannel: SEC_E_CERT_EXPIRED (0x80090328)", "has expired", "clock"},
        {"SSL: no alternative certificate subject name matches target host name 'api.ring.com'",
         "is for another name", "network"},
        {"SSL: certificate subject name (x) does not match target host name 'api.ring.com'",
         "is for another name", "network"},
        {"SSL certificate problem: self-signed certificate in certificate chain",
         "is not signed by an authority that this system trusts (self-signed)", "SSL_CERT_FILE"},
        {"SSL certificate problem: unable to get local issuer certificate",
         "is not signed by an authority that this system trusts", "SSL_CERT_FILE"},
    };
    for (const Case& each : table) {
        auto refused = failure(CURLE_PEER_FAILED_VERIFICATION);
        refused.detail = each.words;
        const auto error = describe(refused);
        EXPECT_EQ(error.fault(), Fault::tls) << each.words;
        EXPECT_EQ(error.message(), std::string("the certificate of api.ring.com ") + each.cause);
        EXPECT_THAT(error.hint(), HasSubstr(each.hint));
    }
}

TEST(CurlFailure, a_certificate_out_of_its_time_is_measured_by_a_clock_that_is_shown) {
    auto early = failure(CURLE_PEER_FAILED_VERIFICATION);
    early.detail = "certificate is not yet valid";
    early.now = base::SystemTime(std::chrono::hours(24 * 365));
    EXPECT_THAT(describe(early).hint(), HasSubstr("which shows 197"));
}

TEST(CurlFailure, a_server_with_unsafe_tls_only_or_without_any_is_not_asked_again) {
    auto refused = failure(CURLE_SSL_CONNECT_ERROR);
    refused.detail = "error:0A00042E:SSL routines::tlsv1 alert protocol version";
    EXPECT_EQ(describe(refused).fault(), Fault::tls);
    EXPECT_EQ(describe(refused).message(),
              "api.ring.com offers only versions of TLS that are not safe");
    refused.detail = "error:0A00010B:SSL routines::wrong version number";
    EXPECT_EQ(describe(refused).fault(), Fault::tls);
    EXPECT_EQ(describe(refused).message(), "api.ring.com does not speak TLS");
}

TEST(CurlFailure, a_windows_without_tls_1_2_is_told_to_switch_it_on) {
    auto refused = failure(CURLE_SSL_CONNECT_ERROR);
    for (const char* words :
         {"schannel: AcquireCredentialsHandle failed: SEC_E_NO_CREDENTIALS (0x8009030e)",
          "schannel: next InitializeSecurityContext failed: SEC_E_ALGORITHM_MISMATCH "
          "(0x80090331)"}) {
        refused.detail = words;
        EXPECT_EQ(describe(refused).fault(), Fault::tls) << words;
        EXPECT_EQ(describe(refused).message(),
                  "Windows has no safe version of TLS in common with api.ring.com");
        EXPECT_THAT(describe(refused).hint(), HasSubstr("must have TLS 1.2 switched on"));
        EXPECT_THAT(describe(refused).hint(), HasSubstr("KB3140245"));
    }
    refused.detail = "schannel: failed to receive handshake, SSL/TLS connection failed";
    EXPECT_THAT(describe(refused).hint(), Not(HasSubstr("KB3140245")));
}

TEST(CurlFailure, names_the_file_of_certificates_that_cannot_be_read) {
    auto unreadable = failure(CURLE_SSL_CACERT_BADFILE);
    unreadable.certificates_file = "/etc/own.pem";
    EXPECT_EQ(describe(unreadable).message(),
              "cannot read certificates to trust from /etc/own.pem");
    EXPECT_THAT(describe(unreadable).hint(), HasSubstr("SSL_CERT_FILE"));
}

TEST(CurlFailure, says_why_there_is_no_connection) {
    EXPECT_EQ(describe(failure(CURLE_COULDNT_RESOLVE_HOST)).message(),
              "cannot find api.ring.com: name look-up failed");
    EXPECT_EQ(describe(failure(CURLE_OPERATION_TIMEDOUT)).message(),
              "cannot connect to api.ring.com: no answer");
    EXPECT_EQ(describe(failure(CURLE_COULDNT_CONNECT)).message(), "cannot connect to api.ring.com");
    auto refused = failure(CURLE_COULDNT_CONNECT);
    refused.system_error = ECONNREFUSED;
    EXPECT_EQ(describe(refused).message(), "cannot connect to api.ring.com: Connection refused");
}

TEST(CurlFailure, names_a_proxy_that_refuses) {
    auto refused = failure(CURLE_RECV_ERROR);
    refused.proxy_status = 407;
    const auto error = describe(refused);
    EXPECT_EQ(error.fault(), Fault::not_connected);
    EXPECT_EQ(error.message(), "the proxy refuses to connect to api.ring.com (status 407)");
    EXPECT_THAT(error.hint(), HasSubstr("HTTPS_PROXY"));
}

TEST(CurlFailure, a_tunnel_through_a_proxy_is_no_refusal) {
    auto broken = failure(CURLE_RECV_ERROR);
    broken.proxy_status = 200;
    EXPECT_EQ(describe(broken).fault(), Fault::broken);
}

TEST(TimeIsOver, names_host_and_limit) {
    EXPECT_EQ(http::request_timed_out("api.ring.com", 20s).message(),
              "no answer from api.ring.com within 20 s");
    EXPECT_EQ(http::request_timed_out("api.ring.com", 250ms).message(),
              "no answer from api.ring.com within 250 ms");
    EXPECT_EQ(http::request_timed_out("api.ring.com", 20s).fault(), Fault::timed_out);
}

TEST(BodyIsTooLarge, names_host_and_limit) {
    EXPECT_EQ(http::body_is_too_large("api.ring.com", std::size_t{32} << 20).message(),
              "the answer of api.ring.com is larger than 32 MiB");
    EXPECT_EQ(http::body_is_too_large("api.ring.com", 1000).message(),
              "the answer of api.ring.com is larger than 1000 bytes");
    EXPECT_EQ(http::body_is_too_large("api.ring.com", 1000).fault(), Fault::too_large);
}

} // namespace
