#include "tests/faults/world.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/base/json.h"
#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/engine.h"
#include "core/protocol.h"

namespace canvass::faults {

namespace {

constexpr TimeMs kBegin = 1'767'225'600'000;  // 2026-01-01T00:00:00Z
constexpr size_t kKeepaliveBytes = 61'440;    // Fetch allows 64 KiB in flight; some is left for headers
constexpr size_t kKeepaliveRequests = 9;
constexpr TimeMs kLongestAsked = kDay;

struct Name {
  Fault fault;
  const char* name;
};
constexpr Name kNames[] = {
    {kCrash, "crash"},       {kNetwork, "network"},    {kLostAck, "lost-ack"},   {kTwice, "twice"},
    {kServer, "server"},     {kBusy, "busy"},          {kRefuse, "refuse"},      {kSplit, "split"},
    {kPoison, "poison"},     {kTooLarge, "too-large"}, {kPicky, "picky"},        {kHang, "hang"},
    {kOffline, "offline"},   {kQuota, "quota"},        {kDenied, "denied"},      {kLate, "late"},
    {kThrottle, "throttle"}, {kFreeze, "freeze"},      {kClock, "clock"},        {kNoLocks, "no-locks"},
    {kOverflow, "overflow"}, {kLeave, "leave"},        {kManyTabs, "many-tabs"},
};

bool is_event_key(std::string_view key) { return starts_with(key, "q:"); }

// What an event is worth when there is no room for all: the least goes first.
int rank_of(const Json& event) {
  const std::string_view name = string_at(event, "event");
  if (string_at(event, "type") == "identify") return 2;
  if (name == "Survey Answered" || name == "Survey Completed") return 3;
  if (name == "Survey Dismissed" || name == "Survey Abandoned") return 1;
  return 0;
}

// RFC 9110 §5.6.7: the form of today and the two of the past.
std::string http_date(TimeMs time, uint64_t form) {
  static const char* const days[] = {"Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"};
  static const char* const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string iso = format_iso8601(time);  // 2026-01-01T00:00:00.000Z
  const std::string day = days[static_cast<size_t>(time / kDay % 7)];
  const std::string month = months[static_cast<size_t>(std::stoi(iso.substr(5, 2)) - 1)];
  const std::string date = iso.substr(8, 2), clock = iso.substr(11, 8), year = iso.substr(0, 4);
  if (form == 1) return day + ", " + date + "-" + month + "-" + year.substr(2) + " " + clock + " GMT";
  if (form == 2) {
    return day.substr(0, 3) + " " + month + " " + (date[0] == '0' ? " " + date.substr(1) : date) + " " + clock + " " +
           year;
  }
  return day.substr(0, 3) + ", " + date + " " + month + " " + year + " " + clock + " GMT";
}

void collect_ids(const Json& json, std::vector<std::string>& ids) {
  if (const auto* object = json.get_ptr<const Json::object_t*>()) {
    const std::string_view id = string_at(json, "messageId");
    if (!id.empty()) {
      ids.emplace_back(id);
      return;
    }
    // OTLP: the log record's attributes.
    if (string_at(json, "key") == "log.record.uid") {
      if (const Json* value = find(json, "value")) ids.emplace_back(string_at(*value, "stringValue"));
      return;
    }
    for (const auto& [key, value] : *object) collect_ids(value, ids);
  } else if (const auto* list = json.get_ptr<const Json::array_t*>()) {
    for (const Json& value : *list) collect_ids(value, ids);
  }
}

std::vector<std::string> ids_in(const Json& body) {
  std::vector<std::string> ids;
  if (!body.is_string()) {
    collect_ids(body, ids);
    return ids;
  }
  const std::string& text = *body.get_ptr<const std::string*>();
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    if (const std::optional<Json> line = parse_json(std::string_view(text).substr(at, end - at))) {
      collect_ids(*line, ids);
    }
    at = end + 1;
  }
  return ids;
}

// --- what there is in the world ------------------------------------------------------------------------------------

// The truth about an event: what the engine must not get wrong.
struct Fact {
  int rank = 0;
  size_t bytes = 0;
  bool poisoned = false;
  int received = 0;
  bool dropped = false;   // some page counted it as dropped, justly
  int in_memory_of = -1;  // a page, when storage refused it
  bool died = false;      // with that page
};

// One event as the account of a page has it.
struct Item {
  size_t bytes = 0;
  int rank = 0;
  TimeMs since = 0;  // when the page made it or took it over
  bool failed = false;
};

struct Request {
  int page = 0;
  int64_t number = 0;
  std::vector<std::string> ids;
  size_t bytes = 0;
  bool keepalive = false;
  bool open = true;  // its page still waits for the answer
};

// What a page must have in its ledger, from what happened to it and what it asked for.
struct Account {
  std::map<std::string, Item> queue;  // by id
  int64_t accepted = 0, acknowledged = 0, passed = 0;
  std::map<std::string, int64_t> dropped;
  size_t bytes = 0;
};

struct Page {
  int number = 0;
  int tab = 0;
  Engine engine;
  bool alive = true;
  bool frozen = false;
  bool hidden = false;
  bool denied = false;
  bool leading = false;  // as far as it has been told
  bool lost = false;     // the lock, and has not been told yet
  TimeMs offset = 0;     // of its clock from the real time
  TimeMs latest = 0;     // on its clock
  TimeMs begun = 0;      // likewise
  std::optional<TimeMs> wish;
  uint64_t wishes = 0;
  TimeMs asked = 0;                    // by the server: nothing may be sent before, on its clock
  std::set<std::string> memory;        // keys that storage refused
  std::map<int64_t, size_t> requests;  // number → index
  std::map<int, TimeMs> heard;         // storage events of a page come in order: when the last one does
  std::deque<Event> backlog;           // while it is frozen
  Account account;
  std::string last_id;
  std::string open;  // survey or tip on screen
  bool answered = false;
  std::string recording;
};

struct Happening {
  enum class Kind : uint8_t { kEvent, kTick, kArrival, kGrant, kLoss } kind = Kind::kEvent;
  int page = -1;
  Event event = event::Tick{};
  uint64_t number = 0;  // of the wish or the request
};

struct Answer {
  int status = 0;
  bool takes = false;
  bool comes = true;
  std::string retry_after, date;
};

enum class Mood : uint8_t { kFine, kDown, kErrors, kBusy, kRefuse, kSplit, kHang, kOdd };

class World {
 public:
  World(const Schedule& schedule, Script* script)
      : schedule_(schedule), script_(script), rng_("schedule " + std::to_string(schedule.seed)) {
    choose_faults();
  }

  Outcome run() {
    const int wanted = std::min(schedule_.steps, steps_);
    open_page(new_tab());
    for (int step = 0; step < wanted && ok(); ++step) {
      ++outcome_.steps;
      take_step();
    }
    if (ok()) heal();
    if (ok()) settle_accounts();
    outcome_.pages = pages_.size();
    for (const auto& [id, fact] : facts_) {
      outcome_.received += fact.received > 0 ? 1 : 0;
      outcome_.repeated += fact.received > 1 ? 1 : 0;
      outcome_.dropped += fact.dropped ? 1 : 0;
      outcome_.lost += fact.died && fact.received == 0 ? 1 : 0;
    }
    outcome_.accepted = facts_.size();
    if (script_ != nullptr) {
      script_->config = config_;
      for (const auto& page : pages_) {
        script_->pages.emplace_back(name_of(*page), page->recording);
      }
    }
    return outcome_;
  }

