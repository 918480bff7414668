#include <catch2/catch_test_macros.hpp>

#include "core_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

using Names = std::vector<std::string>;

std::string survey(const std::string& members) {
  return R"({"canvass":1,"endpoint":"/v1","surveys":[{"id":"s","triggers":[{"event":"go"}],)" + members + "}]}";
}

// A required text of at least three characters, then an optional one.
const std::string kTwo = survey(R"("questions":[
  {"id":"a","type":"text","text":"A?","required":true,"minLength":3},{"id":"b","type":"text","text":"B?"}],
  "thanks":{"title":"Thanks"})");

// A score and a reason, with hidden fields.
const std::string kScore = survey(R"("hidden":{"source":"utm_source"},"stage":"service","touchpoint":"checkout",
  "questions":[{"id":"score","type":"nps","text":"Likely?"},{"id":"why","type":"text","text":"Why?"}])");

Host playing(const std::string& config) {
  Host host(config);
  REQUIRE(host.problems.ok());
  host.start();
  host.track("go");
  host.give(event::Shown{"s"});
  return host;
}

const view::Node* find_look(const view::Node& node, view::Look look) {
  if (node.look == look) return &node;
  for (const view::Node& child : node.children) {
    if (const view::Node* found = find_look(child, look)) return found;
  }
  return nullptr;
}

const view::Node* look(const Host& host, view::Look wanted) {
  return host.engine.view() == nullptr ? nullptr : find_look(*host.engine.view(), wanted);
}

std::string said(const std::vector<Effect>& effects) {
  const auto spoken = all<effect::Announce>(effects);
  return spoken.empty() ? std::string() : spoken.back().text;
}

size_t count_stores(const std::vector<Effect>& effects) { return all<effect::Store>(effects).size(); }

}  // namespace

// --- errors ------------------------------------------------------------------------------------------------

TEST_CASE("next without a required answer says what is wrong, again and again, and loses nothing", "[core][player]") {
  Host host = playing(kTwo);
  const auto first = host.give(event::Next{});
  CHECK(host.showing() == "survey s a");
  CHECK(said(first) == "Please answer this question");
  REQUIRE(look(host, view::Look::kError) != nullptr);
  CHECK(look(host, view::Look::kError)->text == "Please answer this question");
  CHECK(look(host, view::Look::kError)->role == view::Role::kStatus);
  CHECK((look(host, view::Look::kField)->state & view::kInvalid) != 0);
  CHECK(said(host.give(event::Next{})) == "Please answer this question");

  host.draft("s", "a", "x");
  CHECK(look(host, view::Look::kError) == nullptr);
  CHECK((look(host, view::Look::kField)->state & view::kInvalid) == 0);
  CHECK(said(host.give(event::Next{})) == "Write at least 3 characters");
  CHECK(look(host, view::Look::kField)->value == "x");
  host.draft("s", "a", "xyz");
  CHECK(emitted(host.give(event::Next{})) == Names{"Survey Answered"});
  CHECK(host.showing() == "survey s b");
}

TEST_CASE("the error stands between the answer and the buttons", "[core][player]") {
  Host host = playing(kTwo);
  host.give(event::Next{});
  std::vector<view::Look> looks;
  for (const view::Node& node : host.engine.view()->children) looks.push_back(node.look);
  const std::vector<view::Look> tail(looks.end() - 3, looks.end());
  CHECK(tail == std::vector<view::Look>{view::Look::kField, view::Look::kError, view::Look::kActions});
}

TEST_CASE("an answer with a fault is kept as a draft, and warned of in English", "[core][player]") {
  Host host(kTwo);
  host.start("ru");
  host.track("go");
  host.give(event::Shown{"s"});
  const auto effects = host.answer("s", "a", "x");
  CHECK(emitted(effects).empty());
  CHECK(host.warnings.back() == "answer to \"s\", \"a\" ignored: Write at least 3 characters");
  CHECK(look(host, view::Look::kField)->value == "x");
  CHECK(said(host.give(event::Next{})) == "Напишите не меньше 3 символов");
}

