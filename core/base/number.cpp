#include "core/base/number.h"

#include <cmath>
#include <cstdint>
#include <cstring>

#include "core/base/text.h"

namespace canvass {

namespace {

// The longest exact decimal expansion of a double has 767 significant digits; behind them a single bit of "and
// something more" decides every rounding.
constexpr int kMaxDigits = 800;
constexpr int kMaxShift = 56;  // a digit shifted this far still fits into 64 bits with its carry

// 0.d₀d₁d₂… × 10^point. Multiplying and dividing by powers of two digit by digit is slow and exact (the method of
// Ken Thompson's atof, as in Go's strconv/decimal.go); numbers that need it are rare in our documents.
struct Decimal {
  uint8_t digits[kMaxDigits];
  int count = 0;
  int point = 0;
  bool more = false;  // digits that did not fit, not all of them zero

  void append(unsigned digit) {
    if (count < kMaxDigits) {
      digits[count++] = static_cast<uint8_t>(digit);
    } else if (digit != 0) {
      more = true;
    }
  }

  void trim() {
    while (count > 0 && digits[count - 1] == 0) --count;
    if (count == 0) point = 0;
  }

  void set(uint64_t number) {
    char text[20];
    int length = 0;
    for (; number != 0; number /= 10) text[length++] = static_cast<char>(number % 10);
    point = length;
    while (length > 0) append(static_cast<unsigned>(text[--length]));
    trim();
  }

  void multiply(int shift) {  // by 2^shift
    uint8_t front[20];
    int added = 0;
    uint64_t carry = 0;
    for (int i = count - 1; i >= 0; --i) {
      carry += static_cast<uint64_t>(digits[i]) << shift;
      digits[i] = static_cast<uint8_t>(carry % 10);
      carry /= 10;
    }
    for (; carry != 0; carry /= 10) front[added++] = static_cast<uint8_t>(carry % 10);
    point += added;
    const int kept = count + added > kMaxDigits ? kMaxDigits - added : count;
    for (int i = kept; i < count; ++i) more = more || digits[i] != 0;
    std::memmove(digits + added, digits, static_cast<size_t>(kept));
    for (int i = 0; i < added; ++i) digits[i] = front[added - 1 - i];
    count = kept + added;
    trim();
  }

  void divide(int shift) {  // by 2^shift; the number is not 0
    const uint64_t mask = (uint64_t{1} << shift) - 1;
    const int given = count;
    uint64_t rest = 0;
    int read = 0;
    const auto take = [&] { rest = rest * 10 + (read < given ? digits[read] : 0), ++read; };
    // Leading zeros of the quotient are not digits, they move the point.
    while (rest >> shift == 0) take();
    point -= read - 1;
    count = 0;
    for (;;) {
      append(static_cast<unsigned>(rest >> shift));  // always behind what has been read
      rest &= mask;
      if (rest == 0 && read >= given) break;
      take();
    }
    trim();
  }

  void scale(int exponent) {  // by 2^exponent
    while (exponent != 0 && count > 0) {
      const int distance = exponent < 0 ? -exponent : exponent;
      const int shift = distance < kMaxShift ? distance : kMaxShift;
      if (exponent < 0) {
        divide(shift);
        exponent += shift;
      } else {
        multiply(shift);
        exponent -= shift;
      }
    }
  }

  bool rounds_up(int at) const {  // to `at` digits, ties to even
    if (at < 0 || at >= count) return false;
    if (digits[at] == 5 && at + 1 == count && !more) return at > 0 && digits[at - 1] % 2 != 0;
    return digits[at] >= 5;
  }

  void round(int to) {
    if (to >= count) return;
    const bool up = rounds_up(to);
    count = to;
    more = false;
    if (up) {
      while (count > 0 && digits[count - 1] == 9) --count;
      if (count == 0) {
        digits[count++] = 1;
        ++point;
      } else {
        ++digits[count - 1];
      }
    }
    trim();
  }

