// Where visitors struggle: which page view a signal belongs to, what a page is called, limits, and whose scores are
// compared. The numbers of a made-up shop are in tests/cli/report_struggle.test.mjs, against an independent
// calculation.
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "core/report/report.h"
#include "core/report/struggle.h"
#include "core/report/visitor_scores.h"
#include "tests/unit/report_sections_support.h"

using namespace canvass;
using namespace canvass::report;
using Catch::Approx;

namespace {

// Events for a Struggle; texts must outlive it.
Event noticed(uint8_t signal, TimeMs time, const char* page, const char* element) {
  Event event;
  event.about = Event::About::kSignal;
  event.signal = signal;
  event.time = time;
  event.page = page;
  event.question = element;
  event.value = 1;
  return event;
}

Event watched(TimeMs time, const char* page, uint8_t signals = 0) {
  Event event;
  event.about = Event::About::kPage;
  event.time = time;
  event.page = page;
  event.signals = signals;
  return event;
}

Json told(const Struggle& struggle, const VisitorScores* scores = nullptr, uint32_t visitors = 100) {
  std::vector<uint32_t> persons(visitors);
  std::iota(persons.begin(), persons.end(), 0u);
  return struggle.json(persons, scores, {});
}

// Answers of visitors to an NPS question: visitor, time, value.
Survey scores_of(const std::vector<VisitorAnswer>& answers) {
  Survey survey = survey_of(answers.size());
  Item item = nps_item();
  for (uint32_t i = 0; i < answers.size(); ++i) {
    survey.responses[i].visitor = answers[i].visitor;
    survey.responses[i].time = std::nullopt;
    const std::optional<TimeMs> time =
        answers[i].time == kNoTime ? std::nullopt : std::optional<TimeMs>(answers[i].time);
    item.answers.push_back({i, answers[i].value, time});
  }
  survey.items.push_back(std::move(item));
  return survey;
}

constexpr uint8_t kRage = 0, kDead = 1;

}  // namespace

TEST_CASE("nothing is said where nothing was watched", "[report][struggle]") {
  CHECK(told(Struggle()).is_null());
  CHECK(Struggle().empty());
}

TEST_CASE("a signal belongs to the page view of its visitor that ended next", "[report][struggle]") {
  Struggle struggle;
  for (const TimeMs end : {100, 200, 300}) struggle.add(watched(end, "/cart"), 1);
  struggle.add(watched(150, "/cart"), 2);  // somebody else
  struggle.add(watched(160, "/other"), 1);
  struggle.add(noticed(kDead, 100, "/cart", "#go"), 1);  // the first, at the moment of its end
  struggle.add(noticed(kDead, 101, "/cart", "#go"), 1);  // the second
  struggle.add(noticed(kDead, 199, "/cart", "#go"), 1);
  struggle.add(noticed(kDead, 400, "/cart", "#go"), 1);  // after the last: the last
  const Json json = told(struggle);
  REQUIRE(json["elements"].size() == 1);
  const Json& element = json["elements"][0];
  CHECK(element["count"] == 4);
  CHECK(element["with"] == 3);
  CHECK(element["views"] == 4);
  CHECK(element["visitors"] == 1);
  CHECK(json["views"] == 5);
  CHECK(json["with"] == 3);
  CHECK(json["withoutView"] == 0);
}

TEST_CASE("of visitors whom nobody names every page view is a visitor's", "[report][struggle]") {
  Struggle struggle;
  struggle.add(noticed(kRage, 90, "/", "#a"), kNone);
  struggle.add(watched(100, "/"), kNone);
  struggle.add(noticed(kRage, 190, "/", "#a"), kNone);
  struggle.add(watched(200, "/"), kNone);
  const Json json = told(struggle);
  CHECK(json["elements"][0]["visitors"] == 2);
  CHECK(json["elements"][0]["with"] == 2);
}

TEST_CASE("the same element with another signal or on another page is another row", "[report][struggle]") {
  Struggle struggle;
  struggle.add(noticed(kRage, 1, "/a", "#go"), 1);
  struggle.add(noticed(kDead, 1, "/a", "#go"), 1);
  struggle.add(noticed(kRage, 1, "/b", "#go"), 1);
  struggle.add(noticed(kRage, 1, "/b/17", "#go"), 1);
  struggle.add(noticed(kRage, 1, "/b/18", "#go"), 1);
  CHECK(told(struggle)["elements"].size() == 4);
}

