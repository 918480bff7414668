#include <catch2/catch_test_macros.hpp>

#include "core/base/text.h"
#include "core/privacy/mask.h"
#include "core_support.h"

using namespace canvass;
using namespace canvass::privacy;
using namespace canvass::test;

namespace {

struct Case {
  const char* text;
  const char* masked;  // nullptr: as it was
};

void check_all(const Case* cases, size_t count, uint8_t bits = kMaskAll) {
  for (size_t i = 0; i < count; ++i) {
    INFO(cases[i].text);
    CHECK(mask(cases[i].text, bits) == (cases[i].masked == nullptr ? cases[i].text : cases[i].masked));
  }
}

template <size_t N>
void check_all(const Case (&cases)[N]) {
  check_all(cases, N);
}

}  // namespace

TEST_CASE("email addresses in free text are masked", "[core][privacy]") {
  const Case cases[] = {
      {"anna@example.org", "[email]"},
      {"Write to anna@example.org.", "Write to [email]."},
      {"anna.maria+news@mail.shop.example.co.uk, please", "[email], please"},
      {"(ivan_petrov@example.ru)", "([email])"},
      {"<a@b.de>", "<[email]>"},
      {"mailto:a-b@c-d.fr?subject=x", "mailto:[email]?subject=x"},
      {"ANNA@EXAMPLE.ORG!", "[email]!"},
      {"me@163.com and you@example.kz", "[email] and [email]"},
      {"o'brien@example.ie", "[email]"},
      {"jürgen@müller.de", "[email]"},
      {"почта@пример.рф", "[email]"},
      {"Моя почта: ivan@пример.рф, пишите", "Моя почта: [email], пишите"},
      {"用户@例子.广告", "[email]"},
      {"请联系zhang@example.com谢谢", "请联系[email]谢谢"},
      {"ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "[email]"},
      {"a@xn--e1afmkfd.xn--p1ai", "[email]"},
      {"first@example.org;second@example.org", "[email];[email]"},
      {"git@github.com:canvass", "[email]:canvass"},
      {"1234567890@qq.com", "[email]"},
      {"بريد: sara@example.ae", "بريد: [email]"},
      {"example.org/@anna", nullptr},
      {"@anna on Telegram", nullptr},
      {"price @ 5.50", nullptr},
      {"3@4.5", nullptr},
      {"user@localhost", nullptr},
      {"react@18.2.0", nullptr},
      {"a @ b", nullptr},
      {"@", nullptr},
      {"@@@", nullptr},
      {"anna@.org", nullptr},
      {"anna@-example", nullptr},
      {"see you @home. Bye", nullptr},
  };
  check_all(cases);
}

TEST_CASE("phone numbers as countries write them are masked", "[core][privacy]") {
  const Case cases[] = {
      // Kazakhstan, Russia
      {"8 701 123 45 67", "[phone]"},
      {"8-701-123-45-67", "[phone]"},
      {"8 (701) 123-45-67", "[phone]"},
      {"8(7172)12-34-56", "[phone]"},
      {"87011234567", "[phone]"},
      {"+7 701 123 4567", "[phone]"},
      {"+77011234567", "[phone]"},
      {"+7 (495) 123-45-67", "[phone]"},
      {"7 701 123 45 67", "[phone]"},
      {"8 800 555-35-35", "[phone]"},
      {"Позвоните на 8 916 123-45-67 после шести", "Позвоните на [phone] после шести"},
      {"менің нөмірім 8 705 765 43 21, рахмет", "менің нөмірім [phone], рахмет"},
      {"(701) 123-45-67", "[phone]"},
      {"8.701.123.45.67", "[phone]"},
      // United States, Canada
      {"(212) 555-0123", "[phone]"},
      {"212-555-0123", "[phone]"},
      {"212.555.0123", "[phone]"},
      {"212 555 0123", "[phone]"},
      {"+1 212 555 0123", "[phone]"},
      {"1-212-555-0123", "[phone]"},
      {"+1 (212) 555-0123 x45", "[phone] x45"},
      {"Call me at 2125550123.", "Call me at [phone]."},
      {"I called 212-555-0123 5 times", "I called [phone] 5 times"},
      // United Kingdom
      {"020 7946 0958", "[phone]"},
      {"(020) 7946 0958", "[phone]"},
      {"07911 123456", "[phone]"},
      {"07911123456", "[phone]"},
      {"+44 20 7946 0958", "[phone]"},
      {"+44 (0)20 7946 0958", "[phone]"},
      {"0044 20 7946 0958", "[phone]"},
      // Germany
      {"030 1234567", "[phone]"},
      {"0170/1234567", "[phone]"},
      {"0151 23456789", "[phone]"},
      {"+49 30 123456", "[phone]"},
      {"+49 (0)151 23456789", "[phone]"},
      {"Tel.: 089/12345678", "Tel.: [phone]"},
      // France
      {"01 23 45 67 89", "[phone]"},
      {"01.23.45.67.89", "[phone]"},
      {"06-12-34-56-78", "[phone]"},
      {"+33 1 23 45 67 89", "[phone]"},
      {"0612345678", "[phone]"},
      // India
      {"98765 43210", "[phone]"},
      {"9876543210", "[phone]"},
      {"+91 98765 43210", "[phone]"},
      {"+91-9876543210", "[phone]"},
      {"09876543210", "[phone]"},
      {"919876543210", "[phone]"},
      {"९८७६५४३२१०", "[phone]"},
      // China
      {"13812345678", "[phone]"},
      {"138 1234 5678", "[phone]"},
      {"138-1234-5678", "[phone]"},
      {"+86 138 1234 5678", "[phone]"},
      {"010-12345678", "[phone]"},
      {"电话13812345678谢谢", "电话[phone]谢谢"},
      {"１３８１２３４５６７８", "[phone]"},
      // Japan
      {"03-1234-5678", "[phone]"},
      {"090-1234-5678", "[phone]"},
      {"09012345678", "[phone]"},
      {"+81 90 1234 5678", "[phone]"},
      {"０９０－１２３４－５６７８", "[phone]"},
      {"（０３）１２３４－５６７８", "[phone]"},
      // Brazil
      {"(11) 91234-5678", "[phone]"},
      {"(11) 1234-5678", "[phone]"},
      {"11 91234-5678", "[phone]"},
      {"+55 11 91234-5678", "[phone]"},
      {"55 11 91234-5678", "[phone]"},
      // Elsewhere
      {"+971 50 123 4567", "[phone]"},
      {"٠٥٠١٢٣٤٥٦٧", "[phone]"},
      {"+٩٧١ ٥٠ ١٢٣ ٤٥٦٧", "[phone]"},
      {"۰۹۱۲۳۴۵۶۷۸۹", "[phone]"},
      {"0412 345 678", "[phone]"},
      {"+48 501 234 567", "[phone]"},
      {"501-234-567", "[phone]"},
      {"+380 (44) 123-45-67", "[phone]"},
      {"0532 123 45 67", "[phone]"},
      {"532 123 45 67", "[phone]"},
      {"+1\u00A0212\u00A0555\u00A00123", "[phone]"},
      {"+7\u2011701\u2011123\u201145\u201167", "[phone]"},
      {"\u202D+7 701 123 45 67\u202C", "\u202D[phone]\u202C"},
      {"87\u200B0112\u200B34567", "[phone]"},
      {"(+7 701 123 45 67)", "([phone])"},
      {"8 701 123 45 67, 8 702 765 43 21", "[phone], [phone]"},
      {"8 701 123 45 67 8 702 765 43 21", "[phone] [phone]"},
      {"In 2024 8-701-123-45-67 was mine", "In 2024 [phone] was mine"},
      {"https://wa.me/77011234567", "https://wa.me/[phone]"},
  };
  check_all(cases);
}

TEST_CASE("numbers that are no phone's stay as they are", "[core][privacy]") {
  const Case cases[] = {
      {"1 234 567", nullptr},
      {"12 345 678 tenge", nullptr},
      {"1.234.567,89 EUR", nullptr},
      {"$1,234,567.89", nullptr},
      {"$ 2125550123", nullptr},
      {"2 125 550 123 ₸", nullptr},
      {"612 345 678", nullptr},
      {"99.90", nullptr},
      {"2024-01-31", nullptr},
      {"31.12.2024", nullptr},
      {"01.02.2024 15:30", nullptr},
      {"12/31/2024", nullptr},
      {"2024/01/31 - 2024/02/28", nullptr},
      {"from 01.02.2024 until 28.02.2024", nullptr},
      {"2024-01-31T10:00:00.000Z", nullptr},
      {"20240131T100000Z", nullptr},
      {"10:30:45", nullptr},
      {"2019-2024", nullptr},
      {"1767225600", nullptr},
      {"1767225600000", nullptr},
      {"v1.2.3", nullptr},
      {"version 10.15.7", nullptr},
      {"1.92.2.1034", nullptr},
      {"192.168.100.200", nullptr},
      {"10.0.0.1:8080", nullptr},
      {"2001:db8::8a2e:370:7334", nullptr},
      {"order 2125550123", nullptr},
      {"Order: 9876543210", nullptr},
      {"заказ 87011234567", nullptr},
      {"заказ № 7712345678", nullptr},
      {"#2125550123", nullptr},
      {"Bestellung 0123456789", nullptr},
      {"订单号 13812345678", nullptr},
      {"order A-2024-000123", nullptr},
      {"INV2125550123", nullptr},
      {"123456789", nullptr},
      {"12345678", nullptr},
      {"123-45-6789", nullptr},
      {"550e8400-e29b-41d4-a716-446655440000", nullptr},
      {"978-3-16-148410-0", nullptr},
      {"3.14159265358979", nullptr},
      {"0.123456789", nullptr},
      {"51.5074, -0.1278", nullptr},
      {"10 20 30 40 50 60", nullptr},
      {"100500", nullptr},
      {"+100500", nullptr},
      {"1+1", nullptr},
      {"C++20 and 2+2", nullptr},
      {"9 of 10", nullptr},
      {"24/7", nullptr},
      {"555-0123", nullptr},
      {"1,000,000", nullptr},
      {"4 500 000 руб", nullptr},
      {"100%", nullptr},
      {"13812345678元", nullptr},
      {"", nullptr},
      {"5", nullptr},
      {"no numbers at all", nullptr},
      {"+", nullptr},
      {"(((", nullptr},
  };
  check_all(cases);
}

TEST_CASE("payment card numbers are masked if their check digit is right", "[core][privacy]") {
  const Case cases[] = {
      {"4111111111111111", "[card]"},
      {"4111 1111 1111 1111", "[card]"},
      {"4111-1111-1111-1111", "[card]"},
      {"4111.1111.1111.1111", "[card]"},
      {"5555 5555 5555 4444", "[card]"},
      {"2223 0031 2200 3222", "[card]"},
      {"3782 822463 10005", "[card]"},
      {"378282246310005", "[card]"},
      {"3056 930902 5904", "[card]"},
      {"6011 1111 1111 1117", "[card]"},
      {"3530 1113 3330 0000", "[card]"},
      {"6200 0000 0000 0005", "[card]"},
      {"2200 0000 0000 0004", "[card]"},
      {"4222222222222", "[card]"},
      {"card 4111 1111 1111 1111 12/27 123", "card [card] 12/27 123"},
      {"карта4111111111111111", "карта[card]"},
      {"４１１１ １１１１ １１１１ １１１１", "[card]"},
      {"٤١١١ ١١١١ ١١١١ ١١١١", "[card]"},
      {"4111\u00A01111\u00A01111\u00A01111", "[card]"},
      {"order 4111111111111111", "order [card]"},
      {"4111 1111 1111 1111 12 27 123", "[card] 12 27 123"},
      {"4111 1111 1111 1111 123", "[card] 123"},
      {"4111111111111112", nullptr},
      {"4111 1111 1111 1112", nullptr},
      {"4000 0123 4567 8901", nullptr},
      {"1234 5678 9012 3456", nullptr},
      {"3782 822463 10006", nullptr},
      {"20240131100004", nullptr},
      {"0000 0000 0000 0000", nullptr},
      {"41111111111111111111", nullptr},
      {"411111111111", nullptr},
      {"4111 1111, 1111 1111", nullptr},
      {"9999999999999999", nullptr},
  };
  check_all(cases);
}

TEST_CASE("only what is asked for is masked", "[core][privacy]") {
  const char* text = "anna@example.org, +7 701 123 45 67, 4111 1111 1111 1111";
  CHECK(mask(text, 0) == text);
  CHECK(mask(text, kMaskEmail) == "[email], +7 701 123 45 67, 4111 1111 1111 1111");
  CHECK(mask(text, kMaskPhone) == "anna@example.org, [phone], 4111 1111 1111 1111");
  CHECK(mask(text, kMaskCard) == "anna@example.org, +7 701 123 45 67, [card]");
  CHECK(mask("1234567890@qq.com", kMaskPhone) == "1234567890@qq.com");
}

TEST_CASE("masking never makes a text longer than an answer may be, and takes bytes that are no text",
          "[core][privacy]") {
  std::string many;
  while (many.size() < 4994) many += "a@b.co ";
  const std::string masked = mask(many, kMaskAll);
  CHECK(count_characters(masked) <= 5000);
  CHECK(masked.find('@') == std::string::npos);
  for (const char* odd : {"\xFF\xFE@\xC3.\x80", "\xED\xA0\x80@a.bc",
                          "+\xFF"
                          "12345678"})
    mask(odd, kMaskAll);
  std::string digits(5000, '7');
  CHECK(mask(digits, kMaskAll) == digits);
  std::string spaced;
  while (spaced.size() < 5000) spaced += "7 ";
  mask(spaced, kMaskAll);
  CHECK(mask(std::string(5000, '@'), kMaskAll) == std::string(5000, '@'));
}
