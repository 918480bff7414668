#include "examples/collector/metrics.h"

#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace canvass::collector {
namespace {

std::string number(double value) {
  char text[40];
  if (std::floor(value) == value && std::fabs(value) < 1e15) {
    std::snprintf(text, sizeof text, "%.0f", value);
  } else {
    std::snprintf(text, sizeof text, "%.9g", value);
  }
  return text;
}

std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

const std::chrono::system_clock::time_point kStarted = std::chrono::system_clock::now();

}  // namespace

MetricsText& MetricsText::family(std::string_view name, std::string_view help, std::string_view type) {
  name_ = name;
  text_.append("# HELP ").append(name).append(" ").append(help).append("\n");
  text_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
  return *this;
}

MetricsText& MetricsText::sample(const Labels& labels, double value, std::string_view suffix) {
  text_.append(name_).append(suffix);
  char before = '{';
  for (const auto& [label, text] : labels) {
    text_ += before;
    text_.append(label).append("=\"").append(escaped(text)).append("\"");
    before = ',';
  }
  if (!labels.empty()) text_ += '}';
  text_.append(" ").append(number(value)).append("\n");
  return *this;
}

void Metrics::request(std::string_view route, int status, double seconds) {
  size_t bucket = 0;
  while (bucket < kBounds.size() && seconds > kBounds[bucket]) ++bucket;
  const std::lock_guard lock(mutex_);
  ++requests_[{std::string(route), status}];
  Histogram& histogram = seconds_[std::string(route)];
  ++histogram.counts[bucket];
  histogram.sum += seconds;
}

void Metrics::refused(std::string_view reason) {
  const std::lock_guard lock(mutex_);
  ++refused_[std::string(reason)];
}

void Metrics::events(const std::string& key, size_t accepted, size_t duplicates) {
  const std::lock_guard lock(mutex_);
  auto& [new_ones, old_ones] = events_[key];
  new_ones += accepted;
  old_ones += duplicates;
}

void Metrics::more(Source source) { sources_.push_back(std::move(source)); }

std::string Metrics::text() {
  MetricsText text;
  {
    const std::lock_guard lock(mutex_);
    text.family("canvass_requests_total", "Requests answered.", "counter");
    for (const auto& [what, count] : requests_) {
      text.sample({{"route", what.first}, {"status", std::to_string(what.second)}}, static_cast<double>(count));
    }
    text.family("canvass_request_seconds", "From a whole request to its answer.", "histogram");
    for (const auto& [route, histogram] : seconds_) {
      uint64_t sum = 0;
      for (size_t i = 0; i <= kBounds.size(); ++i) {
        sum += histogram.counts[i];
        const std::string bound = i < kBounds.size() ? number(kBounds[i]) : "+Inf";
        text.sample({{"route", route}, {"le", bound}}, static_cast<double>(sum), "_bucket");
      }
      text.sample({{"route", route}}, histogram.sum, "_sum");
      text.sample({{"route", route}}, static_cast<double>(sum), "_count");
    }
    const auto by_key = [](const std::string& key) {
      return key.empty() ? MetricsText::Labels{} : MetricsText::Labels{{"key", key}};
    };
    text.family("canvass_events_accepted_total", "Events stored for the first time, on disk.", "counter");
    for (const auto& [key, counts] : events_) text.sample(by_key(key), static_cast<double>(counts.first));
    text.family("canvass_events_duplicate_total", "Events that were there already.", "counter");
    for (const auto& [key, counts] : events_) text.sample(by_key(key), static_cast<double>(counts.second));
    text.family("canvass_batches_refused_total", "Batches of which nothing was stored.", "counter");
    for (const auto& [reason, count] : refused_) text.sample({{"reason", reason}}, static_cast<double>(count));
  }
  for (const Source& source : sources_) source(text);
  return text.text();
}

void process_metrics(MetricsText& text) {
  std::ifstream statm("/proc/self/statm");
  uint64_t pages = 0, resident = 0;
  if (statm >> pages >> resident) {
    text.family("process_resident_memory_bytes", "Resident memory.", "gauge");
    text.sample({}, static_cast<double>(resident * static_cast<uint64_t>(sysconf(_SC_PAGESIZE))));
  }
  std::error_code error;
  size_t descriptors = 0;
  for (std::filesystem::directory_iterator each("/proc/self/fd", error), end; !error && each != end;
       each.increment(error)) {
    ++descriptors;
  }
  if (descriptors > 0) {
    text.family("process_open_fds", "Open file descriptors.", "gauge").sample({}, static_cast<double>(descriptors));
  }
  text.family("process_start_time_seconds", "When this process started, since the Unix epoch.", "gauge");
  text.sample({}, std::chrono::duration<double>(kStarted.time_since_epoch()).count());
}

}  // namespace canvass::collector
