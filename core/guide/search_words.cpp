#include "core/guide/search_words.h"

#include "core/base/text.h"

namespace canvass::guide {

namespace {

enum class Sort : uint8_t { kNone, kLetter, kMark, kPair };  // kMark: within words, says nothing; kPair: no spaces

struct Range {
  uint16_t last;
  Sort sort;
};

// From the character behind the range before, in the order of Unicode. What has no letters in between does no harm.
constexpr Range kRanges[] = {
    {'0' - 1, Sort::kNone},  {'9', Sort::kLetter},    {'a' - 1, Sort::kNone},  {'z', Sort::kLetter},
    {0xBF, Sort::kNone},     {0xF6, Sort::kLetter},   {0xF7, Sort::kNone},     {0x2BB, Sort::kLetter},
    {0x2BC, Sort::kMark},    {0x2FF, Sort::kLetter},  {0x36F, Sort::kMark},    {0x37D, Sort::kLetter},
    {0x37E, Sort::kNone},    {0x386, Sort::kLetter},  {0x387, Sort::kNone},    {0x559, Sort::kLetter},
    {0x55F, Sort::kNone},    {0x588, Sort::kLetter},  {0x590, Sort::kNone},    {0x5CF, Sort::kMark},
    {0x5FF, Sort::kLetter},  {0x61F, Sort::kNone},    {0x63F, Sort::kLetter},  {0x640, Sort::kMark},
    {0x64A, Sort::kLetter},  {0x65F, Sort::kMark},    {0x6D3, Sort::kLetter},  {0x6D4, Sort::kNone},
    {0x963, Sort::kLetter},  {0x965, Sort::kNone},    {0xDFF, Sort::kLetter},  {0xEFF, Sort::kPair},
    {0xFFF, Sort::kLetter},  {0x109F, Sort::kPair},   {0x177F, Sort::kLetter}, {0x17FF, Sort::kPair},
    {0x1FFF, Sort::kLetter}, {0x200A, Sort::kNone},   {0x200D, Sort::kMark},   {0x2BFF, Sort::kNone},
    {0x2E7F, Sort::kLetter}, {0x2FFF, Sort::kPair},   {0x3004, Sort::kNone},   {0x3007, Sort::kPair},
    {0x3020, Sort::kNone},   {0xA4CF, Sort::kPair},   {0xABFF, Sort::kLetter}, {0xD7FF, Sort::kPair},
    {0xF8FF, Sort::kNone},   {0xFAFF, Sort::kPair},   {0xFDFF, Sort::kLetter}, {0xFE0F, Sort::kMark},
    {0xFE6F, Sort::kNone},   {0xFEFE, Sort::kLetter}, {0xFEFF, Sort::kMark},   {0xFF65, Sort::kNone},
    {0xFFDF, Sort::kLetter}, {0xFFFF, Sort::kNone},
};

Sort sort_of(uint32_t c) {
  if (c >= 0x20000) return c < 0x40000 ? Sort::kPair : Sort::kNone;
  if (c >= 0x10000) return c < 0x1F000 ? Sort::kLetter : Sort::kNone;  // beyond are pictures
  const Range* range = kRanges;
  while (c > range->last) ++range;
  return range->sort;
}

// Without accents: from U+00E0 on, every second from U+0100 on, every second from U+1EA0 on.
constexpr char kLatin[] =
    "aaaaaaaceeeeiiiidnooooo/ouuuuyty"
    "aaaccccddeeeeegggghhiiiiiijkklllllnnnnoooorrrsssstttuuuuuuwyyzzz"
    "aaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyy";
// Pairs: a Cyrillic letter, and what it is often typed as, be it for want of a key.
constexpr uint8_t kCyrillic[] = {
    0x51, 0x35, 0x39, 0x38, 0x56, 0x38, 0x57, 0x38, 0x93, 0x33, 0x9B, 0x3A,   // ёе йи іи їи ғг қк
    0xA3, 0x3D, 0xAF, 0x43, 0xB1, 0x43, 0xBB, 0x45, 0xD9, 0x30, 0xE9, 0x3E};  // ңн үу ұу һх әа өо

// The letter it is compared as.
uint32_t folded(uint32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // as wide as an ideograph
  c = lower_character(c);
  if (c < 0xDF) return c;
  if (c < 0x100) return c == 0xDF ? 's' : kLatin[c - 0xE0];
  if (c < 0x180) return kLatin[32 + (c - 0x100) / 2];
  if (c >= 0x1EA0 && c < 0x1EFA) return kLatin[96 + (c - 0x1EA0) / 2];
  for (size_t i = 0; c >> 8 == 4 && i < sizeof kCyrillic; i += 2) {
    if ((c & 0xFF) == kCyrillic[i]) return 0x400 + kCyrillic[i + 1];
  }
  return c;
}

// Whether a word may go on behind it: "don't", "e-mail". In "l'objet" and "self-service" there are two.
bool joins(uint32_t c, std::string_view word) {
  if (c == '\'' || c == 0x2019) return word.size() > 2;
  return (c == '-' || c == 0x2010 || c == 0x2011) && !word.empty() && word.size() <= 2 && word.back() > '9';
}

// Endings by language, in groups with the least that must be left of the word in bytes. From each group the longest
// that fits goes; with "!" it stays. Letters as folded() makes them.
constexpr char kEnglish[] = "3s es ies !ss !us !is|3ing ed ation ment able ly|3e y i|3bb dd gg ll mm nn pp rr ss tt zz";
constexpr char kRussian[] =
    "6ся сь|"
    "6а я ы и у ю е о ь ом ем ам ям ах ях ами ями ов ев ои еи ою ею ия ии ию ие ием иям иями иях ью ье ья "
    "ыи ая яя ое ее ые ого его ому ему ым им ых их ую юю ыми ими "
    "ть ти ать ять ить еть уть нуть ал ала али ало ил ила или ило ул ула ули ял яла яли ел ела ели "
    "ет ит ют ут ат ят ешь ишь ете ите аите ает ают|"
    "8ост ен ан енн анн ок ек ик к н ющ ущ вш ащ ящ ова ыва ива|"
    "8т щ ч ж д";
constexpr char kKazakh[] =
    "6лар лер дар дер тар тер ым им м ын ин н ы и сы си ымыз имиз мыз миз ыныз иниз ныз низ "
    "нын нин дын дин тын тин га ге ка ке на не а е ны ни ды ди ты ти да де та те нда нде дан ден тан тен нан нен "
    "мен бен пен ган ген кан кен у ып ип п ады еди са се гым гим кым ким мын мин сыз сиз";
constexpr char kCommon[] =
    " and are can could does for from get has have how its need not our please should that the their then there this "
    "want was what when where which who why will with would you your dont cant ive "
    "без был вас вам все где для есть еще как какая какие какои когда кто куда мне мои моя мое меня можно надо нам нас "
    "нет нужно она они почему при так там это уже хочу чем что чтобы этот "
    "бар бир бола болады жане жок каи каида калаи канша кашан кеи керек мен мени менин маган неге осы сиз сол сон "
    "туралы ушин мумкин ";

}  // namespace

bool SearchWords::next() {
  word.clear();
  while (at_ < text_.size()) {
    const size_t from = at_;
    const uint32_t c = folded(next_character(text_, at_));
    const Sort sort = sort_of(c);
    const bool second = pair_;
    pair_ = false;
    if (sort == Sort::kMark || (!word.empty() && joins(c, word))) continue;
    if (!word.empty() && sort != Sort::kLetter) {
      at_ = from;
      return true;
    }
    if (sort == Sort::kNone) continue;
    if (word.empty()) begin = from;
    append_character(word, c);
    end = at_;
    if (sort == Sort::kLetter) continue;
    size_t behind = at_;
    const uint32_t other = behind < text_.size() ? folded(next_character(text_, behind)) : 0;
    if (sort_of(other) == Sort::kPair) {
      append_character(word, other);
      end = behind;
      pair_ = true;
    } else if (second) {
      word.clear();
      continue;
    }
    return true;
  }
  return !word.empty();
}

Stems stems_of(std::string_view locale) {
  static constexpr std::string_view kLanguages[] = {"en", "ru", "kk"};
  const std::string_view language = locale.substr(0, locale.find_first_of("-_"));
  for (size_t i = 0; i < 3; ++i) {
    if (language == kLanguages[i]) return static_cast<Stems>(i + 1);
  }
  return Stems::kNone;
}

std::string_view stem_of(std::string_view word, Stems stems) {
  const uint8_t lead = word.empty() ? 0 : static_cast<uint8_t>(word[0]);
  const bool cyrillic = lead >= 0xD0 && lead <= 0xD3;
  if (stems == Stems::kNone || (lead >= 0x80 && !cyrillic)) return word;
  const bool kazakh = cyrillic && stems == Stems::kKazakh;
  // Kazakh puts its endings one after another: "тапсырыс·тар·ымыз·дан".
  for (int round = kazakh ? 3 : 1; round > 0; --round) {
    for (const char* at = !cyrillic ? kEnglish : kazakh ? kKazakh : kRussian; *at != 0;) {
      const size_t least = static_cast<size_t>(*at++ - '0');
      size_t longest = 0;
      bool stays = false;
      while (*at != 0 && *at != '|') {
        const bool mark = *at == '!';
        at += mark;
        size_t length = 0;
        while (at[length] != 0 && at[length] != ' ' && at[length] != '|') ++length;
        if (length > longest && word.size() >= least + length &&
            word.substr(word.size() - length) == std::string_view(at, length)) {
          longest = length;
          stays = mark;
        }
        at += length;
        if (*at == ' ') ++at;
      }
      if (*at == '|') ++at;
      if (!stays) word.remove_suffix(longest);
    }
  }
  return word;
}

bool is_common(std::string_view word) {
  // Of two letters, or one, nearly all are.
  const uint8_t lead = word.empty() ? 0 : static_cast<uint8_t>(word[0]);
  if (lead > '9' && (lead < 0x80 ? word.size() <= 2 : lead < 0xD4 && word.size() <= 4)) return true;
  return std::string_view(kCommon).find(join({" ", word, " "})) != std::string_view::npos;
}

}  // namespace canvass::guide
