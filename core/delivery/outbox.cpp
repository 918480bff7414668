#include "core/delivery/outbox.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/delivery/format.h"
#include "core/delivery/wire.h"

namespace canvass::delivery {

namespace {

constexpr std::string_view kQueuePrefix = "q:";
constexpr std::string_view kWaitKey = "wait";
constexpr std::string_view kDroppedKey = "dropped";
constexpr int64_t kMaxFailures = 1000;
constexpr uint32_t kSuspect = 2;  // failures of requests with it

std::string storage_key(std::string_view id) { return join({kQueuePrefix, id}); }

void unstore(std::string_view id, Effects& effects) { effects.push_back(effect::Store{storage_key(id), std::nullopt}); }

// Refusals of something in a batch, which half of it may not have.
bool is_about_content(int status) {
  return status == 400 || status == 409 || status == 413 || status == 415 || status == 422;
}

// Refusals that no repetition will turn into success. Everything else (no answer, "later", "too many", errors of the
// server, answers that make no sense) is worth another try.
bool is_final(int status) { return status >= 400 && status <= 499 && status != 408 && status != 425 && status != 429; }

// What is given up last: what a visitor has said, then who they are, then how it ended, then what was shown.
int value_of(const Json& event) {
  const std::string_view name = string_at(event, "event");
  if (name == "Survey Answered" || name == "Survey Completed") return 3;
  if (string_at(event, "type") == "identify") return 2;
  return name == "Survey Dismissed" || name == "Survey Abandoned" ? 1 : 0;
}

// How long the header asks to wait: seconds, also with a fraction, or until a date on the server's clock
// (RFC 9110 §10.2.3). 0: nothing that makes sense.
CANVASS_APART TimeMs parse_retry_after(std::string_view header, std::string_view date, TimeMs now) {
  header = trim(header);
  if (const std::optional<TimeMs> until = parse_http_date(header, now)) {
    return std::clamp<TimeMs>(*until - parse_http_date(trim(date), now).value_or(now), 0, kMaxRetryAfter);
  }
  TimeMs wait = 0;
  TimeMs unit = kSecond;  // of the last digit, once behind the point
  bool point = false;
  for (size_t i = 0; i < header.size(); ++i) {
    const char c = header[i];
    if (c == '.' && i > 0 && !point) {
      point = true;
    } else if (c < '0' || c > '9') {
      return 0;
    } else {
      if (point) unit /= 10;
      wait = std::min((point ? wait : wait * 10) + (c - '0') * unit, kMaxRetryAfter);
    }
  }
  return wait;
}

constexpr uint64_t kWhole = 1 << 16;  // of which a client's share of every step is drawn

}  // namespace

void Outbox::configure(std::string endpoint, std::string write_key, const config::Delivery& options) {
  endpoint_ = std::move(endpoint);
  write_key_ = std::move(write_key);
  options_ = options;
}

void Outbox::start(std::string_view seed, bool leading) {
  rng_ = Rng(seed);
  leading_ = leading;
  // Not all tabs at once: the first one that is heard of is enough.
  patience_ = kFrozen + static_cast<TimeMs>(rng_.up_to(kFrozen / 2));
}

// --- the queue ---------------------------------------------------------------------------------------------

size_t Outbox::place_of(std::string_view id) const {
  size_t at = items_.size();
  while (at > 0 && id <= items_[at - 1].id) --at;
  return at;
}

bool Outbox::has(std::string_view id) const {
  const size_t at = place_of(id);
  return at < items_.size() && items_[at].id == id;
}

void Outbox::put(Item item) {
  bytes_ += item.bytes;
  ++ledger_.accepted;
  items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(place_of(item.id)), std::move(item));
}

void Outbox::add(Json event, TimeMs now, Effects& effects) {
  std::string id(string_at(event, "messageId"));
  std::string text = dump_json(event);
  const size_t bytes = text.size();
  effects.push_back(effect::Store{storage_key(id), std::move(text)});
  put({std::move(id), std::move(event), bytes, now + options_.batch_delay});
}

void Outbox::restore(std::string_view key, std::string_view value, TimeMs now, Effects& effects) {
  if (key == kWaitKey) return restore_wait(value, now);
  if (key == kDroppedKey) return ledger_.restore(value);
  if (!starts_with(key, kQueuePrefix)) return;
  const std::string_view id = key.substr(kQueuePrefix.size());
  if (has(id)) return;
  std::optional<Json> event = parse_json(value);
  const size_t bytes = event ? dump_json(*event).size() : 0;
  if (id.empty() || bytes > wire::kMaxEvent || string_at(*event, "messageId") != id ||
      string_at(*event, "type").empty() || string_at(*event, "timestamp").empty()) {
    return unstore(id, effects);
  }
  put({std::string(id), std::move(*event), bytes, now + options_.batch_delay});
}

