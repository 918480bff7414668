#include "core/privacy/mask.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/survey/kind.h"
#include "core/survey/kinds.h"

namespace canvass::privacy {

namespace {

constexpr size_t kMinE164 = 7;  // with the country's code; ITU-T E.164 (2010), 6.1 has no least
constexpr size_t kMaxE164 = 15;

// --- characters --------------------------------------------------------------------------------------------------

// One character of the text: where it begins, and what it is once full-width forms, digits of other scripts, and the
// many spaces and dashes are written as in ASCII.
struct Sign {
  size_t at = 0;
  uint32_t c = 0;
};

constexpr uint32_t kNothing = 1;  // a mark that nobody sees

uint32_t plain(uint32_t c) {
  if (c < 0x80) return c;
  constexpr uint32_t kZeros[] = {0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50};
  for (const uint32_t zero : kZeros) {
    if (c >= zero && c <= zero + 9) return '0' + (c - zero);
  }
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000) return ' ';
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xAD) return '-';
  if (c == 0x3002 || c == 0xB7 || c == 0x2024) return '.';
  const bool unseen = (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069);
  return unseen || c == 0xFEFF || c == 0x061C ? kNothing : c;
}

bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }
bool is_latin(uint32_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
// Scripts that are written without spaces between words.
bool is_dense(uint32_t c) { return c >= 0x2E80; }
// Of a script with spaces between words. What is punctuation in there is no letter.
bool is_letter(uint32_t c) {
  return is_latin(c) || (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7 && c != 0x060C && c != 0x061B &&
                         c != 0x061F && c != 0x0964);
}
bool is_dense_letter(uint32_t c) {
  return is_dense(c) && !(c >= 0x3000 && c <= 0x3004) && !(c >= 0x3008 && c <= 0x3020);
}
bool is_currency(uint32_t c) {
  return c == '$' || c == 0xA3 || c == 0xA4 || c == 0xA5 || c == 0x20AC || (c >= 0x20A0 && c <= 0x20C0) ||
         c == 0x5143 || c == 0x5186 || c == 0xC6D0;
}

Vector<Sign> signs_of(std::string_view text) {
  Vector<Sign> signs;
  for (size_t at = 0; at < text.size();) {
    const size_t from = at;
    signs.push_back({from, plain(next_character(text, at))});
  }
  return signs;
}

// What is to be replaced: signs [from, to).
struct Span {
  size_t from = 0;
  size_t to = 0;
  const char* name = "";
};

// --- email -------------------------------------------------------------------------------------------------------

bool is_word(uint32_t c, bool dense) {
  return is_digit(c) || c == '-' || c == '_' || (dense ? is_dense_letter(c) : is_letter(c));
}

// The end of the host name that begins at `from`; `from` when there is none.
size_t host_end(const Vector<Sign>& signs, size_t from) {
  size_t end = from;
  size_t labels = 0;
  for (size_t at = from; at < signs.size();) {
    const bool dense = is_dense_letter(signs[at].c);
    const size_t begin = at;
    bool number = true;
    while (at < signs.size() && is_word(signs[at].c, dense) && signs[at].c != '_') {
      number = number && is_digit(signs[at].c);
      ++at;
    }
    size_t length = at - begin;
    while (length > 0 && signs[begin + length - 1].c == '-') --length;
    if (length == 0 || signs[begin].c == '-') break;
    ++labels;
    if (labels > 1 && !number && length >= 2) end = begin + length;
    if (at + 1 >= signs.size() || signs[at].c != '.' || length != at - begin) break;
    ++at;
  }
  return end;
}

void find_emails(const Vector<Sign>& signs, Vector<Span>& spans) {
  constexpr std::string_view kInside = ".!#$%&'*+/=?^`{|}~";
  for (size_t i = 1; i + 1 < signs.size(); ++i) {
    if (signs[i].c != '@') continue;
    const size_t end = host_end(signs, i + 1);
    if (end == i + 1) continue;
    const size_t least = spans.empty() ? 0 : spans.back().to;
    const bool dense = is_dense_letter(signs[i - 1].c);
    size_t from = i;
    while (from > least) {
      const uint32_t c = signs[from - 1].c;
      const bool inside = c < 0x80 && kInside.find(static_cast<char>(c)) != std::string_view::npos;
      if (!is_word(c, dense) && !inside) break;
      --from;
    }
    // What stands before an address is not of it: "(anna@…", "'anna@…", "/anna@…".
    while (from < i && !is_word(signs[from].c, dense) && signs[from].c != '+') ++from;
    if (from == i) continue;
    spans.push_back({from, end, "[email]"});
    i = end - 1;
  }
}

// --- numbers -----------------------------------------------------------------------------------------------------

// Digits without anything between them.
struct Group {
  size_t from = 0;  // signs
  size_t to = 0;
  std::string digits;
  std::string before;  // what is between it and the one before, without unseen marks
};

// Groups with nothing but what may stand in a number between them.
struct Run {
  Vector<Group> groups;
  size_t from = 0;  // signs, a "+" or bracket before the first included
  size_t to = 0;
};

bool is_separator(uint32_t c) {
  return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/' || c == '+' || c == kNothing;
}

// Reads the run at `at`, and moves behind it. False when none begins there.
bool read_run(const Vector<Sign>& signs, size_t& at, size_t end, Run& run) {
  run = Run();
  run.from = run.to = at;
  size_t i = at;
  std::string before;
  while (i < end) {
    if (is_digit(signs[i].c)) {
      run.groups.emplace_back();
      Group& group = run.groups.back();
      group.from = i;
      group.before = before;
      before.clear();
      while (i < end && (is_digit(signs[i].c) || (signs[i].c == kNothing && i + 1 < end && is_digit(signs[i + 1].c)))) {
        if (is_digit(signs[i].c)) group.digits += static_cast<char>(signs[i].c);
        ++i;
      }
      group.to = run.to = i;
    } else if (is_separator(signs[i].c) && before.size() < 4) {
      if (run.groups.empty() && signs[i].c != '+' && signs[i].c != '(') break;
      if (signs[i].c != kNothing) before += static_cast<char>(signs[i].c);
      ++i;
    } else {
      break;
    }
  }
  if (run.groups.empty()) return false;
  at = run.to;
  return true;
}

// The groups [from, to) of a run together.
struct Number {
  std::string digits;
  std::string shape;       // how many digits each group has: "3-3-4", of a group with more than nine "9"
  std::string separators;  // all that is between them
  bool plus = false;
  bool one = false;  // in one piece

  char at(size_t i) const { return i < digits.size() ? digits[i] : '\0'; }
  bool is(std::string_view prefix) const { return starts_with(digits, prefix); }
};

Number number_of(const Run& run, size_t from, size_t to) {
  Number number;
  number.plus = run.groups[from].before.find('+') != std::string::npos;
  number.one = to - from == 1;
  for (size_t i = from; i < to; ++i) {
    const Group& group = run.groups[i];
    number.digits += group.digits;
    if (i > from) {
      number.shape += '-';
      number.separators += group.before;
    }
    number.shape += static_cast<char>('0' + std::min<size_t>(group.digits.size(), 9));
  }
  return number;
}

bool passes_luhn(std::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const int digit = digits[digits.size() - 1 - i] - '0';
    const int twice = digit * 2;
    sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 == 0;
}

// As the issuers' numbers begin (ISO/IEC 7812; the ranges the networks publish).
bool begins_like_card(const Number& number) {
  const char first = number.at(0);
  const char second = number.at(1);
  switch (number.digits.size()) {
    case 13:
      return first == '4';
    case 14:
      return first == '3' && (second == '0' || second == '6' || second == '8' || second == '9');
    case 15:
      return first == '3' && (second == '4' || second == '7');
    case 16:
      return (first >= '2' && first <= '6') || number.is("81") || number.is("82") || number.is("9792");
    case 17:
    case 18:
      return first == '5' || first == '6';
    case 19:
      return first >= '4' && first <= '6';
    default:
      return false;
  }
}

bool is_card_shape(std::string_view shape) { return shape == "4-4-4-4" || shape == "4-6-5" || shape == "4-6-4"; }

bool is_card(const Number& number, const Run& run, size_t from, size_t to) {
  if (!begins_like_card(number) || !passes_luhn(number.digits)) return false;
  for (size_t i = from; i < to; ++i) {
    const Group& group = run.groups[i];
    if (!number.one && group.digits.size() < 3) return false;
    const bool single = group.before == " " || group.before == "-" || group.before == ".";
    if (i > from && !single) return false;
  }
  return true;
}

// "31.12.2024", "2024-01-31", "1/2/24".
bool is_date(const Run& run, size_t from, size_t to) {
  if (to - from != 3) return false;
  const Group* g = &run.groups[from];
  const auto value = [](const Group& group) { return parse_integer(group.digits).value_or(0); };
  const bool same = g[1].before == g[2].before;
  const bool mark = g[1].before == "." || g[1].before == "-" || g[1].before == "/";
  const bool year_first = g[0].digits.size() == 4;
  const Group& year = year_first ? g[0] : g[2];
  const Group& day = year_first ? g[2] : g[0];
  const bool sizes = day.digits.size() <= 2 && g[1].digits.size() <= 2;
  const bool years = year.digits.size() == 2 || (year.digits.size() == 4 && value(year) >= 1000 && value(year) < 2200);
  return same && mark && sizes && years && value(day) <= 31 && value(g[1]) <= 31;
}

// "1 234 567", "12.345.678".
bool is_thousands(const Run& run, size_t from, size_t to) {
  if (to - from < 2 || run.groups[from].digits.size() > 3 || run.groups[from].digits[0] == '0') return false;
  const std::string& mark = run.groups[from + 1].before;
  for (size_t i = from + 1; i < to; ++i) {
    if (run.groups[i].digits.size() != 3 || run.groups[i].before != mark) return false;
  }
  return mark == " " || mark == ".";
}

bool has_any(std::string_view text, std::string_view characters) {
  return text.find_first_of(characters) != std::string_view::npos;
}

// The national ways, without "+" and the country's code, or with the code alone.
bool is_national(const Number& number) {
  const size_t count = number.digits.size();
  const char first = number.at(0);
  const char second = number.at(1);
  const std::string_view shape = number.shape;
  // With the trunk prefix 0, as most of Europe, Japan, Australia, India and China's landlines have it.
  if (first == '0' && second != '0') {
    const bool area = number.one || shape[0] >= '2';
    return area && (number.one ? count == 10 || count == 11 : count >= 9 && count <= 12);
  }
  if (has_any(number.separators, "/+")) return false;
  // Kazakhstan, Russia: 8 or 7, the area, seven digits.
  if (count == 11 && (first == '8' || first == '7') && second >= '3') return true;
  if (number.one) {
    if (count == 10) return first >= '2' && (first >= '6' || number.at(3) >= '2');  // India; North America
    if (count == 11 && first == '1')
      return second >= '3' || (second >= '2' && number.at(4) >= '2');  // China; 1 and NANP
    return (count == 12 && number.is("91") && number.at(2) >= '6') || (count == 12 && number.is("447")) ||
           (count == 13 && number.is("55") && number.at(4) == '9') || (count == 13 && number.is("861"));
  }
  // With a bracketed area: "(11) 91234-5678".
  if (number.separators[0] == ')' && count >= 8 && count <= 12) return true;
  // North America: the area and the exchange never begin with 0 or 1.
  const bool spaced = !has_any(number.separators, "-().");
  if (shape == "3-3-4") return first >= '2' && (!spaced || number.at(3) >= '2');
  if (shape == "1-3-3-4") return first == '1' && second >= '2';
  if (shape == "3-4-4") return first == '1' && second >= '3';  // China
  if (shape == "3-8") return first == '1' && second >= '3';
  if (shape == "5-5") return first >= '6';                                         // India
  if (shape == "2-5-5" || shape == "2-9") return number.is("91");                  // India
  if (shape == "2-5-4" || shape == "2-4-4") return first >= '1' && second >= '1';  // Brazil, Mexico
  if (shape == "2-2-5-4" || shape == "2-2-4-4") return number.is("55");            // Brazil
  if (shape == "3-3-2-2" || shape == "2-3-2-2") return first >= '2';               // Turkey, Poland; areas without 8
  if (shape == "3-3-3") return first >= '2' && number.separators == "--";          // Spain, Poland
  if (shape == "3-2-2-2") return first >= '6' && first != '8';                     // Spain
  return false;
}

bool is_phone(const Number& number, const Run& run, size_t from, size_t to, bool named) {
  const size_t count = number.digits.size();
  if (number.plus) {
    const bool eleven = number.at(0) == '1' || number.at(0) == '7';
    const size_t most = eleven ? 11 : kMaxE164 + (has_any(number.separators, "(") ? 1 : 0);
    return number.at(0) != '0' && count >= kMinE164 && count <= most;
  }
  if (named || is_thousands(run, from, to)) return false;
  for (size_t i = from; i + 3 <= to; ++i) {
    const bool ends = i + 3 == to || run.groups[i + 3].before != run.groups[i + 2].before;
    if (ends && is_date(run, i, i + 3)) return false;
  }
  if (number.is("00")) return number.at(2) >= '1' && count >= 11 && count <= kMaxE164 + 2;
  return is_national(number);
}

// The word next to signs [from, to), before or behind, in small letters; only spaces, points and colons in between.
std::string word_beside(const Vector<Sign>& signs, size_t from, size_t to, bool behind) {
  std::string word;
  size_t at = behind ? to : from;
  const auto more = [&] { return behind ? at < signs.size() : at > 0; };
  const auto here = [&] { return signs[behind ? at : at - 1].c; };
  const auto step = [&] { behind ? ++at : --at; };
  while (more() && (here() == ' ' || here() == '.' || here() == ':')) step();
  std::string letters;
  for (; more() && (is_letter(here()) || is_dense_letter(here())) && word.size() < 60; step()) {
    letters.clear();
    append_character(letters, lower_character(here()));
    word = behind ? word + letters : letters + word;
  }
  return word;
}

bool is_among(std::string_view word, std::string_view words) {
  return !word.empty() && words.find(join({" ", word, " "})) != std::string_view::npos;
}

// The number of an order, or a price: whatever it looks like, the text says that it is no phone's.
bool is_named(const Vector<Sign>& signs, size_t from, size_t to) {
  constexpr std::string_view kBefore =
      " order orders id no nr ref reference invoice ticket case article sku item parcel tracking serial isbn account "
      "заказ заказа заказу заказом счет счёт накладная трек артикул обращение тапсырыс тапсырысы "
      "bestellung bestellnummer auftrag rechnung kundennummer commande facture numéro pedido fatura factura ordine "
      "订单 订单号 注文 注文番号 usd eur kzt rub inr rs cny jpy brl ";
  constexpr std::string_view kBehind =
      " usd eur kzt rub inr cny jpy brl dollars euro euros rupees тенге теңге тг руб рублей tl lei zł kr ";
  size_t before = from;
  while (before > 0 && signs[before - 1].c == ' ') --before;
  size_t behind = to;
  while (behind < signs.size() && signs[behind].c == ' ') ++behind;
  const uint32_t sign = before > 0 ? signs[before - 1].c : 0;
  if (sign == '#' || sign == 0x2116 || is_currency(sign)) return true;
  if (behind < signs.size() && (is_currency(signs[behind].c) || signs[behind].c == '%')) return true;
  return is_among(word_beside(signs, from, to, false), kBefore) ||
         is_among(word_beside(signs, from, to, true), kBehind);
}

// "8 701 123 45 67" of groups [from, to) with its "+", and its bracket if that is closed in there.
size_t begin_of(const Vector<Sign>& signs, const Run& run, size_t from, size_t to) {
  const Group& group = run.groups[from];
  const size_t least = from == 0 ? run.from : run.groups[from - 1].to;
  bool closed = false;
  for (size_t i = from + 1; i < to; ++i) closed |= run.groups[i].before.find(')') != std::string::npos;
  size_t begin = group.from;
  for (size_t i = group.from; i > least; --i) {
    const uint32_t c = signs[i - 1].c;
    if (c == '+' || (c == '(' && closed)) begin = i - 1;
  }
  return begin;
}

// Whether a number may begin with group `at` of a run, or end before it.
bool is_border(const Run& run, size_t at) {
  return at == 0 || at == run.groups.size() || has_any(run.groups[at].before, " +");
}

// Where the number that begins with group `from` ends; `from` when none begins there. The longest wins.
size_t find_card(const Run& run, size_t from, size_t& looks) {
  for (size_t to = std::min(run.groups.size(), from + 6); to > from; --to) {
    if (!is_border(run, from) || !is_border(run, to)) continue;
    const Number number = number_of(run, from, to);
    if (is_card(number, run, from, to)) return to;
    if (is_card_shape(number.shape) && !number.plus) looks = to - from;
  }
  return from;
}

size_t find_phone(const Vector<Sign>& signs, const Run& run, size_t from) {
  const auto at = [&](size_t i) { return i < signs.size() ? signs[i].c : 0; };
  const size_t count = run.groups.size();
  const uint32_t before = run.from > 0 ? signs[run.from - 1].c : 0;
  const uint32_t behind = at(run.to);
  // Letters next to it make it a part of something longer; so does a colon, of a time; a comma, of a price.
  if (from == 0 && (is_letter(before) || before == '_')) return from;
  const bool letters = (is_letter(behind) || behind == '_') && (behind | 0x20) != 'x';
  const bool time = behind == ':' && is_digit(at(run.to + 1));
  const bool price = behind == ',' && is_digit(at(run.to + 1)) && !is_digit(at(run.to + 3));
  for (size_t to = std::min(count, from + 9); to > from; --to) {
    if (!is_border(run, from) || !is_border(run, to)) continue;
    const Number number = number_of(run, from, to);
    if (number.digits.size() > kMaxE164 + 2) continue;
    if (to == count && (letters || time || (price && !number.plus))) continue;
    const bool named = is_named(signs, begin_of(signs, run, from, to), run.groups[to - 1].to);
    if (is_phone(number, run, from, to, named)) return to;
  }
  return from;
}

void find_in_run(const Vector<Sign>& signs, const Run& run, uint8_t bits, Vector<Span>& spans) {
  const size_t count = run.groups.size();
  for (size_t from = 0; from < count;) {
    size_t looks = 0;  // that many groups are written like one
    size_t to = find_card(run, from, looks);
    const char* name = (bits & kMaskCard) != 0 ? "[card]" : "";
    const bool dated = from + 3 <= count && is_date(run, from, from + 3) &&
                       (from + 3 == count || run.groups[from + 3].before != run.groups[from + 2].before);
    if (to == from && looks != 0) {
      to = from + looks;  // a card's number mistyped, and no other
      name = "";
    } else if (to == from && dated) {
      to = from + 3;
      name = "";
    } else if (to == from && (bits & kMaskPhone) != 0) {
      to = find_phone(signs, run, from);
      name = "[phone]";
    }
    if (to == from) {
      ++from;
      continue;
    }
    if (*name != '\0') spans.push_back({begin_of(signs, run, from, to), run.groups[to - 1].to, name});
    from = to;
  }
}

void find_numbers(const Vector<Sign>& signs, uint8_t bits, const Vector<Span>& emails, Vector<Span>& spans) {
  size_t at = 0;
  Run run;
  for (size_t i = 0; i <= emails.size(); ++i) {
    const size_t end = i < emails.size() ? emails[i].from : signs.size();
    while (at < end) {
      if (read_run(signs, at, end, run)) {
        find_in_run(signs, run, bits, spans);
      } else {
        ++at;
      }
    }
    if (i == emails.size()) break;
    if ((bits & kMaskEmail) != 0) spans.push_back(emails[i]);
    at = emails[i].to;
  }
}

bool is_free_text(const config::Question& question) {
  const bool typed = question.kind == &survey::kText;
  return typed || question.kind == &survey::kChoice || question.kind == &survey::kPicture;
}

}  // namespace

