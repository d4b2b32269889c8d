# SPDX-License-Identifier: Apache-2.0
# Sets ZIG_LIBRARY_FOLDER: where zig keeps the sources of the libraries that it builds in.

if(NOT ZIG_LIBRARY_FOLDER)
  if(DEFINED ENV{ZIG})
    set(zig "$ENV{ZIG}")
  else()
    set(zig zig)
  endif()
  execute_process(COMMAND "${zig}" env OUTPUT_VARIABLE zig_environment COMMAND_ERROR_IS_FATAL ANY)
  # JSON, and from 0.15 on zig's own notation.
  if(NOT zig_environment MATCHES "\"?\\.?lib_dir\"?[ \t]*[:=][ \t]*\"([^\"]+)\"")
    message(FATAL_ERROR "`zig env` does not say where its libraries are")
  endif()
  set(ZIG_LIBRARY_FOLDER "${CMAKE_MATCH_1}" CACHE PATH "Where zig keeps the sources of its libraries")
endif()
