#include "render/canvas/canvas.h"

#include "render/canvas/glyphs.h"

#include <algorithm>
#include <cairo.h>
#include <cmath>
#include <numbers>

namespace trocar::render {
namespace {

/// Paints colour `from` with `alpha` of 255 over one RGBA pixel.
void blend(std::uint8_t* pixel, const Color& from, int alpha) {
  const int below = pixel[3];
  const int kept = below * (255 - alpha) / 255;
  const int sum = alpha + kept;
  if (sum == 0)
    return;
  const auto channel = [&](int old, int fresh) {
    return static_cast<std::uint8_t>((fresh * alpha + old * kept + sum / 2) / sum);
  };
  pixel[0] = channel(pixel[0], from.red);
  pixel[1] = channel(pixel[1], from.green);
  pixel[2] = channel(pixel[2], from.blue);
  pixel[3] = static_cast<std::uint8_t>(sum);
}

/// Cairo that draws coverage instead of colours.
class Stencil {
 public:
  Stencil(std::vector<std::uint8_t>& coverage, int widthPx, int heightPx)
      : surface_(cairo_image_surface_create_for_data(
            coverage.data(), CAIRO_FORMAT_A8, widthPx, heightPx, strideOf(widthPx))),
        cairo_(cairo_create(surface_)) {}
  ~Stencil() {
    cairo_destroy(cairo_);
    cairo_surface_destroy(surface_);
  }
  Stencil(const Stencil&) = delete;
  Stencil& operator=(const Stencil&) = delete;

  /// Bytes from one row to the next.
  static int strideOf(int widthPx) {
    return cairo_format_stride_for_width(CAIRO_FORMAT_A8, widthPx);
  }

  cairo_t* cairo() const { return cairo_; }

  void trace(const std::vector<Path>& paths) const {
    for (const Path& path : paths) {
      cairo_new_sub_path(cairo_);
      for (const Pixel& point : path.points)
        cairo_line_to(cairo_, within(point.x), within(point.y));
      if (path.closed)
        cairo_close_path(cairo_);
    }
  }

 private:
  /// Cairo's numbers end at 2^23.
  static double within(double px) { return std::clamp(px, -4e6, 4e6); }

