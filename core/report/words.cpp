#include "core/report/words.h"

#include <initializer_list>
#include <utility>

#include "core/base/text.h"
#include "core/report/stop_words.h"

namespace canvass::report {

namespace {

// --- characters -------------------------------------------------------------------------------------------

enum class Sort : uint8_t {
  kLetter,
  kDigit,
  kApostrophe,  // part of a word when letters are on both sides
  kHyphen,
  kInvisible,  // within words, says nothing
  kSpace,      // also what parts words and no thoughts: quotes, "/", "&"
  kBreak,      // parts thoughts: punctuation, line breaks, emoji
};

bool within(uint32_t character, uint32_t first, uint32_t last) { return character >= first && character <= last; }

Sort sort_of(uint32_t c) {
  if (within(c, 'a', 'z') || within(c, 'A', 'Z')) return Sort::kLetter;
  if (within(c, '0', '9')) return Sort::kDigit;
  switch (c) {
    case '\'':
    case '`':
    case 0xB4:
    case 0x2BC:
    case 0x2018:
    case 0x2019:
      return Sort::kApostrophe;
    case '-':
    case 0x2010:
    case 0x2011:
      return Sort::kHyphen;
    case 0xAD:    // soft hyphen
    case 0xFEFF:  // byte order mark
      return Sort::kInvisible;
    case ' ':
    case '\t':
    case '"':
    case '#':
    case '$':
    case '%':
    case '&':
    case '*':
    case '+':
    case '/':
    case '=':
    case '@':
    case '_':
    case '~':
    case 0xA0:
    case 0xAB:
    case 0xBB:
      return Sort::kSpace;
    case 0xAA:
    case 0xB5:
    case 0xBA:
      return Sort::kLetter;
    case 0xD7:
    case 0xF7:
    case 0xFFFD:
      return Sort::kBreak;
    default:
      break;
  }
  if (c < 0xC0) return Sort::kBreak;
  if (within(c, 0x200B, 0x200D) || within(c, 0x2060, 0x2064)) return Sort::kInvisible;
  if (within(c, 0x2000, 0x200A) || c == 0x202F || c == 0x3000 || within(c, 0x201A, 0x201F) || c == 0x2116) {
    return Sort::kSpace;
  }
  const bool letter = !within(c, 0x2010, 0x2BFF) &&  // punctuation, signs, arrows, shapes
                      !within(c, 0x3001, 0x3004) && !within(c, 0x3008, 0x3020) && c != 0x3030 &&  // CJK punctuation
                      !within(c, 0xE000, 0xF8FF) && !within(c, 0xFE00, 0xFE6F) &&                 // private, variations
                      !within(c, 0xFF00, 0xFF0F) && !within(c, 0xFF1A, 0xFF20) && !within(c, 0xFF3B, 0xFF40) &&
                      !within(c, 0xFF5B, 0xFF65) && !within(c, 0xFFE0, 0xFFFF) && !within(c, 0x1F000, 0x1FAFF) &&
                      c < 0xE0000 &&  // emoji, tags
                      c != 0x60C && c != 0x61B && c != 0x61F && c != 0x6D4 && c != 0x964 && c != 0x965 && c != 0x55D &&
                      c != 0x589 && c != 0x5BE && c != 0x37E && c != 0x387;
  return letter ? Sort::kLetter : Sort::kBreak;
}

bool cyrillic(uint32_t c) { return within(c, 0x400, 0x52F); }

bool kazakh_letter(uint32_t c) {
  for (const uint32_t letter : {0x4D9u, 0x493u, 0x49Bu, 0x4A3u, 0x4E9u, 0x4B1u, 0x4AFu, 0x4BBu}) {  // ә ғ қ ң ө ұ ү һ
    if (c == letter) return true;
  }
  return false;
}

// --- tokens -----------------------------------------------------------------------------------------------

enum class Script : uint8_t { kLatin, kCyrillic, kOther };

struct Token {
  std::string text;  // without apostrophes and hyphens, with е for ё; empty: a number
  uint32_t from = 0, to = 0;
  Script script = Script::kOther;
  bool kazakh = false;  // has a letter that Russian has not
  bool breaks = false;  // another thought begins before it
};

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  for (const std::string_view entry : list) {
    if (entry == text) return true;
  }
  return false;
}

class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text) {
    while (at_ < text_.size() && list_.size() < kWords) step();
  }
  std::vector<Token> take() { return std::move(list_); }

 private:
  uint32_t peek(size_t at) const { return at < text_.size() ? next_character(text_, at) : ' '; }

  void step() {
    if (link()) return;
    const size_t before = at_;
    switch (sort_of(next_character(text_, at_))) {
      case Sort::kLetter:
      case Sort::kDigit:
        at_ = before;
        return chunk();
      case Sort::kBreak:
        breaks_ = true;
        return;
      case Sort::kHyphen:  // " - " is a dash
        breaks_ = breaks_ || before == 0 || sort_of(peek(before - 1)) == Sort::kSpace;
        return;
      default:
        return;
    }
  }

  // Passes over a link or a mail address that begins here.
  bool link() {
    if (at_ > 0 && sort_of(static_cast<unsigned char>(text_[at_ - 1]) < 0x80 ? text_[at_ - 1] : 'a') == Sort::kLetter) {
      return false;
    }
    const std::string_view rest = text_.substr(at_, text_.find_first_of(" \t\r\n", at_) - at_);
    const size_t mail = rest.find('@');
    const bool is_link = starts_with(rest, "http://") || starts_with(rest, "https://") || starts_with(rest, "www.") ||
                         (mail != std::string_view::npos && mail > 0 && rest.find('.', mail) != std::string_view::npos);
    if (!is_link) return false;
    at_ += rest.size();
    breaks_ = true;
    return true;
  }

  // Letters and digits with apostrophes and hyphens among them.
  void chunk() {
    std::vector<Token> parts(1);
    parts[0].from = static_cast<uint32_t>(at_);
    bool number = true;
    size_t apostrophe = std::string::npos;  // in the last part
    while (at_ < text_.size()) {
      const size_t before = at_;
      uint32_t c = next_character(text_, at_);
      const Sort sort = sort_of(c);
      Token& part = parts.back();
      if (sort == Sort::kLetter || sort == Sort::kDigit) {
        if (c == 0x451) c = 0x435;  // ё
        if (sort == Sort::kLetter && number) {
          number = false;
          part.script = c < 0x80 ? Script::kLatin : cyrillic(c) ? Script::kCyrillic : Script::kOther;
        }
        if (part.script == Script::kLatin && c >= 0x80 && sort == Sort::kLetter) part.script = Script::kOther;
        part.kazakh = part.kazakh || kazakh_letter(c);
        append_character(part.text, c);
        part.to = static_cast<uint32_t>(at_);
      } else if (sort == Sort::kInvisible) {
        continue;
      } else if (sort == Sort::kApostrophe && sort_of(peek(at_)) == Sort::kLetter) {
        apostrophe = part.text.size();
      } else if (sort == Sort::kHyphen && sort_of(peek(at_)) == Sort::kLetter && !number) {
        without_ending(part, apostrophe);
        apostrophe = std::string::npos;
        Token next;
        next.from = static_cast<uint32_t>(at_);
        next.script = part.script;
        parts.push_back(std::move(next));
      } else if ((c == '.' || c == ',') && number && sort_of(peek(at_)) == Sort::kDigit) {
        continue;  // 3.5
      } else {
        at_ = before;
        break;
      }
    }
    without_ending(parts.back(), apostrophe);
    if (number) parts.resize(1), parts[0].text.clear();
    add(parts);
  }

  // "it's" is "it", "company's" is "company"; "don't" stays one word.
  static void without_ending(Token& part, size_t apostrophe) {
    if (apostrophe == std::string::npos || apostrophe > part.text.size()) return;
    const std::string_view ending = std::string_view(part.text).substr(apostrophe);
    if (one_of(ending, {"s", "re", "ve", "ll", "d", "m"})) part.text.resize(apostrophe);
  }

  void add(std::vector<Token>& parts) {
    // "что-то", "как-нибудь"
    while (parts.size() > 1 && one_of(parts.back().text, {"то", "либо", "нибудь", "ка", "таки"})) parts.pop_back();
    bool joined = parts.size() > 1;  // "e-mail", "wi-fi", "по-прежнему" are one word; "онлайн-чат" is two
    if (joined) {
      joined = false;
      for (const Token& part : parts) joined = joined || count_characters(part.text) <= 2;
    }
    if (joined) {
      for (size_t i = 1; i < parts.size(); ++i) {
        parts[0].text += parts[i].text;
        parts[0].to = parts[i].to;
        parts[0].kazakh = parts[0].kazakh || parts[i].kazakh;
      }
      parts.resize(1);
    }
    for (Token& part : parts) {
      if (count_characters(part.text) > kWordCharacters) {
        breaks_ = true;
        continue;
      }
      part.breaks = std::exchange(breaks_, false);
      list_.push_back(std::move(part));
    }
  }

  std::string_view text_;
  size_t at_ = 0;
  bool breaks_ = false;
  std::vector<Token> list_;
};

