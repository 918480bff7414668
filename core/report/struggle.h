// Where visitors struggle: which elements of which pages they click in rage or in vain, how often for every page view
// that was watched, and how those score who hit one.
//
//   Struggle struggle;
//   struggle.add(event, visitor);                         // signals and watched pages, each once, in any order
//   Json json = struggle.json(persons, &scores, query);   // docs/report.md
//
// A signal takes 16 bytes and so does a watched page view. Of pages and of elements the first kStrugglePages and
// kStruggleElements distinct ones are told apart; the rest is counted, and said to be left out.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/report/event.h"
#include "core/report/query.h"
#include "core/report/visitor_scores.h"

namespace canvass::report {

constexpr size_t kStrugglePages = 20'000;
constexpr size_t kStruggleElements = 50'000;  // an element with a signal on a page is one
constexpr size_t kElementsShown = 200;        // by rate; and those of the kLeastSatisfied whose visitors score lowest
constexpr size_t kLeastSatisfied = 20;
constexpr size_t kPagesShown = 100;

// What a page is called in the report: parts of its path that look like ids (a number, a UUID, a long word with
// digits) are "*", so that "/orders/8271" and "/orders/8272" are one page.
std::string page_group(std::string_view path);

class Struggle {
 public:
  Struggle();

  // `visitor`: a number that `persons` leads from; kNone: nobody is named.
  void add(const Event& event, uint32_t visitor);
  bool empty() const { return hits_.empty() && views_.empty(); }
  size_t bytes() const;

  // The report's "struggle"; null without any signal and watched page. `persons`: Collection::persons(). `scores`:
  // whose satisfaction is compared, of the query's time; nullptr: nobody's.
  //
  // A page view counts once for an element, however many signals it had there: the rate is the share of the page views
  // with at least one. A signal belongs to that page view of its visitor which was the next to end; what came after the
  // last one (the tab was put away and taken out again) to the last.
  Json json(const std::vector<uint32_t>& persons, const VisitorScores* scores, const Query& query) const;

 private:
  struct Label {
    std::string text;
    TimeMs time = kNoTime;
    void say(std::string_view other, TimeMs at);
  };
  struct Element {
    uint8_t signal = 0;
    uint32_t page = 0;
    std::string key;
    Label role, name, path;
  };
  struct Hit {
    TimeMs time = kNoTime;
    uint32_t visitor = kNone;
    uint32_t element = 0;
  };
  struct View {
    TimeMs time = kNoTime;  // of its end
    uint32_t visitor = kNone;
    uint32_t place = 0;  // page and signals
    uint32_t page() const { return place >> kSignalBits; }
    uint8_t signals() const { return static_cast<uint8_t>(place); }
  };
  static constexpr int kSignalBits = 8;
  class Counting;

  uint32_t page_number(std::string_view path);
  uint32_t element_number(const Event& event);

  std::vector<std::string> pages_;  // the first: all beyond kStrugglePages
  std::map<std::string, uint32_t, std::less<>> page_index_;
  std::vector<Element> elements_;  // the first ones: all of a signal beyond kStruggleElements
  std::map<std::string, uint32_t, std::less<>> element_index_;
  std::vector<Hit> hits_;
  std::vector<View> views_;
  std::string scratch_;
};

}  // namespace canvass::report
