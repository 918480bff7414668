# Writes the JSON files PACKS as a list of C++ initializers {"name", R"pack(…)pack"} to OUTPUT.
set(list "")
foreach(path IN LISTS PACKS)
  cmake_path(GET path STEM name)
  file(READ ${path} text)
  string(APPEND list "{\"${name}\", R\"pack(${text})pack\"},\n")
endforeach()
file(WRITE ${OUTPUT} "${list}")
