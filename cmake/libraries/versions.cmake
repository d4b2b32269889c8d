# SPDX-License-Identifier: Apache-2.0
# Where the sources of each library come from. To move to a newer release change version, address and
# hash together, then run scripts/package and scripts/verify-packages.

# declare_library(NAME TITLE VERSION ADDRESS SHA256 LICENCE-FILE…)
function(declare_library name title version address hash)
  FetchContent_Declare(${name}
    URL "${address}" URL_HASH "SHA256=${hash}"
    DOWNLOAD_EXTRACT_TIMESTAMP OFF
    # Unpacked only: its own build runs as a project of its own.
    SOURCE_SUBDIR not-added)
  set(${name}_TITLE "${title}" PARENT_SCOPE)
  set(${name}_VERSION "${version}" PARENT_SCOPE)
  set(${name}_LICENCES "${ARGN}" PARENT_SCOPE)
endfunction()

declare_library(zlib "zlib" 1.3.2
  https://github.com/madler/zlib/releases/download/v1.3.2/zlib-1.3.2.tar.gz
  bb329a0a2cd0274d05519d61c667c062e06990d72e125ee2dfa8de64f0119d16
  LICENSE)
declare_library(nghttp2 "nghttp2" 1.70.0
  https://github.com/nghttp2/nghttp2/releases/download/v1.70.0/nghttp2-1.70.0.tar.gz
  aa317e2cf9dca6afa0aed68f8fad6ff303ec6982e25a78c75c0b65e2b9b3ded5
  COPYING)
declare_library(mbedtls "Mbed TLS" 3.6.7
  https://github.com/Mbed-TLS/mbedtls/releases/download/mbedtls-3.6.7/mbedtls-3.6.7.tar.bz2
  a7e8bcbec0e6f761b4af24f25677626b35f762f68eef79c08677a363212d11f6
  LICENSE)
declare_library(curl "curl" 8.22.0
  https://curl.se/download/curl-8.22.0.tar.gz
  d54dd598bf05927a726deb38df31c6a255ba83ff1de57c5d1464dac3ed8f44a1
  COPYING)
declare_library(libjpeg "libjpeg-turbo" 3.1.4.1
  https://github.com/libjpeg-turbo/libjpeg-turbo/releases/download/3.1.4.1/libjpeg-turbo-3.1.4.1.tar.gz
  ecae8008e2cc9ade2f2c1bb9d5e6d4fb73e7c433866a056bd82980741571a022
  LICENSE.md README.ijg)
declare_library(utf8proc "utf8proc" 2.11.3
  https://github.com/JuliaStrings/utf8proc/archive/refs/tags/v2.11.3.tar.gz
  abfed50b6d4da51345713661370290f4f4747263ee73dc90356299dfc7990c78
  LICENSE.md)
declare_library(sqlite "SQLite" 3.53.4
  https://www.sqlite.org/2026/sqlite-amalgamation-3530400.zip
  1e71ddf93849c6a6ecf58b827c0692073d2dd7ee40196158068f7b29f422e87d
  "${CMAKE_CURRENT_LIST_DIR}/sqlite/NOTICE.txt")
declare_library(fmt "fmt" 11.1.1
  https://github.com/fmtlib/fmt/archive/refs/tags/11.1.1.tar.gz
  482eed9efbc98388dbaee5cb5f368be5eca4893456bb358c18b7ff71f835ae43
  LICENSE)
declare_library(json "JSON for Modern C++" 3.11.3
  https://github.com/nlohmann/json/releases/download/v3.11.3/json.tar.xz
  d6c65aca6b1ed68e7a182f4757257b107ae403032760ed6ef121c9d55e81757d
  LICENSE.MIT)
declare_library(cli11 "CLI11" 2.6.1
  https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.6.1.tar.gz
  377691f3fac2b340f12a2f79f523c780564578ba3d6eaf5238e9f35895d5ba95
  LICENSE)