std::string mask(std::string_view text, uint8_t bits) {
  const Vector<Sign> signs = signs_of(text);
  Vector<Span> emails;
  find_emails(signs, emails);
  Vector<Span> spans;
  find_numbers(signs, bits, emails, spans);
  if (spans.empty()) return std::string(text);
  std::string out;
  size_t at = 0;
  for (const Span& span : spans) {
    const size_t from = signs[span.from].at;
    out += text.substr(at, from - at);
    out += span.name;
    at = span.to < signs.size() ? signs[span.to].at : text.size();
  }
  out += text.substr(at);
  out.resize(first_characters(out, survey::kMaxAnswerCharacters).size());
  return out;
}

Json masked(const config::Question& question, const Json& value, uint8_t bits) {
  if (!is_free_text(question)) return value;
  Json out = value;
  if (std::string* text = out.get_ptr<std::string*>()) {
    if (question.kind == &survey::kText) *text = mask(*text, bits);
  } else if (Json::array_t* list = out.get_ptr<Json::array_t*>()) {
    for (Json& one : *list) one = masked(question, one, bits);
  } else if (Json::object_t* object = out.get_ptr<Json::object_t*>()) {
    for (auto& member : *object) {
      if (std::string* text = member.second.get_ptr<std::string*>()) *text = mask(*text, bits);
    }
  }
  return out;
}

}  // namespace canvass::privacy
