// How people really get to their goal: who started, finished and gave up, how long it took them, what led them off the
// ideal path, and where the most are lost.
//
//   Journeys journeys;
//   journeys.add(event, events, visitor);                 // events about a journey, each once, in any order
//   const std::vector<Way> ways = journeys.ways(persons, plan, last);
//   Json list = journeys_json(ways, scores, query);       // docs/report.md
//
// Each event is kept (some 50 bytes); names of steps and detours are kept once, at most kJourneyNames of a journey.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/metrics/proportion.h"
#include "core/report/event.h"
#include "core/report/key.h"
#include "core/report/plan.h"
#include "core/report/query.h"
#include "core/report/survey.h"
#include "core/report/visitor_scores.h"

namespace canvass::report {

constexpr size_t kJourneyNames = 1'000;  // steps and detours of one journey; further ones are counted together

// One try of one visitor to get to the goal.
struct Attempt {
  enum class End : uint8_t { kOpen, kFinished, kAbandoned };

  uint32_t person = kNone;
  TimeMs start = kNoTime;
  std::optional<double> duration = {};  // ms, of one that is finished
  End end = End::kOpen;
  bool off_path = false;
  bool unheard = false;          // given up without a word: nothing more came, and the time limit is over
  uint32_t left_after = 0;       // the last step that was passed; Way::kStart: none
  uint32_t last_detour = kNone;  // after that step
  uint32_t detours = 0, visits = 0;
};

struct Way {
  static constexpr uint32_t kStart = 0;   // of names: before the first step
  static constexpr uint32_t kOthers = 1;  // beyond kJourneyNames

  struct Passed {
    uint32_t attempt = 0, step = 0;
    std::optional<double> duration = {};
  };
  struct Strayed {
    uint32_t attempt = 0, detour = 0, after = kStart;
  };

  std::string id, kind;
  std::vector<std::string> names;  // of steps and detours
  std::vector<uint32_t> steps;     // places in `names`, in the order of the path; the first is kStart
  std::vector<int64_t> index;      // by name: which step it is, from 1; 0: not known
  std::vector<Attempt> attempts;
  std::vector<Passed> passed;
  std::vector<Strayed> strayed;
};

class Journeys {
 public:
  // `visitor`: its number while events are counted (Collection::persons()), or kNone.
  void add(const Event& event, const Events& events, uint32_t visitor);
  bool empty() const { return stored_.empty(); }
  size_t bytes() const;

  // `persons`: by visitor, equal for equal people. `last`: until when events were recorded; whoever began longer before
  // that than the journey may take and was not heard of again has given up.
  std::vector<Way> ways(const std::vector<uint32_t>& persons, const Plan& plan, TimeMs last) const;

 private:
  struct Record {
    TimeMs time = kNoTime;
    double duration = -1;  // < 0: not said
    uint32_t visitor = kNone;
    uint32_t name = 0, other = 0;  // as Event::question and Event::text
    uint32_t detours = 0, visits = 0;
    JourneyStep step = JourneyStep::kStarted;
    bool off_path = false;
  };
  struct Stored {
    std::string kind;
    TimeMs kind_time = kNoTime;
    std::vector<std::string> names = {"", ""};
    std::vector<int64_t> index = {0, 0};
    std::map<std::string, uint32_t, std::less<>> name_index;
    std::vector<Record> records;

    uint32_t name_of(std::string_view name);
  };

  std::map<std::string, Stored, std::less<>> stored_;
};

// --- what is said of them ---------------------------------------------------------------------------------

// The attempts that began in a span, counted.
struct Taken {
  int64_t started = 0, finished = 0, abandoned = 0, open = 0, unheard = 0;
  int64_t off = 0;                                 // of those that ended
  std::vector<double> times, on_times, off_times;  // of those that finished

  int64_t ended() const { return finished + abandoned; }
};
Taken taken(const Way& way, const Span& span);

// The report's "journeys". `scores`: of each survey.
Json journeys_json(const std::vector<Way>& ways, const std::vector<VisitorScores>& scores, const Query& query);

// {"count","n","share","interval"}: `part` of `whole` in per cent.
Json share_json(int64_t part, int64_t whole);

// Shares compared, in percentage points; null where one side has nothing.
Json to_json(const metrics::Difference& difference, std::optional<double> adjusted_p);

}  // namespace canvass::report
