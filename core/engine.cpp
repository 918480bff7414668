#include "core/engine.h"

#include <algorithm>
#include <utility>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/url.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/config/packs.h"
#include "core/config/suggest.h"
#include "core/delivery/format.h"
#include "core/delivery/journal.h"
#include "core/guide/stage.h"
#include "core/privacy/gate.h"
#include "core/protocol.h"
#include "core/signals/observer.h"
#include "core/survey/player.h"
#include "core/survey/tab.h"
#include "core/targeting/decider.h"
#include "core/targeting/facts.h"
#include "core/targeting/glob.h"
#include "core/targeting/visitor.h"
#include "core/turn.h"

namespace canvass {

namespace {

using targeting::Memory;
using targeting::Pending;
using targeting::Screen;
using targeting::Thing;
using Moment = config::Trigger::Moment;
using privacy::Closed;

constexpr std::string_view kSleepKey = "sleep";
constexpr std::string_view kQueuePrefix = "q:";
constexpr size_t kMaxParameters = 100;
constexpr size_t kMaxParameterBytes = 5000;

// A session that was begun and is not on screen: its container is not there, or another tab shows it.
struct Parked {
  std::string session;  // empty: none
  std::optional<size_t> survey;
};

}  // namespace

struct Engine::State {
  config::Config config;
  config::Packs packs;
  std::string locale;  // the visitor's, as far as known before Init
  Turn turn;           // of the event being handled
  bool started = false;
  bool was_open = false;  // begun, and perhaps closed since
  bool warned_early = false;
  bool warned_storage = false;
  privacy::Closed closed = privacy::Closed::kNo;
  bool leads = false;  // got the lead while it was closed

  privacy::Gate gate;
  Vector<std::string> found;  // the keys that Init came with
  targeting::Visitor visitor;
  delivery::Journal journal{visitor};
  targeting::Decider decider{config, visitor};

  // What is on screen over the page: a survey or a guide, never both. And in the page, perhaps, a survey of its own.
  targeting::VisitorFacts around{visitor};
  survey::Player card{view::Slot::kCard, config, journal, decider, around};
  survey::Player embedded{view::Slot::kInline, config, journal, decider, around};
  std::unique_ptr<guide::Stage> stage;          // nullptr: no guides are configured
  std::unique_ptr<signals::Observer> observer;  // nullptr: nothing is observed
  Parked parked[2];                             // of the players, in their order
  bool comes_back = false;                      // the first of them, when what the visitor opened over it is closed
  std::optional<size_t> tab;                    // the survey whose feedback tab is there
  std::string watched;                          // the last Watch, as the host reads it

  Json parameters = json_object();  // of the addresses of the pages seen
  Json fields = json_object();      // hidden fields that the page gave, of whichever survey

  std::optional<TimeMs> wake;
  std::optional<TimeMs> sleep;

  config::Words words;
  struct Shown {
    std::optional<view::Node> tree;
    std::string language;
  };
  Shown slots[view::kSlots];
  bool tab_dirty = false;

  // --- showing and hiding ----------------------------------------------------------------------------------

  bool over_page() const { return card.playing() || (stage && stage->over()); }

  Screen screen() const {
    Screen screen;
    if (card.playing()) screen.over = card.thing();
    if (stage) stage->describe(screen);
    if (embedded.playing()) screen.within = embedded.thing();
    for (size_t i = 0; i < 2; ++i) screen.parked[i] = parked[i].survey;
    return screen;
  }

  // The player of the survey called `id`; of no name, the one over the page before the one in it. nullptr: none.
  survey::Player* player_of(std::string_view id) {
    for (survey::Player* player : {&card, &embedded}) {
      if (player->playing() && (id.empty() || player->survey()->id == id)) return player;
    }
    return nullptr;
  }

  // What a survey that begins now finds known.
  survey::Known known(const Json* properties = nullptr) const { return {nullptr, &fields, &parameters, properties}; }

  // Another run through the same survey goes on where the last one was.
  void play(survey::Player& player, size_t survey, const survey::Known& known) {
    Parked& kept = parked[&player == &embedded ? 1 : 0];
    // A preview is no part of what was real.
    if (kept.survey == survey && !turn.preview) player.restore(std::exchange(kept, {}).session, words, turn);
    if (!player.playing()) player.begin(survey, known, words, turn);
  }

