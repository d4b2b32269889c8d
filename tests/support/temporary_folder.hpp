// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace test {

/// A new folder for one test; removed at the end when the test is green, kept (and its path
/// printed) when it is red.
class TemporaryFolder {
public:
    TemporaryFolder();

    /// A folder within `parent`.
    explicit TemporaryFolder(const std::filesystem::path& parent);
    ~TemporaryFolder();

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }

    std::filesystem::path operator/(const std::filesystem::path& name) const {
        return m_path / name;
    }

private:
    std::filesystem::path m_path;
};

} // namespace test
