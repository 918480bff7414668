#include "core/engine.h"

#include <algorithm>
#include <utility>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/uuid.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/config/suggest.h"
#include "core/delivery/outbox.h"
#include "core/delivery/wire.h"
#include "core/guide/tip.h"
#include "core/survey/session.h"
#include "core/targeting/frequency.h"
#include "core/targeting/glob.h"
#include "core/targeting/trigger.h"

namespace canvass {

namespace {

using targeting::kNever;
using targeting::Memory;
using targeting::Pending;
using targeting::Thing;

constexpr size_t kMaxTraitsBytes = 16'000;
constexpr int64_t kMaxVisits = 1'000'000'000;

constexpr std::string_view kVisitorKey = "visitor";
constexpr std::string_view kIdentityKey = "identity";
constexpr std::string_view kVisitsKey = "visits";
constexpr std::string_view kVisitKey = "tab:visit";
constexpr std::string_view kSessionKey = "tab:session";
constexpr std::string_view kLastKey = "last";
constexpr std::string_view kSleepKey = "sleep";
constexpr std::string_view kMemoryPrefix = "m:";
constexpr std::string_view kQueuePrefix = "q:";

// A guide on screen.
struct Tip {
  size_t index = 0;
  const config::Trigger* trigger = nullptr;  // nullptr: the page asked for it
  bool shown = false;                        // the host has painted it
};

struct Remembered {
  std::string id;
  Memory memory;
};

}  // namespace

struct Engine::State {
  config::Config config;
  Vector<Effect> effects;  // of the event being handled
  TimeMs now = 0;
  bool started = false;
  bool warned_early = false;
  bool warned_storage = false;

  // The visitor.
  UuidMaker ids;
  std::string visitor;
  std::string user;
  std::string traits;  // as JSON text
  std::string locale;
  bool first_visit = false;
  Vector<Remembered> memories;
  TimeMs last_survey = 0;  // when any survey was last shown; 0: never

  // Where the visitor is, and what is on screen there: a session or a tip, never both.
  std::string url;
  Vector<size_t> missing_here;  // guides whose anchor this page does not have
  targeting::Schedule schedule;
  std::optional<survey::Session> session;
  std::optional<Tip> tip;

  delivery::Outbox outbox;
  std::optional<TimeMs> wake;
  std::optional<TimeMs> sleep;

  config::Words words;
  std::optional<view::Node> tree;
  bool dirty = false;

  // --- small helpers ---------------------------------------------------------------------------------------

  void store(std::string_view key, std::optional<std::string> value) {
    effects.push_back(effect::Store{std::string(key), std::move(value)});
  }

  void warn(std::string text) { effects.push_back(effect::Warn{std::move(text)}); }

  bool showing() const { return session || tip; }

  const std::string& id_of(Thing thing) const {
    return thing.guide ? config.guides[thing.index].id : config.surveys[thing.index].id;
  }

  bool is_showing(Thing thing) const {
    if (thing.guide) return tip && tip->index == thing.index;
    return session && session->survey == &config.surveys[thing.index];
  }

  Memory memory_of(const std::string& id) const {
    for (const Remembered& remembered : memories) {
      if (remembered.id == id) return remembered.memory;
    }
    return {};
  }

  void remember(const std::string& id, TimeMs Memory::*what) {
    Memory memory = memory_of(id);
    memory.*what = now;
    erase_if(memories, [&](const Remembered& remembered) { return remembered.id == id; });
    memories.push_back({id, memory});
    store(join({kMemoryPrefix, id}), targeting::save(memory));
  }

  // The earliest time it may show by itself; kNever: not again.
  TimeMs allowed_from(Thing thing) const {
    if (thing.guide) {
      const config::Guide& guide = config.guides[thing.index];
      return targeting::allowed_from(guide.frequency, memory_of(guide.id), true);
    }
    const config::Survey& survey = config.surveys[thing.index];
    const TimeMs from = targeting::allowed_from(survey.frequency, memory_of(survey.id), false);
    return last_survey == 0 ? from : std::max(from, last_survey + config.cooldown);
  }

