// The configuration as the core uses it: plain values, filled in by parse(). docs/config.md explains every field to
// the person who writes it; web/schema/config.schema.json describes the same document to editors.
//
//   config::Config config;
//   Problems problems = config::parse(text, config);   // broken surveys and guides are left out and reported
//   if (config.usable) { … }
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/logic/condition.h"
#include "core/view/theme.h"

namespace canvass::survey {
struct Kind;
}
namespace canvass::wire {
struct Format;
extern const Format kSegment;
}  // namespace canvass::wire

namespace canvass::config {

class Packs;

constexpr size_t kMaxBytes = 1'000'000;
constexpr size_t kMaxTextCharacters = 2000;
constexpr size_t kMaxSurveys = 200;
constexpr size_t kMaxGuides = 200;
constexpr size_t kMaxQuestions = 50;  // of a survey, those of its preset included
constexpr TimeMs kMaxDuration = 3650 * kDay;
constexpr TimeMs kGuideQuiet = 30 * kSecond;
constexpr size_t kMaxSteps = 50;  // of a tour
constexpr size_t kMaxTasks = 20;  // of a checklist
constexpr size_t kMaxArticles = 5000;
constexpr size_t kMaxArticleCharacters = 50'000;

// A text in every language it was given in, sorted by language. A plain string has an empty locale.
struct Text {
  struct Version {
    std::string locale;
    std::string text;
  };
  Vector<Version> versions;

  bool empty() const { return versions.empty(); }
};

// Where else to look for texts that a locale or a language does not have, best first: {"uk": ["ru", "en"]}.
struct Fallback {
  std::string locale;
  Vector<std::string> next;
};

// A link that a visitor may follow; empty address: none.
struct Link {
  Text text;
  std::string url;  // http, https, mailto, tel, or relative
};

// Which pages a trigger or condition means. An empty value: any page.
struct PagePattern {
  enum class Kind : uint8_t { kGlob, kIs, kStartsWith, kMatches };
  Kind kind = Kind::kGlob;
  std::string value;
  bool any() const { return value.empty(); }
};

// Conditions that must all hold, at one moment: a page opens (kPage), something is tracked, clicked, seen, ….
struct Trigger {
  enum class Moment : uint8_t { kPage, kEvent, kClick, kSeen, kScroll, kExit, kIdle, kTimeOnPage, kSignal };
  Moment moment = Moment::kPage;
  std::string name;                       // of kEvent: of the event. Of kClick and kSeen: a CSS selector. Of kSignal:
                                          // of the signal
  std::string on;                         // of kSignal: a CSS selector of what it is about; empty: anything
  int scroll = 0;                         // of kScroll: per cent of the page's height, 1…100
  TimeMs duration = 0;                    // of kIdle and kTimeOnPage
  std::optional<logic::Condition> where;  // over the event's properties
  PagePattern page;
  bool first_visit = false;          // only during the visitor's first visit
  int64_t visits = 0;                // from the visitor's Nth visit; 0: any
  TimeMs delay = 0;                  // from the moment the rest holds
  bool survives_navigation = false;  // while it waits out its delay
  Vector<std::string> cancel_on;     // events that call it off while it waits
};

// As the configuration spells it: "event", "timeOnPage", ….
constexpr size_t kMoments = 9;
const char* moment_name(Trigger::Moment moment);

struct Frequency {
  enum class Kind : uint8_t { kOnce, kEvery, kAlways };
  Kind kind = Kind::kOnce;
  TimeMs every = 0;             // of kEvery
  bool until_answered = false;  // never again after an answer
  int64_t max_shows = 0;        // never again after that many; 0: no limit
};

// What the things are called that a visitor may choose, put in order or judge.
struct Option {
  std::string id;
  Text text;
  std::string image;       // of pictures: address
  std::string factor;      // of statements: what they are reported as part of
  bool exclusive = false;  // chosen together with no other
  bool fixed = false;      // keeps its place when the rest is shuffled
  bool other = false;      // asks for the visitor's own words
};

// What to do when a question is left forwards.
struct Rule {
  enum class Action : uint8_t { kGoTo, kEnd, kSkip, kRequire, kSet };
  std::optional<logic::Condition> when;  // none: always
  Action action = Action::kGoTo;
  Vector<size_t> questions;                        // of kGoTo (one), kSkip, kRequire: their places in the survey
  size_t ending = 0;                               // of kEnd: its place; kDefaultEnding: the usual one
  Vector<std::pair<std::string, Json>> variables;  // of kSet
};
constexpr size_t kDefaultEnding = SIZE_MAX;

enum class Symbols : uint8_t { kNumbers, kStars, kFaces };
enum class Input : uint8_t { kLong, kShort, kEmail, kNumber, kDate, kPhone };

// One question of any kind; each kind uses the fields its file in core/survey/ reads.
struct Question {
  std::string id;
  const survey::Kind* kind = nullptr;  // of a parsed configuration never nullptr
  Text text;
  Text description;
  bool required = false;
  std::optional<logic::Condition> show_if;
  Vector<Rule> rules;

