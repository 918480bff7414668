// The nodes that the kinds of question are answered with: role.look 'text' label value hint part states. Looks are
// numbers, as in the C ABI.
#include <catch2/catch_test_macros.hpp>

#include "core_kinds_support.h"

using namespace canvass;
using namespace canvass::test;
using survey::Reply;

TEST_CASE("satisfaction is five faces named after what they say", "[core][kinds][view]") {
  CHECK(Asked(R"("type":"csat")").tree(drafted("4")) == R"(
radiogroup.20 label='Question' required
  radio.22 '1' label='Very dissatisfied' value='1' part='1'
  radio.22 '2' label='Dissatisfied' value='2' part='2'
  radio.22 '3' label='Neither satisfied nor dissatisfied' value='3' part='3'
  radio.22 '4' label='Satisfied' value='4' part='4' checked
  radio.22 '5' label='Very satisfied' value='5' part='5'
text.10 'Very dissatisfied'
text.11 'Very satisfied'
)");
}

TEST_CASE("stars are counted for those who do not see them", "[core][kinds][view]") {
  CHECK(Asked(R"("type":"rating","points":3,"low":"Poor","high":"Great")").tree(drafted("1")) == R"(
radiogroup.19 label='Question' required
  radio.21 '1' label='1 star, Poor' value='1' part='1' checked
  radio.21 '2' label='2 stars' value='2' part='2'
  radio.21 '3' label='3 stars, Great' value='3' part='3'
text.10 'Poor'
text.11 'Great'
)");
  CHECK(Asked(R"("type":"rating","points":2)").tree({}, "ru") == R"(
radiogroup.19 label='Question' required
  radio.21 '1' label='1 звезда' value='1' part='1'
  radio.21 '2' label='2 звезды' value='2' part='2'
)");
}

TEST_CASE("numbers are painted in the visitor's numerals and keep their values", "[core][kinds][view]") {
  CHECK(Asked(R"("type":"rating","points":7,"low":"Hard","high":"Easy")").tree({}, "ar") == R"(
radiogroup.7 label='Question' required
  radio.9 '١' label='١, Hard' value='1' part='1'
  radio.9 '٢' label='٢' value='2' part='2'
  radio.9 '٣' label='٣' value='3' part='3'
  radio.9 '٤' label='٤' value='4' part='4'
  radio.9 '٥' label='٥' value='5' part='5'
  radio.9 '٦' label='٦' value='6' part='6'
  radio.9 '٧' label='٧, Easy' value='7' part='7'
text.10 'Hard'
text.11 'Easy'
)");
  CHECK(Asked(R"("type":"csat","symbols":"numbers","high":"Perfect")").tree({}, "en", true) == R"(
radiogroup.7 label='Question' invalid required
  radio.9 '1' label='1, Very dissatisfied' value='1' part='1'
  radio.9 '2' label='2, Dissatisfied' value='2' part='2'
  radio.9 '3' label='3, Neither satisfied nor dissatisfied' value='3' part='3'
  radio.9 '4' label='4, Satisfied' value='4' part='4'
  radio.9 '5' label='5, Perfect' value='5' part='5'
text.10 'Very dissatisfied'
text.11 'Perfect'
)");
}

TEST_CASE("two faces are thumbs, three and five look satisfied or not", "[core][kinds][view]") {
  CHECK(Asked(R"("type":"rating","points":2,"symbols":"faces")").tree() == R"(
radiogroup.20 label='Question' required
  radio.22 '1' label='Bad' value='1' part='1'
  radio.22 '2' label='Good' value='2' part='2'
)");
  CHECK(Asked(R"("type":"rating","points":3,"symbols":"faces")").tree() == R"(
radiogroup.20 label='Question' required
  radio.22 '1' label='Dissatisfied' value='1' part='1'
  radio.22 '2' label='Neither satisfied nor dissatisfied' value='2' part='2'
  radio.22 '3' label='Satisfied' value='3' part='3'
)");
}

TEST_CASE("one of several options is a radio, and the visitor's own words come after the group",
          "[core][kinds][view]") {
  const Asked asked(R"("type":"choice","options":["A",{"id":"b","text":"B"}],"other":true)");
  CHECK(asked.tree(drafted("\"b\"")) == R"(
radiogroup.23 label='Question'
  radio.24 'A' value='1' part='option/1'
  radio.24 'B' value='b' part='option/b' checked
  radio.24 'Other' value='other' part='option/other'
)");
  Reply reply = drafted(R"({"other":"my own "})");
  reply.order = {1, 0, 2};
  CHECK(asked.tree(reply, "ru") == R"(
radiogroup.23 label='Question'
  radio.24 'B' value='b' part='option/b'
  radio.24 'A' value='1' part='option/1'
  radio.24 'Другое' value='other' part='option/other' checked
textbox.25 label='Расскажите подробнее' value='my own ' hint='Расскажите подробнее' part='other'
)");
}

