#include <algorithm>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/parts.h"
#include "core/config/suggest.h"
#include "core/logic/pipe.h"

namespace canvass::config {

namespace {

constexpr size_t kMaxQuery = 50;
constexpr size_t kMaxParameterCharacters = 100;

// In the order of the bits of core/privacy/mask.h.
constexpr std::string_view kMasks[] = {"email", "phone", "card"};
constexpr uint8_t kAllMasks = 7;

void read_masks(Fields& fields, uint8_t& mask) {
  const Json* json = fields.any("mask");
  if (json == nullptr) return;
  if (const bool* all = json->get_ptr<const bool*>()) {
    mask = *all ? kAllMasks : 0;
    return;
  }
  const Json::array_t* list = json->get_ptr<const Json::array_t*>();
  if (list == nullptr) {
    return fields.error(
        "mask", join({"must be true or a list of \"email\", \"phone\" and \"card\", found ", name_of_type(*json)}));
  }
  for (size_t i = 0; i < list->size(); ++i) {
    const std::string* name = (*list)[i].get_ptr<const std::string*>();
    const auto known = std::find(std::begin(kMasks), std::end(kMasks), name == nullptr ? std::string_view() : *name);
    if (known != std::end(kMasks)) {
      mask |= static_cast<uint8_t>(1 << (known - kMasks));
      continue;
    }
    const Vector<std::string_view> names(std::begin(kMasks), std::end(kMasks));
    fields.problems().errors.push_back(
        {fields.pointer("mask", i), name == nullptr ? std::string("must be \"email\", \"phone\" or \"card\"")
                                                    : join({"unknown ", in_quotes(*name), suggest(*name, names)})});
  }
}

void read_query(Fields& fields, Vector<std::string>& query) {
  const Json::array_t* list = fields.array("query", kMaxQuery);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size(); ++i) {
    const std::string* name = (*list)[i].get_ptr<const std::string*>();
    if (name != nullptr && !name->empty() && count_characters(*name) <= kMaxParameterCharacters) {
      query.push_back(*name);
    } else {
      fields.problems().errors.push_back(
          {fields.pointer("query", i), "must be the name of a parameter such as \"utm_source\""});
    }
  }
}

// What texts insert of the campaign.
class UtmInTexts final : public logic::References {
 public:
  explicit UtmInTexts(Vector<std::string>& utm) : utm_(utm) {}

  void refer(logic::Subject subject, std::string_view name, const std::string&, const logic::Condition*) override {
    const bool known = std::find(utm_.begin(), utm_.end(), name) != utm_.end();
    if (subject == logic::Subject::kUtm && !known) utm_.emplace_back(name);
  }

 private:
  Vector<std::string>& utm_;
};

}  // namespace

void read_privacy(const Json& json, Problems& problems, Privacy& privacy) {
  Fields fields(json, "/privacy", problems);
  size_t chosen = 0;
  if (fields.choice("consent", {"not-required", "required"}, chosen)) privacy.consent_required = chosen == 1;
  fields.boolean("respectSignals", privacy.respect_signals);
  fields.duration("rotate", kDay, kMaxDuration, privacy.rotate);
  read_query(fields, privacy.query);
  read_masks(fields, privacy.mask);
  fields.finish();
}

void find_utm(const Json& json, Vector<std::string>& utm) {
  UtmInTexts in_texts(utm);
  if (const std::string* text = json.get_ptr<const std::string*>()) {
    Problems wrong;  // is said elsewhere
    if (text->find("{{") != std::string::npos) logic::check_pipes(*text, {}, wrong, in_texts);
  } else if (const Json::array_t* list = json.get_ptr<const Json::array_t*>()) {
    for (const Json& one : *list) find_utm(one, utm);
  } else if (const Json::object_t* members = json.get_ptr<const Json::object_t*>()) {
    in_texts.refer(logic::Subject::kUtm, string_at(json, "utm"), {}, nullptr);
    for (const auto& member : *members) find_utm(member.second, utm);
  }
}

}  // namespace canvass::config