TEST_CASE("a number that is none yet is kept while it is typed", "[core][player]") {
  Host host = playing(survey(R"("questions":[{"id":"n","type":"number","text":"N?"}])"));
  host.draft("s", "n", "12a");
  CHECK(host.warnings.empty());
  CHECK(said(host.give(event::Next{})) == "Enter a number");
  CHECK(host.showing() == "survey s n");
  host.draft("s", "n", "12");
  CHECK(properties(host.give(event::Next{}), "Survey Answered")["value"] == 12);
}

// --- screens -----------------------------------------------------------------------------------------------

TEST_CASE("a welcome comes first and is no question", "[core][player]") {
  const std::string config = survey(R"("welcome":{"title":"Hello {{trait.name | \"there\"}}","text":"Two minutes."},
    "questions":[{"id":"a","type":"text","text":"A?"}])");
  Host host(config);
  host.start();
  const auto effects = host.track("go");
  CHECK(host.showing() == "survey s");
  CHECK(said(effects) == "Hello there\nTwo minutes.");
  host.give(event::Shown{"s"});
  CHECK(look(host, view::Look::kTitle)->text == "Hello there");
  CHECK(look(host, view::Look::kPrimary)->text == "Start");
  CHECK(look(host, view::Look::kQuiet) == nullptr);

  Host again = host.reload(config);
  again.start();
  CHECK(again.showing() == "survey s");
  again.give(event::Next{});
  CHECK(again.showing() == "survey s a");
  CHECK(look(again, view::Look::kQuiet) == nullptr);
  Host later = again.reload(config);
  later.start();
  CHECK(later.showing() == "survey s a");
}

TEST_CASE("a welcome dismissed was at no question", "[core][player]") {
  Host host = playing(survey(R"("welcome":{"title":"Hi"},"questions":[{"id":"a","type":"text","text":"A?"}])"));
  const Json dismissed = properties(host.give(event::Dismiss{}), "Survey Dismissed");
  CHECK_FALSE(dismissed.contains("question"));
  CHECK(dismissed["answered"] == 0);
}

TEST_CASE("an answer from outside leaves the welcome behind", "[core][player]") {
  Host host = playing(survey(R"("welcome":{"title":"Hi"},"questions":[{"id":"a","type":"text","text":"A?"}])"));
  CHECK(emitted(host.answer("s", "a", "x")) == Names{"Survey Answered"});
  CHECK(host.showing() == "survey s a");
}

TEST_CASE("an ending has its link", "[core][player]") {
  Host host = playing(survey(R"("questions":[{"id":"a","type":"text","text":"A?"}],
    "thanks":{"title":"T","link":{"text":"Home","url":"/home"}})"));
  host.give(event::Next{});
  REQUIRE(look(host, view::Look::kPrimaryLink) != nullptr);
  CHECK(look(host, view::Look::kPrimaryLink)->text == "Home");
  CHECK(look(host, view::Look::kPrimaryLink)->value == "/home");
}

TEST_CASE("the link of a message stands among the buttons, and following it is the answer", "[core][player]") {
  Host host = playing(survey(R"("questions":[{"id":"m","type":"message","text":"Read this","description":"Please",
    "link":{"text":"Open","url":"/read"},"button":"Later"},{"id":"b","type":"text","text":"B?"}])"));
  const view::Node& actions = host.engine.view()->children.back();
  REQUIRE(actions.look == view::Look::kActions);
  const view::Node* link = find_look(actions, view::Look::kPrimaryLink);
  REQUIRE(link != nullptr);
  CHECK(find_look(actions, view::Look::kPrimary) == nullptr);
  for (const Event& event : host.engine.events_for(link->id, Action::kActivate, "")) host.give(event);
  CHECK(host.showing() == "survey s b");
  CHECK(properties(host.give(event::Dismiss{}), "Survey Dismissed")["answered"] == 1);
}

TEST_CASE("the quiet button beside a message's link goes on without it", "[core][player]") {
  Host host = playing(survey(R"("questions":[{"id":"a","type":"text","text":"A?"},{"id":"m","type":"message",
    "text":"Read this","link":{"text":"Open","url":"/read"}},{"id":"b","type":"text","text":"B?"}])"));
  host.give(event::Next{});
  const view::Node actions = host.engine.view()->children.back();
  REQUIRE(actions.children.size() == 3);
  for (const Event& event : host.engine.events_for(actions.children[0].id, Action::kActivate, "")) host.give(event);
  CHECK(host.showing() == "survey s a");
  host.give(event::Next{});
  for (const Event& event : host.engine.events_for(actions.children[1].id, Action::kActivate, "")) host.give(event);
  CHECK(host.showing() == "survey s b");
}