  template <typename Visitor>
  void for_each_thing(Visitor visit) {
    for (size_t i = 0; i < config.surveys.size(); ++i) visit(Thing{false, i}, config.surveys[i].triggers);
    for (size_t i = 0; i < config.guides.size(); ++i) visit(Thing{true, i}, config.guides[i].triggers);
  }

  // --- wire events -----------------------------------------------------------------------------------------

  wire::Source source() const { return {visitor, user, std::string(targeting::path_of(url)), locale}; }

  void emit(Json event) {
    outbox.add(event, now, effects);
    effects.push_back(effect::Emit{std::move(event)});
  }

  void emit_survey(std::string_view name, Json properties) {
    properties["survey"] = session->survey->id;
    properties["response"] = session->response;
    emit(wire::track(source(), ids.make(now), now, name, std::move(properties)));
  }

  void emit_guide(std::string_view name, const config::Guide& guide) {
    Json properties = json_object();
    properties["guide"] = guide.id;
    properties["kind"] = guide.type;
    emit(wire::track(source(), ids.make(now), now, name, std::move(properties)));
  }

  // --- showing and hiding ----------------------------------------------------------------------------------

  void show_step() {
    dirty = true;
    const config::Survey& survey = *session->survey;
    const std::string question = session->on_thanks() ? std::string() : survey.questions[session->step].id;
    effects.push_back(effect::Show{"survey", survey.id, question, {}, {}});
    effects.push_back(effect::Announce{survey::announcement(*session, words)});
  }

  void show_survey(size_t index) {
    session = survey::begin(config.surveys[index], ids.make(now), now);
    show_step();
  }

  void show_tip(size_t index, const config::Trigger* trigger, bool seen) {
    dirty = true;
    tip = Tip{index, trigger, seen};
    const config::Guide& guide = config.guides[index];
    effects.push_back(effect::Show{guide.type, guide.id, {}, guide.anchor, guide.placement});
    effects.push_back(effect::Announce{guide::announcement(guide, words)});
  }

  // Takes whatever is on screen away. The visitor's part in it, if any, has been told before.
  void hide() {
    dirty = true;
    if (session) {
      effects.push_back(effect::Hide{"survey", session->survey->id});
      session.reset();
    }
    if (tip) {
      const config::Guide& guide = config.guides[tip->index];
      effects.push_back(effect::Hide{guide.type, guide.id});
      tip.reset();
    }
  }

  void save_session() { store(kSessionKey, survey::save(*session)); }

  // Makes everything due whose conditions hold now. No event: a page opened.
  void fire(std::string_view event) {
    for_each_thing([&](Thing thing, const Vector<config::Trigger>& triggers) {
      if (is_showing(thing)) return;
      for (const config::Trigger& trigger : triggers) {
        const TimeMs due = now + trigger.delay;
        // What will not be allowed by then needs no timer.
        if (targeting::holds(trigger, event, url, first_visit) && allowed_from(thing) <= due) {
          schedule.add({thing, &trigger, due, false});
        }
      }
    });
  }

  // Shows the first of what is due, if there is room: an empty screen, or for a survey, a tip that can give way.
  void show_due() {
    if (session) return;
    while (const std::optional<Pending> pending = schedule.take(now, tip.has_value())) {
      const Thing thing = pending->thing;
      if (!pending->seen && allowed_from(thing) > now) continue;
      schedule.remove(thing);  // by whichever other trigger
      if (thing.guide) return show_tip(thing.index, pending->trigger, pending->seen);
      if (tip) {
        const Tip waiting = *tip;
        hide();
        if (waiting.trigger) schedule.add({{true, waiting.index}, waiting.trigger, now, waiting.shown});
      }
      return show_survey(thing.index);
    }
  }

  // --- surveys ---------------------------------------------------------------------------------------------

