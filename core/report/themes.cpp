#include "core/report/themes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/base/text.h"
#include "core/report/words.h"

namespace canvass::report {

namespace {

constexpr size_t kCandidates = 400;        // phrases that are looked at closely
constexpr size_t kTerms = 12;              // ways of saying it that are listed for a theme
constexpr size_t kReach = 3;               // two words this far apart still make a phrase
constexpr size_t kKeysAtOnce = 4'000'000;  // of phrases, counted in one go: 32 MB
constexpr unsigned kBits = 21;             // of a stem in a phrase's key
constexpr uint32_t kMostStems = (1u << kBits) - 1;

// How much more a phrase says than a single word, and a single word of praise or blame less. Also what decides which
// phrase a theme is named by: one of two words leads when it covers two thirds of those who use the single word.
constexpr double kPair = 1.5, kTriple = 1.7, kDenied = 1.2, kGeneric = 0.3, kGenericPair = 0.6, kSubject = 0.5;
constexpr double kCovers = 0.85;       // of a shorter phrase's respondents: the longer one means the same
constexpr double kCoveredByAll = 0.8;  // … all longer ones together leave it nothing of its own
constexpr double kAlike = 0.5;         // Jaccard of phrases with a stem in common, and
constexpr double kTogether = 0.7;      // of phrases with none, to be one theme

// --- phrases ----------------------------------------------------------------------------------------------

// Its stems in ascending order, 21 bits each: "late delivery" and "delivery was late" are the same phrase.
using Key = uint64_t;

Key key_of(uint32_t a, uint32_t b = 0, uint32_t c = 0) {
  if (a > b) std::swap(a, b);
  if (b > c) std::swap(b, c);
  if (a > b) std::swap(a, b);
  return static_cast<Key>(a) << (2 * kBits) | static_cast<Key>(b) << kBits | c;
}

std::array<uint32_t, 3> stems_of(Key key) {
  return {static_cast<uint32_t>(key >> (2 * kBits)), static_cast<uint32_t>(key >> kBits) & kMostStems,
          static_cast<uint32_t>(key) & kMostStems};
}

size_t length_of(Key key) {
  size_t length = 0;
  for (const uint32_t stem : stems_of(key)) length += stem != 0 ? 1 : 0;
  return length;
}

bool has_stem(Key key, uint32_t stem) {
  const std::array<uint32_t, 3> stems = stems_of(key);
  return std::find(stems.begin(), stems.end(), stem) != stems.end();
}

// Whether all stems of `part` are in `whole`.
bool is_part(Key part, Key whole) {
  for (const uint32_t stem : stems_of(part)) {
    if (stem != 0 && !has_stem(whole, stem)) return false;
  }
  return true;
}

bool share_stem(Key a, Key b) {
  for (const uint32_t stem : stems_of(a)) {
    if (stem != 0 && has_stem(b, stem)) return true;
  }
  return false;
}

// take(key, from, to, whole) for each phrase of a text; stems of rank 0 are too rare to be in one. `whole`: nothing
// that says something lies in between.
template <typename Take>
void each_phrase(const std::vector<Word>& words, const Take& take) {
  for (size_t i = 0; i < words.size(); ++i) {
    const Word& first = words[i];
    if (first.stem == 0) continue;
    take(key_of(first.stem), first.from, first.to, true);
    for (size_t j = i + 1; j < words.size() && j <= i + kReach && words[j].clause == first.clause; ++j) {
      const Word& second = words[j];
      if (second.stem == 0 || second.stem == first.stem) continue;
      take(key_of(first.stem, second.stem), first.from, second.to, j == i + 1);
    }
    if (i + 2 >= words.size() || words[i + 2].clause != first.clause) continue;
    const uint32_t second = words[i + 1].stem;
    const uint32_t third = words[i + 2].stem;
    if (second == 0 || third == 0 || second == first.stem || third == first.stem || third == second) continue;
    take(key_of(first.stem, second, third), first.from, words[i + 2].to, true);
  }
}

// --- sets of respondents ----------------------------------------------------------------------------------

class Set {
 public:
  explicit Set(size_t size) : bits_((size + 63) / 64) {}
  void add(size_t i) { bits_[i / 64] |= uint64_t{1} << (i % 64); }
  void add(const Set& other) {
    for (size_t i = 0; i < bits_.size(); ++i) bits_[i] |= other.bits_[i];
  }
  bool has(size_t i) const { return (bits_[i / 64] >> (i % 64) & 1) != 0; }
  size_t size() const {
    size_t count = 0;
    for (const uint64_t bits : bits_) count += static_cast<size_t>(std::popcount(bits));
    return count;
  }
  size_t common(const Set& other) const {
    size_t count = 0;
    for (size_t i = 0; i < bits_.size(); ++i) count += static_cast<size_t>(std::popcount(bits_[i] & other.bits_[i]));
    return count;
  }

