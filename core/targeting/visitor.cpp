#include "core/targeting/visitor.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/base/url.h"
#include "core/delivery/wire.h"
#include "core/targeting/glob.h"

namespace canvass::targeting {

namespace {

constexpr size_t kMaxTraitsBytes = 16'000;
constexpr int64_t kMaxVisits = 1'000'000'000;

constexpr std::string_view kVisitorKey = "visitor";
constexpr std::string_view kIdentityKey = "identity";
constexpr std::string_view kVisitsKey = "visits";
constexpr std::string_view kVisitKey = "tab:visit";
constexpr std::string_view kUtmKey = "tab:utm";
constexpr std::string_view kPagesKey = "tab:pages";

constexpr std::string_view kUtmPrefix = "utm_";
constexpr size_t kMaxUtm = 20;  // parameters looked at
constexpr size_t kMaxUtmCharacters = 200;
constexpr size_t kMaxPages = 50;
constexpr size_t kMaxPathCharacters = 300;

}  // namespace

void Visitor::start(const event::Init& init, std::string_view default_locale, bool keep_history, UuidMaker& ids,
                    Turn& turn, TimeMs rotate) {
  const auto stored = [&](std::string_view key) -> std::string_view {
    const auto found = init.stored.find(std::string(key));
    return found == init.stored.end() ? std::string_view() : std::string_view(found->second);
  };
  locale_ = !init.locale.empty() && init.locale.size() <= 35 ? init.locale : default_locale;
  if (locale_.empty()) locale_ = "en";
  device_ = init.device;

  id_ = init.visitor.empty() ? std::string(stored(kVisitorKey)) : init.visitor;
  const bool usable = !id_.empty() && count_characters(id_) <= wire::kMaxUserId;
  if (!usable || (rotate != 0 && is_older_than(rotate, turn.now))) make(ids, turn);
  restore_identity(stored(kIdentityKey));
  in_sight_since_ = turn.now;
  keep_history_ = keep_history;
  if (std::optional<Json> utm = parse_json(stored(kUtmKey)); utm && utm->is_object()) utm_ = std::move(*utm);
  const std::optional<Json> pages = parse_json(stored(kPagesKey));
  if (pages && pages->is_array()) {
    for (const Json& page : *pages->get_ptr<const Json::array_t*>()) {
      if (pages_.size() < kMaxPages && page.is_string()) pages_.push_back(*page.get_ptr<const std::string*>());
    }
  }

  visits_ = std::clamp<int64_t>(parse_integer(stored(kVisitKey)).value_or(0), 0, kMaxVisits);
  if (visits_ > 0) return;
  const std::optional<Json> visits = parse_json(stored(kVisitsKey));
  begin_visit(visits ? *visits : Json(), turn);
}

void Visitor::make(UuidMaker& ids, Turn& turn) {
  id_ = ids.make(turn.now);
  turn.store(kVisitorKey, id_);
}

// An id of ours begins with the time at which it was made (RFC 9562, 5.7). Others have no age.
bool Visitor::is_older_than(TimeMs age, TimeMs now) const {
  const std::optional<TimeMs> made = time_of_uuid(id_);
  return made && (now - *made > age || *made - now > kDay);
}

// `visits`: what is known of the visits before.
void Visitor::begin_visit(const Json& visits, Turn& turn) {
  visits_ = std::clamp<int64_t>(integer_at(visits, "count").value_or(0), 0, kMaxVisits) + 1;
  const TimeMs first = integer_at(visits, "first").value_or(turn.now);
  Json json = json_object();
  json["count"] = visits_;
  json["first"] = first_visit() || first < 0 || first > turn.now ? turn.now : first;
  json["last"] = turn.now;
  turn.store(kVisitsKey, dump_json(json));
  turn.store(kVisitKey, decimal(visits_));
}

void Visitor::restore_identity(std::string_view text) {
  user_.clear();
  traits_ = json_object();
  const std::optional<Json> identity = parse_json(text);
  if (!identity) return;
  const std::string_view user = string_at(*identity, "id");
  const Json* traits = find(*identity, "traits");
  if (count_characters(user) <= wire::kMaxUserId) user_ = user;
  if (traits != nullptr && traits->is_object()) traits_ = *traits;
}

void Visitor::stored(const event::Stored& event) {
  if (event.key == kIdentityKey) restore_identity(event.value.value_or(std::string()));
  if (event.key == kVisitorKey && event.value && !event.value->empty()) id_ = *event.value;
}

// Of the address of the page.
CANVASS_APART void Visitor::take_utm(const Vector<std::string>& kept, Turn& turn) {
  Json utm = json_object();
  std::string name;
  std::string value;
  Parameters parameters(url_, kUtmPrefix);
  for (size_t i = 0; i < kMaxUtm && parameters.next(name, value); ++i) {
    utm[name.substr(kUtmPrefix.size())] = std::string(first_characters(value, kMaxUtmCharacters));
  }
  if (utm.empty() || dump_json(utm) == dump_json(utm_)) return;
  Json asked = json_object();
  for (const std::string& one : kept) {
    if (const Json* text = find(utm, one)) asked[one] = *text;
  }
  const bool stored = !utm_.empty();
  utm_ = std::move(utm);
  if (!asked.empty()) {
    turn.store(kUtmKey, dump_json(asked));
  } else if (stored) {
    turn.store(kUtmKey, std::nullopt);
  }
}

bool Visitor::open(const event::Page& page, const Vector<std::string>& utm, Turn& turn) {
  const bool same = same_page(url_, page.url);
  url_ = page.url;
  if (!page.referrer.empty()) referrer_ = page.referrer;
  if (same) return false;
  in_sight_ = 0;
  in_sight_since_ = turn.now;

  if (url_.find('?') != std::string::npos) take_utm(utm, turn);
  const std::string_view path = path_of(url_);
  if (pages_.size() == kMaxPages) pages_.erase(pages_.begin());
  pages_.emplace_back(first_characters(path, kMaxPathCharacters));
  if (keep_history_) {
    Json pages = json_array();
    for (const std::string& one : pages_) pages.push_back(one);
    turn.store(kPagesKey, dump_json(pages));
  }
  return true;
}

void Visitor::leave() { url_.clear(); }

void Visitor::hide(TimeMs now) {
  in_sight_ = time_on_page(now);
  hidden_ = true;
}

void Visitor::unhide(TimeMs now) {
  if (hidden_) in_sight_since_ = now;
  hidden_ = false;
}

bool Visitor::identify(const event::Identify& event, Turn& turn) {
  if (event.id.empty() || count_characters(event.id) > wire::kMaxUserId) {
    turn.warn("identify ignored: the id must have 1 to 256 characters");
    return false;
  }
  Json traits = event.traits.is_object() ? event.traits : json_object();
  const std::string text = dump_json(traits);
  if (text.size() > kMaxTraitsBytes) {
    turn.warn("identify ignored: the traits are larger than 16 KB");
    return false;
  }
  if (event.id == user_ && text == dump_json(traits_)) return false;
  user_ = event.id;
  traits_ = std::move(traits);
  Json identity = json_object();
  identity["id"] = user_;
  identity["traits"] = traits_;
  turn.store(kIdentityKey, dump_json(identity));
  return true;
}

void Visitor::reset(UuidMaker& ids, Turn& turn) {
  user_.clear();
  traits_ = json_object();
  turn.store(kIdentityKey, std::nullopt);
  if (!utm_.empty()) turn.store(kUtmKey, std::nullopt);
  utm_ = json_object();
  pages_.clear();
  if (keep_history_) turn.store(kPagesKey, std::nullopt);
  make(ids, turn);
  begin_visit(Json(), turn);
}

}  // namespace canvass::targeting