TEST_CASE("what an element says is its latest name, in any order of lines", "[report][struggle]") {
  Event before = noticed(kRage, 10, "/", "#go"), after = noticed(kRage, 20, "/", "#go");
  before.text = "Apply";
  after.text = "Apply coupon";
  for (const bool turned : {false, true}) {
    Struggle struggle;
    struggle.add(turned ? after : before, 1);
    struggle.add(turned ? before : after, 1);
    CHECK(told(struggle)["elements"][0]["name"] == "Apply coupon");
  }
}

TEST_CASE("parts of an address that say which one it is are left out", "[report][struggle]") {
  CHECK(page_group("") == "");
  CHECK(page_group("/") == "/");
  CHECK(page_group("/cart/") == "/cart/");
  CHECK(page_group("/orders/8271/pay") == "/orders/*/pay");
  CHECK(page_group("/0190a6f2-7c1e-7d3a-9f00-2b1c3d4e5f60") == "/*");
  CHECK(page_group("/u/5f3c9b2e7d10aa") == "/u/*");
  CHECK(page_group("/s/V1StGXR8Z5jdHi6B") == "/s/*");
  CHECK(page_group("/step-2/mp3/2fa") == "/step-2/mp3/2fa");
  CHECK(page_group("/blog/top-10-sizes-of-2026") == "/blog/top-10-sizes-of-2026");
  CHECK(page_group("/defaced-facade") == "/defaced-facade");
  CHECK(page_group("/größe/12%20") == "/größe/12%20");
}

TEST_CASE("pages beyond the limit are in the sums and said to be left out", "[report][struggle]") {
  Struggle struggle;
  std::vector<std::string> pages;
  for (size_t i = 0; i < kStrugglePages + 5; ++i) pages.push_back("/p-" + std::to_string(i));
  for (const std::string& page : pages) struggle.add(watched(10, page.c_str()), 1);
  for (size_t i = pages.size() - 7; i < pages.size(); ++i) struggle.add(noticed(kRage, 5, pages[i].c_str(), "#go"), 1);
  const Json json = told(struggle);
  CHECK(json["views"] == pages.size());
  CHECK(json["elementCount"] == 2);
  CHECK(json["signals"] == 7);
  CHECK(json["kinds"][0]["count"] == 7);
  CHECK(json["leftOut"] == 5);
  CHECK(json["withoutView"] == 5);
}

TEST_CASE("elements beyond the limit count by page and by signal", "[report][struggle]") {
  Struggle struggle;
  std::vector<std::string> elements;
  for (size_t i = 0; i < kStruggleElements + 3; ++i) elements.push_back("#e-" + std::to_string(i));
  for (const std::string& element : elements) struggle.add(noticed(kDead, 5, "/", element.c_str()), 1);
  struggle.add(watched(10, "/", 1 << kDead), 1);
  const Json json = told(struggle);
  CHECK(json["elementCount"] == kStruggleElements);
  CHECK(json["elements"].size() == kElementsShown);
  CHECK(json["leftOut"] == 3);
  CHECK(json["kinds"][0]["count"] == elements.size());
  CHECK(json["kinds"][0]["with"] == 1);
}

TEST_CASE("those who score lowest are listed even where their rate is low", "[report][struggle]") {
  Struggle struggle;
  std::vector<std::string> elements;
  for (size_t i = 0; i < kElementsShown; ++i) elements.push_back("#often-" + std::to_string(i));
  for (const std::string& element : elements) {
    struggle.add(noticed(kDead, 5, "/", element.c_str()), 1);
    struggle.add(noticed(kDead, 15, "/", element.c_str()), 2);
  }
  for (uint32_t visitor = 1; visitor <= 30; ++visitor) struggle.add(watched(visitor * 10, "/"), visitor);
  struggle.add(noticed(kDead, 25, "/", "#seldom"), 3);
  const VisitorScores scores(scores_of({{3, 100, 0}, {4, 100, 9}, {5, 100, 9}}));
  const Json json = told(struggle, &scores);
  REQUIRE(json["elements"].size() == kElementsShown + 1);
  const Json& last = json["elements"].back();
  CHECK(last["element"] == "#seldom");
  CHECK(last["satisfactionRank"] == 1);
  CHECK(last["satisfaction"]["value"] == -100);
  CHECK(last["difference"]["delta"] == -200);
}

