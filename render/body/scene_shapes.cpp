#include "render/body/scene_shapes.h"

#include "planning/model/body_temperature.h"
#include "render/mesh/voxel_mesh.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace trocar::render {
namespace {

bool isWanted(const std::vector<double>& isothermsC, std::optional<double> isothermC) {
  return !isothermC || std::any_of(isothermsC.begin(), isothermsC.end(), [&](double wanted) {
    return std::abs(wanted - *isothermC) < 0.5;
  });
}

std::vector<ZoneShape> publishedZones(const SceneState& state) {
  std::vector<ZoneShape> shapes;
  if (!state.evaluation || !state.evaluation->ablation)
    return shapes;
  for (const ablation::AblationZone& zone : state.evaluation->ablation->zones) {
    if (!zone.ellipsoid || !isWanted(state.isothermsC, zone.isothermC))
      continue;
    shapes.push_back({zone.isothermC,
                      isothermColor(zone.isothermC),
                      zone.volumeMl,
                      std::make_shared<const Mesh>(ellipsoidMesh(*zone.ellipsoid)),
                      {}});
  }
  return shapes;
}

double ballRadiusMm(double ml) {
  return std::cbrt(3000.0 * ml / (4.0 * std::numbers::pi));
}

/// Along its normals, outwards.
std::shared_ptr<const Mesh> moved(Mesh mesh, double outMm) {
  for (std::size_t i = 0; i < mesh.pointsMm.size(); ++i) {
    for (std::size_t a = 0; a < 3; ++a)
      mesh.pointsMm[i][a] += static_cast<float>(outMm) * mesh.normals[i][a];
  }
  return std::make_shared<const Mesh>(std::move(mesh));
}

/// Of the isotherm by which the plan is judged, at the end of the treatment.
std::vector<std::shared_ptr<const Mesh>> bandOf(const SceneState& state, const ZoneShape& zone) {
  const ablation::AblationResult* ablation =
      state.evaluation && state.evaluation->ablation ? &*state.evaluation->ablation : nullptr;
  if (!ablation || !ablation->band || state.timeS || ablation->targets.empty() ||
      ablation->targets.front().marginIsothermC != zone.isothermC)
    return {};
  std::vector<std::shared_ptr<const Mesh>> band;
  for (const ablation::AblationBand::Volume& volume : ablation->band->volumes) {
    if (volume.isothermC != zone.isothermC)
      continue;
    for (const double ml : {volume.volumeMl.low, volume.volumeMl.high})
      band.push_back(moved(*zone.mesh, ballRadiusMm(ml) - ballRadiusMm(zone.volumeMl)));
  }
  return band;
}

std::vector<ZoneShape> simulatedZones(const SceneState& state) {
  std::vector<ZoneShape> shapes;
  for (const double isothermC : state.isothermsC) {
    Mesh mesh =
        isosurfaceOf(*state.temperatureC, static_cast<float>(isothermC), isothermC < kBodyC);
    if (mesh.empty())
      continue;
    const double ml = volumeMl(mesh);
    shapes.push_back({isothermC,
                      isothermColor(isothermC),
                      ml,
                      std::make_shared<const Mesh>(std::move(mesh)),
                      {}});
    shapes.back().band = bandOf(state, shapes.back());
  }
  return shapes;
}

}  // namespace

void SceneShapes::show(const SceneState& state) {
  showZones(state);
  showCement(state);
  showFluids(state);
  shown_ = true;
}

void SceneShapes::showZones(const SceneState& state) {
  if (shown_ && zonesOf_ == state.evaluation && temperatureC_ == state.temperatureC &&
      isothermsC_ == state.isothermsC)
    return;
  zonesOf_ = state.evaluation;
  temperatureC_ = state.temperatureC;
  isothermsC_ = state.isothermsC;
  zones_ = state.temperatureC ? simulatedZones(state) : publishedZones(state);
  std::stable_sort(zones_.begin(), zones_.end(), [](const ZoneShape& a, const ZoneShape& b) {
    return a.volumeMl > b.volumeMl;
  });
}

void SceneShapes::showCement(const SceneState& state) {
  if (shown_ && cementOf_ == state.evaluation && cementMl_ == state.cementMl)
    return;
  cementOf_ = state.evaluation;
  cementMl_ = state.cementMl;
  cement_.reset();
  if (!state.evaluation || !state.evaluation->cement)
    return;
  const double ml = state.cementMl.value_or(std::numeric_limits<float>::max());
  Mesh mesh = arrivalSurfaceOf(state.evaluation->cement->arrival, static_cast<float>(ml));
  if (!mesh.empty())
    cement_ = std::make_shared<const Mesh>(std::move(mesh));
}

void SceneShapes::showFluids(const SceneState& state) {
  if (shown_ && fluidsOf_ == state.evaluation)
    return;
  fluidsOf_ = state.evaluation;
  fluids_.clear();
  if (!state.evaluation)
    return;
  const LabelRegion filled{0, {1}};
  for (const ablation::ProtectedRegion& region : state.evaluation->protections) {
    const auto extent =
        region.filled ? extentOf(*region.filled, filled) : std::optional<LabelExtent>();
    if (!extent)
      continue;
    Mesh mesh = labelMesh({*region.filled, filled, *extent}, SurfaceQuality::Final, {}, {});
    fluids_.push_back(
        {region.structure, region.volumeMl, std::make_shared<const Mesh>(std::move(mesh))});
  }
}

}  // namespace trocar::render
