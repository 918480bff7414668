#include "core/report/struggle.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include "core/base/text.h"
#include "core/config/config.h"
#include "core/metrics/multiple.h"
#include "core/metrics/proportion.h"
#include "core/report/score.h"

namespace canvass::report {

namespace {

using config::kSignals;

constexpr uint32_t kBeyond = 0;  // the page of all that are too many

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Whether a part of a path says which one it is, not what: "8271", "0190a6f2-…", "5f3c9b2e7d10".
bool is_id(std::string_view part) {
  constexpr size_t kLong = 12;
  size_t digits = 0;
  bool hex = true;
  for (const char c : part) {
    if (is_digit(c)) {
      ++digits;
    } else if (c != '-' && c != '_' && !is_letter(c)) {
      return false;
    } else if (!(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F') && c != '-') {
      hex = false;
    }
  }
  if (digits == 0) return false;
  if (digits == part.size()) return true;
  const bool words = part.find_first_of("-_") != std::string_view::npos;
  return part.size() >= kLong && (hex || (!words && digits >= 3));
}

// Some of the page views: how many, and in how many of them there was a signal.
struct Share {
  int64_t views = 0, with = 0;
};

Scored share_of_views() {
  Scored scored;
  scored.measure = Measure::kShare;
  scored.top = 1;
  scored.high = 100;
  return scored;
}

Tally tally_of(const Share& share) {
  Tally tally;
  tally.n = share.views;
  tally.successes = share.with;
  return tally;
}

void put(Json& json, const Share& share) {
  json["views"] = share.views;
  json["with"] = share.with;
  put_share(json, share.with, share.views);
}

}  // namespace

std::string page_group(std::string_view path) {
  std::string group;
  for (size_t at = 0; at <= path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    group += is_id(part) ? "*" : part;
    if (end < path.size()) group += '/';
    at = end + 1;
  }
  return group;
}

// --- collecting -------------------------------------------------------------------------------------------

Struggle::Struggle() {
  pages_.emplace_back();
  for (uint8_t i = 0; i < kSignals; ++i) elements_.emplace_back().signal = i;
}

void Struggle::Label::say(std::string_view other, TimeMs at) {
  if (other.empty() || (!text.empty() && std::tuple(at, other) <= std::tuple(time, std::string_view(text)))) return;
  text = other;
  time = at;
}

uint32_t Struggle::page_number(std::string_view path) {
  std::string group = page_group(path);
  const auto it = page_index_.find(group);
  if (it != page_index_.end()) return it->second;
  if (pages_.size() > kStrugglePages) return kBeyond;
  const auto number = static_cast<uint32_t>(pages_.size());
  pages_.push_back(group);
  page_index_.emplace(std::move(group), number);
  return number;
}

uint32_t Struggle::element_number(const Event& event) {
  const uint32_t page = page_number(event.page);
  if (page == kBeyond) return event.signal;
  scratch_ = decimal(event.signal);
  scratch_ += '\n';
  scratch_ += decimal(page);
  scratch_ += '\n';
  scratch_ += event.question;
  auto it = element_index_.find(scratch_);
  if (it == element_index_.end()) {
    if (elements_.size() >= kStruggleElements + kSignals) return event.signal;
    it = element_index_.emplace(scratch_, static_cast<uint32_t>(elements_.size())).first;
    Element& fresh = elements_.emplace_back();
    fresh.signal = event.signal;
    fresh.page = page;
    fresh.key = event.question;
  }
  Element& element = elements_[it->second];
  element.role.say(event.kind, event.time);
  element.name.say(event.text, event.time);
  element.path.say(event.response_id, event.time);
  return it->second;
}

void Struggle::add(const Event& event, uint32_t visitor) {
  if (event.about == Event::About::kSignal && event.signal < kSignals) {
    hits_.push_back({event.time, visitor, element_number(event)});
  } else if (event.about == Event::About::kPage) {
    views_.push_back({event.time, visitor, page_number(event.page) << kSignalBits | event.signals});
  }
}

size_t Struggle::bytes() const {
  constexpr size_t kText = 64;  // of a short one in a map
  return hits_.capacity() * sizeof(Hit) + views_.capacity() * sizeof(View) +
         elements_.size() * (sizeof(Element) + kText) + pages_.size() * (sizeof(std::string) + kText);
}

// --- counting ---------------------------------------------------------------------------------------------

// What json() works with: who hit what in which page view.
class Struggle::Counting {
 public:
  Counting(const Struggle& struggle, const std::vector<uint32_t>& persons, const VisitorScores* scores,
           const Query& query)
      : struggle_(struggle), persons_(persons), scores_(scores), query_(query) {
    if (scores_ && scores_->empty()) scores_ = nullptr;
    if (scores_) all_ = scores_->tally_latest();
    signals_of_.resize(struggle.views_.size());
    for (size_t i = 0; i < signals_of_.size(); ++i) signals_of_[i] = struggle.views_[i].signals();
    assign();
  }

