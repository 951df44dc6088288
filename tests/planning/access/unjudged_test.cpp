#include "planning/access/made_up_slices.h"
#include "planning/access/needle_view.h"
#include "planning/access/placement.h"
#include "planning/access/unjudged_groups.h"
#include "planning/search/suggest.h"
#include "tests/planning/rules/measured_needle.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <memory>

namespace trocar::access {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Structure ball(const std::string& id, Role role, const Vec3& centreMm, const Vec3& radiiMm) {
  return {id,
          id,
          role,
          EllipsoidRegion{centreMm, Eigen::Matrix3d::Identity(), radiiMm},
          Basis::Measured};
}

Structure spineBone(const std::string& id, Role role, double atZMm) {
  return ball(id, role, Vec3(0, 0, atZMm), Vec3(40, 40, 22));
}

/// From `fromZMm` up to `toZMm`.
Structure canalOf(double fromZMm, double toZMm) {
  return ball("canal",
              Role::Canal,
              Vec3(0, 20, 0.5 * (fromZMm + toZMm)),
              Vec3(9, 9, 0.5 * (toZMm - fromZMm)));
}

/// What else is labelled around a lumbar vertebra at every height.
std::vector<Structure> around() {
  return {ball("aorta", Role::Artery, Vec3(10, -50, 0), Vec3(9, 9, 180)),
          ball("root", Role::Nerve, Vec3(30, 10, 0), Vec3(2, 2, 180)),
          ball("colon", Role::Bowel, Vec3(60, -60, 0), Vec3(10, 10, 10)),
          ball("lung", Role::Lung, Vec3(60, -60, 150), Vec3(10, 10, 10))};
}

std::shared_ptr<CaseModel> modelOf(std::vector<Structure> structures) {
  const Grid grid({71, 71, 101}, Vec3(-140, -140, -200), Vec3::Constant(4.0));
  auto patient = std::make_shared<Case>();
  patient->ct = Volume(grid, std::vector<std::int16_t>(grid.voxelCount(), 40));
  patient->structures = std::move(structures);
  return std::make_shared<CaseModel>(std::move(patient));
}

std::vector<Structure> with(std::vector<Structure> all, std::vector<Structure> more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

/// From behind to a tip, at one height.
Needle needleTo(const Vec3& tipMm, const std::string& level = "") {
  Needle needle;
  needle.id = "N1";
  needle.instrument = "bone-needle-11g";
  needle.level = level;
  needle.trajectory = {tipMm + Vec3(0, 90, 0), tipMm};
  return needle;
}

std::vector<RiskGroup> groupsOf(const std::vector<Structure>& structures, const Needle& needle) {
  std::vector<RiskGroup> groups;
  for (const Unjudged& one : unjudgedAt(*modelOf(structures), needle))
    groups.push_back(one.group);
  return groups;
}

TEST(Unjudged, WithoutLabelsEverythingIs) {
  using enum RiskGroup;
  EXPECT_THAT(groupsOf({}, needleTo({0, -20, 0})),
              ElementsAre(Canal, Bone, Nerves, Vessels, Lungs, Bowel));
  EXPECT_EQ(describe(unjudgedAt(*modelOf({}), needleTo({0, -20, 0}))),
            "spinal canal, bone, nerves, vessels, lungs, bowel (not labelled on this CT)");
}

TEST(Unjudged, NothingIsWhereAllIsLabelled) {
  const auto all =
      with(around(), {spineBone("vertebra_L3", Role::Vertebra, 0), canalOf(-180, 180)});
  EXPECT_THAT(groupsOf(all, needleTo({0, -20, 0}, "L3")), IsEmpty());
}

TEST(Unjudged, ACanalOfOtherLevelsSaysNothingHere) {
  const auto all = with(around(),
                        {spineBone("vertebra_L3", Role::Vertebra, 0),
                         spineBone("vertebra_L1", Role::Vertebra, 80),
                         canalOf(50, 180)});
  EXPECT_THAT(groupsOf(all, needleTo({0, -20, 0}, "L3")), ElementsAre(RiskGroup::Canal));
  EXPECT_THAT(groupsOf(all, needleTo({0, -20, 80}, "L1")), IsEmpty());
  EXPECT_THAT(unjudgedAt(*modelOf(all), needleTo({0, -20, 0}, "L3")).front().why,
              HasSubstr("the needle passes at z"));
}

TEST(Unjudged, TheCanalEndsInTheSacrum) {
  const auto all = with(around(), {spineBone("sacrum", Role::Sacrum, -40), canalOf(-45, 100)});
  EXPECT_THAT(groupsOf(all, needleTo({0, -20, -58})), IsEmpty());
  const auto shorter = with(around(), {spineBone("sacrum", Role::Sacrum, -40), canalOf(0, 100)});
  EXPECT_THAT(groupsOf(shorter, needleTo({0, -20, -58})), ElementsAre(RiskGroup::Canal));
}

TEST(Unjudged, FarFromTheMiddleOfTheSpineNoCanalIsAskedFor) {
  const auto all = with(around(),
                        {spineBone("sacrum", Role::Sacrum, 0),
                         ball("hip_left", Role::Hip, Vec3(90, 0, -40), Vec3(40, 40, 60))});
  EXPECT_THAT(groupsOf(all, needleTo({90, -20, -60})), IsEmpty());
  EXPECT_THAT(groupsOf(all, needleTo({0, -20, 0})), ElementsAre(RiskGroup::Canal));
}

TEST(Unjudged, ABoneFarAwayIsNoBoneOfTheNeedle) {
  const auto all =
      with(around(), {spineBone("vertebra_L3", Role::Vertebra, 0), canalOf(-180, 180)});
  EXPECT_THAT(groupsOf(all, needleTo({0, -20, 120})), ElementsAre(RiskGroup::Bone));
}

TEST(Unjudged, WhatIsAskedForGoesWithTheRegion) {
  using enum RiskGroup;
  const auto at = [&](const std::string& level) {
    return groupsOf({spineBone("vertebra_" + level, Role::Vertebra, 0), canalOf(-180, 180)},
                    needleTo({0, -20, 0}, level));
  };
  EXPECT_THAT(at("T8"), ElementsAre(Nerves, Vessels, Lungs));
  EXPECT_THAT(at("L3"), ElementsAre(Nerves, Vessels, Bowel));
  EXPECT_THAT(at("C5"), ElementsAre(Nerves, Vessels));
}

TEST(Unjudged, EstimatedSmallVesselsDoNotShowTheLargeOnes) {
  auto all = with(around(), {spineBone("vertebra_L3", Role::Vertebra, 0), canalOf(-180, 180)});
  all.front().basis = Basis::Estimated;
  EXPECT_THAT(groupsOf(all, needleTo({0, -20, 0}, "L3")), ElementsAre(RiskGroup::Vessels));
}

TEST(Unjudged, IsMeasuredWithTheNeedleAndABreachThereHasNoChance) {
  const auto model = modelOf({});
  EXPECT_FALSE(isSafetyJudged(measureNeedle(*model, needleTo({0, -20, 0})).unjudged));
  const PlacementUncertainty placed =
      placementOf(*model, needleTo({0, -20, 0}), {findPlacementTechnique("ct-freehand"), 50, 1});
  EXPECT_FALSE(placed.breachProbability);
  EXPECT_THAT(placed.breachByDirection, IsEmpty());
}

TEST(Unjudged, AProposalWithoutLabelsHasNoScore) {
  const Grid grid({61, 61, 31}, Vec3(-90, -90, -45), Vec3::Constant(3.0));
  std::vector<std::int16_t> hu(grid.voxelCount(), -1000);
  for (std::size_t c = 0; c < hu.size(); ++c) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(c));
    hu[c] = p.head<2>().norm() < 70.0 ? 40 : -1000;
  }
  auto patient = std::make_shared<Case>();
  patient->ct = Volume(grid, std::move(hu));
  search::SuggestRequest request;
  request.approach = Approach::Free;
  request.targetMm = Vec3(0, 0, 0);
  const search::Suggestions found = search::suggest(CaseModel(std::move(patient)), {}, request);
  ASSERT_FALSE(found.cards.empty());
  for (const search::SuggestionCard& card : found.cards) {
    EXPECT_FALSE(toldScore(card));
    EXPECT_FALSE(toldSafetyMm(card));
    EXPECT_FALSE(card.onFront);
    EXPECT_THAT(card.why, HasSubstr("not judged: spinal canal"));
    for (const search::ScoreTerm& term : card.terms)
      EXPECT_NE(term.key, "critical") << "a distance to nothing";
  }
  ASSERT_FALSE(found.entries.empty());
  EXPECT_FALSE(found.entries.front().score);
  EXPECT_THAT(found.remarks, testing::Contains(HasSubstr("Not judged: spinal canal")));
}

std::optional<MadeUpWay> wayThrough(const SliceRange& slices, const NeedlePath& axis) {
  Case patient = modelOf({})->patient();
  patient.madeUp = {{0, 0}, slices};
  return madeUpWay(patient, axis);
}

TEST(MadeUpSlices, AreMeasuredAlongTheNeedle) {
  const NeedlePath level(needleTo({0, -20, 0}));  // In slice 50, whose faces lie at z -2 and 2.
  EXPECT_FALSE(wayThrough({51, 60}, level));
  EXPECT_FALSE(wayThrough({40, 49}, level));
  const auto way = wayThrough({45, 50}, level);
  ASSERT_TRUE(way);
  EXPECT_NEAR(way->lengthMm, 90.0, 1e-9);
  EXPECT_EQ(way->slices, (SliceRange{45, 50}));
  const NeedlePath steep(Trajectory{Vec3(0, 0, 60), Vec3(0, 0, -60)});
  EXPECT_NEAR(wayThrough({50, 54}, steep)->lengthMm, 20.0, 1.0);
}

}  // namespace
}  // namespace trocar::access
