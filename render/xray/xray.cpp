#include "render/xray/xray.h"

#include "core/error.h"
#include "core/parallel.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

namespace trocar::render {
namespace {

constexpr double kWaterPerMm = 0.0206;  // NIST XCOM, water at 60 keV: 0.2059 cm2/g.
constexpr double kBonePerMm =
    0.0604;  // NIST XCOM, cortical bone (ICRU-44) at 60 keV: 0.3148 cm2/g x 1.92 g/cm3.
constexpr double kBoneHu = 1600.0;

using Slices = XrayVolume::SliceView;

/// The plane on which the slices are summed: slice `index`, sampled at (column0 + i step, row0 + j
/// step).
struct SumPlane {
  double index = 0.0;
  double column0 = 0.0;
  double row0 = 0.0;
  double step = 1.0;
  int width = 0;
  int height = 0;
};

/// Where the columns of the sum plane fall in one slice.
struct ColumnSamples {
  std::vector<std::int32_t> first;
  std::vector<float> weight;
  int begin = 0;
  int end = 0;
};

__attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3"))) void blendRows(
    const float* a, const float* b, float weight, float* out, int count) {
  for (int i = 0; i < count; ++i)
    out[i] = a[i] + weight * (b[i] - a[i]);
}

__attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3"))) void addSamples(
    const float* __restrict row,
    const std::int32_t* __restrict first,
    const float* __restrict weight,
    float* __restrict sum,
    int count) {
  for (int i = 0; i < count; ++i) {
    const float low = row[first[i]];
    const float high = row[first[i] + 1];
    sum[i] += low + weight[i] * (high - low);
  }
}

/// Where slice `k` lies between the source (0) and the sum plane (1).
double depthShare(const Slices& slices, const SumPlane& plane, const Vec3& source, int k) {
  return (k - source[slices.mainAxis]) / (plane.index - source[slices.mainAxis]);
}

