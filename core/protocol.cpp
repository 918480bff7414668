#include "core/protocol.h"

#include <algorithm>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/sorted_map.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/suggest.h"

namespace canvass {

namespace {

// --- events from JSON --------------------------------------------------------------------------------------

// Reads one event's members; the first that is not as it must be is the error.
class Members {
 public:
  Members(const Json& json, std::string_view ev, std::string& error) : json_(json), ev_(ev), error_(error) {}

  bool fine() const { return error_.empty(); }

  std::string string(const char* name, bool required = true) {
    const Json* member = find(json_, name);
    if (member != nullptr && member->is_string()) return std::string(string_at(json_, name));
    if (required || (member != nullptr && !member->is_null())) expect(name, "a string");
    return {};
  }

  // A string, or a whole number where people would rather write one.
  std::string word(const char* name) {
    const std::optional<int64_t> number = integer_at(json_, name);
    return number ? decimal(*number) : string(name, false);
  }

  int64_t integer(const char* name, int64_t min, int64_t max) {
    const std::optional<int64_t> number = integer_at(json_, name);
    if (number && *number >= min && *number <= max) return *number;
    expect(name, "a whole number");
    return 0;
  }

  Json object(const char* name) {
    const Json* member = find(json_, name);
    if (member != nullptr && member->is_object()) return *member;
    if (member != nullptr && !member->is_null()) expect(name, "an object");
    return json_object();
  }

  bool given(const char* name) const {
    const Json* member = find(json_, name);
    return member != nullptr && !member->is_null();
  }

  // Of what is true or false; none: `fallback`.
  bool flag(const char* name, bool fallback = false) {
    const Json* member = find(json_, name);
    if (member != nullptr && member->is_boolean()) return *member->get_ptr<const bool*>();
    if (member != nullptr && !member->is_null()) expect(name, "true or false as");
    return fallback;
  }

  Json value(const char* name) {
    const Json* member = find(json_, name);
    if (member != nullptr) return *member;
    expect(name, "a value");
    return Json();
  }

  Map<std::string, std::string> strings(const char* name) {
    Map<std::string, std::string> out;
    const Json members = object(name);
    for (const auto& [key, member] : *members.get_ptr<const Json::object_t*>()) {
      // Storage belongs to the visitor: whatever else is in there is not ours.
      if (const std::string* text = member.get_ptr<const std::string*>()) out[key] = *text;
    }
    return out;
  }

 private:
  void expect(const char* name, const char* what) {
    if (fine()) error_ = join({"\"", ev_, "\" needs ", what, " \"", name, "\""});
  }

