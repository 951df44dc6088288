#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace trocar::render {

/// sRGB, 8 bits a channel.
struct Color {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  bool operator==(const Color&) const = default;
};

/// "#E9DCC2". Throws Error for anything else.
Color colorFromHex(std::string_view hex);
std::string toHex(const Color& color);
/// From `a` at 0 to `b` at 1.
Color mix(const Color& a, const Color& b, double fraction);

}  // namespace trocar::render
