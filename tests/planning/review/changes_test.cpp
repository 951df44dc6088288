#include "planning/review/changes.h"

#include "planning/review/checklist.h"
#include "tests/planning/review/sample_plan.h"

#include <gtest/gtest.h>

#include <functional>
#include <gmock/gmock.h>

namespace trocar::review {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Changes, OfAPlanAgainstItselfAreNone) {
  EXPECT_TRUE(changes(samplePlan(), samplePlan()).empty());
}

TEST(Changes, SayHowFarANeedleMoved) {
  Plan now = samplePlan();
  now.needles[0].trajectory.target += Vec3(3, 0, 4);
  EXPECT_THAT(changes(samplePlan(), now),
              ElementsAre("N1: the target moved by 5.0 mm, the entry by 0.0 mm."));
}

TEST(Changes, NameWhatIsNewAndWhatIsGone) {
  const Plan now = withoutNeedle(samplePlan(), "N4");
  EXPECT_THAT(changes(samplePlan(), now), ElementsAre(HasSubstr("N4 is gone (sensor, ")));
  EXPECT_THAT(changes(now, samplePlan()), ElementsAre(HasSubstr("N4 is new: sensor, ")));
}

TEST(Changes, TellAProtocolInItsOwnWords) {
  Plan now = samplePlan();
  now.protocols[0].steps.resize(1);
  EXPECT_THAT(changes(samplePlan(), now),
              ElementsAre("N3: freeze 600 instead of freeze 600, thaw 300, freeze 600, "
                          "active-thaw 120."));
}

TEST(Changes, CountTicksInsteadOfListingThem) {
  Plan now = withTick(withTick(samplePlan(), "safety.antibiotics", true), "safety.pads", true);
  EXPECT_THAT(changes(samplePlan(), now), ElementsAre("Checklist: 2 ticked, 0 taken back."));
  EXPECT_THAT(changes(now, samplePlan()), ElementsAre("Checklist: 0 ticked, 2 taken back."));
}

TEST(Changes, AreNeverSilentWhereThePlansDiffer) {
  const std::vector<std::function<void(Plan&)>> edits = {
      [](Plan& p) { p.patient.hash = "other"; },
      [](Plan& p) { p.patient.path = "elsewhere"; },
      [](Plan& p) { p.procedurePosition = PatientPosition::Supine; },
      [](Plan& p) { p.needles[0].instrument = "bone-needle-11g"; },
      [](Plan& p) { p.needles[0].purpose = Purpose::Biopsy; },
      [](Plan& p) { p.needles[0].approach = Approach::Free; },
      [](Plan& p) { p.needles[0].side = Side::Right; },
      [](Plan& p) { p.needles[2].through.reset(); },
      [](Plan& p) { p.needles[0].locked = true; },
      [](Plan& p) { std::swap(p.needles[0], p.needles[1]); },
      [](Plan& p) { p.protocols[0].startS = 60; },
      [](Plan& p) { p.protocols.clear(); },
      [](Plan& p) { p.injections[0].rateMlPerS = 0.1; },
      [](Plan& p) { p.protections[0].thicknessMm = 4; },
      [](Plan& p) {
        p.acceptances = {{"rule", "N1", "reason"}};
      },
      [](Plan& p) { p.needles[0].device.balloonMl = 4.0; },
      [](Plan& p) { p.needles[0].device.implantHeightMm = 14.0; },
      [](Plan& p) { p.needles[0].device.coilLoops = 3; },
      [](Plan& p) { p.needles[0].device.screwLengthMm = 45.0; },
      [](Plan& p) { p.intent = Intent::Curative; },
      [](Plan& p) { p.lethalCriterion = LethalCriterion::CellState; },
      [](Plan& p) { p.cementMix.product = "pmma-high-viscosity"; },
      [](Plan& p) { p.cementMix.startS = 420.0; },
      [](Plan& p) { p.cementMix.roomC = 19.5; },
      [](Plan& p) { p.placement = "robot"; },
      [](Plan& p) {
        p.placement = PlacementError{3.0, 1.0, 2.0, 1.0};
      },
      [](Plan& p) { p.fixationFirst = true; },
      [](Plan& p) {
        p.pedicleFractures = {{"L3", Side::Left}};
      },
      [](Plan& p) { p.vascularity["lesion_1"] = Vascularity::High; },
      [](Plan& p) { p.lesionScores["lesion_1"]["sins"]["location"] = "L3"; },
      [](Plan& p) { p.embolisations["lesion_1"].material = "glue"; },
      [](Plan& p) { p.procedureDate = "2026-11-22"; },
      [](Plan& p) {
        p.scales = {{"2026-11-20", "nrs", 7.0}};
      },
      [](Plan& p) { p.corrections.levels["L3"] = "L4"; },
      [](Plan& p) { p.corrections.landmarksMm["L3/canal"] = Vec3(1, 2, 3); },
      [](Plan& p) { p.note = "new"; },
      [](Plan& p) { p.bookmarks.resize(1); },
  };
  for (std::size_t i = 0; i < edits.size(); ++i) {
    Plan now = samplePlan();
    edits[i](now);
    EXPECT_EQ(changes(samplePlan(), now).size(), 1U) << i;
    EXPECT_EQ(changes(now, samplePlan()).size(), 1U) << i;
  }
}

}  // namespace
}  // namespace trocar::review
