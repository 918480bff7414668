// The collection: what it makes of the events of a survey, as plain data.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/report/collection.h"
#include "core/report/event.h"

using namespace canvass;
using namespace canvass::report;
using Catch::Matchers::WithinAbs;

namespace {

constexpr TimeMs kStart = 1'767'225'600'000;  // 2026-01-01T00:00:00Z

struct Given {
  std::string response = "r";
  TimeMs after = 0;
  std::string user = "", anonymous = "a";
};

Json event(const char* name, Json properties, const Given& given = {}) {
  static int made = 0;
  if (!given.response.empty()) properties["response"] = given.response;
  properties["survey"] = "s";
  Json json = {{"type", "track"},
               {"messageId", "m" + std::to_string(++made)},
               {"event", std::string("Survey ") + name},
               {"timestamp", format_iso8601(kStart + given.after)},
               {"properties", std::move(properties)}};
  if (!given.user.empty()) json["userId"] = given.user;
  if (!given.anonymous.empty()) json["anonymousId"] = given.anonymous;
  return json;
}

Json answer(const char* question, const char* kind, Json value, const Given& given = {}, int points = 0) {
  Json properties = {{"question", question}, {"kind", kind}, {"value", std::move(value)}};
  if (points > 0) properties["points"] = points;
  return event("Answered", std::move(properties), given);
}

Json identify(Json traits, const Given& given) {
  Json json = event("Shown", Json::object(), given);
  json["type"] = "identify";
  json["traits"] = std::move(traits);
  json.erase("event");
  json.erase("properties");
  return json;
}

Collection collected(const std::vector<Json>& events, Collect collect = {}) {
  Collection collection(collect);
  EventReader reader(collection.details());
  Events read;
  int64_t line = 0;
  for (const Json& json : events) reader.read(dump_json(json), ++line, read);
  collection.add(read, "test");
  return collection;
}

const Item& item(const Survey& survey, std::string_view question, std::string_view row = "") {
  for (const Item& item : survey.items) {
    if (item.question == question && item.row == row) return item;
  }
  FAIL("no item " << question << " " << row);
  return survey.items[0];
}

const Segment* segment(const Survey& survey, std::string_view name) {
  for (const Segment& segment : survey.segments) {
    if (segment.name == name) return &segment;
  }
  return nullptr;
}

std::string value_of(const Survey& survey, std::string_view name, size_t response = 0) {
  const Segment* found = segment(survey, name);
  return found && found->of[response] != kNone ? found->values[found->of[response]] : "-";
}

}  // namespace

TEST_CASE("every kind of question becomes an item of its type, in the order of first answers") {
  const Survey survey = collected({
                                      answer("number", "number", -2.5, {.after = 9}),
                                      answer("score", "nps", 9, {.after = 1}),
                                      answer("sat", "csat", 4, {.after = 2}),
                                      answer("stars", "rating", 7, {.after = 3}, 7),
                                      answer("yes", "yesno", true, {.after = 4}),
                                      answer("ok", "consent", false, {.after = 5}),
                                      answer("pick", "choice", Json::array({"b", "a"}), {.after = 6}),
                                      answer("drop", "dropdown", "x", {.after = 7}),
                                      answer("mail", "email", "a@b.example", {.after = 8}),
                                  })
                            .survey("s");
  REQUIRE(survey.items.size() == 9);
  CHECK(survey.items[0].question == "score");
  CHECK(survey.items[0].type == report::Kind::kNps);
  CHECK(item(survey, "sat").max == 5);
  CHECK(item(survey, "stars").max == 7);
  CHECK(item(survey, "yes").answers[0].value == 1);
  CHECK(item(survey, "ok").answers[0].value == 0);
  CHECK(item(survey, "ok").type == report::Kind::kYesNo);
  const Item& pick = item(survey, "pick");
  CHECK(pick.choices[static_cast<size_t>(pick.answers[0].value)] == std::vector<std::string>{"a", "b"});
  CHECK(item(survey, "drop").choices[0] == std::vector<std::string>{"x"});
  CHECK(item(survey, "mail").type == report::Kind::kOther);
  CHECK(survey.items[8].question == "number");
  CHECK(survey.items[8].answers[0].value == -2.5);
}

