#include "render/mesh/voxel_mesh.h"

#include <Eigen/Geometry>
#include <vtkCellArray.h>
#include <vtkDataArray.h>
#include <vtkFlyingEdges3D.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkSmartPointer.h>
#include <vtkWindowedSincPolyDataFilter.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace trocar::render {
namespace {

/// A regular block of shares between 0 and 1; sample (0,0,0) lies at `firstVoxel` of the label grid
/// and the next ones `stride` voxels on. One empty sample surrounds the structure.
struct ShareBlock {
  std::array<int, 3> size{};
  Vec3 firstVoxel;
  int stride = 1;
  std::vector<float> shares;
};

ShareBlock emptyBlock(const LabelExtent& box, int stride) {
  ShareBlock block;
  block.stride = stride;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    block.size[axis] = (box.high[axis] - box.low[axis]) / stride + 3;
    block.firstVoxel[static_cast<Eigen::Index>(axis)] = box.low[axis] - stride + 0.5 * (stride - 1);
  }
  block.shares.resize(static_cast<std::size_t>(block.size[0]) *
                      static_cast<std::size_t>(block.size[1]) *
                      static_cast<std::size_t>(block.size[2]));
  return block;
}

/// Large organs are smooth on the scale of a few voxels: their surfaces are made from blocks of
/// voxels, whose shares still place them well within a voxel.
int strideOf(const LabelExtent& extent, SurfaceQuality quality) {
  constexpr std::size_t kLargeVoxels = 120'000, kHugeVoxels = 6'000'000;
  const int own = extent.voxels > kHugeVoxels ? 3 : extent.voxels > kLargeVoxels ? 2 : 1;
  return own * (quality == SurfaceQuality::Draft ? 2 : 1);
}

/// How much of each block of stride³ voxels belongs to the structure.
ShareBlock sharesOf(const LabelPart& part, SurfaceQuality quality) {
  const LabelMap& labels = part.labels;
  const std::vector<std::uint8_t> inside = membershipOf(part.region);
  const LabelExtent& box = part.extent;
  const int stride = strideOf(box, quality);
  ShareBlock block = emptyBlock(box, stride);
  const float share = 1.0F / static_cast<float>(stride * stride * stride);
  for (int k = box.low[2]; k <= box.high[2]; ++k) {
    for (int j = box.low[1]; j <= box.high[1]; ++j) {
      const std::size_t row =
          (std::size_t((k - box.low[2]) / stride + 1) * std::size_t(block.size[1]) +
           std::size_t((j - box.low[1]) / stride + 1)) *
          std::size_t(block.size[0]);
      for (int i = box.low[0]; i <= box.high[0]; ++i) {
        if (inside[labels.at({i, j, k})])
          block.shares[row + std::size_t((i - box.low[0]) / stride + 1)] += share;
      }
    }
  }
  return block;
}

/// Triangles where the samples pass `level`, in sample index coordinates times `spacing`.
vtkSmartPointer<vtkPolyData> contour(const std::array<int, 3>& size,
                                     const Vec3& spacing,
                                     std::vector<float>& samples,
                                     float level) {
  vtkNew<vtkImageData> image;
  image->SetDimensions(size.data());
  image->SetSpacing(spacing.data());
  vtkSmartPointer<vtkDataArray> values =
      vtkSmartPointer<vtkDataArray>::Take(vtkDataArray::CreateDataArray(VTK_FLOAT));
  values->SetVoidArray(samples.data(), static_cast<vtkIdType>(samples.size()), 1);
  image->GetPointData()->SetScalars(values);
  vtkNew<vtkFlyingEdges3D> edges;
  edges->SetInputData(image);
  edges->SetValue(0, level);
  edges->ComputeNormalsOff();
  edges->ComputeGradientsOff();
  edges->ComputeScalarsOff();
  edges->Update();
  return edges->GetOutput();
}

vtkSmartPointer<vtkPolyData> smoothed(vtkPolyData* rough, const Smoothing& smoothing) {
  vtkNew<vtkWindowedSincPolyDataFilter> smoother;
  smoother->SetInputData(rough);
  smoother->SetNumberOfIterations(smoothing.iterations);
  smoother->SetPassBand(smoothing.passBand);
  smoother->NormalizeCoordinatesOn();
  smoother->BoundarySmoothingOff();
  smoother->FeatureEdgeSmoothingOff();
  smoother->NonManifoldSmoothingOn();
  smoother->Update();
  return smoother->GetOutput();
}

