#include "core/guide/search.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/base/text.h"

namespace canvass::guide {

namespace {

constexpr float kSaturation = 1.2f;     // k1
constexpr float kLengthMatters = 0.5f;  // b
constexpr float kTitle = 4;
constexpr float kKeywords = 3;
constexpr float kText = 1;
constexpr float kCommonWords = 0.1f;  // of a word that says nothing, beside others
constexpr float kWorth = 0.15f;       // of the best score; below, it is chance

constexpr uint8_t kSame = 255;
constexpr uint8_t kBegun = 120;                // and up to 100 more, the less is missing
constexpr uint8_t kMistaken = 120;             // less for two
constexpr size_t kMostTerms = 12;              // of a query; whatever is behind them does not count
constexpr size_t kLongest = Search::kLongest;  // characters in which mistakes are looked for

// Which letters a word has: words with few letters in common need no closer look.
uint32_t signature_of(std::string_view word) {
  uint32_t signature = 0;
  for (size_t at = 0; at < word.size();) signature |= 1u << (next_character(word, at) & 31);
  return signature;
}

size_t characters_of(std::string_view word, uint32_t* out, size_t most) {
  size_t count = 0;
  for (size_t at = 0; at < word.size() && count < most; ++count) {
    out[count] = (word[at] & 0x80) == 0 ? static_cast<uint32_t>(word[at++]) : next_character(word, at);
  }
  return count;
}

// Mistakes that make `typed` out of `word`, or, when it is only begun, out of the best beginning of it; when they are
// more than `most`, any such number. Damerau's distance without repairs within repairs ("optimal string alignment").
CANVASS_APART size_t mistakes_between(const uint32_t* typed, size_t length, std::string_view word, size_t most,
                                      bool begun) {
  uint32_t letters[kLongest];
  // What is further behind makes no difference.
  const size_t count = characters_of(word, letters, std::min(kLongest, length + most + 1));
  uint8_t rows[3][kLongest + 1];
  for (size_t j = 0; j <= count; ++j) rows[0][j] = static_cast<uint8_t>(j);
  size_t least = 0;
  for (size_t i = 1; i <= length; ++i) {
    uint8_t* row = rows[i % 3];
    const uint8_t* above = rows[(i + 2) % 3];
    const uint8_t* twice = rows[(i + 1) % 3];
    row[0] = static_cast<uint8_t>(i);
    least = i;
    for (size_t j = 1; j <= count; ++j) {
      const bool same = typed[i - 1] == letters[j - 1];
      size_t here = std::min(above[j - 1] + (same ? 0u : 1u), std::min(above[j], row[j - 1]) + 1u);
      if (i > 1 && j > 1 && typed[i - 1] == letters[j - 2] && typed[i - 2] == letters[j - 1]) {
        here = std::min(here, twice[j - 2] + size_t{1});
      }
      row[j] = static_cast<uint8_t>(here);
      least = std::min(least, here);
    }
    if (least > most) return least;  // and it only grows
  }
  return begun ? least : rows[length % 3][count];
}

// To within 0.06, which is enough for an order.
float logarithm(float x) {
  uint32_t bits;  // the exponent, and after it the part beyond 1, are nearly the logarithm already
  std::memcpy(&bits, &x, sizeof bits);
  return (static_cast<float>(bits) / 8388608.0f - 126.94f) * 0.6931f;
}

}  // namespace

Search::Search(std::string_view locale) : stems_(stems_of(locale)) { table_.resize(1024); }

Search::~Search() = default;

// Where the word's index is in the table, or would be.
uint32_t* Search::place_of(std::string_view word) const {
  uint32_t hash = 2166136261u;  // FNV-1a
  for (const char c : word) hash = (hash ^ static_cast<uint8_t>(c)) * 16777619u;
  const size_t mask = table_.size() - 1;
  size_t i = (hash ^ hash >> 15) & mask;
  while (table_[i] != 0 && letters(words_[table_[i] - 1]) != word) i = (i + 1) & mask;
  return &table_[i];
}

uint32_t Search::index_of(std::string_view word, bool is_stem) {
  if (const uint32_t known = *place_of(word)) return known - 1;
  if (words_.size() * 2 >= table_.size()) {
    table_.assign(table_.size() * 2, 0);
    for (uint32_t i = 0; i < words_.size(); ++i) *place_of(letters(words_[i])) = i + 1;
  }
  const uint32_t index = static_cast<uint32_t>(words_.size());
  size_t behind = 0;
  words_.push_back({static_cast<uint32_t>(letters_.size()), static_cast<uint32_t>(word.size()), index,
                    signature_of(word), next_character(word, behind), static_cast<uint32_t>(count_characters(word)),
                    0});
  letters_.append(word.data(), word.size());
  *place_of(word) = index + 1;
  if (!is_stem) {
    const uint32_t stem = index_of(stem_of(word, stems_), true);
    words_[index].stem = stem;
  }
  return index;
}

void Search::read(std::string_view text, float weight) {
  const uint32_t document = static_cast<uint32_t>(lengths_.size() - 1);
  for (SearchWords words(text); words.next();) {
    lengths_.back() += kText;
    Word& stem = words_[words_[index_of(words.word, false)].stem];
    if (stem.postings == 0 || postings_[stem.postings - 1].document != document) {
      postings_.push_back({document, stem.postings, 0});
      stem.postings = static_cast<uint32_t>(postings_.size());
    }
    postings_[stem.postings - 1].weight += weight;
  }
}

void Search::add(std::string_view title, std::string_view text, std::string_view keywords) {
  query_.clear();
  terms_.clear();
  lengths_.push_back(0);
  read(title, kTitle);
  read(keywords, kKeywords);
  read(text, kText);
}

// How well a word of a text answers one of the query, up to kSame. `signature` and `characters` are those of the word.
uint8_t Search::quality(const Term& term, std::string_view word, std::string_view stem, uint32_t signature,
                        uint32_t characters) const {
  if (characters >= term.characters && (term.last || term.characters >= 4) && starts_with(word, term.word)) {
    return static_cast<uint8_t>(kBegun + 100 * term.word.size() / word.size());
  }
  if (term.mistakes == 0) return 0;
  // "warranties" where no language's endings are known, or made of several: "бракованный" is of "брак".
  if (characters >= 4 && starts_with(term.word, stem) && count_characters(stem) >= 4) {
    return static_cast<uint8_t>(kMistaken * stem.size() / term.word.size());
  }
  // Each mistake makes a word longer or shorter by one at most, and brings in or takes away one letter at most.
  if (characters + term.mistakes < term.characters || std::popcount(term.signature & ~signature) > term.mistakes)
    return 0;
  if (!term.last &&
      (characters > term.characters + term.mistakes || std::popcount(signature & ~term.signature) > term.mistakes)) {
    return 0;
  }
  const size_t mistakes =
      mistakes_between(term.letters, std::min<size_t>(term.characters, kLongest), word, term.mistakes, term.last);
  return mistakes > term.mistakes ? 0 : static_cast<uint8_t>(kMistaken / (mistakes == 0 ? 1 : mistakes));
}

// Compares a word of the query with every word there is.
bool Search::weigh(Term& term) const {
  const uint32_t stem = *place_of(term.stem) - 1;  // which no word has if there is no such
  uint8_t* answers = term.quality.data();
  bool found = false;
  for (const Word& word : words_) {
    uint8_t answer = 0;
    if (word.stem == stem) {
      answer = kSame;
    } else if (word.first == term.letters[0] ||
               (term.mistakes != 0 && std::popcount(term.signature & ~word.signature) <= term.mistakes)) {
      // Nearly no word comes this far.
      answer = quality(term, letters(word), letters(words_[word.stem]), word.signature, word.characters);
    }
    *answers++ = answer;
    found = found || answer != 0;
  }
  return found;
}

// False: nothing like it is in any article.
bool Search::add_term(std::string_view word, bool last) const {
  terms_.emplace_back();
  Term& term = terms_.back();
  term.word.assign(word.data(), word.size());
  const std::string_view stem = stem_of(word, stems_);
  term.stem.assign(stem.data(), stem.size());
  term.signature = signature_of(word);
  term.characters = static_cast<uint32_t>(count_characters(word));
  characters_of(word, term.letters, kLongest);
  term.last = last;
  term.common = is_common(word);
  term.quality.assign(words_.size(), 0);
  // Numbers that are nearly the same are not nearly the same thing.
  if (weigh(term) || term.common || term.word.find_first_of("0123456789") != std::string::npos) return true;
  term.mistakes = term.characters >= 8 ? 2 : term.characters >= 4 ? 1 : 0;
  return term.mistakes == 0 || weigh(term);
}

void Search::understand(std::string_view query) const {
  if (query == query_ && !query_.empty()) return;
  query_.assign(query.data(), query.size());
  terms_.clear();
  const size_t end = trim(query).size();
  for (SearchWords words(trim(query)); words.next() && terms_.size() < kMostTerms;) {
    const std::string_view word = words.word;
    if (add_term(word, words.end == end)) continue;
    // Two words without the space between them: "wishlist".
    const size_t least = word[0] & 0x80 ? 6 : 3;
    for (size_t at = least; at + least <= word.size(); ++at) {
      if (*place_of(word.substr(0, at)) == 0 || *place_of(word.substr(at)) == 0) continue;
      terms_.pop_back();
      add_term(word.substr(0, at), false);
      add_term(word.substr(at), false);
      break;
    }
  }
  bool only_common = true;
  for (const Term& term : terms_) only_common = only_common && term.common;
  for (Term& term : terms_) term.common = term.common && !only_common;
}

Vector<Search::Hit> Search::find(std::string_view query, size_t limit) const {
  understand(query);
  const size_t count = lengths_.size();
  float average = 0;
  for (const float length : lengths_) average += length / static_cast<float>(count);
  Vector<float> scores(count);
  Vector<float> best(count);
  Vector<float> norms(count);
  for (size_t d = 0; d < count; ++d) norms[d] = 1 / (1 - kLengthMatters + kLengthMatters * lengths_[d] / average);
  Vector<uint8_t> done(words_.size());
  // Common words last: they put in order what others have found.
  for (size_t i = 0; i < terms_.size() * 2; ++i) {
    const Term& term = terms_[i % terms_.size()];
    if (term.common != (i >= terms_.size())) continue;
    best.assign(count, 0);
    uint32_t found = 0;
    done.assign(words_.size(), 0);  // how well each stem has answered
    for (size_t w = 0; w < words_.size(); ++w) {
      const uint32_t stem = words_[w].stem;
      const uint8_t answer = term.quality[w];
      if (answer <= done[stem]) continue;
      done[stem] = answer;
      const float share = (kSaturation + 1) * answer / kSame;
      for (uint32_t p = words_[stem].postings; p != 0;) {
        const Posting& posting = postings_[p - 1];
        p = posting.before;
        const float weight = posting.weight * norms[posting.document];
        const float score = share * weight / (weight + kSaturation);
        float& known = best[posting.document];
        if (known == 0) ++found;
        if (score > known) known = score;
      }
    }
    // Inverse document frequency (eq. 3.3 with one added, so that it is never below 0).
    const float all = static_cast<float>(count);
    const float some = static_cast<float>(found);
    const float rarity = logarithm(1 + (all - some + 0.5f) / (some + 0.5f)) * (term.common ? kCommonWords : 1);
    for (size_t d = 0; d < count; ++d) {
      if (!term.common || scores[d] > 0) scores[d] += best[d] * rarity;
    }
  }
  Vector<Hit> hits;
  for (uint32_t d = 0; d < count; ++d) {
    size_t at = hits.size();
    while (at > 0 && hits[at - 1].score < scores[d]) --at;
    if (scores[d] <= 0 || at >= limit) continue;
    hits.insert(hits.begin() + static_cast<std::ptrdiff_t>(at), {d, scores[d]});
    if (hits.size() > limit) hits.pop_back();
  }
  while (!hits.empty() && hits.back().score < hits[0].score * kWorth) hits.pop_back();
  return hits;
}

Vector<Search::Span> Search::matches(std::string_view query, std::string_view text) const {
  understand(query);
  Vector<Span> spans;
  for (SearchWords words(text); words.next();) {
    const uint32_t known = *place_of(words.word);
    bool meant = false;
    for (const Term& term : terms_) {
      if (term.common || meant) continue;
      if (known != 0) {
        meant = term.quality[known - 1] != 0;
      } else {
        const std::string_view stem = stem_of(words.word, stems_);
        meant = stem == term.stem || quality(term, words.word, stem, signature_of(words.word),
                                             static_cast<uint32_t>(count_characters(words.word))) != 0;
      }
    }
    if (!meant) continue;
    const uint32_t begin = static_cast<uint32_t>(words.begin);
    if (spans.empty() || spans.back().end < begin) spans.push_back({begin, begin});
    spans.back().end = static_cast<uint32_t>(words.end);
  }
  return spans;
}

std::string_view Search::excerpt(std::string_view query, std::string_view text, size_t characters) const {
  const Vector<Span> spans = matches(query, text);
  // The most matches within three quarters of the room.
  size_t match = 0;
  size_t most = 0;
  for (size_t i = 0; i < spans.size(); ++i) {
    const size_t room = first_characters(text.substr(spans[i].begin), characters - characters / 4).size();
    size_t j = i;
    while (j < spans.size() && spans[j].end <= spans[i].begin + room) ++j;
    if (j - i <= most) continue;
    most = j - i;
    match = spans[i].begin;
  }
  // Some words before it, and more if the text ends soon.
  const size_t left = count_characters(text.substr(match));
  size_t before = characters / 5;
  if (left + before < characters) before = characters - left;
  size_t begin = match;
  for (; begin > 0 && before > 0; --begin) before -= (text[begin - 1] & 0xC0) != 0x80 ? 1 : 0;
  const size_t space = begin == 0 ? match : text.find_first_of(" \n", begin - 1);
  if (space < match) begin = space + 1;
  std::string_view part = first_characters(text.substr(begin), characters);
  if (begin + part.size() < text.size() && static_cast<uint8_t>(text[begin + part.size()]) > ' ') {
    const size_t last = part.find_last_of(" \n");
    if (last + 1 > part.size() / 2) part = part.substr(0, last);
  }
  return trim(part);
}

}  // namespace canvass::guide
