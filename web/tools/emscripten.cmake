# Emscripten's own toolchain file, found beside the emcc of the PATH or of the emsdk that emsdk-setup.sh installed.
find_program(EMCC emcc HINTS ${CMAKE_CURRENT_LIST_DIR}/../../third_party/emsdk/upstream/emscripten REQUIRED)
file(REAL_PATH ${EMCC} emcc)
cmake_path(GET emcc PARENT_PATH emscripten)
include(${emscripten}/cmake/Modules/Platform/Emscripten.cmake)