  cairo_surface_t* surface_;
  cairo_t* cairo_;
};

struct Bounds {
  Pixel low{1e9, 1e9};
  Pixel high{-1e9, -1e9};
};

Bounds boundsOf(const std::vector<Path>& paths, double marginPx) {
  Bounds bounds;
  for (const Path& path : paths) {
    for (const Pixel& point : path.points) {
      bounds.low = {std::min(bounds.low.x, point.x), std::min(bounds.low.y, point.y)};
      bounds.high = {std::max(bounds.high.x, point.x), std::max(bounds.high.y, point.y)};
    }
  }
  return {{bounds.low.x - marginPx, bounds.low.y - marginPx},
          {bounds.high.x + marginPx, bounds.high.y + marginPx}};
}

/// Of the pixels of a diagonal hatch: a full line every `hatchPx`, nothing between.
double hatchShare(int x, int y, double hatchPx) {
  const double across = std::fmod((x + y) / std::sqrt(2.0), hatchPx);
  const double fromLine = std::min(across, hatchPx - across);
  return std::clamp(1.1 - fromLine, 0.0, 1.0);
}

}  // namespace

Canvas::Canvas(int widthPx, int heightPx)
    : widthPx_(std::max(1, widthPx)), heightPx_(std::max(1, heightPx)) {
  const std::size_t pixels = offset(0, heightPx_);
  rgba_.resize(4 * pixels);
  coverage_.resize(static_cast<std::size_t>(Stencil::strideOf(widthPx_)) *
                   static_cast<std::size_t>(heightPx_));
  left_ = widthPx_;
  top_ = heightPx_;
}

void Canvas::clear() {
  std::fill(rgba_.begin(), rgba_.end(), std::uint8_t{0});
}

void Canvas::fill(const Color& color) {
  for (std::size_t i = 0; i < rgba_.size(); i += 4) {
    rgba_[i] = color.red;
    rgba_[i + 1] = color.green;
    rgba_[i + 2] = color.blue;
    rgba_[i + 3] = 255;
  }
}

std::uint8_t& Canvas::coverageAt(int x, int y) {
  return coverage_[static_cast<std::size_t>(y) *
                       static_cast<std::size_t>(Stencil::strideOf(widthPx_)) +
                   static_cast<std::size_t>(x)];
}

void Canvas::cover(int x, int y, int coverage) {
  std::uint8_t& covered = coverageAt(x, y);
  if (coverage <= covered)
    return;
  covered = static_cast<std::uint8_t>(std::min(coverage, 255));
  left_ = std::min(left_, x);
  right_ = std::max(right_, x);
  top_ = std::min(top_, y);
  bottom_ = std::max(bottom_, y);
}

void Canvas::coverSegment(const Pixel& from, const Pixel& to, double halfWidthPx) {
  const double reach = halfWidthPx + 1.0;
  const double dx = to.x - from.x;
  const double dy = to.y - from.y;
  const double squared = std::max(dx * dx + dy * dy, 1e-12);
  const int first = std::max(0, static_cast<int>(std::floor(std::min(from.y, to.y) - reach)));
  const int last = std::min(heightPx_ - 1, static_cast<int>(std::max(from.y, to.y) + reach));
  for (int y = first; y <= last; ++y) {
    double low = 0.0, high = 1.0;
    if (std::abs(dy) > 1e-9) {
      const double a = (y + 0.5 - reach - from.y) / dy;
      const double b = (y + 0.5 + reach - from.y) / dy;
      low = std::clamp(std::min(a, b), 0.0, 1.0);
      high = std::clamp(std::max(a, b), 0.0, 1.0);
    }
    const double x0 = from.x + low * dx;
    const double x1 = from.x + high * dx;
    const int begin = std::max(0, static_cast<int>(std::max(0.0, std::min(x0, x1) - reach)));
    const int end = static_cast<int>(std::min(widthPx_ - 1.0, std::max(x0, x1) + reach));
    for (int x = begin; x <= end; ++x) {
      const double px = x + 0.5 - from.x;
      const double py = y + 0.5 - from.y;
      const double t = std::clamp((px * dx + py * dy) / squared, 0.0, 1.0);
      const double off = std::sqrt((px - t * dx) * (px - t * dx) + (py - t * dy) * (py - t * dy));
      const double share = std::clamp(halfWidthPx + 0.5 - off, 0.0, 1.0);
      if (share > 0.0)
        cover(x, y, static_cast<int>(255.0 * share + 0.5));
    }
  }
}

void Canvas::reach(const Pixel& low, const Pixel& high) {
  const auto within = [](double px, int count) {
    return static_cast<int>(std::clamp(std::floor(px), 0.0, count - 1.0));
  };
  if (high.x < 0.0 || high.y < 0.0 || low.x > widthPx_ || low.y > heightPx_)
    return;
  left_ = std::min(left_, within(low.x, widthPx_));
  right_ = std::max(right_, within(high.x, widthPx_));
  top_ = std::min(top_, within(low.y, heightPx_));
  bottom_ = std::max(bottom_, within(high.y, heightPx_));
}

void Canvas::paintCoverage(const Fill& fill) {
  for (int y = top_; y <= bottom_; ++y) {
    std::uint8_t* covered = &coverageAt(0, y);
    std::uint8_t* pixel = row(y) + 4 * left_;
    for (int x = left_; x <= right_; ++x, pixel += 4) {
      if (covered[x] == 0)
        continue;
      double alpha = fill.opacity * covered[x];
      if (fill.hatchPx > 0.0)
        alpha *= 0.3 + 0.7 * hatchShare(x, y, fill.hatchPx);
      blend(pixel, fill.color, static_cast<int>(alpha + 0.5));
      covered[x] = 0;
    }
  }
  left_ = widthPx_;
  top_ = heightPx_;
  right_ = bottom_ = -1;
}

void Canvas::coverLines(const std::vector<Path>& paths, double widthPx) {
  for (const Path& path : paths) {
    const std::size_t corners = path.points.size();
    for (std::size_t i = 0; i + 1 < corners + (path.closed ? 1 : 0); ++i)
      coverSegment(path.points[i], path.points[(i + 1) % corners], 0.5 * widthPx);
  }
}

void Canvas::coverDashes(const std::vector<Path>& paths, double widthPx, double dashPx) {
  const Stencil stencil(coverage_, widthPx_, heightPx_);
  stencil.trace(paths);
  cairo_set_line_width(stencil.cairo(), widthPx);
  cairo_set_line_cap(stencil.cairo(), CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(stencil.cairo(), CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash(stencil.cairo(), &dashPx, 1, 0.0);
  cairo_stroke(stencil.cairo());
  const Bounds bounds = boundsOf(paths, 0.5 * widthPx + 1.0);
  reach(bounds.low, bounds.high);
}

void Canvas::strokePaths(const std::vector<Path>& paths, const Stroke& stroke) {
  // A line thinner than a pixel is drawn a pixel wide and fainter.
  const double width = std::max(stroke.widthPx, 1.0);
  if (stroke.dashPx > 0.0)
    coverDashes(paths, width, stroke.dashPx);
  else
    coverLines(paths, width);
  paintCoverage({stroke.color, stroke.opacity * std::min(stroke.widthPx, 1.0)});
}

void Canvas::fillPaths(const std::vector<Path>& paths, const Fill& fill) {
  const Stencil stencil(coverage_, widthPx_, heightPx_);
  stencil.trace(paths);
  cairo_set_fill_rule(stencil.cairo(), CAIRO_FILL_RULE_EVEN_ODD);
  cairo_fill(stencil.cairo());
  const Bounds bounds = boundsOf(paths, 1.0);
  reach(bounds.low, bounds.high);
  paintCoverage(fill);
}

void Canvas::disc(const Pixel& centre, double radiusPx, const Fill& fill) {
  const Stencil stencil(coverage_, widthPx_, heightPx_);
  cairo_arc(stencil.cairo(), centre.x, centre.y, radiusPx, 0.0, 2.0 * std::numbers::pi);
  cairo_fill(stencil.cairo());
  reach({centre.x - radiusPx, centre.y - radiusPx}, {centre.x + radiusPx, centre.y + radiusPx});
  paintCoverage(fill);
}

void Canvas::box(const Rectangle& box, double cornerPx, const Fill& fill) {
  const double r = std::min({cornerPx, box.width / 2.0, box.height / 2.0});
  const double right = box.left + box.width, bottom = box.top + box.height;
  const Stencil stencil(coverage_, widthPx_, heightPx_);
  const auto corner = [&](double x, double y, int quarter) {
    constexpr double kQuarter = 0.5 * std::numbers::pi;
    cairo_arc(stencil.cairo(), x, y, r, kQuarter * quarter, kQuarter * (quarter + 1));
  };
  corner(right - r, bottom - r, 0);
  corner(box.left + r, bottom - r, 1);
  corner(box.left + r, box.top + r, 2);
  corner(right - r, box.top + r, 3);
  cairo_fill(stencil.cairo());
  reach({box.left, box.top}, {right, bottom});
  paintCoverage(fill);
}

void Canvas::text(std::string_view utf8, const Pixel& at, Anchor anchor, const TextStyle& style) {
  const TextBitmap bitmap =
      textBitmap(std::string(utf8), static_cast<int>(std::lround(style.sizePx)), style.bold);
  const int column = static_cast<int>(anchor) % 3;
  const int line = static_cast<int>(anchor) / 3;
  const int left =
      static_cast<int>(std::lround(at.x - 0.5 * column * bitmap.boxWidthPx)) + bitmap.leftPx;
  const int top =
      static_cast<int>(std::lround(at.y - 0.5 * line * bitmap.boxHeightPx)) + bitmap.topPx;
  const auto stamp = [&](int dx, int dy, double share) {
    for (int y = 0; y < bitmap.heightPx; ++y) {
      for (int x = 0; x < bitmap.widthPx; ++x) {
        const int value = bitmap.coverage[static_cast<std::size_t>(y * bitmap.widthPx + x)];
        const int toX = left + x + dx;
        const int toY = top + y + dy;
        if (value > 0 && toX >= 0 && toX < widthPx_ && toY >= 0 && toY < heightPx_)
          cover(toX, toY, static_cast<int>(share * value));
      }
    }
  };
  if (style.shadow) {
    for (int dy = -1; dy <= 1; ++dy) {
      for (int dx = -1; dx <= 1; ++dx)
        stamp(dx, dy, dx != 0 && dy != 0 ? 0.6 : 1.0);
    }
    paintCoverage({{0, 0, 0}, 0.65});
  }
  stamp(0, 0, 1.0);
  paintCoverage({style.color, 1.0});
}

Rectangle textBox(std::string_view utf8, const TextStyle& style) {
  const TextBitmap bitmap =
      textBitmap(std::string(utf8), static_cast<int>(std::lround(style.sizePx)), style.bold);
  return {
      0.0, 0.0, static_cast<double>(bitmap.boxWidthPx), static_cast<double>(bitmap.boxHeightPx)};
}

}  // namespace trocar::render
