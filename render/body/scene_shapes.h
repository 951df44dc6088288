#pragma once

#include "render/scene_state.h"
#include "render/slice/isotherm.h"

#include <memory>
#include <optional>
#include <vector>

namespace trocar::render {

/// A zone as it is drawn.
struct ZoneShape {
  std::optional<double> isothermC;
  Color color;
  double volumeMl = 0.0;
  std::shared_ptr<const Mesh> mesh;
  /// The least and the most that the planning zone may be, where a band tells: its surface moved
  /// by as much as the radius of the ball of its volume changes.
  std::vector<std::shared_ptr<const Mesh>> band;
};

/// Where the fluid of a protection lies.
struct FluidShape {
  std::string region;
  double volumeMl = 0.0;
  std::shared_ptr<const Mesh> mesh;
};

/// Surfaces that follow from evaluation, temperature and cement of a state; made again only when
/// those change.
class SceneShapes {
 public:
  void show(const SceneState& state);
  /// Largest first.
  const std::vector<ZoneShape>& zones() const { return zones_; }
  const std::shared_ptr<const Mesh>& cement() const { return cement_; }
  const std::vector<FluidShape>& fluids() const { return fluids_; }

 private:
  void showZones(const SceneState& state);
  void showCement(const SceneState& state);
  void showFluids(const SceneState& state);

  std::shared_ptr<const Evaluation> zonesOf_;
  std::shared_ptr<const Image<float>> temperatureC_;
  std::vector<double> isothermsC_;
  bool shown_ = false;
  std::vector<ZoneShape> zones_;
  std::shared_ptr<const Evaluation> cementOf_;
  std::optional<double> cementMl_;
  std::shared_ptr<const Mesh> cement_;
  std::shared_ptr<const Evaluation> fluidsOf_;
  std::vector<FluidShape> fluids_;
};

}  // namespace trocar::render
