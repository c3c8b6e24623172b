# What `cmake --install` and CPack ship: the library as a CMake package with components, a pkg-config file, the program.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(WATCHWORD_CMAKE_FOLDER ${CMAKE_INSTALL_LIBDIR}/cmake/watchword)

# watchword_install(guard guard_remote ...): modules that others may link, each a component of find_package(watchword).
function(watchword_install)
  foreach(name IN LISTS ARGN)
    string(REPLACE "_" "::" exported ${name})
    set_target_properties(watchword_${name} PROPERTIES EXPORT_NAME ${exported})
    install(TARGETS watchword_${name} EXPORT watchword-targets
      ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library
      FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library)
  endforeach()
endfunction()

watchword_install(base jose jwt guard guard_frameworks guard_remote)
install(EXPORT watchword-targets NAMESPACE watchword:: DESTINATION ${WATCHWORD_CMAKE_FOLDER} COMPONENT library)

configure_package_config_file(cmake/watchword-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/watchword-config.cmake
  INSTALL_DESTINATION ${WATCHWORD_CMAKE_FOLDER})
# Before 1.0 a new minor version may change what callers see.
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/watchword-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/watchword-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/watchword-config-version.cmake
  DESTINATION ${WATCHWORD_CMAKE_FOLDER} COMPONENT library)

file(RELATIVE_PATH WATCHWORD_PREFIX_FROM_PC /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" WATCHWORD_PREFIX_FROM_PC ${WATCHWORD_PREFIX_FROM_PC})
configure_file(cmake/watchword.pc.in watchword.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/watchword.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT library)

install(TARGETS watchword_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
foreach(component library program)
  install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/watchword-${component} RENAME copyright
    COMPONENT ${component})
endforeach()

# Two Debian packages (cpack -G DEB): the program, and what is needed to build against the library.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME watchword)
set(CPACK_PACKAGE_VENDOR Watchword)
set(CPACK_PACKAGE_CONTACT "The maintainers of Watchword <maintainers@watchword.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "JWT authentication for people who run more than one service")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program library)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME watchword)
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "auth server and command line
 Signs people and services in and issues, renews and revokes their tokens (OAuth 2.0, RFC 9068), in one binary.")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS libcurl4)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libwatchword-dev)
set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "JOSE and JWT library for C++20
 Issues and verifies tokens, reads keys, and protects routes.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS "libexpected-dev, libssl-dev, libsodium-dev, libsimdjson-dev, libspdlog-dev, zlib1g-dev")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_RECOMMENDS libcurl4)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SUGGESTS libcpp-httplib-dev)
include(CPack)
