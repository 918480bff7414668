// Tables as RFC 4180 has them: quotes, line breaks within them, CRLF; also LF or CR alone, and any separator.
//
//   CsvReader reader(text, ',');
//   while (reader.next()) {
//     if (reader.problem()) … reader.line() …
//     else … reader.fields() …
//   }
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace canvass::report {

class CsvReader {
 public:
  explicit CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  // The next record that is not an empty line; false at the end. A record that cannot be read ends with its first
  // line, so that a quote that is never closed costs one line and not the rest of the file.
  bool next();

  const std::vector<std::string>& fields() const { return fields_; }
  const char* problem() const { return problem_; }  // nullptr: none
  int64_t line() const { return line_; }            // where the record begins, from 1

 private:
  bool at_end_of_line() const { return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }
  void pass_end_of_line();
  const char* read_record();

  std::string_view text_;
  char separator_;
  size_t at_ = 0;
  int64_t line_ = 0;       // of the record
  int64_t next_line_ = 1;  // of `at_`
  std::vector<std::string> fields_;
  const char* problem_ = nullptr;
};

}  // namespace canvass::report
