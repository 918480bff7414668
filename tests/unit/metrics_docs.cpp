// The worked examples of docs/metrics.md: each is computed here and compared with what the page says. A number that is
// written with four or more decimals is compared to those, any other exactly (to 1e-9).
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/number.h"
#include "core/metrics/benchmarks.h"
#include "core/metrics/ces.h"
#include "core/metrics/distributions.h"
#include "core/metrics/drivers.h"
#include "core/metrics/mean.h"
#include "core/metrics/multiple.h"
#include "core/metrics/nps.h"
#include "core/metrics/proportion.h"
#include "core/metrics/questionnaires.h"
#include "core/metrics/ranks.h"
#include "metrics_support.h"

using namespace canvass;
using namespace canvass::metrics;

namespace {

// The arguments of one example; each has to be asked for.
class Arguments {
 public:
  explicit Arguments(const Json& example) : example_(example) {}

  const Json& at(const std::string& name) {
    asked_.insert(name);
    const Json* value = find(example_, name);
    INFO("the example has no \"" << name << '"');
    REQUIRE(value != nullptr);
    return *value;
  }
  bool has(const std::string& name) const { return find(example_, name) != nullptr; }
  int64_t integer(const std::string& name) { return integer_of(at(name)).value(); }
  double number(const std::string& name) { return at(name).get<double>(); }
  std::string text(const std::string& name) { return at(name).get<std::string>(); }
  std::vector<double> numbers(const std::string& name) { return at(name).get<std::vector<double>>(); }

  NpsCounts nps_counts(const std::string& name) {
    const auto counts = at(name).get<std::vector<int64_t>>();
    REQUIRE(counts.size() == 3);
    return {counts[0], counts[1], counts[2]};
  }
  NpsCounts nps_counts() { return {integer("detractors"), integer("passives"), integer("promoters")}; }
  Moments moments(const std::string& name) {
    Moments moments;
    for (const double value : numbers(name)) moments.add(value);
    return moments;
  }
  template <size_t kCount>
  void items(int64_t (&items)[kCount]) {
    const auto list = at("items").get<std::vector<int64_t>>();
    REQUIRE(list.size() == kCount);
    std::copy(list.begin(), list.end(), items);
  }
  std::vector<Cluster> clusters() {
    std::vector<Cluster> clusters;
    const auto successes = at("successes").get<std::vector<int64_t>>(), n = at("n").get<std::vector<int64_t>>();
    REQUIRE(successes.size() == n.size());
    for (size_t i = 0; i < n.size(); ++i) clusters.push_back({successes[i], n[i]});
    return clusters;
  }
  std::vector<Aspect> aspects() {
    std::vector<Aspect> aspects;
    for (const Json& pair : at("aspects")) aspects.push_back({pair[0].get<int64_t>(), pair[1].get<int64_t>()});
    return aspects;
  }

  void check_all_asked() const {
    for (auto member = example_.begin(); member != example_.end(); ++member) {
      INFO('"' << member.key() << "\" is no argument of this call");
      CHECK((member.key() == "call" || member.key() == "gives" || asked_.count(member.key()) == 1));
    }
  }

