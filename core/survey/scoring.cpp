#include "core/survey/scoring.h"

#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/metrics/questionnaires.h"
#include "core/survey/common.h"

namespace canvass::survey {

namespace {

// The answers that count, by the ids of what was judged: rows of matrices, and questions.
class Items {
 public:
  Items(const Session& session, QuestionSet questions) : session_(session), questions_(questions) {}

  // kUnanswered when there is no answer. Of a question that asks for several things, give `row`; else it is empty.
  int64_t value(size_t question, std::string_view row) const {
    if ((questions_ & question_bit(question)) == 0) return kUnanswered;
    const Json& answer = session_.replies[question].answer;
    return (row.empty() ? integer_of(answer) : integer_at(answer, row)).value_or(kUnanswered);
  }

  // What was chosen; empty when nothing was.
  std::string_view text(size_t question) const {
    return (questions_ & question_bit(question)) == 0 ? std::string_view()
                                                      : string_of(session_.replies[question].answer);
  }

  // Of the row or question called `id`, wherever it is.
  int64_t find(std::string_view id) const {
    for (size_t i = 0; i < session_.replies.size(); ++i) {
      const int64_t found = value(i, session_.survey->questions[i].id == id ? std::string_view() : id);
      if (found != kUnanswered) return found;
    }
    return kUnanswered;
  }

  static constexpr int64_t kUnanswered = -1;  // on no scale

 private:
  const Session& session_;
  QuestionSet questions_;
};

// Two decimals are more than any of these can mean.
double rounded(double value) { return static_cast<double>(static_cast<int64_t>(value * 100 + 0.5)) / 100; }

void put(Json& out, std::string_view name, std::optional<double> score) {
  if (score) out[std::string(name)] = rounded(*score);
}

void score_sus(const Session&, const Items& items, Json& out) {
  int64_t values[metrics::kSusItems];
  for (size_t i = 0; i < metrics::kSusItems; ++i) {
    values[i] = items.find(join({"sus", decimal(static_cast<int64_t>(i + 1))}));
  }
  put(out, "sus", metrics::sus(values));
}

void score_umux_lite(const Session&, const Items& items, Json& out) {
  put(out, "umuxLite", metrics::umux_lite(items.find("umux1"), items.find("umux2")));
}

// Two items make a factor, whose name is theirs without the number.
void score_suprq(const Session&, const Items& items, Json& out) {
  constexpr std::string_view kIds[] = {"usability1",  "usability2",  "trust1",  "trust2",
                                       "appearance1", "appearance2", "loyalty2"};
  const int64_t recommend = items.find("loyalty1");
  int64_t values[metrics::kSuprqItems];
  for (size_t i = 0; i < metrics::kSuprqItems; ++i) values[i] = items.find(kIds[i]);
  put(out, "suprq", metrics::suprq(values, recommend));
  for (size_t i = 0; i < metrics::kSuprqItems; i += 2) {
    // The likelihood to recommend is halved: 0–10 beside 1–5.
    const bool last = i + 1 == metrics::kSuprqItems;
    const double second = static_cast<double>(last ? recommend : values[i + 1]) / (last ? 2 : 1);
    if (values[i] == Items::kUnanswered || second < 0) continue;
    put(out, kIds[i].substr(0, kIds[i].size() - 1), (static_cast<double>(values[i]) + second) / 2);
  }
}

// The matrices of a preset are its first two questions.
void score_csi(const Session& session, const Items& items, Json& out) {
  Vector<metrics::Aspect> aspects;
  for (const config::Option& row : session.survey->questions[0].options) {
    aspects.push_back({items.value(0, row.id), items.value(1, row.id)});
  }
  put(out, "csi", metrics::csi(aspects.data(), aspects.size()));
  put(out, "csiUnweighted", metrics::csi_unweighted(aspects.data(), aspects.size()));
}

void score_seq(const Session&, const Items& items, Json& out) {
  const int64_t ease = items.find("ease");
  put(out, "seq", metrics::mean_item(&ease, 1, 1, 7));
}

// What a visitor adds to the share of those who would miss the product, in per cent: all or nothing. Who has left it
// adds nothing to either side of the fraction.
void score_pmf(const Session& session, const Items& items, Json& out) {
  const std::string_view feeling = items.text(0);
  if (!feeling.empty() && feeling != "gone") put(out, session.survey->scoring, feeling == "very" ? 100 : 0);
}

struct Scoring {
  std::string_view name;
  void (*score)(const Session& session, const Items& items, Json& out);
};

constexpr Scoring kScorings[] = {
    {"sus", score_sus}, {"umuxLite", score_umux_lite}, {"suprq", score_suprq}, {"csi", score_csi}, {"seq", score_seq},
    {"pmf", score_pmf},
};

// The mean of every factor that statements name, each statement answered counting once.
Json factors_of(const Session& session, const Items& items) {
  Json out = json_object();
  const Vector<config::Question>& questions = session.survey->questions;
  for (size_t i = 0; i < questions.size(); ++i) {
    for (const config::Option& named : questions[i].options) {
      if (named.factor.empty() || find(out, named.factor) != nullptr) continue;
      int64_t sum = 0;
      int64_t count = 0;
      for (size_t k = i; k < questions.size(); ++k) {
        for (const config::Option& row : questions[k].options) {
          const int64_t value = row.factor == named.factor ? items.value(k, row.id) : Items::kUnanswered;
          if (value == Items::kUnanswered) continue;
          sum += value;
          ++count;
        }
      }
      if (count > 0) put(out, named.factor, static_cast<double>(sum) / static_cast<double>(count));
    }
  }
  return out;
}

}  // namespace

Json scores(const Session& session, QuestionSet questions) {
  Json out = json_object();
  const config::Survey& survey = *session.survey;
  const Items items(session, questions);
  for (const Scoring& scoring : kScorings) {
    if (scoring.name == survey.scoring) scoring.score(session, items, out);
  }
  // A metric with a kind of question of its own is the answer to the first of that kind.
  for (size_t i = 0; i < survey.questions.size(); ++i) {
    if (survey.questions[i].kind->name != survey.scoring) continue;
    const int64_t value = items.value(i, {});
    if (value != Items::kUnanswered) out[survey.scoring] = value;
    break;
  }
  Json factors = factors_of(session, items);
  if (!factors.empty()) out["factors"] = std::move(factors);
  return out;
}

std::optional<Json> score_of(const Session& session, QuestionSet questions, std::string_view name) {
  const Json all = scores(session, questions);
  const Json* found = find(all, name);
  const Json* factors = find(all, "factors");
  if (factors != nullptr && (found == nullptr || found == factors)) found = find(*factors, name);
  return found == nullptr ? std::nullopt : std::optional<Json>(*found);
}

}  // namespace canvass::survey
