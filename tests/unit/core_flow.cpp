#include <catch2/catch_test_macros.hpp>

#include "core_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

using Names = std::vector<std::string>;

std::string survey(const std::string& members) {
  return R"({"canvass":1,"endpoint":"/v1","surveys":[{"id":"s","triggers":[],)" + members + "}]}";
}

// A score, then "why" for detractors, "love" for promoters, and "more" for everybody but passives, who are done.
const std::string kBranches = survey(R"("questions":[
  {"id":"score","type":"nps","text":"Likely?","logic":[
    {"if":{"category":"score","is":"detractor"},"goTo":"why"},
    {"if":{"category":"score","is":"promoter"},"goTo":"love"},
    {"end":"passive"}]},
  {"id":"why","type":"text","text":"Why?","required":true,"logic":[{"goTo":"more"}]},
  {"id":"love","type":"text","text":"What do you love?"},
  {"id":"more","type":"text","text":"More?"}],
  "endings":[{"id":"passive","title":"Noted."}],"thanks":{"title":"Thanks"})");

Host playing(const std::string& config) {
  Host host(config);
  REQUIRE(host.problems.ok());
  host.start();
  host.give(event::Show{"s"});
  host.give(event::Shown{"s"});
  return host;
}

// Answers the question showing and goes on.
std::vector<Effect> reply(Host& host, const std::string& question, Json value) {
  host.answer("s", question, std::move(value));
  return host.give(event::Next{});
}

const view::Node* find_look(const view::Node& node, view::Look look) {
  if (node.look == look) return &node;
  for (const view::Node& child : node.children) {
    if (const view::Node* found = find_look(child, look)) return found;
  }
  return nullptr;
}

std::string text_of(const Host& host, view::Look look) {
  const view::Node* root = host.engine.view();
  const view::Node* node = root == nullptr ? nullptr : find_look(*root, look);
  return node == nullptr ? std::string() : node->text;
}

std::string progress_of(const Host& host) {
  for (const view::Node& node : host.engine.view()->children) {
    if (node.role == view::Role::kProgress) return node.value;
  }
  return {};
}

}  // namespace

TEST_CASE("the first rule whose condition holds decides where to go", "[core][flow]") {
  Host detractor = playing(kBranches);
  reply(detractor, "score", 3);
  CHECK(detractor.showing() == "survey s why");
  reply(detractor, "why", "slow");
  CHECK(detractor.showing() == "survey s more");

  Host promoter = playing(kBranches);
  reply(promoter, "score", 10);
  CHECK(promoter.showing() == "survey s love");
  reply(promoter, "love", "tea");
  CHECK(promoter.showing() == "survey s more");
}

TEST_CASE("an ending of its own is shown and named", "[core][flow]") {
  Host host = playing(kBranches);
  const auto effects = reply(host, "score", 8);
  CHECK(host.showing() == "survey s");
  CHECK(text_of(host, view::Look::kTitle) == "Noted.");
  CHECK(properties(effects, "Survey Completed")["ending"] == "passive");

  Host usual = playing(kBranches);
  reply(usual, "score", 10);
  usual.give(event::Next{});
  CHECK_FALSE(properties(usual.give(event::Next{}), "Survey Completed").contains("ending"));
  CHECK(text_of(usual, view::Look::kTitle) == "Thanks");
}

TEST_CASE("end true is the usual ending", "[core][flow]") {
  Host host = playing(survey(R"("questions":[{"id":"a","type":"text","text":"A","logic":[
    {"if":{"answer":"a","is":"x"},"end":true}]},{"id":"b","type":"text","text":"B"}],"thanks":{"title":"T"})"));
  const auto effects = reply(host, "a", "x");
  CHECK(emitted(effects) == Names{"Survey Completed"});
  CHECK(text_of(host, view::Look::kTitle) == "T");
}

TEST_CASE("an unmapped answer takes the next question, the last leads to the end", "[core][flow]") {
  Host host = playing(survey(R"("questions":[{"id":"a","type":"text","text":"A","logic":[
    {"if":{"answer":"a","is":"x"},"goTo":"c"}]},{"id":"b","type":"text","text":"B"},{"id":"c","type":"text","text":"C"}])"));
  reply(host, "a", "y");
  CHECK(host.showing() == "survey s b");
  reply(host, "b", "y");
  CHECK(host.showing() == "survey s c");
  CHECK(emitted(reply(host, "c", "y")) == Names{"Survey Completed"});
}

TEST_CASE("a skipped answer makes every comparison false but skipped", "[core][flow]") {
  for (const char* when :
       {R"({"answer":"a","is":"undefined"})", R"({"answer":"a","isNot":"x"})", R"({"answer":"a","noneOf":["x"]})",
        R"({"answer":"a","lt":1})", R"({"answer":"a","gte":0})"}) {
    INFO(when);
    Host host = playing(survey(
        R"("questions":[{"id":"a","type":"nps","required":false,"text":"A","logic":[{"if":)" + std::string(when) +
        R"(,"goTo":"c"}]},{"id":"b","type":"text","text":"B"},{"id":"c","type":"text","text":"C"}])"));
    host.give(event::Next{});
    CHECK(host.showing() == "survey s b");
  }
  Host host = playing(survey(R"("questions":[{"id":"a","type":"nps","required":false,"text":"A","logic":[
    {"if":{"answer":"a","skipped":true},"goTo":"c"}]},{"id":"b","type":"text","text":"B"},{"id":"c","type":"text","text":"C"}])"));
  host.give(event::Next{});
  CHECK(host.showing() == "survey s c");
}