TEST_CASE("what was chosen is repeated above the next question, but for faces, which have no number",
          "[core][player]") {
  for (const char* symbols : {"numbers", "faces"}) {
    Host host = playing(survey(std::string(R"("questions":[{"id":"a","type":"csat","text":"A?","symbols":")") +
                               symbols + R"("},{"id":"b","type":"text","text":"B?"}])"));
    host.answer("s", "a", 2);
    host.give(event::Next{});
    REQUIRE(host.showing() == "survey s b");
    CHECK((look(host, view::Look::kChip) != nullptr) == (std::string(symbols) == "numbers"));
  }
}

// --- what events say ---------------------------------------------------------------------------------------

TEST_CASE("every event says the stage, the touchpoint and the wording", "[core][player]") {
  Host host(survey(R"("stage":"service","touchpoint":"checkout","variants":[{"id":"only","texts":{"a":"Other A?"}}],
    "questions":[{"id":"a","type":"nps","text":"A?"}])"));
  host.start();
  host.track("go");
  const view::Node* scale = look(host, view::Look::kScale);
  CHECK(look(host, view::Look::kTitle)->text == "Other A?");
  REQUIRE(scale != nullptr);
  CHECK(scale->label == "Other A?");
  const auto shown = host.give(event::Shown{"s"});
  for (const Json& event : {properties(shown, "Survey Shown"), properties(host.answer("s", "a", 9), "Survey Answered"),
                            properties(host.give(event::Next{}), "Survey Completed")}) {
    CHECK(event["stage"] == "service");
    CHECK(event["touchpoint"] == "checkout");
    CHECK(event["wording"] == "only");
  }
}

TEST_CASE("a wording stays through a reload", "[core][player]") {
  const std::string config = survey(R"("variants":[{"id":"x","texts":{"a":"X?"}},{"id":"y","texts":{"a":"Y?"}}],
    "questions":[{"id":"a","type":"text","text":"A?"}])");
  Host host = playing(config);
  const std::string title = look(host, view::Look::kTitle)->text;
  CHECK((title == "X?" || title == "Y?"));
  Host next = host.reload(config);
  next.start();
  CHECK(look(next, view::Look::kTitle)->text == title);
}

TEST_CASE("what was answered is scored when a response ends, however it ends", "[core][player]") {
  const std::string config = survey(R"("preset":"nps")");
  Host host = playing(config);
  host.answer("s", "score", 9);
  CHECK(properties(host.give(event::Dismiss{}), "Survey Dismissed")["scores"] == Json{{"nps", 9}});
  Host empty = playing(config);
  CHECK_FALSE(properties(empty.give(event::Dismiss{}), "Survey Dismissed").contains("scores"));
}

TEST_CASE("questionnaires are scored over their items, and only when all are there", "[core][player]") {
  struct Case {
    const char* members;
    std::vector<std::pair<const char*, const char*>> answers;
    const char* scores;  // nullptr: none
  };
  const Case cases[] = {
      {R"("preset":"sus")",
       {{"susA", R"({"sus1":4,"sus2":1,"sus3":5,"sus4":2,"sus5":5})"},
        {"susB", R"({"sus6":1,"sus7":4,"sus8":2,"sus9":3,"sus10":1})"}},
       R"({"sus":85.0})"},
      {R"("preset":"sus")", {{"susA", R"({"sus1":4,"sus2":1,"sus3":5,"sus4":2,"sus5":5})"}}, nullptr},
      {R"("preset":"umuxLite")", {{"umux", R"({"umux1":6,"umux2":5})"}}, R"({"umuxLite":75.0})"},
      {R"("preset":"seq")", {{"ease", "6"}}, R"({"seq":6.0})"},
      {R"("preset":"ces2")", {{"ease", "7"}}, R"({"ces":7})"},
      {R"("preset":"csi","aspects":[{"id":"tea","text":"Tea"},{"id":"cups","text":"Cups"}])",
       {{"satisfaction", R"({"tea":9,"cups":6})"}, {"importance", R"({"tea":10,"cups":5})"}},
       R"({"csi":77.78,"csiUnweighted":72.22})"},
      {R"("preset":"suprq","statements":[{"id":"speed","text":"It is fast.","factor":"performance"}])",
       {{"website", R"({"usability1":5,"usability2":4,"trust1":4,"trust2":4})"},
        {"loyalty1", "9"},
        {"impression", R"({"loyalty2":4,"appearance1":3,"appearance2":5,"speed":2})"}},
       R"({"appearance":4.0,"factors":{"performance":2.0},"loyalty":4.25,"suprq":4.19,"trust":4.0,"usability":4.5})"},
      {R"("preset":"suprq","statements":[{"id":"safe","text":"It is safe.","factor":"trust"}])",
       {{"website", R"({"usability1":5,"usability2":4,"trust1":4,"trust2":5})"}},
       R"({"trust":4.5,"usability":4.5})"},
      {R"("preset":"csi","aspects":[{"id":"tea","text":"Tea"}])",
       {{"satisfaction", R"({"tea":10})"}},
       R"({"csiUnweighted":100.0})"},
      {R"("preset":"nps","questions":[{"id":"again","type":"nps","text":"And?"}])",
       {{"score", "9"}, {"again", "2"}},
       R"({"nps":9})"},
      {R"("preset":"csat")", {{"satisfaction", "4"}}, R"({"csat":4})"},
      {R"("preset":"ces1")", {{"effort", "2"}}, R"({"ces":2})"},
      {R"("preset":"pmf")", {{"disappointed", R"("very")"}}, R"({"pmf":100.0})"},
      {R"("preset":"pmf")", {{"disappointed", R"("not")"}}, R"({"pmf":0.0})"},
      {R"("preset":"pmf")", {{"disappointed", R"("gone")"}}, nullptr},
      {R"("questions":[{"id":"m","type":"matrix","text":"?","rows":[{"id":"a","text":"A","factor":"delivery"},
        {"id":"b","text":"B","factor":"delivery"},{"id":"c","text":"C","factor":"returns"}]}])",
       {{"m", R"({"a":3,"b":4})"}},
       R"({"factors":{"delivery":3.5}})"},
  };
  for (const Case& one : cases) {
    INFO(one.members);
    Host host = playing(survey(one.members));
    for (const auto& [question, answer] : one.answers) host.answer("s", question, *parse_json(answer));
    const Json dismissed = properties(host.give(event::Dismiss{}), "Survey Dismissed");
    const Json* scored = find(dismissed, "scores");
    INFO(dump_json(dismissed));
    CHECK(dismissed["answered"] == one.answers.size());
    CHECK((scored == nullptr ? "none" : dump_json(*scored)) == (one.scores == nullptr ? "none" : one.scores));
  }
}

