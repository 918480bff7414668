// What of a page's address may be stored and sent besides its path.
//
//   kept_query("https://shop.example/cart?utm_source=mail&token=1#top", {"utm_source"})     // "?utm_source=mail"
#pragma once

#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/vector.h"

namespace canvass::privacy {

// The parameters whose names are in `allowed`, in the order and spelling of the address, at most 1,000 characters of
// whole parameters. Empty when there are none.
CANVASS_APART std::string kept_query(std::string_view url, const Vector<std::string>& allowed);

}  // namespace canvass::privacy
