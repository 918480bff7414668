#include "core/signals/stays.h"

#include <utility>

#include "core/base/text.h"

namespace canvass::signals {

namespace {

using config::Signal;

constexpr size_t kMaxStored = 4000;
constexpr size_t kMaxPath = 300;  // characters

}  // namespace

void Stays::tell(const Stay& stay, TimeMs away, std::string_view to, Findings& findings) {
  if (away < 0 || away > findings.signals.quick_back_within) return;
  Noticed* noticed = findings.add(Signal::kQuickBack, Json());
  if (noticed == nullptr) return;
  for (const char* member : {"element", "role", "name", "path"}) {
    const std::string_view text = string_at(stay.press, member);
    if (!text.empty()) noticed->properties[member] = std::string(text);
  }
  read_texts(find(stay.press, "on"), noticed->on);
  noticed->properties["ms"] = away;
  if (!to.empty()) noticed->properties["to"] = std::string(to);
}

void Stays::arrive(std::string_view path, TimeMs now, Findings& findings) {
  const TimeMs left = std::exchange(here_.left, 0);
  returned_ = 0;
  path = first_characters(path, kMaxPath);
  if (here_.page == path) {
    returned_ = left;
    return;
  }
  if (here_.page.empty()) {
    here_.page = path;
    return;
  }
  here_.left = left != 0 ? left : now;
  if (from_.page == path) {
    tell(from_, here_.left - from_.left, here_.page, findings);
    here_.page.clear();  // what is begun anew is not left from here
  }
  from_ = std::exchange(here_, {});
  here_.page = path;
  reloads_.clear();
}

void Stays::load(std::string_view type, std::string_view path, TimeMs now, Findings& findings) {
  // A page that the browser kept is not opened again.
  if (here_.left != 0 || here_.page != path) arrive(path, now, findings);
  const TimeMs returned = std::exchange(returned_, 0);
  // Where from nobody knows: there was no time for this to be loaded there.
  if (type == "back_forward" && returned != 0) tell(here_, now - returned, {}, findings);
  if (type != "reload") return;
  reloads_.push_back(now);
  while (now - reloads_.front() > findings.signals.refresh_within) reloads_.erase(reloads_.begin());
  if (static_cast<int64_t>(reloads_.size()) < findings.signals.refresh_loads) return;
  if (Noticed* noticed = findings.add(Signal::kRefreshBurst, Json())) {
    noticed->properties["count"] = static_cast<int64_t>(reloads_.size());
  }
  reloads_.clear();
}

void Stays::act() {
  from_.page.clear();
  returned_ = 0;
}

void Stays::leave(const Json* press, TimeMs now, uint8_t mask) {
  here_.left = now;
  here_.press = json_object();
  if (press == nullptr) return;
  if (const Json* target = find(*press, "target")) describe(*target, mask, here_.press);
  if (const Json* on = find(*press, "on")) here_.press["on"] = *on;
}

void Stays::write(const Stay& stay, Json& out) {
  out = json_object();
  out["page"] = stay.page;
  out["left"] = stay.left;
  if (!stay.press.is_null()) out["press"] = stay.press;
}

void Stays::read(const Json& json, Stay& stay) {
  stay = {};
  stay.page = first_characters(string_at(json, "page"), kMaxPath);
  stay.left = integer_at(json, "left").value_or(0);
  if (const Json* press = find(json, "press")) stay.press = *press;
}

std::string Stays::save() const {
  Json json;
  write(here_, json);
  if (!from_.page.empty()) write(from_, json["from"]);
  if (!reloads_.empty()) {
    Json times = json_array();
    for (const TimeMs at : reloads_) times.push_back(at);
    json["reloads"] = std::move(times);
  }
  return dump_json(json);
}

void Stays::restore(std::string_view stored) {
  const std::optional<Json> json = stored.size() <= kMaxStored ? parse_json(stored) : std::nullopt;
  if (!json) return;
  read(*json, here_);
  const Json* from = find(*json, "from");
  read(from != nullptr ? *from : Json(), from_);
  reloads_.clear();
  const Json* times = find(*json, "reloads");
  if (times == nullptr || !times->is_array()) return;
  for (const Json& at : *times->get_ptr<const Json::array_t*>()) reloads_.push_back(integer_of(at).value_or(0));
}

}  // namespace canvass::signals
