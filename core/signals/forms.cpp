#include "core/signals/forms.h"

#include <utility>

#include "core/base/text.h"

namespace canvass::signals {

namespace {

using config::Signal;

constexpr size_t kMaxRows = 100;

}  // namespace

Forms::Row& Forms::row_of(const std::string& who) {
  for (Row& row : rows_) {
    if (row.who == who) return row;
  }
  if (rows_.size() >= kMaxRows) rows_.erase(rows_.begin());
  rows_.emplace_back();
  rows_.back().who = who;
  return rows_.back();
}

void Forms::field(const Json& details, Findings& findings) {
  const std::string_view state = string_at(details, "state");
  const bool invalid = state == "invalid";
  if (!invalid && state != "retyped") return;
  const std::string form = identity_of(details, "form");
  Row& row = row_of(join({form, "\n", identity_of(details)}));
  row.form = form;
  const int64_t count = ++(invalid ? row.invalid : row.retyped);
  if (row.told || count < (invalid ? findings.signals.struggle_invalid : findings.signals.struggle_retyped)) return;
  row.told = true;
  Noticed* noticed = findings.add(Signal::kFormStruggle, details);
  if (noticed == nullptr) return;
  noticed->properties["count"] = count;
  noticed->properties["kind"] = std::string(state);
  const Json* target = find(details, "form");
  const std::string element = target == nullptr ? std::string() : element_of(*target, findings.mask);
  if (!element.empty()) noticed->properties["form"] = element;
}

void Forms::form(const Json& details, Findings& findings) {
  const std::string_view state = string_at(details, "state");
  const std::string who = identity_of(details);
  if (state == "begun") {
    row_of(who).details = details;
    return;
  }
  if (state != "submitted" && state != "gone") return;
  for (size_t i = 0; i < rows_.size();) {
    Row& row = rows_[i];
    if (row.who != who && (row.form.empty() || row.form != who)) {
      ++i;
      continue;
    }
    if (state == "gone" && !row.details.is_null()) findings.add(Signal::kAbandonedForm, row.details);
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void Forms::leave(Findings& findings) {
  for (const Row& row : std::exchange(rows_, {})) {
    if (!row.details.is_null()) findings.add(Signal::kAbandonedForm, row.details);
  }
}

}  // namespace canvass::signals
