// When visitors were there, which pages they saw with which signals, and when they asked for help: what the log of
// experiments is held against.
//
//   Activity activity;
//   activity.add(event, visitor);                         // every event, each once, in any order
//   for (const PageView& view : activity.page_views(persons)) …
//
// A page view takes 24 bytes, a signal as much, a day of a visitor 8 (kept as they come). Names of pages and elements
// are kept once, at most kActivityNames of each.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/time.h"
#include "core/report/event.h"
#include "core/report/survey.h"

namespace canvass::report {

constexpr size_t kActivityNames = 20'000;

// A visit of a page that was watched to its end.
struct PageView {
  TimeMs time = kNoTime;  // of its end
  uint32_t person = kNone;
  uint32_t page = 0;                                  // Activity::pages()
  uint8_t signals = 0;                                // bit 1 << config::Signal: noticed there
  std::vector<std::pair<uint8_t, uint32_t>> on = {};  // which signal on which element, of Activity::elements()
};

class Activity {
 public:
  void add(const Event& event, uint32_t visitor);
  size_t bytes() const;

  // By person and time. A signal belongs to the visitor's page view of that page that ended next.
  std::vector<PageView> page_views(const std::vector<uint32_t>& persons) const;
  const std::vector<std::string>& pages() const { return pages_.names; }
  const std::vector<std::string>& elements() const { return elements_.names; }

  // Who did anything when, and who asked for help: persons and times, in no order. Of the first only the day counts.
  std::vector<std::pair<uint32_t, TimeMs>> days(const std::vector<uint32_t>& persons) const;
  std::vector<std::pair<uint32_t, TimeMs>> contacts(const std::vector<uint32_t>& persons) const;

  TimeMs last() const { return last_; }  // the last moment of any event; kNoTime: there is none

 private:
  struct Names {
    std::vector<std::string> names = {""};  // the first: beyond kActivityNames, or none
    std::map<std::string, uint32_t, std::less<>> index;
    uint32_t number(std::string_view name);
  };
  struct Seen {
    TimeMs time = kNoTime;
    uint32_t visitor = kNone, page = 0, element = 0;
    uint8_t signal = 0;  // of a page view all of them, one bit each
  };

  Names pages_, elements_;
  std::vector<Seen> views_, signals_;
  std::vector<std::pair<uint32_t, TimeMs>> contacts_;
  std::vector<std::pair<uint32_t, int32_t>> days_;  // visitor and days since 1970; more than once where days alternate
  std::vector<int32_t> last_day_;                   // by visitor
  TimeMs last_ = kNoTime;
};

}  // namespace canvass::report