  void park(survey::Player& player, std::string session) {
    Parked& kept = parked[&player == &embedded ? 1 : 0];
    kept.survey.reset();
    kept.session = std::move(session);
    const std::optional<Json> json = parse_json(kept.session);
    const std::optional<Thing> thing = json ? decider.find(string_at(*json, "survey")) : std::nullopt;
    if (thing && !thing->guide) kept.survey = thing->index;
  }

  // Shows the first of what is due, if there is room: an empty screen, or for a survey, a tip that can give way. A
  // survey that has nothing to ask leaves it to the next.
  void show_due() {
    if (stage) come_back();
    if (stage) stage->place_hotspots(turn);
    while (std::optional<Pending> pending = decider.take(turn.now, screen())) {
      const Thing thing = pending->thing;
      if (thing.guide) {
        if (pending->is_urgent()) stage->give_way(turn);
        stage->begin(*pending, turn);
      } else {
        if (stage) stage->give_way(turn);
        play(card, thing.index,
             known(pending->trigger == nullptr ? nullptr : decider.properties_of(*pending->trigger)));
      }
    }
    if (stage) stage->arrange(card.playing(), turn);
    if (const std::optional<size_t> survey = decider.take_inline(turn.now, screen())) play(embedded, *survey, known());
  }

  // What the visitor put away by opening something.
  CANVASS_APART void come_back() {
    if (card.playing()) return;
    stage->come_back(turn);
    if (comes_back && !over_page() && !stage->touring()) {
      comes_back = false;
      // It may have found its container in the meantime.
      if (embedded.playing() && embedded.thing().index == parked[0].survey) return;
      card.restore(std::exchange(parked[0], {}).session, words, turn);
    }
  }

  // An event, with what the guides have to do about it.
  void handle(const Event& event) {
    if (!stage || !stage->take(event, turn)) {
      std::visit([&](const auto& e) { on(e); }, event);
      if (stage) stage->hear(event, turn);
    }
    if (observer) observe(event);
  }

  // Moments for triggers come of it.
  CANVASS_APART void observe(const Event& event) {
    if (turn.preview) return;
    if (!std::holds_alternative<event::Interact>(event)) observer->hear(event, turn);
    while (const std::optional<signals::Noticed> noticed = observer->take(turn)) {
      targeting::Moment moment{Moment::kSignal, config::name_of(noticed->signal), &noticed->properties};
      moment.on = &noticed->on;
      decider.moment(moment, screen(), turn.now);
      if (stage) stage->hear(moment, turn);
    }
  }

  // Whether anything comes of what the visitor did. Mostly nothing does, and it must cost next to nothing.
  CANVASS_APART bool stirs(const Event& event) {
    if (!observer || turn.preview) return false;
    observer->hear(event, turn);
    if (observer->has_noticed() || !turn.effects.empty()) return true;
    const std::optional<TimeMs> at = observer->wake(turn.now);
    if (at && (!wake || *at < *wake)) {
      wake = at;
      turn.effects.push_back(effect::Wake{at});
    }
    return false;
  }

  // What guides ask for. Nothing that is asked for asks for more than it brings to an end.
  CANVASS_APART void fulfil_wishes() {
    while (const std::optional<Event> wish = stage->take_wish()) handle(*wish);
  }

  void show_tab() {
    std::optional<size_t> wish = decider.tab(turn.now);
    if (wish && screen().over == Thing{false, *wish}) wish.reset();
    if (wish == tab) return;
    if (tab) turn.effects.push_back(effect::Hide{"tab", config.surveys[*tab].id});
    tab = wish;
    tab_dirty = true;
    if (tab) turn.effects.push_back(effect::Show{"tab", config.surveys[*tab].id, {}, {}, {}, {}});
  }

  std::string unknown(std::string_view id) const {
    Vector<std::string_view> names;
    for (const Thing thing : decider.things()) names.push_back(decider.id_of(thing));
    return join({"there is no survey or guide \"", first_characters(id, 64), "\"", config::did_you_mean(id, names)});
  }

  // --- events ----------------------------------------------------------------------------------------------

