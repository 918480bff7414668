#include "core/delivery/outbox.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/delivery/wire.h"

namespace canvass::delivery {

namespace {

std::string storage_key(std::string_view id) { return join({"q:", id}); }

bool is_success(int status) { return status >= 200 && status <= 299; }

// Refusals that no repetition will turn into success. Everything else (no answer, "later", "too many", errors of the
// server, answers that make no sense) is worth another try.
bool is_final(int status) { return status >= 400 && status <= 499 && status != 408 && status != 425 && status != 429; }

}  // namespace

void Outbox::configure(std::string endpoint, std::string write_key, const config::Delivery& options) {
  endpoint_ = std::move(endpoint);
  write_key_ = std::move(write_key);
  options_ = options;
}

void Outbox::start(std::string_view seed) { rng_ = Rng(seed); }

void Outbox::restore(std::string_view key, std::string_view value, TimeMs now, Effects& effects) {
  const std::string_view id = key.substr(2);
  std::optional<Json> event = parse_json(value);
  if (!event || id.empty() || string_at(*event, "messageId") != id || string_at(*event, "type").empty() ||
      string_at(*event, "timestamp").empty() || value.size() > wire::kMaxEvent) {
    effects.push_back(effect::Store{std::string(key), std::nullopt});
    return;
  }
  put({std::string(id), std::move(*event), value.size(), now + options_.batch_delay, 0}, effects);
}

void Outbox::add(Json event, TimeMs now, Effects& effects) {
  std::string id(string_at(event, "messageId"));
  std::string text = dump_json(event);
  const size_t bytes = text.size();
  effects.push_back(effect::Store{storage_key(id), std::move(text)});
  put({std::move(id), std::move(event), bytes, now + options_.batch_delay, 0}, effects);
}

void Outbox::put(Item item, Effects& effects) {
  items_.push_back(std::move(item));
  if (items_.size() <= kMaxQueued) return;
  // What is on its way may yet arrive; the oldest that is not makes room.
  const auto oldest = std::find_if(items_.begin(), items_.end(), [](const Item& i) { return i.request == 0; });
  effects.push_back(effect::Store{storage_key(oldest->id), std::nullopt});
  items_.erase(oldest);
  ++dropped_;
}

void Outbox::pump(TimeMs now, Effects& effects) {
  for (size_t i = 0; i < requests_.size();) {
    if (requests_[i].deadline > now) {
      ++i;
      continue;
    }
    const int64_t request = requests_[i].id;
    effects.push_back(effect::Abort{request});
    retry_later(request, {}, now);
  }
  const std::optional<TimeMs> at = next_send();
  if (at && *at <= now) send(false, SIZE_MAX, now, effects);
}

void Outbox::flush(TimeMs now, Effects& effects) {
  if (endpoint_.empty() || offline_ || asked_wait_ > now) return;
  for (;;) {
    size_t budget = kMaxKeepaliveBytes;
    for (const Request& request : requests_) budget -= request.keepalive ? request.bytes : 0;
    if (!send(true, budget, now, effects)) return;
  }
}

bool Outbox::send(bool keepalive, size_t budget, TimeMs now, Effects& effects) {
  size_t bytes = dump_json(wire::batch(write_key_, {}, now, failures_)).size();
  const size_t limit = std::min(options_.batch_bytes, budget);
  const int64_t request = last_request_ + 1;
  Json::array_t events;
  for (Item& item : items_) {
    if (item.request != 0) continue;
    const size_t with_item = bytes + item.bytes + 1;  // and a comma
    // An event larger than a whole batch still has to go, on its own.
    const bool fits = with_item <= limit || (events.empty() && with_item <= budget);
    if (!fits || events.size() == options_.batch_count) break;
    bytes = with_item;
    item.request = request;
    events.push_back(item.event);
  }
  if (events.empty()) return false;
  last_request_ = request;
  requests_.push_back({request, now + options_.timeout, bytes, keepalive});
  effects.push_back(
      effect::Send{request, endpoint_, wire::batch(write_key_, std::move(events), now, failures_), keepalive});
  return true;
}

void Outbox::respond(const event::Response& response, TimeMs now, Effects& effects) {
  const auto request =
      std::find_if(requests_.begin(), requests_.end(), [&](const Request& r) { return r.id == response.request; });
  if (request == requests_.end()) return;  // given up on, or never made
  if (!is_success(response.status) && !is_final(response.status)) {
    retry_later(response.request, response.retry_after, now);
    return;
  }
  requests_.erase(request);
  failures_ = 0;
  retry_at_ = asked_wait_ = 0;
  const size_t count = remove(response.request, effects);
  if (is_success(response.status)) return;
  dropped_ += count;
  effects.push_back(effect::Warn{
      join({"the endpoint refused ", decimal(static_cast<int64_t>(count)), count == 1 ? " event" : " events",
            " with status ", decimal(response.status), "; they were dropped"})});
}

void Outbox::retry_later(int64_t request, std::string_view retry_after, TimeMs now) {
  erase_if(requests_, [&](const Request& r) { return r.id == request; });
  for (Item& item : items_) {
    if (item.request == request) item.request = 0;
  }
  // Full jitter: anywhere from at once to the whole of the exponential step, so that many clients that failed
  // together do not return together (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
  TimeMs step = options_.backoff;
  for (int i = 0; i < failures_ && step < options_.backoff_max; ++i) step *= 2;
  step = std::min(step, options_.backoff_max);
  retry_at_ = now + static_cast<TimeMs>(rng_.up_to(static_cast<uint64_t>(step)));
  if (failures_ < 1000) ++failures_;
  const int64_t seconds = parse_integer(trim(retry_after)).value_or(0);
  if (seconds > 0) asked_wait_ = now + std::min(seconds, kMaxRetryAfter / kSecond) * kSecond;
}

size_t Outbox::remove(int64_t request, Effects& effects) {
  return erase_if(items_, [&](const Item& item) {
    if (item.request != request) return false;
    effects.push_back(effect::Store{storage_key(item.id), std::nullopt});
    return true;
  });
}

void Outbox::forget(Effects& effects) {
  for (const Request& request : requests_) effects.push_back(effect::Abort{request.id});
  for (const Item& item : items_) effects.push_back(effect::Store{storage_key(item.id), std::nullopt});
  dropped_ += items_.size();
  requests_.clear();
  items_.clear();
}

void Outbox::online(TimeMs now) {
  offline_ = false;
  retry_at_ = asked_wait_ = 0;
  for (Item& item : items_) item.ready = std::min(item.ready, now);
}

std::optional<TimeMs> Outbox::next_send() const {
  if (endpoint_.empty() || offline_ || !requests_.empty()) return std::nullopt;
  size_t count = 0;
  size_t bytes = 0;
  TimeMs ready = kMaxTime;
  for (const Item& item : items_) {
    ++count;
    bytes += item.bytes;
    ready = std::min(ready, item.ready);
  }
  if (count == 0) return std::nullopt;
  if (count >= options_.batch_count || bytes >= options_.batch_bytes) ready = 0;
  return std::max({ready, retry_at_, asked_wait_});
}

std::optional<TimeMs> Outbox::wake() const {
  std::optional<TimeMs> at = next_send();
  for (const Request& request : requests_) {
    if (!at || request.deadline < *at) at = request.deadline;
  }
  return at;
}

}  // namespace canvass::delivery
