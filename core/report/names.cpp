#include "core/report/names.h"

namespace canvass::report {

Problems Names::take(std::string_view, std::string_view) { return {}; }
std::string_view Names::preset(std::string_view) const { return {}; }
std::string_view Names::question(std::string_view, std::string_view) const { return {}; }
std::string_view Names::part(std::string_view, std::string_view, std::string_view) const { return {}; }

}  // namespace canvass::report
