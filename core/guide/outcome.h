// What the stage does after a checklist or the help panel took something in.
#pragma once

#include <cstdint>
#include <string_view>

namespace canvass::guide {

struct Outcome {
  enum class Then : uint8_t {
    kStay,      // as it is
    kOpen,      // belongs on screen (again, in another shape)
    kHide,      // off the screen; it may come back
    kComplete,  // off the screen for good: done. The stage remembers; the event was made
    kDismiss,   // off the screen for good: not wanted. The same
  };
  Then then = Then::kStay;
  std::string_view show = {};  // the guide or survey to start, as if the page had asked for it; valid as long as the
                               // configuration is
};

}  // namespace canvass::guide
