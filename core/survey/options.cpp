#include "core/survey/options.h"

#include "core/base/text.h"

namespace canvass::survey {

size_t option_index(const config::Question& question, std::string_view id) {
  size_t index = 0;
  while (index < question.options.size() && question.options[index].id != id) ++index;
  return index;
}

size_t shown_at(const config::Question& question, const Reply& reply, size_t place) {
  // An order of other options than these is from before the configuration changed.
  if (reply.order.size() != question.options.size()) return place;
  const size_t index = reply.order[place];
  return index < question.options.size() ? index : place;
}

Json ids_as_shown(const config::Question& question, const Reply& reply) {
  Json ids = Json(Json::value_t::array);
  for (size_t place = 0; place < question.options.size(); ++place) {
    ids.push_back(question.options[shown_at(question, reply, place)].id);
  }
  return ids;
}

std::string expects_options(const config::Question& question, std::string_view what) {
  std::string text(what);
  const char* separator = "";
  for (const config::Option& option : question.options) {
    text += separator;
    text += option.other ? std::string("{\"other\":\"…\"}") : config::in_quotes(option.id);
    separator = ", ";
  }
  return text;
}

}  // namespace canvass::survey
