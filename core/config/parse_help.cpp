// The help panel, and files of articles for it.
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/parts.h"
#include "core/config/suggest.h"

namespace canvass::config {

namespace {

using Names = Vector<std::string_view>;

constexpr size_t kMaxCategories = 100;
constexpr size_t kMaxSuggestions = 100;
constexpr size_t kMaxSuggested = 20;  // articles of one suggestion
constexpr size_t kMaxPages = 50;
constexpr size_t kMaxNameCharacters = 200;

template <typename Thing>
Names ids_of(const Vector<Thing>& things) {
  Names names;
  for (const Thing& thing : things) names.push_back(thing.id);
  return names;
}

bool among(const Names& names, std::string_view name) {
  for (const std::string_view one : names) {
    if (one == name) return true;
  }
  return false;
}

// --- articles --------------------------------------------------------------------------------------------------

CANVASS_APART void read_pages(Fields& fields, Vector<PagePattern>& pages) {
  const Json::array_t* list = fields.array("pages", kMaxPages);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size() && i < kMaxPages; ++i) {
    read_page((*list)[i], fields.pointer("pages", i), fields.problems(), pages.emplace_back());
  }
}

void read_article(Fields& fields, Article& article) {
  fields.identifier("id", article.id);
  fields.text("title", article.title, Need::kRequired);
  if (const Json* text = fields.any("text")) {
    read_text(*text, fields.pointer("text"), fields.problems(), article.text, kMaxArticleCharacters);
  } else if (fields.is_object()) {
    fields.error("text", "is missing");
  }
  fields.text("keywords", article.keywords);
  if (fields.has("category")) fields.string("category", article.category, kMaxNameCharacters, Need::kRequired);
  if (fields.has("pages")) read_pages(fields, article.pages);
  fields.finish();
}

CANVASS_APART void say_unknown(const char* what, std::string_view name, const Names& names, const std::string& pointer,
                               Vector<Problem>& out) {
  out.push_back({pointer, join({"unknown ", what, " ", in_quotes(name), suggest(name, names)})});
}

// Of `list`, whose elements are at `place`; those that have an error are left out. `unknown`: where to say that there
// is no such category; nullptr: nowhere, as a file may have it.
void read_articles(const Json::array_t& list, const std::string& place, Problems& problems, Vector<Problem>* unknown,
                   Help& help) {
  const size_t count = list.size() < kMaxArticles ? list.size() : kMaxArticles;
  help.articles.reserve(help.articles.size() + count);  // the names below stay where they are
  Names ids = ids_of(help.articles);
  const Names categories = ids_of(help.categories);
  for (size_t i = 0; i < count; ++i) {
    const size_t errors_before = problems.errors.size();
    Fields fields(list[i], join({place, "/", decimal(static_cast<int64_t>(i))}), problems);
    Article& article = help.articles.emplace_back();
    read_article(fields, article);
    for (const std::string_view other : ids) check_new_id(fields, other, article.id);
    if (unknown != nullptr && !article.category.empty() && !among(categories, article.category)) {
      say_unknown("category", article.category, categories, fields.pointer("category"), *unknown);
      article.category.clear();
    }
    if (problems.errors.size() == errors_before) {
      ids.push_back(article.id);
    } else {
      help.articles.pop_back();
    }
  }
}

// --- categories, suggestions, contact --------------------------------------------------------------------------

CANVASS_APART void read_categories(Fields& fields, Vector<Option>& categories) {
  const Json::array_t* list = fields.array("categories", kMaxCategories);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size() && i < kMaxCategories; ++i) {
    Fields inner((*list)[i], fields.pointer("categories", i), fields.problems());
    Option& category = categories.emplace_back();
    inner.identifier("id", category.id);
    for (size_t other = 0; other < i; ++other) check_new_id(inner, categories[other].id, category.id);
    inner.text("text", category.text, Need::kRequired);
    inner.finish();
  }
}

