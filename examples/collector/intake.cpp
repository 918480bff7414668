#include "examples/collector/intake.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "core/base/text.h"
#include "core/config/fields.h"
#include "core/delivery/wire.h"

namespace canvass::collector {
namespace {

constexpr int64_t kMaxDrops = 1'000'000;  // of one sender and reason: more than it can ever have queued

void refuse(Intake& intake, int status, std::string reason, Vector<Problem> problems) {
  if (problems.size() > kMaxProblems) problems.resize(kMaxProblems);
  intake.refused = Intake::Refused{status, std::move(reason), std::move(problems)};
}

// --- limits of fields ------------------------------------------------------------------------------------

class Fields {
 public:
  // None: the event is within the limits.
  std::optional<Problem> check(const Json& event, std::string pointer) {
    values_ = 0;
    walk(event, std::move(pointer), 1);
    return std::exchange(problem_, std::nullopt);
  }

 private:
  void fail(std::string pointer, std::string message) {
    if (!problem_) problem_ = {std::move(pointer), std::move(message)};
  }

  void walk(const Json& value, const std::string& pointer, size_t depth) {
    if (problem_) return;
    if (depth > kMaxEventDepth) {
      return fail(pointer, "is nested deeper than " + std::to_string(kMaxEventDepth) + " levels");
    }
    if (value.is_string()) {
      if (count_characters(*value.get_ptr<const std::string*>()) > kMaxString) {
        fail(pointer, "is longer than " + std::to_string(kMaxString) + " characters");
      }
      return;
    }
    if (!value.is_structured()) return;
    values_ += value.size();
    if (values_ > kMaxValues)
      return fail(pointer, "brings the event to more than " + std::to_string(kMaxValues) + " values");
    size_t index = 0;
    for (auto item = value.begin(); item != value.end(); ++item, ++index) {
      if (value.is_object() && count_characters(item.key()) > kMaxName) {
        return fail(pointer, "has a name longer than " + std::to_string(kMaxName) + " characters");
      }
      walk(*item, pointer + "/" + (value.is_object() ? config::escaped(item.key()) : std::to_string(index)), depth + 1);
    }
  }

  size_t values_ = 0;
  std::optional<Problem> problem_;
};

// --- clock -----------------------------------------------------------------------------------------------

// An event that is later than its batch was made by a clock that has been set right since.
void correct_clock(Json& event, TimeMs skew, TimeMs received_at) {
  const std::string sent(string_at(event, "timestamp"));
  const std::optional<TimeMs> time = parse_iso8601(sent);
  if (!time || (skew == 0 && *time < received_at + kTrustedSkew)) return;
  const TimeMs corrected = std::clamp<TimeMs>(*time + skew, 0, received_at);
  event["timestamp"] = format_iso8601(corrected);
  // A gateway in between may have corrected once already; then what the sender said is known.
  if (!find(event, "originalTimestamp")) event["originalTimestamp"] = sent;
}

// --- ledger ----------------------------------------------------------------------------------------------

// A sender can write anything here, and each reason becomes a label.
std::string known_reason(const std::string& reason) {
  for (const char* known : {"too large", "overflow", "forgotten", "invalid"}) {
    if (reason == known) return reason;
  }
  const bool refused = reason.size() == 11 && reason.starts_with("refused ") && reason[8] >= '1' && reason[8] <= '5' &&
                       reason.find_first_not_of("0123456789", 8) == reason.npos;
  return refused ? reason : "other";
}

std::vector<Drop> drops_of(const Json& body, const std::string& who) {
  std::vector<Drop> drops;
  const Json* ledger = find(body, "ledger");
  const Json* dropped = ledger ? find(*ledger, "dropped") : nullptr;
  if (!dropped || !dropped->is_object() || who.empty()) return drops;
  for (const auto& [reason, value] : dropped->items()) {
    const std::optional<int64_t> count = integer_of(value);
    if (!count || *count <= 0) continue;
    const int64_t bounded = std::min(*count, kMaxDrops);
    const std::string known = known_reason(reason);
    const auto same = std::find_if(drops.begin(), drops.end(), [&](const Drop& drop) { return drop.reason == known; });
    if (same != drops.end()) {
      same->count += bounded;
    } else {
      drops.push_back({who, known, bounded});
    }
  }
  return drops;
}

Row row_of(const Json& event) {
  Row row;
  row.message_id = string_at(event, "messageId");
  row.event = string_at(event, "event");
  if (row.event.empty()) row.event = string_at(event, "type");
  row.anonymous_id = string_at(event, "anonymousId");
  row.timestamp = string_at(event, "timestamp");
  if (const Json* properties = find(event, "properties")) row.survey = string_at(*properties, "survey");
  row.json = dump_json(event);
  return row;
}

}  // namespace

Intake open_batch(std::string_view body) {
  Intake intake;
  JsonError wrong;
  std::optional<Json> json = parse_json(body, &wrong);
  if (!json) {
    refuse(intake, 400, "malformed",
           {{"", "The body is not JSON: line " + std::to_string(wrong.line) + ", column " +
                     std::to_string(wrong.column) + ": " + wrong.message}});
    return intake;
  }
  intake.body = std::move(*json);
  intake.write_key = string_at(intake.body, "writeKey");
  return intake;
}

void read_events(Intake& intake, TimeMs received_at) {
  const Json* list = find(intake.body, "batch");
  if (list && list->is_array() && list->size() > wire::kMaxBatch) {
    return refuse(
        intake, 413, "too large",
        {{"/batch", "More than " + std::to_string(wire::kMaxBatch) + " events. Send them in several batches."}});
  }
  wire::Batch batch = wire::validate_batch(intake.body);
  Fields fields;
  if (batch.errors.empty()) {
    size_t index = 0;
    for (const Json& event : batch.events) {
      std::optional<Problem> problem = fields.check(event, "/batch/" + std::to_string(index++));
      if (problem) batch.errors.push_back(std::move(*problem));
    }
  }
  if (!batch.errors.empty()) return refuse(intake, 400, "invalid", std::move(batch.errors));

  const std::optional<TimeMs> sent_at = parse_iso8601(string_at(intake.body, "sentAt"));
  if (sent_at && std::abs(received_at - *sent_at) >= kTrustedSkew) intake.skew = received_at - *sent_at;
  intake.rows.reserve(batch.events.size());
  for (Json& event : batch.events) {
    if (sent_at) correct_clock(event, intake.skew, received_at);
    intake.rows.push_back(row_of(event));
  }
  if (!intake.rows.empty()) intake.drops = drops_of(intake.body, intake.rows.front().anonymous_id);
}

}  // namespace canvass::collector
