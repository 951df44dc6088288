#include "planning/anatomy/landmarks.h"

#include "phantom.h"
#include "planning/anatomy/renumber.h"
#include "planning/plan/plan_file.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace trocar::anatomy {
namespace {

const VertebraAnatomy& measured() {
  static const VertebraAnatomy vertebra = [] {
    const Case patient = testing::phantomCase(testing::lumbarPhantom(), {});
    return measureVertebra(patient, *patient.find("vertebra_L3"));
  }();
  return vertebra;
}

Vec3 placeOf(const VertebraAnatomy& vertebra, const std::string& id) {
  for (const Landmark& landmark : landmarksOf(vertebra)) {
    if (landmark.id == id)
      return landmark.pointMm;
  }
  ADD_FAILURE() << "no landmark " << id;
  return Vec3::Zero();
}

Corrections moved(const std::string& id, const Vec3& byMm) {
  Corrections corrections;
  corrections.landmarksMm[id] = placeOf(measured(), id) + byMm;
  return corrections;
}

TEST(Landmarks, OfTheLeftLieOnThePatientsLeft) {
  for (const Landmark& landmark : landmarksOf(measured())) {
    const double x = (landmark.pointMm - measured().bodyCentroidMm).dot(measured().frame.left);
    if (landmark.name.find("left") != std::string::npos)
      EXPECT_GT(x, 3.0) << landmark.id;
    else if (landmark.name.find("right") != std::string::npos)
      EXPECT_LT(x, -3.0) << landmark.id;
    else
      EXPECT_NEAR(x, 0.0, 1.5) << landmark.id;
  }
  EXPECT_EQ(landmarksOf(measured()).size(), 10U);
}

TEST(Landmarks, WithoutCorrectionsNothingMoves) {
  const VertebraAnatomy same = withLandmarks(measured(), {});
  for (const Landmark& landmark : landmarksOf(measured()))
    EXPECT_EQ(placeOf(same, landmark.id), landmark.pointMm) << landmark.id;
}

TEST(Landmarks, EveryCorrectedPointIsFoundWhereItWasPut) {
  for (const Landmark& landmark : landmarksOf(measured())) {
    // Faces move along their normal only.
    const bool face = landmark.id.find("endplate") != std::string::npos;
    const bool wall = landmark.id.find("wall") != std::string::npos;
    const Vec3 by = face   ? Vec3(2.0 * measured().frame.superior)
                    : wall ? Vec3(2.0 * measured().frame.posterior)
                           : Vec3(0.5, -1.0, 1.5);
    const VertebraAnatomy after = withLandmarks(measured(), moved(landmark.id, by));
    const double tolerance = landmark.id.ends_with("_front") ? 1.5 : 0.05;  // Kept at 12 mm.
    EXPECT_LT((placeOf(after, landmark.id) - landmark.pointMm - by).norm(), tolerance)
        << landmark.id;
  }
}

TEST(Landmarks, AMovedIsthmusTakesItsWallsAlong) {
  const Vec3 by(1.0, 2.0, -1.0);
  const VertebraAnatomy after = withLandmarks(measured(), moved("L3/pedicle_left", by));
  ASSERT_FALSE(after.left.sections.empty());
  EXPECT_LT((after.left.sections[0].medialMm - measured().left.sections[0].medialMm - by).norm(),
            1e-9);
  EXPECT_EQ(after.right.centreMm, measured().right.centreMm);
}

TEST(Landmarks, ATurnedAxisChangesItsAnglesOnItsSide) {
  const Vec3 medially = -2.0 * measured().frame.left;
  const VertebraAnatomy after = withLandmarks(measured(), moved("L3/pedicle_left_front", medially));
  EXPECT_GT(after.left.transverseAngle, measured().left.transverseAngle);
  EXPECT_EQ(after.left.isthmusWidthMm, measured().left.isthmusWidthMm);
  EXPECT_EQ(after.right.transverseAngle, measured().right.transverseAngle);
}

TEST(Landmarks, AHigherEndplateMakesAHigherBody) {
  const VertebraAnatomy after =
      withLandmarks(measured(), moved("L3/endplate_superior", 3.0 * measured().frame.superior));
  EXPECT_NEAR(after.body.heightMiddleMm, measured().body.heightMiddleMm + 3.0, 0.05);
  const VertebraAnatomy deeper =
      withLandmarks(measured(), moved("L3/wall_posterior", 2.0 * measured().frame.posterior));
  EXPECT_NEAR(deeper.body.depthMm, measured().body.depthMm + 2.0, 0.05);
}

TEST(Landmarks, WhatWasSetByHandIsTrusted) {
  VertebraAnatomy doubtful = measured();
  doubtful.left.trust = {false, "Too narrow."};
  doubtful.right.trust = {false, "Too narrow."};
  const VertebraAnatomy after = withLandmarks(doubtful, moved("L3/pedicle_left", Vec3(1, 0, 0)));
  EXPECT_TRUE(after.left.trust.trusted);
  EXPECT_FALSE(after.right.trust.trusted);
}

std::shared_ptr<const Case> withNerve() {
  Case patient = testing::phantomCase(testing::lumbarPhantom(), {});
  Structure nerve;
  nerve.id = "root_L3_left";
  nerve.name = "L3 root, left";
  nerve.role = Role::Nerve;
  nerve.region = TubeRegion{{{10, 10, 0}, {20, 5, -5}, {30, 0, -10}}, 2.0};
  nerve.basis = Basis::Estimated;
  patient.structures.push_back(nerve);
  return std::make_shared<const Case>(std::move(patient));
}

TEST(Corrections, MoveABendOfAnEstimatedNerve) {
  Corrections corrections;
  corrections.landmarksMm["root_L3_left/2"] = Vec3(21, 6, -4);
  const auto patient = withCorrections(withNerve(), corrections);
  const Structure& nerve = *patient->find("root_L3_left");
  EXPECT_EQ(std::get<TubeRegion>(nerve.region).centreLineMm[1], Vec3(21, 6, -4));
  EXPECT_EQ(std::get<TubeRegion>(nerve.region).centreLineMm[2], Vec3(30, 0, -10));
  EXPECT_EQ(nerve.basis, Basis::Entered);
}

TEST(Corrections, WithoutAnyTheCaseIsTheSameObject) {
  const auto patient = withNerve();
  EXPECT_EQ(withCorrections(patient, {}), patient);
}

TEST(Corrections, TwoRenumberingsComeBackToTheFirst) {
  const auto original = withNerve();
  const Corrections once = withLevelNames(Corrections(), *original, {{"L3", "L4"}});
  EXPECT_EQ(once.levels.at("L3"), "L4");
  const auto patient = withCorrections(original, once);
  EXPECT_NE(patient->find("root_L4_left"), nullptr);
  EXPECT_EQ(withLevelNames(once, *original, {{"L4", "L3"}}), Corrections());
}

TEST(Corrections, TravelWithThePlan) {
  Plan plan;
  plan.corrections.levels["L5"] = "L6";
  plan.corrections.landmarksMm["L3/canal"] = Vec3(1.5, -2.25, 3.0);
  EXPECT_EQ(planFromJson(planToJson(plan), "my.json"), plan);
  EXPECT_EQ(planToJson(Plan()).find("corrections"), std::string::npos);
}

}  // namespace
}  // namespace trocar::anatomy
