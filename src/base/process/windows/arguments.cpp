// SPDX-License-Identifier: Apache-2.0
#include "base/process/arguments.hpp"

#include "base/system/windows/handle.hpp"
#include "base/system/windows/wide.hpp"

#include <shellapi.h>

namespace base {

ProgramArguments::ProgramArguments(int count, char** values) : m_count(count), m_values(values) {
    LPWSTR* const words = ::CommandLineToArgvW(::GetCommandLineW(), &m_count);
    if (words == nullptr) {
        m_count = count;
        return;
    }
    for (int i = 0; i < m_count; ++i) {
        m_texts.push_back(utf8_from_wide(words[i]));
    }
    ::LocalFree(words);
    for (std::string& text : m_texts) {
        m_pointers.push_back(text.data());
    }
    m_pointers.push_back(nullptr);
    m_values = m_pointers.data();
}

} // namespace base