 private:
  std::vector<uint64_t> bits_;
};

// --- what is found ----------------------------------------------------------------------------------------

struct Respondent {
  std::vector<uint32_t> texts = {};  // indices into Survey::texts
  const char* category = nullptr;
};

struct Candidate {
  Key key = 0;
  size_t support = 0;
  double score = 0;
};

struct Said {
  uint32_t respondent = 0, text = 0;
  bool named = false;  // in the words of the theme's leader
};

struct Theme {
  Key leader = 0;
  std::set<Key> members = {};
  Set respondents;
  double weight = 1;
  size_t count = 0;
  std::string name = {};
  std::vector<std::string> terms = {};
  std::vector<Said> said = {};
};

double share(size_t part, size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

class Finder {
 public:
  Finder(const Survey& survey, const CategoryOf& category_of);
  Json json() const;

 private:
  void read();
  void rank_stems();
  void count_phrases();
  void choose();
  void cluster();
  void describe();
  double weight_of(Key key) const;
  Json quotes(const Theme& theme) const;
  template <typename Take>
  void each_phrase_of(size_t respondent, const Take& take) const {
    for (const uint32_t text : respondents_[respondent].texts) each_phrase(words_[text], take);
  }

  const Survey& survey_;
  std::vector<Respondent> respondents_;
  std::vector<std::vector<Word>> words_;  // by text; after rank_stems() their stems are ranks
  WordReader reader_;
  size_t least_ = 2;                  // respondents that a phrase needs
  std::vector<std::string> stems_;    // by rank, from 1, in alphabetical order
  std::vector<bool> generic_;         // by rank
  std::vector<size_t> stem_support_;  // by rank
  std::vector<Candidate> candidates_;
  std::vector<Theme> themes_;
};

Finder::Finder(const Survey& survey, const CategoryOf& category_of) : survey_(survey) {
  std::unordered_map<uint32_t, size_t> of_response;
  for (size_t i = 0; i < survey.texts.size(); ++i) {
    const uint32_t response = survey.texts[i].response;
    size_t respondent = respondents_.size();
    if (response != kNone) respondent = of_response.try_emplace(response, respondent).first->second;
    if (respondent == respondents_.size()) {
      respondents_.push_back({{}, response != kNone && category_of ? category_of(response) : nullptr});
    }
    respondents_[respondent].texts.push_back(static_cast<uint32_t>(i));
  }
  // Two who agree are a theme only where there are few to agree.
  least_ = respondents_.size() < 12 ? 2 : std::max<size_t>(3, respondents_.size() / 500);
  read();
  rank_stems();
  count_phrases();
  choose();
  cluster();
}

void Finder::read() {
  words_.reserve(survey_.texts.size());
  for (const Text& text : survey_.texts) words_.push_back(reader_.read(text.text));
}

// Stems that enough respondents use get numbers which do not depend on the order of texts.
void Finder::rank_stems() {
  std::vector<size_t> support(reader_.stems().size()), last(support.size(), SIZE_MAX);
  for (size_t respondent = 0; respondent < respondents_.size(); ++respondent) {
    for (const uint32_t text : respondents_[respondent].texts) {
      for (const Word& word : words_[text]) {
        if (last[word.stem] == respondent) continue;
        last[word.stem] = respondent;
        ++support[word.stem];
      }
    }
  }
  std::vector<uint32_t> frequent;
  for (uint32_t stem = 0; stem < support.size() && frequent.size() < kMostStems; ++stem) {
    if (support[stem] >= least_) frequent.push_back(stem);
  }
  std::sort(frequent.begin(), frequent.end(),
            [&](uint32_t a, uint32_t b) { return reader_.stems()[a] < reader_.stems()[b]; });
  std::vector<uint32_t> rank(support.size());
  stems_.emplace_back();
  generic_.push_back(false);
  stem_support_.push_back(0);
  for (const uint32_t stem : frequent) {
    rank[stem] = static_cast<uint32_t>(stems_.size());
    stems_.push_back(reader_.stems()[stem]);
    generic_.push_back(reader_.generic(stem));
    stem_support_.push_back(support[stem]);
  }
  for (std::vector<Word>& words : words_) {
    for (Word& word : words) word.stem = rank[word.stem];
  }
}

double Finder::weight_of(Key key) const {
  const std::array<uint32_t, 3> stems = stems_of(key);
  const size_t length = length_of(key);
  size_t generic = 0;
  for (const uint32_t stem : stems) generic += stem != 0 && generic_[stem] ? 1 : 0;
  if (length == 3) return kTriple;
  if (length == 2) return generic == 2 ? kGenericPair : kPair;
  if (generic == 1) return kGeneric;
  if (stems_[stems[2]][0] == kNegated) return kDenied;
  const bool subject = respondents_.size() >= 12 && share(stem_support_[stems[2]], respondents_.size()) > 0.6;
  return subject ? kSubject : 1;
}

// Everything that enough respondents say. The keys of all phrases are sorted a part at a time, so that memory stays
// bounded whatever the texts are.
void Finder::count_phrases() {
  size_t all = 0;
  for (const std::vector<Word>& words : words_) all += words.size() * (kReach + 2);
  const size_t parts = all / kKeysAtOnce + 1;
  std::vector<Key> keys, own;
  for (size_t part = 0; part < parts; ++part) {
    keys.clear();
    for (size_t respondent = 0; respondent < respondents_.size(); ++respondent) {
      own.clear();
      each_phrase_of(respondent, [&](Key key, uint32_t, uint32_t, bool) {
        if (parts == 1 || (key ^ key >> kBits ^ key >> (2 * kBits)) % parts == part) own.push_back(key);
      });
      std::sort(own.begin(), own.end());
      keys.insert(keys.end(), own.begin(), std::unique(own.begin(), own.end()));
    }
    std::sort(keys.begin(), keys.end());
    for (size_t i = 0; i < keys.size();) {
      size_t end = i;
      while (end < keys.size() && keys[end] == keys[i]) ++end;
      if (end - i >= least_) candidates_.push_back({keys[i], end - i, 0});
      i = end;
    }
  }
}

// Leaves out words that stand together by chance and longer phrases that say no more than their parts.
void Finder::choose() {
  std::unordered_map<Key, size_t> support;
  for (const Candidate& candidate : candidates_) support.emplace(candidate.key, candidate.support);
  const auto by_chance = [&](const Candidate& candidate) {
    const std::array<uint32_t, 3> stems = stems_of(candidate.key);
    const size_t length = length_of(candidate.key);
    if (length == 2) {
      const size_t a = stem_support_[stems[1]];
      const size_t b = stem_support_[stems[2]];
      if (2 * candidate.support >= std::min(a, b)) return false;
      const double expected = static_cast<double>(a) * share(b, respondents_.size());
      return static_cast<double>(candidate.support) - expected < 2 * std::sqrt(expected);
    }
    if (length == 3) {
      size_t most = 0;
      for (const Key pair : {key_of(stems[0], stems[1]), key_of(stems[0], stems[2]), key_of(stems[1], stems[2])}) {
        if (const auto found = support.find(pair); found != support.end()) most = std::max(most, found->second);
      }
      return share(candidate.support, most) < kCoveredByAll;
    }
    return false;
  };
  candidates_.erase(std::remove_if(candidates_.begin(), candidates_.end(), by_chance), candidates_.end());
  for (Candidate& candidate : candidates_) {
    candidate.score = weight_of(candidate.key) * static_cast<double>(candidate.support);
  }
  // Ranks of stems are in alphabetical order, so keys are as good as words to decide between equals.
  std::sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.key > b.key;
  });
  if (candidates_.size() > kCandidates) candidates_.resize(kCandidates);
}

void Finder::cluster() {
  std::unordered_map<Key, size_t> index;
  std::vector<Set> sets(candidates_.size(), Set(respondents_.size()));
  for (size_t i = 0; i < candidates_.size(); ++i) index.emplace(candidates_[i].key, i);
  for (size_t respondent = 0; respondent < respondents_.size(); ++respondent) {
    each_phrase_of(respondent, [&](Key key, uint32_t, uint32_t, bool) {
      if (const auto found = index.find(key); found != index.end()) sets[found->second].add(respondent);
    });
  }

  // The strongest phrase begins a theme, and every other joins the theme whose leader it is most alike, or begins
  // one. Only leaders are compared with, so that no chain of neighbours grows into one theme about everything.
  std::vector<size_t> leaders;
  for (size_t i = 0; i < candidates_.size(); ++i) {
    const Key key = candidates_[i].key;
    const size_t size = candidates_[i].support;
    std::optional<size_t> nearest;
    double nearest_likeness = 0;
    for (size_t theme = 0; theme < themes_.size(); ++theme) {
      const Key leader = themes_[theme].leader;
      const size_t leader_size = candidates_[leaders[theme]].support;
      const size_t common = sets[i].common(sets[leaders[theme]]);
      const double likeness = share(common, size + leader_size - common);
      bool joins = false;
      if (is_part(key, leader)) {
        joins = share(common, size) >= kCovers;
      } else if (is_part(leader, key)) {
        joins = length_of(leader) > 1 || 10 * size < leader_size;
      } else {
        joins = likeness >= (share_stem(key, leader) ? kAlike : kTogether);
      }
      if (joins && likeness > nearest_likeness) {
        nearest = theme;
        nearest_likeness = likeness;
      }
    }
    if (nearest) {
      themes_[*nearest].members.insert(key);
      themes_[*nearest].respondents.add(sets[i]);
    } else {
      leaders.push_back(i);
      themes_.push_back({.leader = key, .members = {key}, .respondents = sets[i], .weight = weight_of(key)});
    }
  }

  // What remains of a word when everything more specific is a theme already.
  std::vector<Theme> kept;
  for (size_t theme = 0; theme < themes_.size(); ++theme) {
    Set longer(respondents_.size());
    for (const Theme& other : themes_) {
      if (other.leader != themes_[theme].leader && is_part(themes_[theme].leader, other.leader)) {
        longer.add(other.respondents);
      }
    }
    const size_t own = candidates_[leaders[theme]].support;
    if (share(longer.common(sets[leaders[theme]]), own) >= kCoveredByAll) continue;
    kept.push_back(themes_[theme]);
  }
  for (Theme& theme : kept) theme.count = theme.respondents.size();
  std::stable_sort(kept.begin(), kept.end(), [](const Theme& a, const Theme& b) {
    const double x = a.weight * static_cast<double>(a.count);
    const double y = b.weight * static_cast<double>(b.count);
    return x != y ? x > y : a.leader > b.leader;
  });
  if (kept.size() > kThemes) kept.erase(kept.begin() + kThemes, kept.end());
  themes_ = std::move(kept);
  describe();
}

// The words of a text from one to another place, in small letters, with single spaces.
std::string surface(const std::string& text, uint32_t from, uint32_t to) {
  std::string result;
  for (uint32_t i = from; i < to && i < text.size(); ++i) {
    const bool space = text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r');
    if (!space) result += text[i];
    if (space && !result.empty() && result.back() != ' ') result += ' ';
  }
  return result;
}

// Names, terms and which texts say it: what respondents wrote, each form of words once for each of them.
void Finder::describe() {
  enum Role : uint8_t { kTerm, kName, kLooseName, kRoles };  // loose: with other words in between
  using Counts = std::unordered_map<std::string, size_t>;
  std::vector<std::array<Counts, kRoles>> counts(themes_.size());
  std::unordered_map<Key, uint32_t> theme_of;
  for (uint32_t theme = 0; theme < themes_.size(); ++theme) {
    for (const Key key : themes_[theme].members) theme_of.emplace(key, theme);
  }
  std::vector<std::tuple<uint32_t, Role, std::string>> own;
  std::string small;
  for (uint32_t respondent = 0; respondent < respondents_.size(); ++respondent) {
    own.clear();
    for (const uint32_t text : respondents_[respondent].texts) {
      bool is_small = false;
      each_phrase(words_[text], [&](Key key, uint32_t from, uint32_t to, bool whole) {
        const auto found = theme_of.find(key);
        if (found == theme_of.end()) return;
        if (!std::exchange(is_small, true)) small = lowered(survey_.texts[text].text);
        Theme& theme = themes_[found->second];
        if (theme.said.empty() || theme.said.back().text != text) theme.said.push_back({respondent, text, false});
        std::string words = surface(small, from, to);
        if (key == theme.leader) {
          theme.said.back().named = true;
          own.emplace_back(found->second, whole ? kName : kLooseName, words);
        }
        own.emplace_back(found->second, kTerm, std::move(words));
      });
    }
    std::sort(own.begin(), own.end());
    own.erase(std::unique(own.begin(), own.end()), own.end());
    for (auto& [theme, role, words] : own) ++counts[theme][role][std::move(words)];
  }

  const auto best_first = [](const Counts& all) {
    std::vector<std::pair<std::string, size_t>> sorted(all.begin(), all.end());
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
      if (a.second != b.second) return a.second > b.second;
      return std::pair(count_characters(a.first), std::string_view(a.first)) <
             std::pair(count_characters(b.first), std::string_view(b.first));
    });
    return sorted;
  };
  for (size_t i = 0; i < themes_.size(); ++i) {
    Theme& theme = themes_[i];
    theme.name = best_first(counts[i][counts[i][kName].empty() ? kLooseName : kName]).front().first;
    for (auto& [words, count] : best_first(counts[i][kTerm])) {
      if (theme.terms.size() < kTerms) theme.terms.push_back(std::move(words));
    }
  }
}

