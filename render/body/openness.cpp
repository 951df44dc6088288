#include "render/body/openness.h"

#include "core/parallel.h"

#include <algorithm>
#include <cmath>

namespace trocar::render {
namespace {

constexpr double kSpacingMm = 2.0;
constexpr double kBorderMm = 24.0;

/// A grid along the patient's axes about all labelled bone.
Grid gridAbout(const Case& patient, const CaseExtents& extents) {
  Vec3 low = Vec3::Constant(1e9), high = Vec3::Constant(-1e9);
  for (const Structure& structure : patient.structures) {
    const auto* labels = std::get_if<LabelRegion>(&structure.region);
    const auto extent = labels && isBone(structure.role) ? extents.of(*labels) : std::nullopt;
    if (!extent)
      continue;
    const Grid& grid = patient.layers[static_cast<std::size_t>(labels->layer)].grid();
    for (int corner = 0; corner < 8; ++corner) {
      const Vec3 point =
          grid.voxelToPatient(VoxelIndex{corner & 1 ? extent->low[0] : extent->high[0],
                                         corner & 2 ? extent->low[1] : extent->high[1],
                                         corner & 4 ? extent->low[2] : extent->high[2]});
      low = low.cwiseMin(point);
      high = high.cwiseMax(point);
    }
  }
  if (low.x() > high.x())
    return {};
  std::array<int, 3> size{};
  for (int axis = 0; axis < 3; ++axis)
    size[std::size_t(axis)] =
        static_cast<int>((high[axis] - low[axis] + 2.0 * kBorderMm) / kSpacingMm) + 1;
  return Grid(size, low - Vec3::Constant(kBorderMm), Vec3::Constant(kSpacingMm));
}

std::vector<std::vector<std::uint8_t>> boneValues(const Case& patient) {
  std::vector<std::vector<std::uint8_t>> values(patient.layers.size(),
                                                std::vector<std::uint8_t>(65536));
  for (const Structure& structure : patient.structures) {
    const auto* labels = std::get_if<LabelRegion>(&structure.region);
    if (!labels || !isBone(structure.role))
      continue;
    for (const std::uint16_t value : labels->values)
      values[static_cast<std::size_t>(labels->layer)][value] = 1;
  }
  return values;
}

Image<float> boneOn(const Grid& grid, const Case& patient) {
  const auto values = boneValues(patient);
  std::vector<float> bone(grid.voxelCount());
  parallelFor(grid.size()[2], [&](int k) {
    for (int j = 0; j < grid.size()[1]; ++j) {
      for (int i = 0; i < grid.size()[0]; ++i) {
        const VoxelIndex voxel{i, j, k};
        const Vec3 point = grid.voxelToPatient(voxel);
        for (std::size_t layer = 0; layer < patient.layers.size(); ++layer) {
          if (values[layer][patient.layers[layer].nearest(point, 0)])
            bone[grid.offset(voxel)] = 1.0F;
        }
      }
    }
  });
  return {grid, std::move(bone)};
}

/// A running mean of 2 * reach + 1 samples along one axis.
void blurAlong(std::vector<float>& values, const std::array<int, 3>& size, int axis, int reach) {
  const std::array<long, 3> strides{1, size[0], static_cast<long>(size[0]) * size[1]};
  const long stride = strides[std::size_t(axis)];
  const int count = size[std::size_t(axis)];
  const int u = (axis + 1) % 3, v = (axis + 2) % 3;
  parallelFor(size[std::size_t(v)], [&](int b) {
    std::vector<float> line(static_cast<std::size_t>(count));
    for (int a = 0; a < size[std::size_t(u)]; ++a) {
      float* first = values.data() + a * strides[std::size_t(u)] + b * strides[std::size_t(v)];
      float sum = 0.0F;
      for (int i = -reach; i < count; ++i) {
        if (i + reach < count)
          sum += first[(i + reach) * stride];
        if (i > reach)
          sum -= line[std::size_t(i - reach - 1)];
        if (i >= 0) {
          line[std::size_t(i)] = first[i * stride];
          first[i * stride] = sum / static_cast<float>(2 * reach + 1);
        }
      }
    }
  });
}

/// Three running means are nearly a Gaussian.
Image<float> blurred(const Image<float>& image, int reach) {
  std::vector<float> values = image.voxels();
  for (int pass = 0; pass < 3; ++pass) {
    for (int axis = 0; axis < 3; ++axis)
      blurAlong(values, image.grid().size(), axis, reach);
  }
  return {image.grid(), std::move(values)};
}

float sample(const Image<float>& image, const Vec3& pointMm) {
  const Vec3 at = image.grid().patientToVoxel(pointMm);
  const auto& size = image.grid().size();
  std::array<int, 3> low{};
  std::array<float, 3> share{};
  for (int axis = 0; axis < 3; ++axis) {
    const double clamped = std::clamp(at[axis], 0.0, size[std::size_t(axis)] - 1.001);
    low[std::size_t(axis)] = static_cast<int>(clamped);
    share[std::size_t(axis)] = static_cast<float>(clamped - std::floor(clamped));
  }
  float sum = 0.0F;
  for (int corner = 0; corner < 8; ++corner) {
    const int di = corner & 1, dj = (corner >> 1) & 1, dk = corner >> 2;
    const float weight = (di ? share[0] : 1.0F - share[0]) * (dj ? share[1] : 1.0F - share[1]) *
                         (dk ? share[2] : 1.0F - share[2]);
    sum += weight * image.at({low[0] + di, low[1] + dj, low[2] + dk});
  }
  return sum;
}

}  // namespace

BoneOpenness::BoneOpenness(const Case& patient, const CaseExtents& extents) {
  const Grid grid = gridAbout(patient, extents);
  if (grid.voxelCount() < 2)
    return;
  const Image<float> bone = boneOn(grid, patient);
  near_ = blurred(bone, 1);
  far_ = blurred(bone, 3);
}

std::vector<std::uint8_t> BoneOpenness::of(const Mesh& mesh) const {
  std::vector<std::uint8_t> openness(mesh.pointsMm.size(), 255);
  if (near_.grid().voxelCount() < 2)
    return openness;
  // What an even wall would show, found for a plane: the share of a Gaussian beyond the look-out
  // point.
  constexpr float kNearWall = 0.20F, kFarWall = 0.24F;
  parallelFor(openness.size(), [&](std::size_t i) {
    const Vec3 point(mesh.pointsMm[i][0], mesh.pointsMm[i][1], mesh.pointsMm[i][2]);
    const Vec3 normal(mesh.normals[i][0], mesh.normals[i][1], mesh.normals[i][2]);
    const float near = sample(near_, point + 2.4 * normal) - kNearWall;
    const float far = sample(far_, point + 5.0 * normal) - kFarWall;
    const float closed = 1.1F * near + 1.6F * far;
    openness[i] = static_cast<std::uint8_t>(255.0F * std::clamp(0.86F - closed, 0.12F, 1.0F));
  });
  return openness;
}

}  // namespace trocar::render