CANVASS_APART void read_suggestion(Fields& fields, const Help& help, Suggestion& suggestion) {
  read_triggers(fields, suggestion.triggers);
  if (suggestion.triggers.empty() && fields.is_object()) {
    fields.error("triggers", "is missing: say when to suggest them, such as [{\"page\": \"/cart*\"}]");
  }
  const Json::array_t* list = fields.array("articles", kMaxSuggested);
  if ((list == nullptr && !fields.has("articles") && fields.is_object()) || (list != nullptr && list->empty())) {
    fields.error("articles", "is missing: name the articles to suggest");
  }
  const Names ids = ids_of(help.articles);
  for (size_t i = 0; list != nullptr && i < list->size() && i < kMaxSuggested; ++i) {
    const std::string* id = (*list)[i].get_ptr<const std::string*>();
    const std::string pointer = fields.pointer("articles", i);
    if (id == nullptr) {
      fields.problems().errors.push_back({pointer, "must be the id of an article"});
    } else if (!among(ids, *id) && help.source.empty()) {  // a file may have it
      say_unknown("article", *id, ids, pointer, fields.problems().errors);
    } else {
      suggestion.articles.push_back(*id);
    }
  }
  fields.text("text", suggestion.text);
  fields.finish();
}

CANVASS_APART void read_suggestions(Fields& fields, Help& help) {
  const Json::array_t* list = fields.array("suggestions", kMaxSuggestions);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size() && i < kMaxSuggestions; ++i) {
    Fields inner((*list)[i], fields.pointer("suggestions", i), fields.problems());
    read_suggestion(inner, help, help.suggestions.emplace_back());
  }
}

CANVASS_APART void read_contact(Fields& fields, Help& help) {
  Fields inner(*fields.any("contact"), fields.pointer("contact"), fields.problems());
  if (!inner.has("event")) return read_link(fields, "contact", help.contact);
  inner.text("text", help.contact.text, Need::kRequired);
  inner.string("event", help.contact_event, kMaxNameCharacters, Need::kRequired);
  if (inner.has("url")) inner.error("url", "cannot stand beside \"event\": it is one or the other");
  inner.finish();
}

}  // namespace

void read_help(Fields& fields, Help& help) {
  const Json* articles = fields.any("articles");
  read_page_address(fields, "source", help.source);
  if (articles != nullptr && articles->is_string()) {
    if (!help.source.empty()) fields.error("source", "cannot stand beside an address in \"articles\"");
    read_page_address(fields, "articles", help.source);
  }
  if (articles == nullptr && help.source.empty() && fields.is_object()) {
    fields.error("articles", "is missing: give a list of articles, or the address of a file of them");
  }
  if (fields.has("categories")) read_categories(fields, help.categories);
  if (articles != nullptr && !articles->is_string()) {
    if (const Json::array_t* list = fields.array("articles", kMaxArticles)) {
      read_articles(*list, fields.pointer("articles"), fields.problems(),
                    help.source.empty() ? &fields.problems().errors : nullptr, help);
    }
  }
  if (fields.has("suggestions")) read_suggestions(fields, help);
  if (fields.has("contact")) read_contact(fields, help);
}

void read_articles_file(const Json& json, Problems& problems, Help& help) {
  if (const Json::array_t* list = json.get_ptr<const Json::array_t*>()) {
    if (list->size() > kMaxArticles) {
      problems.errors.push_back(
          {join({"/", decimal(static_cast<int64_t>(kMaxArticles))}), "is one too many: the most is 5000"});
    }
    return read_articles(*list, {}, problems, &problems.warnings, help);
  }
  Fields fields(json, {}, problems);
  Vector<Option> known = std::move(help.categories);
  help.categories.clear();
  if (fields.has("categories")) read_categories(fields, help.categories);
  // Both may list the same ones; what the configuration says holds.
  for (Option& category : help.categories) {
    if (!category.id.empty() && !category.text.empty() && !among(ids_of(known), category.id)) {
      known.push_back(std::move(category));
    }
  }
  help.categories = std::move(known);
  if (const Json::array_t* list = fields.array("articles", kMaxArticles)) {
    read_articles(*list, fields.pointer("articles"), problems, &problems.warnings, help);
  } else if (fields.is_object() && !fields.has("articles")) {
    fields.error("articles", "is missing: a file of articles is {\"articles\": […]} or only the list");
  }
  fields.finish();
}

}  // namespace canvass::config