  // Scales and matrices: whole numbers min…max, a label at either end, and perhaps a wording for each.
  int min = 0;
  int max = 0;
  Text low;
  Text high;
  Vector<Text> wordings;
  std::string variant;  // of ces: "agree7" or "effort5"
  Symbols symbols = Symbols::kNumbers;

  // Choices, rankings; the statements of a matrix.
  Vector<Option> options;
  bool multiple = false;
  bool shuffle = false;
  int64_t min_choices = 0;
  int64_t max_choices = 0;  // 0: as many as there are

  // What is typed.
  Input input = Input::kLong;
  Text hint;  // shown while the field is empty
  int64_t min_length = 0;
  int64_t max_length = 0;  // 0: the most there can be
  std::string pattern;     // empty: none
  Text pattern_message;
  std::optional<double> least;  // of numbers
  std::optional<double> most;
  std::string from;  // of dates: "2026-01-31", "today" or empty
  std::string until;

  Text label;   // of consent: beside the box. Of yes/no: "yes"
  Text label2;  // of yes/no: "no"
  Text button;  // of messages: instead of "Next"
  Link link;
};

// What is shown before or after the questions.
struct Screen {
  std::string id;  // of an ending
  Text title;
  Text text;
  Text button;  // of a welcome
  Link link;
  bool given() const { return !title.empty() || !text.empty(); }
};

// One of several wordings, given to a share of the visitors.
struct Variant {
  std::string id;
  int64_t weight = 1;
  Vector<std::pair<size_t, Text>> texts;  // question → its text in this variant
};

enum class Display : uint8_t { kPopover, kInline, kTab };

// When something shows, to whom, and how often.
struct Targeting {
  Vector<Trigger> triggers;
  std::optional<logic::Condition> audience;
  double sample = 1;     // share of visitors, 0…1
  int64_t priority = 0;  // of several that could show, the highest does
  Frequency frequency;
  TimeMs from = 0;  // of the schedule
  TimeMs until = INT64_MAX;
};

struct Survey : Targeting {
  std::string id;
  std::string preset;   // empty: none
  std::string scoring;  // how its answers make a score together (core/survey/scoring.h); "factors": only those of
                        // its statements do; empty: they do not
  std::string stage;
  std::string touchpoint;
  Display display = Display::kPopover;
  Text tab;  // label of the feedback tab

  int64_t quota = 0;  // answers wanted; 0: any number
  int64_t quota_answered = 0;

  TimeMs abandon_after = 30 * kMinute;  // without anything done
  bool back = true;
  bool progress = true;
  bool prefill_skips = false;                          // prefilled questions are not shown
  Vector<std::pair<std::string, std::string>> hidden;  // hidden field → URL parameter it is taken from, or empty
  Vector<std::pair<std::string, Json>> variables;      // with their first values
  Vector<Variant> variants;