// What is on its way may yet arrive, so it stays; and as long as that matters less than what would have to go, it all
// does.
void Outbox::make_room(Effects& effects) {
  while (bytes_ > options_.max_queued_bytes) {
    const Item* least = nullptr;
    for (const Item& item : items_) {
      if (least == nullptr || value_of(item.event) < value_of(least->event) ||
          (value_of(item.event) == value_of(least->event) && least->request != 0)) {
        least = &item;
      }
    }
    if (least->request != 0) return;
    drop("overflow", 1, effects);
    bytes_ -= least->bytes;
    unstore(least->id, effects);
    items_.erase(items_.begin() + (least - &items_[0]));
  }
}

// Counted before it is removed: should the page end between the two, nothing is lost uncounted.
void Outbox::drop(std::string_view reason, size_t count, Effects& effects) {
  ledger_.drop(reason, count);
  effects.push_back(effect::Store{std::string(kDroppedKey), dump_json(ledger_.dropped)});
}

size_t Outbox::remove(int64_t request, Effects& effects) {
  return erase_if(items_, [&](const Item& item) {
    if (item.request != request) return false;
    bytes_ -= item.bytes;
    unstore(item.id, effects);
    return true;
  });
}

void Outbox::forget(std::string_view reason, Effects& effects) {
  for (const Request& request : requests_) effects.push_back(effect::Abort{request.id});
  for (const Item& item : items_) unstore(item.id, effects);
  if (!items_.empty()) ledger_.drop(reason, items_.size());
  for (const std::string_view key : {kWaitKey, kDroppedKey}) {
    effects.push_back(effect::Store{std::string(key), std::nullopt});
  }
  requests_.clear();
  items_.clear();
  bytes_ = 0;
}

// --- storage and other tabs --------------------------------------------------------------------------------

void Outbox::storage_failed(std::string_view key) {
  if (!starts_with(key, kQueuePrefix)) return;
  for (Item& item : items_) {
    if (key.substr(kQueuePrefix.size()) != item.id) continue;
    item.memory_only = memory_only_ = true;
  }
}

// There may be room now.
void Outbox::store_again(Effects& effects) {
  memory_only_ = false;
  for (Item& item : items_) {
    if (!item.memory_only) continue;
    item.memory_only = false;
    effects.push_back(effect::Store{storage_key(item.id), dump_json(item.event)});
  }
}

void Outbox::stored(const event::Stored& event, TimeMs now, Effects& effects) {
  const bool queued = starts_with(event.key, kQueuePrefix);
  if (event.value) {
    if (leading_ || !queued) restore(event.key, *event.value, now, effects);
    return;
  }
  if (event.key == kWaitKey) failures_ = asked_wait_ = retry_at_ = 0;
  if (queued || event.key == kWaitKey) heard_ = now;
  if (!queued) return;
  const std::string_view id = std::string_view(event.key).substr(kQueuePrefix.size());
  pass(erase_if(items_, [&](const Item& item) {
    if (item.memory_only || id != item.id) return false;
    bytes_ -= item.bytes;
    return true;
  }));
}

void Outbox::lead(const event::Lead& event, TimeMs now, Effects& effects) {
  leading_ = event.leading;
  heard_ = now;
  if (!event.known) return;
  pass(erase_if(items_, [&](const Item& item) {
    // What was made at this very moment is not stored yet.
    if (item.memory_only || item.ready == now + options_.batch_delay) return false;
    if (event.stored.find(storage_key(item.id)) != event.stored.end()) return false;
    bytes_ -= item.bytes;
    return true;
  }));
  for (const auto& [key, value] : event.stored) restore(key, value, now, effects);
}

void Outbox::pass(size_t count) {
  ledger_.accepted -= static_cast<int64_t>(count);
  ledger_.passed += static_cast<int64_t>(count);
}

void Outbox::store_wait(Effects& effects) {
  Json wait = json_object();
  wait["until"] = asked_wait_;
  wait["failures"] = failures_;
  effects.push_back(effect::Store{std::string(kWaitKey), dump_json(wait)});
  wait_stored_ = true;
}

void Outbox::restore_wait(std::string_view value, TimeMs now) {
  heard_ = now;
  const Json wait = parse_json(value).value_or(Json());
  // Later than any server may ask for: by a clock that was wrong. To wait for it would mean to wait anew on every page.
  const TimeMs until = integer_at(wait, "until").value_or(0);
  asked_wait_ = until <= now + kMaxRetryAfter + options_.backoff_max ? std::max<TimeMs>(until, 0) : 0;
  failures_ = std::clamp<int64_t>(integer_at(wait, "failures").value_or(0), 0, kMaxFailures);
  wait_stored_ = true;
}

// --- sending -----------------------------------------------------------------------------------------------

