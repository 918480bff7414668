#include "examples/collector/token.h"

#include <unistd.h>
#if defined(__APPLE__)
#include <sys/random.h>
#endif

#include <array>
#include <stdexcept>

namespace canvass::collector {

std::string make_token() {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::array<unsigned char, 32> bytes;
  if (getentropy(bytes.data(), bytes.size()) != 0) {
    throw std::runtime_error("The operating system gives no random numbers; pass a token with --token.");
  }
  std::string token;
  for (unsigned char byte : bytes) token += kAlphabet[byte & 63];  // 6 bits of each: no character is likelier
  return token;
}

bool same_token(std::string_view expected, std::string_view offered) {
  if (expected.empty() || expected.size() != offered.size()) return false;
  volatile unsigned char difference = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    difference = static_cast<unsigned char>(difference | (expected[i] ^ offered[i]));
  }
  return difference == 0;
}

std::string_view bearer(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() < kScheme.size()) return {};
  for (size_t i = 0; i < kScheme.size(); ++i) {
    if ((authorization[i] | 0x20) != kScheme[i]) return {};
  }
  std::string_view token = authorization.substr(kScheme.size());
  while (!token.empty() && token.front() == ' ') token.remove_prefix(1);
  while (!token.empty() && token.back() == ' ') token.remove_suffix(1);
  return token;
}

}  // namespace canvass::collector
