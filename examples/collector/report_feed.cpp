#include "examples/collector/report_feed.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "core/base/json.h"

namespace canvass::collector {
namespace {

constexpr int kPage = 1000;  // events read at a time
// Of the threads that requests have, no more than these are kept by questions, one being worked on and the rest
// waiting.
constexpr int kWaiting = 16;
// A question keeps its answer while others are asked; answers are small beside the events.
constexpr size_t kKept = 32;
constexpr size_t kKeptBytes = 64'000'000;
// What takes this long is not worked out again for every event that comes in, but at most a quarter of the time.
constexpr std::chrono::milliseconds kLong{250};
constexpr int kRest = 3;

std::string key_of(const report::Question& question) {
  Json key = Json::array({question.survey, question.every, question.compare, question.since, question.until,
                          question.sus_estimate, question.by});
  return dump_json(key);
}

class Turn {
 public:
  explicit Turn(std::atomic<int>& waiting) : waiting_(waiting) {
    if (waiting_.fetch_add(1) < kWaiting) return;
    --waiting_;
    throw Busy{};
  }
  ~Turn() { --waiting_; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  std::atomic<int>& waiting_;
};

}  // namespace

ReportFeed::ReportFeed(Reader reader, Sides sides, std::string epoch)
    : reader_(std::move(reader)), epoch_(std::move(epoch)) {
  report_.set_names(std::move(sides.names));
  report_.set_plan(std::move(sides.plan));
  if (sides.benchmarks) report_.set_benchmarks(std::move(*sides.benchmarks));
  if (sides.tickets) report_.set_tickets(std::move(*sides.tickets));
}

std::optional<ReportFeed::State> ReportFeed::now(const report::Question& question, const TagsFile::State& tags,
                                                 Problem& problem) {
  const Turn turn(waiting_);
  const std::lock_guard lock(mutex_);
  catch_up(tags);
  const std::string key = key_of(question);
  const auto known = std::find_if(made_.begin(), made_.end(), [&](const Made& made) { return made.key == key; });
  if (known != made_.end()) {
    made_.splice(made_.begin(), made_, known);
    if (good(made_.front())) return State{made_.front().etag, made_.front().json};
    made_.pop_front();
  }

  const Clock::time_point begin = Clock::now();
  const std::optional<report::Query> query = report::query_of(question, report_, problem);
  if (!query) return std::nullopt;
  Made made;
  made.json = std::make_shared<const std::string>(dump_json(report_.json(*query)));
  made.at = Clock::now();
  made.took = made.at - begin;
  made.key = key;
  made.seq = seq_;
  made.tags = tags_;
  const std::string what = key + '\n' + tags_;
  made.etag = '"' + epoch_ + '-' + std::to_string(seq_) + '-' + std::to_string(std::hash<std::string>{}(what)) + '"';
  made_.push_front(std::move(made));
  forget();
  return State{made_.front().etag, made_.front().json};
}

void ReportFeed::catch_up(const TagsFile::State& tags) {
  const int64_t last = reader_.last_seq();
  while (seq_ < last) {
    const int64_t read = reader_.each(seq_, last, kPage, [&](std::string_view json) { report_.add_line(json); });
    seq_ = read == seq_ ? last : read;  // rows may have been deleted meanwhile by another program
  }
  if (tags.etag != tags_) {
    report_.set_tags(*tags.tags);
    tags_ = tags.etag;
  }
}

bool ReportFeed::good(const Made& made) const {
  if (made.tags != tags_) return false;
  return made.seq == seq_ || (made.took >= kLong && Clock::now() - made.at < kRest * made.took);
}

void ReportFeed::forget() {
  size_t bytes = 0, kept = 0;
  for (auto made = made_.begin(); made != made_.end(); ++kept) {
    bytes += made->json->size();
    const bool keep = made == made_.begin() || (kept < kKept && bytes <= kKeptBytes);
    made = keep ? std::next(made) : made_.erase(made);
  }
}

}  // namespace canvass::collector
