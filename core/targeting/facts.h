// What conditions can know of a visitor: traits, campaign, device, pages, and the event that just happened.
//
//   VisitorFacts facts(visitor, &event.props);
//   if (logic::holds(*trigger.where, facts)) …
//
// Whoever knows more, such as the answers given in a survey, asks its own sources first and this one for the rest.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/json.h"
#include "core/config/config.h"
#include "core/logic/condition.h"
#include "core/targeting/visitor.h"

namespace canvass::targeting {

class VisitorFacts final : public logic::Facts {
 public:
  // `properties`: of the event that fired a trigger; nullptr: none did. Both must outlive the facts.
  explicit VisitorFacts(const Visitor& visitor, const Json* properties = nullptr)
      : visitor_(visitor), properties_(properties) {}

  // Of traits, utm, fact, visited and property; everything else is absent.
  std::optional<Json> value(logic::Subject subject, std::string_view name) const override;

 private:
  const Visitor& visitor_;
  const Json* properties_;
};

// Whether any condition asks where the visitor has been. If none does, that is kept nowhere.
bool asks_for_history(const config::Config& config);

}  // namespace canvass::targeting
