#include "render/canvas/color.h"

#include "core/error.h"

#include <array>
#include <charconv>
#include <cmath>

namespace trocar::render {

Color colorFromHex(std::string_view hex) {
  std::array<std::uint8_t, 3> channels{};
  bool good = hex.size() == 7 && hex[0] == '#';
  for (std::size_t i = 0; good && i < 3; ++i) {
    const char* first = hex.data() + 1 + 2 * i;
    good = std::from_chars(first, first + 2, channels[i], 16).ptr == first + 2;
  }
  if (!good)
    throw Error("'" + std::string(hex) + "' is no colour; write one such as #E9DCC2");
  return {channels[0], channels[1], channels[2]};
}

std::string toHex(const Color& color) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string hex = "#";
  for (const std::uint8_t channel : {color.red, color.green, color.blue}) {
    hex += kDigits[channel / 16];
    hex += kDigits[channel % 16];
  }
  return hex;
}

Color mix(const Color& a, const Color& b, double fraction) {
  const auto channel = [&](int from, int to) {
    return static_cast<std::uint8_t>(std::lround(from + fraction * (to - from)));
  };
  return {channel(a.red, b.red), channel(a.green, b.green), channel(a.blue, b.blue)};
}

}  // namespace trocar::render
