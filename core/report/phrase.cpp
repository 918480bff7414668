#include "core/report/phrase.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace canvass::report {

std::string fixed(double number, int decimals) {
  double scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  // Far more than any score or count has.
  const double scaled = std::round(std::clamp(std::abs(number), 0.0, 1e11) * scale);
  const auto units = static_cast<int64_t>(scaled);
  const auto whole = static_cast<int64_t>(scale);
  std::string text = decimal(units / whole);
  if (decimals > 0) {
    const std::string rest = decimal(units % whole);
    text += '.' + std::string(static_cast<size_t>(decimals) - rest.size(), '0') + rest;
  }
  return number < 0 && units != 0 ? "\u2212" + text : text;
}

std::string signed_fixed(double number, int decimals) {
  const std::string text = fixed(number, decimals);
  const bool zero = text.find_first_of("123456789") == std::string::npos;
  return number > 0 && !zero ? '+' + text : text;
}

std::string p_phrase(double p) { return p < 0.001 ? "p < 0.001" : "p = " + fixed(p, 3); }

std::string counted(int64_t count, std::string_view one, std::string_view many) {
  return join({decimal(count), " ", count == 1 ? one : many});
}

std::string duration_phrase(double ms) {
  const double seconds = std::abs(ms) / 1000;
  const char* sign = ms < 0 ? "\u2212" : "";
  if (seconds < 9.95) return join({sign, fixed(seconds, 1), " s"});
  if (seconds < 99.5) return join({sign, fixed(seconds, 0), " s"});
  if (seconds < 99.5 * 60) return join({sign, fixed(seconds / 60, seconds < 9.95 * 60 ? 1 : 0), " min"});
  if (seconds < 48 * 3600) return join({sign, fixed(seconds / 3600, 1), " h"});
  return join({sign, fixed(seconds / 86400, 1), " days"});
}

std::string curly(std::string_view text) { return join({"\u201C", text, "\u201D"}); }

}  // namespace canvass::report