 private:
  const Json& example_;
  std::set<std::string> asked_;
};

Json given(const Interval& interval) { return {{"low", interval.low}, {"high", interval.high}}; }

Json given(const Difference& difference) {
  return {{"delta", difference.delta},
          {"se", difference.se},
          {"low", difference.interval.low},
          {"high", difference.interval.high},
          {"p", difference.p}};
}

Json given(std::optional<double> score) { return {{"score", score ? Json(*score) : Json()}}; }

using Call = std::function<Json(Arguments&)>;

const std::map<std::string, Call>& calls() {
  static const std::map<std::string, Call> all = {
      {"nps",
       [](Arguments& a) -> Json {
         const Nps result = nps(a.nps_counts());
         return {{"value", result.value}, {"variance", result.variance}, {"se", result.se}};
       }},
      {"nps_wald", [](Arguments& a) { return given(nps_wald(a.nps_counts())); }},
      {"nps_adjusted_wald", [](Arguments& a) { return given(nps_adjusted_wald(a.nps_counts())); }},
      {"nps_score", [](Arguments& a) { return given(nps_score(a.nps_counts())); }},
      {"compare_nps", [](Arguments& a) { return given(compare_nps(a.nps_counts("a"), a.nps_counts("b"))); }},
      {"compare_nps_wald", [](Arguments& a) { return given(compare_nps_wald(a.nps_counts("a"), a.nps_counts("b"))); }},
      {"sample_for_nps",
       [](Arguments& a) -> Json {
         return {{"n", sample_for_nps(a.number("variance"), a.number("margin"))}};
       }},
      {"passives",
       [](Arguments& a) -> Json {
         const Passives result = passives(a.integer("sevens"), a.integer("eights"));
         return {{"n", result.n}, {"at_risk", result.at_risk}};
       }},
      {"wilson", [](Arguments& a) { return given(wilson(a.integer("successes"), a.integer("n"))); }},
      {"compare_proportions",
       [](Arguments& a) {
         const auto first = a.at("a").get<std::vector<int64_t>>(), second = a.at("b").get<std::vector<int64_t>>();
         return given(compare_proportions(first.at(0), first.at(1), second.at(0), second.at(1)));
       }},
      {"compare_ranks",
       [](Arguments& a) -> Json {
         const Shift shift = compare_ranks(a.numbers("a"), a.numbers("b"));
         REQUIRE(shift.interval);
         return {{"delta", shift.delta}, {"p", shift.p}, {"low", shift.interval->low}, {"high", shift.interval->high}};
       }},
      {"design_effect",
       [](Arguments& a) -> Json {
         return {{"effect", design_effect(a.clusters())}};
       }},
      {"wilson_clustered", [](Arguments& a) { return given(wilson_clustered(a.clusters())); }},
      {"sample_for_proportion",
       [](Arguments& a) -> Json {
         return {{"n", sample_for_proportion(a.number("share"), a.number("margin"))}};
       }},
      {"ces",
       [](Arguments& a) -> Json {
         const CesVariant variant = ces_variant(a.text("variant")).value();
         CesCounts counts(variant);
         int64_t rejected = 0;
         for (const double value : a.numbers("answers")) {
           if (!counts.add(static_cast<int64_t>(value))) ++rejected;
         }
         const Ces result = ces(counts);
         return {{"mean", result.mean}, {"sd", result.sd},      {"se", result.se},
                 {"easy", result.easy}, {"rejected", rejected}, {"direction", direction(variant)}};
       }},
      {"mean",
       [](Arguments& a) -> Json {
         const Moments moments = a.moments("answers");
         const Interval interval = t_interval(moments);
         return {{"n", moments.n},     {"mean", moments.mean}, {"sd", moments.sd()},
                 {"se", moments.se()}, {"low", interval.low},  {"high", interval.high}};
       }},
      {"welch", [](Arguments& a) { return given(welch(a.moments("a"), a.moments("b"))); }},
      {"sample_for_mean",
       [](Arguments& a) -> Json {
         return {{"n", sample_for_mean(a.number("sd"), a.number("margin"))}};
       }},
      {"student_quantile",
       [](Arguments& a) -> Json {
         return {{"t", student_quantile(a.number("p"), a.number("df"))}};
       }},
      {"normal_quantile",
       [](Arguments& a) -> Json {
         return {{"z", normal_quantile(a.number("p"))}};
       }},
      {"sus",
       [](Arguments& a) {
         int64_t items[kSusItems];
         a.items(items);
         return given(sus(items));
       }},
      {"sus_grade",
       [](Arguments& a) -> Json {
         const double score = a.number("score");
         return {{"grade", sus_grade(score)}, {"adjective", sus_adjective(score)}};
       }},
      {"umux_lite", [](Arguments& a) { return given(umux_lite(a.integer("capabilities"), a.integer("ease"))); }},
      {"sus_from_umux_lite", [](Arguments& a) { return given(sus_from_umux_lite(a.number("umux_lite"))); }},
      {"suprq",
       [](Arguments& a) {
         int64_t items[kSuprqItems];
         a.items(items);
         return given(suprq(items, a.integer("recommend")));
       }},
      {"suprq_factors",
       [](Arguments& a) -> Json {
         int64_t items[kSuprqItems];
         a.items(items);
         const SuprqFactors factors = suprq_factors(items, a.integer("recommend"));
         const auto json = [](std::optional<double> score) { return score ? Json(*score) : Json(); };
         return {{"usability", json(factors.usability)},
                 {"trust", json(factors.trust)},
                 {"appearance", json(factors.appearance)},
                 {"loyalty", json(factors.loyalty)}};
       }},
      {"mean_item",
       [](Arguments& a) {
         const auto items = a.at("items").get<std::vector<int64_t>>();
         return given(mean_item(items.data(), items.size(), a.integer("min"), a.integer("max")));
       }},
      {"csi",
       [](Arguments& a) {
         const auto aspects = a.aspects();
         return given(csi(aspects.data(), aspects.size()));
       }},
      {"csi_unweighted",
       [](Arguments& a) {
         const auto aspects = a.aspects();
         return given(csi_unweighted(aspects.data(), aspects.size()));
       }},
      {"earned_growth_rate",
       [](Arguments& a) {
         if (a.has("nrr")) return given(earned_growth_rate(a.number("nrr"), a.number("earned_new")));
         return given(earned_growth_rate(a.number("before"), a.number("retained"), a.number("referred")));
       }},
      {"holm",
       [](Arguments& a) -> Json {
         return {{"adjusted", holm(a.numbers("p"))}};
       }},
      {"verdict",
       [](Arguments& a) -> Json {
         return {{"verdict", verdict(a.number("delta"), a.number("p"))}};
       }},
      {"drivers",
       [](Arguments& a) -> Json {
         const auto rows = a.at("rows").get<std::vector<std::vector<double>>>();
         const auto result = drivers(rows, rows.at(0).size() - 1);
         REQUIRE(result);
         Json importance = json_array(), slope = json_array(), correlation = json_array();
         for (const Driver& driver : result->factors) {
           importance.push_back(driver.importance);
           slope.push_back(driver.slope);
           correlation.push_back(driver.correlation);
         }
         return {{"r2", result->r2}, {"importance", importance}, {"slope", slope}, {"correlation", correlation}};
       }},
      {"benchmark",
       [](Arguments& a) -> Json {
         const std::string industry = a.text("industry");
         for (const BenchmarkTable& table : builtin_benchmarks().tables) {
           for (const Benchmark& row : table.rows) {
             if (row.name == industry) return {{"metric", table.metric}, {"value", row.value}, {"year", table.year}};
           }
         }
         return json_object();
       }},
  };
  return all;
}

// None for a call that there is not.
std::optional<Json> evaluate(const Json& example) {
  const auto call = calls().find(std::string(string_at(example, "call")));
  if (call == calls().end()) return std::nullopt;
  Arguments arguments(example);
  Json result = call->second(arguments);
  arguments.check_all_asked();
  return result;
}

// How far a number may be from what is written.
double tolerance_of(const Json& written) {
  if (written.is_number_integer()) return 1e-9;
  const std::string text = format_double(written.get<double>());
  const size_t point = text.find('.'), exponent = text.find('e');
  const int decimals = static_cast<int>(std::min(exponent, text.size()) - point) - 1;
  if (decimals < 4) return 1e-9;
  const int power = exponent == std::string::npos ? 0 : std::stoi(text.substr(exponent + 1));
  return 0.5 * std::pow(10, power - decimals) * (1 + 1e-6) + 1e-15;
}

bool agrees(const Json& result, const Json& written) {
  if (written.is_array()) {
    if (!result.is_array() || result.size() != written.size()) return false;
    for (size_t i = 0; i < written.size(); ++i) {
      if (!agrees(result[i], written[i])) return false;
    }
    return true;
  }
  if (!written.is_number()) return result == written;
  return result.is_number() && std::fabs(result.get<double>() - written.get<double>()) <= tolerance_of(written);
}

struct Block {
  std::string info, text;
};

// Everything between fences.
std::vector<Block> blocks() {
  std::vector<Block> all;
  std::istringstream page(metrics_test::source_file("docs/metrics.md"));
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.compare(0, 3, "```") != 0) {
      if (inside) all.back().text += line + "\n";
      continue;
    }
    if (!inside) all.push_back({line.substr(3), ""});
    inside = !inside;
  }
  CHECK_FALSE(inside);
  return all;
}

}  // namespace

