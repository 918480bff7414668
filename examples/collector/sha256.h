// SHA-256 (FIPS 180-4), for tokens that are kept without keeping them.
#pragma once

#include <string>
#include <string_view>

namespace canvass::collector {

std::string sha256_hex(std::string_view bytes);

}  // namespace canvass::collector
