#include <catch2/catch_test_macros.hpp>

#include "core/base/text.h"
#include "core/config/config.h"
#include "core/config/parts.h"
#include "core_config_support.h"

using namespace canvass;
using config::Frequency;
using config::GuideButton;
using config::GuideKind;

namespace {

std::string with(std::string_view guides) {
  return join({R"({"canvass":1,"surveys":[{"id":"nps","triggers":[],"questions":[{"id":"q","type":"nps","text":"?"}]}],
    "guides":[)",
               guides, "]}"});
}

config::Guide guide(std::string_view json) {
  const Parsed result = parsed(with(json));
  INFO(json);
  INFO(spelled(result.problems.errors));
  REQUIRE(result.problems.ok());
  CHECK(spelled(result.problems.warnings) == "");
  return result.config.guides.at(0);
}

std::string errors(std::string_view guides) { return spelled(parsed(with(guides)).problems.errors); }
std::string warnings(std::string_view guides) {
  const Parsed result = parsed(with(guides));
  CHECK(spelled(result.problems.errors) == "");
  return spelled(result.problems.warnings);
}

std::string tip(std::string_view fields) {
  return join({R"({"id":"g","type":"tip","anchor":"#a","text":"t","triggers":[],)", fields, "}"});
}
std::string tour(std::string_view step) {
  return join({R"({"id":"g","type":"tour","triggers":[],"steps":[)", step, "]}"});
}
std::string checklist(std::string_view task) {
  return join({R"({"id":"g","type":"checklist","title":"T","triggers":[],"tasks":[)", task, "]}"});
}
std::string announcement(std::string_view fields) {
  return join({R"({"id":"g","type":"announcement","text":"t","triggers":[],)", fields, "}"});
}
std::string help(std::string_view fields) { return join({R"({"id":"g","type":"help",)", fields, "}"}); }

std::string text_of(const config::Text& text) { return text.versions.at(0).text; }

}  // namespace

TEST_CASE("a guide is aimed at visitors as a survey is", "[core][config][guides]") {
  const config::Guide g = guide(tip(R"("audience":{"trait":"plan","is":"pro"},"sample":0.5,"priority":3,
    "frequency":{"every":"7d"},"schedule":{"from":"2026-01-01","until":"2026-02-01"})"));
  CHECK(g.audience.has_value());
  CHECK(g.sample == 0.5);
  CHECK(g.priority == 3);
  CHECK(g.frequency.every == 7 * kDay);
  CHECK(g.from == 1'767'225'600'000);
  CHECK(g.until == 1'769'904'000'000);
  CHECK(errors(tip(R"("audience":{"answer":"q","gte":9})")) ==
        "/guides/0/audience/answer: is not known before it shows: use \"trait\", \"utm\", \"fact\" or \"visited\"\n");
  CHECK(errors(tip(R"("sample":2)")).find("/guides/0/sample: must be a number from 0 to 1") == 0);
  CHECK(warnings(tip(R"("quota":{"limit":3})")).find("/guides/0/quota: unknown field") == 0);
}

TEST_CASE("what interrupts nobody stays until the visitor is done with it", "[core][config][guides]") {
  const auto frequency = [](std::string_view json) { return guide(json).frequency; };
  CHECK(frequency(tip(R"("never":true)")).kind == Frequency::Kind::kOnce);
  const Frequency spot = frequency(R"({"id":"g","type":"hotspot","anchor":"#a","text":"t","triggers":[]})");
  CHECK(spot.kind == Frequency::Kind::kAlways);
  CHECK(spot.until_answered);
  const Frequency list = frequency(checklist(R"({"id":"a","title":"A","url":"/a"})"));
  CHECK(list.kind == Frequency::Kind::kAlways);
  CHECK(list.until_answered);
  const Frequency panel = frequency(help(R"("source":"/help.json")"));
  CHECK(panel.kind == Frequency::Kind::kAlways);
  CHECK_FALSE(panel.until_answered);
  const Frequency given =
      frequency(R"({"id":"g","type":"hotspot","anchor":"#a","text":"t","triggers":[],"frequency":{"every":"1d"}})");
  CHECK(given.kind == Frequency::Kind::kEvery);
  CHECK_FALSE(given.until_answered);
}

TEST_CASE("an anchor is a selector, words, an id, or several of them", "[core][config][guides]") {
  const auto anchor = [](std::string_view json) {
    return guide(join({R"({"id":"g","type":"tip","text":"t","triggers":[],"anchor":)", json, "}"})).anchor;
  };
  CHECK(anchor(R"("#buy")").selector == "#buy");
  CHECK(anchor(R"({"selector":".buy"})").selector == ".buy");
  CHECK(anchor(R"({"id":"buy"})").selector == "[data-canvass=\"buy\"]");
  CHECK(anchor(R"({"id":"b\"u\\y"})").selector == "[data-canvass=\"b\\\"u\\\\y\"]");
  const config::Anchor words = anchor(R"({"selector":"button","text":{"en":"Buy","ru":"Купить"}})");
  CHECK(words.selector == "button");
  CHECK(words.text.versions.size() == 2);
  CHECK(anchor(R"({"text":"Buy"})").selector.empty());

  const auto wrong = [](std::string_view json) {
    return errors(join({R"({"id":"g","type":"tip","text":"t","triggers":[],"anchor":)", json, "}"}));
  };
  CHECK(wrong("{}") == "/guides/0/anchor: is empty: give it a \"selector\", a \"text\" or an \"id\"\n");
  CHECK(wrong(R"({"selector":"#a","id":"a"})") ==
        "/guides/0/anchor/id: cannot stand beside \"selector\": it is short for one\n");
  CHECK(wrong(R"({"id":"a\nb"})") == "/guides/0/anchor/id: must be one line\n");
  CHECK(wrong("3") == "/guides/0/anchor: must be a string, found a number\n");
}

TEST_CASE("a tip has a picture or a recording, two buttons and a link", "[core][config][guides]") {
  const config::Guide g = guide(tip(R"("title":"T","placement":"top","never":true,
    "video":{"src":"/a.mp4","alt":"How to","poster":"/a.png","captions":"/a.vtt","ratio":"4:3"},
    "buttons":[{"text":"Ask","show":"nps"},{"text":"More","link":"https://example.org"}],
    "link":{"text":"Docs","url":"/docs"})"));
  CHECK(g.placement == "top");
  CHECK(g.never);
  CHECK(g.media.video);
  CHECK(g.media.source == "/a.mp4");
  CHECK(g.media.poster == "/a.png");
  CHECK(g.media.captions == "/a.vtt");
  CHECK(g.media.ratio == 4.0 / 3);
  CHECK(text_of(g.media.alternative) == "How to");
  REQUIRE(g.buttons.size() == 2);
  CHECK(g.buttons[0].does == GuideButton::Does::kShow);
  CHECK(g.buttons[0].target == "nps");
  CHECK(g.buttons[1].does == GuideButton::Does::kLink);
  CHECK(g.buttons[1].target == "https://example.org");
  CHECK(g.link.url == "/docs");
  const config::Guide other = guide(tip(R"("image":{"src":"data:image/png;base64,AA","alt":"A","ratio":1.5},
    "buttons":[{"text":"Track","track":"wanted"},{"text":"Later","dismiss":true}])"));
  CHECK_FALSE(other.media.video);
  CHECK(other.media.ratio == 1.5);
  CHECK(other.buttons[0].does == GuideButton::Does::kTrack);
  CHECK(other.buttons[1].does == GuideButton::Does::kDismiss);
  const config::Guide plain = guide(tip(R"("button":"Fine")"));
  REQUIRE(plain.buttons.size() == 1);
  CHECK(plain.buttons[0].does == GuideButton::Does::kComplete);
  CHECK(text_of(plain.buttons[0].text) == "Fine");
}

TEST_CASE("what a card cannot have is said at its place", "[core][config][guides]") {
  CHECK(errors(tip(R"("image":{"src":"javascript:alert","alt":"A"})")) ==
        "/guides/0/image/src: \"javascript:alert\" must be an http, https or data:image address or a relative "
        "address\n");
  CHECK(errors(tip(R"("image":{"src":"/a.png"})")) ==
        "/guides/0/image/alt: is missing: say what it shows, for those who do not see it\n");
  CHECK(errors(tip(R"("image":"/a.png")")) == "/guides/0/image: must be an object, found a string\n");
  CHECK(errors(tip(R"("image":{"src":"/a.png","alt":"A"},"video":{"src":"/a.mp4","alt":"A"})")) ==
        "/guides/0/video: cannot stand beside \"image\"; its \"poster\" is what shows before it plays\n");
  for (const char* ratio : {"0.2", "4.5", "\"16x9\"", "\"0:9\"", "\"100:1\"", "null", "{}", "true", "\":\""}) {
    INFO(ratio);
    CHECK(errors(tip(join({R"("image":{"src":"/a.png","alt":"A","ratio":)", ratio, "}"}))) ==
          "/guides/0/image/ratio: must be width to height such as \"16:9\", or a number from 0.3 to 4\n");
  }
  CHECK(errors(tip(R"("video":{"src":"data:video/mp4,x","alt":"A"})")).find("/guides/0/video/src: ") == 0);
  CHECK(errors(tip(R"("buttons":[{"text":"A"},{"text":"B"},{"text":"C"}])")) ==
        "/guides/0/buttons/2: is one too many: the most is 2\n");
  CHECK(errors(tip(R"("buttons":[{"text":"A","show":"nps","link":"/b"}])")) ==
        "/guides/0/buttons/0/link: cannot stand beside another one: a button does one thing\n");
  CHECK(errors(tip(R"("buttons":[{"show":"nps"}])")) == "/guides/0/buttons/0/text: is missing\n");
  CHECK(errors(tip(R"("buttons":[{"text":"A","link":"javascript:x"}])")).find("/guides/0/buttons/0/link: ") == 0);
  CHECK(errors(tip(R"("buttons":[{"text":"A","dismiss":false}])")) ==
        "/guides/0/buttons/0/dismiss: can only be true; leave it out if it is not wanted\n");
  CHECK(errors(tip(R"("buttons":[{"text":"A"}],"button":"B")")) ==
        "/guides/0/button: cannot stand beside \"buttons\": put it among them\n");
}

TEST_CASE("a tour's steps have their own places, and go on by a button or by what happens", "[core][config][guides]") {
  const config::Guide g = guide(R"({"id":"g","type":"tour","resume":"2h","triggers":[],"steps":[
    {"text":"Welcome"},
    {"id":"add","anchor":{"id":"add"},"text":"Add it","waitFor":{"click":"#add"},"missing":"ask","button":"On"},
    {"anchor":"#pay","title":"Pay","page":"/cart*","url":"/cart","missing":"wait","spotlight":false,
     "image":{"src":"/a.png","alt":"A"}}]})");
  CHECK(g.kind == GuideKind::kTour);
  CHECK(g.resume == 2 * kHour);
  REQUIRE(g.steps.size() == 3);
  CHECK(g.steps[0].id == "1");
  CHECK_FALSE(g.steps[0].spotlight);
  CHECK(g.steps[0].missing == config::Step::Missing::kSkip);
  CHECK(g.steps[1].id == "add");
  CHECK(g.steps[1].spotlight);
  REQUIRE(g.steps[1].wait_for.has_value());
  CHECK(g.steps[1].wait_for->moment == config::Trigger::Moment::kClick);
  CHECK(g.steps[1].missing == config::Step::Missing::kAsk);
  CHECK(text_of(g.steps[1].buttons.at(0).text) == "On");
  CHECK(g.steps[2].id == "3");
  CHECK_FALSE(g.steps[2].spotlight);
  CHECK(g.steps[2].page.value == "/cart*");
  CHECK(g.steps[2].url == "/cart");
  CHECK(g.steps[2].missing == config::Step::Missing::kWait);
  CHECK(g.steps[2].media.source == "/a.png");
  const config::Guide dull =
      guide(R"({"id":"g","type":"tour","spotlight":false,"triggers":[],"steps":[{"anchor":"#a","text":"t"}]})");
  CHECK_FALSE(dull.steps[0].spotlight);
}

TEST_CASE("what a tour cannot have is said at its place", "[core][config][guides]") {
  CHECK(errors(R"({"id":"g","type":"tour","triggers":[]})") == "/guides/0/steps: is missing: a tour needs a step\n");
  CHECK(errors(tour("")) == "/guides/0/steps: is empty: a tour needs a step\n");
  CHECK(errors(tour(R"({"anchor":"#a"})")) == "/guides/0/steps/0/text: is missing: a step needs a title or a text\n");
  CHECK(errors(tour("7")) == "/guides/0/steps/0: must be an object, found a number\n");
  CHECK(errors(tour(R"({"id":"2","text":"a"},{"text":"b"})")) ==
        "/guides/0/steps/1/id: \"2\" is the id of another one\n");
  CHECK(errors(tour(R"({"text":"a","waitFor":{"evnt":"x"}})")).empty());
  CHECK(errors(tour(R"({"text":"a","waitFor":{}})")).find("/guides/0/steps/0/waitFor: is empty") == 0);
  CHECK(errors(tour(R"({"text":"a","missing":"skp"})")) ==
        "/guides/0/steps/0/missing: unknown \"skp\", did you mean \"skip\"?\n");
  CHECK(errors(tour(R"({"text":"a","page":"cart"})")).find("/guides/0/steps/0/page: \"cart\" must begin with") == 0);
  CHECK(errors(tour(R"({"text":"a","page":"/a","url":"javascript:a"})")).find("/guides/0/steps/0/url: ") == 0);
  CHECK(warnings(tour(R"({"text":"a","url":"/a"})")) ==
        "/guides/0/steps/0/url: is not used without a \"page\", which says where the step is\n");
  CHECK(warnings(tour(R"({"text":"a","spotlight":true})")) ==
        "/guides/0/steps/0/spotlight: needs an \"anchor\" to be put on\n");
  std::string steps = R"({"text":"a"})";
  for (int i = 1; i < 51; ++i) steps += R"(,{"text":"a"})";
  CHECK(errors(tour(steps)) == "/guides/0/steps/50: is one too many: the most is 50\n");
}

TEST_CASE("a task starts something, leads somewhere, or is completed by what happens", "[core][config][guides]") {
  const config::Guide g = guide(R"({"id":"g","type":"checklist","title":"Start","text":"Three","launcher":"Go",
    "allDone":"Bravo","never":true,"triggers":[{"page":"/*"}],"tasks":[
    {"id":"look","title":"Look","text":"around","done":"You looked","button":"Now","show":"nps"},
    {"id":"go","title":"Go","url":"/shop"},
    {"id":"buy","title":"Buy","complete":{"event":"bought"}}]})");
  CHECK(text_of(g.launcher) == "Go");
  CHECK(text_of(g.all_done) == "Bravo");
  CHECK(g.never);
  REQUIRE(g.tasks.size() == 3);
  CHECK(g.tasks[0].show == "nps");
  CHECK(text_of(g.tasks[0].done) == "You looked");
  CHECK(text_of(g.tasks[0].button) == "Now");
  CHECK(g.tasks[1].url == "/shop");
  REQUIRE(g.tasks[2].complete.has_value());
  CHECK(g.tasks[2].complete->name == "bought");

  CHECK(errors(R"({"id":"g","type":"checklist","triggers":[],"tasks":[{"id":"a","title":"A","url":"/"}]})") ==
        "/guides/0/title: is missing\n");
  CHECK(errors(R"({"id":"g","type":"checklist","title":"T","triggers":[]})") ==
        "/guides/0/tasks: is missing: a checklist needs a task\n");
  CHECK(errors(checklist(R"({"title":"A","url":"/"})")) == "/guides/0/tasks/0/id: is missing\n");
  CHECK(errors(checklist(R"({"id":"a","title":"A"})")) ==
        "/guides/0/tasks/0/complete: is missing: give it a trigger that completes the task, or the task a \"show\" or "
        "\"url\"\n");
  CHECK(errors(checklist(R"({"id":"a","title":"A","show":"nps","url":"/"})")) ==
        "/guides/0/tasks/0/url: cannot stand beside \"show\": a task does one thing\n");
  CHECK(errors(checklist(R"({"id":"a","title":"A","url":"/"},{"id":"a","title":"B","url":"/"})")) ==
        "/guides/0/tasks/1/id: \"a\" is the id of another one\n");
}

TEST_CASE("an announcement is a card, a modal or a banner", "[core][config][guides]") {
  const auto stand = [](std::string_view fields) { return guide(announcement(fields)).stand; };
  CHECK(stand(R"("never":false)") == config::Stand::kCorner);
  CHECK(stand(R"("display":"card")") == config::Stand::kCorner);
  CHECK(stand(R"("display":"modal")") == config::Stand::kModal);
  CHECK(stand(R"("display":"banner")") == config::Stand::kBannerTop);
  CHECK(stand(R"("display":"banner","position":"bottom")") == config::Stand::kBannerBottom);
  CHECK(warnings(announcement(R"("position":"top")")) == "/guides/0/position: is only for \"display\": \"banner\"\n");
  CHECK(errors(announcement(R"("display":"bannner")")) ==
        "/guides/0/display: unknown \"bannner\", did you mean \"banner\"?\n");
  CHECK(errors(R"({"id":"g","type":"announcement","triggers":[]})") ==
        "/guides/0/text: is missing: an announcement needs a title or a text\n");
}

TEST_CASE("a thread tells those who answered a survey what became of it", "[core][config][guides]") {
  const config::Guide g = guide(R"({"id":"g","type":"announcement","triggers":[],"thread":{"surveys":["nps"],
    "stage":"priorities","texts":{"received":"Thanks","done":"Done"},"feed":"/feed?v={visitor}","howTo":"So",
    "followUp":"nps"}})");
  CHECK(g.thread.surveys == std::vector<std::string>{"nps"});
  CHECK(g.thread.stage == 2);
  CHECK(text_of(g.thread.texts[0]) == "Thanks");
  CHECK(g.thread.texts[1].empty());
  CHECK(text_of(g.thread.texts[3]) == "Done");
  CHECK(g.thread.feed == "/feed?v={visitor}");
  CHECK(text_of(g.thread.how_to) == "So");
  CHECK(g.thread.follow_up == "nps");
  CHECK(g.frequency.kind == Frequency::Kind::kAlways);

  CHECK(errors(announcement(R"("thread":{})")) ==
        "/guides/0/thread/surveys: is missing: name the surveys whose answers it is about\n");
  CHECK(errors(announcement(R"("thread":{"surveys":[1]})")) ==
        "/guides/0/thread/surveys/0: must be the id of a survey\n");
  CHECK(errors(announcement(R"("thread":{"surveys":["nps"],"stage":"recieved"})")) ==
        "/guides/0/thread/stage: unknown \"recieved\", did you mean \"received\"?\n");
  CHECK(warnings(announcement(R"("thread":{"surveys":["nps"],"texts":{"finished":"x"}})"))
            .find("/guides/0/thread/texts/finished: unknown field") == 0);
  CHECK(warnings(announcement(R"("thread":{"surveys":["nps"],"feed":"/feed"})")) ==
        "/guides/0/thread/feed: has no {visitor} in it: every visitor will see the same stage\n");
}

TEST_CASE("what a guide names must be there", "[core][config][guides]") {
  CHECK(errors(tip(R"("buttons":[{"text":"A","show":"npz"}])")) ==
        "/guides/0/buttons/0/show: unknown survey or guide \"npz\", did you mean \"nps\"?\n");
  CHECK(errors(checklist(R"({"id":"a","title":"A","show":"h"})")) ==
        "/guides/0/tasks/0/show: unknown survey or guide \"h\", expected one of \"nps\", \"g\"\n");
  CHECK(errors(announcement(R"("thread":{"surveys":["g"],"followUp":"npz"})")) ==
        "/guides/0/thread/surveys/0: unknown survey \"g\", expected one of \"nps\"\n"
        "/guides/0/thread/followUp: unknown survey \"npz\", did you mean \"nps\"?\n");
  // One that comes later will do, and only what names something wrong is left out.
  const Parsed result = parsed(with(join({checklist(R"({"id":"a","title":"A","show":"tip"})"),
                                          R"(,{"id":"tip","type":"tip","anchor":"#a","text":"t","triggers":[],
                                              "buttons":[{"text":"A","show":"nobody"}]},
                                             {"id":"last","type":"tip","anchor":"#a","text":"t","triggers":[]})"})));
  CHECK(spelled(result.problems.errors).find("/guides/1/buttons/0/show: unknown survey or guide \"nobody\"") == 0);
  REQUIRE(result.config.guides.size() == 2);
  CHECK(result.config.guides[0].id == "g");
  CHECK(result.config.guides[1].id == "last");
}

TEST_CASE("a help panel has articles, categories, suggestions and somebody to ask", "[core][config][guides]") {
  const config::Guide g = guide(help(R"("title":"Help","launcher":"?","categories":[{"id":"orders","text":"Orders"}],
    "articles":[{"id":"returns","title":{"en":"Returns","ru":"Возврат"},"text":"# Send it back","keywords":"refund",
                 "category":"orders","pages":["/orders*",{"is":"/"}]}],
    "suggestions":[{"triggers":[{"page":"/orders"}],"articles":["returns"],"text":"Sending back?"}],
    "contact":{"text":"Write","event":"ask"})"));
  CHECK(g.kind == GuideKind::kHelp);
  CHECK(text_of(g.launcher) == "?");
  REQUIRE(g.help.articles.size() == 1);
  const config::Article& article = g.help.articles[0];
  CHECK(article.id == "returns");
  CHECK(article.category == "orders");
  CHECK(article.title.versions.size() == 2);
  CHECK(text_of(article.keywords) == "refund");
  REQUIRE(article.pages.size() == 2);
  CHECK(article.pages[1].kind == config::PagePattern::Kind::kIs);
  CHECK(g.help.categories[0].id == "orders");
  CHECK(g.help.suggestions[0].articles == std::vector<std::string>{"returns"});
  CHECK(text_of(g.help.suggestions[0].text) == "Sending back?");
  CHECK(g.help.contact_event == "ask");
  CHECK(g.help.contact.url.empty());

  CHECK(guide(help(R"("articles":"/help.json")")).help.source == "/help.json");
  const config::Guide both = guide(help(R"("articles":[],"source":"/help.json","contact":{"text":"W","url":"/ask"},
    "suggestions":[{"triggers":[{"page":"/"}],"articles":["in-the-file"]}])"));
  CHECK(both.help.source == "/help.json");
  CHECK(both.help.contact.url == "/ask");
  CHECK(both.help.suggestions[0].articles == std::vector<std::string>{"in-the-file"});
}

TEST_CASE("what a help panel cannot have is said at its place", "[core][config][guides]") {
  CHECK(errors(help(R"("title":"T")")) ==
        "/guides/0/articles: is missing: give a list of articles, or the address of a file of them\n");
  CHECK(errors(help(R"("articles":"javascript:x")")).find("/guides/0/articles: ") == 0);
  CHECK(errors(help(R"("articles":[{"id":"a","title":"A"}])")) == "/guides/0/articles/0/text: is missing\n");
  CHECK(errors(help(join({R"("articles":[{"id":"a","title":"A","text":")", std::string(50'001, 'x'), R"("}])"}))) ==
        "/guides/0/articles/0/text: is 50001 characters long, the most is 50000\n");
  CHECK(errors(help(R"("articles":[{"id":"a","title":"A","text":"t"},{"id":"a","title":"A","text":"t"}])")) ==
        "/guides/0/articles/1/id: \"a\" is the id of another one\n");
  CHECK(errors(help(R"("categories":[{"id":"orders","text":"O"}],
                       "articles":[{"id":"a","title":"A","text":"t","category":"order"}])")) ==
        "/guides/0/articles/0/category: unknown category \"order\", did you mean \"orders\"?\n");
  CHECK(errors(help(R"("articles":[{"id":"a","title":"A","text":"t","pages":["cart"]}])"))
            .find("/guides/0/articles/0/pages/0: \"cart\" must begin with") == 0);
  const std::string article = R"("articles":[{"id":"returns","title":"A","text":"t"}],)";
  CHECK(errors(help(article + R"("suggestions":[{"triggers":[{"page":"/"}],"articles":["retruns"]}])")) ==
        "/guides/0/suggestions/0/articles/0: unknown article \"retruns\", did you mean \"returns\"?\n");
  CHECK(errors(help(article + R"("suggestions":[{"articles":["returns"]}])")) ==
        "/guides/0/suggestions/0/triggers: is missing: say when to suggest them, such as [{\"page\": \"/cart*\"}]\n");
  CHECK(errors(help(article + R"("contact":{"text":"W"})")) == "/guides/0/contact/url: is missing\n");
  CHECK(errors(help(article + R"("contact":{"text":"W","url":"/a","event":"a"})")) ==
        "/guides/0/contact/url: cannot stand beside \"event\": it is one or the other\n");
  CHECK(errors(help(R"("source":"/a","categories":[{"id":"a","text":"A"},{"id":"a","text":"B"}])")) ==
        "/guides/0/categories/1/id: \"a\" is the id of another one\n");
  CHECK(errors(help(R"("source":"/a.json")") + R"(,{"id":"h","type":"help","source":"/a.json"})") ==
        "/guides/1/type: is a second help panel: /guides/0 is one; put all into that\n");
}

TEST_CASE("a file of articles adds what is sound to the panel", "[core][config][guides]") {
  config::Help help;
  help.articles.emplace_back().id = "own";
  help.categories.push_back({"orders", {}, {}, {}, false, false, false});
  Problems problems;
  config::read_articles_file(*parse_json(R"({"categories":[{"id":"orders","text":"x"},{"id":"pay","text":"Paying"}],
    "articles":[{"id":"a","title":"A","text":"t","category":"pay"},
                {"id":"b","text":"no title"},
                {"id":"own","title":"A","text":"t"},
                {"id":"c","title":"C","text":"t","category":"pya"}]})"),
                             problems, help);
  CHECK(spelled(problems.errors) ==
        "/articles/1/title: is missing\n"
        "/articles/2/id: \"own\" is the id of another one\n");
  CHECK(spelled(problems.warnings) == "/articles/3/category: unknown category \"pya\", did you mean \"pay\"?\n");
  REQUIRE(help.articles.size() == 3);
  CHECK(help.articles[1].id == "a");
  CHECK(help.articles[2].id == "c");
  CHECK(help.articles[2].category.empty());
  REQUIRE(help.categories.size() == 2);
  CHECK(help.categories[1].id == "pay");

  const auto read = [](std::string_view text) {
    config::Help fresh;
    Problems wrong;
    config::read_articles_file(*parse_json(text), wrong, fresh);
    return spelled(wrong.errors) + decimal(static_cast<int64_t>(fresh.articles.size()));
  };
  CHECK(read(R"([{"id":"a","title":"A","text":"t"},7])") == "/1: must be an object, found a number\n1");
  CHECK(read("{}") == "/articles: is missing: a file of articles is {\"articles\": […]} or only the list\n0");
  CHECK(read("3") == ": must be an object, found a number\n0");
}

TEST_CASE("a time of quiet is read, and not given is told from none", "[core][config][guides]") {
  CHECK(parsed(R"({"canvass":1})").config.quiet == -1);
  CHECK(parsed(R"({"canvass":1,"quiet":"0s"})").config.quiet == 0);
  CHECK(parsed(R"({"canvass":1,"quiet":"2m"})").config.quiet == 2 * kMinute);
  CHECK(spelled(parsed(R"({"canvass":1,"quiet":30})").problems.errors).find("/quiet: a number is no duration") == 0);
}

TEST_CASE("a guide without triggers is pointed out, but help needs none", "[core][config][guides]") {
  CHECK(warnings(R"({"id":"g","type":"tip","anchor":"#a","text":"t"})").find("/guides/0/triggers: is missing") == 0);
  CHECK(warnings(help(R"("source":"/help.json")")) == "");
}

TEST_CASE("of a guide of no known kind only that is said", "[core][config][guides]") {
  CHECK(errors(R"({"id":"g","type":"tipp","steps":[]})") ==
        "/guides/0/type: unknown \"tipp\", did you mean \"tip\"?\n");
  CHECK(errors(R"({"id":"g","type":"popup","steps":[]})") ==
        "/guides/0/type: unknown \"popup\", expected one of \"tip\", \"hotspot\", \"tour\", \"announcement\", "
        "\"checklist\", \"help\"\n");
  CHECK(errors("null") ==
        "/guides/0: must be an object, found null\n/guides/0/type: is missing, expected one of "
        "\"tip\", \"hotspot\", \"tour\", \"announcement\", \"checklist\", \"help\"\n");
}

TEST_CASE("no change of one value in good guides does harm", "[core][config][guides]") {
  const Json original = *parse_json(with(R"(
    {"id":"t","type":"tip","anchor":{"selector":"a","text":"A"},"text":"t","triggers":[],
     "video":{"src":"/a","alt":"A","poster":"/p","captions":"/c","ratio":"4:3"},"buttons":[{"text":"A","show":"nps"}]},
    {"id":"u","type":"tour","triggers":[],"steps":[{"text":"a","page":"/a","waitFor":{"event":"x"}}]},
    {"id":"c","type":"checklist","title":"T","triggers":[],"tasks":[{"id":"a","title":"A","complete":{"event":"x"}}]},
    {"id":"a","type":"announcement","triggers":[],"thread":{"surveys":["nps"],"texts":{"done":"D"},"feed":"/f"}},
    {"id":"h","type":"help","articles":[{"id":"a","title":"A","text":"t","pages":["/a"],"category":"c"}],
     "categories":[{"id":"c","text":"C"}],"suggestions":[{"triggers":[{"page":"/"}],"articles":["a"]}],
     "contact":{"text":"C","url":"/c"}})"));
  REQUIRE(parsed(dump_json(original)).problems.ok());
  const std::vector<Json> strange = {nullptr,
                                     true,
                                     -1,
                                     1e300,
                                     "",
                                     "x",
                                     std::string(3000, 'y'),
                                     Json::array(),
                                     Json::object(),
                                     Json::array({nullptr, 1, "a"}),
                                     Json{{"en", nullptr}}};
  const Json flat = original.flatten();
  for (const auto& [pointer, value] : flat.items()) {
    for (Json::json_pointer place(pointer); !place.empty(); place.pop_back()) {
      for (const Json& replacement : strange) {
        Json changed = original;
        changed[place] = replacement;
        const Parsed result = parsed(dump_json(changed));
        for (const config::Guide& one : result.config.guides) {
          REQUIRE_FALSE(one.id.empty());
          REQUIRE((one.kind != GuideKind::kTour || !one.steps.empty()));
        }
      }
    }
  }
}
