// The parts that parse() reads one by one. Private to core/config/parse*.cpp.
#pragma once

#include "core/config/config.h"
#include "core/config/fields.h"
#include "core/config/packs.h"

namespace canvass::config {

constexpr size_t kMaxAddress = 2000;
constexpr size_t kMaxSelector = 500;

// parse_targeting.cpp: who, when and how often. The second reads what surveys have besides.
void read_triggers(Fields& fields, std::vector<Trigger>& triggers);
void read_frequency(Fields& fields, Frequency& frequency);
void read_targeting(Fields& fields, Survey& survey);

// parse_survey.cpp and parse_guide.cpp: one each, at `pointer`.
void read_survey(const Json& json, const std::string& pointer, const Packs& packs, Problems& problems, Survey& survey);
void read_guide(const Json& json, const std::string& pointer, const Packs& packs, Problems& problems, Guide& guide);

}  // namespace canvass::config