TEST_CASE("a matrix has an item for each row, and a later answer takes the place of all of an earlier one") {
  const Survey survey = collected({
                                      answer("m", "matrix", {{"one", 1}, {"two", 5}}, {.after = 1}, 5),
                                      answer("m", "matrix", {{"one", 3}}, {.after = 2}, 5),
                                      answer("m", "matrix", {{"one", 9}, {"two", 2}}, {.response = "q"}, 5),
                                  })
                            .survey("s");
  CHECK(item(survey, "m", "one").answers.size() == 1);
  CHECK(item(survey, "m", "one").answers[0].value == 3);
  CHECK(item(survey, "m", "one").rejected == 1);
  REQUIRE(item(survey, "m", "two").answers.size() == 1);
  CHECK(item(survey, "m", "two").answers[0].value == 2);
  CHECK(survey.rejected == 1);
}

TEST_CASE("a ranking gives each option its place") {
  const Survey survey = collected({answer("k", "ranking", Json::array({"b", "a", "c"}))}).survey("s");
  CHECK(item(survey, "k", "b").answers[0].value == 1);
  CHECK(item(survey, "k", "a").answers[0].value == 2);
  CHECK(item(survey, "k", "c").answers[0].value == 3);
  CHECK(item(survey, "k", "c").max == 3);
}

TEST_CASE("what is on no scale of its kind is rejected and makes nobody a respondent") {
  const std::vector<Json> bad = {
      answer("a", "csat", 0),
      answer("a", "csat", 6),
      answer("b", "rating", 6, {}, 5),
      answer("b", "rating", 1, {}, 1000),
      answer("c", "matrix", Json::array({1})),
      answer("c", "matrix", Json::object()),
      answer("d", "ranking", Json::array({"a", "a"})),
      answer("d", "ranking", "a"),
      answer("e", "yesno", 1),
      answer("f", "number", "7"),
      answer("g", "choice", Json::array()),
      answer("h", "email", " "),
  };
  const Collection collection = collected(bad);
  CHECK(collection.totals().rejected == static_cast<int64_t>(bad.size()));
  const Survey survey = collection.survey("s");
  CHECK(survey.rejected == static_cast<int64_t>(bad.size()));
  CHECK(survey.responses.empty());
}

TEST_CASE("stages keep their earliest times, and where a response was left is an item even if nobody answered it") {
  const Survey survey = collected({
                                      event("Shown", Json::object(), {.after = 50}),
                                      event("Shown", Json::object(), {.after = 20}),
                                      answer("score", "nps", 9, {.after = 100}),
                                      event("Dismissed", {{"question", "why"}}, {.after = 300}),
                                  })
                            .survey("s");
  REQUIRE(survey.responses.size() == 1);
  const Response& response = survey.responses[0];
  CHECK(response.time == kStart + 20);
  CHECK(response.at[kShown] == kStart + 20);
  CHECK(response.at[kStarted] == kStart + 100);
  CHECK(response.at[kDismissed] == kStart + 300);
  CHECK_FALSE(response.reached(kCompleted));
  REQUIRE(response.left_at != kNone);
  CHECK(survey.items[response.left_at].question == "why");
}

TEST_CASE("a span keeps the responses that began in it, with everything that they said later") {
  const Collection collection = collected({
      event("Shown", Json::object(), {.response = "early", .after = 0}),
      answer("score", "nps", 9, {.response = "early", .after = 5000}),
      answer("score", "nps", 2, {.response = "late", .after = 4000}),
      answer("why", "text", "late", {.response = "late", .after = 4500}),
  });
  const Survey early = collection.survey("s", {kStart, kStart + 1000});
  REQUIRE(early.responses.size() == 1);
  REQUIRE(item(early, "score").answers.size() == 1);
  CHECK(item(early, "score").answers[0].value == 9);
  CHECK(early.texts.empty());
  CHECK(early.text_count == 0);
  const Survey late = collection.survey("s", {kStart + 1000});
  REQUIRE(item(late, "score").answers.size() == 1);
  CHECK(item(late, "score").answers[0].response == 0);
  CHECK(late.texts.size() == 1);
  CHECK(late.responses[0].id == "late");
}

