// The state of one layout on its way down the card. Private to layout*.cpp.
#pragma once

#include "core/base/apart.h"
#include "widget/layout.h"

namespace canvass::widget {

enum class Align : uint8_t { kStart, kCentre, kEnd };

struct Size {
  float width = 0;
  float height = 0;
};

class Flow {
 public:
  Flow(const LayoutOptions& options, TextCache& cache, Layout& out) : options_(options), cache_(cache), out_(out) {}

  void card(const view::Node& root);

 private:
  // layout.cpp
  void children(const view::Node& node);
  void child(const view::Node& node, view::NodeId parent);
  void text_block(const view::Node& node, view::NodeId parent, Font font);
  void chip(const view::Node& node, view::NodeId parent);
  CANVASS_APART void error(const view::Node& node, view::NodeId parent);
  CANVASS_APART void done(const view::Node& node, view::NodeId parent);
  void field(const view::Node& node, view::NodeId parent, float height);
  CANVASS_APART void tab(const view::Node& root);
  void close(const view::Node& node, view::NodeId parent);
  void progress(const view::Node& node, view::NodeId parent);
  void actions(const view::Node& group, view::NodeId parent);
  void button(const view::Node& node, view::NodeId parent, float x, float y, float width, float height);
  static float inset_of(const view::Node& button);  // beside its words
  void mirror();
  float gap_before(view::Look look) const;

  // layout_scale.cpp
  void cells(const view::Node& group, view::NodeId parent);
  CANVASS_APART void grid(const view::Node& group);  // of cells, from y_ on
  CANVASS_APART void stars(const view::Node& group, view::NodeId parent);
  void rows(const view::Node& group, view::NodeId parent);
  void row(const view::Node& node, view::NodeId parent);
  void end_label(const view::Node& node, view::NodeId parent);
  CANVASS_APART void push_down(uint32_t first_box, uint32_t first_text, float by);  // everything from these on

  // layout_choice.cpp
  CANVASS_APART void list(const view::Node& group, view::NodeId parent);  // of options, or of places
  CANVASS_APART void option(const view::Node& node, view::NodeId parent);
  CANVASS_APART void place(const view::Node& node, view::NodeId parent);
  CANVASS_APART void consent(const view::Node& node, view::NodeId parent);
  CANVASS_APART void link(const view::Node& node, view::NodeId parent);
  CANVASS_APART void select(const view::Node& node, view::NodeId parent);
  CANVASS_APART void pictures(const view::Node& group, view::NodeId parent);

  // layout_guide.cpp
  CANVASS_APART bool guide(const view::Node& node, view::NodeId parent);  // false: not a look of guides
  CANVASS_APART bool guide_actions(const view::Node& group, view::NodeId parent);
  CANVASS_APART void offer(const view::Node& group, view::NodeId parent);
  CANVASS_APART void foot(const view::Node& group, view::NodeId parent);
  CANVASS_APART void media(const view::Node& node, view::NodeId parent);
  CANVASS_APART void tasks(const view::Node& group, view::NodeId parent);
  CANVASS_APART void task(const view::Node& node, view::NodeId parent);
  CANVASS_APART void stage(const view::Node& node, view::NodeId parent, bool last);
  CANVASS_APART void previous(const view::Node& node, view::NodeId parent);
  CANVASS_APART float guide_padding(const view::Node& root) const;
  CANVASS_APART void fill_panel();
  CANVASS_APART bool banner(const view::Node& root);
  CANVASS_APART void launcher(const view::Node& root);

  // layout_matrix.cpp
  CANVASS_APART void matrix(const view::Node& group, view::NodeId parent);
  CANVASS_APART bool fits_table(const view::Node& group, uint32_t points, float column, uint32_t lines) const;
  CANVASS_APART void table_row(const view::Node& row, view::NodeId parent, uint32_t points, float column);
  CANVASS_APART void stacked_row(const view::Node& row, view::NodeId parent);

  // Appends a box with an empty rectangle and returns its index.
  uint32_t add(const view::Node& node, view::NodeId parent);
  void absent(const view::Node& node, view::NodeId parent);  // a subtree that is not on screen
  void descendants_absent(const view::Node& node);
  void set_rect(uint32_t box, float x, float y, float width, float height);
  void end_block(uint32_t box, float top) { set_rect(box, padding_, top, content_, y_ - top); }

  // Sets at most `max_lines` lines of `text` with their first line's top at `y`, in `width` from `x`, and gives them
  // to `box`. Returns their height. What is left over is shown as an ellipsis on one more line.
  float set_text(uint32_t box, std::string_view text, Font font, float x, float y, float width, Align align,
                 uint32_t max_lines);
  // The same in the middle of a height, with few lines.
  void set_middle(uint32_t box, std::string_view text, Font font, const Rect& room, Align align);

  // One line, cut where it is too long.
  void set_line(uint32_t box, std::string_view text, Font font, float x, float y, float width);

  // A box over the whole width from y_ on, with words in the middle of its height: `lead` and `tail` are kept free
  // beside them. Returns its index.
  uint32_t worded(const view::Node& node, view::NodeId parent, std::string_view words, Font font, float lead,
                  float tail, float least_height, float insets);

  // What a button would like to have.
  Size wish(const view::Node& button);

  // The size that set_text() would need.
  Size size_of(std::string_view text, Font font, float width, uint32_t max_lines);

  // `width`, or less of it where that takes as many lines but leaves no short word alone on the last.
  float balanced(std::string_view text, Font font, float width);

  float snap(float length) const;  // to whole device pixels
  bool touch() const { return out_.narrow || options_.coarse_pointer; }
  float control_height() const { return out_.narrow ? 48.0f : options_.coarse_pointer ? 44.0f : 40.0f; }
  float row_height() const { return touch() ? 48.0f : 44.0f; }
  static bool is_primary(const view::Node& node) {
    return node.look == view::Look::kPrimary || node.look == view::Look::kPrimaryLink;
  }

  // Whether a row of buttons begins with this rather than with a button.
  static bool leads(const view::Node& node) {
    return node.look == view::Look::kDots || node.look == view::Look::kSecondary;
  }
  static bool is_foot(const view::Node& group) {
    return !group.children.empty() && (leads(group.children[0]) || group.children[0].look == view::Look::kTaskAction);
  }

  const LayoutOptions& options_;
  TextCache& cache_;
  Layout& out_;
  float padding_ = 0;
  float content_ = 0;  // width between the paddings
  float y_ = 0;        // where the next block may begin
  float close_bottom_ = 0;
  float close_room_ = 0;  // taken from a line beside the close button
  float low_top_ = -1;    // of a scale's low end label, for the high one to stand beside
  struct {
    bool several = false;
    uint32_t box = 0;  // of the scale, and the first text in it
    uint32_t text = 0;
    float top = 0;
    bool both_over = false;  // a matrix has both of its labels over it, between these
    float left = 0;
    float right = 0;
    float label_height = 0;
  } rows_;                 // of the scale laid out last
  float lead_ = 0;         // of a panel's title: what the way back takes before it
  uint32_t document_ = 0;  // of a panel: its box, and the first text after it
  uint32_t document_text_ = 0;
  bool guide_ = false;  // the card is a guide's, and not a tip's
  bool centred_ = false;
  bool first_ = true;
  bool worded_ = false;  // the scale is shown as worded rows: its end labels would say it twice
  view::Look previous_ = view::Look::kPlain;
};

constexpr uint32_t kTitleLines = 16;
constexpr uint32_t kBodyLines = 48;
constexpr uint32_t kLabelLines = 4;

}  // namespace canvass::widget
