#include "core/targeting/visitor.h"

#include <algorithm>

#include "core/base/text.h"
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

}  // namespace

void Visitor::start(const event::Init& init, std::string_view default_locale, UuidMaker& ids, Turn& turn) {
  const auto stored = [&](std::string_view key) -> std::string_view {
    const auto found = init.stored.find(std::string(key));
    return found == init.stored.end() ? std::string_view() : std::string_view(found->second);
  };
  locale_ = !init.locale.empty() && init.locale.size() <= 35 ? init.locale : default_locale;
  if (locale_.empty()) locale_ = "en";
  device_ = init.device;

  id_ = init.visitor.empty() ? std::string(stored(kVisitorKey)) : init.visitor;
  if (id_.empty() || count_characters(id_) > wire::kMaxUserId) make(ids, turn);
  if (const std::optional<Json> identity = parse_json(stored(kIdentityKey))) {
    const std::string_view user = string_at(*identity, "id");
    const Json* traits = find(*identity, "traits");
    if (count_characters(user) <= wire::kMaxUserId) user_ = user;
    if (traits != nullptr && traits->is_object()) traits_ = *traits;
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

// `visits`: what is known of the visits before.
void Visitor::begin_visit(const Json& visits, Turn& turn) {
  visits_ = std::clamp<int64_t>(integer_at(visits, "count").value_or(0), 0, kMaxVisits) + 1;
  const TimeMs first = integer_at(visits, "first").value_or(turn.now);
  Json json = Json::object();
  json["count"] = visits_;
  json["first"] = first_visit() || first < 0 || first > turn.now ? turn.now : first;
  json["last"] = turn.now;
  turn.store(kVisitsKey, dump_json(json));
  turn.store(kVisitKey, decimal(visits_));
}

bool Visitor::open(const std::string& url, const std::string& referrer) {
  const bool same = same_page(url_, url);
  url_ = url;
  if (!referrer.empty()) referrer_ = referrer;
  return !same;
}

bool Visitor::identify(const event::Identify& event, Turn& turn) {
  if (event.id.empty() || count_characters(event.id) > wire::kMaxUserId) {
    turn.warn("identify ignored: the id must have 1 to 256 characters");
    return false;
  }
  Json traits = event.traits.is_object() ? event.traits : Json::object();
  const std::string text = dump_json(traits);
  if (text.size() > kMaxTraitsBytes) {
    turn.warn("identify ignored: the traits are larger than 16 KB");
    return false;
  }
  if (event.id == user_ && text == dump_json(traits_)) return false;
  user_ = event.id;
  traits_ = std::move(traits);
  Json identity = Json::object();
  identity["id"] = user_;
  identity["traits"] = traits_;
  turn.store(kIdentityKey, dump_json(identity));
  return true;
}

void Visitor::reset(UuidMaker& ids, Turn& turn) {
  user_.clear();
  traits_ = Json::object();
  turn.store(kIdentityKey, std::nullopt);
  make(ids, turn);
  begin_visit(Json(), turn);
}

}  // namespace canvass::targeting
