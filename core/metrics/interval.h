// What every estimate comes with.
#pragma once

namespace canvass::metrics {

// The standard normal deviate of a two-sided interval with 95 % confidence.
constexpr double kZ95 = 1.9599639845400536;
constexpr double kConfidence = 0.95;

struct Interval {
  double low = 0;
  double high = 0;
};

// Two groups compared: second − first.
struct Difference {
  double delta = 0;
  double se = 0;
  Interval interval;  // of delta, at 95 %
  double p = 1;       // two-sided: how likely a delta at least this large is when there is none
};

}  // namespace canvass::metrics
