// SPDX-License-Identifier: Apache-2.0
#include "base/process/arguments.hpp"

namespace base {

ProgramArguments::ProgramArguments(int count, char** values) : m_count(count), m_values(values) {}

} // namespace base
