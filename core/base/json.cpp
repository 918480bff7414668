#include "core/base/json.h"

#include "core/base/number.h"
#include "core/base/text.h"

// The document type is nlohmann::json; reading and writing it is done here, because the library's own parser and
// serializer take 16 KB more of the WebAssembly module (brotli), most of it for floating point and messages.

namespace canvass {

namespace {

constexpr double kMaxExact = 9007199254740992;  // 2⁵³

void append_utf8(std::string& out, uint32_t character) {
  const auto put = [&](uint32_t bits) { out += static_cast<char>(bits); };
  if (character < 0x80) {
    put(character);
  } else if (character < 0x800) {
    put(0xC0 | character >> 6);
    put(0x80 | (character & 0x3F));
  } else if (character < 0x10000) {
    put(0xE0 | character >> 12);
    put(0x80 | (character >> 6 & 0x3F));
    put(0x80 | (character & 0x3F));
  } else {
    put(0xF0 | character >> 18);
    put(0x80 | (character >> 12 & 0x3F));
    put(0x80 | (character >> 6 & 0x3F));
    put(0x80 | (character & 0x3F));
  }
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool document(Json& out) {
    if (!value(out, 0)) return false;
    space();
    return at_ == text_.size() || fail("nothing more after the end of the document");
  }

  JsonError error() const {
    JsonError error{1, 1, join({"expected ", expected_})};
    for (size_t i = 0; i < at_ && i < text_.size(); ++i) {
      if (text_[i] == '\n') {
        ++error.line;
        error.column = 1;
      } else {
        ++error.column;
      }
    }
    return error;
  }

 private:
  bool fail(const char* expected) {
    if (expected_ == nullptr) expected_ = expected;
    return false;
  }

  // 0 at the end, which no valid document needs to tell from a NUL.
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool skip(char c) {
    if (peek() != c || at_ == text_.size()) return false;
    ++at_;
    return true;
  }

  void space() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r') ++at_;
  }

  bool word(std::string_view rest, Json&& meaning, Json& out) {
    if (!starts_with(text_.substr(at_), rest)) return fail("a value");
    at_ += rest.size();
    out = std::move(meaning);
    return true;
  }

  bool value(Json& out, size_t depth) {
    if (depth > kMaxJsonDepth) return fail("less nesting");
    space();
    switch (peek()) {
      case '{':
        return object(out, depth);
      case '[':
        return array(out, depth);
      case '"':
        out = std::string();
        return string(*out.get_ptr<std::string*>());
      case 't':
        return word("true", Json(true), out);
      case 'f':
        return word("false", Json(false), out);
      case 'n':
        return word("null", Json(), out);
      default:
        return number(out);
    }
  }

  bool object(Json& out, size_t depth) {
    out = Json(Json::value_t::object);
    ++at_;
    space();
    if (skip('}')) return true;
    std::string key;
    do {
      space();
      if (peek() != '"') return fail("a member name in double quotes");
      key.clear();
      if (!string(key)) return false;
      space();
      if (!skip(':')) return fail("\":\" after the member name");
      if (!value(out[key], depth + 1)) return false;
      space();
    } while (skip(','));
    return skip('}') || fail("\",\" or \"}\"");
  }

  bool array(Json& out, size_t depth) {
    out = Json(Json::value_t::array);
    ++at_;
    space();
    if (skip(']')) return true;
    do {
      Json item;
      if (!value(item, depth + 1)) return false;
      out.push_back(std::move(item));
      space();
    } while (skip(','));
    return skip(']') || fail("\",\" or \"]\"");
  }

  bool hex4(uint32_t& out) {
    out = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = peek();
      const char lower = static_cast<char>(c | 0x20);
      if (c >= '0' && c <= '9') {
        out = out << 4 | static_cast<uint32_t>(c - '0');
      } else if (lower >= 'a' && lower <= 'f') {
        out = out << 4 | static_cast<uint32_t>(lower - 'a' + 10);
      } else {
        return fail("four hexadecimal digits after \\u");
      }
    }
    return true;
  }

  bool escape(std::string& out) {
    const char c = peek();
    ++at_;
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (const size_t found = names.find(c); found != std::string_view::npos) {
      out += meanings[found];
      return true;
    }
    if (c != 'u') {
      --at_;
      return fail("one of \" \\ / b f n r t u after a backslash");
    }
    uint32_t unit = 0;
    if (!hex4(unit)) return false;
    if (unit >= 0xD800 && unit <= 0xDFFF) {
      uint32_t low = 0;
      if (unit > 0xDBFF || !skip('\\') || !skip('u')) return fail("a pair of surrogates");
      if (!hex4(low)) return false;
      if (low < 0xDC00 || low > 0xDFFF) return fail("a pair of surrogates");
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, unit);
    return true;
  }

