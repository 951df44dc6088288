#include "render/body/scene_shapes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace trocar::render {
namespace {

/// Ice whose -20 C isotherm is a ball of 10 mm, judged by it, with a band of volumes.
SceneState iceState() {
  const Grid grid({41, 41, 41}, Vec3::Constant(-20.0), Vec3::Ones());
  std::vector<float> temperatureC(grid.voxelCount());
  for (std::size_t v = 0; v < temperatureC.size(); ++v)
    temperatureC[v] = static_cast<float>(-60.0 + 4.0 * grid.voxelToPatient(grid.voxelAt(v)).norm());
  auto evaluation = std::make_shared<Evaluation>();
  ablation::AblationResult ablation;
  ablation.targets.push_back({});
  ablation.targets[0].marginIsothermC = -20.0;
  ablation.band.emplace();
  ablation.band->volumes = {{0.0, {1.0, 9.0}}, {-20.0, {3.0, 6.0}}};
  evaluation->ablation = ablation;
  SceneState state;
  state.evaluation = evaluation;
  state.temperatureC = std::make_shared<const Image<float>>(grid, std::move(temperatureC));
  state.isothermsC = {0.0, -20.0};
  return state;
}

TEST(SceneShapes, TheBandOfThePlanningZoneHoldsItsVolumes) {
  SceneShapes shapes;
  shapes.show(iceState());
  ASSERT_EQ(shapes.zones().size(), 2U);
  EXPECT_TRUE(shapes.zones()[0].band.empty()) << "of 0 C nothing is judged";
  const ZoneShape& planning = shapes.zones()[1];
  EXPECT_NEAR(planning.volumeMl, 4.0 / 3.0 * std::numbers::pi, 0.05);
  ASSERT_EQ(planning.band.size(), 2U);
  EXPECT_NEAR(volumeMl(*planning.band[0]), 3.0, 0.06);
  EXPECT_NEAR(volumeMl(*planning.band[1]), 6.0, 0.12);
}

TEST(SceneShapes, AMomentOfTheTreatmentHasNoBand) {
  SceneState state = iceState();
  state.timeS = 60.0;
  SceneShapes shapes;
  shapes.show(state);
  EXPECT_TRUE(shapes.zones()[1].band.empty());
}

}  // namespace
}  // namespace trocar::render
