#include "core/config/suggest.h"

#include "core/base/text.h"
#include "core/base/vector.h"

namespace canvass::config {

int edit_distance(std::string_view a, std::string_view b) {
  constexpr int kFar = 3;
  constexpr size_t kLongest = 64;  // identifiers are no longer, and nor is any field's name
  const size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (a.size() > kLongest || b.size() > kLongest || difference >= kFar) return kFar;
  // Three rows of the matrix; the oldest is needed for transpositions.
  int rows[3][kLongest + 1];
  for (size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    int* row = rows[i % 3];
    const int* above = rows[(i + 2) % 3];
    const int* two_above = rows[(i + 1) % 3];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      int best = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      if (above[j] + 1 < best) best = above[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      const bool transposed = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (transposed && two_above[j - 2] + 1 < best) best = two_above[j - 2] + 1;
      row[j] = best;
    }
  }
  const int distance = rows[a.size() % 3][b.size()];
  return distance < kFar ? distance : kFar;
}

std::string did_you_mean(std::string_view wrong, const Vector<std::string_view>& candidates) {
  int nearest = 3;
  std::string_view best;
  for (const std::string_view candidate : candidates) {
    const int distance = edit_distance(wrong, candidate);
    // Of a short word, two letters are too much to differ in: "hint" is not meant to be "high".
    if (distance < nearest && static_cast<size_t>(distance) * 2 < candidate.size()) {
      nearest = distance;
      best = candidate;
    }
  }
  return best.empty() ? std::string() : join({", did you mean \"", best, "\"?"});
}

std::string suggest(std::string_view wrong, const Vector<std::string_view>& candidates) {
  if (candidates.empty()) return ": there is none";
  std::string text = did_you_mean(wrong, candidates);
  if (!text.empty() || candidates.size() > 20) return text;
  for (const std::string_view candidate : candidates) {
    if (text.find(join({"\"", candidate, "\""})) != std::string::npos) continue;  // asked for twice
    text += join({text.empty() ? ", expected one of \"" : ", \"", candidate, "\""});
  }
  return text;
}

}  // namespace canvass::config
