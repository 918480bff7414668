#include "core/config/ui_strings.h"

#include <algorithm>
#include <iterator>

#include "core/base/apart.h"

namespace canvass::config {

namespace {

// One text takes less of the module than a table of pointers into many.
constexpr std::string_view kWords =
    "next=Next\n"
    "send=Send\n"
    "back=Back\n"
    "close=Close\n"
    "gotIt=Got it\n"
    "thankYou=Thank you!\n"
    "start=Start\n"
    "skip=Skip\n"
    "youChose=You chose {value}\n"
    "step=Step {step} of {count}\n"
    "feedback=Feedback\n"
    "preview=Preview: answers are not sent\n"
    "opensNewTab=opens in a new tab\n"
    "required=Please answer this question\n"
    "requiredRows=Please answer every line\n"
    "tooShort=Write at least {count} character|Write at least {count} characters\n"
    "tooLong=Write at most {count} character|Write at most {count} characters\n"
    "format=Please check the format\n"
    "email=Enter an email address such as name@example.org\n"
    "phone=Enter a phone number with digits only, such as +1 555 0100\n"
    "number=Enter a number\n"
    "numberMin=Enter {value} or more\n"
    "numberMax=Enter {value} or less\n"
    "date=Enter a date\n"
    "dateMin=Choose {value} or later\n"
    "dateMax=Choose {value} or earlier\n"
    "chooseMin=Choose at least {count}\n"
    "chooseMax=Choose at most {count}\n"
    "consent=Please tick the box to go on\n"
    "yes=Yes\n"
    "no=No\n"
    "select=Choose an answer\n"
    "other=Other\n"
    "otherHint=Please tell us more\n"
    "moveUp=Move {value} up\n"
    "moveDown=Move {value} down\n"
    "place={value}, place {step} of {count}\n"
    "stars={count} star|{count} stars\n"
    "thumbsDown=Bad\n"
    "thumbsUp=Good\n"
    "npsLow=Not at all likely\n"
    "npsHigh=Extremely likely\n"
    "agree1=Strongly disagree\n"
    "agree2=Disagree\n"
    "agree3=Somewhat disagree\n"
    "agree4=Neither agree nor disagree\n"
    "agree5=Somewhat agree\n"
    "agree6=Agree\n"
    "agree7=Strongly agree\n"
    "effort1=Very low effort\n"
    "effort2=Low effort\n"
    "effort3=Neither low nor high effort\n"
    "effort4=High effort\n"
    "effort5=Very high effort\n"
    "csat1=Very dissatisfied\n"
    "csat2=Dissatisfied\n"
    "csat3=Neither satisfied nor dissatisfied\n"
    "csat4=Satisfied\n"
    "csat5=Very satisfied\n"
    "likert1=Strongly disagree\n"
    "likert2=Disagree\n"
    "likert3=Neither agree nor disagree\n"
    "likert4=Agree\n"
    "likert5=Strongly agree\n"
    "notImportant=Not important\n"
    "veryImportant=Very important\n"
    "veryPoor=Very poor\n"
    "veryGood=Excellent\n";
static_assert(std::count(kWords.begin(), kWords.end(), '\n') == static_cast<int>(Ui::kShowMe));

// From Ui::kShowMe on. By itself, so that it is only where guides are (base/apart.h).
// Letters and no string_view, which would have to be in memory, and the words with it, where there are no guides.
constexpr char kGuideWords[] =
    "showMe=Show me\n"
    "neverAgain=Don't show again\n"
    "dismiss=Dismiss\n"
    "minimise=Minimise\n"
    "lookAgain=Look again\n"
    "skipStep=Skip this step\n"
    "missingPart=This part of the page could not be found.\n"
    "play=Play\n"
    "doneOf={done} of {count} done\n"
    "taskDone=Done: {value}\n"
    "allDone=All done\n"
    "received=Received\n"
    "inProgress=In progress\n"
    "priorities=Priorities set\n"
    "done=Done\n"
    "help=Help\n"
    "searchHelp=Search for help\n"
    "results={count} result|{count} results\n"
    "noResults=No results for “{value}”\n"
    "suggested=Suggested\n"
    "categories=Categories\n"
    "allArticles=All articles\n"
    "backTo=Back to {value}\n"
    "didThisHelp=Did this help?\n"
    "whatWasMissing=What was missing?\n"
    "contactUs=Contact us\n"
    "loading=Loading…\n"
    "notLoaded=The articles could not be loaded.\n";
static_assert(std::count(std::begin(kGuideWords), std::end(kGuideWords), '\n') ==
              static_cast<int>(Ui::kCount) - static_cast<int>(Ui::kShowMe));

CANVASS_APART std::string_view guide_words() { return {kGuideWords, sizeof kGuideWords - 1}; }

}  // namespace

Wording wording(Ui string) {
  if (string >= Ui::kCount) return {};
  const bool of_guides = string >= Ui::kShowMe;
  std::string_view line = of_guides ? guide_words() : kWords;
  int skip = static_cast<int>(string) - (of_guides ? static_cast<int>(Ui::kShowMe) : 0);
  for (; skip > 0; --skip) line.remove_prefix(line.find('\n') + 1);
  line = line.substr(0, line.find('\n'));
  const size_t equals = line.find('=');
  return {line.substr(0, equals), line.substr(equals + 1)};
}

}  // namespace canvass::config