TEST_CASE("several options are checkboxes", "[core][kinds][view]") {
  CHECK(Asked(R"("type":"choice","multiple":true,"options":["A","B"],"required":true)")
            .tree(drafted(R"(["2"])"), "en", true) == R"(
group.23 label='Question' invalid required
  checkbox.24 'A' value='1' part='option/1'
  checkbox.24 'B' value='2' part='option/2' checked
)");
}

TEST_CASE("pictures have captions and addresses", "[core][kinds][view]") {
  const std::string options =
      R"("options":[{"id":"a","text":"A","image":"/a.png"},{"id":"b","text":"B","image":"/b.png"}])";
  CHECK(Asked(R"("type":"picture",)" + options).tree(drafted("\"a\"")) == R"(
radiogroup.38 label='Question'
  radio.39 'A' value='a' hint='/a.png' part='option/a' checked
  radio.39 'B' value='b' hint='/b.png' part='option/b'
)");
  CHECK(Asked(R"("type":"picture","multiple":true,)" + options).tree(drafted(R"(["a","b"])")) == R"(
group.38 label='Question'
  checkbox.39 'A' value='a' hint='/a.png' part='option/a' checked
  checkbox.39 'B' value='b' hint='/b.png' part='option/b' checked
)");
}

TEST_CASE("a folded list shows its choice, or what to do", "[core][kinds][view]") {
  const Asked asked(R"("type":"dropdown","options":["A","B"])");
  CHECK(asked.tree() == R"(
select.30 'Choose an answer' label='Question' hint='Choose an answer' part='field'
  option.0 'A' value='1'
  option.0 'B' value='2'
)");
  CHECK(asked.tree(drafted("\"2\"")) == R"(
select.30 'B' label='Question' value='2' hint='Choose an answer' part='field'
  option.0 'A' value='1'
  option.0 'B' value='2' checked
)");
  CHECK(Asked(R"("type":"dropdown","options":["A","B"],"hint":"Your city")").tree() == R"(
select.30 'Your city' label='Question' hint='Your city' part='field'
  option.0 'A' value='1'
  option.0 'B' value='2'
)");
}

TEST_CASE("yes and no are called as configured, else in the visitor's language", "[core][kinds][view]") {
  CHECK(Asked(R"("type":"yesno")").tree(drafted("false"), "ru") == R"(
radiogroup.23 label='Question' required
  radio.24 'Да' value='yes' part='option/yes'
  radio.24 'Нет' value='no' part='option/no' checked
)");
  CHECK(Asked(R"("type":"yesno","yes":"Sure","no":"Never")").tree() == R"(
radiogroup.23 label='Question' required
  radio.24 'Sure' value='yes' part='option/yes'
  radio.24 'Never' value='no' part='option/no'
)");
}

TEST_CASE("each text box says what it takes, and has what was typed", "[core][kinds][view]") {
  CHECK(Asked(R"("type":"text","hint":"H")").tree(drafted("\"a \"")) == R"(
textbox.12 label='Question' value='a ' hint='H' part='field'
)");
  CHECK(Asked(R"("type":"text","lines":"one")").tree() == R"(
textbox.25 label='Question' part='field'
)");
  CHECK(Asked(R"("type":"email","required":true)").tree({}, "en", true) == R"(
textbox.26 label='Question' part='field' invalid required
)");
  CHECK(Asked(R"("type":"phone")").tree() == R"(
textbox.29 label='Question' part='field'
)");
  CHECK(Asked(R"("type":"number")").tree(drafted("\"5.\"")) == R"(
textbox.27 label='Question' value='5.' part='field'
)");
  Reply given;
  given.answer = 7.5;
  CHECK(Asked(R"("type":"number")").tree(given) == R"(
textbox.27 label='Question' value='7.5' part='field'
)");
  CHECK(Asked(R"("type":"date")").tree(drafted("\"2026-01-31\"")) == R"(
textbox.28 label='Question' value='2026-01-31' part='field'
)");
}