  const Json& json_;
  std::string_view ev_;
  std::string& error_;
};

struct Row {
  const char* ev;
  Event (*read)(Members& members);
};

// In the order of the Event variant, which to_json() relies on.
const Row kEvents[] = {
    {"init",
     [](Members& m) -> Event {
       event::Init init;
       init.visitor = m.string("visitor", false);
       init.seed = m.word("seed");
       init.locale = m.string("locale", false);
       init.device = m.string("device", false);
       init.leading = m.flag("leading", true);
       init.stored = m.strings("stored");
       init.privacy_signal = m.flag("privacySignal", false);
       return init;
     }},
    {"page",
     [](Members& m) -> Event {
       return event::Page{m.string("url"), m.string("referrer", false)};
     }},
    {"track",
     [](Members& m) -> Event {
       return event::Track{m.string("name"), m.object("props")};
     }},
    {"identify",
     [](Members& m) -> Event {
       return event::Identify{m.word("id"), m.object("traits")};
     }},
    {"show",
     [](Members& m) -> Event {
       return event::Show{m.string("id"), m.object("answers"), m.object("fields")};
     }},
    {"fields", [](Members& m) -> Event { return event::Fields{m.object("values")}; }},
    {"click", [](Members& m) -> Event { return event::Click{m.string("selector")}; }},
    {"seen", [](Members& m) -> Event { return event::Seen{m.string("selector")}; }},
    {"scroll", [](Members& m) -> Event { return event::Scroll{m.integer("depth", 0, 100)}; }},
    {"exit", [](Members&) -> Event { return event::Exit{}; }},
    {"idle", [](Members& m) -> Event { return event::Idle{m.integer("for", 0, kMaxTime)}; }},
    {"container", [](Members& m) -> Event { return event::Container{m.string("id")}; }},
    {"taken", [](Members& m) -> Event { return event::Taken{m.string("id")}; }},
    {"lead",
     [](Members& m) -> Event {
       return event::Lead{m.flag("leading", true), m.given("stored"), m.strings("stored")};
     }},
    {"stored",
     [](Members& m) -> Event {
       event::Stored stored{m.string("key"), std::nullopt};
       if (m.given("value")) stored.value = m.string("value");
       return stored;
     }},
    {"shown", [](Members& m) -> Event { return event::Shown{m.string("id")}; }},
    {"missing", [](Members& m) -> Event { return event::Missing{m.string("id")}; }},
    {"draft",
     [](Members& m) -> Event {
       return event::Draft{m.string("survey"), m.string("question"), m.value("value")};
     }},
    {"answer",
     [](Members& m) -> Event {
       return event::Answer{m.string("survey"), m.string("question"), m.value("value")};
     }},
    {"next", [](Members& m) -> Event { return event::Next{m.string("survey", false)}; }},
    {"back", [](Members& m) -> Event { return event::Back{m.string("survey", false)}; }},
    {"dismiss", [](Members& m) -> Event { return event::Dismiss{m.string("survey", false)}; }},
    {"guide",
     [](Members& m) -> Event {
       return event::Guide{m.string("guide", false), m.string("act"), m.string("value", false)};
     }},
    {"fetched",
     [](Members& m) -> Event {
       return event::Fetched{m.string("id"), static_cast<int>(m.integer("status", 0, 999)), m.string("body", false)};
     }},
    {"interact",
     [](Members& m) -> Event {
       return event::Interact{m.string("what"), m.object("details")};
     }},
    {"hidden", [](Members&) -> Event { return event::Hidden{}; }},
    {"visible", [](Members&) -> Event { return event::Visible{}; }},
    {"online", [](Members&) -> Event { return event::Online{}; }},
    {"offline", [](Members&) -> Event { return event::Offline{}; }},
    {"tick", [](Members&) -> Event { return event::Tick{}; }},
    {"response",
     [](Members& m) -> Event {
       return event::Response{m.integer("request", 0, INT64_MAX), static_cast<int>(m.integer("status", 0, 999)),
                              m.word("retryAfter"), m.string("date", false)};
     }},
    {"storageFailed", [](Members& m) -> Event { return event::StorageFailed{m.string("key")}; }},
    {"reset", [](Members&) -> Event { return event::Reset{}; }},
    // What follows is of one kind with the reset.
    {"forget", [](Members&) -> Event { return event::Reset{event::Reset::Kind::kForget}; }},
    {"optOut", [](Members&) -> Event { return event::Reset{event::Reset::Kind::kOptOut}; }},
    {"optIn", [](Members&) -> Event { return event::Reset{event::Reset::Kind::kOptIn}; }},
    {"consent",
     [](Members& m) -> Event {
       m.value("granted");  // must be there
       const bool granted = m.flag("granted");
       return event::Reset{granted ? event::Reset::Kind::kConsent : event::Reset::Kind::kNoConsent};
     }},
};
constexpr size_t kResets = 5;
static_assert(std::size(kEvents) == std::variant_size_v<Event> + kResets - 1);

// --- events and effects to JSON ----------------------------------------------------------------------------

struct EventWriter {
  Json& out;

