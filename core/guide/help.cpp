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

void append_words(const char* kind, std::string_view text, Json& blocks) {
  Json block = json_array();
  block.push_back(kind);
  block.push_back(std::string(text));
  blocks.push_back(std::move(block));
}

void append_button(std::string_view action, Json title, Json text, Json& blocks) {
  Json block = json_array();
  block.push_back("item");
  block.push_back(std::string(action));
  block.push_back(std::move(title));
  block.push_back(std::move(text));
  blocks.push_back(std::move(block));
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
  Json properties = told_of(configured());
  properties["from"] = std::string(from);
  journal_.track("Guide Opened", std::move(properties), turn);
  if (!search_) index(words);
  if (source_ == Source::kUnasked || source_ == Source::kFailed) load(turn);
}

bool HelpPanel::suggest(size_t suggestion) {
  if (!closed()) return false;
  for (const std::string& id : configured().help.suggestions[suggestion].articles) {
    if (article(id) == nullptr) continue;
    suggestion_ = suggestion;
    dirty_ = true;
    return true;
  }
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
  if (guide.help.source.empty()) return;
  source_ = Source::kLoading;
  turn.effects.push_back(effect::Fetch{guide.id, guide.help.source});
}

void HelpPanel::fetched(const event::Fetched& event, const Words& words, Turn& turn) {
  if (source_ != Source::kLoading) return;
  config::Help& help = config_.guides[*guide()].help;
  dirty_ = true;
  source_ = Source::kFailed;
  if (event.status < 200 || event.status > 299) {
    return turn.warn(join({"help: ", help.source, " was not loaded: ",
                           event.status == 0 ? std::string("no answer") : join({"status ", decimal(event.status)})}));
  }
  JsonError error;
  const std::optional<Json> json = parse_json(event.body, &error);
  if (!json) {
    return turn.warn(join(
        {"help: ", help.source, " is no JSON: line ", decimal(static_cast<int64_t>(error.line)), ": ", error.message}));
  }
  Problems problems;
  config::read_articles_file(*json, problems, help);
  for (const Vector<Problem>* list : {&problems.errors, &problems.warnings}) {
    for (const Problem& problem : *list) {
      turn.warn(join({"help: ", help.source, ": ", problem.pointer, " ", problem.message}));
    }
  }
  source_ = Source::kLoaded;
  index(words);
  if (!query_.empty()) hits_ = search_->find(query_, kResults);
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
  } else if (act == "search") {
    search(event.value, turn.now);
  } else if (act == "category") {
    trail_.push_back(join({kCategory, event.value}));
  } else if (act == "home" || act == "back") {
    tell_rating(turn);
    if (act == "home") trail_.clear();
    if (!trail_.empty()) trail_.pop_back();
  } else if (act == "helpful") {
    if (reading() == nullptr || rating_ != Rating::kNone) return {};
    rating_ = event.value == "no" ? Rating::kNo : Rating::kYes;
    if (rating_ == Rating::kYes) tell_rating(turn);
  } else if (act == "reason") {
    reason_ = first_characters(event.value, kMaxReason);
  } else if (act == "send") {
    if (rating_ == Rating::kNo) tell_rating(turn);
  } else if (act == "contact") {
    contact(url, turn);
  } else if (act == "retry" && source_ == Source::kFailed) {
    load(turn);
  }
  return {open_ == was_open ? Outcome::Then::kStay : Outcome::Then::kOpen};
}

void HelpPanel::search(std::string_view query, TimeMs now) {
  query_ = first_characters(query, kMaxQuery);
  trail_.clear();
  const std::string_view wanted = trim(query_);
  hits_.clear();
  if (!wanted.empty() && search_) hits_ = search_->find(wanted, kResults);
  rests_at_.reset();
  if (!wanted.empty() && wanted != told_query_) rests_at_ = now + kRest;
}

