#include "core/report/report.h"

#include <utility>

#include "core/report/event.h"
#include "core/report/experiments.h"
#include "core/report/findings.h"
#include "core/report/journeys.h"
#include "core/report/score.h"
#include "core/report/sections.h"
#include "core/report/visitor_scores.h"

namespace canvass::report {

namespace {

Json query_json(const Query& query) {
  Json compare = nullptr;
  if (query.before && query.after) compare = {{"before", query.before_name}, {"after", query.after_name}};
  return {{"survey", query.survey.empty() ? Json(nullptr) : Json(query.survey)},
          {"by", query.by},
          {"every", query.every ? Json(name(*query.every)) : Json(nullptr)},
          {"compare", std::move(compare)},
          {"since", query.span.from == Span().from ? Json(nullptr) : time_json(query.span.from)},
          {"until", query.span.to == Span().to ? Json(nullptr) : time_json(query.span.to)}};
}

Json malformed_json(const std::vector<Located>& located) {
  Json malformed = Json::array();
  for (const Located& place : located) {
    Json item = {{"line", place.line}, {"message", place.message}};
    if (!place.source.empty()) item["file"] = place.source;
    malformed.push_back(std::move(item));
  }
  return malformed;
}

Json segment_names_json(const Collection& collection) {
  Json names = Json::array();
  for (const SegmentName& segment : collection.segment_names()) {
    names.push_back({{"name", segment.name}, {"values", segment.values}, {"tooMany", segment.too_many}});
  }
  return names;
}

}  // namespace

struct Report::State {
  explicit State(Collect collect) : collection(std::move(collect)), reader(collection.details()) {}

  Collection collection;
  EventReader reader;
  Events events;
  Names names;
  Tags tags;
  metrics::Benchmarks benchmarks = metrics::builtin_benchmarks();
  Tickets tickets;
  Plan plan;

  // Tickets beside the satisfaction of the survey with most answers, or of the one that is asked for.
  Json support(const Query& query, const Survey* survey) const {
    if (tickets.tickets.empty() && tickets.malformed.empty()) return nullptr;
    return support_json(tickets, collection.people(tickets), survey, survey ? main_item(*survey) : nullptr, query);
  }

  // Who wrote a ticket, and when.
  std::vector<std::pair<uint32_t, TimeMs>> asked() const {
    std::vector<std::pair<uint32_t, TimeMs>> result;
    if (tickets.tickets.empty() || plan.experiments.empty()) return result;
    const People people = collection.people(tickets);
    for (const Ticket& ticket : tickets.tickets) {
      const auto found = people.index.find(ticket.user);
      if (found != people.index.end()) result.emplace_back(found->second, ticket.time);
    }
    return result;
  }
};

Report::Report(Collect collect) : state_(std::make_unique<State>(std::move(collect))) {}
Report::~Report() = default;
Report::Report(Report&&) noexcept = default;
Report& Report::operator=(Report&&) noexcept = default;

void Report::add(const Json& event, const Place& place) { add_line(dump_json(event), place); }

void Report::add_line(std::string_view text, const Place& place) {
  state_->events.clear();
  state_->reader.read(text, place.line, state_->events);
  add_events(state_->events, place.source);
}

void Report::start_again(Collect collect) {
  state_->collection = Collection(std::move(collect));
  state_->reader = EventReader(state_->collection.details());
}

Details Report::details() const { return state_->collection.details(); }

void Report::add_events(const Events& events, std::string_view source) { state_->collection.add(events, source); }

void Report::add_malformed(std::string_view message, const Place& place) {
  state_->collection.add_malformed(message, place.source, place.line);
}

void Report::set_names(Names names) { state_->names = std::move(names); }
void Report::set_tags(Tags tags) { state_->tags = std::move(tags); }
void Report::set_benchmarks(metrics::Benchmarks benchmarks) { state_->benchmarks = std::move(benchmarks); }
void Report::set_tickets(Tickets tickets) { state_->tickets = std::move(tickets); }
void Report::set_plan(Plan plan) { state_->plan = std::move(plan); }
const Plan& Report::plan() const { return state_->plan; }

Json Report::json(const Query& query) const {
  const Collection& collection = state_->collection;
  const Context context{query, state_->names, state_->tags, state_->benchmarks};
  const bool has_tickets = !state_->tickets.tickets.empty() || !state_->tickets.malformed.empty();
  // Whether anything is held against the satisfaction of single visitors.
  const bool has_visitors = !collection.struggle().empty();
  const bool everything = query.survey.empty();
  std::vector<VisitorScores> of_surveys;
  Experiments experiments(state_->plan, query);
  Json surveys = Json::array();
  std::optional<Survey> most;  // whose satisfaction that is
  size_t most_answers = 0;
  for (const std::string& id : collection.survey_ids()) {
    // The id of an entry begins with that of its survey.
    if (!query.survey.empty() && query.survey != id && query.survey.substr(0, id.size() + 1) != id + '/') continue;
    Survey survey = collection.survey(id, query.span, &query.by);
    if (everything) {
      if (!collection.journeys().empty()) of_surveys.emplace_back(survey);
      experiments.add_survey(survey);
    }
    bool any = false;
    for (Json& entry : survey_entries(survey, context)) {
      if (!query.survey.empty() && query.survey != id && string_at(entry, "id") != query.survey) continue;
      surveys.push_back(std::move(entry));
      any = true;
    }
    const Item* main = (has_tickets || has_visitors) && any ? main_item(survey) : nullptr;
    if (main && main->answers.size() > most_answers) {
      most_answers = main->answers.size();
      most = std::move(survey);
    }
  }
  Json support = state_->support(query, most ? &*most : nullptr);
  const VisitorScores satisfaction = has_visitors && most ? VisitorScores(*most) : VisitorScores();
  Json struggle = collection.struggle().json(collection.persons(), &satisfaction, query);
  for (Json& entry : surveys) {
    if (!most || string_at(entry, "id") != most->id) continue;
    add_support_finding(entry, support);
    add_struggle_finding(entry, struggle);
  }
  const std::optional<Span> period = collection.period();
  const Totals& totals = collection.totals();
  Json journeys = Json::array(), log = Json::array();
  if (everything) {
    const std::vector<uint32_t> persons = collection.persons();
    const std::vector<Way> ways = collection.journeys().ways(persons, state_->plan, collection.latest_time());
    journeys = journeys_json(ways, of_surveys, query);
    const auto tickets = state_->asked();
    log = experiments.json({ways, collection.activity(), persons, tickets});
  }
  Json json = {{"surveys", std::move(surveys)},
               {"guides", query.survey.empty() ? collection.guides().json() : Json::array()},
               {"journeys", std::move(journeys)},
               {"experiments", std::move(log)},
               {"events", totals.events},
               {"duplicates", totals.duplicates},
               {"rejected", totals.rejected},
               {"other", totals.other},
               {"malformed", malformed_json(collection.malformed())},
               {"malformedCount", totals.malformed},
               {"query", query_json(query)},
               {"segmentNames", segment_names_json(collection)},
               {"support", std::move(support)},
               {"struggle", std::move(struggle)}};
  json["period"] = nullptr;
  if (period) json["period"] = {{"from", time_json(period->from)}, {"to", time_json(period->to)}};
  return json;
}

std::vector<std::string> Report::survey_ids() const { return state_->collection.survey_ids(); }
const Collection& Report::collection() const { return state_->collection; }

}  // namespace canvass::report