TEST_CASE("scores of questionnaires are computed from the answers, and told ones fill what is missing") {
  const Survey survey =
      collected({
                    answer("susA", "matrix", {{"sus1", 4}, {"sus2", 1}, {"sus3", 5}, {"sus4", 2}, {"sus5", 5}}, {}, 5),
                    answer("susB", "matrix", {{"sus6", 1}, {"sus7", 4}, {"sus8", 2}, {"sus9", 3}, {"sus10", 1}}, {}, 5),
                    event("Completed", {{"scores", {{"sus", 12}}}}),
                    event("Completed", {{"scores", {{"sus", 55.25}, {"nps", 3}, {"factors", {{"speed", 2.5}}}}}},
                          {.response = "q"}),
                })
          .survey("s");
  const Item& sus = item(survey, "sus");
  CHECK(sus.type == report::Kind::kScore);
  REQUIRE(sus.answers.size() == 2);
  CHECK(sus.answers[0].value == 85);
  CHECK(sus.answers[1].value == 55.25);
  CHECK(item(survey, "factors.speed").answers[0].value == 2.5);
  CHECK(survey.items.back().type == report::Kind::kScore);
  CHECK(std::none_of(survey.items.begin(), survey.items.end(), [](const Item& i) { return i.question == "nps"; }));
}

TEST_CASE("SUPR-Q has its factors, CSI its two indexes, PMF counts who still uses the product") {
  const Survey survey =
      collected(
          {
              answer("website", "matrix", {{"usability1", 4}, {"usability2", 5}, {"trust1", 3}, {"trust2", 4}}, {}, 5),
              answer("impression", "matrix", {{"loyalty2", 5}, {"appearance1", 2}, {"appearance2", 3}}, {}, 5),
              answer("loyalty1", "nps", 9),
              answer("satisfaction", "matrix", {{"quality", 9}, {"price", 6}}, {}, 10),
              answer("importance", "matrix", {{"quality", 10}, {"price", 5}}, {}, 10),
              answer("disappointed", "choice", "very"),
              answer("disappointed", "choice", "gone", {.response = "q"}),
              answer("disappointed", "choice", "not", {.response = "p"}),
              answer("umux", "matrix", {{"umux1", 6}, {"umux2", 5}}, {}, 7),
          })
          .survey("s");
  CHECK_THAT(item(survey, "suprq").answers[0].value, WithinAbs((26 + 4.5) / 8, 1e-12));
  CHECK(item(survey, "usability").answers[0].value == 4.5);
  CHECK(item(survey, "loyalty").answers[0].value == 4.75);
  CHECK(item(survey, "appearance").answers[0].value == 2.5);
  CHECK_THAT(item(survey, "csi").answers[0].value, WithinAbs(100.0 * (10 * 8 + 5 * 5) / (15 * 9), 1e-12));
  CHECK_THAT(item(survey, "csiUnweighted").answers[0].value, WithinAbs(100.0 * 13 / 18, 1e-12));
  CHECK(item(survey, "pmf").answers.size() == 2);
  CHECK(item(survey, "pmf").answers[0].value == 100);
  CHECK(item(survey, "pmf").answers[1].value == 0);
  CHECK(item(survey, "umuxLite").answers[0].value == 75);
}

