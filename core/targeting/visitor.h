// Who the visitor is, what they were told apart by before, and where they are now.
//
//   Visitor visitor;
//   visitor.start(init, "en", false, ids, turn);   // takes up what is stored, begins a visit
//   visitor.open({"https://shop.example/cart"}, turn);
//   visitor.first_visit();
//
// Stored under "visitor", "identity", "visits" and, as long as the tab lasts, "tab:visit", "tab:utm", "tab:pages".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/uuid.h"
#include "core/base/vector.h"
#include "core/event.h"
#include "core/turn.h"

namespace canvass::targeting {

class Visitor {
 public:
  // `keep_history`: where the visitor has been is to be stored, not only known.
  // `rotate`: how old the id may be; 0: any age.
  void start(const event::Init& init, std::string_view default_locale, bool keep_history, UuidMaker& ids, Turn& turn,
             TimeMs rotate = 0);

  // False when it is the page the visitor is on already. Of the campaign, what is named in `utm` is stored.
  bool open(const event::Page& page, const Vector<std::string>& utm, Turn& turn);

  // From now on on no page.
  void leave();

  // The page went out of sight, or came back.
  void hide(TimeMs now);
  void unhide(TimeMs now);

  // Whether anything changed. What cannot be used is warned of.
  bool identify(const event::Identify& event, Turn& turn);

  // Another tab stored it. The visit of this tab stays what it was.
  void stored(const event::Stored& event);

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

  // Of this visit: {"source":"mail",…} of the last address that had any; and the paths of the newest pages, oldest
  // first, this one included.
  const Json& utm() const { return utm_; }
  const Vector<std::string>& pages() const { return pages_; }

  // How long this page has been in sight.
  TimeMs time_on_page(TimeMs now) const { return in_sight_ + (hidden_ ? 0 : now - in_sight_since_); }
  bool hidden() const { return hidden_; }

 private:
  void make(UuidMaker& ids, Turn& turn);
  void begin_visit(const Json& visits, Turn& turn);
  void restore_identity(std::string_view text);
  CANVASS_APART void take_utm(const Vector<std::string>& kept, Turn& turn);
  CANVASS_APART bool is_older_than(TimeMs age, TimeMs now) const;

  std::string id_;
  std::string user_;
  Json traits_ = json_object();
  std::string locale_;
  std::string device_;
  std::string url_;
  std::string referrer_;
  int64_t visits_ = 0;
  Json utm_ = json_object();
  Vector<std::string> pages_;
  bool keep_history_ = false;
  TimeMs in_sight_ = 0;  // of this page, until it was last hidden
  TimeMs in_sight_since_ = 0;
  bool hidden_ = false;
};

}  // namespace canvass::targeting