/// `first` counts from a row padded with one zero before its first voxel.
ColumnSamples sampleColumns(const Slices& slices, const SumPlane& plane, double source, double t) {
  ColumnSamples samples{std::vector<std::int32_t>(static_cast<std::size_t>(plane.width)),
                        std::vector<float>(static_cast<std::size_t>(plane.width)),
                        plane.width,
                        0};
  for (int i = 0; i < plane.width; ++i) {
    const double at = source + t * (plane.column0 + i * plane.step - source);
    if (!(at > -1.0 && at < slices.columns))
      continue;
    const double floor = std::floor(at);
    samples.first[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(floor) + 1;
    samples.weight[static_cast<std::size_t>(i)] = static_cast<float>(at - floor);
    samples.begin = std::min(samples.begin, i);
    samples.end = i + 1;
  }
  return samples;
}

class SliceSummer {
 public:
  SliceSummer(const Slices& slices,
              const SumPlane& plane,
              const Vec3& source,
              const std::vector<ColumnSamples>& columns)
      : slices_(slices),
        plane_(plane),
        source_(source),
        columns_(columns),
        blended_(static_cast<std::size_t>(slices.columns) + 3, 0.0F),
        zeros_(static_cast<std::size_t>(slices.columns), 0.0F) {}

  /// Adds every slice to rows [from, to) of `sum`.
  void addRows(int from, int to, float* sum) {
    for (int k = 0; k < slices_.count; ++k) {
      if (columns_[static_cast<std::size_t>(k)].begin >= columns_[static_cast<std::size_t>(k)].end)
        continue;
      for (int j = from; j < to; ++j)
        addRow(k, j, sum + static_cast<std::ptrdiff_t>(j) * plane_.width);
    }
  }

 private:
  void addRow(int slice, int j, float* sum) {
    const double source = source_[slices_.rowAxis];
    const double t = depthShare(slices_, plane_, source_, slice);
    const double at = source + t * (plane_.row0 + j * plane_.step - source);
    if (!(at > -1.0 && at < slices_.rows))
      return;
    const int row = static_cast<int>(std::floor(at));
    blendRows(rowOf(slice, row),
              rowOf(slice, row + 1),
              static_cast<float>(at - row),
              blended_.data() + 1,
              slices_.columns);
    const ColumnSamples& columns = columns_[static_cast<std::size_t>(slice)];
    addSamples(blended_.data(),
               columns.first.data() + columns.begin,
               columns.weight.data() + columns.begin,
               sum + columns.begin,
               columns.end - columns.begin);
  }

  const float* rowOf(int slice, int row) const {
    if (row < 0 || row >= slices_.rows)
      return zeros_.data();
    return slices_.data + slice * slices_.sliceStride + row * slices_.rowStride;
  }

  const Slices& slices_;
  const SumPlane& plane_;
  const Vec3& source_;
  const std::vector<ColumnSamples>& columns_;
  std::vector<float> blended_;
  std::vector<float> zeros_;
};

/// Detector and source in voxel coordinates.
struct VoxelGeometry {
  Vec3 source;
  Vec3 corner;  ///< Centre of pixel (0,0).
  Vec3 column;  ///< From one pixel to the next along a row.
  Vec3 row;

  Vec3 pixel(double c, double r) const { return corner + c * column + r * row; }
};

VoxelGeometry inVoxels(const fluoro::XrayGeometry& geometry, const Grid& grid) {
  VoxelGeometry voxels;
  voxels.source = grid.patientToVoxel(geometry.sourceMm);
  voxels.corner = grid.patientToVoxel(geometry.pixelCentreMm(0, 0));
  voxels.column = grid.patientToVoxel(geometry.pixelCentreMm(1, 0)) - voxels.corner;
  voxels.row = grid.patientToVoxel(geometry.pixelCentreMm(0, 1)) - voxels.corner;
  return voxels;
}

/// The range on the plane that both the detector sees and some slice can reach.
std::array<double, 2> seenRange(const VoxelGeometry& voxels,
                                const fluoro::XrayGeometry& geometry,
                                const SumPlane& plane,
                                int mainAxis,
                                int axis) {
  double low = INFINITY;
  double high = -INFINITY;
  for (const double c : {-0.5, geometry.width - 0.5}) {
    for (const double r : {-0.5, geometry.height - 0.5}) {
      const Vec3 ray = voxels.pixel(c, r) - voxels.source;
      const double at =
          voxels.source[axis] + ray[axis] * (plane.index - voxels.source[mainAxis]) / ray[mainAxis];
      low = std::min(low, at);
      high = std::max(high, at);
    }
  }
  return {low, high};
}

std::array<double, 2> filledRange(
    const Slices& slices, double mainSource, double source, double index, int extent) {
  double low = INFINITY;
  double high = -INFINITY;
  for (const double k : {0.0, slices.count - 1.0}) {
    const double t = (k - mainSource) / (index - mainSource);
    for (const double edge : {-1.0, static_cast<double>(extent)}) {
      low = std::min(low, source + (edge - source) / t);
      high = std::max(high, source + (edge - source) / t);
    }
  }
  return {low, high};
}

SumPlane sumPlane(const Slices& slices,
                  const VoxelGeometry& voxels,
                  const fluoro::XrayGeometry& geometry) {
  SumPlane plane;
  const double source = voxels.source[slices.mainAxis];
  plane.index = source < 0 ? slices.count - 1 : 0;
  const auto range = [&](int axis, int extent) {
    const auto seen = seenRange(voxels, geometry, plane, slices.mainAxis, axis);
    const auto filled = filledRange(slices, source, voxels.source[axis], plane.index, extent);
    return std::array<double, 2>{std::max(seen[0], filled[0]), std::min(seen[1], filled[1])};
  };
  const auto columns = range(slices.columnAxis, slices.columns);
  const auto rows = range(slices.rowAxis, slices.rows);
  const Vec3 middle = voxels.pixel(0.5 * geometry.width, 0.5 * geometry.height) - voxels.source;
  const double scale = std::abs((plane.index - source) / middle[slices.mainAxis]);
  const auto across = [&](const Vec3& v) {
    return std::hypot(v[slices.columnAxis], v[slices.rowAxis]);
  };
  plane.step =
      std::min(1.0, scale * std::max(1e-6, std::min(across(voxels.column), across(voxels.row))));
  plane.column0 = columns[0] - plane.step;
  plane.row0 = rows[0] - plane.step;
  plane.width =
      std::max(0, static_cast<int>(std::ceil((columns[1] - columns[0]) / plane.step)) + 3);
  plane.height = std::max(0, static_cast<int>(std::ceil((rows[1] - rows[0]) / plane.step)) + 3);
  return plane;
}

std::vector<float> sumSlices(const Slices& slices, const SumPlane& plane, const Vec3& source) {
  std::vector<float> sum(
      static_cast<std::size_t>(plane.width) * static_cast<std::size_t>(plane.height), 0.0F);
  constexpr int kRowsPerBlock = 32;
  const int blocks = (plane.height + kRowsPerBlock - 1) / kRowsPerBlock;
  std::vector<ColumnSamples> columns(static_cast<std::size_t>(slices.count));
  parallelFor(slices.count, [&](int k) {
    columns[static_cast<std::size_t>(k)] = sampleColumns(
        slices, plane, source[slices.columnAxis], depthShare(slices, plane, source, k));
  });
  parallelFor(blocks, [&](int block) {
    SliceSummer(slices, plane, source, columns)
        .addRows(
            block * kRowsPerBlock, std::min((block + 1) * kRowsPerBlock, plane.height), sum.data());
  });
  return sum;
}

double bilinear(const std::vector<float>& sum, const SumPlane& plane, double column, double row) {
  const double c = std::floor(column);
  const double r = std::floor(row);
  if (!(c >= 0 && r >= 0 && c < plane.width - 1 && r < plane.height - 1))
    return 0.0;
  const std::size_t at = static_cast<std::size_t>(r) * static_cast<std::size_t>(plane.width) +
                         static_cast<std::size_t>(c);
  const double wc = column - c;
  const double wr = row - r;
  const auto width = static_cast<std::size_t>(plane.width);
  const double top = sum[at] + wc * (sum[at + 1] - sum[at]);
  const double bottom = sum[at + width] + wc * (sum[at + width + 1] - sum[at + width]);
  return top + wr * (bottom - top);
}

/// What the slices sum to along a ray, in voxels of attenuation.
double sumAlong(const std::vector<float>& sum,
                const Slices& slices,
                const SumPlane& plane,
                const Vec3& source,
                const Vec3& ray) {
  const Vec3 at = source + ray * ((plane.index - source[slices.mainAxis]) / ray[slices.mainAxis]);
  return bilinear(sum,
                  plane,
                  (at[slices.columnAxis] - plane.column0) / plane.step,
                  (at[slices.rowAxis] - plane.row0) / plane.step);
}

void requireOutside(double index, int count, const std::string& what) {
  if (index > -1.0 && index < count)
    throw Error("The X-ray " + what +
                " would stand inside the patient: move the C-arm or choose other angles.");
}

}  // namespace