void HelpPanel::read(const Article& article, std::string_view url, const Words& words, Turn& turn) {
  const char* from = "list";
  if (suggestion_ && !open_) {
    from = "suggestion";
  } else if (!trail_.empty()) {
    from = starts_with(trail_.back(), kArticle) ? "link" : "category";
  } else if (!trim(query_).empty() && !hits_.empty()) {
    from = "search";
  } else if (is_for(article, url)) {
    from = "suggestion";
  }
  if (!open_) open("suggestion", words, turn);
  tell_rest(turn);
  rating_ = Rating::kNone;
  reason_.clear();
  trail_.push_back(join({kArticle, article.id}));
  Json properties = told_of(configured());
  properties["article"] = article.id;
  properties["from"] = from;
  journal_.track("Guide Article Viewed", std::move(properties), turn);
  turn.effects.push_back(effect::Announce{std::string(words.text(article.title))});
}

void HelpPanel::contact(std::string_view url, Turn& turn) {
  const config::Guide& guide = configured();
  tell_rest(turn);
  Json properties = told_of(guide);
  if (const Article* article = reading()) properties["article"] = article->id;
  const std::string query = masked(trim(query_));
  if (!query.empty()) properties["query"] = query;
  if (!guide.help.contact_event.empty()) {
    // For the page's own scripts only.
    Json event = json_object();
    event["type"] = "track";
    event["event"] = guide.help.contact_event;
    event["properties"] = properties;
    event["properties"]["page"] = std::string(targeting::path_of(url));
    turn.effects.push_back(effect::Emit{std::move(event)});
  }
  journal_.track("Guide Contacted", std::move(properties), turn);
}

// --- what is told -----------------------------------------------------------------------------------------------

std::string HelpPanel::masked(std::string_view text) const {
  return config_.privacy.mask == 0 ? std::string(text) : privacy::mask(text, config_.privacy.mask);
}

void HelpPanel::pass_time(Turn& turn) {
  if (rests_at_ && *rests_at_ <= turn.now) tell_search(turn);
}

// What the visitor looks for, once it is no longer being typed.
void HelpPanel::tell_search(Turn& turn) {
  if (!rests_at_) return;
  rests_at_.reset();
  told_query_ = trim(query_);
  Json properties = told_of(configured());
  properties["query"] = masked(told_query_);
  properties["results"] = hits_.size();
  journal_.track("Guide Searched", std::move(properties), turn);
}

void HelpPanel::tell_rating(Turn& turn) {
  const Article* article = reading();
  if (article == nullptr || rating_ == Rating::kNone || rating_ == Rating::kTold) return;
  Json properties = told_of(configured());
  properties["article"] = article->id;
  properties["helpful"] = rating_ == Rating::kYes;
  const std::string_view reason = trim(reason_);
  if (!reason.empty()) properties["reason"] = masked(reason);
  rating_ = Rating::kTold;
  dirty_ = true;
  journal_.track("Guide Rated", std::move(properties), turn);
}

void HelpPanel::tell_rest(Turn& turn) {
  tell_search(turn);
  tell_rating(turn);
}

// --- what is to be seen -----------------------------------------------------------------------------------------

// The words that the query means as highlights.
Json HelpPanel::marked(std::string_view text) const {
  Json parts = json_array();
  size_t at = 0;
  const auto append_plain = [&](size_t end) {
    if (end > at) parts.push_back(std::string(text.substr(at, end - at)));
  };
  for (const Search::Span& span : search_->matches(query_, text)) {
    append_plain(span.begin);
    Json mark = json_array();
    mark.push_back("m");
    mark.push_back(std::string(text.substr(span.begin, span.end - span.begin)));
    parts.push_back(std::move(mark));
    at = span.end;
  }
  append_plain(text.size());
  return parts;
}

void HelpPanel::append_item(const Article& article, const Words& words, Json& blocks) const {
  const std::string plain = plain_text(words.text(article.text));
  const std::string_view passage = search_->excerpt(query_, plain, kExcerpt);
  const bool from_start = passage.data() == plain.data();
  const bool to_end = passage.data() + passage.size() >= plain.data() + trim(plain).size();
  const std::string text = join({from_start ? "" : "…", passage, to_end ? "" : "…"});
  append_button(join({kArticle, article.id}), marked(words.text(article.title)), marked(text), blocks);
}