TEST_CASE("shuffled options keep their order through a reload", "[core][player]") {
  const std::string config = survey(R"("questions":[{"id":"a","type":"choice","shuffle":true,"text":"A?",
    "options":["1","2","3","4","5","6","7","8","9","10"]}])");
  Host host = playing(config);
  const auto texts = [](const Host& of) {
    std::string all_texts;
    for (const view::Node& option : look(of, view::Look::kOptions)->children) all_texts += option.text + " ";
    return all_texts;
  };
  CHECK(texts(host) != "1 2 3 4 5 6 7 8 9 10 ");
  Host next = host.reload(config);
  next.start();
  CHECK(texts(next) == texts(host));
}

// --- resuming and abandoning -------------------------------------------------------------------------------

TEST_CASE("a reload keeps the way, the drafts, the fields and what the event said", "[core][player]") {
  const std::string config = survey(R"("hidden":["from"],"questions":[
    {"id":"a","type":"text","text":"A?","logic":[{"if":{"property":"total","gt":5},"goTo":"c"}]},
    {"id":"b","type":"text","text":"B?"},{"id":"c","type":"text","text":"C {{hidden.from}} {{property.total}}"}])");
  Host host(config);
  host.start();
  host.give(event::Fields{{{"from", "mail"}}});
  host.give(event::Track{"go", {{"total", 9}}});
  host.give(event::Shown{"s"});
  host.answer("s", "a", "x");
  host.give(event::Next{});
  host.draft("s", "c", "half ");
  Host next = host.reload(config);
  next.start();
  CHECK(next.showing() == "survey s c");
  CHECK(look(next, view::Look::kTitle)->text == "C mail 9");
  CHECK(look(next, view::Look::kField)->value == "half ");
  next.give(event::Back{});
  CHECK(next.showing() == "survey s a");
  next.give(event::Next{});
  CHECK(next.showing() == "survey s c");
}