TEST_CASE("a required question on a branch not taken never blocks", "[core][flow]") {
  Host host = playing(kBranches);
  reply(host, "score", 10);
  reply(host, "love", "tea");
  const auto effects = host.give(event::Next{});
  CHECK(emitted(effects) == Names{"Survey Completed"});
  CHECK(properties(effects, "Survey Completed")["answered"] == 2);
}

TEST_CASE("back goes along the way that was taken", "[core][flow]") {
  Host host = playing(kBranches);
  reply(host, "score", 10);
  reply(host, "love", "tea");
  host.give(event::Back{});
  CHECK(host.showing() == "survey s love");
  host.give(event::Back{});
  CHECK(host.showing() == "survey s score");
  host.give(event::Back{});
  CHECK(host.showing() == "survey s score");
}

TEST_CASE("without back there is no way back", "[core][flow]") {
  Host host = playing(
      survey(R"("back":false,"questions":[{"id":"a","type":"text","text":"A"},{"id":"b","type":"text","text":"B"}])"));
  host.give(event::Next{});
  CHECK(find_look(*host.engine.view(), view::Look::kQuiet) == nullptr);
  host.give(event::Back{});
  CHECK(host.showing() == "survey s b");
}

TEST_CASE("an answer on a branch that was left counts no longer", "[core][flow]") {
  Host host = playing(survey(R"("questions":[
    {"id":"score","type":"nps","text":"?","logic":[{"if":{"answer":"score","gte":9},"goTo":"more"}]},
    {"id":"why","type":"text","text":"Why?"},
    {"id":"more","type":"text","text":"More? {{answer.why | \"nothing\"}}","logic":[
      {"if":{"answer":"why","answered":true},"goTo":"extra"},{"end":true}]},
    {"id":"extra","type":"text","text":"Extra?"}])"));
  reply(host, "score", 3);
  reply(host, "why", "slow");
  CHECK(text_of(host, view::Look::kTitle) == "More? slow");
  host.give(event::Back{});
  host.give(event::Back{});
  reply(host, "score", 9);
  CHECK(text_of(host, view::Look::kTitle) == "More? nothing");
  const auto effects = host.give(event::Next{});
  CHECK(emitted(effects) == Names{"Survey Completed"});
  CHECK(properties(effects, "Survey Completed")["answered"] == 1);
}

TEST_CASE("an answer comes back to life with its branch", "[core][flow]") {
  Host host = playing(kBranches);
  reply(host, "score", 3);
  reply(host, "why", "slow");
  host.give(event::Back{});
  host.give(event::Back{});
  const auto effects = host.give(event::Dismiss{});
  CHECK(properties(effects, "Survey Dismissed")["answered"] == 2);
  CHECK(properties(effects, "Survey Dismissed")["question"] == "score");
}

TEST_CASE("a question whose showIf is false is passed over", "[core][flow]") {
  const std::string config = survey(R"("variables":{"vip":false},"questions":[
    {"id":"a","type":"yesno","text":"A","logic":[{"if":{"answer":"a","is":true},"set":{"vip":true}}]},
    {"id":"b","type":"text","text":"B","required":true,"showIf":{"variable":"vip","is":true}},
    {"id":"c","type":"text","text":"C"}])");
  Host no = playing(config);
  reply(no, "a", false);
  CHECK(no.showing() == "survey s c");
  Host yes = playing(config);
  reply(yes, "a", true);
  CHECK(yes.showing() == "survey s b");
  // Going back takes back what the rule did.
  yes.give(event::Back{});
  reply(yes, "a", false);
  CHECK(yes.showing() == "survey s c");
}

TEST_CASE("the first question may be passed over too", "[core][flow]") {
  Host host(survey(R"("questions":[{"id":"a","type":"text","text":"A","showIf":{"trait":"plan","is":"pro"}},
    {"id":"b","type":"text","text":"B"}])"));
  host.start();
  host.give(event::Show{"s"});
  CHECK(host.showing() == "survey s b");
  host.give(event::Dismiss{});
  host.give(event::Identify{"u", {{"plan", "pro"}}});
  host.give(event::Show{"s"});
  CHECK(host.showing() == "survey s a");
}

