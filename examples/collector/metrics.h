// What /metrics says, in Prometheus' text format 0.0.4.
//
//   Metrics metrics;
//   metrics.request("batch", 200, 0.004);
//   metrics.more([&](MetricsText& text) { text.family("…_rows", "Rows sent on.", "counter").sample({}, rows); });
//   std::string page = metrics.text();
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace canvass::collector {

// Families must be begun once each, with all of their samples behind them.
class MetricsText {
 public:
  using Labels = std::vector<std::pair<std::string_view, std::string>>;

  // `type`: counter, gauge or histogram. The name must fit [a-z_]+, a counter's end in _total.
  MetricsText& family(std::string_view name, std::string_view help, std::string_view type);
  // `suffix`: "_bucket", "_sum", "_count" of a histogram.
  MetricsText& sample(const Labels& labels, double value, std::string_view suffix = {});

  const std::string& text() const { return text_; }

 private:
  std::string name_, text_;
};

class Metrics {
 public:
  using Source = std::function<void(MetricsText&)>;

  // Upper bounds in seconds; from a quick answer to one that has waited for a sync of a slow disk.
  static constexpr std::array<double, 13> kBounds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                     0.25,  0.5,    1,     2.5,  5,     10};

  void request(std::string_view route, int status, double seconds);
  void refused(std::string_view reason);                                    // a batch
  void events(const std::string& key, size_t accepted, size_t duplicates);  // key: "" when there are none

  void more(Source source);  // before the first text()
  std::string text();

 private:
  struct Histogram {
    std::array<uint64_t, kBounds.size() + 1> counts{};
    double sum = 0;
  };

  std::mutex mutex_;
  std::map<std::pair<std::string, int>, uint64_t> requests_;
  std::map<std::string, Histogram> seconds_;
  std::map<std::string, uint64_t> refused_;
  std::map<std::string, std::pair<uint64_t, uint64_t>> events_;
  std::vector<Source> sources_;
};

// rss, open descriptors and start time of this process, where the system tells them.
void process_metrics(MetricsText& text);

}  // namespace canvass::collector