  void operator()(const event::Init& e) {
    out["visitor"] = e.visitor;
    out["seed"] = e.seed;
    out["locale"] = e.locale;
    if (!e.device.empty()) out["device"] = e.device;
    if (!e.leading) out["leading"] = false;
    if (e.privacy_signal) out["privacySignal"] = true;
    stored(e.stored);
  }
  void operator()(const event::Page& e) {
    out["url"] = e.url;
    if (!e.referrer.empty()) out["referrer"] = e.referrer;
  }
  void operator()(const event::Track& e) {
    out["name"] = e.name;
    out["props"] = e.props;
  }
  void operator()(const event::Identify& e) {
    out["id"] = e.id;
    out["traits"] = e.traits;
  }
  void operator()(const event::Show& e) {
    out["id"] = e.id;
    if (!e.answers.empty()) out["answers"] = e.answers;
    if (!e.fields.empty()) out["fields"] = e.fields;
  }
  void operator()(const event::Fields& e) { out["values"] = e.values; }
  void operator()(const event::Click& e) { out["selector"] = e.selector; }
  void operator()(const event::Seen& e) { out["selector"] = e.selector; }
  void operator()(const event::Scroll& e) { out["depth"] = e.depth; }
  void operator()(const event::Exit&) {}
  void operator()(const event::Idle& e) { out["for"] = e.duration; }
  void operator()(const event::Container& e) { out["id"] = e.id; }
  void operator()(const event::Taken& e) { out["id"] = e.id; }
  void operator()(const event::Lead& e) {
    out["leading"] = e.leading;
    if (e.known) stored(e.stored);
  }
  void operator()(const event::Stored& e) {
    out["key"] = e.key;
    out["value"] = e.value ? Json(*e.value) : Json();
  }
  void operator()(const event::Shown& e) { out["id"] = e.id; }
  void operator()(const event::Missing& e) { out["id"] = e.id; }
  void operator()(const event::Draft& e) { reply(e.survey, e.question, e.value); }
  void operator()(const event::Answer& e) { reply(e.survey, e.question, e.value); }
  void operator()(const event::Next& e) { of(e.survey); }
  void operator()(const event::Back& e) { of(e.survey); }
  void operator()(const event::Dismiss& e) { of(e.survey); }
  CANVASS_APART void operator()(const event::Guide& e) {
    out["guide"] = e.id;
    out["act"] = e.act;
    if (!e.value.empty()) out["value"] = e.value;
  }
  CANVASS_APART void operator()(const event::Fetched& e) {
    out["id"] = e.id;
    out["status"] = e.status;
    out["body"] = e.body;
  }
  CANVASS_APART void operator()(const event::Interact& e) {
    out["what"] = e.what;
    out["details"] = e.details;
  }
  void operator()(const event::Hidden&) {}
  void operator()(const event::Visible&) {}
  void operator()(const event::Online&) {}
  void operator()(const event::Offline&) {}
  void operator()(const event::Tick&) {}
  void operator()(const event::Response& e) {
    out["request"] = e.request;
    out["status"] = e.status;
    if (!e.retry_after.empty()) out["retryAfter"] = e.retry_after;
    if (!e.date.empty()) out["date"] = e.date;
  }
  void operator()(const event::StorageFailed& e) { out["key"] = e.key; }
  void operator()(const event::Reset& e) {
    // The last two are one event.
    const size_t more = std::min(static_cast<size_t>(e.kind), kResets - 1);
    out["ev"] = kEvents[std::size(kEvents) - kResets + more].ev;
    if (more == kResets - 1) out["granted"] = e.kind == event::Reset::Kind::kConsent;
  }

  void stored(const Map<std::string, std::string>& all) {
    Json object = json_object();
    for (const auto& [key, value] : all) object[key] = value;
    out["stored"] = std::move(object);
  }
  void of(const std::string& survey) {
    if (!survey.empty()) out["survey"] = survey;
  }
  void reply(const std::string& survey, const std::string& question, const Json& value) {
    out["survey"] = survey;
    out["question"] = question;
    out["value"] = value;
  }
};

struct EffectWriter {
  Json& out;
  TimeMs epoch;

