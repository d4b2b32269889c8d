// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/fake_bucket.hpp"
#include "unit/cli/command_fixture.hpp"

#include <list>
#include <optional>

namespace cli {

inline constexpr auto k_secret = "c0mpletely-hidden";

/// Commands on a machine whose environment names a bucket: http://store.local/pictures. There
/// is no bucket no-bucket.
struct Uploads : CommandTest {
    Uploads() {
        for (const char* method : {"PUT", "HEAD", "GET"}) {
            for (const char* path : {"/pictures", "/no-bucket"}) {
                account.client.always(method, path, [this](const http::Request& request) {
                    return bucket.send(request, {});
                });
            }
        }
    }

    /// The store cannot be reached, until it can again.
    void be_away(bool is_away) {
        bucket.instead = nullptr;
        if (is_away) {
            bucket.instead = [](const http::Request&) -> std::optional<http::Response> {
                throw http::TransportError(http::Fault::not_connected,
                                           "cannot connect to store.local");
            };
        }
    }

    void refuse_keys() {
        bucket.instead = [](const http::Request&) {
            return test::refusal(403, "SignatureDoesNotMatch");
        };
    }

    test::FakeBucket bucket{account.clock};
    std::list<test::ScopedVariable> variables = [] {
        std::list<test::ScopedVariable> list;
        list.emplace_back("AWS_ACCESS_KEY_ID", "AKIA");
        list.emplace_back("AWS_SECRET_ACCESS_KEY", k_secret);
        list.emplace_back("AWS_ENDPOINT_URL_S3", "http://store.local");
        for (const char* name : {"AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION",
                                 "AWS_ENDPOINT_URL", "AWS_PROFILE"}) {
            list.emplace_back(name, nullptr);
        }
        return list;
    }();
};

} // namespace cli
