// The words Canvass itself says, in the languages built in: English, Russian, Kazakh.
#pragma once

#include <string_view>

namespace canvass::config {

// Append only at the end of a block; ui_strings.cpp lists the wordings in the same order.
enum class Ui : unsigned char {
  kNext,
  kSend,
  kBack,
  kClose,
  kGotIt,
  kThankYou,
  kYouChose,  // with {value}
  kStep,      // with {step} and {count}
  kNpsLow,
  kNpsHigh,
  kAgree1,  // the seven wordings of the agreement scale follow one another
  kEffort1 = kAgree1 + 7,
  kCount = kEffort1 + 5,
};

// In the language of `locale`, English when it is not built in.
std::string_view ui(Ui string, std::string_view locale);

// The same, `offset` wordings further on: ui_after(Ui::kAgree1, 6, "en") is "Strongly agree".
std::string_view ui_after(Ui first, int offset, std::string_view locale);

}  // namespace canvass::config
