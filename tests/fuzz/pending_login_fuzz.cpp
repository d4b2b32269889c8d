// SPDX-License-Identifier: Apache-2.0
#include "settings/pending_login.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// The account and the time are those of the corpus, so that what is behind their check is reached.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const base::SystemTime now{std::chrono::seconds(1'790'000'000)};
    settings::read_pending_login(text, "kim@example.test", now);
    return 0;
}