 private:
  // --- chance -------------------------------------------------------------------------------------------------------

  bool chance(uint64_t one_in) { return rng_.up_to(one_in - 1) == 0; }
  TimeMs within(TimeMs span) { return static_cast<TimeMs>(rng_.up_to(static_cast<uint64_t>(span))); }
  // Any number up to `most`, small ones as often as large ones.
  TimeMs any_span(TimeMs most) {
    TimeMs reach = most;
    for (uint64_t halves = rng_.up_to(12); halves > 0; --halves) reach /= 2;
    return within(std::max<TimeMs>(reach, 1));
  }
  template <typename T>
  T pick(std::initializer_list<T> all) {
    return all.begin()[rng_.up_to(all.size() - 1)];
  }
  bool has(Fault fault) const { return (faults_ & fault) != 0; }
  // Whether it happens now: drawn whether or not the fault is there, so that without it the rest stays alike.
  bool now(Fault fault, uint64_t one_in) {
    const bool happens = chance(one_in);
    return happens && has(fault) && !healed_;
  }

  void choose_faults() {
    uint32_t chosen = 0;
    const uint64_t mood = rng_.up_to(7);
    for (const Name& name : kNames) {
      const uint64_t draw = rng_.up_to(99);
      const uint64_t share = mood == 0 ? 0 : mood <= 2 ? 100 : mood <= 5 ? 15 : 50;
      if (draw < share) chosen |= name.fault;
    }
    // Those that would be half of all worlds, or make every one of them large, are rarer.
    if (!chance(3)) chosen &= ~uint32_t{kNoLocks};
    if (!chance(20)) chosen &= ~uint32_t{kManyTabs};
    if (!chance(4)) chosen &= ~uint32_t{kOverflow};
    if (!chance(3)) chosen &= ~uint32_t{kRefuse};
    if (!chance(3)) chosen &= ~uint32_t{kDenied};
    outcome_.faults = chosen;
    faults_ = chosen & ~schedule_.without;
    locks_ = !has(kNoLocks);
    const uint64_t many = rng_.up_to(18);
    const uint64_t few = rng_.up_to(3);
    most_tabs_ = static_cast<size_t>(2 + (has(kManyTabs) ? many : few));
    steps_ = static_cast<int>(4 + rng_.up_to(chance(8) ? 150 : 30)) + (has(kManyTabs) ? 60 : 0);
    const char* format = pick({"segment", "segment", "segment", "otlp", "ndjson"});
    largest_ = static_cast<size_t>(1500 + rng_.up_to(6000));
    const size_t delay = static_cast<size_t>(rng_.up_to(3) * 500);
    batch_ = pick({1, 2, 5, 20, 20});
    const int64_t bytes = pick({2000, 10'000, 50'000, 50'000});
    const int64_t queued = static_cast<int64_t>(10'000 + rng_.up_to(20'000));
    max_queued_ = has(kOverflow) ? static_cast<size_t>(queued) : 2'000'000;
    Json config = *parse_json(R"({"canvass": 1, "endpoint": "/v1/batch", "writeKey": "k",
      "surveys": [{"id": "s", "frequency": "always", "abandonAfter": "10m",
        "questions": [{"id": "q", "type": "text", "text": "?", "required": false, "maxLength": 2000}]}],
      "guides": [{"id": "t", "type": "tip", "anchor": "#a", "text": "t", "frequency": "always"}]})");
    Json delivery = Json::object();
    delivery["batchCount"] = batch_;
    delivery["batchBytes"] = bytes;
    delivery["batchDelay"] = std::to_string(delay) + "ms";
    delivery["timeout"] = pick({"1s", "10s"});
    delivery["backoff"] = pick({"100ms", "1s"});
    delivery["backoffMax"] = pick({"30s", "5m"});
    delivery["format"] = format;
    if (has(kOverflow)) delivery["maxQueuedBytes"] = queued;
    config["delivery"] = std::move(delivery);
    config_ = dump_json(config);
  }

  // --- what is said about it ----------------------------------------------------------------------------------------

  bool ok() const { return outcome_.failure.empty(); }

  void fail(std::string sentence) {
    if (!ok()) return;
    tell("FAILED: " + sentence);
    outcome_.failure = "seed " + std::to_string(schedule_.seed) + ", step " + std::to_string(outcome_.steps) + ", " +
                       std::to_string(real_ - kBegin) + " ms: " + std::move(sentence);
  }

  void tell(const std::string& line) {
    if (script_ != nullptr) script_->story.push_back(std::to_string(real_ - kBegin) + " " + line);
  }

  static std::string name_of(const Page& page) {
    return "tab" + std::to_string(page.tab) + "-page" + std::to_string(page.number);
  }

  // --- time ---------------------------------------------------------------------------------------------------------

  void plan(TimeMs at, Happening happening) { agenda_.emplace(std::max(at, real_), std::move(happening)); }

  void run_until(TimeMs time) {
    while (ok() && !agenda_.empty() && agenda_.begin()->first <= time) {
      real_ = std::max(real_, agenda_.begin()->first);
      const Happening happening = std::move(agenda_.extract(agenda_.begin()).mapped());
      happen(happening);
    }
    real_ = std::max(real_, time);
  }

  // The machine sleeps: whatever was to happen meanwhile happens now.
  void sleep_until(TimeMs time) {
    real_ = std::max(real_, time);
    run_until(real_);
  }

  TimeMs clock_of(Page& page) { return page.latest = std::max(page.latest, real_ + page.offset); }

  void happen(const Happening& happening) {
    if (happening.kind == Happening::Kind::kArrival) return arrive(happening.number);
    Page& page = *pages_[static_cast<size_t>(happening.page)];
    switch (happening.kind) {
      case Happening::Kind::kTick:
        if (!page.alive || happening.number != page.wishes || !page.wish) return;
        if (page.frozen) return;  // asked for again when it thaws
        if (clock_of(page) < *page.wish) return arm(page);
        page.wish.reset();
        return give(page, event::Tick{});
      case Happening::Kind::kEvent:
        return deliver(page, happening.event);
      case Happening::Kind::kGrant:
        return granted(page);
      case Happening::Kind::kLoss:
        return lose(page);
      case Happening::Kind::kArrival:
        return;
    }
  }

  void deliver(Page& page, const Event& event) {
    if (!page.alive) return;
    if (page.frozen) {
      page.backlog.push_back(event);
    } else {
      give(page, event);
    }
  }

