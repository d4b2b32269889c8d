# SPDX-License-Identifier: Apache-2.0
# Builds for RING_SNAPSHOT_TARGET with zig, whatever this machine is: one compiler that brings the C and
# C++ libraries of all systems. zig is the program that the environment variable ZIG names, or the one on
# PATH; it must be the same when configuring and when building. scripts/package sets all that.

set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES
  RING_SNAPSHOT_TARGET RING_SNAPSHOT_LIBRARIES RING_SNAPSHOT_DEFINITIONS)
set(RING_SNAPSHOT_TARGET "" CACHE STRING "What to build for, such as linux-arm64")
set(RING_SNAPSHOT_LIBRARIES "" CACHE PATH "Where the libraries for it are installed")
set(RING_SNAPSHOT_DEFINITIONS "" CACHE STRING "Macros to define in everything, separated by blanks")

# describe(TARGET ZIG-TARGET SYSTEM PROCESSOR [FLAG…]): what TARGET is to zig and to CMake.
macro(describe target)
  if(RING_SNAPSHOT_TARGET STREQUAL "${target}")
    set(_description ${ARGN})
  endif()
endmacro()
set(_description)
describe(linux-x64 x86_64-linux-musl Linux x86_64)
describe(linux-arm64 aarch64-linux-musl Linux aarch64)
# The processor of the first Raspberry Pi and of the Pi Zero; every later one runs it too.
describe(linux-arm arm-linux-musleabihf Linux arm -mcpu=arm1176jzf_s)
# The Windows and the macOS that the old tool promised. libc++ asks for the clock of Windows 8 unless it is for 7.
describe(win-x64 x86_64-windows.win7-gnu Windows AMD64)
describe(win-x86 x86-windows.win7-gnu Windows x86)
describe(win-arm64 aarch64-windows-gnu Windows ARM64)
describe(win-arm thumb-windows-gnu Windows ARM)
describe(osx-x64 x86_64-macos.10.15 Darwin x86_64)
describe(osx-arm64 aarch64-macos.11.0 Darwin arm64)
if(NOT _description)
  message(FATAL_ERROR "unknown RING_SNAPSHOT_TARGET '${RING_SNAPSHOT_TARGET}'")
endif()
list(POP_FRONT _description _zig_target CMAKE_SYSTEM_NAME CMAKE_SYSTEM_PROCESSOR)
set(_machine ${_description})

set(CMAKE_C_COMPILER "${CMAKE_CURRENT_LIST_DIR}/zig-cc")
set(CMAKE_CXX_COMPILER "${CMAKE_CURRENT_LIST_DIR}/zig-c++")
set(CMAKE_ASM_COMPILER "${CMAKE_CURRENT_LIST_DIR}/zig-cc")
set(CMAKE_RC_COMPILER "${CMAKE_CURRENT_LIST_DIR}/zig-rc")
set(CMAKE_AR "${CMAKE_CURRENT_LIST_DIR}/zig-ar" CACHE FILEPATH "")
set(CMAKE_RANLIB "${CMAKE_CURRENT_LIST_DIR}/zig-ranlib" CACHE FILEPATH "")
foreach(_language C CXX ASM)
  set(CMAKE_${_language}_COMPILER_AR "${CMAKE_AR}" CACHE FILEPATH "")
  set(CMAKE_${_language}_COMPILER_RANLIB "${CMAKE_RANLIB}" CACHE FILEPATH "")
endforeach()

# -target as a flag: CMAKE_<LANG>_COMPILER_TARGET becomes --target=, which zig does not take.
set(_flags -target ${_zig_target} ${_machine} -fno-sanitize=undefined -fstack-protector-strong
           -ffunction-sections -fdata-sections
           # The same bytes wherever the sources lie.
           "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=." "-ffile-prefix-map=${CMAKE_BINARY_DIR}=build"
           -Wno-builtin-macro-redefined "-D__DATE__=" "-D__TIME__=" "-D__TIMESTAMP__=")
separate_arguments(_definitions UNIX_COMMAND "${RING_SNAPSHOT_DEFINITIONS}")
list(TRANSFORM _definitions PREPEND "-D")
list(APPEND _flags ${_definitions})
list(JOIN _flags " " _flags)
foreach(_language C CXX ASM)
  set(CMAKE_${_language}_FLAGS_INIT "${_flags}")
  set(CMAKE_${_language}_FLAGS_RELEASE "-O2 -DNDEBUG" CACHE STRING "")
endforeach()

# Stripped; but for 32-bit Windows zig would build a C++ library without unwind tables with it. What is
# left there are no symbols but the name of the file that has them.
if(RING_SNAPSHOT_TARGET STREQUAL "win-x86")
  set(CMAKE_EXE_LINKER_FLAGS_INIT "")
else()
  set(CMAKE_EXE_LINKER_FLAGS_INIT "-s")
endif()
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  # No exception travels through C, whose tables for that are a tenth of its code.
  string(APPEND CMAKE_C_FLAGS_INIT " -fno-unwind-tables -fno-asynchronous-unwind-tables")
  string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT
         " -static -pie -Wl,--gc-sections -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack")
  if(RING_SNAPSHOT_TARGET STREQUAL "linux-arm64")
    # The kernels of the Raspberry Pi 5 have pages of 16 KiB, those of some servers 64 KiB.
    string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -Wl,-z,max-page-size=65536")
  endif()
elseif(CMAKE_SYSTEM_NAME STREQUAL "Windows")
  string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -static -Wl,--gc-sections")
  # zlib's own name for its static library there, which CMake does not look for.
  set(ZLIB_LIBRARY "${RING_SNAPSHOT_LIBRARIES}/lib/libzs.a" CACHE FILEPATH "")
else()
  string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -Wl,-dead_strip")
  # There is no Apple SDK here: what zig lacks of it is declared in a folder of our own.
  string(APPEND CMAKE_C_FLAGS_INIT " -F${CMAKE_CURRENT_LIST_DIR}/macos"
         " -isystem ${CMAKE_CURRENT_LIST_DIR}/macos/include")
  string(APPEND CMAKE_EXE_LINKER_FLAGS_INIT " -F${CMAKE_CURRENT_LIST_DIR}/macos")
  set(CMAKE_OSX_SYSROOT "" CACHE STRING "")
  # Nothing here has an install name to change.
  set(CMAKE_INSTALL_NAME_TOOL "/bin/true" CACHE FILEPATH "")
endif()

# The checks ask for no Debug variants of zig's own libraries.
set(CMAKE_TRY_COMPILE_CONFIGURATION Release)

# The headers and libraries of this machine stay out.
set(CMAKE_FIND_ROOT_PATH "${CMAKE_CURRENT_LIST_DIR}/empty-root")
if(RING_SNAPSHOT_LIBRARIES)
  list(PREPEND CMAKE_FIND_ROOT_PATH "${RING_SNAPSHOT_LIBRARIES}")
endif()
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