  // The question that an answer or draft is about; none, and a warning, when it cannot be taken.
  std::optional<size_t> question_of(const std::string& survey, const std::string& question, const Json& value) {
    const std::string place = join({"answer to \"", survey, "\", \"", question, "\" ignored: "});
    if (!session || session->survey->id != survey || session->on_thanks()) {
      warn(place + "the survey is not showing");
      return std::nullopt;
    }
    const std::optional<size_t> index = survey::question_index(*session->survey, question);
    if (!index) {
      warn(place + "the survey has no such question");
      return std::nullopt;
    }
    const config::Question& asked = session->survey->questions[*index];
    if (!asked.kind->accept(asked, value)) {
      warn(place + (asked.kind->scale
                        ? join({"it must be a whole number from ", decimal(asked.min), " to ", decimal(asked.max)})
                        : join({"it must be a text of at most ",
                                decimal(static_cast<int64_t>(survey::kMaxAnswerCharacters)), " characters"})));
      return std::nullopt;
    }
    return index;
  }

  void record(size_t index, const Json& value) {
    const config::Question& question = session->survey->questions[index];
    survey::Reply& reply = session->replies[index];
    Json answer = question.kind->accept(question, value).value_or(Json());
    const std::string* text = answer.get_ptr<const std::string*>();
    if (text != nullptr && text->empty()) answer = Json();  // skipped
    reply.draft = Json();
    const bool same = dump_json(answer) == dump_json(reply.answer);
    reply.answer = answer;
    if (same || answer.is_null()) return;
    remember(session->survey->id, &Memory::answered);
    Json properties = json_object();
    properties["question"] = question.id;
    properties["kind"] = question.kind->name;
    question.kind->score(question, answer, properties);
    properties["value"] = std::move(answer);
    emit_survey("Survey Answered", std::move(properties));
  }

  void commit_draft(size_t index) {
    const Json draft = session->replies[index].draft;
    if (!draft.is_null()) record(index, draft);
  }

  void complete() {
    Json properties = json_object();
    properties["answered"] = session->answered();
    properties["duration"] = now - session->since;
    emit_survey("Survey Completed", std::move(properties));
    remember(session->survey->id, &Memory::completed);
    store(kSessionKey, std::nullopt);
    if (session->survey->has_thanks) {
      show_step();
    } else {
      hide();
    }
  }

  // --- events ----------------------------------------------------------------------------------------------

  void on(const event::Init& event) {
    const auto stored = [&](std::string_view key) -> std::string_view {
      const auto found = event.stored.find(std::string(key));
      return found == event.stored.end() ? std::string_view() : std::string_view(found->second);
    };
    const auto time_of = [&](std::string_view key) {
      return std::clamp<TimeMs>(parse_integer(stored(key)).value_or(0), 0, kMaxTime);
    };
    if (started) return warn("a second init was ignored");
    started = true;
    ids = UuidMaker(event.seed);
    outbox.configure(config.endpoint, config.write_key, config.delivery);
    outbox.start(join({event.seed, "/outbox"}));
    locale = !event.locale.empty() && event.locale.size() <= 35 ? event.locale : config.default_locale;
    if (locale.empty()) locale = "en";
    words = config::Words(locale, config.default_locale);

    visitor = event.visitor.empty() ? std::string(stored(kVisitorKey)) : event.visitor;
    if (visitor.empty() || count_characters(visitor) > wire::kMaxUserId) new_visitor();
    if (const std::optional<Json> identity = parse_json(stored(kIdentityKey))) {
      const std::string_view id = string_at(*identity, "id");
      const Json* known = find(*identity, "traits");
      if (count_characters(id) <= wire::kMaxUserId) user = id;
      if (known != nullptr && known->is_object()) traits = dump_json(*known);
    }

    const std::optional<Json> visits = parse_json(stored(kVisitsKey));
    const int64_t visit = parse_integer(stored(kVisitKey)).value_or(0);
    if (visit > 0) {
      first_visit = visit == 1;
    } else {
      begin_visit(visits ? *visits : Json());
    }

    last_survey = std::min(time_of(kLastKey), now);
    if (time_of(kSleepKey) != 0) sleep = time_of(kSleepKey);
    for (const auto& [key, value] : event.stored) {
      if (starts_with(key, kMemoryPrefix)) {
        memories.push_back({key.substr(kMemoryPrefix.size()), targeting::restore_memory(value, now)});
      } else if (starts_with(key, kQueuePrefix)) {
        outbox.restore(key, value, now, effects);
      }
    }
    if (!stored(kSessionKey).empty()) {
      session = survey::restore(stored(kSessionKey), config, now);
      if (session) {
        show_step();
      } else {
        store(kSessionKey, std::nullopt);
      }
    }
  }