Node HelpPanel::tree(std::string_view url, Words& words) const {
  const config::Guide& guide = configured();
  const Article* article = open_ ? reading() : nullptr;
  words.speak(article != nullptr ? article->title : guide.title);
  const std::string path = join({"guide/", guide.id});
  Node panel = view::make(Role::kDialog, open_ ? Look::kPanel : Look::kNote, path);
  if (!trail_.empty()) {
    append(panel, Role::kButton, Look::kPrevious, join({path, "/back"}), {}).label = words.ui(Ui::kBack);
  }
  append(panel, Role::kButton, Look::kClose, join({path, "/close"}), {}).label = words.ui(Ui::kClose);
  if (!open_) {
    build_suggestion(path, words, panel);
    return panel;
  }
  if (trail_.empty()) {
    build_home(path, url, words, panel);
  } else if (article != nullptr) {
    const std::string inner = join({path, "/", trail_.back()});
    panel.label = words.text(article->title);
    append(panel, Role::kHeading, Look::kTitle, join({inner, "/title"}), panel.label);
    Json blocks = json_array();
    append_blocks(words.text(article->text), blocks);
    Node& document = append(panel, Role::kDocument, Look::kDocument, join({inner, "/text"}), {});
    document.label = panel.label;
    document.value = dump_json(blocks);
  } else {
    const std::string_view id = std::string_view(trail_.back()).substr(kCategory.size());
    const std::string inner = join({path, "/", trail_.back()});
    for (const config::Option& category : guide.help.categories) {
      if (category.id == id) panel.label = words.text(category.text);
    }
    append(panel, Role::kHeading, Look::kTitle, join({inner, "/title"}), panel.label);
    Json blocks = json_array();
    for (const Article& one : guide.help.articles) {
      if (one.category == id) append_item(one, words, blocks);
    }
    Node& document = append(panel, Role::kDocument, Look::kDocument, join({inner, "/list"}), {});
    document.label = panel.label;
    document.value = dump_json(blocks);
  }
  build_foot(path, words, panel);
  return panel;
}

void HelpPanel::build_suggestion(const std::string& path, const Words& words, Node& card) const {
  const config::Guide& guide = configured();
  const config::Suggestion& suggestion = guide.help.suggestions[*suggestion_];
  card.label = suggestion.text.empty() ? words.text_or(guide.title, Ui::kHelp) : words.text(suggestion.text);
  append(card, Role::kHeading, Look::kTitle, join({path, "/title"}), card.label);
  size_t offered = 0;
  for (const std::string& id : suggestion.articles) {
    const Article* one = article(id);
    if (one == nullptr || ++offered > kOffered) continue;
    Node& actions = append(card, Role::kGroup, Look::kActions, join({path, "/offer/", id}), {});
    append(actions, Role::kButton, Look::kTaskAction, join({path, "/offer/", id, "/read"}), words.text(one->title))
        .part = join({kArticle, id});
  }
}

