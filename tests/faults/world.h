// A world around the engine in which everything goes wrong that can: tabs of one browser with the storage they share,
// a lock that says which of them sends, a server, clocks. What happens in it, in which order and when, is drawn from a
// number: a schedule. It looks at the whole engine from outside, by its events and effects alone.
//
//   const Outcome outcome = faults::run({.seed = 17});
//   if (!outcome.ok()) std::cerr << outcome.failure;           // what did not hold, and when
//   Script script;
//   faults::run(faults::shrink({.seed = 17}), &script);        // the same in fewer steps, written down
//
// What must hold of every one of them, after every single call of handle():
// - the ledger balances, and agrees with the account that the model keeps of this page by itself;
// - nothing is sent that was not stored before, by a tab that does not lead, or before the server wants it again;
// - nothing leaves storage but what the server has taken, or what the ledger counts as dropped for a reason that the
//   model finds just;
// - keepalive requests stay within the browser's quota.
// In the end the faults cease, time passes, a new tab is opened: everything that was accepted has arrived, or was
// dropped justly, and storage is empty of it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/time.h"

namespace canvass::faults {

enum Fault : uint32_t {
  kCrash = 1u << 0,      // a tab dies between any two effects, or at any other time
  kNetwork = 1u << 1,    // no answer, though the browser says it is online; the server may have taken the batch
  kLostAck = 1u << 2,    // taken, and no sign of it: no answer, or a 5xx of a proxy
  kTwice = 1u << 3,      // the same answer arrives again
  kServer = 1u << 4,     // 5xx, 3xx, 408, nonsense
  kBusy = 1u << 5,       // 429 and 503 with Retry-After in seconds or as a date
  kRefuse = 1u << 6,     // 401, 403, 404, 410 for a time: such a batch is lost, and the ledger says so
  kSplit = 1u << 7,      // 400, 409, 415, 422 for a time: whatever is refused on its own is lost
  kPoison = 1u << 8,     // single events that no batch is taken with
  kTooLarge = 1u << 9,   // 413 above some size
  kPicky = 1u << 10,     // a batch with anything taken before is answered 400
  kHang = 1u << 11,      // no end of a request
  kOffline = 1u << 12,   // and online again, as the browser says
  kQuota = 1u << 13,     // writes fail, for a time or now and then
  kDenied = 1u << 14,    // no storage at all for a page
  kLate = 1u << 15,      // storage events, answers and the lock take their time
  kThrottle = 1u << 16,  // timers of tabs in the background
  kFreeze = 1u << 17,    // tabs that stand still, also while they lead
  kClock = 1u << 18,     // the clock is set, machines sleep
  kNoLocks = 1u << 19,   // a browser without Web Locks: every tab sends by itself
  kOverflow = 1u << 20,  // a small limit of what may wait
  kLeave = 1u << 21,     // pages are reloaded and tabs closed while there is something to send
  kManyTabs = 1u << 22,  // up to twenty
  kAllFaults = (1u << 23) - 1,
};

// As `--without` spells them.
const char* fault_name(Fault fault);
bool fault_from_name(const std::string& name, Fault& fault);

// A world that does what none may do, to see that the model notices.
enum class Wrong : uint8_t {
  kNothing,
  kServerLies,    // answers 200 now and then without taking anything
  kStorageLeaks,  // loses a key now and then
  kTwoLeaders,    // the lock is given to two tabs
};

struct Schedule {
  uint64_t seed = 0;
  uint32_t without = 0;   // faults that do not happen although the seed has them
  int steps = INT32_MAX;  // after that many the faults cease
  Wrong wrong = Wrong::kNothing;
};

struct Outcome {
  std::string failure;  // empty: everything held
  uint32_t faults = 0;  // that the seed has
  int steps = 0;
  uint64_t handled = 0, pages = 0, requests = 0, accepted = 0, received = 0, repeated = 0, dropped = 0, lost = 0;
  uint64_t steals = 0, crashes = 0, overflowed = 0, refused = 0;

  bool ok() const { return failure.empty(); }
  void add(const Outcome& other);  // the counts
};

// The counts of many schedules in one line.
std::string summary(const Outcome& sum);

// What happened, to be read and to be replayed.
struct Script {
  std::string config;
  std::vector<std::string> story;                          // a line for everything that happens in the world
  std::vector<std::pair<std::string, std::string>> pages;  // "tab2-page5" → NDJSON for `canvass replay`
};

Outcome run(const Schedule& schedule, Script* script = nullptr);

// The same failure with fewer steps and fewer faults, as far as that is cheap to find.
Schedule shrink(const Schedule& schedule);

// The command that runs just this schedule again.
std::string command(const Schedule& schedule);

}  // namespace canvass::faults