  void on(const event::Init& event) {
    if (started) return turn.warn("a second init was ignored");
    const bool anonymous = event.privacy_signal && config.privacy.respect_signals;
    if (config.privacy.consent_required || anonymous || privacy::has_choice(event.stored)) return begin_guarded(event);
    begin(event);
  }

  void begin(const event::Init& event) {
    started = was_open = true;
    watched = dump_json(to_json(effect::Watch(), 0));
    journal.start(config, event.seed, event.leading);
    visitor.start(event, config.default_locale, targeting::asks_for_history(config), journal.ids(), turn,
                  config.privacy.rotate);
    words = config::Words(visitor.locale(), config.default_locale, &packs, config.fallbacks);
    decider.start(event, turn);
    if (!config.guides.empty()) begin_stage(event);
    if (config.observation) begin_observer(event);
    for (const auto& [key, value] : event.stored) {
      found.push_back(key);
      // Whoever does not lead leaves what others stored to who does.
      if (event.leading || !starts_with(key, kQueuePrefix)) {
        journal.outbox().restore(key, value, turn.now, turn.effects);
      }
      if (key != kSleepKey) continue;
      const TimeMs time = std::clamp<TimeMs>(parse_integer(value).value_or(0), 0, kMaxTime);
      if (time != 0) sleep = time;
    }
    for (survey::Player* player : {&card, &embedded}) {
      const auto stored = event.stored.find(std::string(player->storage_key()));
      if (stored == event.stored.end()) continue;
      if (player == &card && stage && stage->touring()) {
        park(*player, stored->second);
        comes_back = parked[0].survey.has_value();
      } else if (player == &card) {
        player->restore(stored->second, words, turn);
      } else if (!player->was_abandoned(stored->second, turn)) {
        park(*player, stored->second);
      }
    }
  }

  CANVASS_APART void begin_stage(const event::Init& event) {
    stage = std::make_unique<guide::Stage>(config, decider, journal, visitor, words);
    stage->start(event, turn);
  }

  CANVASS_APART void begin_observer(const event::Init& event) {
    observer = std::make_unique<signals::Observer>(config, journal, visitor);
    observer->start(event, turn);
  }

  void on(const event::Page& event) {
    const bool query = event.url.find('?') != std::string::npos;
    const std::string preview = query ? take_parameters(event.url) : std::string();
    if (observer) observer->leave(event.url, turn);
    const bool was_preview = std::exchange(turn.preview, !preview.empty());
    if (!visitor.open(event, config.privacy.utm, turn)) return;
    // In a preview nothing of what was real is touched, and afterwards nothing is left of it.
    if (was_preview || turn.preview) {
      for (survey::Player* player : {&card, &embedded}) {
        if (!player->playing()) continue;
        std::string session = player->put_away(turn);
        if (!was_preview) park(*player, std::move(session));
      }
      if (stage) stage->preview(was_preview, turn);
      comes_back = false;
    }
    if (turn.preview) return show(preview, known());
    if (was_preview) card.restore(std::exchange(parked[0], {}).session, words, turn);
    if (embedded.playing()) park(embedded, embedded.put_away(turn));
    if (stage) stage->page_opened(turn);
    decider.page_opened(screen(), turn.now);
    if (query) show_wanted(event.url);
  }

  // Keeps what a page's address says, and gives the id of what it wants to see a preview of.
  CANVASS_APART std::string take_parameters(std::string_view url) {
    std::string name;
    std::string value;
    for (Parameters all(url); all.next(name, value) && parameters.size() < kMaxParameters;) {
      if (name.size() + value.size() <= kMaxParameterBytes) parameters[name] = value;
    }
    return query_value(url, "canvass-preview").value_or(std::string());
  }

  CANVASS_APART void show_wanted(std::string_view url) {
    const std::string wanted = query_value(url, "canvass-show").value_or(std::string());
    if (!wanted.empty()) show(wanted, known());
  }

  void on(const event::Track& event) {
    if (event.name.empty()) return;
    decider.cancel(event.name);
    decider.moment({Moment::kEvent, event.name, &event.props}, screen(), turn.now);
  }

  void on(const event::Identify& event) {
    if (!visitor.identify(event, turn)) return;
    journal.identify(turn);
    tab_dirty = true;  // its label may name a trait
  }