TEST_CASE("responses belong to the traits of their user, or else of their visitor; the latest identify wins") {
  std::vector<Json> events = {
      answer("score", "nps", 9, {.response = "r1", .user = "u1", .anonymous = "a1"}),
      answer("score", "nps", 8, {.response = "r2", .after = 1, .anonymous = "a2"}),
      answer("score", "nps", 7, {.response = "r3", .after = 2, .anonymous = "a3"}),
      identify({{"plan", "free"}, {"locale", "kk"}}, {.after = 10, .user = "u1", .anonymous = "a9"}),
      identify({{"plan", "pro"}, {"seats", 12}, {"trial", false}}, {.after = 20, .user = "u1", .anonymous = "a9"}),
      identify({{"plan", "team"}, {"nested", {{"a", 1}}}}, {.after = 5, .user = "u2", .anonymous = "a2"}),
  };
  for (int turn = 0; turn < 2; ++turn) {
    const Survey survey = collected(events).survey("s");
    REQUIRE(survey.responses.size() == 3);
    size_t first = 0, second = 1, third = 2;
    if (turn == 1) std::swap(first, third);
    CHECK(value_of(survey, "plan", first) == "pro");
    CHECK(value_of(survey, "seats", first) == "12");
    CHECK(value_of(survey, "trial", first) == "false");
    CHECK(value_of(survey, "trait.locale", first) == "kk");
    CHECK(value_of(survey, "plan", second) == "team");
    CHECK(value_of(survey, "plan", third) == "-");
    CHECK(segment(survey, "nested") == nullptr);
    CHECK(segment(survey, "plan")->values == std::vector<std::string>{"pro", "team"});
    std::reverse(events.begin(), events.end());
  }
}

TEST_CASE("responses belong to what their own events say") {
  Json shown = event("Shown", {{"wording", "b"}, {"stage", "service"}, {"touchpoint", "chat"}});
  shown["context"] = {{"locale", "ru"}, {"page", {{"path", "/cart"}}}, {"device", {{"type", "mobile"}}}};
  Json later = answer("score", "nps", 9, {.after = 9});
  later["context"] = {{"page", {{"path", "/thanks"}}}, {"traits", {{"plan", "pro"}}}};
  const Json end = event("Completed", {{"fields", {{"campaign", "spring"}}}}, {.after = 10});
  for (const std::vector<Json>& events : {std::vector<Json>{shown, later, end}, std::vector<Json>{end, later, shown}}) {
    const Survey survey = collected(events).survey("s");
    CHECK(value_of(survey, "locale") == "ru");
    CHECK(value_of(survey, "page") == "/cart");
    CHECK(value_of(survey, "device") == "mobile");
    CHECK(value_of(survey, "wording") == "b");
    CHECK(value_of(survey, "stage") == "service");
    CHECK(value_of(survey, "touchpoint") == "chat");
    CHECK(value_of(survey, "fields.campaign") == "spring");
    CHECK(value_of(survey, "plan") == "pro");
  }
  const std::vector<std::string> wanted = {"page"};
  CHECK(collected({shown}).survey("s", {}, &wanted).segments.size() == 1);
  CHECK(collected({shown}, {.segments = false}).survey("s").segments.empty());
  CHECK(collected({shown}, {.only_segments = {"locale"}}).segment_names().size() == 1);
}

TEST_CASE("a name with more than two hundred values is no segment, and is said to be none") {
  std::vector<Json> events;
  for (int i = 0; i <= 200; ++i) {
    Json shown = event("Shown", Json::object(), {.response = "r" + std::to_string(i)});
    shown["context"] = {{"page", {{"path", "/" + std::to_string(i)}}}, {"locale", "en"}};
    events.push_back(std::move(shown));
    if (i == 199) CHECK(segment(collected(events).survey("s"), "page")->values.size() == 200);
  }
  const Collection collection = collected(events);
  CHECK(segment(collection.survey("s"), "page") == nullptr);
  CHECK(segment(collection.survey("s"), "locale") != nullptr);
  const std::vector<SegmentName> names = collection.segment_names();
  REQUIRE(names.size() == 2);
  CHECK(names[1].name == "page");
  CHECK(names[1].too_many);
}