TEST_CASE("a survey nobody does anything about is abandoned in time, and not before", "[core][player]") {
  Host host = playing(kScore);
  host.wait(10 * kMinute);
  host.answer("s", "score", 4);
  host.give(event::Next{});
  auto effects = host.wait(30 * kMinute - 1);
  CHECK(emitted(effects).empty());
  effects = host.wait(1);
  CHECK(emitted(effects) == Names{"Survey Abandoned"});
  const Json abandoned = properties(effects, "Survey Abandoned");
  CHECK(abandoned["answered"] == 1);
  CHECK(abandoned["question"] == "why");
  CHECK(abandoned["duration"] == 40 * kMinute);
  CHECK(host.showing().empty());
  CHECK(host.storage.count("session") == 0);
}

TEST_CASE("every sign of life puts abandoning off", "[core][player]") {
  Host host = playing(kTwo);
  for (const Event& event : {Event(event::Draft{"s", "a", "abc"}), Event(event::Next{}), Event(event::Back{})}) {
    host.wait(29 * kMinute);
    host.give(event);
  }
  CHECK(host.showing() == "survey s a");
  CHECK(emitted(host.wait(30 * kMinute)) == Names{"Survey Abandoned"});
}

TEST_CASE("a survey abandoned in between is closed at the next start, without being shown", "[core][player]") {
  const std::string config = survey(
      R"("abandonAfter":"1h","questions":[{"id":"a","type":"nps","text":"A?"},{"id":"b","type":"text","text":"B?"}])");
  Host host = playing(config);
  host.answer("s", "a", 9);
  Host early = host.reload(config);
  early.now += kHour - 1;
  early.start();
  CHECK(early.showing() == "survey s a");
  Host late = host.reload(config);
  late.now += kHour;
  const auto effects = late.start();
  CHECK(emitted(effects) == Names{"Survey Abandoned"});
  CHECK(properties(effects, "Survey Abandoned")["answered"] == 1);
  CHECK(all<effect::Show>(effects).empty());
  CHECK(all<effect::Hide>(effects).empty());
  CHECK(late.storage.count("session") == 0);
}