  void on(const event::Show& event) {
    Json all = fields;
    if (const Json::object_t* given = event.fields.get_ptr<const Json::object_t*>()) {
      for (const auto& [name, value] : *given) all[name] = value;
    }
    show(event.id, {&event.answers, &all, &parameters, nullptr});
  }

  // Whatever triggers, audience and frequency say.
  void show(std::string_view id, const survey::Known& known) {
    const std::optional<Thing> wanted = decider.find(id);
    if (!wanted) return turn.warn(join({"show: ", unknown(id)}));
    if (wanted->guide) return show_guide(wanted->index);
    if (screen().shows(*wanted)) return;
    if (card.playing()) card.give_way(turn);
    if (stage) stage->give_way(turn);
    decider.forget(*wanted);
    play(card, wanted->index, known);
  }

  CANVASS_APART void show_guide(size_t guide) {
    if (!stage->can_show(guide)) return;
    if (card.playing() && !turn.preview && stage->puts_away(guide)) {
      park(card, card.put_away(turn));
      comes_back = parked[0].survey.has_value();
    } else if (card.playing()) {
      card.give_way(turn);
    }
    decider.forget({true, guide});
    stage->show(guide, turn);
  }

  void on(const event::Fields& event) {
    const Json::object_t* given = event.values.get_ptr<const Json::object_t*>();
    if (given == nullptr) return;
    for (const auto& [name, value] : *given) {
      bool declared = false;
      for (const config::Survey& survey : config.surveys) {
        for (const auto& hidden : survey.hidden) declared |= hidden.first == name;
      }
      if (declared) fields[name] = value;
    }
    for (survey::Player* player : {&card, &embedded}) player->fields(event.values, turn);
  }
  void on(const event::Click& event) { decider.moment({Moment::kClick, event.selector}, screen(), turn.now); }
  void on(const event::Seen& event) { decider.moment({Moment::kSeen, event.selector}, screen(), turn.now); }
  void on(const event::Scroll& event) { decider.scrolled(event.depth, screen(), turn.now); }
  void on(const event::Exit&) { decider.moment({Moment::kExit, {}}, screen(), turn.now); }
  void on(const event::Idle& event) {
    decider.moment({Moment::kIdle, {}, nullptr, 0, event.duration}, screen(), turn.now);
  }

  void on(const event::Container& event) {
    const std::optional<Thing> thing = decider.find(event.id);
    if (!thing || thing->guide || config.surveys[thing->index].display != config::Display::kInline) {
      return turn.warn(
          join({"container: ",
                thing ? join({"\"", event.id, "\" is no survey with \"display\": \"inline\""}) : unknown(event.id)}));
    }
    if (screen().shows(*thing)) return;
    // What was begun goes on, whether or not it may begin again.
    if (parked[1].survey == thing->index && !embedded.playing() && !turn.preview) {
      embedded.restore(std::exchange(parked[1], {}).session, words, turn);
      if (embedded.playing()) return;
    }
    decider.container(thing->index);
  }

  void on(const event::Taken& event) {
    if (survey::Player* player = player_of(event.id)) park(*player, player->put_away(turn));
  }

  void on(const event::Lead& event) { journal.outbox().lead(event, turn.now, turn.effects); }

  void on(const event::Stored& event) {
    if (event.key == privacy::kConsentKey || event.key == privacy::kOptOutKey) return hear(event);
    // What such a visitor's other pages know of them stays there.
    if (turn.anonymous && !privacy::is_anonymous(event.key)) return;
    journal.outbox().stored(event, turn.now, turn.effects);
    visitor.stored(event);
    for (survey::Player* player : {&card, &embedded}) {
      if (event.key == player->storage_key() && !player->playing()) park(*player, event.value.value_or(std::string()));
    }
    const std::optional<Thing> closed = decider.stored(event, turn.now);
    if (closed && closed->guide) return stage->closed(closed->index, turn);
    if (!closed || !screen().shows(*closed)) return;
    player_of(config.surveys[closed->index].id)->hide(turn);
  }

  void on(const event::Shown& event) {
    if (survey::Player* player = player_of(event.id)) player->shown(turn);
  }