  void new_visitor() {
    visitor = ids.make(now);
    store(kVisitorKey, visitor);
  }

  // `visits`: what is known of the visits before.
  void begin_visit(const Json& visits) {
    const int64_t count = std::clamp<int64_t>(integer_at(visits, "count").value_or(0), 0, kMaxVisits) + 1;
    const TimeMs first = integer_at(visits, "first").value_or(now);
    first_visit = count == 1;
    Json json = json_object();
    json["count"] = count;
    json["first"] = first_visit || first < 0 || first > now ? now : first;
    json["last"] = now;
    store(kVisitsKey, dump_json(json));
    store(kVisitKey, decimal(count));
  }

  void on(const event::Page& event) {
    const bool same = targeting::same_page(url, event.url);
    url = event.url;
    if (same) return;
    missing_here.clear();
    schedule.page_changed(url);
    if (tip && tip->trigger && !tip->trigger->page.empty() && !targeting::page_matches(tip->trigger->page, url)) hide();
    fire({});
  }

  void on(const event::Track& event) {
    if (!event.name.empty()) fire(event.name);
  }

  void on(const event::Identify& event) {
    if (event.id.empty() || count_characters(event.id) > wire::kMaxUserId) {
      return warn("identify ignored: the id must have 1 to 256 characters");
    }
    Json known = event.traits.is_object() ? event.traits : json_object();
    std::string text = dump_json(known);
    if (text.size() > kMaxTraitsBytes) return warn("identify ignored: the traits are larger than 16 KB");
    if (event.id == user && text == traits) return;
    user = event.id;
    traits = std::move(text);
    Json identity = json_object();
    identity["id"] = user;
    identity["traits"] = known;
    store(kIdentityKey, dump_json(identity));
    emit(wire::identify(source(), ids.make(now), now, std::move(known)));
  }

  void on(const event::Show& event) {
    std::optional<Thing> wanted;
    Vector<std::string_view> names;
    for_each_thing([&](Thing thing, const Vector<config::Trigger>&) {
      names.push_back(id_of(thing));
      if (id_of(thing) == event.id) wanted = thing;
    });
    if (!wanted) {
      return warn(join({"show: there is no survey or guide \"", first_characters(event.id, 64), "\"",
                        config::did_you_mean(event.id, names)}));
    }
    if (is_showing(*wanted)) return;
    if (session && !session->on_thanks()) store(kSessionKey, std::nullopt);
    hide();
    schedule.remove(*wanted);
    if (wanted->guide) {
      show_tip(wanted->index, nullptr, false);
    } else {
      show_survey(wanted->index);
    }
  }

  void on(const event::Shown& event) {
    if (session && session->survey->id == event.id && !session->shown) {
      session->shown = true;
      session->since = now;
      last_survey = now;
      remember(event.id, &Memory::shown);
      store(kLastKey, decimal(now));
      if (!session->on_thanks()) save_session();
      emit_survey("Survey Shown", json_object());
    }
    if (tip && config.guides[tip->index].id == event.id && !tip->shown) {
      tip->shown = true;
      remember(event.id, &Memory::shown);
      emit_guide("Guide Shown", config.guides[tip->index]);
    }
  }

