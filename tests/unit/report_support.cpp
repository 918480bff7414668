// Tickets: how the table is read, and what is made of it beside the satisfaction of the people who wrote them.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/report/csv.h"
#include "core/report/support.h"

using namespace canvass;
using namespace canvass::report;
using Catch::Matchers::WithinAbs;

namespace {

using Strings = std::vector<std::string>;

std::vector<Strings> records(std::string_view text, char separator = ',') {
  std::vector<Strings> result;
  CsvReader reader(text, separator);
  while (reader.next()) result.push_back(reader.problem() ? Strings{"!", reader.problem()} : reader.fields());
  return result;
}

Tickets read(std::string_view text) {
  Tickets tickets;
  tickets.add_csv(text, "tickets.csv");
  return tickets;
}

std::vector<std::pair<int64_t, std::string>> malformed(const Tickets& tickets) {
  std::vector<std::pair<int64_t, std::string>> result;
  for (const Located& place : tickets.malformed) result.emplace_back(place.line, place.message);
  return result;
}

TimeMs at(std::string_view time) { return parse_iso8601(time).value(); }

// Ten people, "u0"…"u9", first seen on 2 March 2026 at noon; each gave one answer.
struct World {
  People people;
  Survey survey;
  explicit World(Kind type, const std::vector<double>& values) {
    survey.id = "nps";
    Item& item = survey.items.emplace_back();
    item.question = "score";
    item.type = type;
    for (size_t i = 0; i < values.size(); ++i) {
      const auto visitor = static_cast<uint32_t>(i);
      people.index.emplace("u" + std::to_string(i), visitor);
      people.first_seen.push_back(at("2026-03-02T12:00:00Z"));
      Response response;
      response.id = "r" + std::to_string(i);
      response.visitor = visitor;
      response.time = at("2026-03-05T00:00:00Z");
      survey.responses.push_back(response);
      item.answers.push_back({visitor, values[i], response.time});
    }
  }
  Json json(std::string_view csv, const Query& query = {}) const {
    return support_json(read("date,topic,user\n" + std::string(csv)), people, &survey, &survey.items[0], query);
  }
};

}  // namespace

TEST_CASE("a table may have quotes, line breaks within them, and any line ends") {
  CHECK(records("a,b\r\n1,2\r\n") == std::vector<Strings>{{"a", "b"}, {"1", "2"}});
  CHECK(records("a,b\r1,2") == std::vector<Strings>{{"a", "b"}, {"1", "2"}});
  CHECK(records("\n\na,\n\n,b\n") == std::vector<Strings>{{"a", ""}, {"", "b"}});
  CHECK(records("\"a,\"\"b\"\"\",\"c\nd\"\n") == std::vector<Strings>{{"a,\"b\"", "c\nd"}});
  CHECK(records("a;\"b;c\"", ';') == std::vector<Strings>{{"a", "b;c"}});
  CHECK(records("\"\"") == std::vector<Strings>{{""}});
  CHECK(records("").empty());
}

TEST_CASE("a quote in the wrong place costs its own line only, and lines are counted through quoted breaks") {
  CsvReader reader("h\n\"two\r\nlines\"\n\"open\nx\"y\nlast\n", ',');
  std::vector<std::pair<int64_t, bool>> seen;
  while (reader.next()) seen.emplace_back(reader.line(), reader.problem() == nullptr);
  CHECK(seen == std::vector<std::pair<int64_t, bool>>{{1, true}, {2, true}, {4, false}, {5, false}, {6, true}});
}

TEST_CASE("tickets are read whatever the order and case of columns, the separator and a byte order mark") {
  for (const char* text :
       {"Date,Topic,User\n2026-03-02,Login,u1\n", "\xEF\xBB\xBFuser;id;TOPIC;date\r\nu1;7;Login;2026-03-02\r\n",
        "topic\tuser\tdate\nLogin\tu1\t2026-03-02T03:00:00+03:00\n",
        "date, topic ,user\n2026-03-01 22:00-02:00, Login , u1\n"}) {
    CAPTURE(text);
    const Tickets tickets = read(text);
    CHECK(tickets.malformed_count == 0);
    REQUIRE(tickets.tickets.size() == 1);
    CHECK(tickets.tickets[0].time == at("2026-03-02T00:00:00Z"));
    CHECK(tickets.tickets[0].user == "u1");
    CHECK(tickets.topics == Strings{"Login"});
  }
}

TEST_CASE("lines that cannot be read are located and left out") {
  const Tickets tickets = read(
      "date,topic,user\n"
      "2026-02-30,Login,u1\n"
      "2026-03-01,Login\n"
      "2026-03-01,,u1\n"
      "2026-03-01,Login, \n"
      "2026-03-01,\"Login,u1\n"
      "02.03.2026,Login,u1\n"
      "2026-03-01,Login,u1\n");
  CHECK(malformed(tickets) ==
        std::vector<std::pair<int64_t, std::string>>{
            {2, "date: expected a day or a time such as 2026-03-02 or 2026-03-02T10:00:00Z, found \"2026-02-30\""},
            {3, "has 2 values, the header has 3"},
            {4, "topic is empty"},
            {5, "user is empty"},
            {6, "a quote is never closed"},
            {7, "date: expected a day or a time such as 2026-03-02 or 2026-03-02T10:00:00Z, found \"02.03.2026\""}});
  CHECK(tickets.malformed_count == 6);
  CHECK(tickets.tickets.size() == 1);
}

