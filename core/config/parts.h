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

// parse_targeting.cpp: who, when and how often. The second reads what surveys have besides.
void read_triggers(Fields& fields, Vector<Trigger>& triggers);
void read_frequency(Fields& fields, Frequency& frequency);
void read_targeting(Fields& fields, Survey& survey);

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
void read_link(Fields& fields, const char* name, Link& link);  // with text and address
// Whether it can be held against a page: a path, or a whole address; only a glob may begin with a star. And what to
// say when it cannot.
bool is_page(std::string_view pattern, bool glob);
std::string expected_page(std::string_view pattern, bool glob);

// parse_privacy.cpp. The second finds what is asked of the campaign anywhere in the document.
CANVASS_APART void read_privacy(const Json& json, Problems& problems, Privacy& privacy);
CANVASS_APART void find_utm(const Json& json, Vector<std::string>& utm);

// parse_survey.cpp and parse_guide.cpp: one each, at `pointer`.
void read_survey(const Json& json, const std::string& pointer, const Packs& packs, Problems& problems, Survey& survey);
void read_guide(const Json& json, const std::string& pointer, const Packs& packs, Problems& problems, Guide& guide);

}  // namespace canvass::config
