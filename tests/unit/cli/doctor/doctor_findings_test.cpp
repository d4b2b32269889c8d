// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_account.hpp"
#include "cli/doctor/doctor_files.hpp"
#include "cli/doctor/doctor_network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cli::doctor {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using testing::HasSubstr;
using testing::Not;

const base::SystemTime k_now{std::chrono::seconds(1'790'000'000)};

SettingsFacts ordinary_settings() {
    SettingsFacts facts;
    facts.file = "/home/kim/Settings.json";
    facts.chosen_by = "in the usual place";
    facts.exists = true;
    return facts;
}

TEST(SettingsFinding, says_where_a_file_system_keeps_no_modes) {
    SettingsFacts facts = ordinary_settings();
    EXPECT_EQ(settings_finding(facts).state, State::ok);
    facts.open_to_others = true;
    const Finding finding = settings_finding(facts);
    EXPECT_EQ(finding.state, State::warning);
    EXPECT_THAT(finding.text.shown(), HasSubstr("keeps no modes (such as FAT and SMB)"));
}

TEST(SettingsFinding, says_whose_file_it_is_but_not_in_a_report) {
    SettingsFacts facts = ordinary_settings();
    facts.own = false;
    facts.owner = "kim";
    const Finding finding = settings_finding(facts);
    EXPECT_EQ(finding.state, State::warning);
    EXPECT_THAT(finding.text.shown(), HasSubstr("the user kim"));
    EXPECT_THAT(finding.text.published(), Not(HasSubstr("kim")));
}

TEST(SettingsFinding, a_file_that_cannot_be_written_comes_before_all_else) {
    SettingsFacts facts = ordinary_settings();
    facts.open_to_others = true;
    facts.not_writable =
        base::Error(ErrorCode::cannot_write, "cannot write X: read-only", "move it");
    const Finding finding = settings_finding(facts);
    EXPECT_EQ(finding.code, ErrorCode::cannot_write);
    EXPECT_EQ(finding.hint, "move it; each renewal of the login has to be stored");
}

TEST(ClockFinding, minds_what_is_beyond_the_margin_of_a_renewal) {
    const std::pair<std::chrono::milliseconds, State> cases[] = {
        {0ms, State::ok},        {-1200ms, State::ok},   {60s, State::ok},
        {-60s, State::ok},       {61s, State::warning},  {-61s, State::warning},
        {59min, State::warning}, {-24h, State::warning},
    };
    for (const auto& [ahead, state] : cases) {
        EXPECT_EQ(clock_finding(k_now, ahead).state, state) << ahead.count();
    }
    EXPECT_THAT(clock_finding(k_now, 2h).text.shown(), HasSubstr("2 h ahead of Ring's"));
    EXPECT_THAT(clock_finding(k_now, -2h).text.shown(), HasSubstr("2 h behind Ring's"));
}

TEST(ClockFinding, knows_a_wrong_clock_without_an_answer) {
    EXPECT_EQ(clock_finding(k_now, {}).state, State::skipped);
    EXPECT_EQ(clock_finding(base::SystemTime(48h), {}).state, State::warning);
}

HostFacts host(const char* name) {
    HostFacts facts;
    facts.url = std::string("https://") + name + "/";
    facts.name = name;
    facts.asked = true;
    return facts;
}

TEST(ProxyFinding, names_the_proxy_and_the_hosts_without_one) {
    std::vector<HostFacts> hosts = {host("api.ring.com")};
    EXPECT_EQ(proxy_finding(hosts).text.shown(), "none");
    hosts[0].proxy = http::Proxy{"HTTPS_PROXY", "proxy:3128", true, "NO_PROXY", "nas,pi"};
    const Finding finding = proxy_finding(hosts);
    EXPECT_EQ(finding.text.shown(),
              "proxy:3128 by HTTPS_PROXY, with user name and password; none for "
              "nas,pi, by NO_PROXY");
    EXPECT_EQ(finding.text.published(),
              "a proxy by HTTPS_PROXY, with user name and password; none for "
              "some hosts, by NO_PROXY");
    hosts[0].proxy->place = "";
    EXPECT_EQ(proxy_finding(hosts).state, State::not_ok);
}

TEST(ConnectionFinding, is_skipped_when_the_certificate_was_refused) {
    std::vector<HostFacts> hosts = {host("api.ring.com")};
    EXPECT_EQ(connection_finding(hosts).state, State::ok);
    hosts[0].failure = http::TransportError(http::Fault::tls, "certificate has expired", {},
                                            http::CertificateProblem::expired);
    EXPECT_EQ(connection_finding(hosts).state, State::skipped);
    const Finding finding = certificate_finding({}, hosts, k_now);
    EXPECT_EQ(finding.code, ErrorCode::service_unavailable);
    EXPECT_THAT(finding.text.shown(), HasSubstr("api.ring.com has expired"));
}

ring::Device camera() {
    ring::Device device;
    device.id = 31000417;
    device.name = "Garden";
    device.kind = "doorbell_oyster";
    device.model = "Doorbell 4";
    device.group = ring::DeviceGroup::doorbells;
    device.connection_known = true;
    device.power = ring::PowerSource::battery;
    return device;
}

Look aged(std::chrono::milliseconds age) {
    return std::optional(age);
}

TEST(CameraFinding, tells_the_age_in_the_unit_that_matters) {
    const std::pair<std::chrono::milliseconds, const char*> cases[] = {
        {59s, "59 s old"}, {61s, "1 min old"}, {119min, "119 min old"},
        {2h, "2 h old"},   {47h, "47 h old"},  {49h, "2 days old"},
    };
    for (const auto& [age, words] : cases) {
        EXPECT_THAT(camera_finding(1, camera(), aged(age)).text.shown(), HasSubstr(words));
    }
}

TEST(CameraFinding, warns_of_a_low_battery_and_of_old_pictures) {
    ring::Device device = camera();
    EXPECT_EQ(camera_finding(1, device, aged(1h)).state, State::ok);
    EXPECT_EQ(camera_finding(1, device, aged(49h)).state, State::warning);
    device.battery_percent = 14;
    EXPECT_EQ(camera_finding(1, device, aged(1h)).state, State::warning);
    device.power = ring::PowerSource::wired;
    EXPECT_EQ(camera_finding(1, device, aged(1h)).state, State::ok);
}

TEST(CameraFinding, is_known_in_a_report_by_its_number) {
    EXPECT_EQ(camera_finding(3, camera(), aged(1h)).title.published(),
              "camera 3 (doorbell_oyster, battery)");
    ring::Device device = camera();
    device.kind = "Kims kind!";
    device.power = ring::PowerSource::unknown;
    EXPECT_EQ(camera_finding(3, device, aged(1h)).title.published(), "camera 3 (unknown kind)");
}

TEST(CameraFinding, an_offline_camera_is_not_ok_whatever_ring_has_of_it) {
    ring::Device device = camera();
    device.offline = true;
    const Finding finding = camera_finding(1, device, aged(1h));
    EXPECT_EQ(finding.code, ErrorCode::no_snapshot);
    EXPECT_EQ(camera_finding(1, camera(), base::Error(ErrorCode::slow_down, "x")).code,
              ErrorCode::slow_down);
}

TEST(DevicesFinding, counts_devices_and_names_none) {
    ring::DeviceList list;
    list.devices = {camera(), camera()};
    EXPECT_EQ(devices_finding(list).text.published(), "2 cameras");
    list.newer_failure = base::Error(ErrorCode::service_unavailable,
                                     "Ring's camera list of Kim is unavailable (HTTP 503)");
    const Finding finding = devices_finding(list);
    EXPECT_THAT(finding.text.shown(), HasSubstr("(Ring's camera list of Kim is unavailable"));
    EXPECT_EQ(finding.text.published(),
              "2 cameras; only the older of Ring's two lists came, the newer "
              "one did not; HTTP status 503");
    list.devices.clear();
    EXPECT_EQ(devices_finding(list).code, ErrorCode::service_unavailable);
}

TEST(ConnectionFinding, reports_the_kind_of_failure_without_the_address) {
    std::vector<HostFacts> hosts = {host("kim.example:8080")};
    hosts[0].failure = http::TransportError(
        http::Fault::not_connected, "cannot connect to kim.example:8080: connection refused");
    const Finding finding = connection_finding(hosts);
    EXPECT_THAT(finding.text.shown(), HasSubstr("kim.example"));
    EXPECT_EQ(finding.text.published(), "the stand-in server: no connection; refused");
}

TEST(OutputFinding, warns_of_little_space_and_of_a_remembered_folder_that_is_gone) {
    OutputFacts facts{"/pictures", true, true, 5'000'000'000, {}};
    EXPECT_EQ(output_finding(facts).state, State::ok);
    facts.free_bytes = 99'000'000;
    EXPECT_EQ(output_finding(facts).state, State::warning);
    facts = {"/pictures", true, true, 5'000'000'000, {}, false};
    EXPECT_EQ(output_finding(facts).state, State::ok);
    EXPECT_THAT(output_finding(facts).text.shown(), HasSubstr("the times of files"));
    facts = {"/pictures", false, true, 5'000'000'000, {}};
    EXPECT_EQ(output_finding(facts).state, State::warning);
    facts.remembered = false;
    EXPECT_EQ(output_finding(facts).state, State::ok);
}

TEST(DescribeBytes, has_two_digits_or_more) {
    EXPECT_EQ(describe_bytes(0).published(), "0 KB");
    EXPECT_EQ(describe_bytes(640'000).published(), "640 KB");
    EXPECT_EQ(describe_bytes(5'000'000).published(), "5.0 MB");
    EXPECT_EQ(describe_bytes(99'000'000).published(), "99 MB");
    EXPECT_EQ(describe_bytes(1'500'000'000).published(), "1.5 GB");
    EXPECT_EQ(describe_bytes(75'000'000'000).published(), "75 GB");
    EXPECT_EQ(describe_bytes(12'000'000'000'000).published(), "12 TB");
    EXPECT_EQ(describe_bytes(12'000'000'000'000'000).published(), "12000 TB");
}

} // namespace
} // namespace cli::doctor
