#pragma once

namespace trocar::render {

/// A place in a view in device pixels, from its top left corner: x to the right, y down.
struct Pixel {
  double x = 0.0;
  double y = 0.0;

  bool operator==(const Pixel&) const = default;
};

}  // namespace trocar::render
