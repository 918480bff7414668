#include "core/base/time.h"

#include <algorithm>

#include "core/base/text.h"

namespace canvass {

namespace {

// Days since 1970-01-01 to a date of the proleptic Gregorian calendar and back, by way of 400-year eras that begin
// on 1 March (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013).
struct Date {
  int64_t year;
  int64_t month;
  int64_t day;
};

Date date_of(int64_t days) {
  days += 719468;
  const int64_t era = days / 146097;
  const int64_t day_of_era = days - era * 146097;
  const int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

int64_t days_of(Date date) {
  const int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const int64_t era = year / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t shifted_month = date.month > 2 ? date.month - 3 : date.month + 9;
  const int64_t day_of_year = (153 * shifted_month + 2) / 5 + date.day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

void append_padded(std::string& out, int64_t number, int width) {
  char digits[4];
  for (int i = width; i-- > 0; number /= 10) digits[i] = static_cast<char>('0' + number % 10);
  out.append(digits, static_cast<size_t>(width));
}

}  // namespace

std::string format_iso8601(TimeMs time) {
  if (time < 0) time = 0;
  if (time > kMaxTime) time = kMaxTime;
  const Date date = date_of(time / kDay);
  const int64_t of_day = time % kDay;
  std::string out;
  append_padded(out, date.year, 4);
  out += '-';
  append_padded(out, date.month, 2);
  out += '-';
  append_padded(out, date.day, 2);
  out += 'T';
  append_padded(out, of_day / kHour, 2);
  out += ':';
  append_padded(out, of_day / kMinute % 60, 2);
  out += ':';
  append_padded(out, of_day / kSecond % 60, 2);
  out += '.';
  append_padded(out, of_day % kSecond, 3);
  out += 'Z';
  return out;
}

std::optional<TimeMs> parse_iso8601(std::string_view text) {
  constexpr std::string_view pattern = "dddd-dd-ddTdd:dd:dd";
  if (text.size() <= pattern.size() || text.back() != 'Z') return std::nullopt;
  int64_t parts[6] = {};
  size_t part = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != 'd') {
      if (text[i] != pattern[i]) return std::nullopt;
      ++part;
    } else {
      if (text[i] < '0' || text[i] > '9') return std::nullopt;
      parts[part] = parts[part] * 10 + (text[i] - '0');
    }
  }
  int64_t fraction = 0;
  std::string_view rest = text.substr(pattern.size(), text.size() - pattern.size() - 1);
  if (!rest.empty()) {
    if (rest[0] != '.' || rest.size() < 2 || rest.size() > 10) return std::nullopt;
    int64_t unit = 100;
    for (const char c : rest.substr(1)) {
      if (c < '0' || c > '9') return std::nullopt;
      fraction += (c - '0') * unit;
      unit /= 10;
    }
  }
  const Date date{parts[0], parts[1], parts[2]};
  if (date.year < 1970 || date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return std::nullopt;
  const int64_t days = days_of(date);
  if (date_of(days).day != date.day) return std::nullopt;  // 30 February and the like
  if (parts[3] > 23 || parts[4] > 59 || parts[5] > 59) return std::nullopt;
  return days * kDay + parts[3] * kHour + parts[4] * kMinute + parts[5] * kSecond + fraction;
}

std::optional<TimeMs> parse_http_date(std::string_view text, TimeMs now) {
  // The words of either form, in its order: W weekday, M month, D day, Y year, T time, Z zone.
  std::string_view words[6];
  size_t count = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = text.find_first_not_of(" ,-", at);
    if (begin == std::string_view::npos) break;
    at = std::min(text.find_first_of(" ,-", begin), text.size());
    if (count == 6) return std::nullopt;
    words[count++] = text.substr(begin, at - begin);
  }
  const bool asctime = count == 5;
  if (!asctime && (count != 6 || words[5] != "GMT")) return std::nullopt;
  const std::string_view month = words[asctime ? 1 : 2];
  const std::string_view time = words[asctime ? 3 : 4];
  const std::optional<int64_t> day = parse_integer(words[asctime ? 2 : 1]);
  std::optional<int64_t> year = parse_integer(words[asctime ? 4 : 3]);
  const size_t weekday = std::string_view("SunMonTueWedThuFriSat").find(words[0].substr(0, 3));
  const size_t index = std::string_view("JanFebMarAprMayJunJulAugSepOctNovDec").find(month);
  if (words[0].size() < 3 || weekday > 18 || weekday % 3 != 0 || month.size() != 3 || index > 33 || index % 3 != 0 ||
      !day || *day < 1 || *day > 31 || !year || *year < 0) {
    return std::nullopt;
  }
  if (!asctime && words[3].size() == 2) {
    const int64_t this_year = date_of(now / kDay).year;
    *year += this_year - this_year % 100 - 100;
    while (*year + 100 <= this_year + 50) *year += 100;
  }
  if (*year > 9999) return std::nullopt;
  std::string iso;
  append_padded(iso, *year, 4);
  iso += '-';
  append_padded(iso, static_cast<int64_t>(index / 3) + 1, 2);
  iso += '-';
  append_padded(iso, *day, 2);
  return parse_iso8601(join({iso, "T", time, "Z"}));
}

std::optional<TimeMs> parse_duration(std::string_view text) {
  size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  const std::optional<int64_t> number = parse_integer(text.substr(0, digits));
  const std::string_view unit = text.substr(digits);
  TimeMs size = 0;
  if (unit == "ms") size = 1;
  if (unit == "s") size = kSecond;
  if (unit == "m") size = kMinute;
  if (unit == "h") size = kHour;
  if (unit == "d") size = kDay;
  if (!number || size == 0 || *number > kMaxTime / size) return std::nullopt;
  return *number * size;
}

}  // namespace canvass
