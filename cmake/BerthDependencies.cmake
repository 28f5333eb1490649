# Every library that Berth stands on, found once. All of them are Debian 12 packages: see
# tools/install-dependencies.
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(tl-expected REQUIRED)
find_package(prometheus-cpp REQUIRED COMPONENTS core)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_library(SIMDJSON_LIBRARY simdjson REQUIRED)
find_library(RE2_LIBRARY re2 REQUIRED)

add_library(tl_expected INTERFACE)
target_link_libraries(tl_expected INTERFACE tl::expected)

add_library(spdlog_lib INTERFACE)
target_link_libraries(spdlog_lib INTERFACE spdlog::spdlog)

add_library(simdjson_lib INTERFACE)
target_link_libraries(simdjson_lib INTERFACE ${SIMDJSON_LIBRARY})

add_library(re2_lib INTERFACE)
target_link_libraries(re2_lib INTERFACE ${RE2_LIBRARY})

# Asio's default executor is type-erased and costs a third of a request; the concrete one is ours.
add_library(boost_asio INTERFACE)
target_link_libraries(boost_asio INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(boost_asio INTERFACE BOOST_ASIO_NO_DEPRECATED)
# g++ 12 inlines a coroutine frame's operator new and not its operator delete, and then takes the
# pair for a mismatch (GCC 104336).
target_compile_options(boost_asio INTERFACE
                       $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-mismatched-new-delete>)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # pch_defines and time_macros let ccache hit although a precompiled header is in use; depend mode
  # spares every first compilation a run of the preprocessor.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_DEPEND=true
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${CCACHE_PROGRAM})
endif()
