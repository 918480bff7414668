#include "examples/collector/framing.h"

#include <algorithm>

namespace canvass::collector {
namespace {

constexpr size_t kMaxChunkLine = 200;
constexpr size_t kMaxTrailers = 20;  // lines

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// RFC 9110, 5.6.2
bool is_token(std::string_view text) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](unsigned char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
           kOthers.find(static_cast<char>(c)) != kOthers.npos;
  });
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

}  // namespace

std::string_view Head::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

size_t RequestReader::feed(std::string_view bytes, const LimitOf& limit) {
  size_t used = 0;
  while (used < bytes.size() && state_ != State::kWhole && state_ != State::kWrong) {
    const std::string_view rest = bytes.substr(used);
    used += state_ != State::kBody ? feed_head(rest, limit) : chunked_ ? feed_chunks(rest) : feed_body(rest);
  }
  return used;
}

std::string RequestReader::take() {
  std::string text = head_.method + ' ' + head_.target + ' ' + head_.version + "\r\n";
  for (const auto& [name, value] : head_.headers) {
    if (name == "transfer-encoding" || name == "content-length" || name == "expect" || name == "trailer") continue;
    text.append(name).append(": ").append(value).append("\r\n");
  }
  if (has_length_ || chunked_) text.append("content-length: ").append(std::to_string(body_.size())).append("\r\n");
  text.append("\r\n").append(body_);
  *this = RequestReader();
  return text;
}

void RequestReader::refuse(int status, std::string message) {
  state_ = State::kWrong;
  wrong_ = {status, std::move(message)};
  std::string().swap(body_);
}

// --- head ------------------------------------------------------------------------------------------------

size_t RequestReader::feed_head(std::string_view bytes, const LimitOf& limit) {
  if (state_ == State::kEmpty) {  // empty lines before a request are let through: RFC 9112, 2.2
    const size_t begin = bytes.find_first_not_of("\r\n");
    if (begin == bytes.npos) return bytes.size();
    if (begin > 0) return begin;
    state_ = State::kHead;
  }
  const size_t before = text_.size();
  text_.append(bytes.substr(0, kMaxHead + 4 - std::min(before, kMaxHead + 4)));
  const size_t end = text_.find("\r\n\r\n", before < 3 ? 0 : before - 3);
  if (end == text_.npos) {
    if (text_.size() > kMaxHead) {
      refuse(431, "The request line and the headers have more than " + std::to_string(kMaxHead) + " bytes.");
    }
    return text_.size() - before;
  }
  text_.resize(end + 2);
  parse_head(limit);
  return end + 4 - before;
}

