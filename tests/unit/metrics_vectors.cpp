// The reference numbers of tests/unit/vectors/metrics.json: closed forms to 1e-9, the score interval to 1e-6, and what
// is printed with six decimals to those.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cstdlib>
#include <string>

#include "core/base/json.h"
#include "core/metrics/nps.h"
#include "core/metrics/proportion.h"
#include "core/metrics/questionnaires.h"
#include "metrics_support.h"

using namespace canvass;
using namespace canvass::metrics;
using Catch::Matchers::WithinAbs;

namespace {

const Json& vectors() {
  static const Json json = [] {
    auto parsed = parse_json(metrics_test::source_file("tests/unit/vectors/metrics.json"));
    REQUIRE(parsed);
    return *parsed;
  }();
  return json;
}

double number(const Json& json) {
  REQUIRE(json.is_number());
  return json.get<double>();
}

void check(const Interval& interval, const Json& expected, double tolerance) {
  CHECK_THAT(interval.low, WithinAbs(number(expected[0]), tolerance));
  CHECK_THAT(interval.high, WithinAbs(number(expected[1]), tolerance));
}

NpsCounts counts_of(const Json& json) {
  return {json[0].get<int64_t>(), json[1].get<int64_t>(), json[2].get<int64_t>()};
}

template <size_t kCount>
void read_items(const Json& json, int64_t (&items)[kCount]) {
  REQUIRE(json.size() == kCount);
  for (size_t i = 0; i < kCount; ++i) items[i] = json[i].get<int64_t>();
}

}  // namespace

TEST_CASE("the reference vectors are those of a 95 % interval", "[metrics][vectors]") {
  CHECK_THAT(kZ95, WithinAbs(number(vectors()["z"]), 1e-15));
}

TEST_CASE("NPS, its variance and its intervals are those of the reference vectors", "[metrics][vectors]") {
  REQUIRE(vectors()["nps"].size() == 5);
  for (const Json& reference : vectors()["nps"]) {
    CAPTURE(dump_json(reference));
    const NpsCounts counts = counts_of(reference["counts"]);
    CHECK_THAT(nps(counts).value, WithinAbs(number(reference["nps"]), 1e-9));
    CHECK_THAT(nps(counts).variance, WithinAbs(number(reference["var"]), 1e-9));
    CHECK_THAT(nps(counts).se, WithinAbs(number(reference["se"]), 1e-9));
    check(nps_wald(counts), reference["wald"], 1e-9);
    check(nps_adjusted_wald(counts), reference["adjusted_wald"], 1e-9);
    check(nps_score(counts), reference["score"], 1e-6);
  }
}

TEST_CASE("Wilson's interval is that of the reference vectors", "[metrics][vectors]") {
  REQUIRE(vectors()["wilson"].size() == 3);
  for (auto entry = vectors()["wilson"].begin(); entry != vectors()["wilson"].end(); ++entry) {
    const std::string name = entry.key();
    CAPTURE(name);
    const size_t slash = name.find('/');
    check(wilson(std::atoll(name.c_str()), std::atoll(name.c_str() + slash + 1)), entry.value(), 1e-9);
  }
}

TEST_CASE("two scores are compared as in the reference vectors", "[metrics][vectors]") {
  REQUIRE(vectors()["two_sample"].size() == 1);
  for (const Json& reference : vectors()["two_sample"]) {
    // The vectors give first − second.
    const NpsCounts first = counts_of(reference["a"]), second = counts_of(reference["b"]);
    const Difference wald = compare_nps_wald(second, first);
    CHECK_THAT(wald.delta, WithinAbs(number(reference["wald"]["delta"]), 1e-9));
    CHECK_THAT(wald.se, WithinAbs(number(reference["wald"]["se"]), 1e-6));
    CHECK_THAT(wald.p, WithinAbs(number(reference["wald"]["p"]), 1e-6));
    check(wald.interval, reference["wald"]["ci"], 1e-6);
    const Difference adjusted = compare_nps(second, first);
    CHECK_THAT(adjusted.delta, WithinAbs(number(reference["adjusted_wald"]["delta"]), 1e-6));
    CHECK_THAT(adjusted.p, WithinAbs(number(reference["adjusted_wald"]["p"]), 1e-6));
    check(adjusted.interval, reference["adjusted_wald"]["ci"], 1e-6);
  }
}

TEST_CASE("scores of respondents are those of the reference vectors", "[metrics][vectors]") {
  const Json& other = vectors()["other"];
  REQUIRE(other.size() == 5);
  for (const Json& reference : other["sus"]) {
    int64_t items[kSusItems];
    read_items(reference["answers"], items);
    CHECK_THAT(sus(items).value(), WithinAbs(number(reference["score"]), 1e-9));
  }
  for (const Json& reference : other["umux_lite"]) {
    const Json& answers = reference["answers"];
    CHECK_THAT(umux_lite(answers[0].get<int64_t>(), answers[1].get<int64_t>()).value(),
               WithinAbs(number(reference["score"]), 1e-9));
  }
  for (const Json& reference : other["acsi_unweighted"]) {
    Aspect aspects[3];
    for (size_t i = 0; i < 3; ++i) aspects[i] = {reference["answers"][i].get<int64_t>(), 0};
    CHECK_THAT(csi_unweighted(aspects, 3).value(), WithinAbs(number(reference["score"]), 1e-9));
  }
  for (const Json& reference : other["suprq"]) {
    int64_t items[kSuprqItems];
    read_items(reference["likert"], items);
    CHECK_THAT(suprq(items, reference["ltr"].get<int64_t>()).value(), WithinAbs(number(reference["score"]), 1e-9));
  }
  for (const Json& reference : other["egr"]) {
    CHECK_THAT(earned_growth_rate(number(reference["nrr"]), number(reference["earned_new"])),
               WithinAbs(number(reference["egr"]), 1e-9));
  }
}
