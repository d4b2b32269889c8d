# SPDX-License-Identifier: Apache-2.0
# Flags of our own targets only; what we depend on never sees them.

add_library(project_settings INTERFACE)
target_compile_features(project_settings INTERFACE cxx_std_20)
target_include_directories(project_settings INTERFACE "${PROJECT_SOURCE_DIR}/src")
target_compile_definitions(project_settings INTERFACE
  "RING_SNAPSHOT_VERSION=\"${PROJECT_VERSION}\"")

# std::jthread and std::stop_token stand behind a switch in libc++.
include(CheckCXXSourceCompiles)
check_cxx_source_compiles("#include <version>\n#ifndef _LIBCPP_VERSION\n#error\n#endif\nint main() {}"
                          STANDARD_LIBRARY_IS_LIBCXX)
if(STANDARD_LIBRARY_IS_LIBCXX)
  target_compile_definitions(project_settings INTERFACE _LIBCPP_ENABLE_EXPERIMENTAL)
endif()

add_library(project_warnings INTERFACE)
option(RING_SNAPSHOT_WERROR "Treat warnings as errors (set by the presets)" OFF)
target_compile_options(project_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                       $<$<BOOL:${RING_SNAPSHOT_WERROR}>:-Werror>)
# GCC 12 warns of overlaps in std::string where there are none (its bug 105651).
target_compile_options(project_warnings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)

add_library(project_sanitizers INTERFACE)
set(RING_SNAPSHOT_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize= (set by the presets)")
if(RING_SNAPSHOT_SANITIZE)
  target_compile_options(project_sanitizers INTERFACE
    "-fsanitize=${RING_SNAPSHOT_SANITIZE}" -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(project_sanitizers INTERFACE "-fsanitize=${RING_SNAPSHOT_SANITIZE}")
endif()

target_link_libraries(project_settings INTERFACE project_warnings project_sanitizers)

# The headers that cost most of a build's time, compiled once. Off where every file must show that it
# includes what it uses.
option(RING_SNAPSHOT_PRECOMPILE "Precompile headers of libraries (set by presets)" OFF)
function(precompile_headers target)
  if(RING_SNAPSHOT_PRECOMPILE)
    target_precompile_headers(${target} ${ARGN})
  endif()
endfunction()