  // A timer of the host, as late as browsers let it be.
  void arm(Page& page) {
    ++page.wishes;
    if (!page.wish) return;
    TimeMs at = std::max(real_, *page.wish - page.offset);
    const TimeMs late = within(4);
    at += late;
    const bool minute = chance(2);
    if (has(kThrottle) && !healed_ && page.hidden) {
      const TimeMs grain = minute ? kMinute : kSecond;
      at = (at + grain - 1) / grain * grain;
    }
    plan(at, {Happening::Kind::kTick, page.number, event::Tick{}, page.wishes});
  }

  // --- storage ------------------------------------------------------------------------------------------------------

  bool store(Page& page, const std::string& key, const std::optional<std::string>& value) {
    page.memory.erase(key);
    if (page.denied) {
      if (value) page.memory.insert(key);
      return !value;
    }
    if (starts_with(key, "tab:")) {
      auto& session = sessions_[static_cast<size_t>(page.tab)];
      if (value) {
        session[key] = *value;
      } else {
        session.erase(key);
      }
      return true;
    }
    const auto found = storage_.find(key);
    const size_t before = found == storage_.end() ? 0 : key.size() + found->second.size();
    if (!value) {
      if (found == storage_.end()) return true;
      used_ -= before;
      storage_.erase(found);
      tell_others(page, key, value);
      return true;
    }
    const size_t after = key.size() + value->size();
    const bool refused = now(kQuota, 40) || (!healed_ && used_ - before + after > quota_);
    if (refused) {
      page.memory.insert(key);
      return false;
    }
    used_ += after - before;
    if (found != storage_.end() && found->second == *value) return true;
    storage_[key] = *value;
    tell_others(page, key, value);
    return true;
  }

  // Storage events reach the other tabs late; those from one tab in order, those from several in any.
  void tell_others(Page& page, const std::string& key, const std::optional<std::string>& value) {
    if (!locks_ && is_event_key(key)) return;  // the host lets them pass only where there are locks
    for (const auto& other : pages_) {
      if (!other->alive || other.get() == &page || other->denied) continue;
      TimeMs& last = other->heard[page.number];
      const TimeMs delay = has(kLate) ? any_span(10 * kSecond) : within(3);
      last = std::max(last, real_ + delay);
      plan(last, {Happening::Kind::kEvent, other->number, event::Stored{key, value}, 0});
    }
  }

  Map<std::string, std::string> read(const Page& page, bool queue_only) const {
    Map<std::string, std::string> found;
    if (page.denied) return found;
    for (const auto& [key, value] : storage_) {
      if (!queue_only || is_event_key(key) || key == "wait") found[key] = value;
    }
    if (queue_only) return found;
    for (const auto& [key, value] : sessions_[static_cast<size_t>(page.tab)]) found[key] = value;
    return found;
  }

  // --- the lock -----------------------------------------------------------------------------------------------------

  void want_lead(Page& page) {
    if (!locks_ || !page.alive) return;
    waiting_.push_back(page.number);
    hand_on();
  }

  void hand_on() {
    const bool wrong = schedule_.wrong == Wrong::kTwoLeaders && pages_.size() % 3 == 0;
    if ((holder_ >= 0 && !wrong) || waiting_.empty()) return;
    holder_ = waiting_.front();
    waiting_.pop_front();
    const TimeMs delay = has(kLate) ? any_span(kSecond) : within(5);
    plan(real_ + delay, {Happening::Kind::kGrant, holder_, event::Tick{}, 0});
  }

  void release(Page& page) {
    std::erase(waiting_, page.number);
    if (holder_ != page.number) return;
    holder_ = -1;
    hand_on();
  }

  // The lock has been given to this page: it learns of it now, or when it thaws.
  void granted(Page& page) {
    if (!page.alive || (holder_ != page.number && schedule_.wrong != Wrong::kTwoLeaders)) return;
    if (page.frozen) {
      page.backlog.push_back(event::Lead{true, false, {}});
      return;
    }
    give(page, event::Lead{true, !page.denied, read(page, true)});
  }

  void steal(Page& page) {
    if (!locks_ || holder_ == page.number) return;
    ++outcome_.steals;
    tell(name_of(page) + " takes the lead");
    std::erase(waiting_, page.number);
    if (holder_ >= 0) {
      Page& before = *pages_[static_cast<size_t>(holder_)];
      before.lost = true;
      const TimeMs delay = has(kLate) ? any_span(kSecond) : within(5);
      plan(real_ + delay, {Happening::Kind::kLoss, before.number, event::Tick{}, 0});
    }
    holder_ = page.number;
    const TimeMs delay = has(kLate) ? any_span(kSecond) : within(5);
    plan(real_ + delay, {Happening::Kind::kGrant, page.number, event::Tick{}, 0});
  }

  void lose(Page& page) {
    if (!page.alive) return;
    if (page.frozen) {
      page.backlog.push_back(event::Lead{false, false, {}});
      return;
    }
    page.lost = false;
    if (holder_ == page.number) return;  // it has it again
    give(page, event::Lead{false, false, {}});
    want_lead(page);
  }

  // --- tabs ---------------------------------------------------------------------------------------------------------

  size_t new_tab() {
    sessions_.emplace_back();
    return sessions_.size() - 1;
  }

  Page* page_of_any() {
    std::vector<Page*> all = living();
    return all.empty() ? nullptr : all[rng_.up_to(all.size() - 1)];
  }
  std::vector<Page*> living() {
    std::vector<Page*> all;
    for (const auto& page : pages_) {
      if (page->alive) all.push_back(page.get());
    }
    return all;
  }

  void open_page(size_t tab) {
    pages_.push_back(std::make_unique<Page>());
    Page& page = *pages_.back();
    page.number = static_cast<int>(pages_.size()) - 1;
    page.tab = static_cast<int>(tab);
    page.offset = wall_;
    page.denied = now(kDenied, 4);
    page.leading = !locks_;
    page.begun = page.latest = real_ + page.offset;
    tell(name_of(page) + " opens" + (page.denied ? ", without storage" : ""));
    const Problems problems = page.engine.configure(config_, "en");
    if (!problems.ok())
      return fail("the configuration: " + problems.errors[0].pointer + " " + problems.errors[0].message);
    const Map<std::string, std::string> stored = read(page, false);
    const auto visitor = stored.find("visitor");
    event::Init init;
    init.visitor = visitor == stored.end() ? "" : visitor->second;
    init.seed = std::to_string(schedule_.seed) + "/" + std::to_string(page.number);
    init.locale = "en";
    init.stored = stored;
    init.leading = !locks_;
    give(page, init);
    if (page.alive) give(page, event::Page{"https://shop.example/", ""});
    if (page.alive) want_lead(page);
  }

  // Gone at once: what was only in memory is lost, and requests without keepalive may be.
  void die(Page& page) {
    page.alive = false;
    tell(name_of(page) + " is gone");
    for (const auto& [number, index] : page.requests) {
      Request& request = requests_[index];
      request.open = false;
      if (!request.keepalive && chance(2)) request.page = -1;
    }
    for (const std::string& key : page.memory) {
      if (!is_event_key(key) || storage_.count(key) != 0) continue;
      const auto fact = facts_.find(key.substr(2));
      if (fact != facts_.end() && fact->second.in_memory_of == page.number) fact->second.died = true;
    }
    release(page);
  }

