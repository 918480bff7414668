#include "core/report/query.h"

#include <algorithm>
#include <cstdio>

namespace canvass::report {

namespace {

constexpr std::string_view kNames[] = {"day", "week", "month", "quarter", "year"};
constexpr int64_t kFirstYear = 1970, kLastYear = 9999;

struct Day {
  int64_t year = 0, month = 1, day = 1;
};

bool is_leap(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int64_t days_in(int64_t year, int64_t month) {
  constexpr int64_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

// Days since 1970-01-01 to a date of the Gregorian calendar and back (H. Hinnant, "chrono-Compatible Low-Level Date
// Algorithms", 2013). Months beyond December are those of the next year.
int64_t days_of(int64_t year, int64_t month, int64_t day) {
  year += (month - 1) / 12;
  month = (month - 1) % 12 + 1;
  if (month <= 2) --year;
  const int64_t era = year / 400, of_era = year - era * 400;
  const int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

Day day_of(int64_t days) {
  days += 719468;
  const int64_t era = days / 146097, of_era = days - era * 146097;
  const int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted = (5 * of_year + 2) / 153;
  const int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, of_year - (153 * shifted + 2) / 5 + 1};
}

int64_t floor_days(TimeMs time) { return time >= 0 ? time / kDay : -((kDay - 1 - time) / kDay); }

// Monday is 0. The first of January 1970 was a Thursday.
int64_t weekday(int64_t days) { return ((days + 3) % 7 + 7) % 7; }

// The Monday of week 1: the week with the year's first Thursday, which is the one with the fourth of January.
int64_t first_week(int64_t year) {
  const int64_t fourth = days_of(year, 1, 4);
  return fourth - weekday(fourth);
}

int64_t weeks_in(int64_t year) { return (first_week(year + 1) - first_week(year)) / 7; }

// Exactly `digits` digits at the beginning of `text`, which they leave.
std::optional<int64_t> take_number(std::string_view& text, size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int64_t number = 0;
  for (size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

Span days(int64_t from, int64_t to) { return {from * kDay, to * kDay}; }

std::optional<Span> one_period(std::string_view text) {
  const std::optional<int64_t> year = take_number(text, 4);
  if (!year || *year < kFirstYear || *year > kLastYear) return std::nullopt;
  if (text.empty()) return days(days_of(*year, 1, 1), days_of(*year + 1, 1, 1));
  if (!take(text, "-")) return std::nullopt;
  if (take(text, "Q")) {
    const std::optional<int64_t> quarter = take_number(text, 1);
    if (!quarter || *quarter < 1 || *quarter > 4 || !text.empty()) return std::nullopt;
    return days(days_of(*year, 3 * *quarter - 2, 1), days_of(*year, 3 * *quarter + 1, 1));
  }
  if (take(text, "W")) {
    const std::optional<int64_t> week = take_number(text, 2);
    if (!week || *week < 1 || *week > weeks_in(*year) || !text.empty()) return std::nullopt;
    const int64_t monday = first_week(*year) + 7 * (*week - 1);
    return days(monday, monday + 7);
  }
  const std::optional<int64_t> month = take_number(text, 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  if (text.empty()) return days(days_of(*year, *month, 1), days_of(*year, *month + 1, 1));
  if (!take(text, "-")) return std::nullopt;
  const std::optional<int64_t> day = take_number(text, 2);
  if (!day || *day < 1 || *day > days_in(*year, *month) || !text.empty()) return std::nullopt;
  const int64_t from = days_of(*year, *month, *day);
  return days(from, from + 1);
}

std::string format(const char* pattern, int64_t a, int64_t b = 0, int64_t c = 0) {
  char text[64];
  std::snprintf(text, sizeof text, pattern, static_cast<int>(a), static_cast<int>(b), static_cast<int>(c));
  return text;
}

// The year to which the ISO week of a day belongs: that of its Thursday.
int64_t week_year(int64_t monday) { return day_of(monday + 3).year; }

}  // namespace

std::optional<Every> parse_every(std::string_view text) {
  const auto* found = std::find(std::begin(kNames), std::end(kNames), text);
  if (found == std::end(kNames)) return std::nullopt;
  return static_cast<Every>(found - std::begin(kNames));
}

const char* name(Every every) { return kNames[static_cast<size_t>(every)].data(); }

std::optional<Span> parse_period(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return one_period(text);
  constexpr size_t kDayLength = 10;  // 2026-03-02
  const std::string_view first = text.substr(0, slash), last = text.substr(slash + 1);
  if (first.size() != kDayLength || last.size() != kDayLength) return std::nullopt;
  const std::optional<Span> from = one_period(first), to = one_period(last);
  if (!from || !to || to->from < from->from) return std::nullopt;
  return Span{from->from, to->to};
}

Every trend_period(std::optional<Every> asked, TimeMs from, TimeMs to) {
  constexpr int64_t kMost = 26;
  constexpr int64_t kAbsurd = 4000;
  const auto fits = [&](Every every, int64_t most) {
    int64_t count = 0;
    for (TimeMs at = from; at <= to && count <= most; at = period_of(every, at).to) ++count;
    return count <= most;
  };
  if (asked) return fits(*asked, kAbsurd) ? *asked : Every::kYear;
  for (const Every every : {Every::kDay, Every::kWeek, Every::kMonth, Every::kQuarter}) {
    if (fits(every, kMost)) return every;
  }
  return Every::kYear;
}

Span period_of(Every every, TimeMs time) {
  const int64_t today = floor_days(time);
  const Day date = day_of(today);
  switch (every) {
    case Every::kDay:
      return days(today, today + 1);
    case Every::kWeek:
      return days(today - weekday(today), today - weekday(today) + 7);
    case Every::kMonth:
      return days(days_of(date.year, date.month, 1), days_of(date.year, date.month + 1, 1));
    case Every::kQuarter: {
      const int64_t month = (date.month - 1) / 3 * 3 + 1;
      return days(days_of(date.year, month, 1), days_of(date.year, month + 3, 1));
    }
    case Every::kYear:
      break;
  }
  return days(days_of(date.year, 1, 1), days_of(date.year + 1, 1, 1));
}

std::string period_name(Every every, TimeMs time) {
  const int64_t today = floor_days(time);
  const Day date = day_of(today);
  switch (every) {
    case Every::kDay:
      return format("%04d-%02d-%02d", date.year, date.month, date.day);
    case Every::kWeek: {
      const int64_t monday = today - weekday(today), year = week_year(monday);
      return format("%04d-W%02d", year, (monday - first_week(year)) / 7 + 1);
    }
    case Every::kMonth:
      return format("%04d-%02d", date.year, date.month);
    case Every::kQuarter:
      return format("%04d-Q%d", date.year, (date.month - 1) / 3 + 1);
    case Every::kYear:
      break;
  }
  return format("%04d", date.year);
}

}  // namespace canvass::report
