#include "core/view/view.h"

#include <algorithm>

#include "core/base/vector.h"

namespace canvass::view {

namespace {

struct Place {
  NodeId id;
  NodeId parent;    // 0: the root
  NodeId previous;  // the sibling before it that is also in the other tree, under the same parent; 0: none
  const Node* node;
};
using Places = Vector<Place>;  // as many as a card has nodes: few enough to search from end to end

void index(const Node& node, NodeId parent, Places& places) {
  places.push_back({node.id, parent, 0, &node});
  for (const Node& child : node.children) index(child, node.id, places);
}

Place* place(Places& places, NodeId id) {
  for (Place& candidate : places) {
    if (candidate.id == id) return &candidate;
  }
  return nullptr;
}

// Siblings that came or went in between do not move a node: only its order among those that stayed counts.
void link_siblings(const Node& parent, Places& places, Places& other) {
  NodeId previous = 0;
  for (const Node& child : parent.children) {
    const Place* counterpart = place(other, child.id);
    if (counterpart != nullptr && counterpart->parent == parent.id) {
      place(places, child.id)->previous = previous;
      previous = child.id;
    }
    link_siblings(child, places, other);
  }
}

uint8_t changes_of(const Place& before, const Place& after) {
  const Node& a = *before.node;
  const Node& b = *after.node;
  if (a.role != b.role || a.look != b.look) return kNew;  // one control cannot become another
  uint8_t changes = 0;
  if (before.parent != after.parent || before.previous != after.previous) changes |= kMoved;
  if (a.text != b.text || a.label != b.label || a.hint != b.hint) changes |= kTextChanged;
  if (a.value != b.value) changes |= kValueChanged;
  if (a.state != b.state) changes |= kStateChanged;
  return changes;
}

}  // namespace

NodeId id_of(std::string_view path) {
  uint32_t hash = 2166136261u;
  for (const char c : path) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash != 0 ? hash : 1;
}

Node make(Role role, Look look, std::string_view path, std::string text) {
  Node node;
  node.id = id_of(path);
  node.role = role;
  node.look = look;
  node.text = std::move(text);
  return node;
}

const Node* find(const Node& root, NodeId id) {
  if (root.id == id) return &root;
  for (const Node& child : root.children) {
    if (const Node* found = find(child, id)) return found;
  }
  return nullptr;
}

Changes::Iterator Changes::find(NodeId id) const {
  return std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.first == id; });
}

Changes diff(const Node* before, const Node& after) {
  Places old_places;
  Places new_places;
  if (before != nullptr) index(*before, 0, old_places);
  index(after, 0, new_places);
  if (before != nullptr) link_siblings(*before, old_places, new_places);
  link_siblings(after, new_places, old_places);
  Vector<Changes::Entry> changes;
  for (const Place& now : new_places) {
    const Place* old = place(old_places, now.id);
    const uint8_t bits = old == nullptr ? static_cast<uint8_t>(kNew) : changes_of(*old, now);
    if (bits != 0) changes.push_back({now.id, bits});
  }
  return Changes(std::move(changes));
}

}  // namespace canvass::view
