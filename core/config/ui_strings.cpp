#include "core/config/ui_strings.h"

#include <iterator>

#include "core/config/locale.h"

namespace canvass::config {

namespace {

constexpr std::string_view kLanguages[] = {"en", "ru", "kk"};

// In the order of enum Ui; each in every one of the languages.
constexpr std::string_view kWords[][std::size(kLanguages)] = {
    {"Next", "Далее", "Келесі"},
    {"Send", "Отправить", "Жіберу"},
    {"Back", "Назад", "Артқа"},
    {"Close", "Закрыть", "Жабу"},
    {"Got it", "Понятно", "Түсінікті"},
    {"Thank you!", "Спасибо!", "Рақмет!"},
    {"You chose {value}", "Вы выбрали {value}", "Сіз {value} таңдадыңыз"},
    {"Step {step} of {count}", "Шаг {step} из {count}", "{step}-қадам, барлығы {count}"},
    {"Not at all likely", "Точно не порекомендую", "Мүлде ұсынбаймын"},
    {"Extremely likely", "Точно порекомендую", "Міндетті түрде ұсынамын"},
    {"Strongly disagree", "Совершенно неверно", "Мүлде келіспеймін"},
    {"Disagree", "Неверно", "Келіспеймін"},
    {"Somewhat disagree", "Скорее неверно", "Көбіне келіспеймін"},
    {"Neither agree nor disagree", "Ни верно, ни неверно", "Бейтараппын"},
    {"Somewhat agree", "Скорее верно", "Көбіне келісемін"},
    {"Agree", "Верно", "Келісемін"},
    {"Strongly agree", "Совершенно верно", "Толық келісемін"},
    {"Very low effort", "Совсем легко", "Өте оңай"},
    {"Low effort", "Легко", "Оңай"},
    {"Neither low nor high effort", "Ни легко, ни трудно", "Оңай да, қиын да емес"},
    {"High effort", "Трудно", "Қиын"},
    {"Very high effort", "Очень трудно", "Өте қиын"},
};
static_assert(std::size(kWords) == static_cast<size_t>(Ui::kCount));

}  // namespace

std::string_view ui(Ui string, std::string_view locale) { return ui_after(string, 0, locale); }

std::string_view ui_after(Ui first, int offset, std::string_view locale) {
  const std::string_view* words = kWords[static_cast<size_t>(first) + static_cast<size_t>(offset)];
  for (size_t i = 0; i < std::size(kLanguages); ++i) {
    if (same_locale(language_of(locale), kLanguages[i])) return words[i];
  }
  return words[0];
}

}  // namespace canvass::config
