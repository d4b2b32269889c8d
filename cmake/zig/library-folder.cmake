# SPDX-License-Identifier: Apache-2.0
# Sets ZIG_LIBRARY_FOLDER: where zig keeps the sources of the libraries that it builds in. Asked for anew
# each time, as a cached answer would outlive the compiler that gave it.

if(DEFINED ENV{ZIG})
  set(zig "$ENV{ZIG}")
else()
  set(zig zig)
endif()
execute_process(COMMAND "${zig}" env WORKING_DIRECTORY "${CMAKE_CURRENT_LIST_DIR}"
                OUTPUT_VARIABLE zig_environment COMMAND_ERROR_IS_FATAL ANY)
# JSON, and from 0.15 on zig's own notation.
if(NOT zig_environment MATCHES "\"?\\.?lib_dir\"?[ \t]*[:=][ \t]*\"([^\"]+)\"")
  message(FATAL_ERROR "`${zig} env` does not say where its libraries are")
endif()
# A folder below the one that zig runs in is printed relative to that.
file(REAL_PATH "${CMAKE_MATCH_1}" ZIG_LIBRARY_FOLDER BASE_DIRECTORY "${CMAKE_CURRENT_LIST_DIR}")
if(NOT IS_DIRECTORY "${ZIG_LIBRARY_FOLDER}")
  message(FATAL_ERROR "`${zig} env` says that its libraries are in ${ZIG_LIBRARY_FOLDER}, but there is no such folder")
endif()