// Which of the two that are written in Cyrillic letters; others of those are taken for Russian.
Language cyrillic_language(const std::vector<Token>& tokens) {
  int kazakh = 0, russian = 0;
  for (const Token& token : tokens) {
    if (token.script != Script::kCyrillic) continue;
    kazakh += token.kazakh ? 2 : 0;
    // Ukrainian has і as well; its words are as strange to one stemmer as to the other.
    kazakh += token.text.find("і") != std::string::npos ? 1 : 0;
    kazakh += role_of(Language::kKazakh, token.text) != Role::kContent ? 1 : 0;
    russian += role_of(Language::kRussian, token.text) != Role::kContent ? 1 : 0;
  }
  // Russian words count as roles in Kazakh too, so an equal number speaks for Russian.
  return kazakh > russian ? Language::kKazakh : Language::kRussian;
}

}  // namespace

std::string lowered(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80) {
      result += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
      ++at;
    } else {
      append_character(result, lower_character(next_character(text, at)));
    }
  }
  return result;
}

uint32_t WordReader::index_of(std::string stem, bool generic) {
  const auto [at, fresh] = index_.try_emplace(std::move(stem), static_cast<uint32_t>(stems_.size()));
  if (fresh) {
    stems_.push_back(at->first);
    generic_.push_back(generic);
  } else if (generic) {
    generic_[at->second] = true;
  }
  return at->second;
}

