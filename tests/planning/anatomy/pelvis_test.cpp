#include "core/error.h"
#include "phantom.h"
#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/anatomy/renumber.h"
#include "planning/anatomy/routes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace trocar::anatomy {
namespace {

Structure labelled(const std::string& id, Role role, std::uint16_t value) {
  Structure structure;
  structure.id = id;
  structure.name = id;
  structure.role = role;
  structure.region = LabelRegion{0, {value}};
  return structure;
}

bool inTube(const Vec3& p, const Vec3& a, const Vec3& b, double radius) {
  const double t = std::clamp((p - a).dot(b - a) / (b - a).squaredNorm(), 0.0, 1.0);
  return (p - a - t * (b - a)).norm() <= radius;
}

const Vec3 kHead(80.3, 4.6, 10.2);
const Vec3 kNeckEnd(110, 8, -25);

/// A left femur of a ball, a neck, a shaft and a lesser trochanter, and a left hip that is a plate
/// with a socket.
Case hipAndFemur() {
  const Grid grid({130, 110, 190}, {20, -50, -130}, Vec3::Ones());
  Case patient = testing::labelledCase(grid, {}, [](const Vec3& p) -> std::uint16_t {
    const bool femur = (p - kHead).norm() <= 23.5 || inTube(p, kHead, kNeckEnd, 14.0) ||
                       inTube(p, kNeckEnd, {112, 8, -120}, 15.0) ||
                       (p - Vec3(98, 22, -55)).norm() <= 8.0;
    const double toHead = (p - kHead).norm();
    const bool hip = p.x() < 80.0 && p.x() > 45.0 && std::abs(p.y()) < 45.0 &&
                     std::abs(p.z() - 15.0) < 60.0 && toHead > 26.5;
    return femur ? 1 : hip ? 2 : 0;
  });
  patient.structures = {labelled("femur_left", Role::Femur, 1), labelled("hip_left", Role::Hip, 2)};
  return patient;
}

TEST(Femur, isMeasuredAsItWasMade) {
  const PelvisAnatomy pelvis = measurePelvis(hipAndFemur());
  ASSERT_EQ(pelvis.femurs.size(), 1U);
  const FemurAnatomy& femur = pelvis.femurs.front();
  EXPECT_EQ(femur.side, Side::Left);
  EXPECT_LT((femur.head.centreMm - kHead).norm(), 0.5);
  EXPECT_NEAR(femur.head.radiusMm, 23.5, 0.4);
  const Vec3 neck = (kHead - kNeckEnd).normalized();
  EXPECT_GT(femur.neckAxis.dot(neck), std::cos(5.0 * 3.14159 / 180.0));
  ASSERT_TRUE(femur.lesserTrochanterMm.has_value());
  EXPECT_LT((*femur.lesserTrochanterMm - Vec3(92.5, 27.5, -55)).norm(), 6.0);
}

TEST(Hip, hasItsSocketWhereTheBallWas) {
  const PelvisAnatomy pelvis = measurePelvis(hipAndFemur());
  ASSERT_EQ(pelvis.hips.size(), 1U);
  const HipAnatomy& hip = pelvis.hips.front();
  EXPECT_LT((hip.acetabulum.centreMm - kHead).norm(), 0.7);
  EXPECT_NEAR(hip.acetabulum.radiusMm, 26.5, 0.5);
  EXPECT_NEAR(hip.medialWallMm.x(), 45.0, 1.0);
}

TEST(Hip, isDividedIntoThreeZones) {
  HipAnatomy hip;
  hip.acetabulum = {{80, 0, 0}, 26.0, 0.0};
  hip.domeMm = {80, 0, 26};
  EXPECT_EQ(zoneAt(hip, {80, 0, 30}), PelvicZone::Periacetabular);
  EXPECT_EQ(zoneAt(hip, {90, 20, 80}), PelvicZone::Ilium);
  EXPECT_EQ(zoneAt(hip, {40, -50, -40}), PelvicZone::PubisIschium);
  EXPECT_EQ(toString(PelvicZone::Periacetabular), "II");
}

TEST(Sacrum, hasTheEndplateOfTheBlockItWasMadeOf) {
  // A block of 50 x 30 x 60 mm that leans 35 degrees forward, with wings.
  const Eigen::Matrix3d lean =
      Eigen::AngleAxisd(35.0 * 3.14159265 / 180.0, Vec3::UnitX()).toRotationMatrix();
  const Grid grid({150, 130, 130}, {-75, -60, -90}, Vec3::Ones());
  Case patient = testing::labelledCase(grid, {}, [&](const Vec3& p) -> std::uint16_t {
    const Vec3 q = lean.transpose() * p;
    const bool body =
        std::abs(q.x()) < 25.0 && std::abs(q.y()) < 15.0 && q.z() < 0.0 && q.z() > -60.0;
    const bool wing =
        std::abs(q.x()) < 55.0 && std::abs(q.y()) < 10.0 && q.z() < -8.0 && q.z() > -45.0;
    return body || wing ? 1 : 0;
  });
  patient.structures = {labelled("sacrum", Role::Sacrum, 1)};
  const PelvisAnatomy pelvis = measurePelvis(patient);
  ASSERT_TRUE(pelvis.sacrum.has_value());
  const SacrumAnatomy& sacrum = *pelvis.sacrum;
  EXPECT_TRUE(sacrum.trust.trusted) << sacrum.trust.why;
  EXPECT_GT(sacrum.frame.superior.dot(lean * Vec3::UnitZ()), std::cos(2.0 * 3.14159 / 180.0));
  EXPECT_LT((sacrum.promontoryMm - lean * Vec3(0, -15, 0)).norm(), 1.5);
  EXPECT_LT((sacrum.posteriorSuperiorMm - lean * Vec3(0, 15, 0)).norm(), 1.5);
  // Of a rectangle the diagonals cross in the middle; 30 mm is taken for S1 where no foramen shows.
  EXPECT_LT((sacrum.s1CrossingMm - lean * Vec3(0, 0, -15)).norm(), 1.5);
  ASSERT_TRUE(sacrum.left.alaMm && sacrum.right.alaMm);
  EXPECT_GT(sacrum.left.alaMm->x(), 25.0);
  EXPECT_LT(sacrum.right.alaMm->x(), -25.0);
}

TEST(Pelvis, ofOneVoxelEmptyOrSolidLabelsIsNotTrustedAndDoesNotCrash) {
  const Grid grid({60, 60, 60}, Vec3::Zero(), Vec3::Constant(4.0));
  Case patient = testing::labelledCase(grid, {}, [](const Vec3& p) -> std::uint16_t {
    return p.isZero(1e-9) ? 1 : p.z() > 100.0 && p.x() > 120.0 ? 2 : 0;
  });
  const std::uint16_t oneVoxel = 1;
  const std::uint16_t block = 2;
  const std::uint16_t empty = 3;
  for (const std::uint16_t value : {oneVoxel, block, empty}) {
    patient.structures = {labelled("sacrum", Role::Sacrum, value),
                          labelled("hip_left", Role::Hip, value),
                          labelled("femur_left", Role::Femur, value)};
    const PelvisAnatomy pelvis = measurePelvis(patient);
    if (pelvis.sacrum) {
      EXPECT_FALSE(pelvis.sacrum->trust.trusted && value != block);
    }
    for (const HipAnatomy& hip : pelvis.hips)
      EXPECT_FALSE(hip.trust.trusted);
    for (const FemurAnatomy& femur : pelvis.femurs)
      EXPECT_FALSE(femur.trust.trusted);
  }
}

TEST(Pelvis, ofACaseWithoutBonesIsEmpty) {
  const PelvisAnatomy pelvis = measurePelvis(Case{});
  EXPECT_FALSE(pelvis.sacrum.has_value());
  EXPECT_TRUE(pelvis.hips.empty());
  EXPECT_TRUE(pelvis.femurs.empty());
}

TEST(Routes, runBelowTheirPedicleOnTheirOwnSideOutsideBone) {
  const testing::Phantom phantom = testing::lumbarPhantom();
  Case patient = testing::phantomCase(phantom, {});
  const std::vector<VertebraAnatomy> vertebrae = measureVertebrae(patient);
  const std::vector<Structure> routes = estimateNervesAndVessels(patient, vertebrae, {});
  ASSERT_EQ(routes.size(), 4U);
  for (const Structure& route : routes) {
    SCOPED_TRACE(route.id);
    EXPECT_EQ(route.basis, Basis::Estimated);
    const auto& course = std::get<TubeRegion>(route.region).centreLineMm;
    const double sign = route.id.find("left") != std::string::npos ? 1.0 : -1.0;
    EXPECT_GT(sign * course.back().x(), 0.0);
    for (const Vec3& point : course)
      EXPECT_FALSE(phantom.contains(point)) << point.transpose();
  }
  EXPECT_EQ(routes[0].id, "root_L3_left");
  const auto& root = std::get<TubeRegion>(routes[0].region).centreLineMm;
  EXPECT_LT(root.back().z(), phantom.pedicleCentreMm(1).z() - 0.5 * phantom.pedicleHeightMm);
  EXPECT_LT(root.back().y(), root.front().y());

  patient.structures.push_back(labelled("root_L3_left", Role::Nerve, 9));
  EXPECT_EQ(estimateNervesAndVessels(patient, vertebrae, {}).size(), 3U);
}

Case levels(const std::vector<std::string>& names) {
  Case patient;
  for (const std::string& name : names) {
    Structure vertebra = labelled("vertebra_" + name, Role::Vertebra, 1);
    vertebra.name = name;
    patient.structures.push_back(vertebra);
  }
  return patient;
}

TEST(Renumbering, movesEveryNameThatCarriesALevel) {
  Case patient = levels({"T12", "L1", "L2"});
  patient.structures.push_back(labelled("root_L1_left", Role::Nerve, 2));
  patient.structures.push_back(labelled("disc_L1_L2", Role::Disc, 3));
  const Case moved = withLevels(patient, renumbering(patient, 1));
  EXPECT_NE(moved.find("vertebra_L1"), nullptr);
  EXPECT_NE(moved.find("vertebra_L3"), nullptr);
  EXPECT_NE(moved.find("root_L2_left"), nullptr);
  EXPECT_NE(moved.find("disc_L2_L3"), nullptr);
  EXPECT_EQ(moved.find("vertebra_T12"), nullptr);
  EXPECT_EQ(levelsOf(withLevels(moved, renumbering(moved, -1))), levelsOf(patient));
}

TEST(Renumbering, refusesToLeaveTheSpine) {
  EXPECT_THROW(renumbering(levels({"L4", "L5"}), 1), Error);
  EXPECT_THROW(renumbering(levels({"C1"}), -1), Error);
  EXPECT_THROW(withLevels(levels({"L4", "L5"}), {{"L4", "L5"}}), Error);
  EXPECT_THROW(withLevels(levels({"L4"}), {{"L4", "Q9"}}), Error);
}

TEST(Renumbering, namesASixthLumbarVertebraAndSaysSo) {
  const Case named = withLevels(levels({"L4", "L5"}), {{"L4", "L5"}, {"L5", "L6"}});
  EXPECT_NE(named.find("vertebra_L6"), nullptr);
  EXPECT_EQ(transitionalRemarks(named).front().key, "transitional-l6");
  EXPECT_EQ(transitionalRemarks(levels({"T12", "T13", "L1"})).front().key, "transitional-t13");
  EXPECT_EQ(transitionalRemarks(levels({"L1", "L3"})).front().key, "missing-level");
  EXPECT_TRUE(transitionalRemarks(levels({"L1", "L2", "L3"})).empty());
}

}  // namespace
}  // namespace trocar::anatomy