TEST_CASE("an event that comes too late finds the survey abandoned", "[core][player]") {
  Host host = playing(kScore);
  host.now += kHour;
  const auto effects = host.answer("s", "score", 4);
  CHECK(emitted(effects) == Names{"Survey Abandoned"});
  CHECK(all<effect::Warn>(effects).size() == 1);
}

TEST_CASE("an ending is not abandoned", "[core][player]") {
  Host host = playing(kTwo);
  host.answer("s", "a", "xyz");
  host.give(event::Next{});
  host.give(event::Next{});
  CHECK(host.showing() == "survey s");
  CHECK(emitted(host.wait(kDay)).empty());
  CHECK(host.showing() == "survey s");
}

// --- known in advance --------------------------------------------------------------------------------------

TEST_CASE("an answer in the page's address is chosen, not given", "[core][player]") {
  Host host(kScore);
  host.start();
  host.open("https://x.example/?canvass-s-score=9&canvass-s-why=");
  host.track("go");
  CHECK(emitted(host.give(event::Shown{"s"})) == Names{"Survey Shown"});
  const view::Node* cell = nullptr;
  for (const view::Node& one : look(host, view::Look::kScale)->children) {
    if ((one.state & view::kChecked) != 0) cell = &one;
  }
  REQUIRE(cell != nullptr);
  CHECK(cell->value == "9");
  CHECK(properties(host.give(event::Next{}), "Survey Answered")["value"] == 9);
}

TEST_CASE("an answer given in advance is sent once the survey shows, and its question passed over", "[core][player]") {
  const std::string config = survey(R"("prefill":"skip","questions":[
    {"id":"score","type":"nps","text":"?","logic":[{"if":{"answer":"score","lte":6},"goTo":"why"}]},
    {"id":"love","type":"text","text":"Love?"},{"id":"why","type":"text","text":"Why {{answer.score}}?"}])");
  Host host(config);
  host.start();
  const auto shows = host.give(event::Show{"s", {{"score", 3}}});
  CHECK(host.showing() == "survey s why");
  CHECK(emitted(shows).empty());
  CHECK(look(host, view::Look::kTitle)->text == "Why 3?");
  CHECK(look(host, view::Look::kQuiet) == nullptr);
  const auto effects = host.give(event::Shown{"s"});
  CHECK(emitted(effects) == Names{"Survey Shown", "Survey Answered"});
  CHECK(properties(effects, "Survey Answered")["value"] == 3);
  host.give(event::Back{});
  CHECK(host.showing() == "survey s why");
  const auto rest = host.give(event::Next{});
  CHECK(emitted(rest) == Names{"Survey Completed"});
  CHECK(properties(rest, "Survey Completed")["answered"] == 1);
}

TEST_CASE("when everything is known in advance, the last answer waits for the visitor", "[core][player]") {
  Host host(survey(R"("prefill":"skip","questions":[{"id":"score","type":"nps","text":"?"}])"));
  host.start();
  host.give(event::Show{"s", {{"score", 3}}});
  CHECK(host.showing() == "survey s score");
  CHECK(emitted(host.give(event::Shown{"s"})) == Names{"Survey Shown"});
  CHECK(emitted(host.give(event::Next{})) == Names{"Survey Answered", "Survey Completed"});
}

TEST_CASE("each kind reads its answers from an address", "[core][player]") {
  const std::string config = survey(R"("prefill":"skip","questions":[
    {"id":"n","type":"number","text":"?"},{"id":"y","type":"yesno","text":"?"},{"id":"f","type":"yesno","text":"?"},
    {"id":"one","type":"choice","options":["A","B"],"text":"?"},
    {"id":"many","type":"choice","multiple":true,"options":[{"id":"a","text":"A"},{"id":"b","text":"B"},{"id":"c","text":"C"}],"text":"?"},
    {"id":"t","type":"text","text":"?"},{"id":"end","type":"text","text":"End"}])");
  Host host(config);
  host.start();
  host.open(
      "https://x.example/?canvass-s-n=3.5&canvass-s-y=yes&canvass-s-f=false&canvass-s-one=2&canvass-s-many=a,%20c&"
      "canvass-s-t=1,+2");
  host.track("go");
  CHECK(host.warnings.empty());
  CHECK(host.showing() == "survey s end");
  std::vector<Json> values;
  for (const effect::Emit& emit : all<effect::Emit>(host.give(event::Shown{"s"}))) {
    if (const Json* value = find(emit.event["properties"], "value")) values.push_back(*value);
  }
  CHECK(values == std::vector<Json>{3.5, true, false, "2", Json::array({"a", "c"}), "1, 2"});
}

