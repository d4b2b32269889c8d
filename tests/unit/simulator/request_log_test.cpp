// SPDX-License-Identifier: Apache-2.0
#include "service_fixture.hpp"

#include <filesystem>
#include <fstream>
#include <random>

namespace simulator {
namespace {

class RequestLogTest : public ServiceTest {
protected:
    Json requests() { return body_of(control("GET", "requests")); }
};

TEST_F(RequestLogTest, ARequestIsDescribed) {
    auto headers = bearer();
    headers.emplace_back("host", "api.ring.com");
    headers.emplace_back("hardware_id", "hw-1");
    headers.emplace_back("user-agent", "test/1");
    get("/snapshots/next/31000417?after-ms=5&extras=force&strange=thing", headers);
    const auto entry = requests()[0];
    EXPECT_EQ(entry["number"], 1);
    EXPECT_EQ(entry["method"], "GET");
    EXPECT_EQ(entry["path"], "/snapshots/next/31000417");
    EXPECT_EQ(entry["query"],
              (Json{{"after-ms", "5"}, {"extras", "force"}, {"strange", "(hidden)"}}));
    EXPECT_EQ(entry["host"], "api.ring.com");
    EXPECT_EQ(entry["headers"]["hardware_id"], "hw-1");
    EXPECT_EQ(entry["headers"]["user-agent"], "test/1");
    EXPECT_EQ(entry["authorization"], "present");
    EXPECT_EQ(entry["body"]["kind"], "none");
    EXPECT_EQ(entry["route"], "next");
    EXPECT_EQ(entry["status"], 200);
}

TEST_F(RequestLogTest, BodiesAreDescribedByTheirFields) {
    send_json("PUT", "/clients_api/snapshots/update_all",
              {{"doorbot_ids", {k_front_door}}, {"refresh", true}}, bearer());
    send_json("POST", "/clients_api/session",
              {{"device", {{"hardware_id", "hw"}, {"metadata", {{"device_model", "m"}}}}}},
              bearer());
    const auto log = requests();
    EXPECT_EQ(log[0]["body"]["kind"], "json");
    EXPECT_EQ(log[0]["body"]["values"]["doorbot_ids"], Json({k_front_door}));
    EXPECT_EQ(log[0]["body"]["values"]["refresh"], true);
    EXPECT_EQ(log[1]["body"]["values"]["device.metadata.device_model"], "m");
}

TEST_F(RequestLogTest, NothingSecretIsInIt) {
    const std::vector<std::string> secrets = {
        "s3cret-password", "654321",          "secret-refresh", "secret-access",
        "secret-cookie",   "secret-verifier", "secret-code",    "kim@example.test"};
    const Fields headers = {{"authorization", "Bearer secret-access"},
                            {"2fa-code", "654321"},
                            {"cookie", "a=secret-cookie"},
                            {"hardware_id", "hw"},
                            {"2fa-support", "true"}};
    post_form("/oauth/token",
              "grant_type=password&client_id=ring_official_android&username=kim%40example.test&"
              "password=s3cret-password",
              headers);
    send_json("POST", "/oauth/token",
              {{"grant_type", "refresh_token"},
               {"refresh_token", "secret-refresh"},
               {"nested", {{"password", "s3cret-password"}}}},
              headers);
    post_form("/oauth/token",
              "grant_type=authorization_code&code=secret-code&code_verifier=secret-verifier",
              headers);
    post_form("/oauth/v2/2fa/verify", "2fa_code=654321&csrf-token=secret-code", headers);
    post_form("/oauth/token", "secret-refresh%2F%2B", headers);
    get("/clients_api/ring_devices?auth_token=secret-access", headers);
    std::string narrated;
    service().set_narrator([&](const std::string& line) { narrated += line; });
    get("/clients_api/ring_devices?auth_token=secret-access&api_version=11", headers);
    const auto text = requests().dump() + narrated;
    for (const auto& secret : secrets) {
        EXPECT_EQ(text.find(secret), std::string::npos) << secret << " in " << text;
    }
    EXPECT_NE(narrated.find("GET /clients_api/ring_devices?api_version=11 401"), std::string::npos)
        << narrated;
}

TEST_F(RequestLogTest, FingerprintsTellTokensApart) {
    for (const auto* token : {"one", "two", "one"}) {
        get("/clients_api/ring_devices", {{"authorization", std::string{"Bearer "} + token}});
        post_form("/oauth/token", std::string{"grant_type=refresh_token&refresh_token="} + token);
    }
    const auto log = requests();
    EXPECT_EQ(log[0]["token_fingerprint"], log[4]["token_fingerprint"]);
    EXPECT_NE(log[0]["token_fingerprint"], log[2]["token_fingerprint"]);
    EXPECT_EQ(log[1]["body"]["refresh_token_fingerprint"],
              log[5]["body"]["refresh_token_fingerprint"]);
    EXPECT_EQ(log[1]["body"]["refresh_token_fingerprint"], log[0]["token_fingerprint"]);
    EXPECT_NE(log[1]["body"]["refresh_token_fingerprint"],
              log[3]["body"]["refresh_token_fingerprint"]);
}

TEST_F(RequestLogTest, ControlIsNotRecordedAndTheLogCanBeCleared) {
    get("/one");
    control("GET", "state");
    EXPECT_EQ(requests().size(), 1U);
    control("DELETE", "requests");
    EXPECT_EQ(requests(), Json::array());
    get("/two");
    EXPECT_EQ(requests()[0]["number"], 2) << "the numbers go on";
}

TEST_F(RequestLogTest, FaultsAndMissingAnswersAreNoted) {
    set_faults("next", {"reset", "status:404"});
    get("/snapshots/next/31000417", bearer());
    get("/snapshots/next/31000417", bearer());
    const auto log = requests();
    EXPECT_EQ(log[0]["fault"], "reset");
    EXPECT_EQ(log[0]["status"], 0);
    EXPECT_EQ(log[1]["fault"], "status:404");
    EXPECT_EQ(log[1]["status"], 404);
}

TEST_F(RequestLogTest, TheFileGetsOneLineForEachRequest) {
    const auto file = std::filesystem::temp_directory_path() /
                      ("simulator-log-" + std::to_string(std::random_device{}()) + ".jsonl");
    Options options;
    options.log_file = file.string();
    restart(options);
    get("/one");
    get("/two");
    std::ifstream in{file};
    std::vector<std::string> paths;
    for (std::string line; std::getline(in, line);) {
        paths.push_back(parse_json(line).value_or(Json::object()).value("path", ""));
    }
    EXPECT_EQ(paths, (std::vector<std::string>{"/one", "/two"}));
    restart({});
    std::filesystem::remove(file);
    options.log_file = "/nonexistent/folder/log";
    EXPECT_THROW(restart(options), std::runtime_error);
}

} // namespace
} // namespace simulator
