#pragma once
namespace canvass::logic {
struct Condition {};
}  // namespace canvass::logic
