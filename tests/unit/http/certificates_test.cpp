// SPDX-License-Identifier: Apache-2.0
#include "http/certificates.hpp"
#include "test_server.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

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

} // namespace