TEST_CASE("every worked example of docs/metrics.md gives what the page says", "[metrics][docs]") {
  std::set<std::string> shown;
  for (const Block& block : blocks()) {
    CAPTURE(block.text);
    // Other blocks would not be tried; the shape of the benchmarks is, below.
    if (block.info == "json benchmarks") continue;
    REQUIRE(block.info == "json example");
    const auto example = parse_json(block.text);
    REQUIRE(example);
    const auto result = evaluate(*example);
    INFO("no such call: " << string_at(*example, "call"));
    REQUIRE(result);
    const Json* gives = find(*example, "gives");
    REQUIRE(gives != nullptr);
    REQUIRE(gives->is_object());
    REQUIRE_FALSE(gives->empty());
    for (auto member = gives->begin(); member != gives->end(); ++member) {
      const Json* value = find(*result, member.key());
      INFO(member.key() << " is " << (value == nullptr ? "not given" : dump_json(*value)) << ", the page says "
                        << dump_json(member.value()));
      CHECK((value != nullptr && agrees(*value, member.value())));
    }
    shown.insert(std::string(string_at(*example, "call")));
  }
  for (const auto& [name, call] : calls()) {
    INFO(name << " has no example");
    CHECK(shown.count(name) == 1);
  }
}

TEST_CASE("an example that is wrong or of an unknown call would be noticed", "[metrics][docs]") {
  CHECK_FALSE(evaluate(*parse_json(R"({"call": "nsp", "gives": {}})")));
  CHECK_FALSE(evaluate(*parse_json(R"({"gives": {}})")));
  CHECK(agrees(0.30000000001, 0.3));
  CHECK_FALSE(agrees(0.31, 0.3));
  CHECK(agrees(0.07810249, 0.0781));
  CHECK_FALSE(agrees(0.0782, 0.0781));
  CHECK_FALSE(agrees(0.4, 0));
  CHECK_FALSE(agrees(Json(), 0));
  CHECK_FALSE(agrees({0.1, 0.2}, Json({0.1})));
  CHECK(agrees(1.5239744906e-23, 1.5240e-23));
}

TEST_CASE("the file of benchmarks that docs/metrics.md shows is one without fault", "[metrics][docs]") {
  int seen = 0;
  for (const Block& block : blocks()) {
    if (block.info != "json benchmarks") continue;
    Problems problems;
    const Benchmarks benchmarks = parse_benchmarks(block.text, problems);
    CHECK(problems.ok());
    CHECK(problems.warnings.empty());
    CHECK_FALSE(benchmarks.tables.empty());
    ++seen;
  }
  CHECK(seen == 1);
}
