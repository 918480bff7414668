#include <cstddef>

#include "core/metrics/questionnaires.h"

namespace canvass::metrics {

namespace {

struct Band {
  double from;
  const char* name;
};

// Published to one decimal: what lies between two bands is in the lower one.
constexpr Band kGrades[] = {{84.1, "A+"}, {80.8, "A"},  {78.9, "A-"}, {77.2, "B+"}, {74.1, "B"},
                            {72.6, "B-"}, {71.1, "C+"}, {65.0, "C"},  {62.7, "C-"}, {51.7, "D"}};

// The mean SUS of those who chose each word (Bangor, Kortum, Miller 2009, table 3). A score has the word whose mean is
// nearest, so each begins halfway from the one below.
constexpr Band kWords[] = {
    {12.5, "worst imaginable"}, {20.3, "awful"},          {35.7, "poor"}, {50.9, "ok"}, {71.4, "good"},
    {85.5, "excellent"},        {90.9, "best imaginable"}};

// The mean of scores that are exactly at a cut-off may miss it by a rounding.
constexpr double kRounding = 1e-9;

}  // namespace

const char* sus_grade(double score) {
  for (const Band& band : kGrades) {
    if (score >= band.from - kRounding) return band.name;
  }
  return "F";
}

const char* sus_adjective(double score) {
  const char* word = kWords[0].name;
  for (size_t i = 1; i < sizeof kWords / sizeof *kWords; ++i) {
    if (score >= (kWords[i - 1].from + kWords[i].from) / 2 - kRounding) word = kWords[i].name;
  }
  return word;
}

double sus_from_umux_lite(double umux_lite) { return 0.65 * umux_lite + 22.9; }

}  // namespace canvass::metrics