void HelpPanel::build_home(const std::string& path, std::string_view url, const Words& words, Node& panel) const {
  const config::Guide& guide = configured();
  const config::Help& help = guide.help;
  panel.label = words.text_or(guide.title, Ui::kHelp);
  append(panel, Role::kHeading, Look::kTitle, join({path, "/title"}), panel.label);
  Node& box = append(panel, Role::kTextbox, Look::kSearch, join({path, "/search"}), {});
  box.label = words.ui(Ui::kSearchHelp);
  box.hint = box.label;
  box.value = query_;

  Json blocks = json_array();
  const std::string_view wanted = trim(query_);
  const bool loading = source_ == Source::kLoading;
  std::string status;
  if (loading) {
    status = words.ui(Ui::kLoading);
  } else if (!wanted.empty()) {
    status = hits_.empty() ? fill(words.ui(Ui::kNoResults), "value", wanted)
                           : words.ui_plural(Ui::kResults, static_cast<int64_t>(hits_.size()));
  } else if (source_ == Source::kFailed) {
    status = words.ui(Ui::kNotLoaded);
  }
  append(panel, Role::kStatus, Look::kSecondary, join({path, "/status"}), status);
  for (const Search::Hit& hit : hits_) append_item(help.articles[hit.document], words, blocks);
  if (source_ == Source::kFailed) append_button("retry", std::string(words.ui(Ui::kLookAgain)), "", blocks);
  if (hits_.empty()) {
    size_t count = 0;
    for (const Article& article : help.articles) {
      if (count == kSuggested || !is_for(article, url)) continue;
      if (count++ == 0) append_words("label", words.ui(Ui::kSuggested), blocks);
      append_item(article, words, blocks);
    }
    count = 0;
    for (const config::Option& category : help.categories) {
      if (count++ == 0) append_words("label", words.ui(Ui::kCategories), blocks);
      append_button(join({kCategory, category.id}), std::string(words.text(category.text)), "", blocks);
    }
    // What no category leads to.
    count = 0;
    for (const Article& article : help.articles) {
      if (count == kListed || !article.category.empty() || is_for(article, url)) continue;
      if (count++ == 0) append_words("label", words.ui(Ui::kAllArticles), blocks);
      append_item(article, words, blocks);
    }
  }
  Node& document = append(panel, Role::kDocument, Look::kDocument, join({path, "/list"}), {});
  document.label = panel.label;
  document.value = dump_json(blocks);
}

void HelpPanel::append_contact(const std::string& path, const Words& words, Node& actions) const {
  const config::Help& help = configured().help;
  const bool is_event = !help.contact_event.empty();
  if (!is_event && help.contact.url.empty()) return;
  Node& node = append(actions, is_event ? Role::kButton : Role::kLink, Look::kTaskAction, join({path, "/contact"}),
                      words.text_or(help.contact.text, Ui::kContactUs));
  node.value = help.contact.url;
  node.part = "contact";
}

void HelpPanel::build_foot(const std::string& path, const Words& words, Node& panel) const {
  const Article* article = reading();
  const std::string inner = article == nullptr ? join({path, "/foot"}) : join({path, "/foot/", article->id});
  Node actions = view::make(Role::kGroup, Look::kActions, join({inner, "/actions"}));
  if (article == nullptr) {
    append_contact(inner, words, actions);
  } else if (rating_ == Rating::kNone) {
    append(actions, Role::kText, Look::kSecondary, join({inner, "/ask"}), words.ui(Ui::kDidThisHelp));
    append(actions, Role::kButton, Look::kQuiet, join({inner, "/yes"}), words.ui(Ui::kYes)).part = "yes";
    append(actions, Role::kButton, Look::kQuiet, join({inner, "/no"}), words.ui(Ui::kNo)).part = "no";
  } else if (rating_ == Rating::kNo) {
    Node& reason = append(panel, Role::kTextbox, Look::kInputText, join({inner, "/reason"}), {});
    reason.label = words.ui(Ui::kWhatWasMissing);
    reason.hint = reason.label;
    reason.value = reason_;
    append_contact(inner, words, actions);
    append(actions, Role::kButton, Look::kPrimary, join({inner, "/send"}), words.ui(Ui::kSend));
  } else {
    append(actions, Role::kStatus, Look::kSecondary, join({inner, "/thanks"}), words.ui(Ui::kThankYou));
    append_contact(inner, words, actions);
  }
  if (!actions.children.empty()) panel.children.push_back(std::move(actions));
}

std::string HelpPanel::announcement(Words& words) const {
  const config::Guide& guide = configured();
  words.speak(guide.title);
  if (open_ || configured().help.suggestions[*suggestion_].text.empty()) {
    return std::string(words.text_or(guide.title, Ui::kHelp));
  }
  return std::string(words.text(configured().help.suggestions[*suggestion_].text));
}

void HelpPanel::append_launcher(Words& words, Vector<Node>& nodes) const {
  const config::Guide& guide = configured();
  words.speak(guide.title);
  Node button = view::make(Role::kButton, Look::kHelpButton, join({"launcher/", guide.id}));
  button.label = words.text_or(guide.launcher.empty() ? guide.title : guide.launcher, Ui::kHelp);
  button.part = guide.id;
  nodes.push_back(std::move(button));
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
