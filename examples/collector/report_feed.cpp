#include "examples/collector/report_feed.h"

#include <utility>

#include "core/base/json.h"

namespace canvass::collector {
namespace {

constexpr int kPage = 1000;  // events read at a time

}  // namespace

ReportFeed::ReportFeed(Reader reader, std::string epoch) : reader_(std::move(reader)), epoch_(std::move(epoch)) {}

ReportFeed::State ReportFeed::now() {
  const std::lock_guard lock(mutex_);
  const int64_t last = reader_.last_seq();
  if (last != seq_ || !json_) {
    while (seq_ < last) {
      const int64_t read = reader_.each(seq_, last, kPage, [&](std::string_view json) { report_.add_line(json); });
      seq_ = read == seq_ ? last : read;  // rows may have been deleted meanwhile by another program
    }
    json_ = std::make_shared<const std::string>(dump_json(report_.json()));
  }
  return {'"' + epoch_ + '-' + std::to_string(seq_) + '"', json_};
}

}  // namespace canvass::collector