  void operator()(const effect::Show& e) {
    name("show");
    thing(e.kind, e.id);
    if (e.kind == "survey") {
      out["question"] = e.question;
      out["display"] = e.display;
    } else if (!e.display.empty()) {
      guide(e);
    }
  }
  CANVASS_APART void guide(const effect::Show& e) {
    out["display"] = e.display;
    out["anchor"] = e.anchor;
    out["placement"] = e.placement;
    if (const Json::object_t* more = e.more.get_ptr<const Json::object_t*>()) {
      for (const auto& [name, value] : *more) out[name] = value;
    }
  }
  void operator()(const effect::Hide& e) {
    name("hide");
    thing(e.kind, e.id);
  }
  void operator()(const effect::Emit& e) {
    name("emit");
    out["event"] = e.event;
  }
  void operator()(const effect::Store& e) {
    name("store");
    out["key"] = e.key;
    out["value"] = e.value ? Json(*e.value) : Json();
  }
  void operator()(const effect::Send& e) {
    name("send");
    out["request"] = e.request;
    out["url"] = e.url;
    out["body"] = e.body;
    out["keepalive"] = e.keepalive;
    if (*e.content_type != '\0') out["contentType"] = e.content_type;
  }
  void operator()(const effect::Abort& e) {
    name("abort");
    out["request"] = e.request;
  }
  void operator()(const effect::Lead&) { name("lead"); }
  void operator()(const effect::Wake& e) {
    name("wake");
    out["at"] = e.at ? Json(*e.at - epoch) : Json();
  }
  void operator()(const effect::Watch& e) {
    name("watch");
    list("click", e.click);
    list("seen", e.seen);
    list("inline", e.inline_in);
    list("scroll", e.scroll);
    list("idle", e.idle);
    out["exit"] = e.exit;
    if (!e.signals.is_null()) out["signals"] = e.signals;
  }
  CANVASS_APART void operator()(const effect::Fetch& e) {
    name(e.go ? "go" : "fetch");
    out["id"] = e.id;
    out["url"] = e.url;
  }
  void operator()(const effect::Announce& e) {
    name("announce");
    out["text"] = e.text;
  }
  void operator()(const effect::Warn& e) {
    name("warn");
    out["text"] = e.text;
  }

  void name(const char* fx) { out["fx"] = fx; }
  template <typename T>
  void list(const char* name, const Vector<T>& values) {
    Json list = json_array();
    for (const T& value : values) list.push_back(value);
    out[name] = std::move(list);
  }
  void thing(const std::string& kind, const std::string& id) {
    out["kind"] = kind;
    out["id"] = id;
  }
};

}  // namespace

std::optional<Event> event_from_json(const Json& json, std::string& error) {
  error.clear();
  const std::string_view ev = string_at(json, "ev");
  if (ev.empty()) {
    error = "expected an object with the name of an event in \"ev\"";
    return std::nullopt;
  }
  Vector<std::string_view> names;
  for (const Row& row : kEvents) {
    names.push_back(row.ev);
    if (ev != row.ev) continue;
    Members members(json, ev, error);
    Event event = row.read(members);
    if (!members.fine()) return std::nullopt;
    return event;
  }
  error = join({"unknown event \"", first_characters(ev, 40), "\"", config::did_you_mean(ev, names)});
  return std::nullopt;
}

Json to_json(const Event& event) {
  Json out = json_object();
  out["ev"] = kEvents[event.index()].ev;
  std::visit(EventWriter{out}, event);
  return out;
}

Json to_json(const Effect& effect, TimeMs now, TimeMs epoch) {
  Json out = json_object();
  out["t"] = now - epoch;
  std::visit(EffectWriter{out, epoch}, effect);
  return out;
}

}  // namespace canvass
