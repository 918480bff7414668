// The tags that people give to answers: one file, read by everybody, replaced as a whole.
//
//   TagsFile file("canvass.tags.json");
//   TagsFile::State state = file.now();                          // state.etag changes with the content
//   auto saved = file.replace(etag, text);                       // on disk, or why not
//
// Safe to use from many threads. Others may write the file too: it is looked at anew each time.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/problem.h"
#include "core/report/tags.h"

namespace canvass::collector {

constexpr size_t kMaxTags = 4'000'000;  // bytes of the file: some 30,000 tagged texts

struct TagsError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class TagsFile {
 public:
  struct State {
    std::string etag;
    std::shared_ptr<const std::string> text;
    std::shared_ptr<const report::Tags> tags;
  };
  struct Conflict {};
  using Replaced = std::variant<State, Conflict, std::vector<Problem>>;

  // A file that is not there yet is one without tags. Throws TagsError with a sentence when there is one that cannot be
  // read or is no tags file, here and below.
  explicit TagsFile(const std::string& path);

  State now();

  // The same, or what it was when it last could be read.
  State known();

  // The file is `text` from here on, also after a power cut: unless it is not what `etag` stands for any more ("*":
  // whatever it is), or `text` is no tags file. Then it stays as it was.
  Replaced replace(std::string_view etag, std::string_view text);

 private:
  struct Stamp {  // what tells that a file has been written
    bool there = false;
    uint64_t inode = 0, size = 0;
    int64_t seconds = 0, nanoseconds = 0;
    bool operator==(const Stamp&) const = default;
  };

  Stamp stamp() const;
  void refresh();
  void write(std::string_view text) const;

  std::string path_;
  std::mutex mutex_;
  Stamp stamp_;
  State state_;
};

}  // namespace canvass::collector
