// Takes email addresses, phone numbers and payment card numbers out of what visitors write.
//
//   mask("call 8 (701) 123-45-67 or anna@example.org", kMaskAll)     // "call [phone] or [email]"
//
// What counts:
// - email: something@host.name, in any script, with a last part that is no number.
// - card: 13 to 19 digits in one piece, or in groups of three and more with one space, hyphen or point between them,
//   that begin as the cards of that length do and pass the check of their last digit (Luhn: ISO/IEC 7812-1, annex B).
// - phone: what begins with "+" or "00" and has as many digits as ITU-T E.164 allows; without, what is written in one
//   of the national ways listed in mask.cpp. Dates, times, prices, versions, IP addresses, and numbers said to be of an
//   order or the like are none. A number without its area code is not recognized: nothing tells it from others.
// Digits may be full-width, Arabic, Persian, Devanagari, Bengali or Thai ones.
//
// When in doubt about a number that is written as phone numbers are, it is masked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/config/config.h"

namespace canvass::privacy {

// One bit each, as config::Privacy::mask has them.
constexpr uint8_t kMaskEmail = 1;
constexpr uint8_t kMaskPhone = 2;
constexpr uint8_t kMaskCard = 4;
constexpr uint8_t kMaskAll = 7;

// The text with what `bits` name replaced by "[email]", "[phone]", "[card]"; at most as long as an answer may be.
std::string mask(std::string_view text, uint8_t bits);

// An answer or a draft to `question` as it may be stored and sent: free text masked, the rest as it is. Questions that
// ask for an address or a number on purpose ("email", "phone", "number", "date") have no free text.
CANVASS_APART Json masked(const config::Question& question, const Json& value, uint8_t bits);

inline Json fit_to_keep(const config::Question& question, const Json& value, uint8_t bits) {
  return bits == 0 ? value : masked(question, value, bits);
}

}  // namespace canvass::privacy
