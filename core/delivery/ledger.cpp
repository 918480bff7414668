#include "core/delivery/ledger.h"

#include <algorithm>

namespace canvass::delivery {

namespace {

constexpr int64_t kMostKept = 1'000'000'000;  // of one reason
constexpr size_t kMostReasons = 50;

}  // namespace

void Ledger::drop(std::string_view reason, size_t count) {
  const int64_t before = integer_at(dropped, reason).value_or(0);
  dropped[std::string(reason)] = before + static_cast<int64_t>(count);
}

void Ledger::restore(std::string_view text) {
  const std::optional<Json> kept = parse_json(text);
  if (!kept || !kept->is_object()) return;
  for (const auto& [reason, value] : *kept->get_ptr<const Json::object_t*>()) {
    const int64_t more = integer_of(value).value_or(0) - integer_at(dropped, reason).value_or(0);
    if (more <= 0 || more > kMostKept || dropped.size() >= kMostReasons) continue;
    accepted += more;
    drop(reason, static_cast<size_t>(more));
  }
}

Json to_json(const Ledger& ledger, const Holding& holding) {
  Json json = json_object();
  json["accepted"] = ledger.accepted;
  json["acknowledged"] = ledger.acknowledged;
  json["queued"] = holding.queued;
  json["dropped"] = ledger.dropped;
  json["memoryOnly"] = holding.memory_only;
  json["passed"] = ledger.passed;
  json["lead"] = holding.leading;
  return json;
}

}  // namespace canvass::delivery
