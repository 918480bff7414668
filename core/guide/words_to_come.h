// Stands in for words that the list of them does not have yet.
#pragma once

#include "core/config/ui_strings.h"

namespace canvass::guide::to_come {

using config::Ui;
constexpr Ui kMinimise = Ui::kClose;
constexpr Ui kTasksDone = Ui::kStep;     // "{step} of {count} done"
constexpr Ui kTaskDone = Ui::kYouChose;  // "Done: {value}"
constexpr Ui kShowMe = Ui::kStart;
constexpr Ui kDismiss = Ui::kSkip;
constexpr Ui kAllDone = Ui::kThankYou;

constexpr Ui kHelp = Ui::kFeedback;
constexpr Ui kSearchHint = Ui::kOtherHint;
constexpr Ui kResults = Ui::kTooShort;     // plural
constexpr Ui kNoResults = Ui::kNumberMin;  // with {value}
constexpr Ui kSuggested = Ui::kSelect;     // "On this page"
constexpr Ui kTopics = Ui::kOther;
constexpr Ui kLoading = Ui::kNext;
constexpr Ui kNotLoaded = Ui::kRequired;
constexpr Ui kTryAgain = Ui::kBack;
constexpr Ui kDidThisHelp = Ui::kFeedback;
constexpr Ui kWhatMissing = Ui::kOtherHint;
constexpr Ui kNotFound = Ui::kSkip;  // "Didn't find it?"
constexpr Ui kCanWeHelp = Ui::kFeedback;

}  // namespace canvass::guide::to_come