uint32_t WordReader::stem_of(Language language, const std::string& word, bool generic) {
  std::string key = word;
  key += static_cast<char>('0' + static_cast<int>(language));
  if (const auto known = words_.find(key); known != words_.end()) return known->second;
  const uint32_t stem = index_of(stemmer_.stem(language, word), generic);
  words_.emplace(std::move(key), stem);
  return stem;
}

uint32_t WordReader::negated(uint32_t stem) {
  if (stems_[stem][0] == kNegated) return stem;
  return index_of(kNegated + stems_[stem], false);
}

std::vector<Word> WordReader::read(std::string_view text) {
  const std::string small = lowered(text);
  const std::vector<Token> tokens = Tokens(small).take();
  const Language cyrillic = cyrillic_language(tokens);

  std::vector<Word> words;
  uint32_t clause = 0;
  enum class Pending : uint8_t { kNone, kNext, kEither };
  Pending pending = Pending::kNone;
  uint32_t negation_from = 0, negation_to = 0;
  const auto deny_last = [&](uint32_t to) {
    if (words.empty() || words.back().clause != clause) return;
    words.back().stem = negated(words.back().stem);
    words.back().to = to;
  };
  const auto end_clause = [&] {
    if (pending == Pending::kEither) deny_last(negation_to);
    pending = Pending::kNone;
    ++clause;
  };

  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.breaks) end_clause();
    if (token.text.empty()) continue;  // a number
    const Language language = token.script == Script::kLatin      ? Language::kEnglish
                              : token.script == Script::kCyrillic ? cyrillic
                                                                  : Language::kOther;
    Role role = role_of(language, token.text);
    // A single letter is an initial or a slip; elsewhere it may be a whole word.
    if (role == Role::kContent && language != Language::kOther && count_characters(token.text) < 2) {
      role = Role::kFiller;
    }
    // "так и не ответили"
    const bool idiom = token.text == "и" && i > 0 && tokens[i - 1].text == "так";
    switch (role) {
      case Role::kFiller:
        break;
      case Role::kBreak:
        if (!idiom) end_clause();
        break;
      case Role::kOnly:
        pending = Pending::kNone;
        break;
      case Role::kNot:
      case Role::kNotBoth:
        pending = role == Role::kNot ? Pending::kNext : Pending::kEither;
        negation_from = token.from;
        negation_to = token.to;
        if (i > 0 && !token.breaks && language == Language::kEnglish && is_auxiliary(tokens[i - 1].text)) {
          negation_from = tokens[i - 1].from;
        }
        break;
      case Role::kNotAfter:
        deny_last(token.to);
        break;
      case Role::kContent:
      case Role::kGeneric: {
        Word word{stem_of(language, token.text, role == Role::kGeneric), token.from, token.to, clause};
        if (pending != Pending::kNone) {
          word.stem = negated(word.stem);
          word.from = negation_from;
          pending = Pending::kNone;
        }
        words.push_back(word);
        break;
      }
    }
  }
  end_clause();
  return words;
}

}  // namespace canvass::report
