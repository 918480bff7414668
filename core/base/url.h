// What an address says besides its path (which is core/targeting/glob.h's).
//
//   std::optional<std::string> source = query_value(url, "utm_source");
//   host_of(referrer);                                       // "news.example"
//   std::string name, value;
//   for (Parameters all(url, "hidden_"); all.next(name, value);) …   // hidden_plan=pro: "hidden_plan", "pro"
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace canvass {

// The parameters of an address's query whose names begin with `prefix`, in their order. Names and values are decoded:
// "+" is a space, "%D0%B9" is "й"; an escape that is none stays as it is, and bytes that are not UTF-8 become U+FFFD.
class Parameters {
 public:
  explicit Parameters(std::string_view url, std::string_view prefix = {});

  // False at the end. A parameter without "=" has an empty value.
  bool next(std::string& name, std::string& value);

 private:
  std::string_view rest_;
  std::string_view prefix_;
};

// The first parameter of that name; none if there is no such.
std::optional<std::string> query_value(std::string_view url, std::string_view name);

// "shop.example" of "https://me@shop.example:8443/cart"; empty when there is no "://" or no host.
std::string_view host_of(std::string_view url);

}  // namespace canvass
