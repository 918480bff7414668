#include "core/report/course.h"

#include <algorithm>
#include <limits>

namespace canvass::report {

namespace {

constexpr size_t kLookedAt = 20'000;  // responses
constexpr size_t kCompared = 200;     // questions; of more the order is that of their first answers
constexpr TimeMs kNever = std::numeric_limits<TimeMs>::max();

// Questions by their first answers.
Course by_first_answer(const Survey& survey) {
  Course course;
  for (const Item& item : survey.items) {
    if (item.type == Kind::kScore) {
      course.of_item.push_back(kNone);
      continue;
    }
    const auto same = std::find_if(course.questions.begin(), course.questions.end(),
                                   [&](const Item* other) { return other->question == item.question; });
    course.of_item.push_back(static_cast<uint32_t>(same - course.questions.begin()));
    if (same == course.questions.end()) course.questions.push_back(&item);
  }
  return course;
}

// before[a × questions + b]: how many more came to a before b than the other way round.
std::vector<int64_t> precedence(const Survey& survey, const Course& course) {
  const size_t questions = course.questions.size();
  const size_t stride = survey.responses.size() / kLookedAt + 1;
  std::vector<TimeMs> times((survey.responses.size() / stride + 1) * questions, kNever);
  for (size_t i = 0; i < survey.items.size(); ++i) {
    if (course.of_item[i] == kNone) continue;
    for (const Answer& answer : survey.items[i].answers) {
      if (answer.response % stride != 0 || !answer.time) continue;
      TimeMs& time = times[answer.response / stride * questions + course.of_item[i]];
      time = std::min(time, *answer.time);
    }
  }
  std::vector<int64_t> before(questions * questions);
  for (size_t response = 0; response < survey.responses.size(); response += stride) {
    TimeMs* of = &times[response / stride * questions];
    // Where a response ended comes after all that it answered.
    const uint32_t left_at = survey.responses[response].left_at;
    if (left_at < course.of_item.size() && course.of_item[left_at] != kNone) {
      TimeMs& left = of[course.of_item[left_at]];
      if (left == kNever) left = kNever - 1;
    }
    for (size_t a = 0; a < questions; ++a) {
      if (of[a] == kNever) continue;
      for (size_t b = a + 1; b < questions; ++b) {
        if (of[b] == kNever || of[a] == of[b]) continue;
        const int64_t sign = of[a] < of[b] ? 1 : -1;
        before[a * questions + b] += sign;
        before[b * questions + a] -= sign;
      }
    }
  }
  return before;
}

// Always the first of the rest that no other of the rest comes before; in a circle, the one with fewest before it.
std::vector<uint32_t> in_order(const std::vector<int64_t>& before, size_t questions) {
  std::vector<uint32_t> rest(questions), order;
  for (uint32_t i = 0; i < questions; ++i) rest[i] = i;
  while (!rest.empty()) {
    size_t best = 0, fewest = questions;
    for (size_t i = 0; i < rest.size() && fewest > 0; ++i) {
      const auto earlier = static_cast<size_t>(std::count_if(
          rest.begin(), rest.end(), [&](uint32_t other) { return before[other * questions + rest[i]] > 0; }));
      if (earlier >= fewest) continue;
      best = i;
      fewest = earlier;
    }
    order.push_back(rest[best]);
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(best));
  }
  return order;
}

}  // namespace

Course course_of(const Survey& survey) {
  const Course first = by_first_answer(survey);
  const size_t questions = first.questions.size();
  if (questions < 2 || questions > kCompared) return first;
  const std::vector<uint32_t> order = in_order(precedence(survey, first), questions);
  Course course;
  std::vector<uint32_t> place(questions);
  for (uint32_t i = 0; i < questions; ++i) {
    place[order[i]] = i;
    course.questions.push_back(first.questions[order[i]]);
  }
  for (const uint32_t question : first.of_item) course.of_item.push_back(question == kNone ? kNone : place[question]);
  return course;
}

}  // namespace canvass::report
