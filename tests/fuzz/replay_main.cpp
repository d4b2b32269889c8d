// SPDX-License-Identifier: Apache-2.0
// Stands in for libFuzzer where there is none: feeds each file given, and each file in the folders
// given, to the fuzz target, so that what was found once is tested for ever.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

/// All files at and below `path`, in an order that does not depend on the file system.
std::vector<fs::path> files_at(const fs::path& path) {
    if (!fs::is_directory(path)) {
        return {path};
    }
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool replay(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad()) {
        std::fprintf(stderr, "cannot read %s\n", path.string().c_str());
        return false;
    }
    // Shown before the call: the last name is the one that broke it.
    std::printf("%s\n", path.string().c_str());
    std::fflush(stdout);
    const std::vector<std::uint8_t> input(bytes.begin(), bytes.end());
    LLVMFuzzerTestOneInput(input.data(), input.size());
    return true;
}

} // namespace

int main(int argc, char** argv) {
    std::size_t count = 0;
    for (int i = 1; i < argc; ++i) {
        for (const fs::path& path : files_at(argv[i])) {
            if (!replay(path)) {
                return 1;
            }
            ++count;
        }
    }
    // A mistyped folder must not look like a test that passed.
    if (count == 0) {
        std::fprintf(stderr, "usage: %s FILE-OR-FOLDER…\nThere was no file to replay.\n", argv[0]);
        return 2;
    }
    return 0;
}
