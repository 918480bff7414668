#include "core/signals/stays.h"

#include <utility>

#include "core/base/text.h"

namespace canvass::signals {

namespace {

using config::Signal;

constexpr size_t kMaxStored = 4000;
constexpr size_t kMaxPath = 300;  // characters

}  // namespace

void Stays::tell(const Json& stay, TimeMs away, std::string_view to, Findings& findings) {
  if (away < 0 || away > findings.signals.quick_back_within) return;
  Noticed* noticed = findings.add(Signal::kQuickBack, Json());
  const Json* press = find(stay, "press");
  if (noticed == nullptr) return;
  put(noticed->properties, "ms", away);
  if (!to.empty()) put(noticed->properties, "to", to);
  if (press == nullptr) return;
  for (const char* member : {"element", "role", "name", "path"}) {
    const std::string_view text = string_at(*press, member);
    if (!text.empty()) put(noticed->properties, member, text);
  }
  read_texts(find(*press, "on"), noticed->on);
}

void Stays::arrive(std::string_view path, TimeMs now, Findings& findings) {
  const TimeMs left = std::exchange(left_, 0);
  path = first_characters(path, kMaxPath);
  const std::string_view page = string_at(here_, "page");
  returned_ = page == path ? left : 0;
  if (page == path) return;
  put(here_, "left", left != 0 ? left : now);
  Json from;
  if (string_at(from_, "page") == path) {
    const TimeMs away = *integer_at(here_, "left") - integer_at(from_, "left").value_or(0);
    tell(from_, away, string_at(here_, "page"), findings);
  } else if (!string_at(here_, "page").empty()) {
    from = std::move(here_);
  }
  from_ = std::move(from);
  here_ = json_object();
  put(here_, "page", path);
  reloads_.clear();
}

void Stays::load(std::string_view type, std::string_view path, TimeMs now, Findings& findings) {
  // A page that the browser kept is not opened again.
  if (left_ != 0 || string_at(here_, "page") != path) arrive(path, now, findings);
  const TimeMs returned = std::exchange(returned_, 0);
  // Where from nobody knows: there was no time for this to be loaded there.
  if (type == "back_forward" && returned != 0) tell(here_, now - returned, {}, findings);
  if (type != "reload") return;
  reloads_.push_back(now);
  while (now - reloads_.front() > findings.signals.refresh_within) reloads_.erase(reloads_.begin());
  const int64_t count = static_cast<int64_t>(reloads_.size());
  if (count < findings.signals.refresh_loads) return;
  findings.add(Signal::kRefreshBurst, Json(), count);
  reloads_.clear();
}

void Stays::act() {
  from_ = Json();
  returned_ = 0;
}

void Stays::leave(const Json* press, TimeMs now, uint8_t mask) {
  left_ = now;
  put(here_, "left", now);
  Json described = json_object();
  if (press != nullptr) {
    if (const Json* target = find(*press, "target")) describe(*target, mask, described);
    if (const Json* on = find(*press, "on")) described["on"] = *on;
  }
  here_["press"] = std::move(described);
}

std::string Stays::save() const {
  Json json = here_;
  if (!from_.is_null()) json["from"] = from_;
  if (!reloads_.empty()) {
    Json times = json_array();
    for (const TimeMs at : reloads_) times.push_back(at);
    json["reloads"] = std::move(times);
  }
  return dump_json(json);
}

void Stays::restore(std::string_view stored) {
  const std::optional<Json> json = stored.size() <= kMaxStored ? parse_json(stored) : std::nullopt;
  if (!json || !json->is_object()) return;
  *this = {};
  for (const char* member : {"page", "press"}) {
    if (const Json* value = find(*json, member)) here_[member] = *value;
  }
  left_ = integer_at(*json, "left").value_or(0);
  if (const Json* from = find(*json, "from")) from_ = *from;
  const Json* times = find(*json, "reloads");
  if (times == nullptr || !times->is_array()) return;
  for (const Json& at : *times->get_ptr<const Json::array_t*>()) reloads_.push_back(integer_of(at).value_or(0));
}

}  // namespace canvass::signals