  Json json();

 private:
  static constexpr uint32_t kNoView = 0xFFFFFFFF;

  // A signal, and the page view that it was in.
  struct Placed {
    uint32_t group = 0;  // the element; later the page, or the signal
    uint32_t person = kNone;
    uint32_t view = kNoView;
    TimeMs time = kNoTime;
  };

  // The signals of an element, a page, or of one kind.
  struct Group {
    uint32_t number = 0;
    int64_t count = 0, visitors = 0;
    Share share, before, after;
    std::optional<Tally> hit;  // those who scored after they hit it; none: nobody's scores are known
    std::optional<Compared> compared;
    std::optional<double> adjusted;
  };

  uint32_t person_of(uint32_t visitor) const { return visitor < persons_.size() ? persons_[visitor] : visitor; }
  bool counts(TimeMs time, const Span& span) const {
    return (span.from == Span().from && span.to == Span().to) || (time != kNoTime && span.holds(time));
  }
  bool counts(TimeMs time) const { return counts(time, query_.span); }

  void assign();
  std::vector<Group> groups(std::vector<Placed> placed) const;
  void score(Group& group, const std::vector<Placed>& placed, size_t begin, size_t end) const;
  static void adjust(std::vector<Group>& groups);
  void put_group(Json& json, const Group& group) const;
  Json compare_json(const Share& before, const Share& after, std::optional<double> adjusted) const;
  bool compares() const { return query_.before && query_.after; }
  bool worse(const Group& a, const Group& b) const;
  double certain_loss(const Group& group) const;

  Json kinds_json();
  Json pages_json();
  Json elements_json();
  Json trend_json(Json& every) const;