TEST_CASE("a matrix has a heading for each point and a row for each statement", "[core][kinds][view]") {
  const std::string rows = R"("type":"matrix","rows":[{"id":"speed","text":"Speed"},{"id":"price","text":"Price"}])";
  Reply reply = drafted(R"({"price":2})");
  reply.order = {1, 0};
  CHECK(Asked(rows + R"(,"points":2,"labels":["Bad","Good"],"required":true)").tree(reply, "en", true) == R"(
group.31 label='Question' invalid required
  text.32 'Bad'
  text.32 'Good'
  radiogroup.33 'Price' required
    radio.9 '1' label='Bad' value='1' part='row/price/1'
    radio.9 '2' label='Good' value='2' part='row/price/2' checked
  radiogroup.33 'Speed' invalid required
    radio.9 '1' label='Bad' value='1' part='row/speed/1'
    radio.9 '2' label='Good' value='2' part='row/speed/2'
)");
  CHECK(Asked(rows + R"(,"points":3,"low":"Low","high":"High")").tree(drafted(R"({"speed":3})"), "ar") == R"(
group.31 label='Question'
  text.32 '١'
  text.32 '٢'
  text.32 '٣'
  radiogroup.33 'Speed'
    radio.9 '١' label='١, Low' value='1' part='row/speed/1'
    radio.9 '٢' label='٢' value='2' part='row/speed/2'
    radio.9 '٣' label='٣, High' value='3' part='row/speed/3' checked
  radiogroup.33 'Price'
    radio.9 '١' label='١, Low' value='1' part='row/price/1'
    radio.9 '٢' label='٢' value='2' part='row/price/2'
    radio.9 '٣' label='٣, High' value='3' part='row/price/3'
text.10 'Low'
text.11 'High'
)");
}

TEST_CASE("statements are agreed with where nothing else is configured", "[core][kinds][view]") {
  CHECK(Asked(R"("type":"matrix","rows":["A"])").tree() == R"(
group.31 label='Question'
  text.32 'Strongly disagree'
  text.32 'Disagree'
  text.32 'Neither agree nor disagree'
  text.32 'Agree'
  text.32 'Strongly agree'
  radiogroup.33 'A'
    radio.9 '1' label='Strongly disagree' value='1' part='row/1/1'
    radio.9 '2' label='Disagree' value='2' part='row/1/2'
    radio.9 '3' label='Neither agree nor disagree' value='3' part='row/1/3'
    radio.9 '4' label='Agree' value='4' part='row/1/4'
    radio.9 '5' label='Strongly agree' value='5' part='row/1/5'
)");
  CHECK(Asked(R"("type":"matrix","rows":["A"],"points":3)").tree() == R"(
group.31 label='Question'
  text.32 '1'
  text.32 '2'
  text.32 '3'
  radiogroup.33 'A'
    radio.9 '1' label='1, Strongly disagree' value='1' part='row/1/1'
    radio.9 '2' label='2' value='2' part='row/1/2'
    radio.9 '3' label='3, Strongly agree' value='3' part='row/1/3'
text.10 'Strongly disagree'
text.11 'Strongly agree'
)");
}

TEST_CASE("a ranking says its places and can be moved by buttons", "[core][kinds][view]") {
  const Asked asked(R"("type":"ranking","options":["A","B {step}"])");
  CHECK(asked.tree(drafted(R"(["2","1"])")) == R"(
list.34 label='Question'
  listitem.35 'B {step}' label='B {step}, place 1 of 2' value='1'
    button.36 label='Move B {step} up' part='up/2' disabled
    button.37 label='Move B {step} down' part='down/2'
  listitem.35 'A' label='A, place 2 of 2' value='2'
    button.36 label='Move A up' part='up/1'
    button.37 label='Move A down' part='down/1' disabled
)");
  CHECK(asked.tree({}, "ar").find("value='١'") != std::string::npos);  // painted, so in the visitor's digits
}

TEST_CASE("consent is a box with a sentence and a link", "[core][kinds][view]") {
  const Asked asked(R"("type":"consent","label":"I agree","link":{"text":"Terms","url":"/terms"})");
  CHECK(asked.tree(drafted("true")) == R"(
checkbox.40 'I agree' value='true' part='box' checked required
link.41 'Terms' value='/terms' part='link'
)");
  CHECK(Asked(R"("type":"consent","label":"I agree")").tree(drafted("\"\""), "en", true) == R"(
checkbox.40 'I agree' value='true' part='box' invalid required
)");
}

TEST_CASE("a message has only its link to add to the buttons", "[core][kinds][view]") {
  CHECK(Asked(R"("type":"message","link":{"text":"Read on","url":"https://example.org"})").tree() == R"(
link.42 'Read on' value='https://example.org' part='link'
)");
  CHECK(Asked(R"("type":"message","button":"Fine")").nodes({}).empty());
}