TEST_CASE("skip passes over a question, require makes one that holds", "[core][flow]") {
  const std::string config = survey(R"("questions":[
    {"id":"a","type":"text","text":"A","logic":[{"if":{"answer":"a","is":"skip"},"skip":["b"]},
      {"if":{"answer":"a","is":"need"},"require":["b","c"]}]},
    {"id":"b","type":"text","text":"B"},{"id":"c","type":"text","text":"C"}])");
  Host skip = playing(config);
  reply(skip, "a", "skip");
  CHECK(skip.showing() == "survey s c");

  Host need = playing(config);
  reply(need, "a", "need");
  need.give(event::Next{});
  CHECK(need.showing() == "survey s b");
  reply(need, "b", "x");
  need.give(event::Next{});
  CHECK(need.showing() == "survey s c");

  Host neither = playing(config);
  reply(neither, "a", "x");
  neither.give(event::Next{});
  CHECK(neither.showing() == "survey s c");
}

TEST_CASE("conditions know hidden fields and the event that made the survey show", "[core][flow]") {
  const std::string config = R"({"canvass":1,"surveys":[{"id":"s","triggers":[{"event":"bought"}],"hidden":["from"],
    "frequency":"always","questions":[
      {"id":"a","type":"text","text":"A {{property.item}}","logic":[
        {"if":{"property":"total","gte":100},"goTo":"big"},{"if":{"hidden":"from","is":"mail"},"goTo":"mail"}]},
      {"id":"b","type":"text","text":"B"},{"id":"mail","type":"text","text":"M"},{"id":"big","type":"text","text":"G"}]}]})";
  Host big(config);
  big.start();
  big.give(event::Track{"bought", {{"total", 120}, {"item", "cup"}}});
  CHECK(text_of(big, view::Look::kTitle) == "A cup");
  big.give(event::Next{});
  CHECK(big.showing() == "survey s big");

  Host mail(config);
  mail.start();
  mail.give(event::Fields{{{"from", "mail"}, {"other", 1}}});
  mail.give(event::Track{"bought", {{"total", 5}}});
  mail.give(event::Next{});
  CHECK(mail.showing() == "survey s mail");
}

TEST_CASE("conditions know what the answers so far score together", "[core][flow]") {
  for (const int ease : {1, 7}) {
    Host host = playing(survey(R"("preset":"umuxLite","questions":[
      {"id":"sorry","type":"text","text":"What went wrong? {{score.umuxLite}}","showIf":{"score":"umuxLite","lt":50}}])"));
    reply(host, "umux", {{"umux1", ease}, {"umux2", ease}});
    CHECK(host.showing() == (ease == 1 ? "survey s sorry" : ""));
  }
}

TEST_CASE("texts are filled everywhere, escaped, and answers are spelled in words", "[core][flow]") {
  Host host = playing(survey(R"("questions":[
    {"id":"pick","type":"choice","text":"Pick","options":[{"id":"t","text":"Tea"},{"id":"c","text":"Coffee"}]},
    {"id":"why","type":"text","text":"Why {{answer.pick}}?","description":"You, {{trait.name | \"friend\"}}",
     "hint":"About {{answer.pick}}"}],
    "thanks":{"title":"Bye {{answer.why}}","text":"\\{{answer.pick}}"})"));
  host.answer("s", "pick", "t");
  const auto effects = host.give(event::Next{});
  CHECK(all<effect::Announce>(effects)[0].text == "Why Tea?\nYou, friend");
  CHECK(text_of(host, view::Look::kTitle) == "Why Tea?");
  CHECK(text_of(host, view::Look::kBody) == "You, friend");
  const view::Node* field = find_look(*host.engine.view(), view::Look::kField);
  REQUIRE(field != nullptr);
  CHECK(field->hint == "About Tea");
  CHECK(field->label == "Why Tea?");
  reply(host, "why", "{{answer.pick}}\n<b>");
  CHECK(text_of(host, view::Look::kTitle) == "Bye {{answer.pick}} <b>");
  CHECK(text_of(host, view::Look::kBody) == "{{answer.pick}}");
}

TEST_CASE("progress is the share of the way expected, and never falls", "[core][flow]") {
  Host host = playing(kBranches);
  CHECK(progress_of(host) == "0.333");
  reply(host, "score", 3);
  CHECK(progress_of(host) == "0.666");
  reply(host, "why", "x");
  CHECK(progress_of(host) == "1");

  Host off = playing(survey(
      R"("progress":false,"questions":[{"id":"a","type":"text","text":"A"},{"id":"b","type":"text","text":"B"}])"));
  CHECK(progress_of(off).empty());
}

TEST_CASE("the last question expected says send", "[core][flow]") {
  Host host = playing(kBranches);
  reply(host, "score", 10);
  CHECK(text_of(host, view::Look::kPrimary) == "Next");
  reply(host, "love", "x");
  CHECK(text_of(host, view::Look::kPrimary) == "Send");
}

TEST_CASE("an answer to a later question goes there only along the way", "[core][flow]") {
  Host host = playing(kBranches);
  host.draft("s", "score", 10);
  host.answer("s", "why", "slow");
  CHECK(host.warnings.back() == "answer to \"s\", \"why\" ignored: no way leads there from here");
  CHECK(host.showing() == "survey s score");
  const auto effects = host.answer("s", "more", "yes");
  CHECK(emitted(effects) == Names{"Survey Answered", "Survey Answered"});
  CHECK(host.showing() == "survey s more");
  host.give(event::Back{});
  CHECK(host.showing() == "survey s love");
}
