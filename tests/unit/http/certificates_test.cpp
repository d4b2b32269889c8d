// SPDX-License-Identifier: Apache-2.0
#include "http/certificates.hpp"
#include "support/scoped_variable.hpp"
#include "test_server.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace {

TEST(TrustedCertificates, are_those_that_the_environment_names) {
    ::setenv("SSL_CERT_FILE", "/home/me/certificates.pem", 1);
    const auto certificates = http::trusted_certificates();
    test::forget_network_environment();
    EXPECT_EQ(certificates.file, "/home/me/certificates.pem");
    EXPECT_TRUE(certificates.from_environment);
}

TEST(TrustedCertificates, are_else_left_to_libcurl_or_found_where_systems_keep_them) {
    test::forget_network_environment();
    const auto certificates = http::trusted_certificates();
    EXPECT_FALSE(certificates.from_environment);
    EXPECT_TRUE(certificates.file.empty() || certificates.file.front() == '/');
}

TEST(CertificateProblem, is_told_from_the_words_of_each_library) {
    using http::CertificateProblem;
    const std::pair<const char*, CertificateProblem> cases[] = {
        {"SSL certificate problem: certificate has expired", CertificateProblem::expired},
        {"SSL certificate problem: certificate is not yet valid",
         CertificateProblem::not_yet_valid},
        {"SSL: no alternative certificate subject name matches target host name '127.0.0.1'",
         CertificateProblem::wrong_host},
        {"SSL certificate problem: self-signed certificate", CertificateProblem::self_signed},
        {"SSL certificate problem: self signed certificate in certificate chain",
         CertificateProblem::self_signed},
        {"SSL certificate problem: unable to get local issuer certificate",
         CertificateProblem::unknown_issuer},
        {"Cert verify failed: BADCERT_EXPIRED", CertificateProblem::expired},
        {"Cert verify failed: BADCERT_NOT_TRUSTED", CertificateProblem::unknown_issuer},
        {"mbedTLS: The certificate is not correctly signed by the trusted CA\n",
         CertificateProblem::unknown_issuer},
        {"schannel: SNI or certificate check failed: SEC_E_WRONG_PRINCIPAL",
         CertificateProblem::wrong_host},
        {"schannel: SEC_E_UNTRUSTED_ROOT (0x80090325)", CertificateProblem::unknown_issuer},
        {"something new", CertificateProblem::other},
    };
    for (const auto& [words, problem] : cases) {
        EXPECT_EQ(http::certificate_problem(words), problem) << words;
    }
}

TEST(CertificatePlaces, are_the_one_that_the_environment_names) {
    const test::ScopedVariable variable("SSL_CERT_FILE", "/x/certificates.pem");
    EXPECT_EQ(http::certificate_places(), std::vector<std::string>{"/x/certificates.pem"});
}

TEST(LibraryVersions, name_libcurl_and_the_tls_library) {
    EXPECT_TRUE(http::library_versions().starts_with("libcurl 7") ||
                http::library_versions().starts_with("libcurl 8"));
    EXPECT_NE(http::library_versions().find("HTTP/2"), std::string::npos);
}

} // namespace
