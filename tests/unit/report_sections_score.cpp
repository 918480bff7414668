// The scores of a survey's entries, with what says how to read them.
#include <algorithm>
#include <random>

#include "tests/unit/report_sections_support.h"

using namespace canvass;
using namespace canvass::report;
using Catch::Matchers::WithinAbs;

namespace {

using metrics::CesVariant;

void check_interval(const Json& interval, const char* method, double low, double high, double margin = 1e-9) {
  REQUIRE(interval.is_object());
  CHECK(interval["method"] == method);
  CHECK(interval["confidence"] == 0.95);
  CHECK_THAT(real(interval["low"]), WithinAbs(low, margin));
  CHECK_THAT(real(interval["high"]), WithinAbs(high, margin));
}

}  // namespace

TEST_CASE("NPS comes with its score interval, its passives and those of them at risk") {
  const Json entry = entry_of(survey_with(nps_item(), times({{10, 30}, {9, 20}, {8, 10}, {7, 20}, {6, 5}, {0, 15}})));
  CHECK(entry["id"] == "s");
  CHECK(entry["metric"] == "nps");
  CHECK(entry["question"] == "score");
  CHECK(entry["main"] == true);
  CHECK(entry["n"] == 100);
  CHECK(entry["value"] == 30.0);
  CHECK(entry["unit"] == "points");
  CHECK(entry["range"] == Json::array({-100, 100}));
  CHECK(entry["better"] == "higher");
  CHECK(entry["counts"] == Json({{"promoters", 50}, {"passives", 30}, {"detractors", 20}}));
  CHECK_THAT(real(entry["se"]), WithinAbs(7.810249675906654, 1e-9));
  check_interval(entry["interval"], "score", 13.955141614195693, 44.33930663358594, 1e-4);
  CHECK(entry["intervals"].size() == 3);
  CHECK_THAT(real(entry["margin"]), WithinAbs((44.33930663358594 - 13.955141614195693) / 2, 1e-4));
  // z² · 0.61 / 0.05² = 937.3…
  CHECK(entry["needed"] == Json({{"margin", 5.0}, {"n", 938}}));
  CHECK(entry["passives"]["n"] == 30);
  CHECK(entry["passives"]["share"] == 30.0);
  CHECK(entry["passives"]["atRisk"]["n"] == 20);
  CHECK_THAT(real(entry["passives"]["atRisk"]["share"]), WithinAbs(200.0 / 3, 1e-12));
  // Wilson for 20 of 30: (20 + z²/2 ± z √(20 · 10 / 30 + z²/4)) / (30 + z²).
  check_interval(entry["passives"]["atRisk"]["interval"], "wilson", 48.780052, 80.769502, 1e-5);
}

TEST_CASE("CSAT is the share of its two highest points, with the mean beside it") {
  const Json entry = entry_of(survey_with(csat_item(), times({{5, 10}, {4, 6}, {3, 2}, {1, 2}})));
  CHECK(entry["metric"] == "csat");
  CHECK(entry["unit"] == "percent");
  CHECK(entry["value"] == 80.0);
  CHECK(entry["share"]["name"] == "top2");
  CHECK(entry["share"]["count"] == 16);
  // Wilson for 16 of 20, as in every textbook: 0.584 to 0.919.
  check_interval(entry["interval"], "wilson", 58.398, 91.934, 1e-2);
  CHECK(entry["intervals"]["wilson"].size() == 2);
  CHECK_THAT(real(entry["se"]), WithinAbs(100 * std::sqrt(0.8 * 0.2 / 20), 1e-9));
  CHECK_THAT(real(entry["mean"]["value"]), WithinAbs(4.1, 1e-12));
  CHECK_FALSE(entry["mean"]["sd"].is_null());
  CHECK(entry["mean"]["interval"]["method"] == "t");
  CHECK(entry["counts"] == Json({{"satisfied", 16}, {"neutral", 2}, {"dissatisfied", 2}}));
  CHECK(entry["distribution"].size() == 5);
}