TEST_CASE("somebody known by two ids is one person, and tickets find them by either") {
  const Collection collection = collected({
      answer("score", "nps", 9, {.response = "r1", .after = 5, .anonymous = "a1"}),
      answer("score", "nps", 8, {.response = "r2", .after = 9, .user = "u1", .anonymous = "a1"}),
      answer("score", "nps", 7, {.response = "r3", .after = 7, .anonymous = "a2"}),
  });
  const Survey survey = collection.survey("s");
  CHECK(survey.responses[0].visitor == survey.responses[1].visitor);
  CHECK(survey.responses[0].visitor != survey.responses[2].visitor);
  Tickets tickets;
  tickets.tickets = {{0, 0, "u1"}, {0, 0, "a1"}, {0, 0, "nobody"}};
  const People people = collection.people(tickets);
  CHECK(people.first_seen.size() == 2);
  CHECK(people.index.size() == 2);
  CHECK(people.index.at("u1") == survey.responses[0].visitor);
  CHECK(people.index.at("a1") == survey.responses[0].visitor);
  CHECK(people.first_seen[people.index.at("u1")] == kStart + 5);
}

TEST_CASE("beyond twenty thousand, texts are a sample that the order of lines does not change") {
  std::vector<Json> events;
  constexpr int kAll = static_cast<int>(kTexts) + 3000;
  for (int i = 0; i < kAll; ++i) {
    const std::string text = "t" + std::to_string(i);
    events.push_back(answer("why", "text", text, {.response = "r" + std::to_string(i), .after = i}));
  }
  events.push_back(answer("why", "text", "changed", {.response = "r7", .after = kAll}));
  const Survey forwards = collected(events).survey("s");
  std::reverse(events.begin(), events.end());
  const Survey backwards = collected(events).survey("s");
  CHECK(forwards.text_count == kAll);
  REQUIRE(forwards.texts.size() == kTexts);
  REQUIRE(backwards.texts.size() == kTexts);
  bool same = true;
  for (size_t i = 0; i < kTexts; ++i) same = same && forwards.texts[i].text == backwards.texts[i].text;
  CHECK(same);
  REQUIRE(forwards.newest.size() == kVerbatims);
  CHECK(forwards.newest[0].text == "changed");
  CHECK(forwards.newest[1].text == "t" + std::to_string(kAll - 1));
  CHECK(backwards.newest[49].text == forwards.newest[49].text);
  int old = 0;  // of the first half; a uniform sample has as many of them as of the second
  for (const Text& text : forwards.texts) old += text.response < kAll / 2 ? 1 : 0;
  CHECK(old > static_cast<int>(kTexts) * 48 / 100);
  CHECK(old < static_cast<int>(kTexts) * 52 / 100);
}

TEST_CASE("rows, keys and sets keep what they are given, however it is spread") {
  RowTable rows;
  std::vector<uint32_t> numbers;
  for (uint32_t i = 0; i < 5000; ++i) numbers.push_back(i * 977 % 40'000);
  for (const uint32_t row : numbers) rows.set({row, static_cast<int32_t>(row) * 2, static_cast<TimeMs>(row)});
  for (const uint32_t row : numbers) rows.set({row, static_cast<int32_t>(row) * 3, 7});
  CHECK(rows.size() == numbers.size());
  CHECK_FALSE(rows.find(40'000));
  CHECK(rows.find(977)->code == 2931);
  std::sort(numbers.begin(), numbers.end());
  std::vector<uint32_t> seen;
  rows.each([&](const RowTable::Entry& entry) {
    seen.push_back(entry.row);
    CHECK(entry.code == static_cast<int32_t>(entry.row) * 3);
  });
  CHECK(seen == numbers);

  KeySet set;
  KeyIndex index;
  for (uint32_t i = 0; i < 5000; ++i) {
    const Key key = key_of("id-" + std::to_string(i));
    CHECK(set.insert(key));
    CHECK_FALSE(set.insert(key));
    CHECK(index.insert(key) == i);
  }
  for (uint32_t i = 0; i < 5000; ++i) CHECK(index.find(key_of("id-" + std::to_string(i))) == i);
  CHECK(index.find(key_of("other")) == KeyIndex::kAbsent);
  CHECK(key_of("00000000-0000-0000-0000-000000000000"));
  CHECK_FALSE(key_of(""));
  CHECK_FALSE(key_of("019b7f3e-0000-7000-8000-00000000000A") == key_of("019b7f3e-0000-7000-8000-00000000000a"));
}
