#include "examples/collector/token.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>
#if defined(__APPLE__)
#include <sys/random.h>
#endif

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <stdexcept>

namespace canvass::collector {
namespace {

constexpr const char* kSetting = "admin token";  // SALT:HASH, the hash of both

std::string sha256_hex(std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL gives no SHA-256, which the token is kept as.");
  }
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += kDigits[hash[i] >> 4];
    hex += kDigits[hash[i] & 15];
  }
  return hex;
}

// None: there is no such file.
std::optional<std::string> read_token(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return std::nullopt;
  std::array<char, 256> bytes;
  const ssize_t size = fd < 0 ? -1 : ::read(fd, bytes.data(), bytes.size());
  const int why = errno;
  if (fd >= 0) ::close(fd);
  if (size < 0) throw std::runtime_error("--token-file " + path + ": " + std::strerror(why) + ".");
  std::string token(bytes.data(), static_cast<size_t>(size));
  token.erase(token.find_last_not_of(" \t\r\n") + 1);
  if (!is_token(token)) {
    throw std::runtime_error("--token-file " + path +
                             ": it must have one token of letters, digits, '-', '_' and '.', at most 200 of them.");
  }
  return token;
}

// For its owner only, from the first moment on; replaced as a whole.
void write_token(const std::string& path, const std::string& token) {
  const std::string beside = path + ".new";
  ::unlink(beside.c_str());
  const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const std::string line = token + "\n";
  const bool written = fd >= 0 && ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  const bool well = written && ::fsync(fd) == 0 && ::rename(beside.c_str(), path.c_str()) == 0;
  const int why = errno;
  if (fd >= 0) ::close(fd);
  if (!well) throw std::runtime_error("--token-file " + path + " cannot be written: " + std::strerror(why) + ".");
}

}  // namespace

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

bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= 200 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '_' || c == '.';
  });
}

bool same_secret(std::string_view expected, std::string_view offered) {
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

AdminToken AdminToken::open(Store& store, const Wish& wish) {
  AdminToken admin;
  admin.fresh_ = wish.given;
  if (!wish.file.empty() && !wish.renew) {
    if (const std::optional<std::string> token = read_token(wish.file)) admin.fresh_ = *token;
  }
  const std::string kept = store.setting(kSetting);
  const bool make = admin.fresh_.empty() && (wish.renew || !wish.file.empty() || kept.empty());
  if (make) admin.fresh_ = make_token();
  if (make && !wish.file.empty()) write_token(wish.file, admin.fresh_);

  const size_t colon = std::min(kept.find(':'), kept.size());
  admin.salt_ = kept.substr(0, colon);
  admin.hash_ = kept.substr(std::min(colon + 1, kept.size()));
  if (!admin.fresh_.empty() && !admin.opens(admin.fresh_)) {
    admin.salt_ = make_token();
    admin.hash_ = sha256_hex(admin.salt_ + admin.fresh_);
    store.set_setting(kSetting, admin.salt_ + ':' + admin.hash_);
  }
  return admin;
}

bool AdminToken::opens(std::string_view offered) const {
  return !offered.empty() && same_secret(hash_, sha256_hex(salt_ + std::string(offered)));
}

}  // namespace canvass::collector
