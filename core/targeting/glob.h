// Which pages a pattern means.
//
//   page_matches("/cart*", "https://shop.example/cart/items?coupon=1#top")   // true: the path begins with /cart
//   page_matches("https://shop.example/*", url)                              // the whole address
//   page_matches("*?coupon=*", url)                                          // a "?" brings query and fragment in
#pragma once

#include <string_view>

namespace canvass::targeting {

// `*` stands for any run of characters, none included; everything else for itself.
bool glob_matches(std::string_view pattern, std::string_view text);

// What of an address a pattern is held against: with "://" in it the whole address, otherwise the path; query and
// fragment only when the pattern has a "?".
std::string_view part_of(std::string_view pattern, std::string_view url);

bool page_matches(std::string_view pattern, std::string_view url);

// "/cart" of "https://shop.example/cart?coupon=1". An address without a path has "/"; no address at all, nothing.
std::string_view path_of(std::string_view url);

// Whether going from one address to the other is going to another page: a fragment is none, unless it is a route of
// its own ("#/cart", "#!cart").
bool same_page(std::string_view url, std::string_view other);

}  // namespace canvass::targeting