  void on(const event::Missing& event) {
    if (!tip || config.guides[tip->index].id != event.id) return;
    const size_t index = tip->index;
    hide();
    if (std::find(missing_here.begin(), missing_here.end(), index) != missing_here.end()) return;
    missing_here.push_back(index);
    const config::Guide& guide = config.guides[index];
    emit_guide("Guide Anchor Missing", guide);
    warn(join(
        {"the tip \"", guide.id, "\" has no element \"", guide.anchor, "\" to point at on ", targeting::path_of(url)}));
  }

  void on(const event::Draft& event) {
    const std::optional<size_t> index = question_of(event.survey, event.question, event.value);
    if (!index) return;
    const config::Question& question = session->survey->questions[*index];
    // Text is kept as typed: the visitor may be in the middle of a word.
    session->replies[*index].draft =
        event.value.is_string() ? event.value : question.kind->accept(question, event.value).value_or(Json());
    session->invalid = false;
    dirty = true;
    save_session();
  }

  void on(const event::Answer& event) {
    const std::optional<size_t> index = question_of(event.survey, event.question, event.value);
    if (!index) return;
    for (size_t i = session->step; i < *index; ++i) {
      if (survey::can_leave(*session, i)) continue;
      return warn(join({"answer to \"", event.survey, "\", \"", event.question, "\" ignored: \"",
                        session->survey->questions[i].id, "\" must be answered first"}));
    }
    if (*index > session->step) {
      while (session->step < *index) commit_draft(session->step++);
      show_step();
    }
    record(*index, event.value);
    session->invalid = false;
    dirty = true;
    save_session();
  }

  void on(const event::Next&) {
    if (tip) {
      const config::Guide& guide = config.guides[tip->index];
      emit_guide("Guide Completed", guide);
      remember(guide.id, &Memory::completed);
      return hide();
    }
    if (!session) return;
    if (session->on_thanks()) return hide();
    dirty = true;
    session->invalid = !survey::can_leave(*session, session->step);
    if (session->invalid) return;
    commit_draft(session->step++);
    if (session->on_thanks()) return complete();
    save_session();
    show_step();
  }

  void on(const event::Back&) {
    if (!session || session->on_thanks() || session->step == 0) return;
    --session->step;
    session->invalid = false;
    save_session();
    show_step();
  }

  void on(const event::Dismiss&) {
    if (tip) {
      const config::Guide& guide = config.guides[tip->index];
      emit_guide("Guide Dismissed", guide);
      remember(guide.id, &Memory::dismissed);
    }
    if (session && !session->on_thanks()) {
      Json properties = json_object();
      properties["question"] = session->survey->questions[session->step].id;
      properties["answered"] = session->answered();
      emit_survey("Survey Dismissed", std::move(properties));
      remember(session->survey->id, &Memory::dismissed);
      store(kSessionKey, std::nullopt);
    }
    if (showing()) hide();
  }

  void on(const event::Hidden&) { outbox.flush(now, effects); }
  void on(const event::Visible&) {}
  void on(const event::Online&) { outbox.online(now); }
  void on(const event::Offline&) { outbox.offline(); }
  void on(const event::Tick&) {}
  void on(const event::Response& event) { outbox.respond(event, now, effects); }

  void on(const event::StorageFailed&) {
    if (warned_storage) return;
    warned_storage = true;
    warn("this browser does not let the page store anything: answers not yet sent are lost when it closes");
  }

  void on(const event::Reset&) {
    if (showing()) hide();
    schedule.clear();
    missing_here.clear();
    for (const Remembered& remembered : memories) store(join({kMemoryPrefix, remembered.id}), std::nullopt);
    memories.clear();
    last_survey = 0;
    user.clear();
    traits.clear();
    for (const std::string_view key : {kIdentityKey, kLastKey, kSessionKey}) store(key, std::nullopt);
    new_visitor();
    begin_visit(Json());
  }

  // --- after every event -----------------------------------------------------------------------------------

