#include "render/scene_shapes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trocar {
namespace {

constexpr double kBodyC = 37.0;

bool isWanted(const std::vector<double>& isothermsC, std::optional<double> isothermC) {
  return !isothermC || std::any_of(isothermsC.begin(), isothermsC.end(), [&](double wanted) {
    return std::abs(wanted - *isothermC) < 0.5;
  });
}

std::vector<ZoneShape> publishedZones(const SceneState& state) {
  std::vector<ZoneShape> shapes;
  if (!state.evaluation || !state.evaluation->ablation)
    return shapes;
  for (const AblationZone& zone : state.evaluation->ablation->zones) {
    if (!zone.ellipsoid || !isWanted(state.isothermsC, zone.isothermC))
      continue;
    shapes.push_back({zone.isothermC,
                      isothermColor(zone.isothermC),
                      zone.volumeMl,
                      std::make_shared<const Mesh>(ellipsoidMesh(*zone.ellipsoid))});
  }
  return shapes;
}

std::vector<ZoneShape> simulatedZones(const SceneState& state) {
  std::vector<ZoneShape> shapes;
  for (const double isothermC : state.isothermsC) {
    Mesh mesh =
        isosurfaceOf(*state.temperatureC, static_cast<float>(isothermC), isothermC < kBodyC);
    if (mesh.empty())
      continue;
    const double ml = volumeMl(mesh);
    shapes.push_back(
        {isothermC, isothermColor(isothermC), ml, std::make_shared<const Mesh>(std::move(mesh))});
  }
  return shapes;
}

}  // namespace

void SceneShapes::show(const SceneState& state) {
  showZones(state);
  showCement(state);
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

}  // namespace trocar
