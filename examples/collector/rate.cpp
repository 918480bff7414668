#include "examples/collector/rate.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cmath>

namespace canvass::collector {

RateLimit::RateLimit(double per_second, double burst) : per_second_(per_second), burst_(std::max(1.0, burst)) {}

double RateLimit::filled(const Bucket& bucket, Clock::time_point now) const {
  const double seconds = std::chrono::duration<double>(now - bucket.at).count();
  return std::min(burst_, bucket.tokens + std::max(0.0, seconds) * per_second_);
}

int RateLimit::take(const std::string& who, double cost, Clock::time_point now) {
  if (per_second_ <= 0) return 0;
  const double needed = std::min(cost, burst_);
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMaxRemembered && !buckets_.contains(who)) forget(now);
  Bucket& bucket = buckets_.try_emplace(who, Bucket{burst_, now}).first->second;
  bucket.tokens = filled(bucket, now);
  bucket.at = now;
  if (bucket.tokens < needed) {
    return static_cast<int>(std::clamp(std::ceil((needed - bucket.tokens) / per_second_), 1.0, 3600.0));
  }
  bucket.tokens -= cost;
  return 0;
}

// The fullest go: they have the least to remember.
void RateLimit::forget(Clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& one) { return filled(one.second, now) >= burst_; });
  for (double part = 0.5; buckets_.size() >= kMaxRemembered && part >= 0; part -= 0.5) {
    std::erase_if(buckets_, [&](const auto& one) { return filled(one.second, now) >= part * burst_; });
  }
}

std::string who_is(const std::string& address) {
  unsigned char bytes[16];
  if (inet_pton(AF_INET6, address.c_str(), bytes) != 1) return address;
  return std::string(reinterpret_cast<const char*>(bytes), 8);
}

bool is_loopback(const std::string& address) { return address == "::1" || address.starts_with("127."); }

std::string forwarded_for(const std::string& header, const std::string& address) {
  std::string last = header.substr(header.rfind(',') + 1);
  last.erase(0, last.find_first_not_of(" \t"));
  last.erase(last.find_last_not_of(" \t") + 1);
  if (!last.empty() && last.front() == '[') {  // [2001:db8::1]:4711
    last = last.substr(1, last.find(']') - 1);
  } else if (std::count(last.begin(), last.end(), ':') == 1) {  // 203.0.113.7:4711
    last.erase(last.find(':'));
  }
  unsigned char bytes[16];
  const bool real = inet_pton(AF_INET, last.c_str(), bytes) == 1 || inet_pton(AF_INET6, last.c_str(), bytes) == 1;
  return real ? last : address;
}

}  // namespace canvass::collector
