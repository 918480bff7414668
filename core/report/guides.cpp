#include "core/report/guides.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/report/score.h"
#include "core/report/times.h"

namespace canvass::report {

namespace {

constexpr size_t kQueryCharacters = 200;

// The part of that name, made if there is none; nullptr when there are too many.
template <typename Part>
Part* part_of(std::map<std::string, Part, std::less<>>& parts, std::string_view name, size_t max = kGuideParts) {
  if (name.empty()) return nullptr;
  const auto it = parts.find(name);
  if (it != parts.end()) return &it->second;
  if (parts.size() >= max) return nullptr;
  return &parts.emplace(std::string(name), Part()).first->second;
}

// Capital and small letters and spaces around it make no other query.
std::string normalized(std::string_view query) {
  const std::string_view text = first_characters(trim(query), kQueryCharacters);
  std::string out;
  for (size_t at = 0; at < text.size();) append_character(out, lower_character(next_character(text, at)));
  return out;
}

void put_share_of(Json& json, int64_t part, int64_t whole) {
  if (part <= whole) {
    put_share(json, part, whole);
  } else {  // an export without the events of one kind says nothing about their share
    put_share(json, 0, 0);
  }
}

}  // namespace

bool Guides::first_time(const Event& event, std::string_view what) {
  if (!event.response) return true;
  const Key did = key_of(join({event.thing, "\n", what}));
  return done_.insert({did.high ^ event.response.high * 0x9e3779b97f4a7c15u, did.low + event.response.low});
}

void Guides::add_step(const Event& event, Guide& guide) {
  Step* step = part_of(guide.steps, event.question);
  if (step == nullptr) return;
  if (event.min > 0) step->index = event.min;
  if (first_time(event, join({"step\n", event.question}))) ++step->visitors;
}

void Guides::add_task(const Event& event, Guide& guide) {
  Task* task = part_of(guide.tasks, event.question);
  if (task == nullptr || !first_time(event, join({"task\n", event.question}))) return;
  ++task->completed;
  const bool timed = event.given == Event::Given::kGood && event.value >= 0;
  if (timed && task->times.size() < kTimes) task->times.push_back(event.value);
  if (event.max == 0 || event.min < event.max || !first_time(event, "all")) return;
  ++guide.all.completed;
  if (timed && guide.all.times.size() < kTimes) guide.all.times.push_back(event.value);
}

void Guides::add_search(const Event& event, Guide& guide) {
  const bool without = event.given == Event::Given::kGood && event.value == 0;
  ++guide.searches;
  guide.without += without;
  if (Query* query = part_of(guide.queries, normalized(event.text), kQueries)) {
    ++query->searches;
    query->without += without;
  }
}

void Guides::add(const Event& event) {
  auto it = guides_.find(event.thing);
  if (it == guides_.end()) it = guides_.emplace(std::string(event.thing), Guide()).first;
  Guide& guide = it->second;
  if (!event.kind.empty()) guide.kind = event.kind;
  switch (event.step) {
    case GuideStep::kShown:
      ++guide.shown;
      if (first_time(event, "shown")) ++guide.visitors;
      break;
    case GuideStep::kCompleted:
      ++guide.completed;
      break;
    case GuideStep::kDismissed:
      ++guide.dismissed;
      if (Step* step = part_of(guide.steps, event.question)) ++step->left;
      break;
    case GuideStep::kAbandoned:
      ++guide.abandoned;
      if (Step* step = part_of(guide.steps, event.question)) ++step->left;
      break;
    case GuideStep::kMissing:
      ++guide.missing;
      if (Step* step = part_of(guide.steps, event.question)) ++step->missing;
      break;
    case GuideStep::kStep:
      add_step(event, guide);
      break;
    case GuideStep::kTask:
      add_task(event, guide);
      break;
    case GuideStep::kOpened:
      ++guide.opened;
      break;
    case GuideStep::kSearched:
      add_search(event, guide);
      break;
    case GuideStep::kViewed:
      if (Article* article = part_of(guide.articles, event.question)) ++article->views;
      break;
    case GuideStep::kRated:
      if (Article* article = part_of(guide.articles, event.question)) {
        ++article->rated;
        article->helpful += event.helpful;
      }
      break;
    case GuideStep::kContacted:
      ++guide.contacts;
      break;
  }
}

Json Guides::json() const {
  Json list = Json::array();
  for (const auto& [id, guide] : guides_) {
    Json json = {{"id", id},
                 {"kind", guide.kind.empty() ? Json(nullptr) : Json(guide.kind)},
                 {"shown", guide.shown},
                 {"visitors", guide.visitors},
                 {"completed", guide.completed},
                 {"dismissed", guide.dismissed},
                 {"abandoned", guide.abandoned},
                 {"missing", guide.missing},
                 {"steps", Json::array()},
                 {"tasks", Json::array()},
                 {"all", nullptr},
                 {"help", nullptr}};

    std::vector<std::pair<int64_t, std::string_view>> order;
    for (const auto& [name, step] : guide.steps) order.emplace_back(step.index == 0 ? INT64_MAX : step.index, name);
    std::sort(order.begin(), order.end());
    for (const auto& [index, name] : order) {
      const Step& step = guide.steps.find(name)->second;
      Json row = {{"step", name},
                  {"index", step.index == 0 ? Json(nullptr) : Json(step.index)},
                  {"visitors", step.visitors},
                  {"left", step.left},
                  {"missing", step.missing}};
      put_share_of(row, step.visitors, guide.visitors);
      json["steps"].push_back(std::move(row));
    }

    for (const auto& [name, task] : guide.tasks) {
      Json row = {{"task", name}, {"completed", task.completed}, {"time", times_json(task.times)}};
      put_share_of(row, task.completed, guide.visitors);
      json["tasks"].push_back(std::move(row));
    }
    // What most visitors get done comes first.
    std::stable_sort(json["tasks"].begin(), json["tasks"].end(), [](const Json& a, const Json& b) {
      return a["completed"].get<int64_t>() > b["completed"].get<int64_t>();
    });
    if (!guide.tasks.empty()) {
      Json all = {{"completed", guide.all.completed}, {"time", times_json(guide.all.times)}};
      put_share_of(all, guide.all.completed, guide.visitors);
      json["all"] = std::move(all);
    }

    if (guide.kind == "help" || guide.searches != 0 || !guide.articles.empty()) {
      Json help = {{"opened", guide.opened},    {"searches", guide.searches}, {"contacts", guide.contacts},
                   {"withoutResults", nullptr}, {"queries", Json::array()},   {"articles", Json::array()}};
      Json without = {{"count", guide.without}};
      put_share(without, guide.without, guide.searches);
      help["withoutResults"] = std::move(without);
      std::vector<std::pair<int64_t, std::string_view>> queries;
      for (const auto& [query, counts] : guide.queries) {
        if (counts.without > 0) queries.emplace_back(-counts.without, query);
      }
      std::sort(queries.begin(), queries.end());
      if (queries.size() > kQueriesShown) queries.resize(kQueriesShown);
      for (const auto& [count, query] : queries) help["queries"].push_back({{"query", query}, {"count", -count}});
      for (const auto& [name, article] : guide.articles) {
        Json row = {
            {"article", name}, {"views", article.views}, {"rated", article.rated}, {"helpful", article.helpful}};
        put_share(row, article.helpful, article.rated);
        help["articles"].push_back(std::move(row));
      }
      std::stable_sort(help["articles"].begin(), help["articles"].end(), [](const Json& a, const Json& b) {
        return a["views"].get<int64_t>() > b["views"].get<int64_t>();
      });
      json["help"] = std::move(help);
    }
    list.push_back(std::move(json));
  }
  return list;
}

size_t Guides::bytes() const {
  size_t sum = done_.bytes();
  for (const auto& [id, guide] : guides_) {
    sum += guide.queries.size() * (sizeof(Query) + 64);
    for (const auto& [name, task] : guide.tasks) sum += task.times.capacity() * sizeof(double);
  }
  return sum;
}

}  // namespace canvass::report