  void on(const event::Draft& event) {
    survey::Player* player = player_of(event.survey);
    (player != nullptr ? *player : card).draft(event, turn);
  }

  void on(const event::Answer& event) {
    survey::Player* player = player_of(event.survey);
    (player != nullptr ? *player : card).answer(event, words, turn);
  }

  void on(const event::Next& event) {
    if (survey::Player* player = player_of(event.survey)) player->next(words, turn);
  }

  void on(const event::Back& event) {
    if (survey::Player* player = player_of(event.survey)) player->back(words, turn);
  }

  void on(const event::Dismiss& event) {
    if (survey::Player* player = player_of(event.survey)) player->dismiss(turn);
  }

  // Only about guides, which have had them already.
  void on(const event::Missing&) {}
  void on(const event::Guide&) {}
  void on(const event::Fetched&) {}
  // Only about signals: stirs() has had it already.
  void on(const event::Interact&) {}

  void on(const event::Hidden&) {
    if (observer) observer->hide(turn);
    visitor.hide(turn.now);
    if (!turn.preview) journal.outbox().flush(turn.now, turn.effects);
  }
  void on(const event::Visible&) { visitor.unhide(turn.now); }
  void on(const event::Online&) { journal.outbox().online(turn.now); }
  void on(const event::Offline&) { journal.outbox().offline(); }
  void on(const event::Tick&) {}
  void on(const event::Response& event) { journal.outbox().respond(event, turn.now, turn.effects); }

  void on(const event::StorageFailed& event) {
    journal.outbox().storage_failed(event.key);
    if (warned_storage) return;
    warned_storage = true;
    turn.warn("this browser does not let the page store anything: answers not yet sent are lost when it closes");
  }

  void on(const event::Reset& event) {
    if (event.kind != event::Reset::Kind::kReset) return choose(event.kind);
    clear();
    visitor.reset(journal.ids(), turn);
  }

  // Nothing shows, and nothing is known of what did.
  void clear() {
    for (survey::Player* player : {&card, &embedded}) {
      if (player->playing()) player->hide(turn);
      park(*player, {});
      turn.store(player->storage_key(), std::nullopt);
    }
    if (stage) stage->reset(turn);
    if (observer) observer->reset(turn);
    comes_back = false;
    decider.reset(turn);
  }

  // --- what the visitor allows -----------------------------------------------------------------------------

  CANVASS_APART void begin_guarded(const event::Init& event) {
    turn.anonymous = event.privacy_signal && config.privacy.respect_signals;
    gate.read(config.privacy, event.stored);
    closed = gate.closed();
    if (closed == Closed::kNo) return begin_anonymous(event);
    started = true;
    gate.keep(event);
    for (const auto& entry : event.stored) found.push_back(entry.first);
  }

  // Without what would link this page with others, where that is not wanted; it goes from storage as well.
  CANVASS_APART void begin_anonymous(event::Init event) {
    if (turn.anonymous) {
      event.visitor.clear();
      Vector<std::string> linking;
      for (const auto& entry : event.stored) {
        if (!privacy::is_anonymous(entry.first)) linking.push_back(entry.first);
      }
      for (const std::string& key : linking) {
        event.stored.erase(key);
        turn.effects.push_back(effect::Store{key, std::nullopt});
      }
    }
    found.clear();
    begin(event);
  }

  CANVASS_APART void choose(event::Reset::Kind kind) {
    const Closed before = closed;
    const bool erases = gate.choose(kind);
    closed = gate.closed();
    if (erases) erase();
    // Who was not asked yet and says no may still say yes to what the page has said.
    if (erases && !was_open) gate.forget(kind != event::Reset::Kind::kNoConsent);
    gate.save(turn.effects);
    follow(before, erases);
  }

  // Another tab stored the visitor's choice.
  CANVASS_APART void hear(const event::Stored& event) {
    const Closed before = closed;
    gate.hear(event);
    closed = gate.closed();
    const bool closes = before == Closed::kNo && closed != Closed::kNo;
    if (closes) erase();
    follow(before, closes);
  }

