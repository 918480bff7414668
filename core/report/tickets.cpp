// Reading the tickets; what they say is in support.cpp.
#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/base/text.h"
#include "core/report/csv.h"
#include "core/report/support.h"

namespace canvass::report {

namespace {

constexpr size_t kColumns = 3;
constexpr std::array<const char*, kColumns> kColumnNames = {"date", "topic", "user"};
using Columns = std::array<std::optional<size_t>, kColumns>;

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && contains_ignoring_case(a, b);
}

Columns columns_of(const std::vector<std::string>& header) {
  Columns columns;
  for (size_t column = 0; column < kColumns; ++column) {
    for (size_t i = 0; i < header.size() && !columns[column]; ++i) {
      if (same_ignoring_case(trim(header[i]), kColumnNames[column])) columns[column] = i;
    }
  }
  return columns;
}

size_t found(const Columns& columns) {
  size_t count = 0;
  for (const std::optional<size_t>& column : columns) count += column ? 1 : 0;
  return count;
}

// "2026-03-02", "2026-03-02T10:00", "2026-03-02 10:00:00", "…Z", "…+05:00".
std::optional<TimeMs> parse_when(std::string_view text) {
  constexpr size_t kDate = 10, kToMinutes = 5;
  std::string time(text.substr(0, kDate));
  std::string_view rest = text.substr(time.size());
  if (rest.empty()) return parse_iso8601(time + "T00:00:00Z");
  if (rest[0] != 'T' && rest[0] != 't' && rest[0] != ' ') return std::nullopt;
  rest.remove_prefix(1);
  TimeMs ahead = 0;  // of UTC
  if (!rest.empty() && (rest.back() == 'Z' || rest.back() == 'z')) {
    rest.remove_suffix(1);
  } else if (const size_t sign = rest.find_first_of("+-"); sign != std::string_view::npos) {
    std::string_view zone = rest.substr(sign + 1);
    rest = rest.substr(0, sign);
    const std::optional<int64_t> hours = parse_integer(zone.substr(0, 2));
    zone.remove_prefix(std::min<size_t>(2, zone.size()));
    if (!zone.empty() && zone[0] == ':') zone.remove_prefix(1);
    const std::optional<int64_t> minutes = zone.empty() ? 0 : parse_integer(zone);
    if (!hours || !minutes || *hours < 0 || *hours > 14 || *minutes < 0 || *minutes > 59) return std::nullopt;
    ahead = *hours * kHour + *minutes * kMinute;
    if (text[kDate + 1 + sign] == '-') ahead = -ahead;
  }
  time += 'T';
  time += rest;
  if (rest.size() == kToMinutes) time += ":00";
  const std::optional<TimeMs> result = parse_iso8601(time + "Z");
  return result ? std::optional<TimeMs>(*result - ahead) : std::nullopt;
}

std::string shortened(std::string_view text) {
  const std::string_view begin = first_characters(text, 40);
  return "\"" + std::string(begin) + (begin.size() < text.size() ? "…\"" : "\"");
}

}  // namespace

bool Tickets::add_csv(std::string_view text, std::string_view source) {
  const auto refuse = [&](int64_t line, std::string message) {
    ++malformed_count;
    if (malformed.size() < kMalformedTickets) malformed.push_back({std::string(source), line, std::move(message)});
    return false;
  };
  if (starts_with(text, "\xEF\xBB\xBF")) text.remove_prefix(3);
  if (starts_with(text, "\xFF\xFE") || starts_with(text, "\xFE\xFF")) {
    return refuse(1, "the file is UTF-16: save it as UTF-8");
  }

  char separator = ',';
  Columns columns;
  for (const char candidate : {',', ';', '\t'}) {
    CsvReader header(text, candidate);
    if (!header.next() || header.problem()) continue;
    const Columns these = columns_of(header.fields());
    if (found(these) > found(columns)) {
      columns = these;
      separator = candidate;
    }
  }
  if (found(columns) < kColumns) {
    std::string missing;
    for (size_t column = 0; column < kColumns; ++column) {
      if (!columns[column]) missing += (missing.empty() ? "\"" : ", \"") + std::string(kColumnNames[column]) + "\"";
    }
    return refuse(1, "the first line must name the columns date, topic and user; missing: " + missing);
  }

  std::unordered_map<std::string, uint32_t> index;
  for (size_t i = 0; i < topics.size(); ++i) index.emplace(topics[i], static_cast<uint32_t>(i));
  CsvReader reader(text, separator);
  reader.next();
  const size_t width = reader.fields().size();
  while (reader.next()) {
    const std::vector<std::string>& fields = reader.fields();
    const auto field = [&](size_t column) { return trim(fields[*columns[column]]); };
    if (reader.problem()) {
      refuse(reader.line(), reader.problem());
    } else if (fields.size() != width) {
      refuse(reader.line(), "has " + decimal(static_cast<int64_t>(fields.size())) + " values, the header has " +
                                decimal(static_cast<int64_t>(width)));
    } else if (const std::optional<TimeMs> time = parse_when(field(0)); !time) {
      refuse(reader.line(),
             "date: expected a day or a time such as 2026-03-02 or 2026-03-02T10:00:00Z, found " + shortened(field(0)));
    } else if (field(1).empty() || field(2).empty()) {
      refuse(reader.line(), field(1).empty() ? "topic is empty" : "user is empty");
    } else {
      const auto [at, fresh] = index.try_emplace(std::string(field(1)), static_cast<uint32_t>(topics.size()));
      if (fresh) topics.push_back(at->first);
      tickets.push_back({*time, at->second, std::string(field(2))});
    }
  }
  return true;
}

}  // namespace canvass::report
