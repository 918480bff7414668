#include "core/guide/announcement.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/guide/tip.h"

namespace canvass::guide {

using config::Thread;
using config::Ui;
using view::Look;
using view::Node;
using view::Role;

namespace {

constexpr Ui kStageWords[Thread::kStages] = {Ui::kReceived, Ui::kInProgress, Ui::kPriorities, Ui::kDone};

const config::Text& text_of(const config::Guide& guide, const ThreadState& thread) {
  return thread.text.empty() ? guide.thread.texts[thread.stage] : thread.text;
}

// A thread need not say anything but where it stands.
void speak(const config::Guide& guide, const ThreadState& thread, config::Words& words) {
  if (guide.title.empty() && guide.text.empty()) words.speak(text_of(guide, thread));
}

}  // namespace

void append_thread(const config::Guide& guide, const ThreadState& thread, config::Words& words, Node& card) {
  speak(guide, thread, words);
  if (card.label.empty()) card.label = words.ui(kStageWords[thread.stage]);
  Node& list = append(card, Look::kThread, card.id, "/thread");
  list.role = Role::kList;
  for (size_t i = 0; i < Thread::kStages; ++i) {
    const std::string name = join({"/stage/", stage_name(i)});
    Node& stage = append(list, Look::kStage, card.id, name.c_str(), words.ui(kStageWords[i]));
    stage.role = Role::kListitem;
    if (i < thread.stage) stage.state = view::kChecked;
    if (i != thread.stage) continue;
    stage.value = "now";
    const std::string_view text = words.text(text_of(guide, thread));
    if (!text.empty()) append(stage, Look::kSecondary, stage.id, "/text", text);
  }
  const std::string_view how_to = words.text(guide.thread.how_to);
  if (thread.stage + 1 == Thread::kStages && !how_to.empty()) append(card, Look::kBody, card.id, "/howto", how_to);
}

std::string thread_announcement(const config::Guide& guide, const ThreadState& thread, config::Words& words) {
  const std::string begin = announcement(guide, words);
  speak(guide, thread, words);
  const std::string_view text = words.text(text_of(guide, thread));
  return join({begin, begin.empty() ? "" : "\n", words.ui(kStageWords[thread.stage]), text.empty() ? "" : "\n", text});
}

const char* stage_name(size_t stage) {
  constexpr const char* kNames[Thread::kStages] = {"received", "inProgress", "priorities", "done"};
  return kNames[stage];
}

std::optional<ThreadState> read_feed(std::string_view body) {
  const std::optional<Json> json = parse_json(body);
  if (!json) return std::nullopt;
  ThreadState thread;
  const std::string_view name = string_at(*json, "stage");
  while (thread.stage < Thread::kStages && name != stage_name(thread.stage)) ++thread.stage;
  if (thread.stage == Thread::kStages) return std::nullopt;
  const Json* text = find(*json, "text");
  const auto add = [&](std::string locale, const Json& version) {
    const std::string* words = version.get_ptr<const std::string*>();
    if (words == nullptr || words->empty()) return;
    thread.text.versions.push_back(
        {std::move(locale), std::string(first_characters(*words, config::kMaxTextCharacters))});
  };
  if (text == nullptr) return thread;
  if (const Json::object_t* versions = text->get_ptr<const Json::object_t*>()) {
    for (const auto& [locale, version] : *versions) add(locale, version);  // in the order of their locales
  } else {
    add({}, *text);
  }
  return thread;
}

std::string feed_address(std::string_view pattern, std::string_view visitor) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : visitor) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) {
      encoded += c;
    } else {
      encoded += '%';
      encoded += kDigits[static_cast<unsigned char>(c) >> 4];
      encoded += kDigits[static_cast<unsigned char>(c) & 15];
    }
  }
  return fill(pattern, "visitor", encoded);
}

}  // namespace canvass::guide
