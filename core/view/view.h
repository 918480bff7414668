// The view tree: what is on screen, as meaning rather than as pixels.
//
// The core builds one tree for the survey or guide that is showing. The widget paints it, the web side keeps one
// native control per interactive node, and both find a node again by its id, which is stable for as long as the
// thing it stands for exists.
//
//   view::Node card = view::make(Role::kDialog, Look::kCard, "survey/nps");
//   card.children.push_back(view::make(Role::kHeading, Look::kTitle, "survey/nps/score/title", "How likely…?"));
//   view::Changes changes = view::diff(previous, card);
//
// Numeric constants are part of the C ABI (web/wasm/abi.h): append, never renumber.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/vector.h"

namespace canvass::view {

// What a node is to assistive technology and to input.
enum class Role : uint8_t {
  kDialog = 0,
  kHeading = 1,
  kText = 2,
  kRadiogroup = 3,
  kRadio = 4,
  kCheckbox = 5,
  kButton = 6,
  kLink = 7,
  kTextbox = 8,
  kImage = 9,
  kVideo = 10,
  kProgress = 11,
  kList = 12,
  kListitem = 13,
  kStatus = 14,
  kGroup = 15,
};

// How a node is presented. A look never changes what a node means.
enum class Look : uint8_t {
  kPlain = 0,
  kCard = 1,       // a survey's dialog
  kTip = 2,        // an anchored help tip's dialog
  kTitle = 3,      // 17/24 semibold
  kBody = 4,       // 15/22
  kSecondary = 5,  // 13/18 in secondary ink
  kChip = 6,       // a small pill, such as "You chose 9"
  kScale = 7,      // a radiogroup of short options: a row of cells
  kLabels = 8,     // a radiogroup of worded options: rows where narrow, cells with end labels where wide
  kCell = 9,
  kScaleLow = 10,   // text under a scale's first cell
  kScaleHigh = 11,  // text under a scale's last cell
  kField = 12,      // a multi-line text box
  kActions = 13,    // the group of buttons at the foot of a card
  kPrimary = 14,
  kQuiet = 15,
  kClose = 16,
  kDone = 17,  // the tick of a thank-you screen
};

// Bits of Node::state. Hover, press and focus belong to the host and never enter the tree.
enum State : uint16_t {
  kChecked = 1 << 0,
  kDisabled = 1 << 1,
  kInvalid = 1 << 2,
  kRequired = 1 << 3,
};

using NodeId = uint32_t;  // never 0

struct Node {
  NodeId id = 0;
  Role role = Role::kText;
  Look look = Look::kPlain;
  uint16_t state = 0;
  std::string text;   // what is painted; also the accessible name unless `label` says otherwise
  std::string label;  // the accessible name where it differs from the text ("7, extremely likely")
  std::string value;  // a textbox's content, a radio's value, a progress in 0…1 as decimal
  std::string hint;   // a textbox's hint while it is empty
  Vector<Node> children;
};

// The id of the thing that `path` names (32-bit FNV-1a, never 0). Paths are unique within a tree.
NodeId id_of(std::string_view path);

Node make(Role role, Look look, std::string_view path, std::string text = {});

// Depth first, parents before children; nullptr when there is none.
const Node* find(const Node& root, NodeId id);

// What changed since the tree before, per node that is in the new tree. Nodes that went are not listed: the new
// tree's own order is the whole truth about structure.
enum Change : uint8_t {
  kNew = 1 << 0,
  kMoved = 1 << 1,  // another parent, or another place among its siblings
  kTextChanged = 1 << 2,
  kValueChanged = 1 << 3,
  kStateChanged = 1 << 4,
};

// Node id → its Change bits. A plain list: trees are small, and a hash table would be the only one in the module.
class Changes {
 public:
  using Entry = std::pair<NodeId, uint8_t>;
  using Iterator = Vector<Entry>::const_iterator;

  Changes() = default;
  explicit Changes(Vector<Entry> entries) : entries_(std::move(entries)) {}  // each id once

  Iterator begin() const { return entries_.begin(); }
  Iterator end() const { return entries_.end(); }
  Iterator find(NodeId id) const;  // end() when nothing changed about the node
  size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }

 private:
  Vector<Entry> entries_;
};

// `before` may be nullptr: everything is new then. Nodes without a change are absent.
Changes diff(const Node* before, const Node& after);

}  // namespace canvass::view
