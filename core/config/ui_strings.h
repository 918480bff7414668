// The words Canvass itself says, in English. Every other language is a pack (packs.h): data that is loaded only where
// somebody reads it. config::Words (locale.h) finds the wording for a visitor.
//
//   wording(Ui::kNext)       // {"next", "Next"}
//   wording(Ui::kTooShort)   // {"tooShort", "Write at least {count} character|Write at least {count} characters"}
#pragma once

#include <cstdint>
#include <string_view>

namespace canvass::config {

// ui_strings.cpp lists the wordings in the same order. Those that follow one another are counted from the first, as
// in words.ui(Ui::kAgree1, 6).
enum class Ui : uint8_t {
  kNext,
  kSend,
  kBack,
  kClose,
  kGotIt,
  kThankYou,
  kStart,
  kSkip,
  kYouChose,  // with {value}
  kStep,      // with {step} and {count}
  kFeedback,
  kPreview,
  kOpensNewTab,

  // What is wrong with an answer.
  kRequired,
  kRequiredRows,
  kTooShort,  // plural
  kTooLong,   // plural
  kFormat,
  kEmail,
  kPhone,
  kNumber,
  kNumberMin,  // with {value}
  kNumberMax,  // with {value}
  kDate,
  kDateMin,    // with {value}
  kDateMax,    // with {value}
  kChooseMin,  // plural
  kChooseMax,  // plural
  kConsent,

  // Choosing and ranking.
  kYes,
  kNo,
  kSelect,
  kOther,
  kOtherHint,
  kMoveUp,    // with {value}
  kMoveDown,  // with {value}
  kPlace,     // with {value}, {step} and {count}

  // Scales, from the first point to the last.
  kStars,  // plural
  kThumbsDown,
  kThumbsUp,
  kNpsLow,
  kNpsHigh,
  kAgree1,
  kEffort1 = kAgree1 + 7,
  kCsat1 = kEffort1 + 5,
  kLikert1 = kCsat1 + 5,
  kNotImportant = kLikert1 + 5,
  kVeryImportant,
  kVeryPoor,
  kVeryGood,

  // Guides.
  kShowMe,
  kNeverAgain,
  kDismiss,
  kMinimise,
  kLookAgain,
  kSkipStep,
  kMissingPart,
  kPlay,
  kDoneOf,    // with {done} and {count}
  kTaskDone,  // with {value}
  kAllDone,
  kReceived,  // stages of a thread, in their order
  kInProgress,
  kPriorities,
  kDone,
  kHelp,
  kSearchHelp,
  kResults,    // plural
  kNoResults,  // with {value}
  kSuggested,
  kCategories,
  kAllArticles,
  kBackTo,  // with {value}
  kDidThisHelp,
  kWhatWasMissing,
  kContactUs,
  kLoading,
  kNotLoaded,
  kCount,
};

struct Wording {
  std::string_view key;      // in packs
  std::string_view english;  // of a plural, both forms with a | between: for one, for any other number
};

// Empty beyond the last.
Wording wording(Ui string);

}  // namespace canvass::config
