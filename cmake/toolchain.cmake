# Warnings, sanitizers, compiler cache and linker: what every target of ours shares.
add_library(trocar_warnings INTERFACE)
target_compile_options(trocar_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                                 -Wnon-virtual-dtor -Woverloaded-virtual)
if(TROCAR_STRICT)
  target_compile_options(trocar_warnings INTERFACE -Werror)
endif()

if(TROCAR_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=address,undefined)
endif()

find_program(TROCAR_CCACHE ccache)
if(TROCAR_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER "${TROCAR_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${TROCAR_CCACHE}")
endif()

find_program(TROCAR_LLD ld.lld)
if(TROCAR_LLD)
  add_link_options(-fuse-ld=lld)
endif()

# A static library of every source below the calling folder.
function(trocar_library name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  if(NOT sources)
    file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/empty.cpp" "")
    set(sources "${CMAKE_CURRENT_BINARY_DIR}/empty.cpp")
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE trocar_warnings)
endfunction()
