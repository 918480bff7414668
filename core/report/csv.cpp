#include "core/report/csv.h"

namespace canvass::report {

void CsvReader::pass_end_of_line() {
  if (at_ >= text_.size()) return;
  at_ += text_.substr(at_, 2) == "\r\n" ? 2 : 1;
  ++next_line_;
}

// What is wrong with it, or nullptr. Stops before the line break that ends it.
const char* CsvReader::read_record() {
  fields_.clear();
  for (;;) {
    std::string& field = fields_.emplace_back();
    if (at_ < text_.size() && text_[at_] == '"') {
      for (++at_;;) {
        if (at_ >= text_.size()) return "a quote is never closed";
        if (text_[at_] == '"') {
          if (text_.substr(at_, 2) != "\"\"") break;
          ++at_;
        }
        const bool breaks = text_[at_] == '\n' || (text_[at_] == '\r' && text_.substr(at_, 2) != "\r\n");
        if (breaks) ++next_line_;
        field += text_[at_++];
      }
      ++at_;
      if (!at_end_of_line() && text_[at_] != separator_) {
        return "something follows a closing quote: write a quote within quotes twice";
      }
    } else {
      const size_t from = at_;
      while (!at_end_of_line() && text_[at_] != separator_) {
        if (text_[at_] == '"') return "a quote within a value: put the value in quotes and write its quotes twice";
        ++at_;
      }
      field.assign(text_.substr(from, at_ - from));
    }
    if (at_end_of_line()) return nullptr;
    ++at_;  // the separator
  }
}

bool CsvReader::next() {
  while (at_ < text_.size() && at_end_of_line()) pass_end_of_line();
  if (at_ >= text_.size()) return false;
  line_ = next_line_;
  const size_t begin = at_;
  problem_ = read_record();
  if (problem_) {
    at_ = begin;
    next_line_ = line_;
    while (!at_end_of_line()) ++at_;
  }
  pass_end_of_line();
  return true;
}

}  // namespace canvass::report