  // Until when nothing can be shown to this visitor, so that the loader need not even fetch the engine.
  std::optional<TimeMs> wished_sleep() {
    if (!config.usable || showing() || !schedule.empty() || !outbox.settled()) return std::nullopt;
    TimeMs until = now + config.ttl;  // by then the configuration may be another one
    for_each_thing([&](Thing thing, const Vector<config::Trigger>&) { until = std::min(until, allowed_from(thing)); });
    if (until <= now) return std::nullopt;
    // A time already stored stays as long as it is not too late: no write for every event.
    return sleep && *sleep > now && *sleep <= until ? sleep : until;
  }

  void settle() {
    show_due();
    outbox.pump(now, effects);
    if (const std::optional<TimeMs> wish = wished_sleep(); wish != sleep) {
      sleep = wish;
      store(kSleepKey, wish ? std::optional<std::string>(decimal(*wish)) : std::nullopt);
    }
    std::optional<TimeMs> wish = schedule.wake(now);
    if (const std::optional<TimeMs> at = outbox.wake(); at && (!wish || *at < *wish)) wish = at;
    if (wish != wake) {
      wake = wish;
      effects.push_back(effect::Wake{wish});
    }
    if (!dirty) return;
    dirty = false;
    tree.reset();
    if (session) tree = survey::build_view(*session, words);
    if (tip) tree = guide::build_tip(config.guides[tip->index], words);
  }
};

Engine::Engine() : state_(std::make_unique<State>()) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

Problems Engine::configure(std::string_view config_json) {
  if (state_->started) return {{{"", "a configuration must be given before init"}}, {}};
  return config::parse(config_json, state_->config);
}

Vector<Effect> Engine::handle(const Event& event, TimeMs now) {
  State& state = *state_;
  state.effects.clear();
  state.now = std::clamp(now, state.now, kMaxTime);
  if (state.started || std::holds_alternative<event::Init>(event)) {
    std::visit([&](const auto& e) { state.on(e); }, event);
    state.settle();
  } else if (!state.warned_early) {
    state.warned_early = true;
    state.warn("events before init were ignored");
  }
  return std::exchange(state.effects, {});
}

const view::Node* Engine::view() const { return state_->tree ? &*state_->tree : nullptr; }

const view::Theme& Engine::theme() const { return state_->config.theme; }

std::string_view Engine::locale() const { return state_->words.language(); }

Vector<Event> Engine::events_for(view::NodeId id, Action action, std::string_view value) const {
  // Not as lists of initialisers, which would bring the copying of every kind of event into the module.
  Vector<Event> events;
  const auto one = [&](Event event) {
    events.push_back(std::move(event));
    return std::move(events);
  };
  const view::Node* node = view() == nullptr ? nullptr : view::find(*view(), id);
  if (node == nullptr || (node->state & view::kDisabled) != 0) return {};
  if (action == Action::kDismiss) return one(event::Dismiss{});
  if (node->role == view::Role::kButton && action == Action::kActivate) {
    switch (node->look) {
      case view::Look::kClose:
        return one(event::Dismiss{});
      case view::Look::kPrimary:
        return one(event::Next{});
      case view::Look::kQuiet:
        return one(event::Back{});
      default:
        return {};
    }
  }
  const bool choice = node->role == view::Role::kRadio && (action == Action::kActivate || action == Action::kChoose);
  const bool input = node->role == view::Role::kTextbox && action == Action::kInput;
  if ((!choice && !input) || !state_->session || state_->session->on_thanks()) return {};
  const survey::Session& session = *state_->session;
  const config::Question& question = session.survey->questions[session.step];
  const std::string& survey = session.survey->id;
  Json reply = question.kind->from_control(choice ? std::string_view(node->value) : value);
  if (action != Action::kActivate) {
    events.push_back(event::Draft{survey, question.id, std::move(reply)});
    return events;
  }
  events.push_back(event::Answer{survey, question.id, std::move(reply)});
  events.push_back(event::Next{});
  return events;
}

}  // namespace canvass
