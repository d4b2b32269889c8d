# SPDX-License-Identifier: Apache-2.0
# The licences that `ring-snapshot --licenses` prints: ours, and those of what is built into the program.

set(RING_SNAPSHOT_NOTICES "${PROJECT_SOURCE_DIR}/packaging/THIRD-PARTY-NOTICES.txt" CACHE FILEPATH
    "The notices of what is linked into the program; cmake/libraries writes those of a portable build")

# embed_text(TARGET SPACE HEADER NAME FILE…): gives TARGET a function `std::string_view NAME()` in namespace
# SPACE, declared in HEADER, that returns the contents of the files, one after the other.
function(embed_text target space header name)
  set(digits "")
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    file(READ "${file}" more HEX)
    string(APPEND digits "${more}")
  endforeach()
  string(REGEX REPLACE "(................................)" "\\1\n    " lines "${digits}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${lines}")
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp" @ONLY CONTENT
"#include \"@header@\"

namespace @space@ {

namespace {

constexpr unsigned char k_@name@_bytes[] = {
    @bytes@};

} // namespace

std::string_view @name@() {
    return {reinterpret_cast<const char*>(k_@name@_bytes), sizeof k_@name@_bytes};
}

} // namespace @space@
")
  target_sources(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp")
endfunction()
