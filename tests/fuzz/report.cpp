// Any bytes as lines of exported events: each is counted or located, the report can be made, and what it says adds up.
#include "core/report/report.h"

#include <string>
#include <string_view>

#include "core/base/text.h"
#include "tests/fuzz/fuzz.h"

using namespace canvass;
using namespace canvass::report;

namespace {

int64_t count_at(const Json& json, const char* name) { return integer_at(json, name).value_or(-1); }

constexpr TimeMs kChange = 1'772'442'000'000;  // 2026-03-02T09:00:00Z
constexpr const char* kPlan = R"({"journeys":[{"id":"buy","kind":"trek","limit":"1d"}],"experiments":[
  {"id":"a","hypothesis":"h","metric":{"journey":"buy"},"date":"2026-03-02"},
  {"id":"b","hypothesis":"h","metric":{"signal":"rage","on":"#pay","page":"/c*"},"date":"2026-03-02","before":"7d"},
  {"id":"c","hypothesis":"h","metric":{"contacts":true},"date":"2026-03-02"},
  {"id":"d","hypothesis":"h","metric":{"survey":"nps"},"date":"2026-03-02"}]})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  Report report;
  Report plain({.segments = false, .people = false});
  int64_t line = 0, unreadable = 0;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    ++line;
    report.add_line(text, {"fuzz", line});
    plain.add_line(text, {"fuzz", line});
    if (!trim(text).empty() && !parse_json(text)) ++unreadable;
  }
  report.set_plan(read_plan(*parse_json(kPlan)));
  const Span before{Span().from, kChange}, after{kChange, Span().to};
  const Json json = report.json({.by = {"*"}, .every = Every::kMonth, .before = before, .after = after});
  for (const Json& journey : json["journeys"]) {
    REQUIRE(count_at(journey, "started") ==
            count_at(journey, "finished") + count_at(journey, "abandoned") + count_at(journey, "open"));
  }
  REQUIRE(json["experiments"].size() == 4);
  REQUIRE(count_at(json, "malformedCount") >= unreadable);
  REQUIRE(count_at(json, "events") >= 0);
  for (const Json& entry : json["surveys"]) {
    REQUIRE(count_at(entry, "n") >= 0);
    int64_t sum = 0;
    for (const Json& bar : entry["distribution"]) sum += count_at(bar, "count");
    REQUIRE(sum <= count_at(entry, "n"));
  }
  for (const Json& problem : json["malformed"]) REQUIRE(count_at(problem, "line") >= 1);
  // The same is counted when segments are left out, and what is read again is a duplicate or without an id.
  const Json fewer = plain.json();
  for (const char* name : {"events", "duplicates", "rejected", "other", "malformedCount"})
    REQUIRE(fewer[name] == json[name]);
  REQUIRE(parse_json(dump_json(json)).has_value());
  return 0;
}
