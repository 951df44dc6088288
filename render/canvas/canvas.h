#pragma once

#include "render/canvas/color.h"
#include "render/canvas/pixel.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace trocar::render {

/// A polyline in pixels; pixel (0,0) is centred on 0.5, 0.5.
struct Path {
  std::vector<Pixel> points;
  bool closed = false;
};

struct Stroke {
  Color color;
  double widthPx = 1.0;
  double opacity = 1.0;
  double dashPx = 0.0;  ///< Length of a dash and of a gap; 0 is a full line.
};

struct Fill {
  Color color;
  double opacity = 1.0;
  double hatchPx = 0.0;  ///< Distance of diagonal hatch lines; 0 is a flat fill.
};

struct Rectangle {
  double left = 0.0;
  double top = 0.0;
  double width = 0.0;
  double height = 0.0;
};

/// Where a text's anchor point lies in its box.
enum class Anchor { TopLeft, Top, TopRight, Left, Centre, Right, BottomLeft, Bottom, BottomRight };

struct TextStyle {
  Color color{230, 234, 240};
  double sizePx = 13.0;
  bool bold = false;
  bool shadow = true;  ///< A soft dark edge, so that it can be read on any picture.
};

/// A picture to paint on, without any display: RGBA, 8 bits, straight alpha, top row first. Lines,
/// areas and texts have smooth edges. The same calls give the same bytes wherever the same fonts
/// are installed.
class Canvas {
 public:
  Canvas(int widthPx, int heightPx);

  int widthPx() const { return widthPx_; }
  int heightPx() const { return heightPx_; }
  const std::uint8_t* data() const { return rgba_.data(); }
  std::uint8_t* row(int y) { return rgba_.data() + 4 * offset(0, y); }

  void clear();  ///< To transparent.
  void fill(const Color& color);
  void strokePaths(const std::vector<Path>& paths, const Stroke& stroke);
  /// Inside an odd number of the closed paths.
  void fillPaths(const std::vector<Path>& paths, const Fill& fill);
  void disc(const Pixel& centre, double radiusPx, const Fill& fill);
  void box(const Rectangle& box, double cornerPx, const Fill& fill);
  void text(std::string_view utf8, const Pixel& at, Anchor anchor, const TextStyle& style);

 private:
  std::size_t offset(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(widthPx_) +
           static_cast<std::size_t>(x);
  }
  /// By each pixel's distance from the line: outlines are thousands of short pieces, for which
  /// Cairo takes three times as long.
  void coverLines(const std::vector<Path>& paths, double widthPx);
  void coverSegment(const Pixel& from, const Pixel& to, double halfWidthPx);
  void coverDashes(const std::vector<Path>& paths, double widthPx, double dashPx);
  std::uint8_t& coverageAt(int x, int y);
  void cover(int x, int y, int coverage);
  /// Adds what lies between the corners to the covered pixels.
  void reach(const Pixel& low, const Pixel& high);
  /// Blends the colour where the coverage says, and forgets the coverage.
  void paintCoverage(const Fill& fill);

  int widthPx_;
  int heightPx_;
  std::vector<std::uint8_t> rgba_;
  std::vector<std::uint8_t> coverage_;
  int left_, top_, right_ = -1, bottom_ = -1;  ///< Of the covered pixels.
};

/// Width and height of a text as it will be drawn.
Rectangle textBox(std::string_view utf8, const TextStyle& style);

}  // namespace trocar::render