  const Struggle& struggle_;
  const std::vector<uint32_t>& persons_;
  const VisitorScores* scores_;
  const Query& query_;
  Tally all_;
  std::vector<Placed> placed_;       // group: the element
  std::vector<uint8_t> signals_of_;  // by view: the signals that were in it
};

void Struggle::Counting::assign() {
  const std::vector<Hit>& hits = struggle_.hits_;
  const std::vector<View>& views = struggle_.views_;
  // Only page views of those who hit something, where something was hit, are worth sorting.
  std::vector<bool> hit_page(struggle_.pages_.size());
  std::vector<uint32_t> who;
  for (const Hit& hit : hits) {
    hit_page[struggle_.elements_[hit.element].page] = true;
    who.push_back(person_of(hit.visitor));
  }
  std::sort(who.begin(), who.end());
  who.erase(std::unique(who.begin(), who.end()), who.end());
  const auto key = [&](uint32_t view) {
    return std::tuple(person_of(views[view].visitor), views[view].page(), views[view].time);
  };
  std::vector<uint32_t> sorted;
  for (uint32_t i = 0; i < views.size(); ++i) {
    const bool wanted =
        hit_page[views[i].page()] && std::binary_search(who.begin(), who.end(), person_of(views[i].visitor));
    if (wanted && views[i].page() != kBeyond) sorted.push_back(i);
  }
  std::sort(sorted.begin(), sorted.end(), [&](uint32_t a, uint32_t b) {
    return std::tuple_cat(key(a), std::tuple(views[a].signals())) <
           std::tuple_cat(key(b), std::tuple(views[b].signals()));
  });

  placed_.reserve(hits.size());
  for (const Hit& hit : hits) {
    const Element& element = struggle_.elements_[hit.element];
    Placed placed{hit.element, person_of(hit.visitor), kNoView, hit.time};
    const auto wanted = std::tuple(placed.person, element.page, hit.time);
    auto it = std::lower_bound(sorted.begin(), sorted.end(), wanted,
                               [&](uint32_t view, const auto& other) { return key(view) < other; });
    const auto is_theirs = [&](auto at) {
      return person_of(views[*at].visitor) == placed.person && views[*at].page() == element.page;
    };
    if (it != sorted.end() && is_theirs(it)) {
      placed.view = *it;
    } else if (it != sorted.begin() && is_theirs(--it)) {
      placed.view = *it;
    }
    if (placed.view != kNoView) {
      uint8_t& signals = signals_of_[placed.view];
      signals = static_cast<uint8_t>(signals | 1u << element.signal);
    }
    placed_.push_back(placed);
  }
}

// By group. Only what is in the time that was asked for; the views of a group are for the caller to count.
std::vector<Struggle::Counting::Group> Struggle::Counting::groups(std::vector<Placed> placed) const {
  std::vector<Group> result;
  const auto gone = std::remove_if(placed.begin(), placed.end(), [&](const Placed& one) { return !counts(one.time); });
  placed.erase(gone, placed.end());
  std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    return std::tie(a.group, a.person, a.view, a.time) < std::tie(b.group, b.person, b.view, b.time);
  });
  for (size_t begin = 0, end = 0; begin < placed.size(); begin = end) {
    Group group;
    group.number = placed[begin].group;
    for (; end < placed.size() && placed[end].group == group.number; ++end) {
      const Placed& one = placed[end];
      const bool first = end == begin;
      const bool other_person = first || placed[end - 1].person != one.person;
      const bool other_view = other_person || placed[end - 1].view != one.view;
      ++group.count;
      // Of those whom nobody names every page view is a visitor's.
      group.visitors += other_person || (one.person == kNone && (other_view || one.view == kNoView)) ? 1 : 0;
      if (!other_view || one.view == kNoView) continue;
      const TimeMs time = struggle_.views_[one.view].time;
      group.share.with += counts(time) ? 1 : 0;
      if (!compares()) continue;
      group.before.with += counts(time, *query_.before) ? 1 : 0;
      group.after.with += counts(time, *query_.after) ? 1 : 0;
    }
    score(group, placed, begin, end);
    result.push_back(std::move(group));
  }
  return result;
}

// Everybody's latest answer: of those who hit it, if they gave it afterwards, against that of those who never did. Who
// answered only before is in neither group. What has no time is as late as what it follows.
void Struggle::Counting::score(Group& group, const std::vector<Placed>& placed, size_t begin, size_t end) const {
  if (!scores_) return;
  std::vector<double> all, after;
  for (size_t i = begin; i < end;) {
    const uint32_t person = placed[i].person;
    TimeMs first = placed[i].time;
    for (; i < end && placed[i].person == person; ++i) first = std::min(first, placed[i].time);
    const VisitorAnswer* answer = person == kNone ? nullptr : scores_->latest(person);
    if (!answer) continue;
    all.push_back(answer->value);
    if (answer->time == kNoTime || answer->time >= first) after.push_back(answer->value);
  }
  const Tally others = without(all_, tally_of(scores_->scored(), std::move(all)));
  group.hit = tally_of(scores_->scored(), std::move(after));
  group.compared = compare(scores_->scored(), others, *group.hit);
}

void Struggle::Counting::adjust(std::vector<Group>& groups) {
  std::vector<double> p;
  for (const Group& group : groups) {
    if (group.compared) p.push_back(group.compared->difference.p);
  }
  const std::vector<double> adjusted = metrics::holm(p);
  size_t next = 0;
  for (Group& group : groups) {
    if (group.compared) group.adjusted = adjusted[next++];
  }
}

Json Struggle::Counting::compare_json(const Share& before, const Share& after, std::optional<double> adjusted) const {
  Json first = json_object(), second = json_object();
  put(first, before);
  put(second, after);
  const std::optional<Compared> compared = compare(share_of_views(), tally_of(before), tally_of(after));
  return {{"before", std::move(first)},
          {"after", std::move(second)},
          {"difference", compared ? to_json(*compared, adjusted) : Json(nullptr)}};
}

void Struggle::Counting::put_group(Json& json, const Group& group) const {
  json["count"] = group.count;
  json["visitors"] = group.visitors;
  put(json, group.share);
  json["satisfaction"] = group.hit ? to_json(scores_->scored(), *group.hit) : Json(nullptr);
  json["difference"] = group.compared ? to_json(*group.compared, group.adjusted) : Json(nullptr);
}

