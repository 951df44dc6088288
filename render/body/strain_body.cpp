#include "render/body/strain_body.h"

#include "core/parallel.h"
#include "render/mesh/vtk_mesh.h"
#include "render/slice/strain_layer.h"

#include <vtkActor.h>
#include <vtkFloatArray.h>
#include <vtkLookupTable.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::render {
namespace {

constexpr int kFiner = 2;  ///< Samples of the surface a voxel of the image.

/// First and last voxel of the body along an axis; first above last without one.
std::array<int, 2> rangeAlong(const Image<float>& ratio, int axis) {
  std::array<int, 2> range{ratio.grid().size()[static_cast<std::size_t>(axis)], -1};
  for (std::size_t c = 0; c < ratio.voxels().size(); ++c) {
    if (ratio.voxels()[c] == 0.0F)
      continue;
    const VoxelIndex v = ratio.grid().voxelAt(c);
    const int at = axis == 0 ? v.i : v.j;
    range = {std::min(range[0], at), std::max(range[1], at)};
  }
  return range;
}

Grid finer(const Grid& grid) {
  std::array<int, 3> size = grid.size();
  for (int& count : size)
    count = kFiner * (count - 1) + 1;
  return {size, grid.originMm(), grid.spacingMm() / kFiner, grid.directions()};
}

/// Millimetres that a point lies on the side that stays.
double keptMm(const Grid& grid, const StrainCut& cut, const Vec3& pointMm) {
  return -cut.side * (pointMm - cut.atMm).dot(grid.directions().col(cut.axis));
}

vtkSmartPointer<vtkLookupTable> bandTable() {
  constexpr int kBands = 8;
  vtkSmartPointer<vtkLookupTable> table = vtkSmartPointer<vtkLookupTable>::New();
  table->SetNumberOfTableValues(kBands);
  table->SetTableRange(0.0, 2.0);
  for (int band = 0; band < kBands; ++band) {
    const Color color = strainColor((band + 0.5) * 2.0 / kBands);
    table->SetTableValue(band, color.red / 255.0, color.green / 255.0, color.blue / 255.0);
  }
  return table;
}

}  // namespace

StrainCut cutTowards(const Image<float>& ratio, const Vec3& atMm, const Vec3& towardsViewer) {
  constexpr double kRim = 0.2;  ///< Of the body that stays on either side.
  const Grid& grid = ratio.grid();
  const Vec3 facing = grid.directions().transpose() * towardsViewer;
  StrainCut cut;
  cut.axis = std::abs(facing.x()) >= std::abs(facing.y()) ? 0 : 1;
  cut.side = facing[cut.axis] >= 0.0 ? 1.0 : -1.0;
  const auto [first, last] = rangeAlong(ratio, cut.axis);
  const double rim = kRim * (last - first);
  Vec3 at = grid.patientToVoxel(atMm);
  at[cut.axis] = std::clamp(at[cut.axis], std::min(first + rim, last - rim), last - rim);
  cut.atMm = grid.voxelToPatient(at);
  return cut;
}

StrainBody strainBody(const Image<float>& ratio, const StrainCut& cut) {
  const Grid grid = finer(ratio.grid());
  std::vector<float> inside(grid.voxelCount());
  parallelFor(inside.size(), [&](std::size_t c) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(c));
    const double kept = keptMm(grid, cut, p) / ratio.grid().spacingMm()[0];
    inside[c] = static_cast<float>(std::min(strainAt(ratio, p).share - 0.5, kept));
  });
  StrainBody body;
  body.mesh = isosurfaceOf({grid, std::move(inside)}, 0.0F, false);
  // Half of what surrounds a point of the surface is bone, and bone alone counts.
  for (const auto& [x, y, z] : body.mesh.pointsMm)
    body.ratio.push_back(static_cast<float>(strainAt(ratio, Vec3(x, y, z)).ratio));
  return body;
}

StrainActor::StrainActor() {
  mapper_->SetLookupTable(bandTable());
  mapper_->UseLookupTableScalarRangeOn();
  mapper_->InterpolateScalarsBeforeMappingOn();
  actor_->SetMapper(mapper_);
  actor_->SetVisibility(false);
  vtkProperty* property = actor_->GetProperty();
  // Flat enough that the colours can be read against their scale.
  property->SetAmbient(0.62);
  property->SetDiffuse(0.42);
  property->SetSpecular(0.0);
}

void StrainActor::show(const std::shared_ptr<const Image<float>>& ratio,
                       const Vec3& atMm,
                       const Vec3& towardsViewer) {
  actor_->SetVisibility(ratio != nullptr);
  if (!ratio) {
    ratio_.reset();
    return;
  }
  const StrainCut cut = cutTowards(*ratio, atMm, towardsViewer);
  if (ratio_ == ratio && cut_ == cut)
    return;
  ratio_ = ratio;
  cut_ = cut;
  const StrainBody body = strainBody(*ratio, cut);
  vtkNew<vtkFloatArray> values;
  values->SetName("compression");
  for (const float value : body.ratio)
    values->InsertNextValue(value);
  const vtkSmartPointer<vtkPolyData> data = toPolyData(body.mesh, {}, {});
  data->GetPointData()->SetScalars(values);
  mapper_->SetInputData(data);
}

}  // namespace trocar::render