TEST_CASE("what cannot be an answer is no answer in advance", "[core][player]") {
  Host host(kTwo);
  host.start();
  host.give(event::Show{"s", {{"a", 7}, {"b", "fine"}, {"z", 1}}});
  CHECK(host.warnings.size() == 2);
  CHECK(host.warnings[0].rfind("answer to \"s\", \"a\" ignored: it must be a text", 0) == 0);
  CHECK(host.warnings[1] == "answer to \"s\", \"z\" ignored: the survey has no such question");
  Host brief(kTwo);
  brief.start();
  brief.give(event::Show{"s", {{"a", "x"}}});
  CHECK(brief.warnings.back() == "answer to \"s\", \"a\" ignored: Write at least 3 characters");
  CHECK(look(brief, view::Look::kField)->value.empty());
}

TEST_CASE("an address can ask for a survey", "[core][player]") {
  Host host(kScore);
  host.start();
  host.open("https://x.example/?canvass-show=s");
  CHECK(host.showing() == "survey s score");
  host.give(event::Dismiss{});
  host.open("https://x.example/?canvass-show=sss");
  CHECK(host.warnings.back() == "show: there is no survey or guide \"sss\"");
}

TEST_CASE("hidden fields come from the address, the page and show, and go with the final events", "[core][player]") {
  Host host(kScore);
  host.start();
  host.open("https://x.example/?utm_source=mail&source=no");
  host.track("go");
  host.give(event::Shown{"s"});
  CHECK(properties(host.give(event::Dismiss{}), "Survey Dismissed")["fields"] == Json{{"source", "mail"}});
  host.give(event::Show{"s", Json::object(), {{"source", "api"}, {"undeclared", 1}}});
  host.give(event::Shown{"s"});
  CHECK(properties(host.give(event::Dismiss{}), "Survey Dismissed")["fields"] == Json{{"source", "api"}});
  host.give(event::Show{"s"});
  host.give(event::Shown{"s"});
  host.give(event::Fields{{{"source", 7}, {"x", Json::array()}}});
  CHECK(properties(host.give(event::Dismiss{}), "Survey Dismissed")["fields"] == Json{{"source", 7}});
}

// --- preview -----------------------------------------------------------------------------------------------

TEST_CASE("a preview shows now whatever targeting says, and says that it is one", "[core][player]") {
  Host host(survey(
      R"("frequency":"once","audience":{"trait":"plan","is":"pro"},"questions":[{"id":"a","type":"nps","text":"A?"}],"thanks":{"title":"T"})"));
  host.start();
  host.open("https://x.example/?canvass-preview=s");
  CHECK(host.showing() == "survey s a");
  REQUIRE(look(host, view::Look::kNotice) != nullptr);
  CHECK(look(host, view::Look::kNotice)->text == "Preview: answers are not sent");
  host.give(event::Shown{"s"});
  host.answer("s", "a", 9);
  host.give(event::Next{});
  CHECK(look(host, view::Look::kNotice) != nullptr);
}

