// The parts that parse() reads one by one. For core/config/parse*.cpp and for the kinds of question.
#pragma once

#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/fields.h"
#include "core/config/packs.h"

namespace canvass::config {

constexpr size_t kMaxAddress = 2000;
constexpr size_t kMaxSelector = 500;
constexpr size_t kMaxImage = 100'000;  // characters of an address, which may be the picture itself

// parse_targeting.cpp: who, when and how often. Surveys have a display and a quota besides.
void read_page(const Json& json, const std::string& pointer, Problems& problems, PagePattern& page);
void read_trigger(const Json& json, const std::string& pointer, Problems& problems, Trigger& trigger);
void read_trigger(Fields& fields, Trigger& trigger);  // of which some members were read already
void read_triggers(Fields& fields, Vector<Trigger>& triggers);
// `none`: what a share of nobody means.
CANVASS_APART void read_sample(Fields& fields, double& out, const char* none);
void read_targeting(Fields& fields, Targeting& targeting);
void read_survey_targeting(Fields& fields, Survey& survey);

// parse_parts.cpp: what several kinds of question have.
enum class Naming : uint8_t { kOptions, kPictures, kStatements };
// Whether an item of such a list is nothing but its text: in several languages it has no "text" among them, and nothing
// that is longer than the code of a language.
bool is_only_text(const Json& json);
// 2 to 50 options or pictures, or 1 to 30 statements; each an object or, but for pictures, only its text. Required.
void read_options(Fields& fields, const char* name, Naming naming, Vector<Option>& options);
// Relative, or with one of `schemes`, which are written as "http: https: ". Browsers skip spaces and control
// characters in front of and inside of a scheme, so there may be none anywhere.
bool is_address(std::string_view url, std::string_view schemes);
// Required: relative, or with one of `schemes`, written as "http: https: "; `expected` says so in words.
void read_address(Fields& fields, const char* name, size_t max, std::string_view schemes, std::string_view expected,
                  std::string& url);
void read_link(Fields& fields, const char* name, Link& link);  // with text and address
// Whether it can be held against a page: a path, or a whole address; only a glob may begin with a star. And what to
// say when it cannot.
bool is_page(std::string_view pattern, bool glob);
std::string expected_page(std::string_view pattern, bool glob);

// parse_privacy.cpp. The second finds what is asked of the campaign anywhere in the document.
CANVASS_APART void read_privacy(const Json& json, Problems& problems, Privacy& privacy);
CANVASS_APART void find_utm(const Json& json, Vector<std::string>& utm);

// An id that a survey or guide has already, and where.
struct Taken {
  std::string id;
  std::string pointer;
  bool survey;
};
// Notes the id of what stands at `pointer`; an error when another one has it.
void take_id(const std::string& id, const std::string& pointer, bool survey, Vector<Taken>& taken, Problems& problems);
CANVASS_COLD void warn_of_no_triggers(const std::string& pointer, Problems& problems);

// parse_survey.cpp: one, at `pointer`.
void read_survey(const Json& json, const std::string& pointer, const Packs& packs, Problems& problems, Survey& survey);

// parse_guide.cpp: all of them; what has an error, or names something that is not there, is left out.
CANVASS_APART void read_guides(Fields& fields, Vector<Taken>& taken, Vector<Guide>& guides);

// What a guide names and must exist: a survey, or a guide as well.
struct Reference {
  std::string pointer;
  std::string id;
  bool survey;
};
// What all guides are made of. read_words() wants a title or a text where they are `needed`.
bool read_anchor(Fields& fields, Need need, Anchor& anchor);
void read_placement(Fields& fields, std::string& placement);
void read_words(Fields& fields, const char* what, bool needed, Content& content);
void read_media(Fields& fields, Media& media);
void read_reference(Fields& fields, const char* name, bool survey, Vector<Reference>& references, std::string& id);
void read_page_address(Fields& fields, const char* name, std::string& url);      // where a visitor can be led to
void check_new_id(Fields& fields, std::string_view other, std::string_view id);  // that it is not that of another one

// parse_tour.cpp, parse_help.cpp: what each kind has besides.
CANVASS_APART void read_tour(Fields& fields, Guide& guide);
CANVASS_APART void read_checklist(Fields& fields, Vector<Reference>& references, Guide& guide);
CANVASS_APART void read_help(Fields& fields, Help& help);

// parse_observation.cpp: signals and journeys, after everything whose triggers may name a signal. Then of a trigger its
// "signal" with its "on", and whether it may have the "where" that it has though it waits for no event.
CANVASS_APART void read_observation(Fields& fields, Config& config);
CANVASS_APART void read_signal(Fields& fields, Trigger& trigger);
CANVASS_APART void check_where(Fields& fields, const Trigger& trigger);

// A file of articles: {"articles": […], "categories": […]} or only the list. Adds what is new and sound to `help`;
// pointers are those of the file, of whose articles each that has an error is left out.
CANVASS_APART void read_articles_file(const Json& json, Problems& problems, Help& help);

}  // namespace canvass::config
