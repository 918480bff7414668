// The funnel, every question's answers, factors and drivers, benchmarks.
#include <cmath>

#include "tests/unit/report_sections_support.h"

using namespace canvass;
using namespace canvass::report;
using Catch::Matchers::WithinAbs;

namespace {

void reach(Response& response, Stage stage, TimeMs at) {
  response.stages |= 1u << stage;
  response.at[stage] = at;
}

// Ten were shown; six began; of those four completed, one left at the second question and one at the third.
Survey course() {
  Survey survey;
  survey.id = "s";
  survey.responses.resize(10);
  survey.items = {nps_item(), item_of(Kind::kText, "text", "why", 0, 0), csat_item("last")};
  for (uint32_t i = 0; i < 10; ++i) {
    Response& response = survey.responses[i];
    reach(response, kShown, kNewYear + i);
    if (i >= 6) continue;
    reach(response, kStarted, kNewYear + i + 1000 * (i + 1));
    survey.items[0].answers.push_back({i, 9, {}});
    if (i < 4) {
      reach(response, kCompleted, kNewYear + i + 10'000 * (i + 1));
      survey.items[2].answers.push_back({i, 5, {}});
    }
    if (i < 2) survey.items[1].answers.push_back({i, 0, {}});
  }
  reach(survey.responses[4], kDismissed, kNewYear + 60'000);
  survey.responses[4].left_at = 1;
  reach(survey.responses[5], kAbandoned, kNewYear + 60'000);
  survey.responses[5].left_at = 2;
  return survey;
}

const Json& question(const Json& entry, size_t i) { return entry["questions"][i]; }

}  // namespace

TEST_CASE("the funnel has its rates with intervals, and the times that people take") {
  const Json entry = entry_of(course());
  const Json& funnel = entry["funnel"];
  CHECK(funnel["shown"] == 10);
  CHECK(funnel["started"] == 6);
  CHECK(funnel["completed"] == 4);
  CHECK(funnel["dismissed"] == 1);
  CHECK(funnel["abandoned"] == 1);
  CHECK(entry["shown"] == 10);
  CHECK(entry["abandoned"] == 1);
  CHECK(funnel["responseRate"]["value"] == 60.0);
  // Wilson for 6 of 10: 0.3127 to 0.8318.
  CHECK_THAT(real(funnel["responseRate"]["interval"]["low"]), WithinAbs(31.27, 0.01));
  CHECK_THAT(real(funnel["responseRate"]["interval"]["high"]), WithinAbs(83.18, 0.01));
  CHECK_THAT(real(funnel["completionRate"]["value"]), WithinAbs(200.0 / 3, 1e-12));
  CHECK(funnel["timeToAnswer"] == Json({{"n", 6}, {"median", 3500.0}, {"p90", 5500.0}}));
  CHECK(funnel["duration"]["n"] == 4);
  CHECK(funnel["duration"]["median"] == 25'000.0);
  CHECK_THAT(real(funnel["duration"]["p90"]), WithinAbs(37'000, 1e-9));
}

TEST_CASE("each question tells who answered, who came that far and who left there") {
  const Json questions = entry_of(course())["funnel"]["questions"];
  REQUIRE(questions.size() == 3);
  CHECK(questions[0] ==
        Json({{"question", "score"}, {"kind", "nps"}, {"answered", 6}, {"reached", 6}, {"left", 0}, {"share", 0.0}}));
  CHECK(questions[1]["answered"] == 2);
  CHECK(questions[1]["reached"] == 6);
  CHECK(questions[1]["left"] == 1);
  CHECK_THAT(real(questions[1]["share"]), WithinAbs(100.0 / 6, 1e-12));
  CHECK(questions[2]["reached"] == 5);
  CHECK(questions[2]["left"] == 1);
  CHECK(questions[2]["share"] == 20.0);
}

TEST_CASE("a question of several rows is one step of the funnel, answered once by each response") {
  Survey survey = survey_of(3);
  survey.items = {answered(row_item("m", "a", 5), {1, 2}), answered(row_item("m", "b", 5), {3}, 1), nps_item()};
  const Json questions = entry_of(survey)["funnel"]["questions"];
  REQUIRE(questions.size() == 2);
  CHECK(questions[0]["answered"] == 2);
  CHECK(questions[1]["answered"] == 0);
  CHECK(questions[1]["reached"] == 0);
  CHECK(questions[1]["share"].is_null());
}

TEST_CASE("questions are in the order most people came to them, whoever answered which of them first") {
  // "b" and "c" come after "a", and "d" after all; the first respondent of all skipped "b", and one came back to "a".
  Survey survey = survey_of(5);
  const auto at = [](std::vector<std::pair<uint32_t, TimeMs>> answers, const char* question) {
    Item item = item_of(Kind::kText, "text", question, 0, 0);
    for (const auto& [response, time] : answers) item.answers.push_back({response, 0, kNewYear + time});
    return item;
  };
  survey.items = {at({{0, 1}, {1, 11}, {2, 21}, {3, 39}}, "a"), at({{0, 2}, {2, 23}}, "c"),
                  at({{0, 3}, {1, 13}, {3, 34}}, "d"), at({{1, 12}, {2, 22}, {3, 33}}, "b")};
  survey.responses[4].stages = 1u << kShown | 1u << kDismissed;
  survey.responses[4].left_at = 3;
  const Json entry = entry_of(survey);
  std::string order, same;
  for (const Json& question : entry["funnel"]["questions"]) order += question["question"].get<std::string>();
  for (const Json& question : entry["questions"]) same += question["question"].get<std::string>();
  CHECK(order == "abcd");
  CHECK(same == "abcd");
  CHECK(entry["funnel"]["questions"][1]["reached"] == 5);
  CHECK(entry["funnel"]["questions"][1]["left"] == 1);
}

TEST_CASE("an export without one of the stages has no rate of it, and clocks that run back no time") {
  Survey survey = survey_with(nps_item(), {9, 9});
  for (Response& response : survey.responses) response.stages = 1u << kStarted;
  Json funnel = entry_of(survey)["funnel"];
  CHECK(funnel["responseRate"].is_null());
  CHECK(funnel["completionRate"]["value"] == 0.0);
  CHECK(funnel["timeToAnswer"].is_null());
  survey.responses[0].stages |= 1u << kShown;
  survey.responses[0].at[kShown] = kNewYear;
  survey.responses[0].at[kStarted] = kNewYear - 1;
  funnel = entry_of(survey)["funnel"];
  CHECK(funnel["responseRate"].is_null());  // two of one
  CHECK(funnel["timeToAnswer"].is_null());
}

TEST_CASE("choices are counted by option, most frequent first, as shares of those who answered") {
  Survey survey = survey_of(4);
  Item item = item_of(Kind::kChoice, "choice", "how", 0, 0);
  item.choices = {{"ad"}, {"ad", "friend"}, {"search"}};
  item.rejected = 2;
  survey.items = {answered(item, {0, 1, 1, 2})};
  const Json entry = entry_of(survey);
  const Json& how = question(entry, 0);
  CHECK(how["answered"] == 4);
  CHECK(how["rejected"] == 2);
  REQUIRE(how["options"].size() == 3);
  CHECK(how["options"][0]["value"] == "ad");
  CHECK(how["options"][0]["count"] == 3);
  CHECK(how["options"][0]["share"] == 75.0);
  CHECK(how["options"][0]["interval"]["method"] == "wilson");
  CHECK(how["options"][1]["value"] == "friend");
  CHECK(how["options"][2]["value"] == "search");
}

TEST_CASE("numbers have their mean, median and ends, with decimals where they have any") {
  const Json entry =
      entry_of(survey_with(item_of(Kind::kNumber, "number", "price", 0, 0), {1.5, 2.25, 10, -3, 1e9 + 0.5}));
  const Json& price = question(entry, 0);
  CHECK(price["median"] == 2.25);
  CHECK(price["min"] == -3);
  CHECK(price["max"] == 1e9 + 0.5);
  CHECK_THAT(real(price["mean"]), WithinAbs((1.5 + 2.25 + 10 - 3 + 1e9 + 0.5) / 5, 1e-6));
  CHECK(price["interval"]["method"] == "t");
  const Json none = entry_of(survey_with(item_of(Kind::kNumber, "number", "price", 0, 0), {}));
  for (const char* field : {"mean", "sd", "median", "min", "max", "interval"}) {
    CHECK(question(none, 0)[field].is_null());
  }
}

TEST_CASE("yes and no, rankings, matrices, scales and texts are told in their own way") {
  Survey survey = survey_of(3);
  Item best = item_of(Kind::kRank, "ranking", "order", 1, 2), second = best;
  best.row = "price";
  second.row = "taste";
  survey.items = {answered(item_of(Kind::kYesNo, "yesno", "again", 0, 1), {1, 0, 1}),
                  answered(best, {1, 1, 2}),
                  answered(second, {2, 2, 1}),
                  answered(row_item("m", "a", 5), {5, 4}),
                  answered(row_item("m", "b", 5), {1}, 2),
                  answered(ces_item(metrics::CesVariant::kEffort5), {1, 2}),
                  answered(item_of(Kind::kText, "text", "why", 0, 0), {0, 0}),
                  answered(item_of(Kind::kOther, "email", "mail", 0, 0), {0})};
  const Json entry = entry_of(survey);
  REQUIRE(entry["questions"].size() == 6);
  CHECK(question(entry, 0)["options"][0]["value"] == "yes");
  CHECK(question(entry, 0)["options"][0]["count"] == 2);
  CHECK(question(entry, 0)["options"][1]["count"] == 1);
  CHECK(question(entry, 1)["answered"] == 3);
  CHECK(question(entry, 1)["rows"][0]["row"] == "price");
  CHECK_THAT(real(question(entry, 1)["rows"][0]["mean"]), WithinAbs(4.0 / 3, 1e-12));
  CHECK(question(entry, 1)["rows"][0]["first"] == 2);
  CHECK(question(entry, 2)["answered"] == 3);
  CHECK(question(entry, 2)["rows"][0]["mean"] == 4.5);
  CHECK(question(entry, 2)["rows"][0]["distribution"].size() == 5);
  CHECK(question(entry, 2)["rows"][1]["answered"] == 1);
  CHECK(question(entry, 2)["rows"][1]["interval"].is_null());
  CHECK(question(entry, 3)["variant"] == "effort5");
  CHECK(question(entry, 3)["mean"] == 1.5);
  CHECK(question(entry, 4)["answered"] == 2);
  CHECK(question(entry, 4)["kind"] == "text");
  CHECK(question(entry, 5)["kind"] == "email");
}

TEST_CASE("the rows of a matrix are held against the score beside it, complete responses only") {
  Survey survey = survey_of(8);
  // The score is twice the speed; the staff is balanced against it, and explains nothing.
  survey.items = {answered(nps_item(), {2, 4, 6, 8, 2, 4, 6, 8}),
                  answered(row_item("m", "staff", 5), {1, 5, 5, 1, 1, 5, 5}),
                  answered(row_item("m", "speed", 5), {1, 2, 3, 4, 1, 2, 3, 4})};
  const Json drivers = entry_of(survey)["drivers"];
  REQUIRE(drivers.is_object());
  CHECK(drivers["outcome"] == "score");
  CHECK(drivers["n"] == 7);
  CHECK(drivers["method"] == "lmg");
  CHECK_THAT(real(drivers["r2"]), WithinAbs(1, 1e-9));
  REQUIRE(drivers["factors"].size() == 2);
  const Json& speed = drivers["factors"][0];
  CHECK(speed["name"] == "speed");
  CHECK_THAT(real(speed["slope"]), WithinAbs(2, 1e-9));
  CHECK_THAT(real(speed["mean"]), WithinAbs(16.0 / 7, 1e-12));
  CHECK_THAT(real(speed["potential"]), WithinAbs(2 * (5 - 16.0 / 7), 1e-9));
  CHECK_THAT(real(speed["correlation"]), WithinAbs(1, 1e-9));
  CHECK(real(speed["importance"]) > 0.9);
}

TEST_CASE("a factor that everybody answers alike says nothing, and too few responses give no drivers") {
  Survey survey = survey_of(6);
  survey.items = {answered(nps_item(), {2, 4, 6, 8, 10, 0}), answered(row_item("m", "speed", 5), {1, 2, 3, 4, 5, 1}),
                  answered(row_item("m", "same", 5), {3, 3, 3, 3, 3, 3})};
  const Json drivers = entry_of(survey)["drivers"];
  REQUIRE(drivers.is_object());
  CHECK(drivers["factors"][1]["name"] == "same");
  CHECK(drivers["factors"][1]["correlation"].is_null());
  CHECK(drivers["factors"][1]["importance"] == 0.0);
  survey.items[1].answers.resize(3);
  CHECK(entry_of(survey)["drivers"].is_null());
  survey.items.resize(1);
  CHECK(entry_of(survey)["drivers"].is_null());
}

TEST_CASE("a matrix of more rows than can be told apart gives no drivers") {
  Survey survey = survey_with(nps_item(), std::vector<double>(40, 9));
  for (int row = 0; row < 13; ++row) {
    survey.items.push_back(
        answered(row_item("m", "row" + std::to_string(row), 5), std::vector<double>(40, row % 5 + 1)));
  }
  CHECK(entry_of(survey)["drivers"].is_null());
}

TEST_CASE("a benchmark is above or below only where it is outside of the interval") {
  Asked asked;
  asked.benchmarks.tables = {
      {"nps", "", "Industries", "Somebody", 2024, {{"low", 10}, {"near", 28}, {"high", 60}}},
      {"csat", "", "Others", "Somebody", 2024, {{"x", 1}}},
      {"nps", "enps", "Employers", "Somebody", 2024, {{"x", 1}}},
  };
  const Json entry = entry_of(survey_with(nps_item(), times({{10, 50}, {8, 30}, {0, 20}})), asked);
  REQUIRE(entry["benchmark"].size() == 1);
  CHECK(entry["benchmark"][0]["title"] == "Industries");
  CHECK(entry["benchmark"][0]["year"] == 2024);
  const Json& rows = entry["benchmark"][0]["rows"];
  CHECK(rows[0] == Json({{"name", "low"}, {"value", 10.0}, {"delta", 20.0}, {"verdict", "above"}}));
  CHECK(rows[1]["verdict"] == "unclear");
  CHECK(rows[2]["verdict"] == "below");
}

TEST_CASE("employees are held against employees, and business customers against customers") {
  Asked asked;
  asked.benchmarks.tables = {{"nps", "", "Industries", "Somebody", 2024, {{"x", 1}}},
                             {"nps", "enps", "Employers", "Somebody", 2024, {{"x", 1}}}};
  Survey survey = survey_with(nps_item(), {9, 9, 9});
  asked.names.take(R"({"canvass":1,"surveys":[{"id":"s","triggers":[],"preset":"enps"}]})");
  Json entry = entry_of(survey, asked);
  CHECK(entry["variant"] == "enps");
  CHECK(entry["preset"] == "enps");
  REQUIRE(entry["benchmark"].size() == 1);
  CHECK(entry["benchmark"][0]["title"] == "Employers");
  asked.names = {};
  asked.names.take(R"({"canvass":1,"surveys":[{"id":"s","triggers":[],"preset":"npsB2b"}]})");
  entry = entry_of(survey, asked);
  CHECK(entry["variant"] == "npsB2b");
  CHECK(entry["benchmark"][0]["title"] == "Industries");
}
