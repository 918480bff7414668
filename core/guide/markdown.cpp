#include "core/guide/markdown.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/config/parts.h"

namespace canvass::guide {

namespace {

constexpr int kMaxInlineDepth = 6;  // emphasis in emphasis

bool is_space(char c) { return c == ' ' || c == '\t'; }

bool is_punctuation(char c) {
  return (c > ' ' && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || (c > 'z' && c < '\x7F');
}

size_t run_of(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && text[end] == text[at]) ++end;
  return end - at;
}

// The line at `at`, which moves behind it.
std::string_view next_line(std::string_view text, size_t& at) {
  const size_t end = std::min(text.find('\n', at), text.size());
  std::string_view line = text.substr(at, end - at);
  at = end + 1;
  while (!line.empty() && (is_space(line.back()) || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

// At least three of the same mark and nothing else but spaces.
bool is_rule(std::string_view line) {
  size_t count = 0;
  for (const char c : line) {
    if (c == line[0]) {
      ++count;
    } else if (!is_space(c)) {
      return false;
    }
  }
  return count >= 3 && (line[0] == '-' || line[0] == '*' || line[0] == '_');
}

size_t fence_of(std::string_view line) {
  const size_t run = line.empty() || (line[0] != '`' && line[0] != '~') ? 0 : run_of(line, 0);
  // `a` between three backticks each is code in a line.
  return run >= 3 && line.find('`', run) == std::string_view::npos ? run : 0;
}

size_t heading_of(std::string_view line) {
  const size_t run = line.empty() || line[0] != '#' ? 0 : run_of(line, 0);
  return run <= 6 && (run == line.size() || is_space(line[run])) ? run : 0;
}

// Bytes of the mark of a list's item, the space behind it included; `ordered` as the item is.
size_t marker_of(std::string_view line, bool& ordered) {
  size_t digits = 0;
  while (digits < line.size() && digits < 9 && line[digits] >= '0' && line[digits] <= '9') ++digits;
  const char mark = digits < line.size() ? line[digits] : ' ';
  ordered = digits > 0;
  if (ordered ? mark != '.' && mark != ')' : mark != '-' && mark != '*' && mark != '+') return 0;
  if (digits + 1 == line.size()) return digits + 1;
  return is_space(line[digits + 1]) && !is_rule(line) ? digits + 2 : 0;
}

bool begins_block(std::string_view line) {
  bool ordered;
  return fence_of(line) + heading_of(line) + marker_of(line, ordered) > 0 || is_rule(line) || line[0] == '>';
}

void add_line(std::string& out, std::string_view line) {
  out += line;
  out += '\n';
}

// A new one at the end of `list`; where there is no list, there is none.
CANVASS_APART Json* begin_element(Json* list, const char* tag) {
  if (list == nullptr) return nullptr;
  list->push_back(json_array());
  Json& element = list->back();
  if (tag != nullptr) push_text(element, tag);
  return &element;
}

// Where the code that begins with `run` backticks at `at` has its last; the text's end: nowhere.
CANVASS_APART size_t end_of_code(std::string_view text, size_t at, size_t run) {
  size_t end = at + run;
  while (end < text.size()) {
    const size_t other = run_of(text, end);
    if (text[end] == '`' && other == run) break;
    end += text[end] == '`' ? other : 1;
  }
  return end;
}

// Where the emphasis that began before `from` with `count` marks ends; npos: nowhere.
size_t end_of_emphasis(std::string_view text, size_t from, char mark, size_t count) {
  for (size_t i = from; i < text.size();) {
    const char c = text[i];
    const size_t run = run_of(text, i);
    if (c == '\\') {
      i += 2;
    } else if (c == '`') {
      const size_t end = end_of_code(text, i, run);
      i = (end < text.size() ? end : i) + run;
    } else if (c == mark) {
      const bool whole =
          mark == '*' || i + run == text.size() || is_space(text[i + run]) || is_punctuation(text[i + run]);
      if (i > from && !is_space(text[i - 1]) && whole && run >= count && (count == 2 || run != 2))
        return i + run - count;
      i += run;
    } else {
      ++i;
    }
  }
  return std::string_view::npos;
}

// Whether the address's path does.
CANVASS_APART bool ends_in(std::string_view address, std::string_view ending) {
  const std::string_view path = address.substr(0, address.find_first_of("?#"));
  return path.size() >= ending.size() && path.substr(path.size() - ending.size()) == ending;
}

bool is_film(std::string_view address) { return ends_in(address, ".webm") || ends_in(address, ".mp4"); }

// An article being read: into JSON, or, where there is none to put it into, as text only.
struct Reader {
  std::string text;              // not yet in JSON
  std::string* wrong = nullptr;  // what to mend, if it is asked for

  void flush(Json* list) {
    if (list == nullptr || text.empty()) return;
    push_text(*list, text);
    text.clear();
  }

  // Behind a block of the text read so far.
  void end(Json* blocks) {
    if (blocks == nullptr && !text.empty() && text.back() != '\n') text += '\n';
  }

  CANVASS_COLD void complain(bool link, std::string_view address) {
    if (wrong->empty()) {
      *wrong = address.empty()
                   ? std::string("has a picture or video without a text in the brackets, for those who cannot see it")
                   : join({"has a ", link ? "link" : "picture or video", " to \"", first_characters(address, 60),
                           "\", which is left out: it must be an http, https",
                           link ? ", mailto or tel" : " or data:image", " address or a relative one"});
    }
  }

  bool allowed(std::string_view address, bool link) {
    if (config::is_address(address, link ? "http: https: mailto: tel: " : "http: https: data:image/ ")) return true;
    if (wrong != nullptr) complain(link, address);
    return false;
  }

  // [label](target) at `at`, which moves behind it.
  static bool read_link(std::string_view text, size_t& at, std::string_view& label, std::string_view& target) {
    size_t close = at + 1;
    while (close < text.size() && text[close] != ']' && text[close] != '[') close += text[close] == '\\' ? 2 : 1;
    if (close + 1 >= text.size() || text[close] != ']' || text[close + 1] != '(') return false;
    int open = 1;
    size_t end = close + 2;
    for (; end < text.size() && text[end] != '['; ++end) {
      open += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
      if (open == 0) break;
    }
    if (open != 0) return false;
    label = text.substr(at + 1, close - at - 1);
    target = trim(text.substr(close + 2, end - close - 2));
    at = end + 1;
    return true;
  }

  // What stands in `element`: a single string, or a list.
  void inner(std::string_view source, int depth, Json* element) {
    Json* list = begin_element(element, nullptr);
    inlines(source, depth, list);
    if (list == nullptr) return;
    flush(list);
    if (list->empty()) push_text(*list, {});
    if (list->size() == 1 && list->front().is_string()) {
      Json only = std::move(list->front());
      *list = std::move(only);
    }
  }

  // An element with text in it, at the end of `list`.
  void wrap(const char* tag, std::string_view address, std::string_view source, int depth, Json* list) {
    flush(list);
    Json* json = begin_element(list, tag);
    if (list == nullptr) return inlines(source, depth, nullptr);
    if (!address.empty()) push_text(*json, address);
    inner(source, depth, json);
  }

  void inlines(std::string_view source, int depth, Json* list) {
    const bool deep = depth >= kMaxInlineDepth;
    bool endless[4] = {deep, deep, deep, deep};  // no end to *, **, _, __ was found
    for (size_t i = 0; i < source.size();) {
      const char c = source[i];
      const size_t run = run_of(source, i);
      if (c == '\\' && i + 1 < source.size() && is_punctuation(source[i + 1])) {
        text += source[i + 1];
        i += 2;
        continue;
      }
      if (c == '`') {
        const size_t end = end_of_code(source, i, run);
        if (end < source.size()) {
          flush(list);
          const std::string_view code = trim(source.substr(i + run, end - i - run));
          if (list != nullptr) {
            push_text(*begin_element(list, "code"), code);
          } else {
            text += code;
          }
          i = end + run;
          continue;
        }
      }
      if (c == '[') {
        std::string_view label, target;
        if (read_link(source, i, label, target)) {
          const std::string_view address = target.substr(0, target.find(' '));
          if (allowed(address, true)) {
            wrap("a", address, label, depth + 1, list);
          } else {
            inlines(label, depth + 1, list);
          }
          continue;
        }
      }
      if ((c == '*' || c == '_') && run <= 3 && i + run < source.size() && !is_space(source[i + run])) {
        const size_t count = run >= 2 ? 2 : 1;
        bool& none = endless[(c == '_' ? 2 : 0) + count - 1];
        const bool inside = c == '_' && i > 0 && !is_space(source[i - 1]) && !is_punctuation(source[i - 1]);
        if (!none && !inside) {
          const size_t end = end_of_emphasis(source, i + count, c, count);
          if (end != std::string_view::npos) {
            wrap(count == 2 ? "b" : "i", {}, source.substr(i + count, end - i - count), depth + 1, list);
            i = end + count;
            continue;
          }
          none = true;
        }
      }
      text.append(source.data() + i, run);
      i += run;
    }
  }

  // Whether it is one, which is then read.
  bool read_media(std::string_view alternative, std::string_view target, Json* blocks) {
    if (target.find(' ') != std::string_view::npos || is_film(target)) return read_film(alternative, target, blocks);
    if (target.empty() || target[0] == '"' || !allowed(target, false)) return false;
    add_media("img", &target, 1, alternative, blocks);
    return true;
  }

  // The same where there may be more than a picture's address.
  CANVASS_APART bool read_film(std::string_view alternative, std::string_view target, Json* blocks) {
    std::string_view rest = target;
    std::string_view parts[3];  // the picture or video, its poster, its captions
    for (bool first = true; !rest.empty() && rest[0] != '"'; first = false) {
      const std::string_view part = rest.substr(0, rest.find(' '));
      rest = trim(rest.substr(part.size()));
      if (!allowed(part, false)) continue;
      parts[first ? 0 : ends_in(part, ".vtt") ? 2 : 1] = part;
    }
    if (parts[0].empty()) return false;
    const bool film = is_film(parts[0]);
    add_media(film ? "video" : "img", parts, film ? 3 : 1, alternative, blocks);
    return true;
  }

  void add_media(const char* tag, const std::string_view* parts, size_t count, std::string_view alternative,
                 Json* blocks) {
    if (wrong != nullptr && trim(alternative).empty()) complain(false, {});
    if (blocks == nullptr) {
      text += alternative;
      return end(nullptr);
    }
    Json& block = *begin_element(blocks, tag);
    for (size_t i = 0; i < count; ++i) push_text(block, parts[i]);
    push_text(block, alternative);
  }

  void say(std::string_view part, Json* blocks) {
    part = trim(part);
    if (part.empty()) return;
    inner(part, 0, begin_element(blocks, "p"));
    end(blocks);
  }

  // A paragraph; pictures in it stand between what is before and behind them.
  void paragraph(std::string& source, Json* blocks) {
    std::string_view rest = trim(source);
    size_t at = 0;
    while (true) {
      at = rest.find("![", at);
      if (at == std::string_view::npos) break;
      std::string_view alternative, target;
      size_t behind = at + 1;
      if ((at > 0 && rest[at - 1] == '\\') || !read_link(rest, behind, alternative, target)) {
        ++at;
        continue;
      }
      say(rest.substr(0, at), blocks);
      if (!read_media(alternative, target, blocks)) say(alternative, blocks);
      rest = rest.substr(behind);
      at = 0;
    }
    say(rest, blocks);
    source.clear();
  }

  void blocks(std::string_view source, int depth, Json* out) {
    std::string waiting;  // of a paragraph
    for (size_t at = 0; at < source.size();) {
      const size_t start = at;
      const std::string_view whole = next_line(source, at);
      const size_t indent = indent_of(whole);
      const std::string_view line = whole.substr(indent);
      bool ordered = false;
      size_t marker = marker_of(line, ordered);
      // "in\n2026. It …" is no list.
      if (ordered && !waiting.empty() && line[0] != '1') marker = 0;
      const bool nests = depth < kMaxMarkdownDepth && !line.empty() && (line[0] == '>' || marker != 0);
      const size_t fence = fence_of(line);
      const size_t heading = heading_of(line);
      const bool rule = !line.empty() && is_rule(line);
      if (!line.empty() && !nests && fence == 0 && heading == 0 && !rule) {
        waiting += waiting.empty() ? "" : " ";
        waiting += line;
        continue;
      }
      paragraph(waiting, out);
      if (line.empty()) continue;
      if (fence != 0) {
        fenced(source, at, line[0], fence, indent, out);
      } else if (heading != 0) {
        std::string_view title = trim(line.substr(heading));
        const size_t marks = title.find_last_not_of('#') + 1;
        if (marks < title.size() && (marks == 0 || is_space(title[marks - 1]))) title = trim(title.substr(0, marks));
        Json* block = begin_element(out, "h");
        if (block != nullptr) block->push_back(heading < 3 ? heading + 1 : 4);
        inner(title, 0, block);
        end(out);
      } else if (rule) {
        begin_element(out, "hr");
      } else if (line[0] == '>') {
        std::string quoted;
        for (at = start; at < source.size();) {
          size_t behind = at;
          const std::string_view next = next_line(source, behind);
          const std::string_view mark = next.substr(indent_of(next));
          if (mark.empty() || mark[0] != '>') break;
          add_line(quoted, mark.substr(mark.size() > 1 && is_space(mark[1]) ? 2 : 1));
          at = behind;
        }
        nested(quoted, depth, begin_element(out, "quote"));
      } else {
        at = start;
        list(source, at, indent, ordered, depth, out);
      }
    }
    paragraph(waiting, out);
  }

  // What is between two lines of backticks; `at` moves behind the second.
  CANVASS_APART void fenced(std::string_view source, size_t& at, char fence, size_t run, size_t indent, Json* out) {
    std::string code;
    while (at < source.size()) {
      std::string_view inside = next_line(source, at);
      inside = inside.substr(std::min(indent_of(inside), indent));
      const std::string_view mark = trim(inside);
      if (!mark.empty() && mark[0] == fence && run_of(mark, 0) == mark.size() && mark.size() >= run) break;
      add_line(code, inside);
    }
    if (!code.empty()) code.pop_back();
    if (out == nullptr) {
      text += code;
      end(nullptr);
    } else {
      push_text(*begin_element(out, "pre"), code);
    }
  }

  void nested(std::string_view source, int depth, Json* out) { blocks(source, depth + 1, begin_element(out, nullptr)); }

  // The list whose first item is at `at`, which moves behind the last.
  void list(std::string_view source, size_t& at, size_t indent, bool ordered, int depth, Json* out) {
    Json* items = begin_element(begin_element(out, ordered ? "ol" : "ul"), nullptr);
    std::string item;
    size_t room = 0;  // how far the item's text is from the left
    bool blank = false;
    while (at < source.size()) {
      size_t behind = at;
      const std::string_view whole = next_line(source, behind);
      const size_t left = indent_of(whole);
      const std::string_view line = whole.substr(left);
      bool other = false;
      const size_t marker = left < indent + 2 ? marker_of(line, other) : 0;
      if (line.empty()) {
        blank = true;
        item += '\n';
      } else if (marker != 0 && other == ordered) {
        if (room != 0) nested(item, depth, items);
        room = left + marker;
        item.clear();
        add_line(item, line.substr(marker));
        blank = false;
      } else if (left >= indent + 2 || (!blank && !begins_block(line))) {
        add_line(item, whole.substr(std::min(left, room)));
        blank = false;
      } else {
        break;
      }
      at = behind;
    }
    nested(item, depth, items);
  }
};

}  // namespace

void push_text(Json& list, std::string_view text) { list.push_back(std::string(text)); }

void append_blocks(std::string_view markdown, Json& blocks) { Reader().blocks(markdown, 0, &blocks); }

std::string plain_text(std::string_view markdown) {
  Reader reader;
  reader.blocks(markdown, 0, nullptr);
  return std::move(reader.text);
}

std::string why_not(std::string_view markdown) {
  std::string wrong;
  Reader reader;
  reader.wrong = &wrong;
  reader.blocks(markdown, 0, nullptr);
  return wrong;
}

}  // namespace canvass::guide
