# SPDX-License-Identifier: Apache-2.0
# The notices of what zig builds into a program.

include("${CMAKE_CURRENT_LIST_DIR}/library-folder.cmake")
add_notice("libc++, libc++abi, libunwind and compiler-rt of LLVM" "${ZIG_LIBRARY_FOLDER}/libcxx/LICENSE.TXT")
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  add_notice("musl" "${ZIG_LIBRARY_FOLDER}/libc/musl/COPYRIGHT")
elseif(WIN32)
  add_notice("mingw-w64" "${ZIG_LIBRARY_FOLDER}/libc/mingw/COPYING")
endif()
