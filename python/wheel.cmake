# What `pip wheel ./python` builds: the modules that the native module binds, and that module. Instead of what the whole
# project needs, only their libraries are looked for, and what can go into the module itself does: the
# wheel must run where nothing is installed, beside whatever OpenSSL Python and other packages have loaded.
set(OPENSSL_USE_STATIC_LIBS ON)
set(CMAKE_FIND_LIBRARY_SUFFIXES .a .so)

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(simdjson REQUIRED)
find_package(spdlog REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(ARGON2 REQUIRED IMPORTED_TARGET libargon2)
pkg_check_modules(CRYPT REQUIRED IMPORTED_TARGET libcrypt)
# Not as an archive: libsodium has an Argon2 of its own, whose functions are called as those of libargon2 and are not the
# same; in one link, one would stand in for the other.
set(CMAKE_FIND_LIBRARY_SUFFIXES .so)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)

foreach(module base jose jwt passwords guard)
  add_subdirectory(watchword/${module} modules/${module})
endforeach()
add_subdirectory(python)

# What comes as a shared library goes along where wheels have theirs, under the name it is loaded by.
get_target_property(simdjson_library simdjson::simdjson LOCATION)
foreach(library ${simdjson_library} ${pkgcfg_lib_SODIUM_sodium})
  get_filename_component(file ${library} REALPATH)
  get_filename_component(soname ${file} NAME)
  string(REGEX REPLACE "(\\.so\\.[0-9]+).*" "\\1" soname ${soname})
  install(FILES ${file} DESTINATION watchword.libs RENAME ${soname} COMPONENT python)
endforeach()
set_target_properties(watchword_native PROPERTIES INSTALL_RPATH "$ORIGIN/../watchword.libs")
install(TARGETS watchword_native LIBRARY DESTINATION watchword COMPONENT python)

# What is carried is passed on under its own terms.
foreach(package libssl-dev libsodium-dev libargon2-dev libcrypt-dev zlib1g-dev libsimdjson-dev)
  if(EXISTS /usr/share/doc/${package}/copyright)
    install(FILES /usr/share/doc/${package}/copyright DESTINATION ${SKBUILD_METADATA_DIR}/licenses
      RENAME ${package}.copyright COMPONENT python)
  endif()
endforeach()