void Outbox::pump(TimeMs now, Effects& effects) {
  for (size_t i = 0; i < requests_.size();) {
    if (requests_[i].deadline > now) {
      ++i;
      continue;
    }
    const int64_t request = requests_[i].id;
    effects.push_back(effect::Abort{request});
    retry_later(request, 0, now, effects);
  }
  if (bytes_ > options_.max_queued_bytes) make_room(effects);
  const std::optional<TimeMs> at = next_send();
  if (at && *at <= now) send(false, SIZE_MAX, now, effects);
  const std::optional<TimeMs> claim = next_claim();
  if (!claim || *claim > now) return;
  heard_ = now;
  effects.push_back(effect::Lead{});
}

void Outbox::flush(TimeMs now, Effects& effects) {
  if (endpoint_.empty() || offline_ || !leading_ || asked_wait_ > now) return;
  for (;;) {
    size_t budget = kMaxKeepaliveBytes;
    size_t count = 0;
    for (const Request& request : requests_) {
      if (!request.keepalive) continue;
      budget -= request.bytes;
      ++count;
    }
    if (count >= kMaxKeepalive || !send(true, budget, now, effects)) return;
  }
}

bool Outbox::send(bool keepalive, size_t budget, TimeMs now, Effects& effects) {
  const wire::Format& format = *options_.format;
  const Json ledger = account();
  const wire::Letter letter{write_key_, now, static_cast<int>(failures_), &ledger};
  const size_t around = wire::body_bytes(format.body(letter, {}));
  size_t bytes = around;
  const size_t limit = std::min(options_.batch_bytes, budget);
  const int64_t request = last_request_ + 1;
  // Of those that have failed again and again, one may make the server fail: they go last, the least suspect first.
  const auto suspicion = [](const Item& item) { return item.failures < kSuspect ? 0 : item.failures; };
  uint32_t least = UINT32_MAX;
  for (const Item& item : items_) {
    if (item.request == 0) least = std::min(least, suspicion(item));
  }
  size_t most = options_.batch_count;
  Json::array_t events;
  for (Item& item : items_) {
    if (item.request != 0 || suspicion(item) != least) continue;
    most = std::min(most, item.most);
    const size_t with_item =
        bytes + (&format == &wire::kSegment ? item.bytes + 1  // and a comma
                                            : wire::event_bytes(format, letter, around, item.event));
    // An event larger than a whole batch still has to go, on its own.
    const bool fits = with_item <= limit || (events.empty() && with_item <= budget);
    if (!fits || events.size() >= most) break;
    bytes = with_item;
    item.request = request;
    events.push_back(item.event);
  }
  if (events.empty()) return false;
  last_request_ = request;
  requests_.push_back({request, now + options_.timeout, bytes, keepalive, events.size() == 1});
  effects.push_back(
      effect::Send{request, endpoint_, format.body(letter, std::move(events)), keepalive, format.content_type});
  return true;
}

void Outbox::respond(const event::Response& response, TimeMs now, Effects& effects) {
  const auto request =
      std::find_if(requests_.begin(), requests_.end(), [&](const Request& r) { return r.id == response.request; });
  if (request == requests_.end()) return;  // given up on, or never made
  if (response.status == 0) return retry_later(response.request, 0, now, effects);
  if (response.status < 200 || response.status > 299) return refused(response, now, effects);
  answered(response.request, now, effects);
  ledger_.acknowledged += static_cast<int64_t>(remove(response.request, effects));
  // It was not for the others that requests failed, but one of them may be to blame for its own.
  for (Item& item : items_) {
    if (item.failures <= kSuspect) continue;
    item.failures = kSuspect;
    item.most = SIZE_MAX;
  }
  if (memory_only_) store_again(effects);
}

// The server is there, and has judged.
void Outbox::answered(int64_t request, TimeMs now, Effects& effects) {
  erase_if(requests_, [&](const Request& r) { return r.id == request; });
  failures_ = retry_at_ = 0;
  if (!wait_stored_) return;
  if (asked_wait_ > now) return store_wait(effects);  // to another request, which was on its way as well
  wait_stored_ = false;
  effects.push_back(effect::Store{std::string(kWaitKey), std::nullopt});
}

void Outbox::refused(const event::Response& response, TimeMs now, Effects& effects) {
  const int status = response.status;
  if (!is_final(status)) {
    const TimeMs asked = parse_retry_after(response.retry_after, response.date, now);
    return retry_later(response.request, asked, now, effects);
  }
  // Which one was meant is certain only of one that went alone, not of one whose company another tab has seen to.
  bool alone = false;
  for (const Request& request : requests_) {
    if (request.id == response.request) alone = request.alone;
  }
  answered(response.request, now, effects);
  size_t count = 0;
  for (const Item& item : items_) count += item.request == response.request ? 1 : 0;
  if (!alone && is_about_content(status)) {
    for (Item& item : items_) {
      if (item.request != response.request) continue;
      item.request = 0;
      item.most = (count + 1) / 2;
    }
    return;
  }
  if (count == 0) return;  // another tab was faster
  drop(status == 413 ? std::string("too large") : join({"refused ", decimal(status)}), count, effects);
  remove(response.request, effects);
  effects.push_back(effect::Warn{
      join({"the endpoint refused ", decimal(static_cast<int64_t>(count)), count == 1 ? " event" : " events",
            " with status ", decimal(status), count == 1 ? "; it was dropped" : "; they were dropped"})});
}

