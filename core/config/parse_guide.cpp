#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/parts.h"
#include "core/config/suggest.h"

namespace canvass::config {

namespace {

using Names = Vector<std::string_view>;

constexpr size_t kMaxButtons = 2;
constexpr size_t kMaxThreadSurveys = 20;
constexpr size_t kMaxNameCharacters = 200;  // of events
constexpr const char* kWebAddress = "an http or https address";

// --- anchor, picture, buttons ----------------------------------------------------------------------------------

// The selector of whatever carries that data-canvass attribute.
CANVASS_APART std::string selector_of(std::string_view id) {
  std::string selector = "[data-canvass=\"";
  for (const char c : id) {
    if (c == '"' || c == '\\') selector += '\\';
    selector += c;
  }
  return selector + "\"]";
}

CANVASS_APART void read_anchor_parts(Fields& fields, const Json& json, Anchor& anchor) {
  Fields inner(json, fields.pointer("anchor"), fields.problems());
  const bool selector = inner.has("selector");
  if (selector) inner.string("selector", anchor.selector, kMaxSelector, Need::kRequired);
  std::string id;
  if (inner.has("id") && inner.string("id", id, kMaxSelector, Need::kRequired)) {
    if (selector) inner.error("id", "cannot stand beside \"selector\": it is short for one");
    if (id.find_first_of("\n\r\f") != std::string::npos) inner.error("id", "must be one line");
    anchor.selector = selector_of(id);
  }
  inner.text("text", anchor.text);
  inner.finish();
  if (json.empty()) fields.error("anchor", "is empty: give it a \"selector\", a \"text\" or an \"id\"");
}

// "16:9", "4:3", …; 0 when it is none.
double ratio_of(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return 0;
  const int64_t width = parse_integer(text.substr(0, colon)).value_or(0);
  const int64_t height = parse_integer(text.substr(colon + 1)).value_or(0);
  return width > 0 && height > 0 ? static_cast<double>(width) / static_cast<double>(height) : 0;
}

void read_ratio(Fields& fields, double& out) {
  const Json* json = fields.any("ratio");
  if (json == nullptr) return;
  const std::string* text = json->get_ptr<const std::string*>();
  const double* number = json->get_ptr<const double*>();
  const double ratio = text != nullptr     ? ratio_of(*text)
                       : number != nullptr ? *number
                                           : static_cast<double>(integer_of(*json).value_or(0));
  if (ratio >= 0.3 && ratio <= 4) {
    out = ratio;
  } else {
    fields.error("ratio", "must be width to height such as \"16:9\", or a number from 0.3 to 4");
  }
}

CANVASS_APART void read_one_medium(Fields& fields, const char* name, const Json& json, Media& media) {
  Fields inner(json, fields.pointer(name), fields.problems());
  constexpr const char* kImages = "http: https: data:image/ ";
  constexpr const char* kImage = "an http, https or data:image address";
  if (media.video) {
    read_address(inner, "src", kMaxAddress, "http: https: ", kWebAddress, media.source);
    if (inner.has("poster")) read_address(inner, "poster", kMaxImage, kImages, kImage, media.poster);
    if (inner.has("captions")) {
      read_address(inner, "captions", kMaxAddress, "http: https: ", kWebAddress, media.captions);
    }
  } else {
    read_address(inner, "src", kMaxImage, kImages, kImage, media.source);
  }
  if (inner.has("alt") || !json.is_object()) {
    inner.text("alt", media.alternative);
  } else {
    inner.error("alt", "is missing: say what it shows, for those who do not see it");
  }
  read_ratio(inner, media.ratio);
  inner.finish();
}

CANVASS_APART void read_button(const Json& json, const std::string& pointer, Problems& problems,
                               Vector<Reference>& references, GuideButton& button) {
  using Does = GuideButton::Does;
  Fields fields(json, pointer, problems);
  fields.text("text", button.text, Need::kRequired);
  size_t given = 0;
  const auto is = [&](const char* name, Does does) {
    if (!fields.has(name)) return false;
    button.does = does;
    if (++given > 1) fields.error(name, "cannot stand beside another one: a button does one thing");
    return true;
  };
  if (is("show", Does::kShow)) read_reference(fields, "show", false, references, button.target);
  if (is("link", Does::kLink)) {
    read_address(fields, "link", kMaxAddress, "http: https: mailto: tel: ", "an http, https, mailto or tel address",
                 button.target);
  }
  if (is("track", Does::kTrack)) fields.string("track", button.target, kMaxNameCharacters, Need::kRequired);
  if (is("dismiss", Does::kDismiss)) {
    bool yes = false;
    if (fields.boolean("dismiss", yes) && !yes) {
      fields.error("dismiss", "can only be true; leave it out if it is not wanted");
    }
  }
  fields.finish();
}

CANVASS_APART void read_button_list(Fields& fields, Vector<Reference>& references, Vector<GuideButton>& buttons) {
  const Json::array_t* list = fields.array("buttons", kMaxButtons);
  if (fields.has("button")) fields.error("button", "cannot stand beside \"buttons\": put it among them");
  for (size_t i = 0; list != nullptr && i < list->size() && i < kMaxButtons; ++i) {
    read_button((*list)[i], fields.pointer("buttons", i), fields.problems(), references, buttons.emplace_back());
  }
}

void read_buttons(Fields& fields, Vector<Reference>& references, Vector<GuideButton>& buttons) {
  if (fields.has("buttons")) return read_button_list(fields, references, buttons);
  if (fields.has("button")) fields.text("button", buttons.emplace_back().text);
}

// --- announcements ---------------------------------------------------------------------------------------------

constexpr std::string_view kStages[Thread::kStages] = {"received", "inProgress", "priorities", "done"};

CANVASS_APART void read_stage_texts(Fields& fields, Thread& thread) {
  const Json* json = fields.any("texts");
  if (json == nullptr) return;
  Fields inner(*json, fields.pointer("texts"), fields.problems());
  for (size_t i = 0; i < Thread::kStages; ++i) inner.text(kStages[i].data(), thread.texts[i]);
  inner.finish();
}

CANVASS_APART void read_thread(Fields& fields, Vector<Reference>& references, Thread& thread) {
  const Json* json = fields.any("thread");
  Fields inner(*json, fields.pointer("thread"), fields.problems());
  const Json::array_t* list = inner.array("surveys", kMaxThreadSurveys);
  if (json->is_object() && (!inner.has("surveys") || (list != nullptr && list->empty()))) {
    inner.error("surveys", "is missing: name the surveys whose answers it is about");
  }
  for (size_t i = 0; list != nullptr && i < list->size() && i < kMaxThreadSurveys; ++i) {
    const std::string* id = (*list)[i].get_ptr<const std::string*>();
    if (id == nullptr) {
      inner.problems().errors.push_back({inner.pointer("surveys", i), "must be the id of a survey"});
      continue;
    }
    thread.surveys.push_back(*id);
    references.push_back({inner.pointer("surveys", i), *id, true});
  }
  inner.choice("stage", {std::begin(kStages), std::end(kStages)}, thread.stage);
  read_stage_texts(inner, thread);
  if (inner.has("feed")) {
    read_address(inner, "feed", kMaxAddress, "http: https: ", kWebAddress, thread.feed);
    if (thread.feed.find("{visitor}") == std::string::npos && !thread.feed.empty()) {
      inner.warn("feed", "has no {visitor} in it: every visitor will see the same stage");
    }
  }
  inner.text("howTo", thread.how_to);
  if (inner.has("followUp")) read_reference(inner, "followUp", true, references, thread.follow_up);
  inner.finish();
}

CANVASS_APART void read_announcement(Fields& fields, Vector<Reference>& references, Guide& guide) {
  size_t chosen = 0;
  fields.choice("display", {"card", "modal", "banner"}, chosen);
  guide.stand = static_cast<Stand>(chosen);
  size_t bottom = 0;
  if (fields.choice("position", {"top", "bottom"}, bottom) && guide.stand != Stand::kBannerTop) {
    fields.warn("position", "is only for \"display\": \"banner\"");
  }
  if (guide.stand == Stand::kBannerTop && bottom == 1) guide.stand = Stand::kBannerBottom;
  if (fields.has("thread")) {
    // Whether there is something new to say is what decides how often it shows.
    guide.frequency.kind = Frequency::Kind::kAlways;
    read_thread(fields, references, guide.thread);
  }
  read_words(fields, "an announcement", !fields.has("thread"), guide);
}

// --- one guide -------------------------------------------------------------------------------------------------

// Tips, hotspots, announcements: one card.
CANVASS_APART void read_card(Fields& fields, Vector<Reference>& references, Guide& guide) {
  if (guide.kind == GuideKind::kAnnouncement) {
    read_announcement(fields, references, guide);
  } else {
    read_anchor(fields, Need::kRequired, guide.anchor);
    read_placement(fields, guide.placement);
    read_words(fields, guide.kind == GuideKind::kTip ? "a tip" : "a hotspot", true, guide);
  }
  read_media(fields, guide.media);
  read_buttons(fields, references, guide.buttons);
  if (fields.has("link")) read_link(fields, "link", guide.link);
  fields.boolean("never", guide.never);
}

void read_guide(Fields& fields, Vector<Reference>& references, Guide& guide) {
  fields.identifier("id", guide.id);
  Names types;
  for (size_t i = 0; i < kGuideKinds; ++i) types.push_back(name_of(static_cast<GuideKind>(i)));
  size_t chosen = 0;
  const bool known = fields.choice("type", types, chosen, Need::kRequired);
  guide.kind = static_cast<GuideKind>(chosen);
  // What interrupts nobody need not be rare: it stays until the visitor is done with it.
  if (guide.kind == GuideKind::kHotspot || guide.kind == GuideKind::kChecklist || guide.kind == GuideKind::kHelp) {
    guide.frequency.kind = Frequency::Kind::kAlways;
    guide.frequency.until_answered = guide.kind != GuideKind::kHelp;
  }
  switch (guide.kind) {
    case GuideKind::kTour:
      read_tour(fields, guide);
      break;
    case GuideKind::kChecklist:
      read_checklist(fields, references, guide);
      break;
    case GuideKind::kHelp:
      fields.text("title", guide.title);
      fields.text("launcher", guide.launcher);
      read_help(fields, guide.help);
      break;
    default:
      if (known) read_card(fields, references, guide);
  }
  read_targeting(fields, guide);
  if (known) fields.finish();  // without a type nobody knows which fields belong
}

// --- what guides name ------------------------------------------------------------------------------------------

CANVASS_COLD void say_unknown(const Reference& reference, const Vector<Taken>& taken, Problems& problems) {
  Names names;
  for (const Taken& one : taken) {
    if (one.survey || !reference.survey) names.push_back(one.id);
  }
  problems.errors.push_back({reference.pointer, join({"unknown ", reference.survey ? "survey " : "survey or guide ",
                                                      in_quotes(reference.id), suggest(reference.id, names)})});
}

// Whether those from `begin` to `end` are there; says at each place what is not.
bool check_references(const Vector<Reference>& references, size_t begin, size_t end, const Vector<Taken>& taken,
                      Problems& problems) {
  bool fine = true;
  for (size_t i = begin; i < end; ++i) {
    const Reference& reference = references[i];
    bool found = false;
    for (const Taken& one : taken) found |= one.id == reference.id && (one.survey || !reference.survey);
    if (!found) say_unknown(reference, taken, problems);
    fine &= found;
  }
  return fine;
}

}  // namespace

const char* name_of(GuideKind kind) {
  constexpr const char* kNames[kGuideKinds] = {"tip", "hotspot", "tour", "announcement", "checklist", "help"};
  return kNames[static_cast<size_t>(kind)];
}

bool read_anchor(Fields& fields, Need need, Anchor& anchor) {
  const Json* json = fields.any("anchor");
  if (json != nullptr && json->is_object()) {
    read_anchor_parts(fields, *json, anchor);
  } else if (json != nullptr || need == Need::kRequired) {
    fields.string("anchor", anchor.selector, kMaxSelector, Need::kRequired);
  }
  return json != nullptr;
}

void read_placement(Fields& fields, std::string& placement) {
  const Names sides = {"bottom", "top", "right", "left"};
  size_t chosen = 0;
  fields.choice("placement", sides, chosen);
  placement = sides[chosen];
}

void read_words(Fields& fields, const char* what, bool needed, Content& content) {
  fields.text("title", content.title);
  fields.text("text", content.text);
  if (needed && fields.is_object() && !fields.has("title") && !fields.has("text")) {
    fields.error("text", join({"is missing: ", what, " needs a title or a text"}));
  }
}

void read_media(Fields& fields, Media& media) {
  const Json* image = fields.any("image");
  const Json* video = fields.any("video");
  if (image != nullptr && video != nullptr) {
    fields.error("video", "cannot stand beside \"image\"; its \"poster\" is what shows before it plays");
  }
  media.video = video != nullptr;
  if (image != nullptr && video == nullptr) read_one_medium(fields, "image", *image, media);
  if (video != nullptr) read_one_medium(fields, "video", *video, media);
}

void read_reference(Fields& fields, const char* name, bool survey, Vector<Reference>& references, std::string& id) {
  if (fields.string(name, id, kMaxNameCharacters, Need::kRequired)) {
    references.push_back({fields.pointer(name), id, survey});
  }
}

void read_page_address(Fields& fields, const char* name, std::string& url) {
  if (fields.has(name)) read_address(fields, name, kMaxAddress, "http: https: ", kWebAddress, url);
}

void check_new_id(Fields& fields, std::string_view other, std::string_view id) {
  if (other == id && !id.empty()) fields.error("id", join({in_quotes(id), " is the id of another one"}));
}

void read_guides(Fields& fields, Vector<Taken>& taken, Vector<Guide>& guides) {
  Problems& problems = fields.problems();
  const Json::array_t* list = fields.array("guides", kMaxGuides);
  if (list == nullptr) return;
  const size_t count = list->size() < kMaxGuides ? list->size() : kMaxGuides;
  Vector<Reference> references;
  Vector<size_t> ends;  // of those of each guide
  std::string help;     // where the help panel is
  for (size_t i = 0; i < count; ++i) {
    const std::string pointer = fields.pointer("guides", i);
    const size_t errors_before = problems.errors.size();
    Guide& guide = guides.emplace_back();
    Fields inner((*list)[i], pointer, problems);
    read_guide(inner, references, guide);
    ends.push_back(references.size());
    take_id(guide.id, pointer, false, taken, problems);
    if (guide.kind == GuideKind::kHelp) {
      if (!help.empty()) inner.error("type", join({"is a second help panel: ", help, " is one; put all into that"}));
      help = pointer;
    }
    if (problems.errors.size() != errors_before) guide.id.clear();
  }
  // Only now is known what a guide may name.
  for (size_t i = 0; i < count; ++i) {
    const size_t begin = i == 0 ? 0 : ends[i - 1];
    if (!check_references(references, begin, ends[i], taken, problems)) guides[i].id.clear();
    if (guides[i].id.empty() || guides[i].kind == GuideKind::kHelp) continue;
    if (find((*list)[i], "triggers") == nullptr) warn_of_no_triggers(fields.pointer("guides", i), problems);
  }
  erase_if(guides, [](const Guide& guide) { return guide.id.empty(); });
}

}  // namespace canvass::config