TEST_CASE("where effort is measured, less is better, and the worst has more", "[report][struggle]") {
  Struggle struggle;
  Survey survey = survey_of(12);
  Item item = ces_item(metrics::CesVariant::kEffort5);
  for (uint32_t i = 0; i < 12; ++i) {
    survey.responses[i].visitor = i;
    // Visitors 0 to 3 hit what is hard, 4 to 7 what is not.
    item.answers.push_back({i, i < 4 ? 4.0 + (i % 2) : 1.0 + (i % 2), kNewYear});
    if (i < 8) struggle.add(noticed(kDead, 5, "/", i < 4 ? "#hard" : "#easy"), i);
  }
  survey.items.push_back(std::move(item));
  const VisitorScores scores(survey);
  const Json json = told(struggle, &scores);
  CHECK(json["better"] == "lower");
  for (const Json& element : json["elements"]) {
    CHECK(element["satisfactionRank"] == (element["element"] == "#hard" ? 1 : 2));
    CHECK((element["difference"]["delta"].get<double>() > 0) == (element["element"] == "#hard"));
  }
}

TEST_CASE("a time that nobody knows is as late as what it follows", "[report][struggle]") {
  Struggle struggle;
  struggle.add(noticed(kRage, kNoTime, "/", "#a"), 1);
  struggle.add(noticed(kRage, 500, "/", "#b"), 2);
  const VisitorScores scores(scores_of({{1, 100, 3}, {2, kNoTime, 3}, {3, 100, 9}}));
  const Json json = told(struggle, &scores);
  for (const Json& element : json["elements"]) CHECK(element["satisfaction"]["n"] == 1);
}

// --- whose scores ---------------------------------------------------------------------------------------------

TEST_CASE("visitors' answers are in the order of their times, whatever that of responses", "[report][struggle]") {
  const VisitorScores scores(scores_of({{7, 300, 9}, {2, 50, 1}, {7, 100, 4}, {7, kNoTime, 6}, {kNone, 900, 0}}));
  CHECK(scores.survey() == "s");
  CHECK(scores.question() == "score");
  CHECK(std::string(scores.scored().metric) == "nps");
  REQUIRE(scores.answers().size() == 4);
  const VisitorAnswers seven = scores.of(7);
  std::vector<double> values;
  for (const VisitorAnswer& answer : seven) values.push_back(answer.value);
  CHECK(values == std::vector<double>{6, 4, 9});
  REQUIRE(scores.latest(7));
  CHECK(scores.latest(7)->value == 9);
  CHECK(scores.latest(1) == nullptr);
  CHECK(scores.of(8).empty());
  const Tally all = scores.tally_latest();
  CHECK(all.n == 2);
  CHECK(all.promoters == 1);
  CHECK(all.detractors == 1);
}

TEST_CASE("a survey without a score has nobody's", "[report][struggle]") {
  CHECK(VisitorScores(survey_of(3)).empty());
  CHECK(VisitorScores().latest(0) == nullptr);
}

TEST_CASE("those left when some are taken away are as if they had been counted alone", "[report][struggle]") {
  Scored scored;
  const Tally all = tally_of(scored, {1, 2, 2, 5, 9, 9.5, 4}), some = tally_of(scored, {9, 2, 4});
  const Tally rest = without(all, some), alone = tally_of(scored, {1, 2, 5, 9.5});
  CHECK(rest.n == alone.n);
  CHECK(rest.moments.mean == Approx(alone.moments.mean));
  CHECK(rest.moments.squares == Approx(alone.moments.squares));
}

// --- reading --------------------------------------------------------------------------------------------------

