// Where a request of HTTP/1.1 ends. Bytes go in as they come; what comes out is whole, has one kind of body whichever
// way it was sent, and cannot mean one thing here and another thing later: what is ambiguous is refused.
//
//   RequestReader reader;
//   size_t used = reader.feed(bytes, [](const Head& head) { return BodyLimit{500'000, "Send less."}; });
//   if (reader.state() == RequestReader::State::kWhole) { std::string text = reader.take(); … }
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace canvass::collector {

constexpr size_t kMaxHead = 16'384;  // bytes of a request line with its headers
constexpr size_t kMaxHeaders = 100;

struct Head {
  std::string method, target, version;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case

  std::string_view header(std::string_view lower_case_name) const;  // the first; empty: there is none
};

struct BodyLimit {
  size_t bytes = 0;
  std::string advice;  // a sentence for whoever exceeds it
};

struct Refusal {
  int status = 400;
  std::string message;
};

class RequestReader {
 public:
  enum class State { kEmpty, kHead, kBody, kWhole, kWrong };
  using LimitOf = std::function<BodyLimit(const Head&)>;

  // Gives how many bytes belong to this request; the rest is the next one's. `limit` is asked once, for the head.
  size_t feed(std::string_view bytes, const LimitOf& limit);

  State state() const { return state_; }
  const Head& head() const { return head_; }
  const Refusal& wrong() const { return wrong_; }  // kWrong
  size_t buffered() const { return text_.size() + body_.size(); }

  // True once: the sender waits for "100 Continue" before it sends its body.
  bool wants_continue() { return std::exchange(wants_continue_, false); }

  // kWhole: the request with a Content-Length instead of chunks; the reader is empty again.
  std::string take();

 private:
  size_t feed_head(std::string_view bytes, const LimitOf& limit);
  size_t feed_body(std::string_view bytes);
  size_t feed_chunks(std::string_view bytes);
  void chunk_line();
  void parse_head(const LimitOf& limit);
  bool parse_framing();
  void append_body(std::string_view bytes);
  void refuse(int status, std::string message);

  State state_ = State::kEmpty;
  std::string text_;  // of the head, while it comes in
  std::string body_;
  Head head_;
  BodyLimit limit_;
  Refusal wrong_;
  bool wants_continue_ = false;
  bool has_length_ = false;
  bool chunked_ = false;
  size_t left_ = 0;  // of the body, or of the chunk

  enum class Chunk { kSize, kData, kEnd, kTrailer } chunk_ = Chunk::kSize;
  std::string line_;  // of the chunks' framing
};

}  // namespace canvass::collector
