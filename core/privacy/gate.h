// Whether the engine may run at all: consent, opting out. And what happens meanwhile.
//
//   Gate gate;
//   gate.read(config.privacy, init.stored);
//   if (gate.closed() != Closed::kNo) gate.keep(event, …);      // in memory, until it opens
//
// While it is closed nothing is stored (but the choice itself), sent or shown. Of the choices, an opting out is kept
// under "optOut", a granted consent under "consent" where one is required, a refused one where none is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/sorted_map.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/event.h"
#include "core/turn.h"

namespace canvass::privacy {

constexpr std::string_view kConsentKey = "consent";
constexpr std::string_view kOptOutKey = "optOut";

// What is kept in memory while it is closed.
constexpr size_t kMaxKept = 200;           // events
constexpr size_t kMaxKeptBytes = 200'000;  // of their JSON
constexpr size_t kMaxKeptEvent = 32'000;

enum class Closed : uint8_t { kNo, kConsent, kOptedOut };

// Whether this key tells nothing that would link one page with another: what was asked, what is still to be delivered,
// what was chosen. The others are not stored for a visitor whose browser says that they do not want to be tracked
// (Turn::anonymous).
CANVASS_APART bool is_anonymous(std::string_view key);

// Whether Init::stored has a choice that may keep the gate closed.
inline bool has_choice(const Map<std::string, std::string>& stored) {
  return stored.find(std::string(kConsentKey)) != stored.end() || stored.find(std::string(kOptOutKey)) != stored.end();
}

class Gate {
 public:
  CANVASS_APART void read(const config::Privacy& privacy, const Map<std::string, std::string>& stored);

  Closed closed() const {
    if (opted_out_) return Closed::kOptedOut;
    return refused_ || (required_ && !granted_) ? Closed::kConsent : Closed::kNo;
  }

  // "not-required", "waiting", "granted" or "refused".
  CANVASS_APART const char* consent() const;
  bool opted_out() const { return opted_out_; }

  // Takes a choice. Whether everything stored has to go.
  CANVASS_APART bool choose(event::Reset::Kind kind);
  // The choice that another tab stored; false when the key is none of ours.
  CANVASS_APART bool hear(const event::Stored& event);

  // Stores or removes what has changed since the last time.
  CANVASS_APART void save(Vector<Effect>& effects);

  // Keeps an event for later. Of a visitor who opted out only where they are and who, not what they do.
  CANVASS_APART void keep(const Event& event);
  // Forgets what storage held, as Init told it; with `all` also what the page has said, but for where the visitor is.
  CANVASS_APART void forget(bool all);
  // What was kept, in order; nothing is afterwards.
  CANVASS_APART Vector<std::string> take();

 private:
  struct Kept {
    size_t kind = 0;  // index of the event's alternative
    std::string line;
  };

  void make_room();

  bool required_ = false;
  bool granted_ = false;
  bool refused_ = false;
  bool opted_out_ = false;
  std::string stored_[2];  // under kConsentKey, kOptOutKey
  Vector<Kept> kept_;
  size_t bytes_ = 0;
};

}  // namespace canvass::privacy
