#include "render/canvas.h"

#include "render/glyphs.h"

#include <algorithm>
#include <cmath>

namespace trocar {
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

double distance(const Pixel& a, const Pixel& b) {
  return std::hypot(b.x - a.x, b.y - a.y);
}

Pixel between(const Pixel& a, const Pixel& b, double t) {
  return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

/// The dashes of a polyline, measured along it from its first point.
std::vector<Path> dashesOf(const Path& path, double dashPx) {
  std::vector<Path> dashes;
  double travelled = 0.0;
  const std::size_t corners = path.points.size();
  for (std::size_t i = 0; i + 1 < corners + (path.closed ? 1 : 0); ++i) {
    const Pixel& a = path.points[i];
    const Pixel& b = path.points[(i + 1) % corners];
    const double length = distance(a, b);
    for (double done = 0.0; done < length;) {
      const double phase = std::fmod(travelled + done, 2.0 * dashPx);
      const bool on = phase < dashPx;
      const double step = std::min(length - done, (on ? dashPx : 2.0 * dashPx) - phase + 1e-6);
      if (on)
        dashes.push_back({{between(a, b, done / length), between(a, b, (done + step) / length)}});
      done += step;
    }
    travelled += length;
  }
  return dashes;
}

/// Where a horizontal line crosses the closed paths, ascending.
std::vector<double> crossingsAt(const std::vector<Path>& paths, double y) {
  std::vector<double> crossings;
  for (const Path& path : paths) {
    for (std::size_t i = 0; i < path.points.size(); ++i) {
      const Pixel& a = path.points[i];
      const Pixel& b = path.points[(i + 1) % path.points.size()];
      if ((a.y <= y) != (b.y <= y))
        crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
    }
  }
  std::sort(crossings.begin(), crossings.end());
  return crossings;
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
  coverage_.resize(pixels);
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

void Canvas::cover(int x, int y, int coverage) {
  std::uint8_t& covered = coverage_[offset(x, y)];
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

void Canvas::coverSpan(int y, double from, double to, double share) {
  from = std::max(from, 0.0);
  to = std::min(to, static_cast<double>(widthPx_));
  for (int x = static_cast<int>(from); x < to; ++x) {
    const double width = std::min(to, x + 1.0) - std::max(from, static_cast<double>(x));
    const int added = static_cast<int>(255.0 * share * width + 0.5);
    cover(x, y, coverage_[offset(x, y)] + added);
  }
}

void Canvas::paintCoverage(const Fill& fill) {
  for (int y = top_; y <= bottom_; ++y) {
    std::uint8_t* covered = coverage_.data() + offset(0, y);
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

void Canvas::strokePaths(const std::vector<Path>& paths, const Stroke& stroke) {
  // A line thinner than a pixel is drawn a pixel wide and fainter.
  const double halfWidth = std::max(stroke.widthPx, 1.0) / 2.0;
  const auto coverPath = [&](const Path& path) {
    const std::size_t corners = path.points.size();
    for (std::size_t i = 0; i + 1 < corners + (path.closed ? 1 : 0); ++i)
      coverSegment(path.points[i], path.points[(i + 1) % corners], halfWidth);
  };
  for (const Path& path : paths) {
    if (stroke.dashPx <= 0.0) {
      coverPath(path);
      continue;
    }
    for (const Path& dash : dashesOf(path, stroke.dashPx))
      coverPath(dash);
  }
  paintCoverage({stroke.color, stroke.opacity * std::min(stroke.widthPx, 1.0)});
}

void Canvas::fillPaths(const std::vector<Path>& paths, const Fill& fill) {
  double low = heightPx_, high = 0.0;
  for (const Path& path : paths) {
    for (const Pixel& point : path.points) {
      low = std::min(low, point.y);
      high = std::max(high, point.y);
    }
  }
  constexpr int kLinesPerPixel = 4;
  const int last = std::min(heightPx_ - 1, static_cast<int>(high));
  for (int y = std::max(0, static_cast<int>(low)); y <= last; ++y) {
    for (int line = 0; line < kLinesPerPixel; ++line) {
      const auto crossings = crossingsAt(paths, y + (line + 0.5) / kLinesPerPixel);
      for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
        coverSpan(y, crossings[i], crossings[i + 1], 1.0 / kLinesPerPixel);
    }
  }
  paintCoverage(fill);
}

void Canvas::disc(const Pixel& centre, double radiusPx, const Fill& fill) {
  coverSegment(centre, centre, radiusPx);
  paintCoverage(fill);
}

void Canvas::box(const Rectangle& box, double cornerPx, const Fill& fill) {
  const double r = std::min({cornerPx, box.width / 2.0, box.height / 2.0});
  const int last = std::min(heightPx_ - 1, static_cast<int>(std::ceil(box.top + box.height)));
  for (int y = std::max(0, static_cast<int>(box.top)); y <= last; ++y) {
    const double fromTop = y + 0.5 - box.top;
    const double edge = std::min(fromTop, box.height - fromTop);
    if (edge < 0.0)
      continue;
    const double inset =
        edge < r ? r - std::sqrt(std::max(0.0, r * r - (r - edge) * (r - edge))) : 0.0;
    coverSpan(y, box.left + inset, box.left + box.width - inset, 1.0);
  }
  paintCoverage(fill);
}

void Canvas::text(std::string_view utf8, const Pixel& at, Anchor anchor, const TextStyle& style) {
  const TextBitmap bitmap =
      textBitmap(std::string(utf8), static_cast<int>(std::lround(style.sizePx)), style.bold);
  const int column = static_cast<int>(anchor) % 3;
  const int line = static_cast<int>(anchor) / 3;
  const int left = static_cast<int>(std::lround(at.x - 0.5 * column * bitmap.widthPx));
  const int top = static_cast<int>(std::lround(at.y - 0.5 * line * bitmap.heightPx));
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
  return {0.0, 0.0, static_cast<double>(bitmap.widthPx), static_cast<double>(bitmap.heightPx)};
}

}  // namespace trocar