  Screen welcome;
  Vector<Question> questions;
  bool has_thanks = false;
  Screen thanks;
  Vector<Screen> endings;
};

// --- guides ----------------------------------------------------------------------------------------------------

// Where a guide points: at the first element that is all of what is given.
struct Anchor {
  std::string selector;  // CSS; of {"id": "cart"} it is [data-canvass="cart"]
  Text text;             // what the element says
  bool given() const { return !selector.empty() || !text.empty(); }
};

struct Media {
  bool video = false;
  std::string source;       // address; empty: none
  std::string poster;       // of a video: the picture before it plays, and instead of it under reduced motion
  std::string captions;     // of a video: address of a WebVTT file
  Text alternative;         // what it shows
  double ratio = 16.0 / 9;  // width ÷ height
};

struct GuideButton {
  enum class Does : uint8_t {
    kComplete,  // done with it
    kDismiss,   // not now
    kShow,      // another guide or a survey: `target` is its id
    kLink,      // `target` is the address
    kTrack,     // `target` is the name of an event, as if the page had tracked it
  };
  Does does = Does::kComplete;
  std::string target;
  Text text;
};

// What a card says, and where it stands.
struct Content {
  Anchor anchor;
  std::string placement;  // "top" | "right" | "bottom" | "left"
  Text title;
  Text text;
  Media media;
  Vector<GuideButton> buttons;  // two at most; the first is the primary one
  Link link;
};

// Of a tour.
struct Step : Content {
  enum class Missing : uint8_t { kSkip, kAsk, kWait };
  std::string id;
  PagePattern page;                  // where it is; any: wherever the visitor is
  std::string url;                   // where to go for it
  std::optional<Trigger> wait_for;   // goes on when that happens, instead of by a button
  Missing missing = Missing::kSkip;  // what to do without its anchor
  bool spotlight = false;
};

// Of a checklist.
struct Task {
  std::string id;
  Text title;
  Text text;
  Text done;                        // what is said when it is completed
  Text button;                      // default: "Show me"
  std::string show;                 // the guide or survey that it starts; empty: none
  std::string url;                  // or where it leads; empty: nowhere
  std::optional<Trigger> complete;  // none: completed with the guide it starts, or by going there
};

// What became of feedback.
struct Thread {
  static constexpr size_t kStages = 4;  // received, in progress, priorities, done
  Vector<std::string> surveys;          // who answered one of them sees it; empty: there is no thread
  size_t stage = 0;
  Text texts[kStages];
  std::string feed;       // address that says the stage of one visitor; {visitor} stands for the id; empty: none
  Text how_to;            // shown with the last stage
  std::string follow_up;  // survey that follows the last stage; empty: none
};

struct Article {
  std::string id;
  std::string category;
  Text title;
  Text text;  // Markdown (core/guide/markdown.h)
  Text keywords;
  Vector<PagePattern> pages;  // where it is suggested
};

// Articles offered when a trigger holds.
struct Suggestion {
  Vector<Trigger> triggers;
  Vector<std::string> articles;
  Text text;
};

struct Help {
  Vector<Article> articles;
  std::string source;         // address of more of them, loaded when the panel first opens; empty: none
  Vector<Option> categories;  // id and text
  Vector<Suggestion> suggestions;
  Link contact;               // "contact us": a link, …
  std::string contact_event;  // … or an event for the page; neither: there is none
};

enum class GuideKind : uint8_t { kTip, kHotspot, kTour, kAnnouncement, kChecklist, kHelp };
constexpr size_t kGuideKinds = 6;
const char* name_of(GuideKind kind);  // as the configuration and the wire spell it: "tip", "hotspot", …

enum class Stand : uint8_t { kCorner, kModal, kBannerTop, kBannerBottom };  // of an announcement

struct Guide : Targeting, Content {
  std::string id;
  GuideKind kind = GuideKind::kTip;
  bool never = false;    // tips, hotspots, announcements: offers "Don't show again"
  Text launcher;         // checklists and help: the name of the button at the corner
  Vector<Step> steps;    // of a tour
  TimeMs resume = kDay;  // tours: how long one that was begun goes on after its last step
  Stand stand = Stand::kCorner;
  Thread thread;
  Vector<Task> tasks;  // of a checklist
  Text all_done;       // what it says in the end
  Help help;
};

// --- signals and journeys --------------------------------------------------------------------------------------

// What shows that a visitor struggles (docs/signals.md has the definitions).
enum class Signal : uint8_t {
  kRage,
  kDead,
  kError,
  kQuickBack,
  kThrash,
  kFormStruggle,
  kRefreshBurst,
  kAbandonedForm,
};
constexpr size_t kSignals = 8;
const char* name_of(Signal signal);  // as the configuration and the wire spell it: "rage", "quickBack", …

struct Signals {
  uint8_t wanted = 0;  // one bit for each Signal
  bool told = false;   // they go to the endpoint; false: they are only triggers
  int64_t rage_clicks = 3;
  TimeMs rage_within = kSecond;  // of the first
  int64_t rage_radius = 30;      // CSS pixels around the first
  TimeMs dead_within = 2500;
  TimeMs error_within = kSecond;
  TimeMs quick_back_within = 5 * kSecond;
  int64_t thrash_reversals = 6;
  TimeMs thrash_within = 2 * kSecond;
  int64_t thrash_distance = 100;  // CSS pixels between two reversals, at least
  int64_t struggle_invalid = 3;   // times one field was invalid
  int64_t struggle_retyped = 2;   // times one field was cleared and filled again
  int64_t refresh_loads = 3;
  TimeMs refresh_within = 20 * kSecond;
  Vector<std::string> ignore;  // CSS selectors; what is in there is not looked at
  double sample = 1;           // share of visitors
  int64_t per_page = 10;       // signals told of one page view, at most
};

// A step of a journey: any of the triggers is it.
struct Waypoint {
  std::string id;
  Vector<Trigger> any;
  bool optional = false;
};

// What kind of way to the goal it is meant to be, which says how its effort reads.
enum class Character : uint8_t { kRoutine, kJoyride, kTrek, kOdyssey };
constexpr size_t kCharacters = 4;
const char* name_of(Character character);  // "routine", …

// A goal, and the way to it that is best.
struct Journey {
  std::string id;
  Character kind = Character::kRoutine;
  Waypoint start;
  Vector<Waypoint> steps;
  Waypoint finish;
  Vector<Waypoint> detours;  // that have a name; others are called by their page
  TimeMs limit = 30 * kDay;  // from the start; later it is abandoned
};

struct Observation {
  Signals signals;
  Vector<Journey> journeys;
  CANVASS_APART ~Observation();
};

struct Delivery {
  const wire::Format* format = &wire::kSegment;
  size_t batch_count = 20;
  size_t batch_bytes = 50'000;
  TimeMs batch_delay = kSecond;
  TimeMs timeout = 10 * kSecond;
  TimeMs backoff = kSecond;
  TimeMs backoff_max = 5 * kMinute;
  size_t max_queued_bytes = 2'000'000;
};

// What may be kept and sent of a visitor (docs/privacy.md).
struct Privacy {
  bool consent_required = false;
  bool respect_signals = true;  // Global Privacy Control and Do Not Track
  TimeMs rotate = 0;            // how long a visitor keeps an id; 0: for good
  uint8_t mask = 0;             // core/privacy/mask.h
  Vector<std::string> query;    // parameters of addresses that may be stored and sent
  Vector<std::string> utm;      // what conditions and texts ask of the campaign: "source", …
};

struct Config {
  bool usable = false;         // it is a configuration of a version this core understands
  bool wants_presets = false;  // a survey could not be read without them
  std::string endpoint;
  std::string write_key;
  std::string default_locale;  // empty: not given
  Vector<Fallback> fallbacks;
  Vector<std::string> languages;  // that every text should be in; empty: whichever any text is in
  TimeMs cooldown = 0;
  int64_t max_per_visit = 0;  // surveys; 0: any number
  TimeMs quiet = -1;          // nothing shows by itself for so long after anything was dismissed; -1: kGuideQuiet,
                              // and guides only
  TimeMs ttl = kHour;
  view::Theme theme;
  Delivery delivery;
  Privacy privacy;
  Vector<Survey> surveys;
  Vector<Guide> guides;
  std::unique_ptr<Observation> observation;  // nullptr: nothing is observed
};

// Some of a survey's questions, one bit each.
using QuestionSet = uint64_t;
static_assert(kMaxQuestions <= 64);
constexpr QuestionSet question_bit(size_t question) { return QuestionSet{1} << question; }

// Every error has the JSON pointer of the place it is about. An error inside a survey or guide leaves that one out;
// one elsewhere leaves the field at its default. An error at "" or "/canvass" leaves nothing usable. Surveys made
// from a preset need `packs` with the presets in it.
Problems parse(std::string_view json, Config& config, const Packs* packs = nullptr);

}  // namespace canvass::config
