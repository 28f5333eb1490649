# berth_module(NAME DEPENDS lib... [PCH header | PCH_OF module] [COLD]): one folder of src/ becomes one
# static library `berth_NAME` of all its .cpp files, and its *_test.cpp files become one test program
# `NAME_test`. PCH: a precompiled header of its own, and one more for its tests; PCH_OF: that of
# another module, which sees no more than this one. UNITY n, TEST_UNITY n: its many small sources, or
# tests, are compiled n at a time, so that no two of them may use a name alike. COLD: no request waits
# for its code, so that it is optimised less and compiled in three quarters of the time.
add_library(berth_options INTERFACE)
target_compile_options(berth_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                       -Wno-sign-conversion -Werror -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these for code inside std::optional and coroutines that is right (GCC 105562).
  target_compile_options(berth_options INTERFACE -Wno-maybe-uninitialized -Wno-restrict
                         -Wno-missing-field-initializers -Wno-dangling-pointer
                         -Wno-array-bounds -Wno-stringop-overflow)
else()
  target_compile_options(berth_options INTERFACE -Wno-missing-field-initializers)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # The compiler looks for garbage of its own only beyond 512 MiB: a tenth less time.
  target_compile_options(berth_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fcoroutines>
                         "SHELL:--param ggc-min-heapsize=524288")
endif()
if(BERTH_SANITIZE)
  target_compile_options(berth_options INTERFACE -fsanitize=${BERTH_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(berth_options INTERFACE -fsanitize=${BERTH_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # clang 14 cannot put this check's data in front of the parts of a coroutine.
    target_compile_options(berth_options INTERFACE -fno-sanitize=function)
  endif()
endif()
if(BERTH_FUZZ)
  add_custom_target(fuzzers)
  target_compile_options(berth_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Tests are compiled once and run once: optimising them takes longer than they do.
add_library(berth_test_options INTERFACE)
target_compile_options(berth_test_options INTERFACE $<$<CONFIG:Release>:-O0>)

# GoogleTest, precompiled once for all test programs that stand on nothing heavier.
file(WRITE ${CMAKE_BINARY_DIR}/test_headers.cpp "")
add_library(berth_test_headers OBJECT ${CMAKE_BINARY_DIR}/test_headers.cpp)
target_link_libraries(berth_test_headers PRIVATE berth_options berth_test_options GTest::gmock
                      GTest::gtest)
target_precompile_headers(berth_test_headers PRIVATE ${CMAKE_SOURCE_DIR}/tests/precompiled.h)

# Turns the names of modules into their targets, and leaves library targets as they are.
function(berth_targets OUT)
  set(result)
  foreach(name IN LISTS ARGN)
    if(IS_DIRECTORY ${CMAKE_SOURCE_DIR}/src/${name})
      list(APPEND result berth_${name})
    else()
      list(APPEND result ${name})
    endif()
  endforeach()
  set(${OUT} ${result} PARENT_SCOPE)
endfunction()

# Compiles the target's sources some at a time.
function(berth_unity TARGET BATCH)
  set_target_properties(${TARGET} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${BATCH})
  # g++ takes what such a file includes for headers, and warns of their anonymous namespaces.
  target_compile_options(${TARGET} PRIVATE
                         $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-subobject-linkage>)
endfunction()

function(berth_module NAME)
  cmake_parse_arguments(ARG "COLD" "PCH;PCH_OF;UNITY;TEST_UNITY" "DEPENDS;SOURCES" ${ARGN})
  set(dir ${CMAKE_SOURCE_DIR}/src/${NAME})
  if(NOT IS_DIRECTORY ${dir})
    return()
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${dir}/*.cpp)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  set(fuzzers ${sources})
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cpp$")
  list(APPEND sources ${ARG_SOURCES})

  berth_targets(libraries ${ARG_DEPENDS})
  if(sources)
    add_library(berth_${NAME} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(berth_${NAME} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(berth_${NAME} ${scope} ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(berth_${NAME} ${scope} ${libraries})
  if(sources)
    target_link_libraries(berth_${NAME} PRIVATE berth_options)
    if(ARG_COLD)
      target_compile_options(berth_${NAME} PRIVATE $<$<CONFIG:Release>:-O1>)
    endif()
    if(ARG_PCH)
      target_precompile_headers(berth_${NAME} PRIVATE ${CMAKE_SOURCE_DIR}/${ARG_PCH})
    elseif(ARG_PCH_OF)
      target_precompile_headers(berth_${NAME} REUSE_FROM berth_${ARG_PCH_OF})
    endif()
    if(ARG_UNITY)
      berth_unity(berth_${NAME} ${ARG_UNITY})
    endif()
  endif()

  if(tests)
    add_executable(${NAME}_test ${tests})
    target_link_libraries(${NAME}_test PRIVATE berth_${NAME} berth_options GTest::gmock
                          GTest::gtest GTest::gtest_main)
    target_link_libraries(${NAME}_test PRIVATE berth_test_options)
    target_compile_definitions(${NAME}_test PRIVATE BERTH_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")
    if(ARG_PCH)
      target_precompile_headers(${NAME}_test PRIVATE ${CMAKE_SOURCE_DIR}/tests/precompiled.h
                                ${CMAKE_SOURCE_DIR}/${ARG_PCH})
    elseif(ARG_PCH_OF)
      target_precompile_headers(${NAME}_test REUSE_FROM ${ARG_PCH_OF}_test)
    else()
      target_precompile_headers(${NAME}_test REUSE_FROM berth_test_headers)
    endif()
    if(ARG_TEST_UNITY)
      berth_unity(${NAME}_test ${ARG_TEST_UNITY})
    endif()
    add_test(NAME ${NAME}_test COMMAND ${NAME}_test)
  endif()

  if(BERTH_FUZZ)
    foreach(fuzzer IN LISTS fuzzers)
      get_filename_component(target ${fuzzer} NAME_WE)
      add_executable(${target} ${fuzzer})
      target_link_libraries(${target} PRIVATE berth_${NAME} berth_options)
      target_link_options(${target} PRIVATE -fsanitize=fuzzer)
      add_dependencies(fuzzers ${target})
    endforeach()
  endif()
endfunction()

# The executable: src/program is the only folder that knows every module.
function(berth_program)
  set(dir ${CMAKE_SOURCE_DIR}/src/program)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${dir}/*.cpp)
  add_executable(berth ${sources})
  target_include_directories(berth PRIVATE ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(berth PRIVATE berth_cli berth_control berth_gateway berth_agent berth_client berth_options)
  target_precompile_headers(berth REUSE_FROM berth_gateway)
  # As above: what g++ 12 says of moved strings.
  target_compile_options(berth PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-stringop-overread>)
  set_target_properties(berth PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
endfunction()
