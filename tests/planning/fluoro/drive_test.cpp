#include "planning/fluoro/drive.h"

#include "core/error.h"
#include "core/patients.h"
#include "planning/fluoro/carm.h"
#include "planning/fluoro/presets.h"
#include "planning/search/suggest.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <memory>

namespace trocar::fluoro {
namespace {

const CaseModel& model() {
  static const CaseModel kModel(std::make_shared<Case>(makeBundledPatient("l3-breast", 1.5)));
  return kModel;
}

NeedleDrive templateDrive(Side side) {
  const std::optional<Needle> needle =
      search::templateNeedle(model(), "L3", Approach::Transpedicular, side, "bone-needle-11g");
  return driveOf(model(), needle.value(), true);
}

TEST(Drive, TheTemplateIsFeltAsOneContactAndOneCortex) {
  NeedleDrive drive = templateDrive(Side::Left);
  const std::optional<Needle> planned = search::templateNeedle(
      model(), "L3", Approach::Transpedicular, Side::Left, "bone-needle-11g");
  const double deep = (planned->trajectory.target - drive.skinMm).norm();
  std::vector<std::string> messages;
  while (drive.depthMm + 1.0 <= deep) {
    const Driven driven = advanced(model(), drive, 1.0);
    drive = driven.drive;
    messages.insert(messages.end(), driven.messages.begin(), driven.messages.end());
  }
  ASSERT_EQ(messages.size(), 2U) << messages.back();
  EXPECT_THAT(messages[0], testing::HasSubstr("Bone contact"));
  EXPECT_THAT(messages[1], testing::HasSubstr("Through the cortex"));
  EXPECT_EQ(drive.corticalPasses, 1);
  EXPECT_LT((drive.tipMm() - planned->trajectory.target).norm(), 1.1);
}

TEST(Drive, BoneHoldsADeepNeedle) {
  NeedleDrive drive = templateDrive(Side::Right);
  while (drive.corticalPasses == 0)
    drive = advanced(model(), drive, 1.0).drive;
  const Vec3 tip = drive.tipMm();
  const NeedleDrive swung = turned(model(), drive, {3.0, 0.0}).drive;
  EXPECT_LT((swung.tipMm() - tip).norm(), 1e-6) << "it turns about its tip";
  EXPECT_EQ(swung.corrections, 1);
  EXPECT_EQ(turned(model(), swung, {1.0, 0.0}).drive.corrections, 1) << "one correction so far";
  drive = advanced(model(), drive, 12.0).drive;
  EXPECT_THROW(turned(model(), drive, {3.0, 0.0}), Error);
  EXPECT_THROW(entered(model(), drive, drive.tipMm(), Vec3::UnitY()), Error);
}

TEST(Drive, ATurnTowardsTheLeftMovesTheTipToTheLeft) {
  NeedleDrive drive = templateDrive(Side::Right);
  drive = advanced(model(), drive, 20.0).drive;
  const Vec3 before = drive.tipMm();
  EXPECT_GT(turned(model(), drive, {2.0, 0.0}).drive.tipMm().x(), before.x());
  EXPECT_GT(turned(model(), drive, {0.0, 2.0}).drive.tipMm().z(), before.z());
}

TEST(Drive, ABevelRunsOffToItsLongSideInSoftTissueOnly) {
  NeedleDrive drive = bevelTurned(templateDrive(Side::Left), 180.0);  // Bevel faces caudally.
  drive = advanced(model(), drive, 10.0).drive;
  const double before = drive.direction.z();
  drive = advanced(model(), drive, 10.0).drive;
  EXPECT_GT(drive.direction.z(), before) << "away from the bevel: cranially";
}

TEST(Drive, ItEndsAtTheHubAndAtTheEdgeOfTheCt) {
  NeedleDrive drive = templateDrive(Side::Left);
  EXPECT_THROW(advanced(model(), drive, 500.0), Error);
  drive.direction = Vec3::UnitZ();
  EXPECT_THROW(
      {
        for (int i = 0; i < 100; ++i)
          drive = advanced(model(), drive, 5.0).drive;
      },
      Error);
}

TEST(Presets, LeftIsLeftInEveryView) {
  const std::vector<CarmPreset> presets = carmPresets(model(), {}, "L3", Vec3::Zero());
  EXPECT_GE(presets.size(), 8U);
  for (const PatientPosition position : {PatientPosition::Supine, PatientPosition::Prone}) {
    for (const CarmPreset& preset : presets) {
      CarmSetup setup;
      setup.position = position;
      setup.angles = consoleAngles(preset.supine, position);
      setup.isocentreMm = preset.isocentreMm;
      const XrayGeometry geometry = carmGeometry(setup);
      const auto at = [&](const Vec3& offset) {
        return geometry.project(preset.isocentreMm + offset);
      };
      EXPECT_LT(at({0, 0, 10}).y(), at({0, 0, -10}).y()) << preset.key << ": cranial is up";
      if (std::abs(preset.supine.laoDeg) < 60.0) {
        EXPECT_GT(at({10, 0, 0}).x(), at({-10, 0, 0}).x()) << preset.key;
      } else {
        EXPECT_LT(at({0, -10, 0}).x(), at({0, 10, 0}).x())
            << preset.key << ": anterior to the left";
      }
    }
  }
}

TEST(Presets, ThePedicleViewLooksDownItsAxis) {
  const anatomy::VertebraAnatomy& vertebra = *model().vertebra("L3");
  const auto presets = carmPresets(model(), {}, "L3", Vec3::Zero());
  for (const auto& [key, pedicle] :
       {std::pair("pedicle-left", &vertebra.left), {"pedicle-right", &vertebra.right}}) {
    CarmSetup setup;
    setup.position = PatientPosition::Prone;
    setup.angles = consoleAngles(findPreset(presets, key).supine, setup.position);
    setup.isocentreMm = findPreset(presets, key).isocentreMm;
    const XrayGeometry geometry = carmGeometry(setup);
    const auto front = geometry.project(pedicle->centreMm + 10.0 * pedicle->axis);
    const auto back = geometry.project(pedicle->centreMm - 10.0 * pedicle->axis);
    EXPECT_LT((front - back).norm(), 0.5) << key;
  }
  EXPECT_THROW(findPreset(presets, "sunrise"), Error);
}

TEST(Presets, TheLeftScottyDogLooksFromTheLeftBehind) {
  const auto presets = carmPresets(model(), {}, "L3", Vec3::Zero());
  EXPECT_LT(findPreset(presets, "scotty-left").supine.laoDeg, -20.0);
  EXPECT_GT(findPreset(presets, "scotty-right").supine.laoDeg, 20.0);
}

}  // namespace
}  // namespace trocar::fluoro
