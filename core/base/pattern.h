#pragma once
namespace canvass {
class Pattern {};
}  // namespace canvass
