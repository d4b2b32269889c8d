# SPDX-License-Identifier: Apache-2.0
# Everything comes from the system's packages; scripts/setup installs them on Debian and Ubuntu. The
# portable builds find it where cmake/libraries has installed it. ARCHITECTURE.md says what each library
# is for.

find_package(Threads REQUIRED)
find_package(CURL 7.85 REQUIRED)
find_package(JPEG REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)
set(FMT_TARGET fmt::fmt)
find_package(nlohmann_json 3.10 REQUIRED)
find_package(CLI11 REQUIRED)

# Packages of it have a file for pkg-config, its own build one for CMake.
find_package(utf8proc CONFIG QUIET)
if(NOT TARGET utf8proc::utf8proc)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
  add_library(utf8proc::utf8proc ALIAS PkgConfig::utf8proc)
endif()

# Where the runtime comes as a static library too. The shared fmt would bring in the shared runtime.
if(RING_SNAPSHOT_STATIC_RUNTIME)
  include(CheckCXXSourceCompiles)
  set(STATIC_RUNTIME_OPTIONS -static-libstdc++ -static-libgcc -Wl,--gc-sections)
  set(CMAKE_REQUIRED_LINK_OPTIONS ${STATIC_RUNTIME_OPTIONS})
  check_cxx_source_compiles("#include <iostream>\nint main() { std::cout << 1; }"
                            RUNTIME_CAN_BE_STATIC)
  unset(CMAKE_REQUIRED_LINK_OPTIONS)
  if(RUNTIME_CAN_BE_STATIC)
    set(FMT_TARGET fmt::fmt-header-only)
    # The shared library binds all its functions when it is loaded, which would be a tenth of what a
    # start of the program takes, and most commands do not need it.
    find_library(SQLite3_LIBRARY libsqlite3.a)
  endif()
endif()
find_package(SQLite3 3.37 REQUIRED)
if(SQLite3_LIBRARY MATCHES "[.]a$")
  set_property(TARGET SQLite::SQLite3 APPEND PROPERTY INTERFACE_LINK_LIBRARIES
                                                      ${CMAKE_DL_LIBS} Threads::Threads $<$<BOOL:${UNIX}>:m>)
endif()

if(RING_SNAPSHOT_SIMULATOR)
  find_path(HTTPLIB_INCLUDE_DIR httplib.h REQUIRED)
  find_library(HTTPLIB_LIBRARY cpp-httplib)
  add_library(httplib INTERFACE)
  target_include_directories(httplib SYSTEM INTERFACE "${HTTPLIB_INCLUDE_DIR}")
  target_link_libraries(httplib INTERFACE Threads::Threads)
  if(HTTPLIB_LIBRARY)
    # A packaged httplib is compiled already, with features that change the layout of its classes:
    # whoever includes its header must know which.
    find_package(PkgConfig REQUIRED)
    pkg_check_modules(HTTPLIB_PACKAGE REQUIRED cpp-httplib)
    target_compile_options(httplib INTERFACE ${HTTPLIB_PACKAGE_CFLAGS_OTHER})
    target_link_libraries(httplib INTERFACE "${HTTPLIB_LIBRARY}")
  endif()
endif()

if(RING_SNAPSHOT_TESTS)
  find_package(GTest REQUIRED)
endif()
if(RING_SNAPSHOT_BENCH)
  find_package(benchmark REQUIRED)
endif()