void RequestReader::parse_head(const LimitOf& limit) {
  std::string_view text = text_;
  for (size_t number = 0; !text.empty(); ++number) {
    const size_t end = text.find("\r\n");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 2);
    if (has_control(line)) return refuse(400, "There is a control character in the headers.");
    if (number == 0) {
      const size_t first = line.find(' '), last = line.rfind(' ');
      if (first == line.npos || first == last || !is_token(line.substr(0, first)) ||
          line.substr(first + 1, last - first - 1).find(' ') != line.npos || last == first + 1) {
        return refuse(400, "The request line must be METHOD TARGET HTTP/1.1.");
      }
      head_.method = line.substr(0, first);
      head_.target = line.substr(first + 1, last - first - 1);
      head_.version = line.substr(last + 1);
      if (head_.version != "HTTP/1.1" && head_.version != "HTTP/1.0") return refuse(505, "This speaks HTTP/1.1.");
      continue;
    }
    const size_t colon = line.find(':');
    if (colon == line.npos || !is_token(line.substr(0, colon))) return refuse(400, "A header must be NAME: VALUE.");
    if (head_.headers.size() == kMaxHeaders) {
      return refuse(431, "There are more than " + std::to_string(kMaxHeaders) + " headers.");
    }
    head_.headers.emplace_back(lower(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
  std::string().swap(text_);
  if (!parse_framing()) return;
  limit_ = limit(head_);
  if (left_ > limit_.bytes) {
    return refuse(413, "The body has more than " + std::to_string(limit_.bytes) + " bytes. " + limit_.advice);
  }
  wants_continue_ = (left_ > 0 || chunked_) && lower(head_.header("expect")) == "100-continue";
  state_ = left_ > 0 || chunked_ ? State::kBody : State::kWhole;
}

// Two lengths, or a length and chunks: whoever is in between may have understood the other one.
bool RequestReader::parse_framing() {
  for (const auto& [name, value] : head_.headers) {
    if (name == "content-length") {
      if (has_length_ || value.empty() || value.size() > 15 || value.find_first_not_of("0123456789") != value.npos) {
        refuse(400, "Content-Length must be there once, as a number.");
        return false;
      }
      has_length_ = true;
      left_ = std::stoull(value);
    } else if (name == "transfer-encoding") {
      if (chunked_ || lower(value) != "chunked" || head_.version == "HTTP/1.0") {
        refuse(501, "Of the transfer encodings this knows \"chunked\", once.");
        return false;
      }
      chunked_ = true;
    }
  }
  if (has_length_ && chunked_) {
    refuse(400, "Content-Length and Transfer-Encoding do not go together.");
    return false;
  }
  return true;
}

// --- body ------------------------------------------------------------------------------------------------

size_t RequestReader::feed_body(std::string_view bytes) {
  const size_t take = std::min(bytes.size(), left_);
  body_.append(bytes.substr(0, take));
  left_ -= take;
  if (left_ == 0) state_ = State::kWhole;
  return take;
}

void RequestReader::append_body(std::string_view bytes) {
  if (bytes.size() > limit_.bytes - body_.size()) {
    return refuse(413, "The body has more than " + std::to_string(limit_.bytes) + " bytes. " + limit_.advice);
  }
  body_.append(bytes);
}

// RFC 9112, 7.1: SIZE CRLF DATA CRLF … 0 CRLF trailers CRLF
size_t RequestReader::feed_chunks(std::string_view bytes) {
  if (chunk_ == Chunk::kData) {
    const size_t take = std::min(bytes.size(), left_);
    append_body(bytes.substr(0, take));
    left_ -= take;
    if (left_ == 0) chunk_ = Chunk::kEnd;
    return take;
  }
  const size_t end = bytes.find('\n');
  line_.append(bytes.substr(0, end == bytes.npos ? end : end + 1));
  if (line_.size() > kMaxChunkLine) {
    refuse(400, "A chunk has no proper size.");
  } else if (end != bytes.npos) {
    chunk_line();
    line_.clear();
  }
  return end == bytes.npos ? bytes.size() : end + 1;
}

void RequestReader::chunk_line() {
  if (line_.size() < 2 || line_[line_.size() - 2] != '\r')
    return refuse(400, "A line of the chunks must end with CRLF.");
  const std::string_view line = std::string_view(line_).substr(0, line_.size() - 2);
  switch (chunk_) {
    case Chunk::kSize: {
      const std::string_view digits = trimmed(line.substr(0, line.find(';')));
      if (digits.empty() || digits.size() > 8 || digits.find_first_not_of("0123456789abcdefABCDEF") != digits.npos) {
        return refuse(400, "A chunk has no proper size.");
      }
      left_ = std::stoul(std::string(digits), nullptr, 16);
      chunk_ = left_ == 0 ? Chunk::kTrailer : Chunk::kData;
      return;
    }
    case Chunk::kEnd:
      if (!line.empty()) return refuse(400, "A chunk is longer than its size says.");
      chunk_ = Chunk::kSize;
      return;
    case Chunk::kTrailer:
      if (line.empty()) {
        state_ = State::kWhole;
      } else if (++left_ > kMaxTrailers) {
        refuse(431, "There are too many trailers.");
      }
      return;
    case Chunk::kData:
      return;
  }
}

}  // namespace canvass::collector
