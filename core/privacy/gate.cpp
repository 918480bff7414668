#include "core/privacy/gate.h"

#include <utility>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/protocol.h"

namespace canvass::privacy {

namespace {

constexpr std::string_view kGranted = "granted";
constexpr std::string_view kRefused = "refused";
constexpr std::string_view kYes = "true";

// What a visitor does, as opposed to where and who they are. It may be forgotten when there is too much of it.
bool is_action(const Event& event) {
  return std::holds_alternative<event::Track>(event) || std::holds_alternative<event::Show>(event);
}

// Nothing that was ever waited for.
bool is_idle(const Event& event) {
  return std::holds_alternative<event::Tick>(event) || std::holds_alternative<event::Response>(event) ||
         std::holds_alternative<event::StorageFailed>(event) || std::holds_alternative<event::Interact>(event);
}

std::string value_of(const Map<std::string, std::string>& stored, std::string_view key) {
  const auto found = stored.find(std::string(key));
  return found == stored.end() ? std::string() : found->second;
}

}  // namespace

bool is_anonymous(std::string_view key) {
  return starts_with(key, "m:") || starts_with(key, "q:") || key == "last" || key == "quiet" || key == "sleep" ||
         key == "wait" || key == "tab:shown" || key == kConsentKey || key == kOptOutKey;
}

void Gate::read(const config::Privacy& privacy, const Map<std::string, std::string>& stored) {
  required_ = privacy.consent_required;
  stored_[0] = value_of(stored, kConsentKey);
  stored_[1] = value_of(stored, kOptOutKey);
  granted_ = stored_[0] == kGranted;
  refused_ = stored_[0] == kRefused && !required_;
  opted_out_ = !stored_[1].empty();
}

const char* Gate::consent() const {
  if (refused_) return "refused";
  return !required_ ? "not-required" : granted_ ? "granted" : "waiting";
}

bool Gate::choose(event::Reset::Kind kind) {
  using Kind = event::Reset::Kind;
  switch (kind) {
    case Kind::kConsent:
      granted_ = true;
      refused_ = false;
      return false;
    case Kind::kNoConsent:
      granted_ = false;
      refused_ = true;
      return true;
    case Kind::kOptOut:
      opted_out_ = true;
      return true;
    case Kind::kOptIn:
      opted_out_ = false;
      return false;
    case Kind::kForget:
      granted_ = false;
      return true;
    case Kind::kReset:
      break;
  }
  return false;
}

bool Gate::hear(const event::Stored& event) {
  const std::string value = event.value.value_or(std::string());
  if (event.key == kOptOutKey) {
    stored_[1] = value;
    opted_out_ = !value.empty();
  } else if (event.key == kConsentKey) {
    stored_[0] = value;
    granted_ = value == kGranted;
    refused_ = value == kRefused;
  } else {
    return false;
  }
  return true;
}

void Gate::save(Vector<Effect>& effects) {
  std::string_view wish[2];
  if (opted_out_) {
    wish[1] = kYes;
  } else if (required_) {
    if (granted_) wish[0] = kGranted;
  } else if (refused_) {
    wish[0] = kRefused;
  }
  for (size_t i = 0; i < 2; ++i) {
    if (stored_[i] == wish[i]) continue;
    stored_[i] = wish[i];
    std::optional<std::string> value;
    if (!wish[i].empty()) value = stored_[i];
    effects.push_back(effect::Store{std::string(i == 0 ? kConsentKey : kOptOutKey), std::move(value)});
  }
}

void Gate::keep(const Event& event) {
  if (is_idle(event) || (opted_out_ && is_action(event))) return;
  std::string line = dump_json(to_json(event));
  const bool init = std::holds_alternative<event::Init>(event);
  if (!init && line.size() > kMaxKeptEvent) return;
  if (!init) bytes_ += line.size();
  kept_.emplace_back();
  kept_.back().kind = event.index();
  kept_.back().line = std::move(line);
  while (kept_.size() > kMaxKept || bytes_ > kMaxKeptBytes) make_room();
}

// The oldest thing done goes first, then the oldest page but for the first, whose address says where the visitor came
// from; the beginning of everything stays.
void Gate::make_room() {
  const Event track = event::Track();
  const Event page = event::Page();
  const Event init = event::Init();
  size_t first_page = kept_.size();
  size_t second_page = kept_.size();
  size_t last_page = kept_.size();
  size_t place = kept_.size();
  for (size_t i = 0; i < kept_.size(); ++i) {
    const size_t kind = kept_[i].kind;
    if (kind == track.index() && place == kept_.size()) place = i;
    if (kind != page.index()) continue;
    last_page = i;
    if (first_page == kept_.size()) {
      first_page = i;
    } else if (second_page == kept_.size()) {
      second_page = i;
    }
  }
  if (place == kept_.size() && second_page != last_page) place = second_page;
  if (place == kept_.size()) place = kept_[0].kind == init.index() ? 1 : 0;
  bytes_ -= kept_[place].line.size();
  kept_.erase(kept_.begin() + static_cast<ptrdiff_t>(place));
}

void Gate::forget(bool all) {
  const Event init = event::Init();
  const Event page = event::Page();
  size_t last_page = kept_.size();
  for (size_t i = 0; i < kept_.size(); ++i) {
    if (kept_[i].kind == page.index()) last_page = i;
  }
  Vector<Kept> rest;
  bytes_ = 0;
  for (size_t i = 0; i < kept_.size(); ++i) {
    if (kept_[i].kind == init.index()) {
      Json json = parse_json(kept_[i].line).value_or(json_object());
      json["visitor"] = "";
      json["stored"] = json_object();
      kept_[i].line = dump_json(json);
    } else if (all && i != last_page) {
      continue;
    } else {
      bytes_ += kept_[i].line.size();
    }
    rest.push_back(std::move(kept_[i]));
  }
  kept_ = std::move(rest);
}

Vector<std::string> Gate::take() {
  Vector<std::string> lines;
  for (Kept& kept : kept_) lines.push_back(std::move(kept.line));
  kept_.clear();
  bytes_ = 0;
  return lines;
}

}  // namespace canvass::privacy