TimeMs Outbox::backoff() const {
  TimeMs step = options_.backoff;
  for (int64_t i = 0; i < failures_ && step < options_.backoff_max; ++i) step *= 2;
  return std::min(step, options_.backoff_max);
}

void Outbox::retry_later(int64_t request, TimeMs asked, TimeMs now, Effects& effects) {
  erase_if(requests_, [&](const Request& r) { return r.id == request; });
  size_t count = 0;
  for (const Item& item : items_) count += item.request == request ? 1 : 0;
  for (Item& item : items_) {
    if (item.request != request) continue;
    item.request = 0;
    if (asked > 0) continue;  // the server has other reasons
    if (item.failures > 0) item.most = std::min(item.most, (count + 1) / 2);
    ++item.failures;
  }
  // Full jitter: anywhere from at once to the whole of the exponential step, so that many clients that failed
  // together do not return together (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). Which
  // share of the step it is, is drawn once for failures in a row: drawn anew each time, some would run ahead to long
  // steps while most are still at short ones, and the end of an outage would meet many at once, then few for long.
  if (failures_ == 0 || share_ == 0) share_ = 1 + rng_.up_to(kWhole - 1);
  const uint64_t largest = static_cast<uint64_t>(options_.backoff_max) * kWhole;
  uint64_t part = share_ * static_cast<uint64_t>(options_.backoff);
  for (int64_t i = 0; i < failures_ && part <= largest; ++i) part *= 2;
  // At the end of the doubling the longest wait is taken in part as well, at least half of it.
  if (part > largest) part = largest / 2 + rng_.up_to(largest / 2);
  const TimeMs wait = static_cast<TimeMs>(part / kWhole);
  retry_at_ = now + wait;
  // Nor do those that were told the same time. Of two answers the one that asks for more counts.
  if (asked > 0) {
    const TimeMs most = std::min(asked / 2, options_.backoff_max);
    const TimeMs spread = static_cast<TimeMs>(share_ * static_cast<uint64_t>(most) / kWhole);
    asked_wait_ = std::max(asked_wait_, now + asked + std::max(wait, spread));
  }
  // Several requests that were in flight together fail together.
  if (requests_.empty() && failures_ < kMaxFailures) ++failures_;
  store_wait(effects);
}

void Outbox::online(TimeMs now) {
  offline_ = false;
  retry_at_ = 0;
  for (Item& item : items_) item.ready = std::min(item.ready, now);
}

std::optional<TimeMs> Outbox::next_send() const {
  if (endpoint_.empty() || offline_ || !leading_ || !requests_.empty()) return std::nullopt;
  size_t count = 0;
  TimeMs ready = kMaxTime;
  for (const Item& item : items_) {
    ++count;
    ready = std::min(ready, item.ready);
  }
  if (count == 0) return std::nullopt;
  if (count >= options_.batch_count || bytes_ >= options_.batch_bytes) ready = 0;
  return std::max({ready, retry_at_, asked_wait_});
}

std::optional<TimeMs> Outbox::next_claim() const {
  if (endpoint_.empty() || offline_ || leading_ || items_.empty()) return std::nullopt;
  return std::max({items_[0].ready, asked_wait_, heard_ + (failures_ > 0 ? backoff() : 0)}) + patience_;
}

std::optional<TimeMs> Outbox::wake() const {
  std::optional<TimeMs> at = leading_ ? next_send() : next_claim();
  for (const Request& request : requests_) {
    if (!at || request.deadline < *at) at = request.deadline;
  }
  return at;
}

// --- the account -------------------------------------------------------------------------------------------

Json Outbox::account() const {
  Holding holding{items_.size(), 0, leading_};
  for (const Item& item : items_) holding.memory_only += item.memory_only ? 1 : 0;
  return to_json(ledger_, holding);
}

Json Outbox::status(TimeMs now) const {
  Json json = json_object();
  json["ledger"] = account();
  json["endpoint"] = endpoint_;
  json["inFlight"] = requests_.size();
  const TimeMs next = std::max(retry_at_, asked_wait_);
  json["waitingUntil"] = items_.empty() || next <= now ? Json() : Json(next);
  return json;
}

}  // namespace canvass::delivery