TEST_CASE("CES says its variant and direction, and that less effort is better") {
  const Json agree = entry_of(survey_with(ces_item(CesVariant::kAgree7), {6, 7, 4, 5}));
  CHECK(agree["variant"] == "agree7");
  CHECK(agree["direction"] == "higher_is_easier");
  CHECK(agree["better"] == "higher");
  CHECK(agree["range"] == Json::array({1, 7}));
  CHECK(agree["value"] == 5.5);
  CHECK(agree["easy"] == 75.0);
  CHECK(agree["share"]["name"] == "easy");
  CHECK(agree["share"]["value"] == 75.0);
  // s² = 5/3; t(3) = 3.182446305284263
  const double half = 3.182446305284263 * std::sqrt(5.0 / 3) / 2;
  check_interval(agree["interval"], "t", 5.5 - half, 5.5 + half, 1e-9);
  CHECK(agree["intervals"]["t"][0] == agree["interval"]["low"]);

  const Json effort = entry_of(survey_with(ces_item(CesVariant::kEffort5), {1, 2, 5}));
  CHECK(effort["variant"] == "effort5");
  CHECK(effort["direction"] == "lower_is_easier");
  CHECK(effort["better"] == "lower");
  CHECK(effort["range"] == Json::array({1, 5}));
}

TEST_CASE("a rating is its mean on its own scale") {
  const Json entry = entry_of(survey_with(rating_item(10), {1, 10, 10, 7}));
  CHECK(entry["metric"] == "rating");
  CHECK(entry["value"] == 7.0);
  CHECK(entry["range"] == Json::array({1, 10}));
  CHECK(entry["needed"]["margin"] == 0.2);
  CHECK(entry["distribution"].size() == 10);
  CHECK(entry["distribution"][9] == Json({{"value", 10}, {"count", 2}}));
}

TEST_CASE("a usability questionnaire has one entry, its score with a grade, and no entry for its rows") {
  Survey survey = survey_of(3);
  survey.items.push_back(answered(row_item("susA", "sus1", 5), {4, 4, 4}));
  survey.items.push_back(answered(score_item("sus"), {85, 72.5, 90}));
  const std::vector<Json> entries = entries_of(survey);
  REQUIRE(entries.size() == 1);
  CHECK(entries[0]["metric"] == "sus");
  CHECK(entries[0]["question"].is_null());
  CHECK(entries[0]["value"] == 82.5);
  CHECK(entries[0]["grade"] == "A");
  CHECK(entries[0]["adjective"].is_string());
  CHECK(entries[0]["needed"]["margin"] == 2.5);
  REQUIRE(entries[0]["distribution"].size() == 10);
  CHECK(entries[0]["distribution"][7] == Json({{"value", 70}, {"to", 80}, {"count", 1}}));
  CHECK(entries[0]["distribution"][9]["count"] == 1);
}

TEST_CASE("the SUS that UMUX-Lite would suggest is given only when asked for, with its caveat") {
  const Survey survey = survey_with(score_item("umuxLite"), {75, 50});
  CHECK_FALSE(entry_of(survey).contains("susEstimate"));
  Asked asked;
  asked.query.sus_estimate = true;
  const Json entry = entry_of(survey, asked);
  CHECK(entry["metric"] == "umuxLite");
  CHECK(entry["value"] == 62.5);
  CHECK_THAT(real(entry["susEstimate"]["value"]), WithinAbs(0.65 * 62.5 + 22.9, 1e-12));
  CHECK(entry["susEstimate"]["caveat"].get<std::string>().size() > 20);
}

