// The configuration as the core uses it: plain values, filled in by parse(). docs/config.md explains every field to
// the person who writes it; web/schema/config.schema.json describes the same document to editors.
//
//   config::Config config;
//   Problems problems = config::parse(text, config);   // broken surveys and guides are left out and reported
//   if (config.usable) { … }
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/problem.h"
#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/view/theme.h"

namespace canvass::survey {
struct Kind;
}

namespace canvass::config {

constexpr size_t kMaxBytes = 1'000'000;
constexpr size_t kMaxTextCharacters = 2000;
constexpr size_t kMaxSurveys = 200;
constexpr size_t kMaxGuides = 200;
constexpr size_t kMaxQuestions = 50;
constexpr TimeMs kMaxDuration = 3650 * kDay;

// A text in every language it was given in, sorted by language. A plain string has an empty locale.
struct Text {
  struct Version {
    std::string locale;
    std::string text;
  };
  Vector<Version> versions;

  bool empty() const { return versions.empty(); }
};

// Conditions that must all hold. A trigger without `event` is a page trigger.
struct Trigger {
  std::string event;         // name of a tracked event; empty: none needed
  std::string page;          // glob (core/targeting/glob.h); empty: any page
  bool first_visit = false;  // only during the visitor's first visit
  TimeMs delay = 0;          // from the moment the rest holds
};

struct Frequency {
  enum class Kind : uint8_t { kOnce, kEvery, kAlways };
  Kind kind = Kind::kOnce;
  TimeMs every = 0;  // of kEvery
};

struct Question {
  std::string id;
  const survey::Kind* kind = nullptr;  // of a parsed configuration never nullptr
  Text text;
  bool required = false;

  // Scales: whole numbers min…max, a label at either end, and where the kind has them, a wording for each.
  int min = 0;
  int max = 0;
  Text low;
  Text high;
  Vector<Text> options;
  std::string variant;  // of ces: "agree7" or "effort5"

  Text hint;  // of text: shown while the field is empty
};

struct Survey {
  std::string id;
  Vector<Trigger> triggers;
  Frequency frequency;
  Vector<Question> questions;
  bool has_thanks = false;
  Text thanks_title;
  Text thanks_text;
};

struct Guide {
  std::string id;
  std::string type;  // "tip"
  Vector<Trigger> triggers;
  Frequency frequency;
  std::string anchor;     // CSS selector
  std::string placement;  // "top" | "right" | "bottom" | "left"
  Text title;
  Text text;
  Text button;
};

struct Delivery {
  size_t batch_count = 20;
  size_t batch_bytes = 50'000;
  TimeMs batch_delay = kSecond;
  TimeMs timeout = 10 * kSecond;
  TimeMs backoff = kSecond;
  TimeMs backoff_max = 5 * kMinute;
};

struct Config {
  bool usable = false;  // it is a configuration of a version this core understands
  std::string endpoint;
  std::string write_key;
  std::string default_locale;  // empty: not given
  TimeMs cooldown = 0;
  TimeMs ttl = kHour;
  view::Theme theme;
  Delivery delivery;
  Vector<Survey> surveys;
  Vector<Guide> guides;
};

// Every error has the JSON pointer of the place it is about. An error inside a survey or guide leaves that one out;
// one elsewhere leaves the field at its default. An error at "" or "/canvass" leaves nothing usable.
Problems parse(std::string_view json, Config& config);

}  // namespace canvass::config
