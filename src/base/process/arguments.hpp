// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace base {

/// The arguments of this program in UTF-8. Windows passes them to main() in the legacy code page,
/// with question marks for everything else; so there they come from GetCommandLineW().
class ProgramArguments {
public:
    /// @param count, values  main()'s parameters
    ProgramArguments(int count, char** values);

    ProgramArguments(const ProgramArguments&) = delete;
    ProgramArguments& operator=(const ProgramArguments&) = delete;

    int count() const { return m_count; }

    /// As in main(): ended by a null pointer, and to be overwritten by hide_argument().
    char** values() const { return m_values; }

private:
    int m_count;
    char** m_values;
    // What m_values points to where the system's own array is not used.
    std::vector<std::string> m_texts;
    std::vector<char*> m_pointers;
};

} // namespace base
