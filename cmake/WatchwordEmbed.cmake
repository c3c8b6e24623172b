# watchword_embed(pages NAMESPACE watchword::pages ROOT web FILES css/watchword.css ...)
# Puts text files into the program. The module declares, in a header of its own,
#     std::string_view web_file(std::string_view name) noexcept;   // empty if there is none
# in that namespace; the definition is generated at build time, again whenever a file changes.

function(watchword_embed name)
  cmake_parse_arguments(ARG "" "NAMESPACE;ROOT" "FILES" ${ARGN})
  set(root ${PROJECT_SOURCE_DIR}/${ARG_ROOT})
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}_web_files.cpp)
  set(script ${PROJECT_SOURCE_DIR}/cmake/embed_files.cmake)
  list(TRANSFORM ARG_FILES PREPEND "${root}/" OUTPUT_VARIABLE paths)
  string(JOIN "|" joined ${ARG_FILES})
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} "-DROOT=${root}" "-DFILES=${joined}" "-DNAMESPACE=${ARG_NAMESPACE}" "-DOUTPUT=${output}" -P ${script}
    DEPENDS ${paths} ${script}
    COMMENT "Embedding the files of ${ARG_ROOT}/ into ${name}"
    VERBATIM)
  target_sources(watchword_${name} PRIVATE ${output})
endfunction()
