# Warnings, sanitizers, compiler cache and linker: what every target of ours shares.

# Compiles the sources of a folder together, a few at a time: reading headers and instantiating templates costs more than
# most of our files. Off, a change of one file compiles that file alone.
option(TROCAR_UNITY "Compile the sources of a folder together" ON)

add_library(trocar_warnings INTERFACE)
target_compile_options(trocar_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion
                                                 -Wnon-virtual-dtor -Woverloaded-virtual)
# Among files compiled together a local name may be that of another file's constant, and a type may hold another's own.
if(NOT TROCAR_UNITY)
  target_compile_options(trocar_warnings INTERFACE -Wshadow)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(trocar_warnings INTERFACE -Wshadow=local -Wno-subobject-linkage)
endif()
if(TROCAR_STRICT)
  target_compile_options(trocar_warnings INTERFACE -Werror)
endif()

if(TROCAR_SANITIZE)
  add_compile_options(-fsanitize=${TROCAR_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -O1 -g1)
  add_link_options(-fsanitize=${TROCAR_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-maybe-uninitialized)  # GCC finds it in libstdc++ itself once a sanitizer is on.
  endif()
endif()

# Coverage that libFuzzer steers by, in everything; only tests/fuzz has its main. With clang.
option(TROCAR_FUZZER "Compile for the fuzzer" OFF)
if(TROCAR_FUZZER)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(TROCAR_CCACHE ccache)
if(TROCAR_CCACHE)
  # The sloppiness is what ccache needs to keep files that use precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros
                                  "${TROCAR_CCACHE}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  endif()
endif()

find_program(TROCAR_LLD ld.lld)
if(TROCAR_LLD)
  add_link_options(-fuse-ld=lld)
endif()

# A program's own mark: what it kept of results is of no use to another (core/content_key.h).
add_link_options(-Wl,--build-id=sha1)

# What nearly every file reads, and what costs more to read than most files of ours to compile.
set(TROCAR_HEADERS <Eigen/Dense> <nlohmann/json.hpp> <algorithm> <array> <cmath> <filesystem> <functional> <map>
                   <memory> <optional> <string> <variant> <vector>)

# Precompiles what nearly every file reads and, of ours, the headers given (from the root): these make up a quarter of a
# build from nothing. Off, a change of one of them compiles only what includes it.
option(TROCAR_PRECOMPILE_OWN "Precompile our own most read headers too" ON)
set(CMAKE_PCH_PROLOGUE "")  # Else CMake calls them system headers, in which nothing is warned of.
function(trocar_precompile name)
  target_precompile_headers(${name} PRIVATE ${TROCAR_HEADERS})
  if(TROCAR_PRECOMPILE_OWN AND ARGN)
    list(TRANSFORM ARGN PREPEND "${CMAKE_SOURCE_DIR}/")
    target_precompile_headers(${name} PRIVATE ${ARGN})
  endif()
endfunction()

set(TROCAR_UNITY_FILES 8)
function(trocar_unity name)
  if(NOT TROCAR_UNITY)
    return()
  endif()
  set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  foreach(source ${ARGN})
    cmake_path(GET source PARENT_PATH folder)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY "${CMAKE_SOURCE_DIR}")
    string(MAKE_C_IDENTIFIER "${folder}" room)
    if(NOT DEFINED count_${room})
      set(count_${room} 0)
    endif()
    math(EXPR number "${count_${room}} / ${TROCAR_UNITY_FILES}")
    math(EXPR count_${room} "${count_${room}} + 1")
    set_source_files_properties("${source}" PROPERTIES UNITY_GROUP "${room}_${number}")
  endforeach()
endfunction()

# A static library of every source below the calling folder, but for programs of their own (`decoder`, `ship`); then ours of the
# headers that most of them read.
function(trocar_library name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/(decoder|ship)/[^/]*$")
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE trocar_warnings)
  trocar_precompile(${name} ${ARGN})
  trocar_unity(${name} ${sources})
endfunction()
