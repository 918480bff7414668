#include "examples/collector/health.h"

namespace canvass::collector {
namespace {

constexpr std::chrono::seconds kGood{1};
constexpr std::chrono::seconds kPatience{5};

}  // namespace

std::string Health::wrong() {
  {
    const std::lock_guard lock(mutex_);
    const auto ago = Clock::now() - asked_;
    if (asking_) return ago > kPatience ? "the disk does not answer" : wrong_;
    if (asked_ != Clock::time_point() && ago < kGood) return wrong_;
    asking_ = true;
    asked_ = Clock::now();
  }
  std::string wrong;
  try {
    store_.probe();
  } catch (const StoreError& error) {
    wrong = error.what();
  }
  const std::lock_guard lock(mutex_);
  asking_ = false;
  wrong_ = wrong;
  return wrong;
}

}  // namespace canvass::collector
