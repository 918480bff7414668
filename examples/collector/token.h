// The secret that opens the report and the export.
//
//   std::string token = make_token();                     // once, at start
//   if (!same_token(token, offered)) { /* 401 */ }
//   std::string_view offered = bearer(header);            // "Authorization: Bearer …"
#pragma once

#include <string>
#include <string_view>

namespace canvass::collector {

// 192 bits from the operating system as 32 characters that are safe in a URL. Throws std::runtime_error when the
// system has no randomness to give.
std::string make_token();

// Takes as long for a wrong first character as for a wrong last one. The length of the token is no secret.
bool same_token(std::string_view expected, std::string_view offered);

// The token of an Authorization header; empty when the header is anything but "Bearer TOKEN".
std::string_view bearer(std::string_view authorization);

}  // namespace canvass::collector
