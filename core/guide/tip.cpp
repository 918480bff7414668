#include "core/guide/tip.h"

#include "core/base/json.h"
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

void append_media(const config::Media& media, const std::string& path, const config::Words& words, Node& card) {
  if (media.source.empty()) return;
  Node& node = append(card, media.video ? Role::kVideo : Role::kImage, Look::kMedia, join({path, "/media"}),
                      words.text(media.alternative));
  node.hint = media.source;
  if (media.video) node.label = words.ui(Ui::kPlay);
  Json value = json_object();
  if (!media.poster.empty()) value["poster"] = media.poster;
  if (!media.captions.empty()) value["captions"] = media.captions;
  // Printed by hand: Json's way of printing what is not whole is a lot of code.
  const auto ratio = static_cast<int64_t>(media.ratio * 10000 + 0.5);
  const std::string fraction = decimal(10000 + ratio % 10000);
  node.value = join({"{\"ratio\":", decimal(ratio / 10000), ".", std::string_view(fraction).substr(1),
                     value.empty() ? "" : ",", std::string_view(dump_json(value)).substr(1)});
}

}  // namespace

Node begin_card(Look look, const std::string& path, const config::Content& content, config::Words& words) {
  const config::Text& main = main_text(content);
  words.speak(main);
  Node card = view::make(Role::kDialog, look, path);
  card.label = words.text(main);
  append(card, Role::kButton, Look::kClose, join({path, "/close"}), {}).label = words.ui(Ui::kClose);
  append_media(content.media, path, words, card);
  const std::string_view title = words.text(content.title);
  const std::string_view text = words.text(content.text);
  if (!title.empty()) append(card, Role::kHeading, Look::kTitle, join({path, "/title"}), title);
  if (!text.empty()) append(card, Role::kText, Look::kBody, join({path, "/text"}), text);
  return card;
}

void append_link(const config::Content& content, const std::string& path, const config::Words& words, Node& card) {
  if (content.link.url.empty()) return;
  Node& link = append(card, Role::kLink, Look::kLink, join({path, "/link"}), words.text(content.link.text));
  link.value = content.link.url;
  link.part = "link";
}

void append_buttons(const config::Content& content, const std::string& path, const config::Words& words, Node& card) {
  Node actions = view::make(Role::kGroup, Look::kActions, join({path, "/actions"}));
  // The primary one stands last, where a reader's eye ends.
  for (size_t i = content.buttons.size(); i-- > 0;) {
    const config::GuideButton& button = content.buttons[i];
    const bool link = button.does == config::GuideButton::Does::kLink;
    const Look look = i != 0 ? Look::kQuiet : link ? Look::kPrimaryLink : Look::kPrimary;
    Node& node = append(actions, link ? Role::kLink : Role::kButton, look, join({path, i == 0 ? "/done" : "/second"}),
                        words.text(button.text));
    if (link) node.value = button.target;
    node.part = i == 0 ? "0" : "1";
  }
  if (content.buttons.empty()) {
    append(actions, Role::kButton, Look::kPrimary, join({path, "/done"}), words.ui(Ui::kGotIt)).part = "0";
  }
  card.children.push_back(std::move(actions));
}

void append_never(const config::Guide& guide, const std::string& path, const config::Words& words, Node& card) {
  if (guide.never) append(card, Role::kButton, Look::kNever, join({path, "/never"}), words.ui(Ui::kNeverAgain));
}

Node build_tip(const config::Guide& guide, config::Words& words) {
  const std::string path = join({"guide/", guide.id});
  Node card = begin_card(Look::kTip, path, guide, words);
  append_link(guide, path, words, card);
  append_buttons(guide, path, words, card);
  append_never(guide, path, words, card);
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
