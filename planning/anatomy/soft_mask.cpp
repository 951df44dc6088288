#include "planning/anatomy/soft_mask.h"

#include <algorithm>
#include <cmath>

namespace trocar::anatomy {
namespace {

constexpr int kMargin = 3;
constexpr double kBlurVoxels =
    0.6;  // Enough to smooth the steps of the voxels, less than half a thin pedicle.
constexpr double kLinearVariance =
    1.0 / 6.0;  // Of the tent that trilinear interpolation convolves with.
constexpr double kMaskStepMm = 0.5;

using Bytes = std::vector<std::uint8_t>;

Grid cropped(const Grid& whole, const LabelExtent& extent) {
  std::array<int, 3> size{};
  for (std::size_t a = 0; a < 3; ++a)
    size[a] = extent.high[a] - extent.low[a] + 1 + 2 * kMargin;
  const VoxelIndex first{extent.low[0] - kMargin, extent.low[1] - kMargin, extent.low[2] - kMargin};
  return Grid(size, whole.voxelToPatient(first), whole.spacingMm(), whole.directions());
}

Bytes cropMask(const LabelMap& labels,
               const LabelRegion& region,
               const LabelExtent& extent,
               const Grid& crop) {
  const Bytes member = membershipOf(region);
  Bytes mask(crop.voxelCount(), 0);
  const int count = extent.high[0] - extent.low[0] + 1;
  for (int k = extent.low[2]; k <= extent.high[2]; ++k) {
    for (int j = extent.low[1]; j <= extent.high[1]; ++j) {
      const std::uint16_t* row = labels.data() + labels.grid().offset({extent.low[0], j, k});
      std::uint8_t* out =
          mask.data() +
          crop.offset({kMargin, j - extent.low[1] + kMargin, k - extent.low[2] + kMargin});
      for (int i = 0; i < count; ++i)
        out[i] = member[row[i]];
    }
  }
  return mask;
}

/// Offsets of the 26 neighbours; safe because the margin of the crop is empty.
std::vector<std::ptrdiff_t> neighbourSteps(const Grid& grid) {
  const std::ptrdiff_t nx = grid.size()[0];
  const std::ptrdiff_t nxy = nx * grid.size()[1];
  std::vector<std::ptrdiff_t> steps;
  for (int k = -1; k <= 1; ++k)
    for (int j = -1; j <= 1; ++j)
      for (int i = -1; i <= 1; ++i)
        if (i != 0 || j != 0 || k != 0)
          steps.push_back(i + nx * j + nxy * k);
  return steps;
}

/// The piece that `seed` belongs to; its voxels are set to 2 in `mask`.
std::vector<std::size_t> takePiece(Bytes& mask,
                                   std::size_t seed,
                                   const std::vector<std::ptrdiff_t>& steps) {
  std::vector<std::size_t> piece{seed};
  mask[seed] = 2;
  for (std::size_t next = 0; next < piece.size(); ++next) {
    for (const std::ptrdiff_t step : steps) {
      const std::size_t neighbour = piece[next] + static_cast<std::size_t>(step);
      if (mask[neighbour] == 1) {
        mask[neighbour] = 2;
        piece.push_back(neighbour);
      }
    }
  }
  return piece;
}

std::vector<std::size_t> largestPiece(Bytes& mask, const Grid& grid) {
  const std::vector<std::ptrdiff_t> steps = neighbourSteps(grid);
  std::vector<std::size_t> largest;
  for (std::size_t seed = 0; seed < mask.size(); ++seed) {
    if (mask[seed] != 1)
      continue;
    std::vector<std::size_t> piece = takePiece(mask, seed, steps);
    if (piece.size() > largest.size())
      largest.swap(piece);
  }
  std::sort(largest.begin(), largest.end());
  return largest;
}

/// Three taps on each side along one axis of stride `step`.
void blurAlong(std::vector<float>& values, std::size_t step, std::size_t length) {
  const double scale = -0.5 / (kBlurVoxels * kBlurVoxels);
  const double side1 = std::exp(scale);
  const double side2 = std::exp(4.0 * scale);
  const double sum = 1.0 + 2.0 * (side1 + side2);
  const auto w0 = static_cast<float>(1.0 / sum);
  const auto w1 = static_cast<float>(side1 / sum);
  const auto w2 = static_cast<float>(side2 / sum);
  const std::vector<float> source = values;
  for (std::size_t block = 0; block < values.size(); block += step * length) {
    for (std::size_t n = block + 2 * step; n < block + (length - 2) * step; ++n)
      values[n] = w0 * source[n] + w1 * (source[n - step] + source[n + step]) +
                  w2 * (source[n - 2 * step] + source[n + 2 * step]);
  }
}

bool onBorder(const VoxelIndex& crop, const LabelExtent& extent, const Grid& whole) {
  const std::array<int, 3> index{crop.i, crop.j, crop.k};
  for (std::size_t a = 0; a < 3; ++a) {
    const int n = index[a] - kMargin + extent.low[a];
    if (whole.size()[a] > 1 && (n == 0 || n == whole.size()[a] - 1))
      return true;
  }
  return false;
}

/// Distance along a ray from where `isBeyond` was last false to where it is first true, by
/// bisection.
template <typename IsBeyond>
double crossing(double from, double to, const IsBeyond& isBeyond) {
  for (int n = 0; n < 8; ++n) {
    const double middle = 0.5 * (from + to);
    (isBeyond(middle) ? to : from) = middle;
  }
  return 0.5 * (from + to);
}

}  // namespace

double SoftMask::at(const Vec3& pointMm) const {
  const Vec3 v = toVoxel_ * (pointMm - grid_.originMm());
  const auto& size = grid_.size();
  if (!(v[0] >= 0.0 && v[1] >= 0.0 && v[2] >= 0.0) || v[0] >= size[0] - 1 || v[1] >= size[1] - 1 ||
      v[2] >= size[2] - 1)
    return 0.0;
  const int i = static_cast<int>(v[0]);
  const int j = static_cast<int>(v[1]);
  const int k = static_cast<int>(v[2]);
  const double fx = v[0] - i;
  const double fy = v[1] - j;
  const double fz = v[2] - k;
  const auto nx = static_cast<std::size_t>(size[0]);
  const std::size_t nxy = nx * static_cast<std::size_t>(size[1]);
  const float* p = values_.data() + grid_.offset({i, j, k});
  const double low =
      (1 - fy) * ((1 - fx) * p[0] + fx * p[1]) + fy * ((1 - fx) * p[nx] + fx * p[nx + 1]);
  const double high = (1 - fy) * ((1 - fx) * p[nxy] + fx * p[nxy + 1]) +
                      fy * ((1 - fx) * p[nxy + nx] + fx * p[nxy + nx + 1]);
  return (1 - fz) * low + fz * high;
}

double SoftMask::volumeMl() const {
  return static_cast<double>(voxels_.size()) * grid_.voxelVolumeMm3() / 1000.0;
}

SoftMask makeSoftMask(const Case& patient, const LabelRegion& region, const LabelExtent& extent) {
  const LabelMap& labels = patient.layers[static_cast<std::size_t>(region.layer)];
  SoftMask soft;
  soft.grid_ = cropped(labels.grid(), extent);
  soft.toVoxel_ =
      soft.grid_.spacingMm().cwiseInverse().asDiagonal() * soft.grid_.directions().inverse();
  Bytes mask = cropMask(labels, region, extent, soft.grid_);
  const std::vector<std::size_t> piece = largestPiece(mask, soft.grid_);
  soft.values_.assign(mask.size(), 0.0F);
  for (const std::size_t n : piece) {
    const VoxelIndex voxel = soft.grid_.voxelAt(n);
    soft.values_[n] = 1.0F;
    soft.voxels_.push_back(soft.grid_.voxelToPatient(voxel));
    if (onBorder(voxel, extent, labels.grid()))
      soft.borderVoxels_.push_back(soft.voxels_.back());
  }
  soft.scatteredFraction_ =
      1.0 - static_cast<double>(piece.size()) / static_cast<double>(extent.voxels);
  std::size_t step = 1;
  for (const int length : soft.grid_.size()) {
    blurAlong(soft.values_, step, static_cast<std::size_t>(length));
    step *= static_cast<std::size_t>(length);
  }
  const double meanSquare = soft.grid_.spacingMm().squaredNorm() / 3.0;
  soft.blurVarianceMm2_ = (kBlurVoxels * kBlurVoxels + kLinearVariance) * meanSquare;
  return soft;
}

std::optional<double> exitMm(
    const SoftMask& mask, const Vec3& fromMm, const Vec3& direction, double reachMm, double gapMm) {
  const auto outside = [&](double t) { return !mask.inside(fromMm + t * direction); };
  if (outside(0.0))
    return 0.0;
  double lastInside = 0.0;
  for (double t = kMaskStepMm; t <= reachMm + gapMm + kMaskStepMm; t += kMaskStepMm) {
    if (!outside(t)) {
      lastInside = t;
      if (t > reachMm)
        return std::nullopt;
    } else if (t - lastInside >= gapMm) {
      return crossing(lastInside, lastInside + kMaskStepMm, outside);
    }
  }
  return std::nullopt;
}

std::optional<double> entryMm(const SoftMask& mask,
                              const Vec3& fromMm,
                              const Vec3& direction,
                              double reachMm) {
  const auto inside = [&](double t) { return mask.inside(fromMm + t * direction); };
  if (inside(0.0))
    return 0.0;
  for (double t = kMaskStepMm; t <= reachMm; t += kMaskStepMm) {
    if (inside(t))
      return crossing(t - kMaskStepMm, t, inside);
  }
  return std::nullopt;
}

}  // namespace trocar::anatomy
