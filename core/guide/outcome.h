// What the stage does after a checklist or the help panel took something in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/view/view.h"

namespace canvass::guide {

struct Outcome {
  enum class Then : uint8_t {
    kStay,  // as it is
    kOpen,  // belongs on screen (again, in another shape)
    kHide,  // off the screen
  };
  Then then = Then::kStay;
  std::string_view show = {};  // the guide or survey to start, as if the page had asked for it; valid as long as the
                               // configuration is
};

// What is told of a guide: {"guide","kind"}.
CANVASS_APART Json told_of(const config::Guide& guide);

// A child of `parent`, named after it.
view::Node& append(view::Node& parent, view::Role role, view::Look look, std::string_view path, std::string_view text);

// The same with the role that the look usually has, named `path` and `name` together.
CANVASS_APART view::Node& append(view::Node& parent, view::Look look, const std::string& path, const char* name,
                                 std::string_view text);
CANVASS_APART view::Node& append(view::Node& parent, view::Look look, const std::string& path, const char* name);
// With words of Canvass.
CANVASS_APART view::Node& append(view::Node& parent, view::Look look, const std::string& path, const char* name,
                                 const config::Words& words, config::Ui text);
// The same as its accessible name instead.
CANVASS_APART view::Node& append_labelled(view::Node& parent, view::Look look, const std::string& path,
                                          const char* name, const config::Words& words, config::Ui label);

// A member of a JSON object, unless it is empty.
CANVASS_APART void put_given(Json& object, const char* name, std::string_view value);

}  // namespace canvass::guide
