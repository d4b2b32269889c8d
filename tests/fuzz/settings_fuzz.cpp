// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "settings/settings.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

void require_bounds(const settings::Settings& settings) {
    const int retries = settings.maximum_retries.value_or(settings::k_default_retries);
    require(retries >= settings::k_min_retries && retries <= settings::k_max_retries);
    require(settings.device_id.value_or(1) > 0);
    require(settings.access_token_life >= std::chrono::seconds(0));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::vector<std::string> notices;
    settings::Settings settings;
    try {
        settings = settings::parse_settings(text, "file", notices);
    } catch (const base::Error& error) {
        require(error.code() == base::ErrorCode::cannot_write && !error.message().empty());
        return 0;
    }
    require_bounds(settings);
    // What was read can be written and read again, without anything being said a second time.
    const std::string written = settings::to_text(settings);
    notices.clear();
    const settings::Settings again = settings::parse_settings(written, "file", notices);
    require(notices.empty() && settings::to_text(again) == written);
    require(again.password.empty() && !again.original.contains("RingPassword"));
    require(again.refresh_token == settings.refresh_token && again.device_id == settings.device_id);
    return 0;
}
