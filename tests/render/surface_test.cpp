#include "render/mesh/surface.h"

#include "core/label_extents.h"
#include "render/body/needle_shape.h"
#include "render/mesh/needle_mesh.h"
#include "render/mesh/voxel_mesh.h"
#include "tests/render/scenes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numbers>
#include <utility>

namespace trocar::render {
namespace {

using test::caseOfBalls;

double ballMl(double radiusMm) {
  return 4.0 / 3.0 * std::numbers::pi * std::pow(radiusMm, 3) / 1000.0;
}

TEST(Surface, ABallKeepsItsVolumeAndItsRadius) {
  const auto patient = caseOfBalls({{{5, -4, 3}, 20.0, "ball", Role::Vertebra}});
  const Mesh mesh = surfaceOf(*patient, patient->structures[0]);
  EXPECT_NEAR(volumeMl(mesh), ballMl(20.0), 0.01 * ballMl(20.0));
  for (const auto& point : mesh.pointsMm)
    EXPECT_NEAR((Vec3(point[0], point[1], point[2]) - Vec3(5, -4, 3)).norm(), 20.0, 0.75);
}

TEST(Surface, NormalsPointOutwardsOnAMirroredGridToo) {
  Eigen::Matrix3d mirrored = Eigen::Matrix3d::Identity();
  mirrored(0, 0) = -1.0;
  const auto patient = caseOfBalls({{{5, -4, 3}, 12.0, "ball", Role::Vertebra}}, mirrored);
  const Mesh mesh = surfaceOf(*patient, patient->structures[0]);
  EXPECT_GT(volumeMl(mesh), 0.0);
  ASSERT_FALSE(mesh.empty());
  for (std::size_t i = 0; i < mesh.pointsMm.size(); ++i) {
    const Vec3 outward =
        Vec3(mesh.pointsMm[i][0], mesh.pointsMm[i][1], mesh.pointsMm[i][2]) - Vec3(5, -4, 3);
    EXPECT_GT(outward.dot(Vec3(mesh.normals[i][0], mesh.normals[i][1], mesh.normals[i][2])), 0.0);
  }
}

TEST(Surface, AThinNerveIsNotSmoothedAway) {
  const auto patient = caseOfBalls({{{0, 0, 0}, 3.0, "root", Role::Nerve}});
  const Mesh mesh = surfaceOf(*patient, patient->structures[0]);
  const double voxels = volumeMl(*patient, patient->structures[0]);
  EXPECT_NEAR(volumeMl(mesh), voxels, 0.25 * voxels);
}

TEST(Surface, OfASingleVoxelOrBlockIsThatOne) {
  // A rib that the CT cuts may leave no more. A draft takes eight voxels for one.
  struct Row {
    Vec3 centre;
    double radius;
    std::size_t voxels;
    SurfaceQuality quality;
  };
  for (const Row& row : {Row{Vec3::Constant(0.75), 0.4, 1, SurfaceQuality::Final},
                         Row{Vec3::Zero(), 1.4, 8, SurfaceQuality::Draft}}) {
    const auto patient = caseOfBalls({{row.centre, row.radius, "rib", Role::Rib}});
    const Structure& rib = patient->structures[0];
    ASSERT_EQ(extentOf(patient->layers[0], std::get<LabelRegion>(rib.region))->voxels, row.voxels);
    const Mesh mesh = surfaceOf(*patient, rib, row.quality);
    ASSERT_FALSE(mesh.empty());
    for (std::size_t i = 0; i < mesh.pointsMm.size(); ++i)
      for (std::size_t axis = 0; axis < 3; ++axis) {
        EXPECT_LT(std::abs(mesh.pointsMm[i][axis]), 5.0F);
        EXPECT_LE(std::abs(mesh.normals[i][axis]), 1.001F);
      }
    EXPECT_EQ(makeSurfaces(*patient, row.quality).count("rib"), 1U);
  }
}

TEST(Surface, IsTheSameForAnyNumberOfRuns) {
  const auto patient =
      caseOfBalls({{{5, -4, 3}, 15.0, "a", Role::Vertebra}, {{-20, 9, 3}, 9.0, "b", Role::Lesion}});
  const Surfaces first = makeSurfaces(*patient);
  const Surfaces second = makeSurfaces(*patient);
  EXPECT_EQ(*first.at("a"), *second.at("a"));
  EXPECT_EQ(*first.at("b"), *second.at("b"));
}

TEST(Surface, AnEllipsoidHasItsClosedFormVolume) {
  EllipsoidRegion region;
  region.centreMm = {10, 20, 30};
  region.radiiMm = {8, 8, 20};
  EXPECT_NEAR(
      volumeMl(ellipsoidMesh(region)), 4.0 / 3.0 * std::numbers::pi * 8 * 8 * 20 / 1000.0, 0.06);
}

TEST(Surface, ATubeIsACylinderWithRoundEnds) {
  const TubeRegion tube{{{0, 0, 0}, {0, 0, 50}}, 3.0};
  const double expected =
      (std::numbers::pi * 9.0 * 50.0 + 4.0 / 3.0 * std::numbers::pi * 27.0) / 1000.0;
  EXPECT_NEAR(volumeMl(tubeMesh(tube, 48)), expected, 0.02 * expected);
}

/// Edges that an odd number of triangles share, by their places.
std::size_t openEdges(const Mesh& mesh) {
  using Place = std::array<float, 3>;
  std::map<std::pair<Place, Place>, int> uses;
  for (const auto& triangle : mesh.triangles) {
    for (std::size_t n = 0; n < 3; ++n) {
      const Place& a = mesh.pointsMm[static_cast<std::size_t>(triangle[n])];
      const Place& b = mesh.pointsMm[static_cast<std::size_t>(triangle[(n + 1) % 3])];
      ++uses[{std::min(a, b), std::max(a, b)}];
    }
  }
  return static_cast<std::size_t>(std::count_if(uses.begin(), uses.end(), [](const auto& one) {
    return one.second % 2 != 0 && one.first.first != one.first.second;
  }));
}

TEST(Surface, TubesEllipsoidsAndNeedlesAreClosed) {
  EXPECT_EQ(openEdges(tubeMesh({{{0, 0, 0}, {5, 0, 20}, {0, 3, 50}}, 3.0})), 0U);
  EXPECT_EQ(openEdges(ellipsoidMesh({Vec3(1, 2, 3), Eigen::Matrix3d::Identity(), Vec3(8, 8, 20)})),
            0U);
  Needle needle;
  needle.id = "N1";
  needle.trajectory = {Vec3(0, 60, 0), Vec3(0, -20, 5)};
  for (const char* instrument : {"icerod-1.5", "bone-needle-11g", "screw-6.5"}) {
    needle.instrument = instrument;
    const NeedleMesh parts = meshOf(shapeOf(needle));
    EXPECT_EQ(openEdges(parts.shaft), 0U) << instrument;
    EXPECT_EQ(openEdges(parts.active), 0U) << instrument;
    EXPECT_EQ(openEdges(parts.handle), 0U) << instrument;
  }
}

TEST(Surface, EveryNormalIsOne) {
  Mesh mesh;  // Two faces against each other, one without an area, a point that no face has.
  mesh.pointsMm = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {5, 5, 5}, {9, 9, 9}};
  mesh.triangles = {{0, 1, 2}, {0, 2, 1}, {3, 3, 3}};
  for (const auto& n : pointNormals(mesh))
    EXPECT_NEAR(n[0] * n[0] + n[1] * n[1] + n[2] * n[2], 1.0, 1e-5);
}

TEST(Surface, IsothermsEncloseTheColdOrTheHotSide) {
  const Grid grid({40, 40, 40}, Vec3::Constant(-19.5), Vec3::Ones());
  std::vector<float> cold(grid.voxelCount());
  for (std::size_t i = 0; i < cold.size(); ++i)
    cold[i] = static_cast<float>(-60.0 + 5.0 * grid.voxelToPatient(grid.voxelAt(i)).norm());
  const Mesh zone = isosurfaceOf(Image<float>(grid, cold), -20.0F, true);
  EXPECT_NEAR(volumeMl(zone), ballMl(8.0), 0.02 * ballMl(8.0));
  EXPECT_LT(volumeMl(isosurfaceOf(Image<float>(grid, cold), -40.0F, true)), volumeMl(zone));
}

}  // namespace
}  // namespace trocar::render
