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

#include <cstddef>
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
  kSelect = 16,    // a list of options to choose one from, folded away until it is opened
  kOption = 17,    // of a select
  kDocument = 18,  // rich text (core/guide/markdown.h) in `value`: shown by the page's own elements, not painted
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
  kDone = 17,   // the tick of a thank-you screen
  kError = 18,  // what is wrong with the answer, under it
  kStars = 19,  // a radiogroup of stars
  kFaces = 20,  // a radiogroup of faces, from unhappy to happy; two are thumbs
  kStar = 21,   // filled when it or a later one of its group is checked
  kFace = 22,
  kOptions = 23,    // a group of worded choices, one under the other
  kOption = 24,     // one of them: a radio or checkbox with its mark
  kInputText = 25,  // one-line text boxes, by what they take
  kInputEmail = 26,
  kInputNumber = 27,
  kInputDate = 28,  // value: "2026-01-31"
  kInputPhone = 29,
  kSelect = 30,      // a folded list; its text is the chosen option's, or the hint
  kMatrix = 31,      // a group of statements with the same scale: headings of the columns, then rows
  kMatrixHead = 32,  // the heading of a column (text); as many as a row has cells, or none
  kMatrixRow = 33,   // a radiogroup: its text is the statement, its children are cells
  kRanking = 34,     // a list to be put in order
  kRankItem = 35,    // its text; its value is the place from 1; children: kMoveUp and kMoveDown buttons
  kMoveUp = 36,
  kMoveDown = 37,
  kPictures = 38,     // a group of pictures to choose from
  kPicture = 39,      // a radio or checkbox; its hint is the picture's address, its text the caption
  kConsent = 40,      // a checkbox with a sentence beside it
  kLink = 41,         // a link in the text; value: its address
  kPrimaryLink = 42,  // a link that looks like the primary button
  kTab = 43,          // the feedback tab at the page's edge (the root of its own tree is a group with this look)
  kTabButton = 44,
  kNotice = 45,  // a quiet strip: this is a preview

  // Of guides.
  kNote = 46,    // the dialog of what points at nothing: an announcement, a checklist, a step without an anchor
  kBanner = 47,  // the dialog of an announcement over the page's whole width, a line or two high
  kPanel = 48,   // the help panel's dialog: of one height, with what is in it scrolling
  kMedia =
      49,  // an image or video; `hint`: its address, `value`: {"ratio","poster","captions"}, `text`: the alternative
  kDots = 50,        // a progress: `value` is "2/5"
  kMeter = 51,       // a progress bar within a card: 0…1
  kTasks = 52,       // the list of a checklist
  kTask = 53,        // its text, kChecked when done; children: kTaskAction, kSecondary
  kTaskAction = 54,  // a small button or link in accent colour at the end of a task's row
  kThread = 55,      // the list of a feedback thread's stages
  kStage = 56,       // its text; kChecked: behind us; value "now": where it stands; children: kSecondary
  kSearch = 57,      // the search box of the help panel
  kDocument = 58,
  kPrevious = 59,     // an arrow at the start of the panel's title: back
  kNever = 60,        // a small quiet button, "Don't show again"
  kLauncher = 61,     // the root of the launcher slot: a group of buttons at the page's corner
  kHelpButton = 62,   // a round button with a question mark; its label is its name
  kTasksButton = 63,  // a pill with a checklist's name; `value`: "2/3"
};

// Where a tree is shown; each has a picture and controls of its own. Part of the C ABI.
enum class Slot : uint8_t {
  kCard = 0,      // over the page: a survey, or a tip
  kInline = 1,    // in a container of the page
  kTab = 2,       // the feedback tab at the edge
  kLauncher = 3,  // the buttons at the corner that open the help panel and the checklist
};
constexpr size_t kSlots = 4;

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
  std::string hint;   // a textbox's hint while it is empty, a picture's address
  std::string part;   // what the core itself calls it when it is acted on ("row/speed"); not shipped
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