TEST_CASE("SUPR-Q is a total, four factors and own statements, and its recommendation has an entry of its own") {
  Survey survey = survey_of(4);
  survey.items.push_back(answered(nps_item("loyalty1"), {10, 8, 6, 9}));
  survey.items.push_back(answered(score_item("usability"), {5, 4, 3, 4}));
  survey.items.push_back(answered(score_item("trust"), {4, 4, 2, 5}));
  survey.items.push_back(answered(score_item("loyalty"), {5, 4, 3, 4.5}));
  survey.items.push_back(answered(score_item("appearance"), {4, 3, 3, 5}));
  survey.items.push_back(answered(score_item("suprq"), {4.5, 3.75, 2.75, 4.625}));
  survey.items.push_back(answered(score_item("factors.speed"), {2, 3, 1}));
  const std::vector<Json> entries = entries_of(survey);
  REQUIRE(entries.size() == 2);
  CHECK(entries[0]["metric"] == "suprq");
  CHECK(entries[0]["range"] == Json::array({1, 5}));
  REQUIRE(entries[0]["factors"].size() == 5);
  CHECK(entries[0]["factors"][1]["name"] == "trust");
  CHECK(entries[0]["factors"][1]["value"] == 3.75);
  CHECK(entries[0]["factors"][4]["name"] == "factors.speed");
  CHECK(entries[0]["factors"][4]["label"] == "speed");
  CHECK(entries[0]["factors"][4]["n"] == 3);
  CHECK(entries[1]["id"] == "s/loyalty1");
  CHECK(entries[1]["metric"] == "nps");
  CHECK(entries[1]["main"] == false);
  for (const char* field : {"funnel", "questions", "themes", "tags", "findings", "factors"}) {
    CHECK_FALSE(entries[1].contains(field));
  }
}

TEST_CASE("a satisfaction index is weighted, with the unweighted one and its aspects beside it") {
  Survey survey = survey_of(2);
  survey.items.push_back(answered(row_item("satisfaction", "taste", 10), {10, 1}));
  survey.items.push_back(answered(row_item("satisfaction", "price", 10), {5.5, 10}));
  survey.items.push_back(answered(row_item("importance", "taste", 10), {9, 7}));
  survey.items.push_back(answered(score_item("csi"), {80, 40}));
  survey.items.push_back(answered(score_item("csiUnweighted"), {75, 50}));
  const Json entry = entry_of(survey);
  CHECK(entry["metric"] == "csi");
  CHECK(entry["value"] == 60.0);
  CHECK(entry["unweighted"]["n"] == 2);
  CHECK(entry["unweighted"]["value"] == 62.5);
  REQUIRE(entry["factors"].size() == 2);
  CHECK(entry["factors"][0]["name"] == "taste");
  CHECK(entry["factors"][0]["value"] == 50.0);
  CHECK(entry["factors"][0]["importance"] == 8.0);
  CHECK(entry["factors"][1]["value"] == 75.0);
  CHECK(entry["factors"][1]["importance"].is_null());
}

TEST_CASE("product/market fit is the share of the very disappointed among those who still use it") {
  const Json entry = entry_of(survey_with(score_item("pmf"), times({{100, 4}, {0, 6}})));
  CHECK(entry["metric"] == "pmf");
  CHECK(entry["question"] == "disappointed");
  CHECK(entry["n"] == 10);
  CHECK(entry["value"] == 40.0);
  CHECK(entry["interval"]["method"] == "wilson");
  CHECK(entry["share"]["name"] == "veryDisappointed");
}

TEST_CASE("the Single Ease Question is its rating, named for what it is, and has one entry") {
  Survey survey = survey_of(3);
  survey.items.push_back(answered(rating_item(7, "ease"), {7, 5, 3}));
  survey.items.push_back(answered(score_item("seq"), {7, 5}));
  const std::vector<Json> entries = entries_of(survey);
  REQUIRE(entries.size() == 1);
  CHECK(entries[0]["metric"] == "seq");
  CHECK(entries[0]["question"] == "ease");
  CHECK(entries[0]["n"] == 3);
  CHECK(entries[0]["value"] == 5.0);
  CHECK(main_item(survey) == &survey.items[0]);
}

TEST_CASE("the first scored question is the main one, and the others follow under its survey") {
  Survey survey = survey_of(2);
  survey.items.push_back(answered(item_of(Kind::kText, "text", "why", 0, 0), {0, 0}));
  survey.items.push_back(answered(csat_item(), {5, 4}));
  survey.items.push_back(answered(nps_item(), {9, 10}));
  survey.items.push_back(answered(ces_item(CesVariant::kAgree7), {7}));
  survey.items.push_back(answered(ces_item(CesVariant::kEffort5), {1}, 1));
  const std::vector<Json> entries = entries_of(survey);
  REQUIRE(entries.size() == 4);
  CHECK(entries[0]["id"] == "s");
  CHECK(entries[0]["metric"] == "csat");
  CHECK(entries[1]["id"] == "s/score");
  CHECK(entries[2]["id"] == "s/ease");
  CHECK(entries[3]["id"] == "s/ease/effort5");
  CHECK(main_item(survey) == &survey.items[1]);
}