double attenuationPerMm(double hu) {
  if (hu <= 0.0)
    return std::max(0.0, kWaterPerMm * (1.0 + hu / 1000.0));
  return kWaterPerMm + (kBonePerMm - kWaterPerMm) * hu / kBoneHu;
}

XrayVolume::XrayVolume(const Volume& ct) : grid_(ct.grid()), attenuation_(ct.voxels().size()) {
  constexpr int kLow = -32768;
  std::vector<float> table(65536);
  for (int hu = kLow; hu <= 32767; ++hu)
    table[static_cast<std::size_t>(hu - kLow)] = static_cast<float>(attenuationPerMm(hu));
  const std::int16_t* voxels = ct.data();
  parallelFor(attenuation_.size(), [&](std::size_t i) {
    attenuation_[i] = table[static_cast<std::size_t>(voxels[i] - kLow)];
  });
}

XrayVolume::XrayVolume(const Grid& grid, std::vector<float> attenuationPerMm)
    : grid_(grid), attenuation_(std::move(attenuationPerMm)) {
  assert(attenuation_.size() == grid_.voxelCount());
}

const float* XrayVolume::transposed() const {
  std::call_once(transposedOnce_, [this] {
    const auto [nx, ny, nz] = grid_.size();
    const auto sx = static_cast<std::size_t>(nx);
    const auto sy = static_cast<std::size_t>(ny);
    const auto sz = static_cast<std::size_t>(nz);
    transposed_.resize(attenuation_.size());
    parallelFor(nz, [&](int z) {
      for (std::size_t y = 0; y < sy; ++y) {
        const float* row = attenuation_.data() + (static_cast<std::size_t>(z) * sy + y) * sx;
        for (std::size_t x = 0; x < sx; ++x)
          transposed_[(x * sz + static_cast<std::size_t>(z)) * sy + y] = row[x];
      }
    });
  });
  return transposed_.data();
}

XrayVolume::SliceView XrayVolume::slicesAcross(int axis) const {
  const auto [nx, ny, nz] = grid_.size();
  const std::ptrdiff_t plane = static_cast<std::ptrdiff_t>(nx) * ny;
  if (axis == 0)
    return {transposed(), nx, nz, ny, static_cast<std::ptrdiff_t>(ny) * nz, ny, 1, 2, 0};
  if (axis == 1)
    return {attenuation_.data(), ny, nz, nx, nx, plane, 0, 2, 1};
  return {attenuation_.data(), nz, ny, nx, plane, nx, 0, 1, 2};
}

XrayImage XrayVolume::project(const fluoro::XrayGeometry& geometry) const {
  const VoxelGeometry voxels = inVoxels(geometry, grid_);
  const Vec3 middle = voxels.pixel(0.5 * geometry.width, 0.5 * geometry.height) - voxels.source;
  Eigen::Index axis = 0;
  middle.cwiseAbs().maxCoeff(&axis);
  const Slices slices = slicesAcross(static_cast<int>(axis));
  requireOutside(voxels.source[axis], slices.count, "source");
  requireOutside(voxels.source[axis] + middle[axis], slices.count, "detector");

  XrayImage image{geometry.width, geometry.height, {}};
  image.lineIntegral.assign(
      static_cast<std::size_t>(geometry.width) * static_cast<std::size_t>(geometry.height), 0.0F);
  const SumPlane plane = sumPlane(slices, voxels, geometry);
  if (plane.width <= 3 || plane.height <= 3)
    return image;
  const std::vector<float> sum = sumSlices(slices, plane, voxels.source);
  const Eigen::Matrix3d toMm = grid_.directions() * grid_.spacingMm().asDiagonal();
  parallelFor(geometry.height, [&](int r) {
    float* row = image.lineIntegral.data() + static_cast<std::ptrdiff_t>(r) * geometry.width;
    for (int c = 0; c < geometry.width; ++c) {
      const Vec3 ray = voxels.pixel(c, r) - voxels.source;
      const double stepMm = (toMm * ray).norm() / std::abs(ray[slices.mainAxis]);
      row[c] = static_cast<float>(stepMm * sumAlong(sum, slices, plane, voxels.source, ray));
    }
  });
  return image;
}

}  // namespace trocar::render