/// Nowhere further than `limit` from where it was: thin walls and nerves keep their width. What the
/// filter cannot smooth, such as a single voxel, it turns into no numbers: that stays as it was.
void limitShift(vtkPolyData& surface, vtkPolyData& original, double limit) {
  for (vtkIdType i = 0; i < surface.GetNumberOfPoints(); ++i) {
    const Eigen::Map<const Vec3> from(original.GetPoint(i));
    const Vec3 start = from;
    Vec3 point = Eigen::Map<const Vec3>(surface.GetPoint(i));
    const double shift = (point - start).norm();
    if (shift <= limit)
      continue;
    point = std::isfinite(shift) ? Vec3(start + (point - start) * (limit / shift)) : start;
    surface.GetPoints()->SetPoint(i, point.data());
  }
}

Mesh toMesh(vtkPolyData& surface, const Eigen::Affine3d& toPatient) {
  Mesh mesh;
  mesh.pointsMm.reserve(static_cast<std::size_t>(surface.GetNumberOfPoints()));
  for (vtkIdType i = 0; i < surface.GetNumberOfPoints(); ++i) {
    const Vec3 point = toPatient * Vec3(Eigen::Map<const Vec3>(surface.GetPoint(i)));
    mesh.pointsMm.push_back({float(point.x()), float(point.y()), float(point.z())});
  }
  vtkCellArray* cells = surface.GetPolys();
  mesh.triangles.reserve(static_cast<std::size_t>(cells->GetNumberOfCells()));
  const vtkIdType* corners = nullptr;
  vtkIdType count = 0;
  for (cells->InitTraversal(); cells->GetNextCell(count, corners);)
    mesh.triangles.push_back({int(corners[0]), int(corners[1]), int(corners[2])});
  return mesh;
}

/// Triangles that enclose a positive volume, and the normals that follow from them.
void turnOutwards(Mesh& mesh) {
  if (volumeMl(mesh) < 0.0) {
    for (auto& triangle : mesh.triangles)
      std::swap(triangle[1], triangle[2]);
  }
  mesh.normals = pointNormals(mesh);
}

double areaMm2(const Mesh& mesh) {
  using Eigen::Vector3f;
  double area = 0.0;
  const auto point = [&](std::int32_t i) {
    return Eigen::Map<const Vector3f>(mesh.pointsMm[static_cast<std::size_t>(i)].data());
  };
  for (const auto& [a, b, c] : mesh.triangles)
    area += 0.5 * (point(b) - point(a)).cross(point(c) - point(a)).norm();
  return area;
}

/// Moves the surface along its normals until it encloses `volumeMm3`, but no point by more than
/// `limitMm`: smoothing takes a share of whatever is thin.
void restoreVolume(Mesh& mesh, double volumeMm3, double limitMm) {
  double moved = 0.0;
  for (int pass = 0; pass < 3; ++pass) {
    const double wanted = (volumeMm3 - 1000.0 * volumeMl(mesh)) / std::max(areaMm2(mesh), 1e-6);
    const double step = std::clamp(wanted, -limitMm - moved, limitMm - moved);
    moved += step;
    for (std::size_t i = 0; i < mesh.pointsMm.size(); ++i) {
      for (std::size_t axis = 0; axis < 3; ++axis)
        mesh.pointsMm[i][axis] += static_cast<float>(step) * mesh.normals[i][axis];
    }
    mesh.normals = pointNormals(mesh);
  }
}

/// From sample index times spacing to the patient.
Eigen::Affine3d sampleToPatient(const Grid& grid, const Vec3& firstVoxel) {
  Eigen::Affine3d map;
  map.linear() = grid.directions();
  map.translation() = grid.voxelToPatient(firstVoxel);
  return map;
}

/// A border of `outside` around the samples, so that the surface closes at the edge of the grid.
std::vector<float> padded(const Image<float>& field, float outside, float sign) {
  const auto& size = field.grid().size();
  const std::size_t width = std::size_t(size[0]) + 2;
  const std::size_t height = std::size_t(size[1]) + 2;
  std::vector<float> samples(width * height * (std::size_t(size[2]) + 2), outside);
  const float* from = field.data();
  for (std::size_t k = 1; k <= std::size_t(size[2]); ++k) {
    for (std::size_t j = 1; j <= std::size_t(size[1]); ++j) {
      float* row = samples.data() + (k * height + j) * width + 1;
      for (int i = 0; i < size[0]; ++i)
        row[i] = sign * *from++;
    }
  }
  return samples;
}

}  // namespace

