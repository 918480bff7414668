// The parts that parse() reads one by one. Private to core/config/parse*.cpp.
#pragma once

#include "core/config/config.h"
#include "core/config/fields.h"

namespace canvass::config {

constexpr size_t kMaxAddress = 2000;
constexpr size_t kMaxSelector = 500;

// parse_targeting.cpp: who, when and how often. The second reads what surveys have besides.
void read_triggers(Fields& fields, std::vector<Trigger>& triggers);
void read_frequency(Fields& fields, Frequency& frequency);
void read_targeting(Fields& fields, Survey& survey);

// Whether it can be held against a page: a path, or a whole address; only a glob may begin with a star. And what to
// say when it cannot.
bool is_page(std::string_view pattern, bool glob);
std::string expected_page(std::string_view pattern, bool glob);

// parse_survey.cpp and parse_guide.cpp: one each, at `pointer`.
void read_survey(const Json& json, const std::string& pointer, Problems& problems, Survey& survey);
void read_guide(const Json& json, const std::string& pointer, Problems& problems, Guide& guide);

}  // namespace canvass::config
