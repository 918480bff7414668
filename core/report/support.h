// Support contacts beside satisfaction: how often people must ask for help, about what, and which topics to fix first.
//
//   Tickets tickets;
//   tickets.add_csv(text, "tickets.csv");                 // columns date, topic, user, in any order
//   Json json = support_json(tickets, people, survey, item, query);
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/report/query.h"
#include "core/report/survey.h"

namespace canvass::report {

struct Ticket {
  TimeMs time = 0;
  uint32_t topic = 0;  // index into Tickets::topics
  std::string user;
};

struct Located {  // what could not be read, and where
  std::string source;
  int64_t line = 0;
  std::string message;
};

constexpr size_t kMalformedTickets = 1'000;  // lines located; beyond that they are counted only

struct Tickets {
  std::vector<std::string> topics;
  std::vector<Ticket> tickets;
  std::vector<Located> malformed;  // the first kMalformedTickets
  int64_t malformed_count = 0;

  // CSV as RFC 4180 has it (quotes, line breaks within them, ';' or tab instead of ',' where the header has those),
  // with a header. Columns `date` (ISO 8601, a day or a time, UTC unless it says otherwise), `topic` and `user` are
  // needed, others are ignored. A line that cannot be read is located and left out. False when there is no such
  // header; `malformed` says why.
  bool add_csv(std::string_view text, std::string_view source);
};

// Everybody who was seen, by the id that tickets have: the userId or anonymousId of any event.
struct People {
  std::unordered_map<std::string, uint32_t> index;  // → visitor, as in Response::visitor
  std::vector<TimeMs> first_seen;                   // by visitor; kNeverSeen: no event of theirs has a time
};
constexpr TimeMs kNeverSeen = std::numeric_limits<TimeMs>::max();

// The report's "support" (docs/report.md); null when there was nothing to read. `survey` and `item` are whose
// satisfaction is compared, nullptr: nothing is. Only tickets of `query.span` count, and people first seen before its
// end. The rates are of people who were seen: tickets of others are counted, and counted apart.
//
// What to mend first: a topic's priority is its share of all tickets × how much lower the people with such a ticket
// score than the others, scaled so that the largest is 1. Everybody's latest answer counts, once. Topics are
// compared together, so their p values are adjusted (Holm).
Json support_json(const Tickets& tickets, const People& people, const Survey* survey, const Item* item,
                  const Query& query);

}  // namespace canvass::report
