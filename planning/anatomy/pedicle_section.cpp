#include "planning/anatomy/pedicle_section.h"

#include <vector>

namespace trocar::anatomy {
namespace {

constexpr double kPixelMm = 1.0;
constexpr double kSeedReachMm = 2.5;

struct Window {
  int half = 0;
  int size = 0;
  std::vector<float> values;

  int indexOf(int i, int j) const { return (j + half) * size + i + half; }
  double uOf(int index) const { return (index % size - half) * kPixelMm; }
  double vOf(int index) const { return (index / size - half) * kPixelMm; }
};

Window sampled(const SoftMask& mask, const SectionPlane& plane, double reachMm) {
  Window window;
  window.half = static_cast<int>(reachMm / kPixelMm);
  window.size = 2 * window.half + 1;
  window.values.resize(static_cast<std::size_t>(window.size * window.size));
  for (int j = -window.half; j <= window.half; ++j) {
    for (int i = -window.half; i <= window.half; ++i) {
      const Vec3 point = plane.centreMm + kPixelMm * (i * plane.u + j * plane.v);
      window.values[static_cast<std::size_t>(window.indexOf(i, j))] =
          static_cast<float>(mask.at(point));
    }
  }
  return window;
}

/// The inside pixel nearest to the centre, or -1.
int seedOf(const Window& window) {
  const int reach = static_cast<int>(kSeedReachMm / kPixelMm);
  int seed = -1;
  int nearest = reach * reach + 1;
  for (int j = -reach; j <= reach; ++j) {
    for (int i = -reach; i <= reach; ++i) {
      const int index = window.indexOf(i, j);
      if (i * i + j * j < nearest && window.values[static_cast<std::size_t>(index)] >= 0.5F) {
        nearest = i * i + j * j;
        seed = index;
      }
    }
  }
  return seed;
}

/// The four-connected inside piece around the seed; its pixels are cleared from the window.
std::vector<int> pieceOf(Window& window, int seed, bool& open) {
  std::vector<int> piece{seed};
  window.values[static_cast<std::size_t>(seed)] = 0.0F;
  for (std::size_t next = 0; next < piece.size(); ++next) {
    const int i = piece[next] % window.size;
    const int j = piece[next] / window.size;
    if (i == 0 || j == 0 || i == window.size - 1 || j == window.size - 1) {
      open = true;
      continue;
    }
    for (const int step : {-1, 1, -window.size, window.size}) {
      const int n = piece[next] + step;
      if (window.values[static_cast<std::size_t>(n)] >= 0.5F) {
        window.values[static_cast<std::size_t>(n)] = 0.0F;
        piece.push_back(n);
      }
    }
  }
  return piece;
}

}  // namespace

std::optional<SectionShape> sectionAt(const SoftMask& mask,
                                      const SectionPlane& plane,
                                      double reachMm) {
  Window window = sampled(mask, plane, reachMm);
  const int seed = seedOf(window);
  if (seed < 0)
    return std::nullopt;
  SectionShape shape;
  const std::vector<int> piece = pieceOf(window, seed, shape.open);
  Eigen::Vector2d sum = Eigen::Vector2d::Zero();
  Eigen::Matrix2d squares = Eigen::Matrix2d::Zero();
  for (const int index : piece) {
    const Eigen::Vector2d p(window.uOf(index), window.vOf(index));
    sum += p;
    squares += p * p.transpose();
  }
  const auto count = static_cast<double>(piece.size());
  const Eigen::Vector2d mean = sum / count;
  shape.areaMm2 = count * kPixelMm * kPixelMm;
  shape.u = mean[0];
  shape.v = mean[1];
  shape.covariance = squares / count - mean * mean.transpose();
  return shape;
}

}  // namespace trocar::anatomy