  // Closes or opens after a choice, or goes on as somebody new.
  CANVASS_APART void follow(Closed before, bool erased) {
    if (closed != Closed::kNo) {
      if (before == Closed::kNo) close();
      return;
    }
    if (before == Closed::kNo) {
      if (erased) visitor.reset(journal.ids(), turn);
      return;
    }
    if (was_open) visitor.reset(journal.ids(), turn);
    for (const std::string& line : gate.take()) take_up(line);
  }

  // An event that was kept, as if it happened now.
  CANVASS_APART void take_up(const std::string& line) {
    std::string error;
    const std::optional<Json> json = parse_json(line);
    const std::optional<Event> event = json ? event_from_json(*json, error) : std::nullopt;
    if (!event) return;
    if (const event::Init* init = std::get_if<event::Init>(&*event)) {
      event::Init begun = *init;
      begun.leading |= leads;
      return begin_anonymous(std::move(begun));
    }
    handle(*event);
  }

  // Everything stored goes, of this page and of earlier ones. What other tabs have queued and this one never heard of
  // goes with the last of the effects.
  CANVASS_APART void erase() {
    if (was_open) {
      journal.outbox().forget("forgotten", turn.effects);
      clear();
      parameters = json_object();
      fields = json_object();
      sleep.reset();
    }
    if (!was_open && found.empty()) return;
    constexpr std::string_view kKeys[] = {"visitor",   "identity",       "visits",    "last",    "sleep",
                                          "session",   "session:inline", "tab:visit", "tab:utm", "tab:pages",
                                          "tab:shown", "wait",           "dropped",   "tour"};
    for (const std::string_view key : kKeys) found.emplace_back(key);
    for (const std::string& key : found) {
      if (key != privacy::kConsentKey && key != privacy::kOptOutKey) remove(key);
    }
    found.clear();
    turn.effects.push_back(effect::Store{"q:", std::nullopt});
  }

  // Unless it is removed already.
  void remove(const std::string& key) {
    for (const Effect& effect : turn.effects) {
      const effect::Store* store = std::get_if<effect::Store>(&effect);
      if (store != nullptr && !store->value && store->key == key) return;
    }
    turn.effects.push_back(effect::Store{key, std::nullopt});
  }

  // Nothing is on screen, wished for or listened to any more. The page is remembered for when it opens again.
  CANVASS_APART void close() {
    if (tab) turn.effects.push_back(effect::Hide{"tab", config.surveys[*tab].id});
    tab_dirty |= tab.has_value();
    tab.reset();
    if (!visitor.url().empty()) gate.keep(event::Page{visitor.url(), visitor.referrer()});
    visitor.leave();
    if (wake) turn.effects.push_back(effect::Wake{});
    wake.reset();
    turn.effects.push_back(effect::Watch{});
    std::string watch = dump_json(to_json(turn.effects.back(), 0));
    if (watch == watched) turn.effects.pop_back();
    watched = std::move(watch);
    build_trees();
  }

  // While it is closed.
  CANVASS_APART void wait(const Event& event) {
    const event::Reset* choice = std::get_if<event::Reset>(&event);
    const event::Stored* stored = std::get_if<event::Stored>(&event);
    if (choice != nullptr && choice->kind != event::Reset::Kind::kReset) {
      choose(choice->kind);
    } else if (stored != nullptr && (stored->key == privacy::kConsentKey || stored->key == privacy::kOptOutKey)) {
      hear(*stored);
    } else if (const event::Lead* lead = std::get_if<event::Lead>(&event)) {
      // Not kept: by the time this opens, what is stored will be something else.
      leads = lead->leading;
      if (was_open) on(event::Lead{leads, false, {}});
    } else {
      gate.keep(event);
    }
    if (closed == Closed::kNo) settle();
  }

  CANVASS_APART std::string explain_closed(Thing thing, TimeMs now) const {
    Json json = decider.explain(thing, now, screen());
    const char* why = closed == Closed::kOptedOut ? "the visitor has opted out" : "waits for the visitor's consent";
    Json entry = json_object();
    entry["condition"] = "privacy";
    entry["pass"] = false;
    entry["value"] = closed == Closed::kOptedOut ? "optOut" : gate.consent();
    entry["text"] = why;
    json["shows"] = false;
    json["text"] = why;
    Json::array_t& conditions = *json["conditions"].get_ptr<Json::array_t*>();
    conditions.insert(conditions.begin(), std::move(entry));
    return dump_json(json);
  }

