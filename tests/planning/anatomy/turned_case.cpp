#include "turned_case.h"

#include "planning/anatomy/landmarks.h"
#include "planning/anatomy/pelvis_anatomy.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include <map>
#include <numbers>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace trocar::testing {
namespace {

Grid withAxes(const Grid& grid, const Eigen::Matrix3d& axes) {
  return Grid(grid.size(), axes * grid.originMm(), grid.spacingMm(), axes * grid.directions());
}

Case withAxes(const Case& patient, const Eigen::Matrix3d& axes) {
  Case changed = patient;
  changed.ct = Volume(withAxes(patient.ct.grid(), axes), patient.ct.voxels());
  changed.layers.clear();
  for (const auto& layer : patient.layers)
    changed.layers.emplace_back(withAxes(layer.grid(), axes), layer.voxels());
  return changed;
}

template <typename Voxels>
Voxels everySecond(const Voxels& fine) {
  const auto [nx, ny, nz] = fine.grid().size();
  const Grid grid({(nx + 1) / 2, (ny + 1) / 2, (nz + 1) / 2},
                  fine.grid().originMm(),
                  2.0 * fine.grid().spacingMm(),
                  fine.grid().directions());
  std::remove_cvref_t<decltype(fine.voxels())> voxels(grid.voxelCount());
  for (std::size_t n = 0; n < voxels.size(); ++n) {
    const VoxelIndex at = grid.voxelAt(n);
    voxels[n] = fine.at({2 * at.i, 2 * at.j, 2 * at.k});
  }
  return Voxels(grid, std::move(voxels));
}

std::map<std::string, Vec3> landmarksById(const anatomy::PelvisAnatomy& pelvis) {
  std::map<std::string, Vec3> places;
  for (const anatomy::Landmark& landmark : anatomy::landmarksOf(pelvis))
    places[landmark.id] = landmark.pointMm;
  if (pelvis.sacrum && pelvis.sacrum->left.joint && pelvis.sacrum->right.joint) {
    places["joint_left/below"] = pelvis.sacrum->left.joint->inferiorMarginMm;
    places["joint_right/below"] = pelvis.sacrum->right.joint->inferiorMarginMm;
  }
  return places;
}

std::string otherSide(std::string id) {
  if (const auto left = id.find("left"); left != std::string::npos)
    return id.replace(left, 4, "right");
  if (const auto right = id.find("right"); right != std::string::npos)
    return id.replace(right, 5, "left");
  return id;
}

void expectTrustedAlike(const anatomy::PelvisAnatomy& a, const anatomy::PelvisAnatomy& b) {
  ASSERT_EQ(a.hips.size(), b.hips.size());
  for (std::size_t n = 0; n < a.hips.size(); ++n)
    EXPECT_EQ(a.hips[n].trust.trusted, b.hips[n].trust.trusted) << b.hips[n].trust.why;
  ASSERT_EQ(a.sacrum.has_value(), b.sacrum.has_value());
  if (a.sacrum) {
    EXPECT_EQ(a.sacrum->trust.trusted, b.sacrum->trust.trusted) << b.sacrum->trust.why;
  }
}

}  // namespace

Case coarser(const Case& patient) {
  Case changed = patient;
  changed.ct = everySecond(patient.ct);
  for (LabelMap& layer : changed.layers)
    layer = everySecond(layer);
  return changed;
}

Case turned(const Case& patient, const Eigen::Matrix3d& turn) {
  return withAxes(patient, turn);
}

Case mirrored(const Case& patient) {
  Case other = withAxes(patient, Vec3(-1.0, 1.0, 1.0).asDiagonal());
  for (Structure& structure : other.structures)
    structure.id = otherSide(structure.id);
  return other;
}

void expectTurnsWithTheBone(const Case& patient, double limitMm) {
  const anatomy::PelvisAnatomy upright = anatomy::measurePelvis(patient);
  const auto before = landmarksById(upright);
  for (const Vec3& axis : {Vec3(1, 0, 0), Vec3(0, 1, 0), Vec3(0, 0, 1), Vec3(1, 1, 1)}) {
    for (const double degrees : {-40.0, 40.0}) {
      SCOPED_TRACE(::testing::Message() << degrees << " degrees about " << axis.transpose());
      const Eigen::Matrix3d turn =
          Eigen::AngleAxisd(degrees * std::numbers::pi / 180.0, axis.normalized())
              .toRotationMatrix();
      const anatomy::PelvisAnatomy pelvis = anatomy::measurePelvis(turned(patient, turn));
      expectTrustedAlike(upright, pelvis);
      const auto after = landmarksById(pelvis);
      EXPECT_EQ(after.size(), before.size());
      for (const auto& [id, point] : before) {
        if (after.contains(id)) {
          EXPECT_LT((after.at(id) - turn * point).norm(), limitMm) << id;
        } else {
          ADD_FAILURE() << id << " is lost";
        }
      }
    }
  }
}

void expectMirrors(const Case& patient, double limitMm) {
  const auto before = landmarksById(anatomy::measurePelvis(patient));
  const auto after = landmarksById(anatomy::measurePelvis(mirrored(patient)));
  for (const auto& [id, point] : before) {
    if (!id.starts_with("hip"))
      continue;
    const std::string there = otherSide(id);
    ASSERT_TRUE(after.contains(there)) << there;
    EXPECT_LT((after.at(there) - Vec3(-point.x(), point.y(), point.z())).norm(), limitMm) << id;
  }
}

}  // namespace trocar::testing