  // As a browser does it: hidden first, if the page is not already.
  void close(Page& page) {
    if (!page.hidden && !page.frozen) {
      page.hidden = true;
      give(page, event::Hidden{});
    }
    if (page.alive) die(page);
  }

  void thaw(Page& page) {
    page.frozen = false;
    tell(name_of(page) + " goes on");
    std::deque<Event> backlog = std::exchange(page.backlog, {});
    arm(page);
    // Timers and answers come in any order; the rest in theirs.
    while (!backlog.empty() && page.alive && ok()) {
      size_t index = 0;
      if (chance(3)) {
        for (size_t i = 0; i < backlog.size(); ++i) {
          if (std::holds_alternative<event::Response>(backlog[i])) index = i;
        }
      }
      if (chance(4) && page.wish && clock_of(page) >= *page.wish) {
        page.wish.reset();
        give(page, event::Tick{});
        continue;
      }
      const Event event = backlog[index];
      backlog.erase(backlog.begin() + static_cast<std::ptrdiff_t>(index));
      if (const auto* lead = std::get_if<event::Lead>(&event)) {
        if (lead->leading) {
          granted(page);
        } else {
          lose(page);
        }
      } else {
        give(page, event);
      }
    }
  }

  // --- the server ---------------------------------------------------------------------------------------------------