  uint64_t integer() const {  // rounded; point ≤ 19
    uint64_t number = 0;
    for (int i = 0; i < point; ++i) number = number * 10 + (i < count ? digits[i] : 0);
    return number + (rounds_up(point) ? 1 : 0);
  }
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The shortest of the usual forms for what `decimal` holds.
std::string spell(bool negative, const Decimal& decimal) {
  std::string text(negative ? "-" : "");
  const auto digits = [&](int from, int to) {
    for (int i = from; i < to; ++i) text += static_cast<char>('0' + (i < decimal.count ? decimal.digits[i] : 0));
  };
  const int point = decimal.point;
  if (point > 0 && point <= 15) {
    digits(0, point);
    text += '.';
    digits(point, decimal.count > point ? decimal.count : point + 1);
  } else if (point > -4 && point <= 0) {
    text += "0.";
    text.append(static_cast<size_t>(-point), '0');
    digits(0, decimal.count);
  } else {
    digits(0, 1);
    if (decimal.count > 1) {
      text += '.';
      digits(1, decimal.count);
    }
    text += point > 0 ? "e+" : "e-";
    text += canvass::decimal(point > 0 ? point - 1 : 1 - point);
  }
  return text;
}

}  // namespace

std::optional<double> parse_double(std::string_view text) {
  Decimal decimal;
  size_t i = 0;
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) ++i;
  bool fraction = false;
  for (; i < text.size() && (is_digit(text[i]) || text[i] == '.'); ++i) {
    if (text[i] == '.') {
      fraction = true;
      continue;
    }
    if (decimal.count == 0 && text[i] == '0') {
      if (fraction) --decimal.point;
      continue;
    }
    decimal.append(static_cast<unsigned>(text[i] - '0'));
    if (!fraction) ++decimal.point;
  }
  if (i < text.size()) {  // the e of an exponent
    ++i;
    const bool down = i < text.size() && text[i] == '-';
    if (i < text.size() && !is_digit(text[i])) ++i;
    int exponent = 0;
    for (; i < text.size(); ++i) {
      if (exponent < 10'000'000) exponent = exponent * 10 + (text[i] - '0');
    }
    decimal.point += down ? -exponent : exponent;
  }
  const double sign = negative ? -1.0 : 1.0;
  decimal.trim();
  if (decimal.count == 0 || decimal.point < -330) return sign * 0.0;
  if (decimal.point > 310) return std::nullopt;

  // Up to 15 digits are exact in a double and so are the powers of ten up to 10²²: one rounding, the right one
  // (W. Clinger, "How to Read Floating Point Numbers Accurately", 1990).
  const int power = decimal.point - decimal.count;
  if (decimal.count <= 15 && power >= -22 && power <= 22) {
    double value = 0;
    for (int d = 0; d < decimal.count; ++d) value = value * 10 + decimal.digits[d];
    double ten = 1;
    for (int p = power < 0 ? -power : power; p > 0; --p) ten *= 10;
    return sign * (power < 0 ? value / ten : value * ten);
  }

  // Into ½ ≤ decimal < 1, remembering by which power of two; 10ⁿ > 2³ⁿ tells how far it is safe to go at once.
  const auto step = [](int n) { return n * 3 > kMaxShift ? kMaxShift : n * 3; };
  int exponent = 0;
  while (decimal.point > 0) {
    const int shift = step(decimal.point);
    decimal.divide(shift);
    exponent += shift;
  }
  while (decimal.point < 0 || decimal.digits[0] < 5) {
    const int shift = decimal.point < 0 ? step(-decimal.point) : 1;
    decimal.multiply(shift);
    exponent -= shift;
  }
  // 53 bits, fewer where the double is subnormal.
  const int bits = exponent < -1021 ? exponent + 1074 : 53;
  if (bits < 0) return sign * 0.0;
  decimal.multiply(bits);
  const double value = std::ldexp(static_cast<double>(decimal.integer()), exponent - bits);
  if (!std::isfinite(value)) return std::nullopt;
  return sign * value;
}

std::string format_double(double number) {
  if (!std::isfinite(number)) return "null";
  const bool negative = std::signbit(number);
  if (number == 0) return negative ? "-0.0" : "0.0";
  int exponent = 0;
  const double half = std::frexp(negative ? -number : number, &exponent);  // ½ ≤ half < 1
  Decimal exact;
  exact.set(static_cast<uint64_t>(std::ldexp(half, 53)));
  exact.scale(exponent - 53);
  for (int digits = 1; digits < 17; ++digits) {
    Decimal rounded = exact;
    rounded.round(digits);
    std::string text = spell(negative, rounded);
    if (parse_double(text) == number) return text;
  }
  exact.round(17);  // enough for any double
  return spell(negative, exact);
}

}  // namespace canvass
