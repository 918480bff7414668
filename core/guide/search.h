// Search over help articles, in memory and without the network: what the visitor types is found although it is only
// begun ("deliv"), misspelt ("retrun") or in another form ("возврата" finds "возврат").
//
//   Search search("ru");
//   for (const Article& article : articles) search.add(article.title, plain_text(article.text), article.keywords);
//   for (const Search::Hit& hit : search.find("как вирнуть товар", 20)) …articles[hit.document]…
//   for (const Search::Span& span : search.matches(query, title)) …mark title[span.begin, span.end)…
//   std::string_view passage = search.excerpt(query, text, 120);   // "…" where it does not begin or end the text
//
// Words are compared without capitals, accents, and the letters that are often typed for one another (ё and е; the
// Kazakh letters and the Russian ones like them), and by their stems in English, Russian and Kazakh. Of scripts that
// do without spaces, every two neighbouring characters are a word. A word of the query finds
//   - its own forms, and words that begin with it: the last word of the query from its first letter on, others from
//   four;
//   - where there are no such words, those with one mistake in four letters or more, two in eight or more. A mistake is
//     a letter too many, too few or wrong, or two in the wrong order (Damerau 1964).
// Words such as "how", "как" and "қалай" count only where there is nothing else.
//
// Order: BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", eq. 3.15), with fields weighed
// before saturation (Robertson, Zaragoza and Taylor 2004): a word in the title is worth several in the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/vector.h"
#include "core/guide/search_words.h"

namespace canvass::guide {

class Search {
 public:
  static constexpr size_t kLongest = 32;  // characters of a word in which mistakes are looked for

  struct Hit {
    uint32_t document;  // in the order of adding, from 0
    float score;
  };
  struct Span {  // bytes [begin, end) of a text
    uint32_t begin;
    uint32_t end;
  };

  // The locale says which stems words have: "en", "ru", "kk", also with a region. Any other: words are taken as they
  // are.
  explicit Search(std::string_view locale);
  CANVASS_APART ~Search();

  // The text is plain (core/guide/markdown.h's plain_text()). Any bytes will do.
  CANVASS_APART void add(std::string_view title, std::string_view text, std::string_view keywords);

  // Best first, at most `limit`; none when no word of the query is found. Of equal ones, that which was added first.
  CANVASS_APART Vector<Hit> find(std::string_view query, size_t limit) const;

  // The words of `text`, which may be any, that the query means: in order, apart from each other, whole characters.
  CANVASS_APART Vector<Span> matches(std::string_view query, std::string_view text) const;

  // At most so many characters of `text` in which the query is met most, from a word's beginning to a word's end; the
  // beginning of the text if it is not met. A part of `text`: where it begins says whether there is more before it.
  CANVASS_APART std::string_view excerpt(std::string_view query, std::string_view text, size_t characters) const;

 private:
  // A word as it stands in the articles, and every stem of one.
  struct Word {
    uint32_t text;       // where it begins in letters_
    uint32_t length;     // bytes
    uint32_t stem;       // index of its stem, which may be itself
    uint32_t signature;  // which letters it has (signature_of())
    uint32_t first;      // its first character
    uint32_t characters;
    uint32_t postings;  // of a stem: the last of them + 1; 0: none
  };
  // How much a document is about a stem.
  struct Posting {
    uint32_t document;
    uint32_t before;  // the posting before it + 1; 0: none
    float weight;     // how often it occurs, each time weighed by the field
  };
  // A word of a query.
  struct Term {
    std::string word;
    std::string stem;
    uint32_t signature = 0;
    uint32_t characters = 0;
    uint32_t letters[kLongest] = {};  // its first characters
    uint8_t mistakes = 0;             // that it may have
    bool last = false;                // it may be only begun
    bool common = false;              // it says nothing of its own
    Vector<uint8_t> quality;          // of every word in words_ as an answer to it; 0: none
  };

  uint32_t* place_of(std::string_view word) const;
  uint32_t index_of(std::string_view word, bool is_stem);
  void read(std::string_view text, float weight);
  std::string_view letters(const Word& word) const { return std::string_view(letters_).substr(word.text, word.length); }
  uint8_t quality(const Term& term, std::string_view word, std::string_view stem, uint32_t signature,
                  uint32_t characters) const;
  bool weigh(Term& term) const;
  bool add_term(std::string_view word, bool last) const;
  void understand(std::string_view query) const;

  Stems stems_;
  std::string letters_;
  Vector<Word> words_;
  Vector<Posting> postings_;
  Vector<float> lengths_;           // of the documents
  mutable Vector<uint32_t> table_;  // index + 1 into words_ by hash; 0: free
  mutable std::string query_;       // which terms_ were made from
  mutable Vector<Term> terms_;
};

}  // namespace canvass::guide
