# SPDX-License-Identifier: Apache-2.0
# zig builds its libunwind for 32-bit Windows without unwind tables, so that no exception gets past the
# function that throws it. Here it is built anew, with them. An object library, as the linker would take
# zig's own from an archive.

enable_language(C)
enable_language(ASM)
include("${CMAKE_CURRENT_LIST_DIR}/library-folder.cmake")
set(source_folder "${ZIG_LIBRARY_FOLDER}/libunwind/src")
add_library(zig_libunwind OBJECT
  "${source_folder}/libunwind.cpp"
  "${source_folder}/UnwindLevel1.c"
  "${source_folder}/UnwindLevel1-gcc-ext.c"
  "${source_folder}/UnwindRegistersRestore.S"
  "${source_folder}/UnwindRegistersSave.S")
target_include_directories(zig_libunwind PRIVATE "${ZIG_LIBRARY_FOLDER}/libunwind/include" "${source_folder}")
target_compile_definitions(zig_libunwind PRIVATE _LIBUNWIND_IS_NATIVE_ONLY _LIBUNWIND_HIDE_SYMBOLS)
target_compile_options(zig_libunwind PRIVATE -fasynchronous-unwind-tables
  $<$<COMPILE_LANGUAGE:C>:-fexceptions> $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>)
set_target_properties(zig_libunwind PROPERTIES UNITY_BUILD OFF)
