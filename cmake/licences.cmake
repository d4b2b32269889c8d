# SPDX-License-Identifier: Apache-2.0
# The licences that `ring-snapshot --licenses` prints: ours, and those of what is built into the program.

set(RING_SNAPSHOT_NOTICES "${PROJECT_SOURCE_DIR}/packaging/THIRD-PARTY-NOTICES.txt" CACHE FILEPATH
    "The notices of what is linked into the program; cmake/libraries writes those of a portable build")

# embed_text(TARGET SPACE HEADER NAME FILE…): gives TARGET a function `std::string_view NAME()` in namespace
# SPACE, declared in HEADER, that returns the contents of the files, one after the other. The program holds
# them compressed, and unpacks them at the first call.
function(embed_text target space header name)
  set(place "${CMAKE_CURRENT_BINARY_DIR}/${name}")
  file(WRITE "${place}" "")
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    file(READ "${file}" more)
    file(APPEND "${place}" "${more}")
  endforeach()
  file(SIZE "${place}" size)
  file(ARCHIVE_CREATE OUTPUT "${place}.gz" PATHS "${place}" FORMAT raw COMPRESSION GZip COMPRESSION_LEVEL 9)
  file(READ "${place}.gz" digits HEX)
  # What is left between gzip's header, which holds the time, and its check sum is the same each time.
  string(LENGTH "${digits}" length)
  math(EXPR length "${length} - 36")
  string(SUBSTRING "${digits}" 20 ${length} digits)
  string(REGEX REPLACE "(................................)" "\\1\n    " lines "${digits}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${lines}")
  file(CONFIGURE OUTPUT "${place}.cpp" @ONLY CONTENT
"#include \"@header@\"

#include \"base/text/deflate.hpp\"

#include <string>

namespace @space@ {

namespace {

constexpr unsigned char k_@name@_bytes[] = {
    @bytes@};

} // namespace

std::string_view @name@() {
    static const std::string text = base::inflated(
        {reinterpret_cast<const char*>(k_@name@_bytes), sizeof k_@name@_bytes}, @size@);
    return text;
}

} // namespace @space@
")
  target_sources(${target} PRIVATE "${place}.cpp")
endfunction()
