// Every kind of question there is.
#pragma once

#include "core/survey/kind.h"

namespace canvass::survey {

extern const Kind kNps;
extern const Kind kCes;
extern const Kind kText;

constexpr const Kind* kKinds[] = {
    &kNps,
    &kCes,
    &kText,
};

}  // namespace canvass::survey