TEST_CASE("signals, pages and journeys are read with whom they are of, also where nobody else is",
          "[report][struggle]") {
  EventReader reader({.segments = false, .people = false});
  Events events;
  const auto read = [&](const char* line) -> const Event& {
    reader.read(line, 1, events);
    REQUIRE(events.unread.empty());
    return events.list.back();
  };
  const Event signal = read(
      R"({"type":"track","event":"Signal Noticed","anonymousId":"a","properties":{"signal":"formStruggle","element":"#zip","role":"textbox","name":"Zip","path":"form > input","count":4},"context":{"page":{"path":"/pay"}}})");
  CHECK(signal.about == Event::About::kSignal);
  CHECK(signal.signal == 5);
  CHECK(signal.question == "#zip");
  CHECK(signal.kind == "textbox");
  CHECK(signal.text == "Zip");
  CHECK(signal.response_id == "form > input");
  CHECK(signal.value == 4);
  CHECK(signal.page == "/pay");
  CHECK(signal.anonymous);
  const Event page = read(
      R"({"type":"track","event":"Page Watched","userId":"u","properties":{"clicks":7,"signals":{"rage":2,"dead":0,"abandonedForm":1,"odd":1}},"context":{"page":{"path":"/pay"}}})");
  CHECK(page.about == Event::About::kPage);
  CHECK(page.signals == (1 << 0 | 1 << 7));
  CHECK(page.value == 7);
  CHECK(page.user);
  const Event journey = read(
      R"({"type":"track","event":"Journey Finished","anonymousId":"a","properties":{"journey":"buy","kind":"routine","duration":90000,"offPath":true,"detours":2,"skipped":0,"visits":3}})");
  CHECK(journey.about == Event::About::kJourney);
  CHECK(journey.way == JourneyStep::kFinished);
  CHECK(journey.thing == "buy");
  CHECK(journey.kind == "routine");
  CHECK(journey.off_path);
  CHECK(journey.given == Event::Given::kGood);
  CHECK(journey.value == 90000);
  REQUIRE(journey.parts.end - journey.parts.begin == 3);
  CHECK(events.parts[journey.parts.begin].name == "detours");
  CHECK(events.parts[journey.parts.begin].value == 2);
  const Event detour = read(
      R"({"type":"track","event":"Journey Detour","anonymousId":"a","properties":{"journey":"buy","kind":"routine","detour":"faq","after":"cart"}})");
  CHECK(detour.question == "faq");
  CHECK(detour.text == "cart");
  const Event later = read(R"({"type":"track","event":"Signal Noticed","properties":{"signal":"sigh"}})");
  CHECK(later.about == Event::About::kOther);
}

TEST_CASE("events without what they are about are located", "[report][struggle]") {
  EventReader reader;
  Events events;
  reader.read(R"({"type":"track","event":"Signal Noticed","properties":{}})", 3, events);
  reader.read(R"({"type":"track","event":"Journey Step","properties":{"step":"pay"}})", 4, events);
  CHECK(events.list.empty());
  REQUIRE(events.unread.size() == 2);
  CHECK(events.unread[0].message == "\"Signal Noticed\" needs `properties.signal`, its name");
  CHECK(events.unread[1].message == "\"Journey Step\" needs `properties.journey`, its id");
}

TEST_CASE("a count without people says that they are missing, and counting again has them", "[report][struggle]") {
  const char* lines[] = {
      R"({"type":"track","messageId":"1","event":"Survey Answered","anonymousId":"a","timestamp":"2026-03-02T09:01:00.000Z","properties":{"survey":"nps","response":"r","question":"score","kind":"nps","value":2}})",
      R"({"type":"track","messageId":"2","event":"Signal Noticed","anonymousId":"a","timestamp":"2026-03-02T09:00:00.000Z","properties":{"signal":"rage","element":"#go"}})"};
  Report report({.segments = false, .people = false});
  report.add_line(lines[0]);
  CHECK_FALSE(report.collection().lacks_people());
  report.add_line(lines[1]);
  CHECK(report.collection().lacks_people());
  report.start_again({.segments = false, .people = true});
  for (const char* line : lines) report.add_line(line);
  CHECK_FALSE(report.collection().lacks_people());
  const Json json = report.json();
  CHECK(json["events"] == 2);
  CHECK(json["struggle"]["elements"][0]["satisfaction"]["n"] == 1);
}
