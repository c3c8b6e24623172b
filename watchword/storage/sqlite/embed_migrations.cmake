# Turns migrations/sqlite/NNNN_name.sql, in the order given, into one C++ source. Run as
# cmake -DFILES=... -DOUTPUT=... -P embed_migrations.cmake
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
  math(EXPR number "${number} + 1")
  get_filename_component(name "${file}" NAME_WE)
  string(REGEX MATCH "^[0-9]+" prefix "${name}")
  string(REGEX REPLACE "^0+" "" prefix "${prefix}")
  if(NOT prefix EQUAL number)
    message(FATAL_ERROR "migrations must be numbered without gaps: ${name} should be number ${number}")
  endif()
  file(READ "${file}" sql)
  string(APPEND rows "    {\"${name}\", R\"migration(${sql})migration\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include <watchword/storage/sqlite/migrations.hpp>

namespace watchword::storage::sqlite {
namespace {
constexpr Migration rows[] = {
${rows}};
}  // namespace

std::span<const Migration> migrations() noexcept { return rows; }

}  // namespace watchword::storage::sqlite
")