TEST_CASE("a question that changed its scale has an entry for each") {
  Survey survey = survey_of(6);
  survey.items.push_back(answered(nps_item(), {9, 9}));
  survey.items.push_back(answered(rating_item(5), {5, 4}));
  survey.items.push_back(answered(rating_item(10), {9, 8}, 2));
  survey.items.push_back(answered(rating_item(10), {9, 8}, 4));
  const std::vector<Json> entries = entries_of(survey);
  REQUIRE(entries.size() == 4);
  CHECK(entries[1]["id"] == "s/stars");
  CHECK(entries[2]["id"] == "s/stars/rating10");
  CHECK(entries[3]["id"] == "s/stars/rating10/2");
  CHECK(entries[1]["value"] == 4.5);
  CHECK(entries[2]["value"] == 8.5);
}

TEST_CASE("without an answer there is a metric and nothing said about it") {
  for (const Item& item : {nps_item(), csat_item(), ces_item(CesVariant::kEffort5), rating_item(5)}) {
    const Json entry = entry_of(survey_with(item, {}));
    CHECK(entry["metric"].is_string());
    CHECK(entry["n"] == 0);
    for (const char* field : {"value", "se", "interval", "intervals", "margin", "needed", "share"}) {
      CHECK(entry[field].is_null());
    }
    CHECK(entry["trend"].empty());
    CHECK(entry["benchmark"].is_null());
  }
  CHECK(entry_of(survey_with(nps_item(), {}))["passives"]["share"].is_null());
  CHECK(entry_of(survey_with(csat_item(), {}))["mean"].is_null());
}

TEST_CASE("one answer has a mean and no interval of it, but an NPS with one") {
  const Json rating = entry_of(survey_with(rating_item(5), {4}));
  CHECK(rating["value"] == 4.0);
  CHECK(rating["se"].is_null());
  CHECK(rating["sd"].is_null());
  CHECK(rating["interval"].is_null());
  CHECK(rating["intervals"].is_null());
  CHECK(rating["needed"].is_null());
  const Json nps = entry_of(survey_with(nps_item(), {9}));
  CHECK(nps["value"] == 100.0);
  CHECK(nps["interval"].is_object());
}

TEST_CASE("answers that are all alike do not say how many more are needed") {
  CHECK(entry_of(survey_with(nps_item(), times({{10, 12}})))["needed"].is_null());
  CHECK(entry_of(survey_with(rating_item(5), times({{4, 12}})))["needed"].is_null());
  CHECK(entry_of(survey_with(csat_item(), times({{5, 12}})))["needed"].is_null());
  CHECK(entry_of(survey_with(rating_item(5), times({{4, 12}})))["se"] == 0.0);
}

TEST_CASE("a survey of texts only has an entry without a metric, and everything about the survey") {
  Survey survey = survey_with(item_of(Kind::kText, "text", "why", 0, 0), {0, 0, 0});
  survey.rejected = 2;
  survey.text_count = 3;
  survey.texts = {{0, "why", "Because", kNewYear}};
  const std::vector<Json> entries = entries_of(survey);
  REQUIRE(entries.size() == 1);
  CHECK(entries[0]["metric"].is_null());
  CHECK(entries[0]["question"].is_null());
  CHECK(entries[0]["value"].is_null());
  CHECK(entries[0]["n"] == 0);
  CHECK(entries[0]["rejected"] == 2);
  CHECK(entries[0]["verbatimCount"] == 3);
  CHECK(entries[0]["verbatims"].size() == 1);
  CHECK(entries[0]["funnel"]["started"] == 3);
  CHECK(entries[0]["questions"].size() == 1);
  CHECK(main_item(survey) == nullptr);
}