  // --- after every event -----------------------------------------------------------------------------------

  // Until when nothing can be shown to this visitor, so that the loader need not even fetch the engine.
  std::optional<TimeMs> wished_sleep() {
    if (!config.usable || over_page() || embedded.playing() || parked[1].survey || tab || (stage && stage->busy()) ||
        (observer && observer->stays_awake()) || !journal.outbox().settled())
      return std::nullopt;
    const TimeMs until = decider.quiet_until(turn.now);
    if (until <= turn.now) return std::nullopt;
    // A time already stored stays as long as it is not too late: no write for every event.
    return sleep && *sleep > turn.now && *sleep <= until ? sleep : until;
  }

  void settle() {
    if (stage) fulfil_wishes();
    if (!turn.preview) {
      decider.pass_time(screen(), turn.now);
      show_due();
      show_tab();
      settle_delivery();
    }
    build_trees();
  }

  void settle_delivery() {
    journal.outbox().pump(turn.now, turn.effects);
    if (const std::optional<TimeMs> wish = wished_sleep(); wish != sleep) {
      sleep = wish;
      turn.store(kSleepKey, wish ? std::optional<std::string>(decimal(*wish)) : std::nullopt);
    }
    std::optional<TimeMs> wish = decider.wake(turn.now);
    const std::optional<TimeMs> guides = stage ? stage->wake(turn.now) : std::nullopt;
    const std::optional<TimeMs> observed = observer ? observer->wake(turn.now) : std::nullopt;
    for (const std::optional<TimeMs> at : {journal.outbox().wake(), card.wake(), embedded.wake(), guides, observed}) {
      if (at && (!wish || *at < *wish)) wish = at;
    }
    if (wish != wake) {
      wake = wish;
      turn.effects.push_back(effect::Wake{wish});
    }
    effect::Watch watch_for = decider.watch(turn.now, screen());
    if (stage) stage->add_to(watch_for);
    if (observer) observer->add_to(watch_for);
    turn.effects.push_back(std::move(watch_for));
    std::string watch = dump_json(to_json(turn.effects.back(), 0));
    if (watch == watched) {
      turn.effects.pop_back();
    } else {
      watched = std::move(watch);
    }
  }