namespace {

// The p values of all that are compared together, adjusted, each in its place.
template <typename Groups>
std::vector<std::optional<double>> adjusted_changes(const Groups& groups) {
  std::vector<std::optional<double>> result(groups.size());
  std::vector<double> p;
  for (const auto& group : groups) {
    const auto compared = compare(share_of_views(), tally_of(group.before), tally_of(group.after));
    if (compared) p.push_back(compared->difference.p);
  }
  const std::vector<double> adjusted = metrics::holm(p);
  size_t next = 0;
  for (size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].before.views > 0 && groups[i].after.views > 0) result[i] = adjusted[next++];
  }
  return result;
}

double at_least(const Share& share) {
  return share.views > 0 ? metrics::wilson(std::min(share.with, share.views), share.views).low : -1;
}

}  // namespace

// By what the rate is at least, so that one of two page views is not worse than a hundred of three hundred.
bool Struggle::Counting::worse(const Group& a, const Group& b) const {
  const double x = at_least(a.share), y = at_least(b.share);
  if (x != y) return x > y;
  if (a.visitors != b.visitors) return a.visitors > b.visitors;
  return a.count > b.count;
}

// How much worse its visitors score at least; negative where they may as well score better.
double Struggle::Counting::certain_loss(const Group& group) const {
  const metrics::Interval& interval = group.compared->difference.interval;
  return scores_->scored().lower_is_better ? interval.low : -interval.high;
}

Json Struggle::Counting::kinds_json() {
  std::vector<Placed> placed = placed_;
  for (Placed& one : placed) one.group = struggle_.elements_[one.group].signal;
  std::vector<Group> found = groups(std::move(placed));
  std::array<Group, kSignals> all;
  for (uint32_t i = 0; i < kSignals; ++i) all[i].number = i;
  for (Group& group : found) all[group.number] = std::move(group);
  // Of a kind all page views count, also those whose signals were too many to be told.
  for (Group& group : all) group.share = group.before = group.after = {};
  for (size_t i = 0; i < struggle_.views_.size(); ++i) {
    const TimeMs time = struggle_.views_[i].time;
    const bool in = counts(time), in_before = compares() && counts(time, *query_.before),
               in_after = compares() && counts(time, *query_.after);
    for (Group& group : all) {
      const int with = (signals_of_[i] >> group.number) & 1;
      const auto add = [&](Share& share, bool counted) {
        share.views += counted ? 1 : 0;
        share.with += counted ? with : 0;
      };
      add(group.share, in);
      add(group.before, in_before);
      add(group.after, in_after);
    }
  }
  std::vector<Group> shown;
  for (Group& group : all) {
    if (group.count > 0 || group.share.with > 0) shown.push_back(std::move(group));
  }
  adjust(shown);
  std::stable_sort(shown.begin(), shown.end(), [&](const Group& a, const Group& b) { return worse(a, b); });
  const std::vector<std::optional<double>> changes = adjusted_changes(shown);
  Json list = Json::array();
  for (size_t i = 0; i < shown.size(); ++i) {
    Json json = {{"signal", config::name_of(static_cast<config::Signal>(shown[i].number))}};
    put_group(json, shown[i]);
    json["compare"] = compares() ? compare_json(shown[i].before, shown[i].after, changes[i]) : Json(nullptr);
    list.push_back(std::move(json));
  }
  return list;
}