TEST_CASE("a survey that nobody has seen yet is an entry, too") {
  Survey survey;
  survey.id = "empty";
  const Json entry = entry_of(survey);
  CHECK(entry["id"] == "empty");
  CHECK(entry["shown"] == 0);
  CHECK(entry["funnel"]["responseRate"].is_null());
  CHECK(entry["funnel"]["questions"].empty());
}

TEST_CASE("verbatims have the score and group of their own response, for each entry its own") {
  Survey survey = survey_of(3);
  survey.items.push_back(answered(nps_item(), {2, 10}));
  survey.items.push_back(answered(csat_item(), {5, 1}));
  survey.texts = {{1, "why", "Quick", kNewYear + 2}, {0, "why", "Slow", kNewYear}, {2, "why", "Hm", {}}};
  survey.text_count = 3;
  Asked asked;
  asked.tags.tags = {{"slow", "Delivery is slow"}};
  asked.tags.tagged = {{"s", "r0", "why", {"slow"}}};
  const std::vector<Json> entries = entries_of(survey, asked);
  const Json& verbatims = entries[0]["verbatims"];
  REQUIRE(verbatims.size() == 3);
  CHECK(verbatims[0] == Json({{"text", "Quick"},
                              {"question", "why"},
                              {"score", 10},
                              {"category", "promoter"},
                              {"timestamp", "2026-01-01T00:00:00.002Z"},
                              {"response", "r1"},
                              {"tags", Json::array()}}));
  CHECK(verbatims[1]["category"] == "detractor");
  CHECK(verbatims[1]["tags"] == Json::array({"slow"}));
  CHECK(verbatims[2]["score"].is_null());
  CHECK(verbatims[2]["category"].is_null());
  CHECK(verbatims[2]["timestamp"].is_null());
  CHECK(entries[1]["verbatims"][0]["category"] == "dissatisfied");
}

TEST_CASE("tags count each response once, with the groups they come from") {
  Survey survey = survey_of(4);
  survey.items.push_back(answered(nps_item(), {2, 10, 8, 3}));
  survey.items.push_back(answered(item_of(Kind::kText, "text", "why", 0, 0), {0, 0, 0, 0}));
  Asked asked;
  asked.tags.tags = {{"kind", "Kind people"}, {"slow", "Delivery is slow"}, {"unused", "Nobody says it"}};
  asked.tags.tagged = {{"s", "r0", "why", {"slow"}},
                       {"s", "r0", "how", {"slow"}},
                       {"s", "r3", "why", {"slow", "kind"}},
                       {"other", "r1", "why", {"slow"}},
                       {"s", "gone", "why", {"slow"}}};
  const Json tags = entry_of(survey, asked)["tags"];
  REQUIRE(tags.size() == 2);
  CHECK(tags[0] == Json({{"id", "slow"},
                         {"name", "Delivery is slow"},
                         {"count", 2},
                         {"share", 50.0},
                         {"groups", {{"detractor", 2}}}}));
  CHECK(tags[1]["id"] == "kind");
}

TEST_CASE("the order of responses does not change a number") {
  std::mt19937 random(7);
  Survey survey = survey_of(300);
  std::vector<double> values, scores;
  for (int i = 0; i < 300; ++i) {
    values.push_back(random() % 11);
    scores.push_back(static_cast<double>(random() % 10000) / 100);
  }
  survey.items.push_back(answered(nps_item(), values));
  survey.items.push_back(answered(score_item("csi"), scores));
  survey.segments.push_back({"plan", {"a", "b", "c"}, {}});
  for (int i = 0; i < 300; ++i) survey.segments[0].of.push_back(random() % 3);
  Asked asked;
  asked.query.by = {"plan"};

  std::vector<uint32_t> order(300);
  for (uint32_t i = 0; i < 300; ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), random);
  Survey shuffled = survey;
  for (uint32_t i = 0; i < 300; ++i) {
    shuffled.responses[i] = survey.responses[order[i]];
    shuffled.segments[0].of[i] = survey.segments[0].of[order[i]];
    for (size_t item = 0; item < 2; ++item) {
      shuffled.items[item].answers[i] = survey.items[item].answers[order[i]];
      shuffled.items[item].answers[i].response = i;
    }
  }
  CHECK(entries_of(shuffled, asked) == entries_of(survey, asked));
}