  void build_trees() {
    const bool card_dirty = card.take_dirty();
    const bool guide_dirty = stage && stage->take_dirty();
    if (card_dirty || guide_dirty) {
      Shown& slot = slots[static_cast<size_t>(view::Slot::kCard)];
      slot.tree.reset();
      if (card.playing()) {
        slot.tree = card.tree(words, turn.preview);
      } else if (stage && stage->over()) {
        slot.tree = stage->tree(turn.preview);
      }
      slot.language = words.language();
    }
    if (stage && stage->take_launcher_dirty()) {
      Shown& slot = slots[static_cast<size_t>(view::Slot::kLauncher)];
      slot.tree.reset();
      if (stage->launcher()) slot.tree = stage->launcher_tree(turn.now);
      slot.language = words.language();
    }
    if (std::exchange(tab_dirty, false)) {
      Shown& slot = slots[static_cast<size_t>(view::Slot::kTab)];
      slot.tree.reset();
      if (tab) slot.tree = survey::build_tab(config.surveys[*tab], around, words);
      slot.language = words.language();
    }
    if (embedded.take_dirty()) {
      Shown& slot = slots[static_cast<size_t>(view::Slot::kInline)];
      slot.tree.reset();
      if (embedded.playing()) slot.tree = embedded.tree(words, turn.preview);
      slot.language = words.language();
    }
  }
};

Engine::Engine() : state_(std::make_unique<State>()) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

Problems Engine::configure(std::string_view config_json, std::string_view locale) {
  State& state = *state_;
  if (state.started) return {{{"", "a configuration must be given before init"}}, {}};
  state.locale = locale;
  return config::parse(config_json, state.config, &state.packs);
}

Vector<std::string> Engine::needs() const {
  const State& state = *state_;
  Vector<std::string> needs;
  if (state.config.wants_presets) needs.emplace_back("presets");
  config::Words words(state.locale, state.config.default_locale, &state.packs, state.config.fallbacks);
  const auto need = [&](const config::Text& text) {
    words.speak(text);
    const std::string_view pack = words.missing_pack();
    if (!pack.empty() && std::find(needs.begin(), needs.end(), pack) == needs.end()) needs.emplace_back(pack);
  };
  for (const config::Survey& survey : state.config.surveys) {
    for (const config::Question& question : survey.questions) need(question.text);
  }
  for (const config::Guide& guide : state.config.guides) need(guide.text.empty() ? guide.title : guide.text);
  return needs;
}

bool Engine::provide(std::string_view pack_json) {
  State& state = *state_;
  std::optional<Json> pack = parse_json(pack_json);
  return !state.started && pack && state.packs.provide(std::move(*pack));
}

Vector<Effect> Engine::handle(const Event& event, TimeMs now) {
  State& state = *state_;
  state.turn.effects.clear();
  state.turn.now = std::clamp(now, state.turn.now, kMaxTime);
  if (state.closed != Closed::kNo) {
    state.wait(event);
  } else if (state.started && std::holds_alternative<event::Interact>(event) && !state.stirs(event)) {
    // Nothing has changed.
  } else if (state.started || std::holds_alternative<event::Init>(event)) {
    for (survey::Player* player : {&state.card, &state.embedded}) {
      if (!state.turn.preview) player->expire(state.turn);
    }
    if (state.stage) state.stage->pass_time(state.turn);
    state.handle(event);
    if (state.closed == Closed::kNo) state.settle();
  } else if (!state.warned_early) {
    state.warned_early = true;
    state.turn.warn("events before init were ignored");
  }
  return std::exchange(state.turn.effects, {});
}

const view::Node* Engine::view(view::Slot slot) const {
  const State::Shown& shown = state_->slots[static_cast<size_t>(slot)];
  return shown.tree ? &*shown.tree : nullptr;
}

std::string Engine::explain(std::string_view id, TimeMs now) const {
  const State& state = *state_;
  const std::optional<Thing> thing = state.decider.find(id);
  if (thing && state.closed != Closed::kNo) return state.explain_closed(*thing, std::max(now, state.turn.now));
  Json json = json_object();
  if (thing) {
    json = state.decider.explain(*thing, std::max(now, state.turn.now), state.screen());
    if (thing->guide) state.stage->explain(thing->index, json);
    return dump_json(json);
  }
  json["error"] = state.unknown(id);
  return dump_json(json);
}

std::string Engine::status(TimeMs now) const {
  const State& state = *state_;
  Json json = state.journal.outbox().status(std::max(now, state.turn.now));
  json["format"] = state.config.delivery.format->name;
  json["consent"] = state.gate.consent();
  json["optedOut"] = state.gate.opted_out();
  json["privacySignal"] = state.turn.anonymous;
  json["visitor"] = state.visitor.id().empty() ? Json() : Json(state.visitor.id());
  return dump_json(json);
}

const view::Theme& Engine::theme() const { return state_->config.theme; }

std::string_view Engine::locale(view::Slot slot) const { return state_->slots[static_cast<size_t>(slot)].language; }

Vector<Event> Engine::events_for(view::NodeId id, Action action, std::string_view value) const {
  const State& state = *state_;
  const view::Node* tab = view(view::Slot::kTab);
  if (tab != nullptr && view::find(*tab, id) != nullptr) {
    if (action != Action::kActivate) return {};
    return {event::Show{state.config.surveys[*state.tab].id}};
  }
  for (const survey::Player* player : {&state.card, &state.embedded}) {
    const view::Slot slot = player == &state.card ? view::Slot::kCard : view::Slot::kInline;
    const view::Node* node = view(slot) == nullptr ? nullptr : view::find(*view(slot), id);
    if (node == nullptr || (node->state & view::kDisabled) != 0) continue;
    if (player->playing()) return player->events_for(*node, action, value);
    if (state.stage) return state.stage->events_for(*node, action, value);
  }
  const view::Node* launcher = view(view::Slot::kLauncher);
  const view::Node* node = launcher == nullptr ? nullptr : view::find(*launcher, id);
  if (node != nullptr) return state.stage->events_for(*node, action, value);
  return {};
}

}  // namespace canvass
