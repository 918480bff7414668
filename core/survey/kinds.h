// Every kind of question there is.
#pragma once

#include "core/survey/kind.h"

namespace canvass::survey {

extern const Kind kNps;
extern const Kind kCes;
extern const Kind kCsat;
extern const Kind kRating;
extern const Kind kChoice;
extern const Kind kPicture;
extern const Kind kDropdown;
extern const Kind kYesNo;
extern const Kind kText;
extern const Kind kEmail;
extern const Kind kPhone;
extern const Kind kNumber;
extern const Kind kDate;
extern const Kind kMatrix;
extern const Kind kRanking;
extern const Kind kConsent;
extern const Kind kMessage;

constexpr const Kind* kKinds[] = {
    &kNps,   &kCes,   &kCsat,   &kRating, &kChoice, &kPicture, &kDropdown, &kYesNo,   &kText,
    &kEmail, &kPhone, &kNumber, &kDate,   &kMatrix, &kRanking, &kConsent,  &kMessage,
};

}  // namespace canvass::survey