// --- JSON -------------------------------------------------------------------------------------------------

// Letters and digits as they are, everything else a hyphen.
std::string slug(std::string_view name) {
  std::string result;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      result += c;
    } else if (c != '\'' && !result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  while (!result.empty() && result.back() == '-') result.pop_back();
  return result.empty() ? "theme" : result;
}

// Short and whole sentences, which say the theme in the words that name it, from different groups, each text once.
Json Finder::quotes(const Theme& theme) const {
  struct Quote {
    bool other_words = false;
    size_t unwieldy = 0;  // how far from the length of a sentence
    const Text* text = nullptr;
    const char* category = nullptr;
    std::string_view response = {};
  };
  std::vector<Quote> all;
  std::map<std::string_view, size_t> groups;
  uint32_t last = kNone;
  for (const Said& said : theme.said) {
    const Respondent& who = respondents_[said.respondent];
    if (last != said.respondent) ++groups[who.category ? who.category : ""];
    last = said.respondent;
    const Text& text = survey_.texts[said.text];
    const size_t length = count_characters(text.text);
    const size_t unwieldy = length < 25 ? 2 * (25 - length) : length > 120 ? length - 120 : 0;
    const bool known = text.response != kNone && text.response < survey_.responses.size();
    all.push_back({!said.named, unwieldy, &text, who.category,
                   known ? std::string_view(survey_.responses[text.response].id) : std::string_view()});
  }
  const auto rank = [](const Quote& quote) {
    return std::tuple(quote.other_words, quote.unwieldy, std::string_view(quote.text->text), quote.response,
                      std::string_view(quote.text->question));
  };
  std::sort(all.begin(), all.end(), [&](const Quote& a, const Quote& b) { return rank(a) < rank(b); });
  std::vector<std::string_view> order;  // of groups, the largest first
  for (const auto& [name, count] : groups) order.push_back(name);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::string_view a, std::string_view b) { return groups[a] > groups[b]; });

  std::vector<const Quote*> chosen;
  std::set<std::string> seen;
  // A quote has one of the terms that are listed, so that it can be shown where.
  const auto has_term = [&](const Quote& quote) {
    const std::string& text = quote.text->text;
    const std::string small = surface(lowered(text), 0, kNone);
    return std::any_of(theme.terms.begin(), theme.terms.end(),
                       [&](const std::string& term) { return small.find(term) != std::string::npos; });
  };
  const auto take = [&](const Quote& quote) {
    if (chosen.size() >= kQuotes || !has_term(quote)) return;
    if (seen.insert(lowered(trim(quote.text->text))).second) chosen.push_back(&quote);
  };
  for (const std::string_view group : order) {
    const size_t before = chosen.size();
    for (size_t i = 0; i < all.size() && chosen.size() == before && before < kQuotes; ++i) {
      if (group == (all[i].category ? all[i].category : "")) take(all[i]);
    }
  }
  for (size_t i = 0; i < all.size() && chosen.size() < kQuotes; ++i) take(all[i]);

  Json result = json_array();
  for (const Quote* quote : chosen) {
    Json entry = {{"text", quote->text->text},
                  {"question", quote->text->question},
                  {"timestamp", nullptr},
                  {"category", nullptr},
                  {"response", nullptr}};
    if (quote->text->time) entry["timestamp"] = format_iso8601(*quote->text->time);
    if (quote->category) entry["category"] = quote->category;
    if (!quote->response.empty()) entry["response"] = quote->response;
    result.push_back(std::move(entry));
  }
  return result;
}

