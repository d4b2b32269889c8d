# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where.

include(GNUInstallDirs)

install(TARGETS ring-snapshot RUNTIME)

# Called by its old name the program understands the old tool's command line.
if(WIN32)
  install(PROGRAMS "$<TARGET_FILE:ring-snapshot>" DESTINATION "${CMAKE_INSTALL_BINDIR}"
          RENAME RingSnapshotDownload.exe)
else()
  install(CODE "
    set(folder \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}\")
    message(STATUS \"Installing: \${folder}/RingSnapshotDownload\")
    file(REMOVE \"\${folder}/RingSnapshotDownload\")
    file(CREATE_LINK ring-snapshot \"\${folder}/RingSnapshotDownload\" SYMBOLIC)")
endif()

install(FILES LICENSE README.md CHANGELOG.md SECURITY.md ARCHITECTURE.md CONTRIBUTING.md
        DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY docs DESTINATION "${CMAKE_INSTALL_DOCDIR}")

if(NOT WIN32)
  install(FILES packaging/man/ring-snapshot.1 packaging/man/RingSnapshotDownload.1
          DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
  install(FILES packaging/completions/ring-snapshot.bash RENAME ring-snapshot
          DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
  install(FILES packaging/completions/_ring-snapshot
          DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
  install(FILES packaging/completions/ring-snapshot.fish
          DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
endif()

# Units name the program without its folder, so they are right under each prefix. systemd looks for
# them, for users and for folders to make in lib/ of /usr and /usr/local, whatever the name of the
# folder of libraries; for units of a user in share/, that of ~/.local included.
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  install(FILES packaging/systemd/ring-snapshot.service packaging/systemd/ring-snapshot-get.service
          packaging/systemd/ring-snapshot-get.timer packaging/systemd/ring-snapshot-serve.service
          DESTINATION lib/systemd/system)
  install(FILES packaging/systemd/ring-snapshot.sysusers RENAME ring-snapshot.conf
          DESTINATION lib/sysusers.d)
  install(FILES packaging/systemd/ring-snapshot.tmpfiles RENAME ring-snapshot.conf
          DESTINATION lib/tmpfiles.d)
  install(DIRECTORY packaging/systemd/user DESTINATION "${CMAKE_INSTALL_DATADIR}/systemd")
  # An example: what an administrator wrote into /etc is not for `cmake --install` to touch.
  install(FILES packaging/systemd/ring-snapshot.default
          DESTINATION "${CMAKE_INSTALL_DOCDIR}/examples")
elseif(APPLE)
  install(FILES packaging/macos/local.ring-snapshot.plist
          DESTINATION "${CMAKE_INSTALL_DOCDIR}/examples")
elseif(WIN32)
  install(FILES packaging/windows/ring-snapshot-task.xml
          DESTINATION "${CMAKE_INSTALL_DOCDIR}/examples")
endif()

if(RING_SNAPSHOT_SIMULATOR)
  install(TARGETS ring-simulator RUNTIME)
  if(NOT WIN32)
    install(FILES packaging/man/ring-simulator.1 DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
  endif()
endif()
