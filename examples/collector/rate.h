// How often somebody may come: a token bucket each.
//
//   RateLimit limit(100, 1000);                       // 100 a second, 1000 at once
//   if (int seconds = limit.take("203.0.113.7", 1, now)) { … 429, Retry-After: seconds … }
//
// Safe to use from many threads. Remembers at most kMaxRemembered; a full bucket is not worth remembering.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace canvass::collector {

class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr size_t kMaxRemembered = 100'000;

  // `per_second` 0: no limit.
  RateLimit(double per_second, double burst);

  // 0: go ahead. Else nothing is taken, and it makes sense to come again after so many seconds (1…3600). What costs
  // more than a bucket holds goes ahead when the bucket is full.
  int take(const std::string& who, double cost, Clock::time_point now);

 private:
  struct Bucket {
    double tokens = 0;
    Clock::time_point at;
  };

  double filled(const Bucket& bucket, Clock::time_point now) const;
  void forget(Clock::time_point now);

  double per_second_, burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

// Whom an address stands for: itself in IPv4, its /64 in IPv6, where one machine has as many as it likes.
std::string who_is(const std::string& address);

// Whether it is this machine's own.
bool is_loopback(const std::string& address);

// The address that the nearest proxy saw: the last one of X-Forwarded-For, when it is one; else `address`. What stands
// before it may be anybody's invention.
std::string forwarded_for(const std::string& header, const std::string& address);

}  // namespace canvass::collector
