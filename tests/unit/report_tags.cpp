// The tags file: what is read, what is refused, and how the tags of a text are found.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/report/tags.h"

using namespace canvass;
using namespace canvass::report;

namespace {

using Ids = std::vector<std::string>;

std::vector<std::pair<std::string, std::string>> listed(const Vector<Problem>& problems) {
  std::vector<std::pair<std::string, std::string>> result;
  for (const Problem& problem : problems) result.emplace_back(problem.pointer, problem.message);
  return result;
}

std::vector<std::string> pointers(const Vector<Problem>& problems) {
  std::vector<std::string> result;
  for (const Problem& problem : problems) result.push_back(problem.pointer);
  return result;
}

}  // namespace

TEST_CASE("a tags file gives every text its tags, and is written as it was read") {
  const std::string file =
      R"({"canvassTags":1,"tagged":[{"question":"why","response":"a1","survey":"nps","tags":["slow","price"]},)"
      R"({"question":"why","response":"b2","survey":"nps","tags":["price"]}],)"
      R"("tags":[{"id":"slow","name":"Delivery is slow"},{"id":"price","name":"Дорого"}]})";
  Problems problems;
  const Tags tags = parse_tags(file, problems);
  CHECK(problems.ok());
  CHECK(problems.warnings.empty());
  REQUIRE(tags.tags.size() == 2);
  CHECK(tags.tags[1].name == "Дорого");
  REQUIRE(tags.of("nps", "a1", "why"));
  CHECK(*tags.of("nps", "a1", "why") == Ids{"slow", "price"});
  CHECK(tags.of("nps", "a1", "other") == nullptr);
  CHECK(tags.of("ces", "a1", "why") == nullptr);
  CHECK(dump_json(to_json(tags)) == file);
}

TEST_CASE("tags of the same text in several places are put together, each once") {
  Problems problems;
  const Tags tags = parse_tags(R"({"canvassTags":1,"tags":[{"id":"a","name":"A"},{"id":"b","name":"B"}],"tagged":[
    {"survey":"s","response":"2","question":"q","tags":["b","b"]},
    {"survey":"s","response":"1","question":"q","tags":["a"]},
    {"survey":"s","response":2,"question":"q","tags":["a","b"]},
    {"survey":"s","response":"3","question":"q","tags":[]}]})",
                               problems);
  CHECK(problems.ok());
  REQUIRE(tags.tagged.size() == 2);
  CHECK(*tags.of("s", "1", "q") == Ids{"a"});
  CHECK(*tags.of("s", "2", "q") == Ids{"b", "a"});
}

TEST_CASE("what is wrong in a tags file is named with its place, and the rest counts") {
  Problems problems;
  const Tags tags = parse_tags(R"({"canvassTags":1,"tgas":[],
    "tags":[{"id":"slow","name":"Slow"},{"id":"slow","name":"Again"},{"id":"nameless","name":"  "},{"name":"No id"},7],
    "tagged":[{"survey":"nps","response":"a","question":"why","tags":["slwo","slow",3]},
              {"survey":"nps","question":"why","tags":["slow"]},
              {"survey":"nps","response":"c","question":"why"},
              {"survey":"nps","response":"d","question":"why","tags":"slow"}]})",
                               problems);
  CHECK(listed(problems.errors) == std::vector<std::pair<std::string, std::string>>{
                                       {"/tags/1/id", "there is a tag \"slow\" already: give this one another id"},
                                       {"/tags/2/name", "is empty"},
                                       {"/tags/3/id", "is missing"},
                                       {"/tags/4", "must be an object, found a number"},
                                       {"/tagged/0/tags/0", "there is no tag \"slwo\", did you mean \"slow\"?"},
                                       {"/tagged/0/tags/2", "must be the id of a tag, found a number"},
                                       {"/tagged/1/response", "is missing"},
                                       {"/tagged/2/tags", "is missing"},
                                       {"/tagged/3/tags", "must be an array of ids of tags, found a string"}});
  CHECK(listed(problems.warnings) ==
        std::vector<std::pair<std::string, std::string>>{{"/tgas", "unknown field, did you mean \"tags\"?"}});
  REQUIRE(tags.tags.size() == 2);
  CHECK(tags.tags[0].name == "Slow");
  CHECK(tags.tags[1].name == "nameless");
  REQUIRE(tags.tagged.size() == 1);
  CHECK(*tags.of("nps", "a", "why") == Ids{"slow"});
}

TEST_CASE("a file that is no tags file, or that a newer version wrote, is refused") {
  const auto refused = [](std::string_view text) {
    Problems problems;
    const Tags tags = parse_tags(text, problems);
    CHECK(tags.tags.empty());
    CHECK(tags.tagged.empty());
    return pointers(problems.errors);
  };
  CHECK(refused(R"({"canvassTags":2,"tags":[{"id":"a","name":"A"}]})") == Ids{"/canvassTags"});
  CHECK(refused(R"({"canvassTags":"1"})") == Ids{"/canvassTags"});
  CHECK(refused(R"({"tags":[]})") == Ids{"/canvassTags"});
  CHECK(refused("[]") == Ids{""});
  CHECK(refused("") == Ids{""});
  CHECK(refused("{\"canvassTags\":1,\n\"tags\":[}") == Ids{""});
  Problems problems;
  parse_tags("{\"canvassTags\":1,\n\"tags\":[}", problems);
  REQUIRE(problems.errors.size() == 1);
  CHECK(problems.errors[0].message.rfind("line 2, column 9", 0) == 0);
}

TEST_CASE("putting tags on a text replaces those it had, and none takes it out") {
  Tags tags;
  tags.put({"s", "2", "q", {"a"}});
  tags.put({"s", "1", "q", {"b"}});
  tags.put({"s", "2", "q", {"c", "d"}});
  REQUIRE(tags.tagged.size() == 2);
  CHECK(*tags.of("s", "2", "q") == Ids{"c", "d"});
  tags.put({"s", "2", "q", {}});
  tags.put({"s", "9", "q", {}});
  CHECK(tags.of("s", "2", "q") == nullptr);
  CHECK(*tags.of("s", "1", "q") == Ids{"b"});
}
