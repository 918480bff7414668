#include "core/guide/help.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/config/parts.h"
#include "core/guide/markdown.h"
#include "core/privacy/mask.h"
#include "core/targeting/glob.h"
#include "core/targeting/trigger.h"

namespace canvass::guide {

using config::Article;
using config::Ui;
using config::Words;
using view::Look;
using view::Node;
using view::Role;

namespace {

constexpr size_t kResults = 20;
constexpr size_t kListed = 50;     // at home, where there are no categories
constexpr size_t kSuggested = 5;   // for a page
constexpr size_t kOffered = 3;     // by a small card
constexpr size_t kExcerpt = 120;   // characters
constexpr size_t kMaxQuery = 200;  // characters
constexpr size_t kMaxReason = 2000;
constexpr TimeMs kRest = 1500;

constexpr std::string_view kArticle = "article:";
constexpr std::string_view kCategory = "category:";

bool is_for(const Article& article, std::string_view url) {
  return std::any_of(article.pages.begin(), article.pages.end(),
                     [&](const config::PagePattern& page) { return targeting::page_matches(page, url); });
}

// Called as the panel is: it may have the focus.
void append_document(const std::string& path, const char* name, const Json& blocks, Node& panel) {
  Node& document = append(panel, Look::kDocument, path, name);
  document.label = panel.label;
  document.value = dump_json(blocks);
}

// A small heading in the document.
void append_label(std::string_view text, Json& blocks) {
  blocks.push_back(json_array());
  push_text(blocks.back(), "label");
  push_text(blocks.back(), text);
}

CANVASS_COLD void warn_of_load(const std::string& source, std::string_view why, Turn& turn) {
  turn.warn(join({"help: ", source, " was not loaded: ", why}));
}

CANVASS_COLD void warn_of_problems(const std::string& source, const Vector<Problem>& problems, Turn& turn) {
  for (const Problem& problem : problems)
    turn.warn(join({"help: ", source, ": ", problem.pointer, " ", problem.message}));
}

CANVASS_APART void append_reason(const std::string& path, const std::string& reason, const Words& words, Node& panel) {
  Node& box = append_labelled(panel, Look::kInputText, path, "/reason", words, Ui::kWhatWasMissing);
  box.hint = box.label;
  box.value = reason;
}

}  // namespace

// --- what there is ----------------------------------------------------------------------------------------------

std::optional<size_t> HelpPanel::guide() const {
  for (size_t i = 0; i < config_.guides.size(); ++i) {
    if (config_.guides[i].kind == config::GuideKind::kHelp) return i;
  }
  return std::nullopt;
}

const Article* HelpPanel::article(std::string_view id) const {
  for (const Article& article : configured().help.articles) {
    if (article.id == id) return &article;
  }
  return nullptr;
}

const Article* HelpPanel::reading() const {
  if (trail_.empty() || !starts_with(trail_.back(), kArticle)) return nullptr;
  return article(std::string_view(trail_.back()).substr(kArticle.size()));
}

std::optional<size_t> HelpPanel::suggestion_of(const config::Trigger& trigger) const {
  const Vector<config::Suggestion>& all = configured().help.suggestions;
  for (size_t i = 0; i < all.size(); ++i) {
    for (const config::Trigger& own : all[i].triggers) {
      if (&own == &trigger) return i;
    }
  }
  return std::nullopt;
}

void HelpPanel::index(const Words& words) {
  search_.emplace(words.locale());
  for (const Article& article : configured().help.articles) {
    search_->add(words.text(article.title), plain_text(words.text(article.text)), words.text(article.keywords));
  }
}

// --- opening and closing ----------------------------------------------------------------------------------------

void HelpPanel::open(std::string_view from, const Words& words, Turn& turn) {
  if (open_) return;
  reset();
  open_ = true;
  tell("Guide Opened", "from", from, "", {}, turn);
  if (!search_) index(words);
  load(turn);
}

bool HelpPanel::suggest(size_t suggestion, Turn& turn) {
  if (!closed()) return false;
  for (const std::string& id : configured().help.suggestions[suggestion].articles) {
    if (article(id) == nullptr) continue;
    suggestion_ = suggestion;
    return dirty_ = true;
  }
  if (source_ == Source::kUnasked) load(turn);
  return false;
}

void HelpPanel::close(Turn& turn) {
  if (open_) tell_rest(turn);
  reset();
}

void HelpPanel::reset() {
  open_ = false;
  suggestion_.reset();
  trail_.clear();
  query_.clear();
  told_query_.clear();
  rests_at_.reset();
  hits_.clear();
  rating_ = Rating::kNone;
  reason_.clear();
  dirty_ = true;
}

void HelpPanel::load(Turn& turn) {
  const config::Guide& guide = configured();
  if (guide.help.source.empty() || source_ == Source::kLoading || source_ == Source::kLoaded) return;
  source_ = Source::kLoading;
  turn.effects.push_back(effect::Fetch{guide.id, guide.help.source});
}

void HelpPanel::fetched(const event::Fetched& event, const Words& words, Turn& turn) {
  if (source_ != Source::kLoading) return;
  config::Help& help = config_.guides[*guide()].help;
  dirty_ = true;
  source_ = Source::kFailed;
  if (event.status < 200 || event.status > 299) {
    return warn_of_load(help.source, event.status == 0 ? "no answer" : join({"status ", decimal(event.status)}), turn);
  }
  const std::optional<Json> json = parse_json(event.body);
  if (!json) return warn_of_load(help.source, "it is no JSON", turn);
  Problems problems;
  config::read_articles_file(*json, problems, help);
  warn_of_problems(help.source, problems.errors, turn);
  warn_of_problems(help.source, problems.warnings, turn);
  source_ = Source::kLoaded;
  search_.reset();
  if (!open_) return;
  index(words);
  hits_ = search_->find(query_, kResults);
}

// --- what the visitor does --------------------------------------------------------------------------------------

Outcome HelpPanel::act(const event::Guide& event, std::string_view url, const Words& words, Turn& turn) {
  if (closed()) return {};
  const std::string_view act = event.act;
  if (act == "close") {
    close(turn);
    return {Outcome::Then::kHide};
  }
  dirty_ = true;
  const bool was_open = open_;
  if (act == "article") {
    if (const Article* wanted = article(event.value)) read(*wanted, url, words, turn);
  } else if (act == "search" && open_) {
    search(event.value, turn.now);
  } else if (act == "category") {
    for (const config::Option& category : configured().help.categories) {
      if (category.id == event.value) trail_.push_back(join({kCategory, event.value}));
    }
  } else if (act == "home" || act == "back") {
    tell_rating(turn);
    if (act == "home") trail_.clear();
    if (!trail_.empty()) trail_.pop_back();
  } else if (act == "helpful") {
    if (reading() == nullptr || rating_ != Rating::kNone) return {};
    rating_ = event.value == "no" ? Rating::kNo : Rating::kYes;
    if (rating_ == Rating::kYes) rated(words, turn);
  } else if (act == "reason") {
    reason_ = first_characters(event.value, kMaxReason);
  } else if (act == "send") {
    if (rating_ == Rating::kNo) rated(words, turn);
  } else if (act == "contact") {
    contact(url, turn);
    if (closed()) return {Outcome::Then::kHide};
  } else if (act == "retry") {
    load(turn);
  }
  return {open_ == was_open ? Outcome::Then::kStay : Outcome::Then::kOpen};
}

void HelpPanel::search(std::string_view query, TimeMs now) {
  query_ = first_characters(query, kMaxQuery);
  trail_.clear();
  const std::string_view wanted = trim(query_);
  hits_ = search_->find(wanted, kResults);
  rests_at_.reset();
  if (!wanted.empty() && wanted != told_query_) rests_at_ = now + kRest;
}

void HelpPanel::read(const Article& article, std::string_view url, const Words& words, Turn& turn) {
  const char* from = "list";
  if (suggestion_ && !open_) {
    from = "suggestion";
  } else if (!trail_.empty()) {
    from = starts_with(trail_.back(), kArticle) ? "link" : "category";
  } else if (!hits_.empty()) {
    from = "search";
  } else if (is_for(article, url)) {
    from = "suggestion";
  }
  // What shows anew is announced by whoever shows it.
  if (open_) turn.effects.push_back(effect::Announce{std::string(words.text(article.title))});
  if (!open_) open("suggestion", words, turn);
  tell_rest(turn);
  rating_ = Rating::kNone;
  reason_.clear();
  trail_.push_back(join({kArticle, article.id}));
  tell("Guide Article Viewed", "article", article.id, "from", from, turn);
}

// Where it is an event, the page takes over, and the panel is not in its way.
void HelpPanel::contact(std::string_view url, Turn& turn) {
  tell_rest(turn);
  const Article* article = reading();
  const std::string_view id = article != nullptr ? std::string_view(article->id) : std::string_view();
  const std::string query = masked(trim(query_));
  tell("Guide Contacted", "article", id, "query", query, turn);
  if (!configured().help.contact_event.empty()) hand_over(id, query, url, turn);
}

CANVASS_APART void HelpPanel::hand_over(std::string_view id, const std::string& query, std::string_view url,
                                        Turn& turn) {
  // For the page's own scripts, not sent.
  Json about = told_of(configured());
  about["article"] = std::string(id);
  about["query"] = query;
  about["page"] = std::string(targeting::path_of(url));
  Json event = json_object();
  event["type"] = "track";
  event["event"] = configured().help.contact_event;
  event["properties"] = std::move(about);
  turn.effects.push_back(effect::Emit{std::move(event)});
  reset();
}

// --- what is told -----------------------------------------------------------------------------------------------

std::string HelpPanel::masked(std::string_view text) const {
  return config_.privacy.mask == 0 ? std::string(text) : privacy::mask(text, config_.privacy.mask);
}

void HelpPanel::tell(const char* event, const char* name, std::string_view value, const char* name2,
                     std::string_view value2, Turn& turn) {
  Json properties = told_of(configured());
  put_given(properties, name, value);
  put_given(properties, name2, value2);
  journal_.track(event, std::move(properties), turn);
}

void HelpPanel::pass_time(Words& words, Turn& turn) {
  if (!rests_at_ || *rests_at_ > turn.now) return;
  tell_search(turn);
  words.speak(configured().title);
  turn.effects.push_back(effect::Announce{status(words)});
}

// What the visitor looks for, once it is no longer being typed.
void HelpPanel::tell_search(Turn& turn) {
  if (!rests_at_) return;
  rests_at_.reset();
  told_query_ = trim(query_);
  Json properties = told_of(configured());
  put_given(properties, "query", masked(told_query_));
  properties["results"] = hits_.size();
  journal_.track("Guide Searched", std::move(properties), turn);
}

void HelpPanel::tell_rating(Turn& turn) {
  const Article* article = reading();
  if (article == nullptr || rating_ == Rating::kNone || rating_ == Rating::kTold) return;
  Json properties = told_of(configured());
  put_given(properties, "article", article->id);
  properties["helpful"] = rating_ == Rating::kYes;
  put_given(properties, "reason", masked(trim(reason_)));
  rating_ = Rating::kTold;
  dirty_ = true;
  journal_.track("Guide Rated", std::move(properties), turn);
}

void HelpPanel::rated(const Words& words, Turn& turn) {
  tell_rating(turn);
  turn.effects.push_back(effect::Announce{std::string(words.ui(Ui::kThankYou))});
}

void HelpPanel::tell_rest(Turn& turn) {
  tell_search(turn);
  tell_rating(turn);
}

// --- what is to be seen -----------------------------------------------------------------------------------------

// As inline content, with the words that the query means as highlights.
void HelpPanel::append_marked(std::string_view text, Json& list) const {
  const Vector<Search::Span> spans = search_->matches(query_, text);
  if (spans.empty()) return push_text(list, text);
  list.push_back(json_array());
  Json& parts = list.back();
  size_t at = 0;
  for (const Search::Span& span : spans) {
    if (span.begin > at) push_text(parts, text.substr(at, span.begin - at));
    parts.push_back(json_array());
    push_text(parts.back(), "m");
    push_text(parts.back(), text.substr(span.begin, span.end - span.begin));
    at = span.end;
  }
  push_text(parts, text.substr(at));
}

void HelpPanel::append_item(std::string_view act, std::string_view id, std::string_view title, std::string_view text,
                            Json& blocks) const {
  blocks.push_back(json_array());
  Json& block = blocks.back();
  push_text(block, "item");
  push_text(block, join({act, id}));
  append_marked(title, block);
  append_marked(text, block);
}

void HelpPanel::append_item(const Article& article, const Words& words, Json& blocks) const {
  const std::string plain = plain_text(words.text(article.text));
  const std::string_view all = trim(plain);
  std::string_view passage = search_->excerpt(query_, all, kExcerpt);
  const bool goes_on = passage.data() + passage.size() != all.data() + all.size();
  if (goes_on && passage.ends_with('.')) passage.remove_suffix(1);
  append_item(kArticle, article.id, words.text(article.title),
              join({passage.data() == all.data() ? "" : "…", passage, goes_on ? "…" : ""}), blocks);
}

Node HelpPanel::tree(std::string_view url, Words& words) const {
  const config::Guide& guide = configured();
  const Article* article = reading();
  words.speak(article != nullptr ? article->title : guide.title);
  const std::string path = join({"guide/", guide.id});
  Node panel = view::make(Role::kDialog, open_ ? Look::kPanel : Look::kNote, path);
  panel.label = words.text_or(guide.title, Ui::kHelp);
  if (!trail_.empty()) append_labelled(panel, Look::kPrevious, path, "/back", words, Ui::kBack);
  append_labelled(panel, Look::kClose, path, "/close", words, Ui::kClose);
  if (!open_) {
    build_offer(path, words, panel);
    return panel;
  }
  if (trail_.empty()) {
    build_home(path, url, words, panel);
  } else {
    const std::string inner = join({path, "/", trail_.back()});
    Json blocks = json_array();
    if (article != nullptr) {
      panel.label = words.text(article->title);
      append_blocks(words.text(article->text), blocks);
    } else {
      const std::string_view id = std::string_view(trail_.back()).substr(kCategory.size());
      for (const config::Option& category : guide.help.categories) {
        if (category.id == id) panel.label = words.text(category.text);
      }
      for (const Article& one : guide.help.articles) {
        if (one.category == id) append_item(one, words, blocks);
      }
    }
    append(panel, Look::kTitle, inner, "/title", panel.label);
    append_document(inner, "/text", blocks, panel);
  }
  build_foot(path, words, panel);
  return panel;
}

// The small card that offers articles.
void HelpPanel::build_offer(const std::string& path, const Words& words, Node& panel) const {
  const config::Suggestion& suggestion = configured().help.suggestions[*suggestion_];
  if (!suggestion.text.empty()) panel.label = words.text(suggestion.text);
  append(panel, Look::kTitle, path, "/title", panel.label);
  size_t offered = 0;
  for (const std::string& id : suggestion.articles) {
    const Article* one = article(id);
    if (one == nullptr || ++offered > kOffered) continue;
    const std::string inner = join({path, "/", id});
    append(append(panel, Look::kActions, inner, ""), Look::kTaskAction, inner, "/read", words.text(one->title)).part =
        join({kArticle, id});
  }
}

std::string HelpPanel::status(const Words& words) const {
  const std::string_view wanted = trim(query_);
  if (loading()) return std::string(words.ui(Ui::kLoading));
  if (!hits_.empty()) return words.ui_plural(Ui::kResults, static_cast<int64_t>(hits_.size()));
  if (!wanted.empty()) return fill(words.ui(Ui::kNoResults), "value", wanted);
  return source_ == Source::kFailed ? std::string(words.ui(Ui::kNotLoaded)) : std::string();
}

void HelpPanel::build_home(const std::string& path, std::string_view url, const Words& words, Node& panel) const {
  const config::Help& help = configured().help;
  append(panel, Look::kTitle, path, "/title", panel.label);
  Node& box = append_labelled(panel, Look::kSearch, path, "/search", words, Ui::kSearchHelp);
  box.hint = box.label;
  box.value = query_;

  Json blocks = json_array();
  if (source_ == Source::kFailed) append_item("retry", {}, words.ui(Ui::kLookAgain), {}, blocks);
  append(panel, Look::kSecondary, path, "/status", status(words)).role = Role::kStatus;
  for (const Search::Hit& hit : hits_) append_item(help.articles[hit.document], words, blocks);
  // What the page is about; what no category leads to.
  for (int round = hits_.empty() ? 0 : 2; round < 2; ++round) {
    const bool suggested = round == 0;
    size_t count = 0;
    for (const Article& article : help.articles) {
      if (is_for(article, url) != suggested || (!suggested && !article.category.empty())) continue;
      if (count++ == (suggested ? kSuggested : kListed)) break;
      if (count == 1) append_label(words.ui(suggested ? Ui::kSuggested : Ui::kAllArticles), blocks);
      append_item(article, words, blocks);
    }
    if (!suggested || help.categories.empty()) continue;
    append_label(words.ui(Ui::kCategories), blocks);
    for (const config::Option& category : help.categories) {
      append_item(kCategory, category.id, words.text(category.text), {}, blocks);
    }
  }
  append_document(path, "/list", blocks, panel);
}

// "Did this help?", and people.
void HelpPanel::build_foot(const std::string& path, const Words& words, Node& panel) const {
  const Article* article = reading();
  const config::Help& help = configured().help;
  const std::string inner = join({path, "/foot/", article == nullptr ? std::string() : article->id});
  Node actions = view::make(Role::kGroup, Look::kActions, inner);
  const bool asks = article != nullptr && rating_ == Rating::kNone;
  const bool may_say_why = article != nullptr && rating_ == Rating::kNo;
  if (asks) {
    append(actions, Look::kSecondary, inner, "/ask", words, Ui::kDidThisHelp);
    append(actions, Look::kQuiet, inner, "/yes", words, Ui::kYes).part = "yes";
    append(actions, Look::kQuiet, inner, "/no", words, Ui::kNo).part = "no";
  } else if (may_say_why) {
    append_reason(inner, reason_, words, panel);
  } else if (article != nullptr) {
    append(actions, Look::kSecondary, inner, "/thanks", words, Ui::kThankYou).role = Role::kStatus;
  }
  const bool is_event = !help.contact_event.empty();
  if (!asks && (is_event || !help.contact.url.empty())) {
    Node& contact =
        append(actions, Look::kTaskAction, inner, "/contact", words.text_or(help.contact.text, Ui::kContactUs));
    if (!is_event) contact.role = Role::kLink;
    contact.value = help.contact.url;
    contact.part = "contact";
  }
  if (may_say_why) append(actions, Look::kPrimary, inner, "/send", words, Ui::kSend);
  if (!actions.children.empty()) panel.children.push_back(std::move(actions));
}

std::string HelpPanel::announcement(Words& words) const {
  const config::Guide& guide = configured();
  words.speak(guide.title);
  const Article* article = reading();
  const bool offers = !open_ && !guide.help.suggestions[*suggestion_].text.empty();
  const config::Text& text = article != nullptr ? article->title
                             : offers           ? guide.help.suggestions[*suggestion_].text
                                                : guide.title;
  return std::string(words.text_or(text, Ui::kHelp));
}

void HelpPanel::append_launcher(Words& words, Node& launcher) const {
  const config::Guide& guide = configured();
  words.speak(guide.title);
  Node& button = append(launcher, Look::kHelpButton, "launcher/", guide.id.c_str());
  button.label = words.text_or(guide.launcher.empty() ? guide.title : guide.launcher, Ui::kHelp);
  button.part = guide.id;
}

void HelpPanel::events_for(const Node& node, Action action, std::string_view value, Vector<Event>& events) const {
  std::string_view act;
  std::string_view what;
  if (action == Action::kDismiss || node.look == Look::kClose) {
    act = "close";
  } else if (action == Action::kInput) {
    act = node.look == Look::kSearch ? "search" : "reason";
    what = value;
  } else if (action != Action::kActivate) {
    return;
  } else if (node.look == Look::kPrevious) {
    act = "back";
  } else if (node.look == Look::kPrimary) {
    act = "send";
  } else if (node.look == Look::kQuiet) {
    act = "helpful";
    what = node.part;
  } else {
    // "article:returns", "category:orders", "retry", "contact"
    const std::string_view means = node.role == Role::kDocument ? value : std::string_view(node.part);
    const size_t colon = std::min(means.find(':'), means.size());
    act = means.substr(0, colon);
    what = means.substr(std::min(colon + 1, means.size()));
  }
  if (!act.empty()) events.push_back(event::Guide{configured().id, std::string(act), std::string(what)});
}

}  // namespace canvass::guide