Json Finder::json() const {
  std::map<std::string, size_t> all;  // respondents of each group
  for (const Respondent& respondent : respondents_) {
    if (respondent.category) ++all[respondent.category];
  }
  Json themes = json_array();
  std::set<std::string> ids;
  for (const Theme& theme : themes_) {
    std::map<std::string, size_t> groups;
    for (const auto& [name, count] : all) groups[name] = 0;
    for (size_t i = 0; i < respondents_.size(); ++i) {
      if (respondents_[i].category && theme.respondents.has(i)) ++groups[respondents_[i].category];
    }
    Json counts = json_object();
    Json shares = json_object();
    for (const auto& [name, count] : groups) {
      counts[name] = count;
      shares[name] = 100 * share(count, all[name]);
    }
    const std::string base = slug(theme.name);
    std::string id = base;
    for (int64_t next = 2; !ids.insert(id).second; ++next) id = base + "-" + decimal(next);
    themes.push_back({{"id", id},
                      {"name", theme.name},
                      {"terms", theme.terms},
                      {"count", theme.count},
                      {"share", 100 * share(theme.count, respondents_.size())},
                      {"groups", std::move(counts)},
                      {"groupShare", std::move(shares)},
                      {"quotes", quotes(theme)}});
  }
  const auto kept = static_cast<int64_t>(survey_.texts.size());
  const int64_t total = std::max(kept, survey_.text_count);
  return {
      {"themes", std::move(themes)},
      {"themesOf", {{"texts", kept}, {"all", total}, {"respondents", respondents_.size()}, {"sampled", total > kept}}}};
}

}  // namespace

Json themes_json(const Survey& survey, const CategoryOf& category_of) { return Finder(survey, category_of).json(); }

}  // namespace canvass::report
