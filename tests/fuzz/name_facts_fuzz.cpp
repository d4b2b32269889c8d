// SPDX-License-Identifier: Apache-2.0
#include "archive/file_name.hpp"
#include "archive/maintenance/capture_reader.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

} // namespace

/// The input is the name of a picture below the folder that is taken in.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace std::chrono_literals;
    const std::string relative(reinterpret_cast<const char*>(data), size);
    archive::CameraTotals known;
    known.id = "31000417";
    known.name = "Front Door";
    const archive::KnownCameras cameras({known});
    const archive::FoundFile file{
        {"/pictures", relative}, relative, 1, base::SystemTime(1'790'000'000s)};
    const auto facts = archive::read_capture(file, {}, cameras, base::SystemTime(1'795'000'000s));
    require(!facts.camera.id.empty() && facts.camera.id.size() <= 120);
    require(archive::safe_file_name(facts.camera.id) == facts.camera.id);
    require(facts.captured > base::SystemTime(0s) &&
            facts.captured < base::SystemTime(4'110'000'000s));
    if (const auto time = archive::find_time(relative)) {
        for (const auto& [start, end] : time->spans) {
            require(start < end && end <= relative.size());
        }
    }
    return 0;
}