TEST_CASE("a preview sends nothing, stores nothing and leaves nothing behind", "[core][player]") {
  Host host(kScore);
  host.start();
  const auto storage = host.storage;
  std::vector<Effect> effects = host.open("https://x.example/?canvass-preview=s");
  const Event events[] = {event::Shown{"s"},     event::Answer{"s", "score", 9},
                          event::Next{},         event::Draft{"s", "why", "x"},
                          event::Hidden{},       event::Visible{},
                          event::Next{},         event::Tick{},
                          event::Track{"go", {}}};
  for (const Event& event : events) {
    for (Effect& effect : host.give(event)) effects.push_back(std::move(effect));
    host.wait(kMinute);
  }
  CHECK(emitted(effects) == Names{"Survey Shown", "Survey Answered", "Survey Answered", "Survey Completed"});
  for (const effect::Emit& emit : all<effect::Emit>(effects)) CHECK(emit.event["preview"] == true);
  CHECK(count_stores(effects) == 0);
  CHECK(host.sent.empty());
  CHECK(host.storage == storage);

  // Afterwards the real visitor sees the survey as if for the first time.
  host.open("https://x.example/");
  host.track("go");
  CHECK(host.showing() == "survey s score");
  CHECK(look(host, view::Look::kNotice) == nullptr);
  const auto shown = host.give(event::Shown{"s"});
  CHECK_FALSE(all<effect::Emit>(shown)[0].event.contains("preview"));
  host.wait(kSecond);
  REQUIRE(host.sent.size() == 1);
  CHECK(host.sent[0].body["batch"].size() == 1);
}

TEST_CASE("a guide can be previewed too", "[core][player]") {
  Host host(kShop);
  host.start();
  const auto storage = host.storage;
  host.open("https://shop.example/?canvass-preview=cart-tip");
  CHECK(host.showing() == "tip cart-tip");
  CHECK(look(host, view::Look::kNotice) != nullptr);
  const auto effects = host.give(event::Shown{"cart-tip"});
  CHECK(all<effect::Emit>(effects)[0].event["preview"] == true);
  host.give(event::Next{});
  CHECK(host.storage == storage);
  host.open("https://shop.example/cart");
  CHECK(host.showing() == "tip cart-tip");
}

TEST_CASE("a preview begins at the beginning and leaves a session begun before as it was", "[core][player]") {
  Host host = playing(kScore);
  host.answer("s", "score", 9);
  host.give(event::Next{});
  const std::string session = host.storage.at("session");
  host.open("https://x.example/?canvass-preview=s");
  CHECK(host.showing() == "survey s score");
  host.give(event::Shown{"s"});
  host.give(event::Dismiss{});
  CHECK(host.storage.at("session") == session);
  Host next = host.reload(kScore);
  next.start();
  CHECK(next.showing() == "survey s why");
}

// --- packs -------------------------------------------------------------------------------------------------

TEST_CASE("an engine says which packs it needs and is configured again with them", "[core][player]") {
  const std::string config =
      R"({"canvass":1,"surveys":[{"id":"s","triggers":[],"preset":"ces2"},{"id":"t","triggers":[],"preset":"cess"}]})";
  Engine engine;
  CHECK(engine.configure(config, "ru-RU").errors.size() == 2);
  CHECK(engine.needs() == Names{"presets"});
  CHECK_FALSE(engine.provide("{}"));
  CHECK(engine.provide(config::builtin_pack("presets")));
  const Problems problems = engine.configure(config, "ru-RU");
  REQUIRE(problems.errors.size() == 1);
  CHECK(problems.errors[0].pointer == "/surveys/1/preset");
  CHECK(problems.errors[0].message.rfind("unknown preset \"cess\"", 0) == 0);
  CHECK(engine.needs() == Names{"ru"});
  CHECK(engine.provide(config::builtin_pack("ru")));
  CHECK(engine.needs().empty());
  engine.handle(event::Init{.visitor = "v", .seed = "1", .locale = "ru-RU"}, kStart);
  engine.handle(event::Show{"s"}, kStart);
  REQUIRE(engine.view() != nullptr);
  CHECK(engine.view()->label == "Благодаря компании мне было легко решить свой вопрос.");
  CHECK_FALSE(engine.provide(config::builtin_pack("de")));
}