  // How long a server asks to wait, in one of the ways in which they say so.
  TimeMs ask(Answer& answer) {
    const TimeMs seconds = pick<TimeMs>({1, 5, 5, 30, 120, 3600, 200'000});
    const TimeMs today = real_ / kSecond * kSecond;
    const uint64_t form = rng_.up_to(2);
    const bool dated = !chance(3);
    if (dated) answer.date = http_date(today, 0);
    switch (rng_.up_to(5)) {
      case 0:
      case 1:
        answer.retry_after = http_date(today + seconds * kSecond, form);
        return dated ? seconds * kSecond : -1;
      case 2:
        answer.retry_after = pick({"soon", "-5", "", "1.5", "Wed, 99 Foo 2026 07:28:00 GMT"});
        return 0;
      default:
        answer.retry_after = std::to_string(seconds);
        return seconds * kSecond;
    }
  }

  Answer answer_to(const Request& request) {
    Answer answer{200, true, true, {}, {}};
    if (healed_) answer.status = 204;
    bool poisoned = false;
    bool known = false;
    for (const std::string& id : request.ids) {
      const Fact& fact = facts_[id];
      poisoned |= fact.poisoned;
      known |= fact.received > 0;
    }
    if (has(kTooLarge) && request.bytes > largest_) return {413, false, true, {}, {}};
    if (has(kPoison) && poisoned) return {pick({400, 400, 409, 415, 422}), false, true, {}, {}};
    if (has(kPicky) && known) return {400, false, true, {}, {}};
    if (healed_) return answer;
    if (now(kNetwork, 10)) return {0, chance(2), true, {}, {}};
    if (now(kLostAck, 5)) {
      answer.status = pick({0, 0, 502, 504});
      answer.comes = !chance(4);
      return answer;
    }
    if (now(kHang, 12)) return {0, chance(2), false, {}, {}};
    if (now(kServer, 10)) return {pick({500, 503, 408, 425, 302, 101, 600, -1}), chance(8), true, {}, {}};
    if (now(kBusy, 12)) {
      Answer busy{pick({429, 503}), false, true, {}, {}};
      ask(busy);
      return busy;
    }
    switch (mood_) {
      case Mood::kFine:
        break;
      case Mood::kDown:
        return {0, false, true, {}, {}};
      case Mood::kErrors:
        return {pick({500, 502, 503, 504}), false, true, {}, {}};
      case Mood::kBusy: {
        Answer busy{pick({429, 503, 503, 500}), false, true, {}, {}};
        ask(busy);
        return busy;
      }
      case Mood::kRefuse:
        return {pick({401, 403, 404, 410, 451}), false, true, {}, {}};
      case Mood::kSplit:
        return {pick({400, 409, 415, 422}), false, true, {}, {}};
      case Mood::kHang:
        return {0, chance(2), false, {}, {}};
      case Mood::kOdd:
        return {pick({302, 304, 101, 999, 408}), false, true, {}, {}};
    }
    return answer;
  }

  TimeMs latency() { return has(kLate) && chance(6) ? any_span(30 * kSecond) : 5 + within(200); }

  void arrive(uint64_t index) {
    const Request request = requests_[index];
    if (request.page < 0) return;  // its page was gone before it was out
    Answer answer = answer_to(request);
    if (offline_ && !healed_) answer = {0, false, true, {}, {}};
    if (schedule_.wrong == Wrong::kServerLies && answer.takes && chance(10)) answer.takes = false;
    if (answer.takes) {
      for (const std::string& id : request.ids) ++facts_[id].received;
    }
    tell("request " + std::to_string(request.number) + " of " + name_of(*pages_[static_cast<size_t>(request.page)]) +
         ": " + (answer.comes ? std::to_string(answer.status) : "no answer") + (answer.takes ? ", taken" : "") +
         (answer.retry_after.empty() ? "" : ", Retry-After: " + answer.retry_after));
    if (!answer.comes || !request.open) return;
    event::Response response;
    response.request = request.number;
    response.status = answer.status;
    response.retry_after = answer.retry_after;
    response.date = answer.date;
    const TimeMs at = real_ + latency();
    const Happening happening{Happening::Kind::kEvent, request.page, response, 0};
    plan(at, happening);
    if (now(kTwice, 8)) plan(at + within(2000), happening);
  }

  // --- the account --------------------------------------------------------------------------------------------------

  static void add(Account& account, const std::string& id, Item item) {
    if (!account.queue.emplace(id, item).second) return;
    account.bytes += item.bytes;
    ++account.accepted;
  }
  static void remove(Account& account, std::map<std::string, Item>::iterator item) {
    account.bytes -= item->second.bytes;
    account.queue.erase(item);
  }

  void take_over(Page& page, const std::string& key, const std::string& value) {
    const std::string id = key.substr(2);
    const auto fact = facts_.find(id);
    if (fact == facts_.end()) return fail(name_of(page) + " was given an event that nobody made: " + key);
    add(page.account, id, {value.size(), fact->second.rank, page.latest, false});
  }

  // What an event changes before anything comes of it.
  void expect(Page& page, const Event& event) {
    responding_.reset();
    Account& account = page.account;
    if (const auto* init = std::get_if<event::Init>(&event)) {
      for (const auto& [key, value] : init->stored) {
        if (is_event_key(key) && init->leading) take_over(page, key, value);
        if (key == "wait") hear_wait(page, value);
        if (key == "dropped") hear_dropped(account, value);
      }
    } else if (const auto* lead = std::get_if<event::Lead>(&event)) {
      page.leading = lead->leading;
      if (!lead->leading || !lead->known) return;
      for (auto item = account.queue.begin(); item != account.queue.end();) {
        const auto here = item++;
        if (here->second.failed || here->second.since == page.latest) continue;
        if (lead->stored.count("q:" + here->first) != 0) continue;
        remove(account, here);
        --account.accepted;
        ++account.passed;
      }
      for (const auto& [key, value] : lead->stored) {
        if (is_event_key(key)) take_over(page, key, value);
      }
      const auto wait = lead->stored.find("wait");
      if (wait != lead->stored.end()) hear_wait(page, wait->second);
    } else if (const auto* stored = std::get_if<event::Stored>(&event)) {
      if (stored->key == "wait") {
        if (stored->value) {
          hear_wait(page, *stored->value);
        } else {
          page.asked = 0;
        }
      }
      if (stored->key == "dropped" && stored->value) hear_dropped(account, *stored->value);
      if (!is_event_key(stored->key)) return;
      const auto item = account.queue.find(stored->key.substr(2));
      if (stored->value) {
        if (page.leading) take_over(page, stored->key, *stored->value);
      } else if (item != account.queue.end() && !item->second.failed) {
        remove(account, item);
        --account.accepted;
        ++account.passed;
      }
    } else if (const auto* failed = std::get_if<event::StorageFailed>(&event)) {
      if (!is_event_key(failed->key)) return;
      const auto item = account.queue.find(failed->key.substr(2));
      if (item != account.queue.end()) item->second.failed = true;
    } else if (const auto* response = std::get_if<event::Response>(&event)) {
      const auto request = page.requests.find(response->request);
      if (request == page.requests.end()) return;
      requests_[request->second].open = false;
      responding_ = requests_[request->second].ids;
      page.requests.erase(request);
      status_ = response->status;
      if (status_ < 200 || status_ > 299) hear_ask(page, *response);
    }
  }

  // What earlier pages or other tabs have dropped, as they last stored it.
  static void hear_dropped(Account& account, const std::string& value) {
    const std::optional<Json> json = parse_json(value);
    if (!json || !json->is_object()) return;
    for (const auto& [reason, count] : *json->get_ptr<const Json::object_t*>()) {
      const int64_t more = count.get<int64_t>() - account.dropped[reason];
      if (more > 0) {
        account.dropped[reason] += more;
        account.accepted += more;
      }
      if (account.dropped[reason] == 0) account.dropped.erase(reason);
    }
  }

  // What the server asked for, told by another tab or an earlier page.
  void hear_wait(Page& page, const std::string& value) {
    const std::optional<Json> json = parse_json(value);
    const TimeMs until = json ? integer_at(*json, "until").value_or(0) : 0;
    page.asked = until <= page.latest + kLongestAsked ? until : 0;
  }

  void hear_ask(Page& page, const event::Response& response) {
    if (response.status >= 400 && response.status <= 499 && response.status != 408 && response.status != 425 &&
        response.status != 429) {
      return;
    }
    const TimeMs seconds = parse_integer(response.retry_after).value_or(0);
    if (seconds > 0) page.asked = std::max(page.asked, page.latest + std::min(seconds * kSecond, kLongestAsked));
    if (seconds != 0 || response.date.empty() || response.retry_after.find(':') == std::string::npos) return;
    // The model's own server writes both dates: the later minus the earlier is what it meant.
    const TimeMs meant = seconds_of(response.retry_after) - seconds_of(response.date);
    if (meant > 0) page.asked = std::max(page.asked, page.latest + std::min(meant * kSecond, kLongestAsked));
  }

  // Of a date that http_date() has written, since 1970-01-01.
  static TimeMs seconds_of(const std::string& date) {
    static const std::string months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const size_t comma = date.find(',');
    const size_t colon = date.find(':');
    if (colon == std::string::npos || colon < 2) return 0;
    const std::string clock = date.substr(colon - 2, 8);
    std::string day, month, year;
    if (comma == std::string::npos) {  // Thu Jan  1 00:00:00 2026
      month = date.substr(4, 3), day = date.substr(8, 2), year = date.substr(date.size() - 4);
    } else if (date[comma + 4] == '-') {  // Thursday, 01-Jan-26 00:00:00 GMT
      day = date.substr(comma + 2, 2), month = date.substr(comma + 5, 3), year = "20" + date.substr(comma + 9, 2);
    } else {
      day = date.substr(comma + 2, 2), month = date.substr(comma + 5, 3), year = date.substr(comma + 9, 4);
    }
    if (day[0] == ' ') day[0] = '0';
    const size_t place = months.find(month);
    if (place == std::string::npos) return 0;
    const std::string number = std::to_string(place / 3 + 101).substr(1);
    return parse_iso8601(year + "-" + number + "-" + day + "T" + clock + ".000Z").value_or(0) / kSecond;
  }

  bool in_flight(const Page& page, const std::string& id) const {
    for (const auto& [number, index] : page.requests) {
      const std::vector<std::string>& ids = requests_[index].ids;
      if (std::find(ids.begin(), ids.end(), id) != ids.end()) return true;
    }
    return false;
  }

  // An event leaves storage: only for a reason.
  void leave(Page& page, const std::string& key, bool was_stored) {
    const std::string id = key.substr(2);
    const auto known = facts_.find(id);
    if (known == facts_.end()) return;
    Fact& fact = known->second;
    Account& account = page.account;
    const auto item = account.queue.find(id);
    const bool answered = responding_ && std::find(responding_->begin(), responding_->end(), id) != responding_->end();
    if (answered && status_ >= 200 && status_ <= 299) {
      if (item != account.queue.end()) {
        remove(account, item);
        ++account.acknowledged;
      }
      if (fact.received == 0) fail(name_of(page) + " deletes " + id + ", which the server has not taken");
      return;
    }
    if (item == account.queue.end()) {
      if (was_stored && fact.received == 0 && !fact.dropped) fail(name_of(page) + " deletes " + id + " of another tab");
      return;
    }
    fact.dropped = true;
    const bool later = status_ < 400 || status_ > 499 || status_ == 408 || status_ == 425 || status_ == 429;
    const bool splits = status_ == 400 || status_ == 409 || status_ == 413 || status_ == 415 || status_ == 422;
    // Refused for good; or else it waits again, and may have to make room.
    if (answered && !later && !(splits && responding_->size() > 1)) {
      ++outcome_.refused;
      ++account.dropped[status_ == 413 ? "too large" : "refused " + std::to_string(status_)];
    } else {
      ++outcome_.overflowed;
      ++account.dropped["overflow"];
      overflow_.emplace_back(id, item->second.rank);
      if (in_flight(page, id)) fail(name_of(page) + " drops " + id + ", which is on its way, for want of room");
    }
    remove(account, item);
  }

  // Overflow is just when there was too much, and what went was worth the least and was the oldest of its kind.
  void check_overflow(Page& page) {
    if (overflow_.empty()) return;
    Account& account = page.account;
    if (peak_ <= max_queued_) {
      fail(name_of(page) + " drops events for want of room at " + std::to_string(peak_) + " of " +
           std::to_string(max_queued_) + " bytes");
    }
    for (const auto& [id, rank] : overflow_) {
      for (const auto& [other, item] : account.queue) {
        if (in_flight(page, other)) continue;
        if (item.rank < rank || (item.rank == rank && other < id)) {
          return fail(name_of(page) + " drops " + id + " for want of room, and keeps " + other);
        }
      }
    }
    overflow_.clear();
  }

  void check_ledger(Page& page) {
    const std::optional<Json> status = parse_json(page.engine.status(page.latest));
    const Json* ledger = status ? find(*status, "ledger") : nullptr;
    if (ledger == nullptr) return fail("there is no ledger");
    const auto at = [&](const char* name) { return integer_at(*ledger, name).value_or(-1); };
    int64_t dropped = 0;
    std::map<std::string, int64_t> reasons;
    if (const Json* all = find(*ledger, "dropped"); all != nullptr && all->is_object()) {
      for (const auto& [reason, count] : *all->get_ptr<const Json::object_t*>()) {
        reasons[reason] = count.get<int64_t>();
        dropped += count.get<int64_t>();
      }
    }
    const Account& account = page.account;
    const auto says = [&] { return " (" + dump_json(*ledger) + ")"; };
    if (at("accepted") != at("acknowledged") + at("queued") + dropped) {
      return fail("the ledger of " + name_of(page) + " does not balance" + says());
    }
    int64_t failed = 0;
    for (const auto& [id, item] : account.queue) failed += item.failed ? 1 : 0;
    const struct {
      const char* name;
      int64_t expected;
    } all[] = {{"accepted", account.accepted},
               {"acknowledged", account.acknowledged},
               {"queued", static_cast<int64_t>(account.queue.size())},
               {"passed", account.passed},
               {"memoryOnly", failed}};
    for (const auto& [name, expected] : all) {
      if (at(name) == expected) continue;
      return fail("the ledger of " + name_of(page) + " says another number of \"" + name + "\" than " +
                  std::to_string(expected) + says());
    }
    if (reasons != account.dropped) {
      std::string wanted;
      for (const auto& [reason, count] : account.dropped) wanted += " " + reason + ": " + std::to_string(count);
      return fail("the ledger of " + name_of(page) + " has other drops than" + wanted + says());
    }
    const Json* lead = find(*ledger, "lead");
    if (lead == nullptr || *lead != page.leading)
      fail("the ledger of " + name_of(page) + " is wrong about the lead" + says());
  }

  // --- events and effects
  // ---------------------------------------------------------------------------------------------

  void record(Page& page, const Event& event) {
    Json line = to_json(event);
    line["t"] = page.latest - page.begun;
    if (std::holds_alternative<event::Init>(event)) {
      line["now"] = page.begun;
      line["recorded"] = true;
    }
    page.recording += dump_json(line) + "\n";
    std::string text = dump_json(line);
    if (text.size() > 300) text = text.substr(0, 300) + "…";
    tell(name_of(page) + " < " + text);
  }

  void give(Page& page, const Event& first) {
    std::deque<Event> inbox{first};
    while (!inbox.empty() && page.alive && ok()) {
      const Event event = std::move(inbox.front());
      inbox.pop_front();
      clock_of(page);
      if (script_ != nullptr) record(page, event);
      ++outcome_.handled;
      expect(page, event);
      peak_ = page.account.bytes;
      const Vector<Effect> effects = page.engine.handle(event, page.latest);
      const bool crashes = now(kCrash, 60);
      const size_t carried = crashes ? rng_.up_to(effects.size()) : effects.size();
      for (size_t i = 0; i < carried && ok(); ++i) carry_out(page, effects[i], inbox);
      if (!ok()) return;
      if (crashes) {
        ++outcome_.crashes;
        overflow_.clear();
        if (script_ != nullptr) {
          tell(name_of(page) + " crashes after " + std::to_string(carried) + " of " + std::to_string(effects.size()) +
               " effects");
        }
        return die(page);
      }
      check_overflow(page);
      // A Store that failed is told next: the engine cannot know of it before.
      if (ok()) check_ledger(page);
    }
  }

  void carry_out(Page& page, const Effect& effect, std::deque<Event>& inbox) {
    if (script_ != nullptr) {
      std::string text = dump_json(to_json(effect, page.latest, page.begun));
      if (text.size() > 300) text = text.substr(0, 300) + "…";
      tell(name_of(page) + " > " + text);
    }
    if (const auto* store_effect = std::get_if<effect::Store>(&effect)) {
      carry_out_store(page, *store_effect, inbox);
    } else if (const auto* emit = std::get_if<effect::Emit>(&effect)) {
      const std::string id(string_at(emit->event, "messageId"));
      if (facts_.count(id) == 0) fail(name_of(page) + " tells the page of " + id + " before it is stored");
    } else if (const auto* send = std::get_if<effect::Send>(&effect)) {
      carry_out_send(page, *send);
    } else if (const auto* abort = std::get_if<effect::Abort>(&effect)) {
      const auto request = page.requests.find(abort->request);
      if (request == page.requests.end()) return fail(name_of(page) + " gives up on a request that it does not have");
      requests_[request->second].open = false;
      page.requests.erase(request);
      event::Response gone;
      gone.request = abort->request;
      plan(real_ + within(5), {Happening::Kind::kEvent, page.number, gone, 0});
    } else if (const auto* wake = std::get_if<effect::Wake>(&effect)) {
      page.wish = wake->at;
      arm(page);
    } else if (std::holds_alternative<effect::Lead>(effect)) {
      if (page.leading) return fail(name_of(page) + " asks for the lead that it has");
      steal(page);
    } else if (const auto* show = std::get_if<effect::Show>(&effect)) {
      page.open = show->id;
      page.answered = show->question.empty() && show->kind == "survey";
    } else if (const auto* hide = std::get_if<effect::Hide>(&effect)) {
      if (page.open == hide->id) page.open.clear();
    }
  }

  void carry_out_store(Page& page, const effect::Store& effect, std::deque<Event>& inbox) {
    const bool event = is_event_key(effect.key);
    if (event && !effect.value) {
      leave(page, effect.key, !page.denied && storage_.count(effect.key) != 0);
      if (!ok()) return;
    }
    const bool kept = store(page, effect.key, effect.value);
    if (event && effect.value) made(page, effect.key.substr(2), *effect.value, kept);
    if (!kept) inbox.push_back(event::StorageFailed{effect.key});
    if (schedule_.wrong == Wrong::kStorageLeaks && !storage_.empty() && chance(30)) {
      for (auto entry = storage_.begin(); entry != storage_.end(); ++entry) {
        if (!is_event_key(entry->first)) continue;
        storage_.erase(entry);
        break;
      }
    }
  }

  // Accepted: from here on it is the engine's to deliver.
  void made(Page& page, const std::string& id, const std::string& text, bool kept) {
    const std::optional<Json> event = parse_json(text);
    if (!event || string_at(*event, "messageId") != id) return fail("what is stored for " + id + " is not that event");
    if (const auto again = facts_.find(id); again != facts_.end()) {
      // Kept anew, after storage had refused it.
      const auto item = page.account.queue.find(id);
      if (item == page.account.queue.end() || !item->second.failed) return fail("two events have the id " + id);
      item->second.failed = false;  // as the engine believes until it is told again
      if (kept) again->second.in_memory_of = -1;
      return;
    }
    if (id <= page.last_id) fail("the id " + id + " does not come after " + page.last_id);
    page.last_id = id;
    Fact fact;
    fact.rank = rank_of(*event);
    fact.bytes = text.size();
    fact.poisoned = chance(12);
    if (!kept) fact.in_memory_of = page.number;
    add(page.account, id, {fact.bytes, fact.rank, page.latest, false});
    peak_ = std::max(peak_, page.account.bytes);
    facts_.emplace(id, fact);
  }

  void carry_out_send(Page& page, const effect::Send& send) {
    ++outcome_.requests;
    Request request;
    request.page = page.number;
    request.number = send.request;
    request.keepalive = send.keepalive;
    request.ids = ids_in(send.body);
    request.bytes =
        send.body.is_string() ? send.body.get_ptr<const std::string*>()->size() : dump_json(send.body).size();
    if (request.ids.empty()) return fail(name_of(page) + " sends nothing");
    if (page.latest < page.asked) {
      return fail(name_of(page) + " sends " + std::to_string(page.asked - page.latest) +
                  " ms before the server wants to hear of it again");
    }
    if (locks_) {
      if (!page.leading) return fail(name_of(page) + " sends and does not lead");
      if (holder_ != page.number && !page.lost) return fail(name_of(page) + " sends without the lock");
    }
    size_t bytes = request.keepalive ? request.bytes : 0;
    size_t count = request.keepalive ? 1 : 0;
    for (const auto& [number, index] : page.requests) {
      if (number == send.request) return fail(name_of(page) + " uses the number of a request twice");
      if (!requests_[index].keepalive) {
        if (!send.keepalive) return fail(name_of(page) + " sends two requests at once");
        continue;
      }
      bytes += requests_[index].bytes;
      ++count;
    }
    if (request.keepalive && (bytes > kKeepaliveBytes || count > kKeepaliveRequests)) {
      return fail(name_of(page) + " has " + std::to_string(count) + " keepalive requests of " + std::to_string(bytes) +
                  " bytes in flight");
    }
    std::set<std::string> once;
    for (const std::string& id : request.ids) {
      if (facts_.count(id) == 0) return fail(name_of(page) + " sends " + id + ", which was never stored");
      if (!once.insert(id).second) return fail(name_of(page) + " sends " + id + " twice in one request");
      if (in_flight(page, id)) return fail(name_of(page) + " sends " + id + ", which is on its way");
      if (page.account.queue.count(id) == 0) return fail(name_of(page) + " sends " + id + ", which it does not have");
    }
    if (request.ids.size() > static_cast<size_t>(batch_)) {
      return fail(name_of(page) + " sends " + std::to_string(request.ids.size()) + " events at once");
    }
    const uint64_t index = requests_.size();
    page.requests[send.request] = index;
    requests_.push_back(std::move(request));
    plan(real_ + latency(), {Happening::Kind::kArrival, -1, event::Tick{}, index});
  }

  // --- what happens -------------------------------------------------------------------------------------------------

  // The visitor does something of which events come.
  void act(Page& page) {
    const uint64_t kind = rng_.up_to(5);
    const size_t size = static_cast<size_t>(has(kOverflow) ? within(2000) : any_span(600));
    const std::string words(size, 'x');
    if (kind == 0) {
      Json traits = Json::object();
      traits["n"] = static_cast<int64_t>(++acts_);
      traits["words"] = words;
      return give(page, event::Identify{"visitor", std::move(traits)});
    }
    if (page.open == "s" && kind < 5) {
      if (!page.answered) {
        // Half of them in an alphabet of two bytes a letter.
        std::string text = words;
        if (chance(2)) {
          text.clear();
          for (size_t i = 0; i < size / 2; ++i) text += "ж";
        }
        give(page, event::Answer{"s", "q", text});
      }
      if (page.alive && ok()) give(page, event::Next{});
      return;
    }
    if (!page.open.empty() && chance(2)) {
      if (chance(2)) return give(page, event::Dismiss{});
      return give(page, event::Next{});
    }
    const std::string wanted = chance(3) ? "t" : "s";
    give(page, event::Show{wanted});
    if (page.alive && ok()) give(page, event::Shown{wanted});
  }

  void take_step() {
    Page* page = page_of_any();
    const uint64_t kind = rng_.up_to(99);
    if (page == nullptr) {
      open_page(chance(2) ? new_tab() : rng_.up_to(sessions_.size() - 1));
    } else if (kind < 50) {
      // Where there is little room, much is said at once.
      for (uint64_t times = has(kOverflow) ? 1 + rng_.up_to(7) : 1; times > 0 && ok(); --times) {
        if (page->alive && !page->frozen) act(*page);
      }
    } else if (kind < 58) {
      if (living().size() < most_tabs_) open_page(new_tab());
    } else if (kind < 65) {
      if (has(kLeave)) {
        const size_t tab = static_cast<size_t>(page->tab);
        close(*page);
        if (chance(2) && ok()) open_page(tab);
      }
    } else if (kind < 70) {
      if (!page->frozen) {
        // Now and then with more to send than may be in flight.
        for (int much = chance(10) && !page->hidden ? 24 : 0; much > 0 && page->alive && ok(); --much) {
          Json traits = Json::object();
          traits["n"] = static_cast<int64_t>(++acts_);
          traits["words"] = std::string(3000, 'x');
          give(*page, event::Identify{"visitor", std::move(traits)});
        }
        if (!page->alive || !ok()) return;
        page->hidden = !page->hidden;
        give(*page, page->hidden ? Event(event::Hidden{}) : Event(event::Visible{}));
        if (page->alive) arm(*page);
      }
    } else if (kind < 75) {
      if (has(kFreeze)) {
        if (page->frozen) {
          thaw(*page);
        } else {
          page->frozen = true;
          tell(name_of(*page) + " freezes");
        }
      }
    } else if (kind < 79) {
      if (has(kOffline)) go_online(!offline_ ? false : true);
    } else if (kind < 90) {
      change_mood();
    } else if (kind < 93) {
      quota_ = chance(2) ? SIZE_MAX : used_ + static_cast<size_t>(any_span(4000));
      if (!has(kQuota)) quota_ = SIZE_MAX;
    } else if (kind < 96) {
      set_clock();
    } else if (has(kCrash)) {
      die(*page);
    }
    if (!ok()) return;
    const uint64_t pace = rng_.up_to(99);
    const TimeMs least = within(50);
    const TimeMs far = chance(10) ? 2 * kDay : kHour;
    const TimeMs span = pace < 60   ? least
                        : pace < 80 ? within(2 * kSecond)
                        : pace < 92 ? within(30 * kSecond)
                        : pace < 98 ? within(10 * kMinute)
                                    : within(far);
    const bool asleep = chance(10);
    if (asleep && has(kClock)) {
      tell("the machine sleeps");
      sleep_until(real_ + span);
    } else {
      run_until(real_ + span);
    }
  }

  void go_online(bool online) {
    offline_ = !online;
    tell(online ? "online" : "offline");
    for (Page* page : living()) {
      TimeMs& last = page->heard[-1];  // each learns of it late, and of one after the other
      last = std::max(last, real_ + within(20));
      plan(last, {Happening::Kind::kEvent, page->number, online ? Event(event::Online{}) : Event(event::Offline{}), 0});
    }
  }

  void change_mood() {
    static constexpr struct {
      Mood mood;
      Fault fault;
      const char* name;
    } all[] = {{Mood::kDown, kNetwork, "unreachable"},
               {Mood::kErrors, kServer, "broken"},
               {Mood::kBusy, kBusy, "busy"},
               {Mood::kRefuse, kRefuse, "refusing"},
               {Mood::kSplit, kSplit, "suspicious"},
               {Mood::kHang, kHang, "hanging"},
               {Mood::kOdd, kServer, "odd"}};
    const auto& wish = all[rng_.up_to(std::size(all) - 1)];
    const bool well = chance(2);
    mood_ = well || !has(wish.fault) ? Mood::kFine : wish.mood;
    tell(std::string("the server is ") + (mood_ == Mood::kFine ? "well" : wish.name));
  }

  void set_clock() {
    const TimeMs span = any_span(400 * kDay);
    const bool back = chance(2);
    const uint64_t who = rng_.up_to(2);
    if (!has(kClock)) return;
    wall_ += back ? -span : span;
    tell("the clock is set by " + std::to_string(back ? -span : span) + " ms");
    // A page's own clock never goes back, and takes a jump forward of up to a week for sleep.
    if (back || span > 7 * kDay) return;
    for (Page* page : living()) {
      if (who != 0 && !page->frozen) page->offset += span;
      if (!page->frozen) arm(*page);
    }
  }

  // --- the end
  // --------------------------------------------------------------------------------------------------------

  bool anything_queued() {
    for (Page* page : living()) {
      if (!page->account.queue.empty()) return true;
    }
    return false;
  }

  // Until the tabs have nothing left, at most three days: the server may have asked for one.
  void wait_for_rest() {
    for (int hours = 0; hours < 72 && ok() && (hours == 0 || anything_queued()); ++hours) run_until(real_ + kHour);
  }

  void heal() {
    tell("all is well again");
    healed_ = true;
    mood_ = Mood::kFine;
    quota_ = SIZE_MAX;
    wall_ = 0;
    if (offline_) go_online(true);
    for (Page* page : living()) {
      if (page->frozen) thaw(*page);
    }
    wait_for_rest();
    for (Page* page : living()) {
      if (!ok()) return;
      if (!page->account.queue.empty()) {
        return fail(name_of(*page) + " still has " + page->account.queue.begin()->first + " after three good days");
      }
      close(*page);
    }
    open_page(new_tab());
    wait_for_rest();
  }

  void settle_accounts() {
    for (const auto& [id, fact] : facts_) {
      if (fact.received > 0 || fact.dropped || fact.died) continue;
      return fail(id + " is lost");
    }
    for (const auto& [key, value] : storage_) {
      if (is_event_key(key)) return fail(key + " is left in storage");
    }
  }

  Schedule schedule_;
  Script* script_;
  Rng rng_;
  Outcome outcome_;

  uint32_t faults_ = 0;
  bool locks_ = true;
  bool healed_ = false;
  size_t most_tabs_ = 2;
  int steps_ = 0;
  int batch_ = 20;
  size_t max_queued_ = 0;
  size_t largest_ = 0;  // body that the server takes
  std::string config_;

  TimeMs real_ = kBegin;
  TimeMs wall_ = 0;  // what the machine's clock is off by
  std::multimap<TimeMs, Happening> agenda_;

  std::map<std::string, std::string> storage_;
  size_t used_ = 0;
  size_t quota_ = SIZE_MAX;
  std::vector<std::map<std::string, std::string>> sessions_;  // of each tab
  std::vector<std::unique_ptr<Page>> pages_;
  int holder_ = -1;
  std::deque<int> waiting_;

  bool offline_ = false;
  Mood mood_ = Mood::kFine;
  std::vector<Request> requests_;
  std::unordered_map<std::string, Fact> facts_;
  uint64_t acts_ = 0;

  // Of the call of handle() whose effects are carried out.
  std::optional<std::vector<std::string>> responding_;  // the events of the request that is answered
  int status_ = 0;
  size_t peak_ = 0;
  std::vector<std::pair<std::string, int>> overflow_;
};

}  // namespace

const char* fault_name(Fault fault) {
  for (const Name& name : kNames) {
    if (name.fault == fault) return name.name;
  }
  return "";
}

bool fault_from_name(const std::string& name, Fault& fault) {
  for (const Name& known : kNames) {
    if (name != known.name) continue;
    fault = known.fault;
    return true;
  }
  return false;
}

void Outcome::add(const Outcome& other) {
  handled += other.handled;
  pages += other.pages;
  requests += other.requests;
  accepted += other.accepted;
  received += other.received;
  repeated += other.repeated;
  dropped += other.dropped;
  lost += other.lost;
  steals += other.steals;
  crashes += other.crashes;
  overflowed += other.overflowed;
  refused += other.refused;
}

std::string summary(const Outcome& sum) {
  const auto number = [](uint64_t value) { return std::to_string(value); };
  return number(sum.accepted) + " events in " + number(sum.pages) + " pages: " + number(sum.received) + " received (" +
         number(sum.repeated) + " of them more than once), " + number(sum.dropped) + " dropped (" +
         number(sum.refused) + " refused, " + number(sum.overflowed) + " for want of room), " + number(sum.lost) +
         " in memory only when their tab died; " + number(sum.requests) + " requests, " + number(sum.crashes) +
         " crashes, " + number(sum.steals) + " times the lead was taken, " + number(sum.handled) + " calls of handle()";
}

Outcome run(const Schedule& schedule, Script* script) { return World(schedule, script).run(); }

Schedule shrink(const Schedule& schedule) {
  Schedule best = schedule;
  const Outcome first = run(best);
  if (first.ok()) return best;
  best.steps = first.steps;
  const auto fails = [](const Schedule& candidate) { return !run(candidate).ok(); };
  // Each fault that it fails without; twice, as one may only do without another.
  for (int round = 0; round < 2; ++round) {
    for (const Name& name : kNames) {
      if ((first.faults & ~best.without & name.fault) == 0) continue;
      Schedule candidate = best;
      candidate.without |= name.fault;
      if (fails(candidate)) best = candidate;
    }
  }
  for (int steps = 0; steps < best.steps; ++steps) {
    Schedule candidate = best;
    candidate.steps = steps;
    if (!fails(candidate)) continue;
    best = candidate;
    break;
  }
  return best;
}

std::string command(const Schedule& schedule) {
  std::string text = "build/native/canvass_faults --seed " + std::to_string(schedule.seed);
  if (schedule.steps != INT32_MAX) text += " --steps " + std::to_string(schedule.steps);
  std::string names;
  for (const Name& name : kNames) {
    if ((schedule.without & name.fault) != 0) names += (names.empty() ? "" : ",") + std::string(name.name);
  }
  return names.empty() ? text : text + " --without " + names;
}

}  // namespace canvass::faults
