#include "core/survey/scoring.h"

#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/metrics/questionnaires.h"

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

std::optional<double> score_sus(const Session&, const Items& items) {
  int64_t values[metrics::kSusItems];
  for (size_t i = 0; i < metrics::kSusItems; ++i) {
    values[i] = items.find(join({"sus", decimal(static_cast<int64_t>(i + 1))}));
  }
  return metrics::sus(values);
}

std::optional<double> score_umux_lite(const Session&, const Items& items) {
  return metrics::umux_lite(items.find("umux1"), items.find("umux2"));
}

constexpr std::string_view kRecommend = "loyalty1";

std::optional<double> score_suprq(const Session&, const Items& items) {
  constexpr std::string_view kIds[] = {"usability1", "usability2",  "trust1",     "trust2",
                                       "loyalty2",   "appearance1", "appearance2"};
  int64_t values[metrics::kSuprqItems];
  for (size_t i = 0; i < metrics::kSuprqItems; ++i) values[i] = items.find(kIds[i]);
  return metrics::suprq(values, items.find(kRecommend));
}

// The matrices of a preset are its first two questions.
std::optional<double> score_csi(const Session& session, const Items& items) {
  Vector<metrics::Aspect> aspects;
  for (const config::Option& row : session.survey->questions[0].options) {
    aspects.push_back({items.value(0, row.id), items.value(1, row.id)});
  }
  return metrics::csi(aspects.data(), aspects.size());
}

std::optional<double> score_seq(const Session&, const Items& items) {
  const int64_t ease = items.find("ease");
  return metrics::mean_item(&ease, 1, 1, 7);
}

struct Scoring {
  std::string_view name;
  std::optional<double> (*score)(const Session& session, const Items& items);
};

constexpr Scoring kScorings[] = {
    {"sus", score_sus}, {"umuxLite", score_umux_lite}, {"suprq", score_suprq}, {"csi", score_csi}, {"seq", score_seq},
};

// Two decimals are more than any of these can mean.
double rounded(double value) { return static_cast<double>(static_cast<int64_t>(value * 100 + 0.5)) / 100; }

// The mean of every factor that statements name, each statement counting once.
void add_factors(const Session& session, const Items& items, Json& out) {
  struct Factor {
    std::string_view name;
    double sum = 0;
    int count = 0;
  };
  Vector<Factor> factors;
  const auto add = [&](std::string_view name, double value) {
    for (Factor& factor : factors) {
      if (factor.name != name) continue;
      factor.sum += value;
      ++factor.count;
      return;
    }
    factors.push_back({name, value, 1});
  };
  for (size_t i = 0; i < session.survey->questions.size(); ++i) {
    for (const config::Option& row : session.survey->questions[i].options) {
      const int64_t value = row.factor.empty() ? Items::kUnanswered : items.value(i, row.id);
      if (value != Items::kUnanswered) add(row.factor, static_cast<double>(value));
    }
  }
  // The likelihood to recommend belongs to loyalty, halved: 0–10 beside 1–5.
  const int64_t recommend = session.survey->scoring == "suprq" ? items.find(kRecommend) : Items::kUnanswered;
  if (recommend != Items::kUnanswered) add("loyalty", static_cast<double>(recommend) / 2);
  for (const Factor& factor : factors) out[std::string(factor.name)] = rounded(factor.sum / factor.count);
}

}  // namespace

Json scores(const Session& session, QuestionSet questions) {
  Json out = json_object();
  const config::Survey& survey = *session.survey;
  if (survey.scoring.empty()) return out;
  const Items items(session, questions);
  add_factors(session, items, out);
  for (const Scoring& scoring : kScorings) {
    if (scoring.name != survey.scoring) continue;
    const std::optional<double> score = scoring.score(session, items);
    if (score) out[survey.scoring] = rounded(*score);
  }
  // A metric with a kind of question of its own is the answer to that.
  for (size_t i = 0; i < survey.questions.size(); ++i) {
    const int64_t value = survey.questions[i].kind->name == survey.scoring ? items.value(i, {}) : Items::kUnanswered;
    if (value != Items::kUnanswered) out[survey.scoring] = value;
  }
  return out;
}

}  // namespace canvass::survey