TEST_CASE("a table without the columns that are needed is refused with their names") {
  Tickets tickets;
  CHECK_FALSE(tickets.add_csv("when,topic,customer\n2026-03-01,a,b\n", "t.csv"));
  CHECK(malformed(tickets) ==
        std::vector<std::pair<int64_t, std::string>>{
            {1, "the first line must name the columns date, topic and user; missing: \"date\", \"user\""}});
  CHECK(tickets.malformed[0].source == "t.csv");
  CHECK_FALSE(tickets.add_csv("", "empty.csv"));
  CHECK_FALSE(tickets.add_csv(std::string_view("\xFF\xFE"
                                               "d\0a\0",
                                               6),
                              "utf16.csv"));
  CHECK(tickets.malformed[2].message == "the file is UTF-16: save it as UTF-8");
}

TEST_CASE("without tickets there is no support section") {
  CHECK(support_json({}, {}, nullptr, nullptr, {}).is_null());
}

TEST_CASE("topics have their rate, the first three weeks and the ten after, by whole days") {
  const World world(Kind::kNps, {9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
  const Json json = world.json(
      "2026-03-02,Login,u0\n"  // the very day, before noon: week 1
      "2026-03-22,Login,u0\n"  // the last day of week 3
      "2026-03-23,Login,u1\n"  // the first day of week 4
      "2026-05-31,Login,u1\n"  // the last day of week 13
      "2026-06-01,Login,u1\n"  // later
      "2026-03-01,Login,u2\n"  // before they were ever seen
      "2026-03-03,Invoice,u3\n"
      "2026-03-03,Invoice,stranger\n");
  CHECK(json["tickets"] == 8);
  CHECK(json["users"] == 5);
  CHECK(json["people"] == 10);
  CHECK(json["unknown"] == Json({{"tickets", 1}, {"users", 1}}));
  CHECK(json["rate"] == 70.0);
  CHECK(json["from"] == "2026-03-01T00:00:00.000Z");
  CHECK(json["to"] == "2026-06-01T00:00:00.000Z");
  REQUIRE(json["topics"].size() == 2);
  const Json& login = json["topics"][0];
  CHECK(login["topic"] == "Login");
  CHECK(login["tickets"] == 6);
  CHECK(login["users"] == 3);
  CHECK(login["rate"] == 60.0);
  CHECK(login["firstWeeks"] == 2);
  CHECK(login["nextWeeks"] == 2);
  const Json& invoice = json["topics"][1];
  CHECK(invoice["users"] == 2);
  CHECK(invoice["rate"] == 10.0);
  CHECK(invoice["firstWeeks"] == 1);
  CHECK(json["topFirstWeeks"] ==
        Json::array({{{"topic", "Login"}, {"tickets", 2}}, {{"topic", "Invoice"}, {"tickets", 1}}}));
  CHECK(json["topNextWeeks"] == Json::array({{{"topic", "Login"}, {"tickets", 2}}}));
}

TEST_CASE("what is mended first is what many ask about and what makes them score low") {
  // Login: u0…u3 (0, 0, 9, 9): NPS 0. Invoice: u4, u5 (0, 0): −100. Praise: u6 (10): 100. Others 10.
  const World world(Kind::kNps, {0, 0, 9, 9, 0, 0, 10, 10, 10, 10});
  const Json json = world.json(
      "2026-03-03,Login,u0\n2026-03-03,Login,u1\n2026-03-03,Login,u2\n2026-03-03,Login,u3\n"
      "2026-03-04,Invoice,u4\n2026-03-04,Invoice,u5\n2026-03-04,Praise,u6\n2026-03-04,Strange,x\n");
  REQUIRE(json["topics"].size() == 4);
  CHECK(json["survey"] == "nps");
  CHECK(json["question"] == "score");
  CHECK(json["metric"] == "nps");
  CHECK(json["better"] == "higher");

  // Invoice: −100 against 50 (6 of 8 promoters, 2 detractors): 150 lower, 2 of 8 tickets. Login: 0 against 33.3: ½.
  const Json& first = json["topics"][0];
  CHECK(first["topic"] == "Invoice");
  CHECK(first["priority"] == 1.0);
  CHECK(first["satisfaction"]["n"] == 2);
  CHECK(first["satisfaction"]["value"] == -100.0);
  CHECK(first["difference"]["delta"].get<double>() < 0);
  CHECK(first["difference"]["method"] == "adjustedWald");
  CHECK(first["difference"]["pAdjusted"].get<double>() >= first["difference"]["p"].get<double>());
  const Json& second = json["topics"][1];
  CHECK(second["topic"] == "Login");
  CHECK_THAT(second["priority"].get<double>(), WithinAbs((100.0 / 3 * 0.5) / (150 * 0.25), 1e-12));
  // Better than others, and people of whom nothing is known, are nothing to mend.
  CHECK(json["topics"][2]["topic"] == "Praise");
  CHECK(json["topics"][2]["priority"] == 0.0);
  CHECK(json["topics"][3]["topic"] == "Strange");
  CHECK(json["topics"][3]["satisfaction"]["n"] == 0);
  CHECK(json["topics"][3]["satisfaction"]["value"].is_null());
  CHECK(json["topics"][3]["difference"].is_null());
}

TEST_CASE("where less effort is better, the topic with more effort is mended first") {
  World world(Kind::kCes, {5, 4, 5, 5, 1, 2, 1, 2, 1, 2});
  world.survey.items[0].ces = metrics::CesVariant::kEffort5;
  const Json json = world.json(
      "2026-03-03,Hard,u0\n2026-03-03,Hard,u1\n2026-03-03,Hard,u2\n2026-03-03,Hard,u3\n"
      "2026-03-03,Easy,u4\n2026-03-03,Easy,u6\n");
  CHECK(json["better"] == "lower");
  CHECK(json["topics"][0]["topic"] == "Hard");
  CHECK(json["topics"][0]["priority"] == 1.0);
  CHECK_THAT(json["topics"][0]["difference"]["delta"].get<double>(), WithinAbs(4.75 - 1.5, 1e-12));
  CHECK(json["topics"][0]["difference"]["method"] == "welch");
  CHECK(json["topics"][0]["difference"]["verdict"] == "up");
  CHECK(json["topics"][1]["priority"] == 0.0);
}

TEST_CASE("csat is compared by the share of satisfied people, and everybody counts once, with the latest answer") {
  World world(Kind::kCsat, {5, 5, 5, 5, 5, 5, 1, 1, 1, 4});
  world.survey.responses.push_back(world.survey.responses[0]);
  world.survey.responses.back().id = "again";
  world.survey.responses.back().time = at("2026-03-06T00:00:00Z");
  world.survey.items[0].answers.push_back({10, 1, world.survey.responses.back().time});
  const Json json = world.json("2026-03-03,A,u0\n2026-03-03,A,u1\n");
  const Json& topic = json["topics"][0];
  CHECK(topic["satisfaction"]["n"] == 2);
  CHECK(topic["satisfaction"]["value"] == 50.0);
  CHECK(topic["satisfaction"]["interval"]["method"] == "wilson");
  CHECK_THAT(topic["difference"]["delta"].get<double>(), WithinAbs(50 - 100.0 * 5 / 8, 1e-12));
  CHECK(topic["difference"]["method"] == "newcombe");
  CHECK_FALSE(topic["difference"].contains("adjusted"));
}

TEST_CASE("only tickets of the span asked for count, period by period as asked") {
  const World world(Kind::kNps, {9, 9, 9, 9, 9, 0, 0, 0, 0, 0});
  Query query;
  query.span = {at("2026-03-02T00:00:00Z"), at("2026-03-23T00:00:00Z")};
  query.every = Every::kWeek;
  const Json json =
      world.json("2026-03-01,A,u0\n2026-03-03,A,u1\n2026-03-17,A,u2\n2026-03-18,A,x\n2026-03-23,A,u3\n", query);
  CHECK(json["tickets"] == 3);
  CHECK(json["every"] == "week");
  REQUIRE(json["trend"].size() == 3);
  CHECK(json["trend"][0]["name"] == "2026-W10");
  CHECK(json["trend"][0]["from"] == "2026-03-02T00:00:00.000Z");
  CHECK(json["trend"][0]["to"] == "2026-03-09T00:00:00.000Z");
  CHECK(json["trend"][0]["tickets"] == 1);
  CHECK(json["trend"][0]["rate"] == 10.0);
  CHECK(json["trend"][0]["satisfaction"]["value"] == 0.0);
  CHECK(json["trend"][1]["tickets"] == 0);
  CHECK(json["trend"][1]["satisfaction"]["n"] == 0);
  CHECK(json["trend"][2]["tickets"] == 2);
  CHECK(json["trend"][2]["rate"] == 10.0);
}

TEST_CASE("without a survey topics go by how many tickets they have") {
  const World world(Kind::kNps, {9});
  const Json json =
      support_json(read("date,topic,user\n2026-03-03,B,x\n2026-03-03,A,y\n2026-03-03,C,x\n2026-03-04,C,u0\n"),
                   world.people, nullptr, nullptr, {});
  Strings order;
  for (const Json& topic : json["topics"]) order.push_back(topic["topic"].get<std::string>());
  CHECK(order == Strings{"C", "A", "B"});
  CHECK(json["survey"].is_null());
  CHECK(json["topics"][0]["satisfaction"].is_null());
  CHECK(json["topics"][0]["priority"] == 0.0);
}
