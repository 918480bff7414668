#include "core/guide/tip.h"

#include "core/base/text.h"

namespace canvass::guide {

using config::Ui;
using view::Look;
using view::Node;
using view::Role;

namespace {

const config::Text& main_text(const config::Content& content) {
  return content.title.empty() ? content.text : content.title;
}

void append_media(const config::Media& media, const config::Words& words, Node& card) {
  if (media.source.empty()) return;
  Node& node = append(card, Look::kMedia, card.id, "/media", words.text(media.alternative));
  node.role = media.video ? Role::kVideo : Role::kImage;
  node.hint = media.source;
  if (media.video) node.label = words.ui(Ui::kPlay);
  Json value = json_object();
  if (!media.poster.empty()) put(value, "poster", media.poster);
  if (!media.captions.empty()) put(value, "captions", media.captions);
  // Printed by hand: Json's way of printing what is not whole is a lot of code.
  const auto ratio = static_cast<int64_t>(media.ratio * 10000 + 0.5);
  const std::string fraction = decimal(10000 + ratio % 10000);
  node.value = join({"{\"ratio\":", decimal(ratio / 10000), ".", std::string_view(fraction).substr(1),
                     value.empty() ? "" : ",", std::string_view(dump_json(value)).substr(1)});
}

// Its link and its buttons; the first button, "Got it" where there is none, is the primary one. A button's part is its
// number, the link's is "link".
void append_buttons(const config::Content& content, bool usual, const config::Words& words, Node& card) {
  if (!content.link.url.empty()) {
    Node& link = append(card, Look::kLink, card.id, "/link", words.text(content.link.text));
    link.role = Role::kLink;
    link.value = content.link.url;
    link.part = "link";
  }
  size_t i = content.buttons.size();
  if (i == 0 && !usual) return;
  Node& actions = append(card, Look::kActions, card.id, "/actions");
  // The primary one stands last, where a reader's eye ends.
  do {
    const bool first = i <= 1;
    const config::GuideButton* button = i == 0 ? nullptr : &content.buttons[i - 1];
    Node& node = append(actions, first ? Look::kPrimary : Look::kQuiet, card.id, first ? "/done" : "/second",
                        button == nullptr ? words.ui(Ui::kGotIt) : words.text(button->text));
    node.part = first ? "0" : "1";
    if (button == nullptr || button->does != config::GuideButton::Does::kLink) continue;
    node.role = Role::kLink;
    if (first) node.look = Look::kPrimaryLink;
    node.value = button->target;
  } while (i > 1 && --i > 0);
}

}  // namespace

Node& append(Node& parent, Look look, view::NodeId path, const char* name, std::string_view text) {
  Node& node = append(parent, look, std::string(), name, text);
  for (; *name != 0; ++name) path = (path ^ static_cast<unsigned char>(*name)) * 16777619u;
  node.id = path;
  return node;
}

void put(Json& json, const char* name, std::string_view value) { json[name] = std::string(value); }

Node begin_card(Look look, std::string_view path, const config::Content& content, config::Words& words) {
  words.speak(main_text(content));
  Node card = view::make(Role::kDialog, look, path);
  card.label = words.text(main_text(content));
  append(card, Look::kClose, card.id, "/close").label = words.ui(Ui::kClose);
  append_media(content.media, words, card);
  if (!content.title.empty()) append(card, Look::kTitle, card.id, "/title", words.text(content.title));
  if (!content.text.empty()) append(card, Look::kBody, card.id, "/text", words.text(content.text));
  return card;
}

Node build_card(const config::Guide& guide, const ThreadState* thread, config::Words& words) {
  using config::Stand;
  const bool banner = guide.stand == Stand::kBannerTop || guide.stand == Stand::kBannerBottom;
  const Look look = guide.kind != config::GuideKind::kAnnouncement ? Look::kTip : banner ? Look::kBanner : Look::kNote;
  Node card = begin_card(look, join({"guide/", guide.id}), guide, words);
  if (thread != nullptr) append_thread(guide, *thread, words, card);
  // A banner says its line and can be closed: that is enough.
  append_buttons(guide, !banner, words, card);
  if (guide.never) append(card, Look::kNever, card.id, "/never", words.ui(Ui::kNeverAgain));
  return card;
}

std::string announcement(const config::Content& content, config::Words& words) {
  words.speak(main_text(content));
  const std::string_view title = words.text(content.title);
  const std::string_view text = words.text(content.text);
  return join({title, title.empty() || text.empty() ? "" : "\n", text});
}

std::string name_of(const config::Anchor& anchor, const config::Words& words) {
  const std::string_view text = words.text(anchor.text);
  if (text.empty()) return anchor.selector;
  return join({anchor.selector, anchor.selector.empty() ? "\"" : " \"", text, "\""});
}

}  // namespace canvass::guide