std::vector<std::array<float, 3>> pointNormals(const Mesh& mesh) {
  using Eigen::Vector3f;
  std::vector<std::array<float, 3>> normals(mesh.pointsMm.size());
  const auto point = [&](std::int32_t i) {
    return Eigen::Map<const Vector3f>(mesh.pointsMm[static_cast<std::size_t>(i)].data());
  };
  const auto normalOf = [&](const std::array<std::int32_t, 3>& triangle) -> Vector3f {
    return (point(triangle[1]) - point(triangle[0])).cross(point(triangle[2]) - point(triangle[0]));
  };
  const auto at = [&](std::int32_t i) {
    return Eigen::Map<Vector3f>(normals[static_cast<std::size_t>(i)].data());
  };
  for (const auto& triangle : mesh.triangles) {
    for (const std::int32_t corner : triangle)
      at(corner) += normalOf(triangle);
  }
  for (auto& normal : normals) {
    Eigen::Map<Vector3f> n(normal.data());
    n.stableNormalize();
  }
  // Where the faces around a point cancel out, one of them speaks; where none has an area, any
  // direction does.
  const auto isUnit = [](const auto& n) { return n.squaredNorm() > 0.9F; };
  for (const auto& triangle : mesh.triangles) {
    const Vector3f normal = normalOf(triangle).stableNormalized();
    for (const std::int32_t corner : triangle) {
      if (!isUnit(at(corner)) && isUnit(normal))
        at(corner) = normal;
    }
  }
  for (auto& normal : normals) {
    Eigen::Map<Vector3f> n(normal.data());
    if (!isUnit(n))
      n = Vector3f::UnitZ();
  }
  return normals;
}

Mesh labelMesh(const LabelPart& part,
               SurfaceQuality quality,
               const Smoothing& smoothing,
               const Progress& progress) {
  ShareBlock block = sharesOf(part, quality);
  progress.at(0.3);
  const Vec3 spacing = part.labels.grid().spacingMm() * block.stride;
  const vtkSmartPointer<vtkPolyData> rough = contour(block.size, spacing, block.shares, 0.5F);
  if (rough->GetNumberOfPoints() == 0)
    return {};
  progress.at(0.5);
  const vtkSmartPointer<vtkPolyData> smooth = smoothed(rough, smoothing);
  limitShift(*smooth, *rough, smoothing.limitVoxels * spacing.maxCoeff());
  progress.at(0.9);
  Mesh mesh = toMesh(*smooth, sampleToPatient(part.labels.grid(), block.firstVoxel));
  turnOutwards(mesh);
  const double samples = std::accumulate(block.shares.begin(), block.shares.end(), 0.0);
  restoreVolume(mesh, samples * spacing.prod(), 1.2 * spacing.maxCoeff());
  progress.at(1.0);
  return mesh;
}

Mesh isosurfaceOf(const Image<float>& field, float level, bool insideBelow) {
  const float sign = insideBelow ? -1.0F : 1.0F;
  std::vector<float> samples = padded(field, sign * level - 1e4F, sign);
  std::array<int, 3> size = field.grid().size();
  for (int& count : size)
    count += 2;
  const auto surface = contour(size, field.grid().spacingMm(), samples, sign * level);
  Mesh mesh = toMesh(*surface, sampleToPatient(field.grid(), Vec3::Constant(-1.0)));
  turnOutwards(mesh);
  return mesh;
}

Mesh arrivalSurfaceOf(const Image<float>& arrival, float level) {
  std::vector<float> inside(arrival.voxels().size());
  std::transform(arrival.voxels().begin(), arrival.voxels().end(), inside.begin(), [&](float ml) {
    return ml >= 0.0F && ml <= level ? 1.0F : 0.0F;
  });
  std::array<int, 3> size = arrival.grid().size();
  for (int& count : size)
    count += 2;
  std::vector<float> samples = padded(Image<float>(arrival.grid(), std::move(inside)), 0.0F, 1.0F);
  const Vec3& spacing = arrival.grid().spacingMm();
  const auto rough = contour(size, spacing, samples, 0.5F);
  if (rough->GetNumberOfPoints() == 0)
    return {};
  const auto smooth = smoothed(rough, {});
  limitShift(*smooth, *rough, Smoothing().limitVoxels * spacing.maxCoeff());
  Mesh mesh = toMesh(*smooth, sampleToPatient(arrival.grid(), Vec3::Constant(-1.0)));
  turnOutwards(mesh);
  return mesh;
}

}  // namespace trocar::render
