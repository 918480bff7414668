// Who the visitor is, what they were told apart by before, and where they are now.
//
//   Visitor visitor;
//   visitor.start(init, "en", ids, turn);      // takes up what is stored, begins a visit
//   visitor.open("https://shop.example/cart", "");
//   visitor.first_visit();
//
// Stored under "visitor", "identity", "visits" and, as long as the tab lasts, "tab:visit".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/uuid.h"
#include "core/event.h"
#include "core/turn.h"

namespace canvass::targeting {

class Visitor {
 public:
  void start(const event::Init& init, std::string_view default_locale, UuidMaker& ids, Turn& turn);

  // False when it is the page the visitor is on already.
  bool open(const std::string& url, const std::string& referrer);

  // Whether anything changed. What cannot be used is warned of.
  bool identify(const event::Identify& event, Turn& turn);

  // Somebody else from now on.
  void reset(UuidMaker& ids, Turn& turn);

  const std::string& id() const { return id_; }
  const std::string& user() const { return user_; }  // empty: not identified
  const Json& traits() const { return traits_; }     // an object
  const std::string& locale() const { return locale_; }
  const std::string& device() const { return device_; }
  const std::string& url() const { return url_; }
  const std::string& referrer() const { return referrer_; }
  bool first_visit() const { return visits_ == 1; }
  int64_t visits() const { return visits_; }  // this one included

 private:
  void make(UuidMaker& ids, Turn& turn);
  void begin_visit(const Json& visits, Turn& turn);

  std::string id_;
  std::string user_;
  Json traits_ = Json::object();
  std::string locale_;
  std::string device_;
  std::string url_;
  std::string referrer_;
  int64_t visits_ = 0;
};

}  // namespace canvass::targeting