Json Struggle::Counting::pages_json() {
  std::vector<Placed> placed;
  for (const Placed& one : placed_) {
    placed.push_back(one);
    placed.back().group = struggle_.elements_[one.group].page;
  }
  std::vector<Group> shown;
  std::vector<Group*> of_page(struggle_.pages_.size());
  std::vector<Group> all(struggle_.pages_.size());
  for (uint32_t i = 0; i < all.size(); ++i) all[i].number = i;
  for (Group& group : groups(std::move(placed))) all[group.number] = std::move(group);
  for (Group& group : all) group.share = {};
  std::vector<std::array<int64_t, kSignals>> by_signal(all.size());
  for (size_t i = 0; i < struggle_.views_.size(); ++i) {
    if (!counts(struggle_.views_[i].time)) continue;
    Group& group = all[struggle_.views_[i].page()];
    ++group.share.views;
    group.share.with += signals_of_[i] != 0 ? 1 : 0;
    for (size_t signal = 0; signal < kSignals; ++signal)
      by_signal[group.number][signal] += (signals_of_[i] >> signal) & 1;
  }
  for (Group& group : all) {
    if (group.number != kBeyond && (group.count > 0 || group.share.with > 0)) shown.push_back(std::move(group));
  }
  adjust(shown);
  std::sort(shown.begin(), shown.end(), [&](const Group& a, const Group& b) {
    if (worse(a, b) != worse(b, a)) return worse(a, b);
    return struggle_.pages_[a.number] < struggle_.pages_[b.number];
  });
  if (shown.size() > kPagesShown) shown.resize(kPagesShown);
  Json list = Json::array();
  for (const Group& group : shown) {
    Json json = {{"page", struggle_.pages_[group.number]}};
    put_group(json, group);
    Json signals = json_object();
    for (size_t signal = 0; signal < kSignals; ++signal) {
      const int64_t with = by_signal[group.number][signal];
      if (with > 0) signals[config::name_of(static_cast<config::Signal>(signal))] = with;
    }
    json["signals"] = std::move(signals);
    list.push_back(std::move(json));
  }
  return list;
}

Json Struggle::Counting::elements_json() {
  std::vector<Group> all = groups(placed_);
  const auto beyond = [](const Group& group) { return group.number < kSignals; };
  all.erase(std::remove_if(all.begin(), all.end(), beyond), all.end());
  // By page: how many views there were of it.
  std::vector<Group> pages(struggle_.pages_.size());
  for (const View& view : struggle_.views_) {
    Group& page = pages[view.page()];
    page.share.views += counts(view.time) ? 1 : 0;
    if (!compares()) continue;
    page.before.views += counts(view.time, *query_.before) ? 1 : 0;
    page.after.views += counts(view.time, *query_.after) ? 1 : 0;
  }
  for (Group& group : all) {
    const Group& page = pages[struggle_.elements_[group.number].page];
    group.share.views = page.share.views;
    group.before.views = page.before.views;
    group.after.views = page.after.views;
  }
  const auto name = [&](const Group& group) {
    const Element& element = struggle_.elements_[group.number];
    return std::tuple(std::string_view(struggle_.pages_[element.page]), std::string_view(element.key), element.signal);
  };
  std::sort(all.begin(), all.end(), [&](const Group& a, const Group& b) { return name(a) < name(b); });
  adjust(all);
  std::stable_sort(all.begin(), all.end(), [&](const Group& a, const Group& b) { return worse(a, b); });

  std::vector<uint32_t> losers;  // places in `all`, whose visitors score lowest first
  for (uint32_t i = 0; i < all.size(); ++i) {
    if (all[i].compared) losers.push_back(i);
  }
  std::stable_sort(losers.begin(), losers.end(),
                   [&](uint32_t a, uint32_t b) { return certain_loss(all[a]) > certain_loss(all[b]); });
  std::vector<uint32_t> rank(all.size());
  for (uint32_t i = 0; i < losers.size(); ++i) rank[losers[i]] = i + 1;

  const std::vector<std::optional<double>> changes = adjusted_changes(all);
  Json list = Json::array();
  for (uint32_t i = 0; i < all.size(); ++i) {
    if (i >= kElementsShown && (rank[i] == 0 || rank[i] > kLeastSatisfied)) continue;
    const Element& element = struggle_.elements_[all[i].number];
    const auto text = [](const std::string& said) { return said.empty() ? Json(nullptr) : Json(said); };
    Json json = {{"signal", config::name_of(static_cast<config::Signal>(element.signal))},
                 {"page", struggle_.pages_[element.page]},
                 {"element", text(element.key)},
                 {"role", text(element.role.text)},
                 {"name", text(element.name.text)},
                 {"path", text(element.path.text)}};
    put_group(json, all[i]);
    json["satisfactionRank"] = rank[i] == 0 ? Json(nullptr) : Json(rank[i]);
    json["compare"] = compares() ? compare_json(all[i].before, all[i].after, changes[i]) : Json(nullptr);
    list.push_back(std::move(json));
  }
  return {{"count", all.size()}, {"list", std::move(list)}};
}