  bool string(std::string& out) {
    ++at_;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (c == '\\') {
        ++at_;
        if (!escape(out)) return false;
        continue;
      }
      if (static_cast<unsigned char>(c) < 0x20) return fail("control characters in a string to be escaped");
      const size_t length = utf8_length(text_, at_);
      if (length == 0) return fail("valid UTF-8");
      out.append(text_, at_, length);
      at_ += length;
    }
    return fail("a double quote at the end of the string");
  }

  size_t digits() {
    const size_t from = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ - from;
  }

  bool number(Json& out) {
    const size_t from = at_;
    const bool negative = skip('-');
    if (!skip('0') && digits() == 0) {
      at_ = from;
      return fail("a value");
    }
    const size_t whole_end = at_;
    if (skip('.') && digits() == 0) return fail("a digit after the decimal point");
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      if (!skip('+')) skip('-');
      if (digits() == 0) return fail("a digit in the exponent");
    }
    const std::string_view text = text_.substr(from, at_ - from);
    const std::optional<int64_t> whole = whole_end == at_ ? parse_integer(text) : std::nullopt;
    if (whole && (!negative || *whole != 0)) {  // -0 is a double
      out = *whole;
      return true;
    }
    const std::optional<double> floating = parse_double(text);
    if (!floating) {
      at_ = from;
      return fail("a smaller number");
    }
    out = *floating;
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
  const char* expected_ = nullptr;
};

void write_string(std::string& out, std::string_view text) {
  out += '"';
  for (size_t i = 0; i < text.size();) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    const size_t length = utf8_length(text, i);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c < 0x20) {
      constexpr std::string_view controls = "\b\t\n\f\r";
      constexpr std::string_view names = "btnfr";
      out += '\\';
      if (const size_t found = controls.find(static_cast<char>(c)); found != std::string_view::npos) {
        out += names[found];
      } else {
        out += c < 0x10 ? "u000" : "u001";
        out += "0123456789abcdef"[c & 15];
      }
    } else if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else {
      out.append(text.data() + i, length);
    }
    i += length == 0 ? 1 : length;
  }
  out += '"';
}

void write(std::string& out, const Json& json, size_t depth) {
  // Documents that were read are never this deep; one made by hand must not exhaust the stack either.
  if (depth > 2 * kMaxJsonDepth) {
    out += "null";
    return;
  }
  switch (json.type()) {
    case Json::value_t::object: {
      char before = '{';
      for (const auto& [key, value] : *json.get_ptr<const Json::object_t*>()) {
        out += before;
        before = ',';
        write_string(out, key);
        out += ':';
        write(out, value, depth + 1);
      }
      out += before == '{' ? "{}" : "}";
      break;
    }
    case Json::value_t::array: {
      char before = '[';
      for (const Json& value : *json.get_ptr<const Json::array_t*>()) {
        out += before;
        before = ',';
        write(out, value, depth + 1);
      }
      out += before == '[' ? "[]" : "]";
      break;
    }
    case Json::value_t::string:
      write_string(out, *json.get_ptr<const std::string*>());
      break;
    case Json::value_t::boolean:
      out += *json.get_ptr<const bool*>() ? "true" : "false";
      break;
    case Json::value_t::number_integer:
      out += decimal(*json.get_ptr<const int64_t*>());
      break;
    case Json::value_t::number_unsigned: {
      const uint64_t number = *json.get_ptr<const uint64_t*>();
      // Twice, because decimal() is for signed numbers.
      if (number >= 10) out += decimal(static_cast<int64_t>(number / 10));
      out += static_cast<char>('0' + number % 10);
      break;
    }
    case Json::value_t::number_float:
      out += format_double(*json.get_ptr<const double*>());
      break;
    default:
      out += "null";
      break;
  }
}

}  // namespace

std::optional<Json> parse_json(std::string_view text, JsonError* error) {
  Reader reader(text);
  Json out;
  if (reader.document(out)) return out;
  if (error != nullptr) *error = reader.error();
  return std::nullopt;
}

std::string dump_json(const Json& json) {
  std::string out;
  write(out, json, 0);
  return out;
}

const Json* find(const Json& json, std::string_view key) {
  const Json::object_t* object = json.get_ptr<const Json::object_t*>();
  if (object == nullptr) return nullptr;
  const auto found = object->find(key);
  return found == object->end() ? nullptr : &found->second;
}

std::string_view string_at(const Json& json, std::string_view key) {
  const Json* member = find(json, key);
  const std::string* text = member == nullptr ? nullptr : member->get_ptr<const std::string*>();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

std::optional<int64_t> integer_of(const Json& json) {
  switch (json.type()) {
    case Json::value_t::number_integer: {
      const int64_t number = *json.get_ptr<const int64_t*>();
      const double size = static_cast<double>(number);
      return size < -kMaxExact || size > kMaxExact ? std::nullopt : std::optional<int64_t>(number);
    }
    case Json::value_t::number_unsigned: {
      const uint64_t number = *json.get_ptr<const uint64_t*>();
      return number > static_cast<uint64_t>(kMaxExact) ? std::nullopt
                                                       : std::optional<int64_t>(static_cast<int64_t>(number));
    }
    case Json::value_t::number_float: {
      const double number = *json.get_ptr<const double*>();
      if (!(number >= -kMaxExact && number <= kMaxExact)) return std::nullopt;  // NaN, too
      const int64_t whole = static_cast<int64_t>(number);
      return static_cast<double>(whole) == number ? std::optional<int64_t>(whole) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

std::optional<int64_t> integer_at(const Json& json, std::string_view key) {
  const Json* member = find(json, key);
  return member == nullptr ? std::nullopt : integer_of(*member);
}

}  // namespace canvass
