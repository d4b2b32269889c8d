// SPDX-License-Identifier: Apache-2.0
// In place of the demangler of zig's C++ library, a third of a megabyte that only serves to print the type
// of an exception that nobody caught.
#include <cstddef>

extern "C" char* __cxa_demangle(const char* /*name*/, char* /*output*/, std::size_t* /*size*/,
                                int* status) {
    constexpr int k_not_a_mangled_name = -2;
    if (status != nullptr) {
        *status = k_not_a_mangled_name;
    }
    return nullptr;
}
