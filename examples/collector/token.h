// The secret that opens the report, the export and the tags. The database keeps a salted hash of it, so whoever reads
// the database cannot use the interface, and it can be shown only when it is made.
//
//   AdminToken admin = AdminToken::open(store, {.given = options.token, .renew = options.new_token});
//   if (!admin.fresh().empty()) { … show it, once … }
//   if (!admin.opens(bearer(header))) { … 401 … }
#pragma once

#include <string>
#include <string_view>

#include "examples/collector/store.h"

namespace canvass::collector {

// 192 bits from the operating system as 32 characters that are safe in a URL. Throws std::runtime_error when the
// system has no randomness to give.
std::string make_token();

// Letters, digits, '-', '_' and '.', at most 200: it travels in the fragment of an address and in a header, so it must
// need no escaping in either.
bool is_token(std::string_view text);

// Takes as long for a wrong first character as for a wrong last one. The length is no secret.
bool same_secret(std::string_view expected, std::string_view offered);

// The token of an Authorization header; empty when the header is anything but "Bearer TOKEN".
std::string_view bearer(std::string_view authorization);

class AdminToken {
 public:
  struct Wish {
    std::string given;   // --token: becomes the token
    std::string file;    // --token-file: has the token; made with a new one when it is missing
    bool renew = false;  // --new-token: a new random one
  };

  // The token that the database knows, or a new one when it knows none or another is wished for. Throws
  // std::runtime_error with a sentence.
  static AdminToken open(Store& store, const Wish& wish);

  bool opens(std::string_view offered) const;

  // The token itself; empty when it was made at an earlier start.
  const std::string& fresh() const { return fresh_; }

 private:
  std::string salt_, hash_, fresh_;
};

}  // namespace canvass::collector
