# One function a kind of target, so that every module looks the same.

set(WATCHWORD_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wformat=2 -Werror)

function(watchword_options target)
  # No function is replaced at run time: the compiler may put one into another, though all can be called from outside.
  target_compile_options(${target} PRIVATE ${WATCHWORD_WARNINGS} -fstack-protector-strong -fno-omit-frame-pointer
    -fno-semantic-interposition)
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  if(WATCHWORD_SANITIZE)
    target_compile_options(${target} PUBLIC -fsanitize=${WATCHWORD_SANITIZE} -fno-sanitize-recover=all)
    target_compile_definitions(${target} PRIVATE WATCHWORD_SANITIZED)
    # g++ 12 takes what the instrumentation writes for uses of uninitialised memory.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_link_options(${target} PUBLIC -fsanitize=${WATCHWORD_SANITIZE})
  elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_definitions(${target} PRIVATE _FORTIFY_SOURCE=2)
    target_link_options(${target} PUBLIC -Wl,-z,relro,-z,now)
  endif()
endfunction()

# ccache keeps what precompiled headers went into only with these.
set(WATCHWORD_PRECOMPILED $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess> "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")

# Tests are read by the compiler more often than they run: not optimised, they build in a third of the time. What they
# test is optimised as ever.
function(watchword_test_options target)
  watchword_options(${target})
  target_compile_options(${target} PRIVATE -O0 -U_FORTIFY_SOURCE ${WATCHWORD_PRECOMPILED})
endfunction()

# What nearly every module includes, compiled once: a third of the time that one takes to build with clang's sanitizers,
# and used with those only. That each file includes what it needs, the release build shows; and g++ 12 no longer knows
# the system's headers once they are precompiled, and warns of them.
function(watchword_module_headers)
  add_library(watchword_module_headers OBJECT ${PROJECT_SOURCE_DIR}/cmake/headers.cpp)
  set_target_properties(watchword_module_headers PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_precompile_headers(watchword_module_headers PRIVATE
    <algorithm> <array> <atomic> <chrono> <functional> <map> <memory> <mutex> <optional> <span> <sstream> <string>
    <string_view> <tl/expected.hpp> <unordered_map> <variant> <vector>)
  watchword_options(watchword_module_headers)
  target_compile_options(watchword_module_headers PRIVATE ${WATCHWORD_PRECOMPILED})
endfunction()

# watchword_module(jwt SOURCES ... HEADERS ... DEPENDS watchword::jose PRIVATE OpenSSL::Crypto)
# Nested modules write the folder with an underscore: storage_sqlite is watchword::storage::sqlite. One without sources is
# made of headers alone.
function(watchword_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS;DEPENDS;PRIVATE" ${ARGN})
  string(REPLACE "_" "::" alias ${name})
  if(NOT ARG_SOURCES)
    add_library(watchword_${name} INTERFACE)
    add_library(watchword::${alias} ALIAS watchword_${name})
    target_sources(watchword_${name} INTERFACE FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${ARG_HEADERS})
    target_link_libraries(watchword_${name} INTERFACE ${ARG_DEPENDS})
    return()
  endif()
  add_library(watchword_${name} STATIC ${ARG_SOURCES})
  add_library(watchword::${alias} ALIAS watchword_${name})
  set_target_properties(watchword_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_sources(watchword_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${ARG_HEADERS})
  target_link_libraries(watchword_${name} PUBLIC ${ARG_DEPENDS} PRIVATE ${ARG_PRIVATE})
  watchword_options(watchword_${name})
  if(WATCHWORD_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    if(NOT TARGET watchword_module_headers)
      watchword_module_headers()
    endif()
    target_precompile_headers(watchword_${name} REUSE_FROM watchword_module_headers)
    target_compile_options(watchword_${name} PRIVATE ${WATCHWORD_PRECOMPILED})
  endif()
endfunction()

# What every test includes, compiled once: half of the time that a test takes to build.
function(watchword_test_headers)
  add_library(watchword_test_headers OBJECT ${PROJECT_SOURCE_DIR}/cmake/headers.cpp)
  target_link_libraries(watchword_test_headers PRIVATE GTest::gmock GTest::gtest)
  target_precompile_headers(watchword_test_headers PRIVATE
    <gmock/gmock.h> <gtest/gtest.h> <chrono> <map> <memory> <optional> <string> <tl/expected.hpp> <vector>)
  watchword_test_options(watchword_test_headers)
endfunction()

# watchword_test(unit_jwt SOURCES ... DEPENDS ...): a GoogleTest program in build/tests/, run by ctest.
function(watchword_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} GTest::gmock GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  watchword_test_options(${name})
  if(NOT TARGET watchword_test_headers)
    watchword_test_headers()
  endif()
  target_precompile_headers(${name} REUSE_FROM watchword_test_headers)
  add_test(NAME ${name} COMMAND ${name})
endfunction()