Json Struggle::Counting::trend_json(Json& every) const {
  std::vector<std::pair<TimeMs, bool>> views;  // and whether there was a signal
  for (size_t i = 0; i < struggle_.views_.size(); ++i) {
    const TimeMs time = struggle_.views_[i].time;
    if (time != kNoTime && counts(time)) views.emplace_back(time, signals_of_[i] != 0);
  }
  Json trend = Json::array();
  every = nullptr;
  if (views.empty()) return trend;
  std::sort(views.begin(), views.end());
  const TimeMs from = views.front().first, to = views.back().first;
  const Every length = trend_period(query_.every, from, to);
  every = name(length);

  struct Period {
    TimeMs at = 0;
    Share share;
    std::optional<Compared> change;
  };
  std::vector<Period> periods;
  std::vector<double> p;
  size_t view = 0, filled = 0;  // filled: the last period with a view, from 1
  for (TimeMs at = from; at <= to;) {
    const Span span = period_of(length, at);
    Period period{at, {}, {}};
    for (; view < views.size() && views[view].first < span.to; ++view) {
      ++period.share.views;
      period.share.with += views[view].second ? 1 : 0;
    }
    if (period.share.views > 0 && filled > 0) {
      period.change = compare(share_of_views(), tally_of(periods[filled - 1].share), tally_of(period.share));
      p.push_back(period.change->difference.p);
    }
    periods.push_back(period);
    if (period.share.views > 0) filled = periods.size();
    at = span.to;
  }
  const std::vector<double> adjusted = metrics::holm(p);
  size_t next = 0;
  for (const Period& period : periods) {
    const Span span = period_of(length, period.at);
    Json json = {{"name", period_name(length, period.at)}, {"from", time_json(span.from)}, {"to", time_json(span.to)}};
    put(json, period.share);
    json["change"] = period.change ? to_json(*period.change, adjusted[next++]) : Json(nullptr);
    trend.push_back(std::move(json));
  }
  return trend;
}

Json Struggle::Counting::json() {
  int64_t signals = 0, beyond = 0, unplaced = 0;
  TimeMs first = std::numeric_limits<TimeMs>::max(), last = kNoTime;
  std::vector<uint32_t> seen;
  const auto see = [&](TimeMs time, uint32_t person) {
    if (time != kNoTime) {
      first = std::min(first, time);
      last = std::max(last, time);
    }
    if (person != kNone) seen.push_back(person);
  };
  for (const Placed& one : placed_) {
    if (!counts(one.time)) continue;
    see(one.time, one.person);
    ++signals;
    beyond += one.group < kSignals ? 1 : 0;
    unplaced += one.view == kNoView ? 1 : 0;
  }
  Share whole, before, after;
  for (size_t i = 0; i < struggle_.views_.size(); ++i) {
    const View& view = struggle_.views_[i];
    const int with = signals_of_[i] != 0 ? 1 : 0;
    const auto add = [&](Share& share, bool counted) {
      share.views += counted ? 1 : 0;
      share.with += counted ? with : 0;
    };
    add(whole, counts(view.time));
    if (compares()) {
      add(before, counts(view.time, *query_.before));
      add(after, counts(view.time, *query_.after));
    }
    if (counts(view.time)) see(view.time, person_of(view.visitor));
  }
  std::sort(seen.begin(), seen.end());
  const auto visitors = std::unique(seen.begin(), seen.end()) - seen.begin();

  Json elements = elements_json();
  Json every;
  Json trend = trend_json(every);
  Json json = {{"signals", signals}, {"visitors", visitors}};
  put(json, whole);
  json["from"] = last == kNoTime ? Json(nullptr) : time_json(first);
  json["to"] = last == kNoTime ? Json(nullptr) : time_json(last);
  put_whose(json, scores_);
  json["kinds"] = kinds_json();
  json["elements"] = std::move(elements["list"]);
  json["elementCount"] = std::move(elements["count"]);
  json["pages"] = pages_json();
  json["every"] = std::move(every);
  json["trend"] = std::move(trend);
  json["compare"] = compares() ? compare_json(before, after, std::nullopt) : Json(nullptr);
  json["withoutView"] = unplaced;
  json["leftOut"] = beyond;
  return json;
}

Json Struggle::json(const std::vector<uint32_t>& persons, const VisitorScores* scores, const Query& query) const {
  if (empty()) return nullptr;
  return Counting(*this, persons, scores, query).json();
}

}  // namespace canvass::report
