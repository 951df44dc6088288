// Searches on patients that are mirrored or turned, and past pedicles of the whole chest.
#include "core/angle.h"
#include "core/import.h"
#include "real_data.h"
#include "tests/planning/bone_setting.h"
#include "tests/planning/bundled_model.h"
#include "turned_case.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace trocar::search {
namespace {

Side otherSide(Side side) {
  return side == Side::Left ? Side::Right : Side::Left;
}

std::optional<Found> bestOf(const Setting& setting) {
  const SearchResult result = search(setting.corridor, setting.candidates, setting.wishes, 4);
  return result.best.empty() ? std::nullopt : std::optional(result.best.front());
}

CaseModel modelOf(Case patient) {
  return CaseModel(std::make_shared<const Case>(std::move(patient)));
}

TEST(TurnedSearch, OfAMirroredPelvisGivesTheMirroredWay) {
  const CaseModel& model = bundledModel("acetabulum-renal");
  const CaseModel other = modelOf(testing::mirrored(model.patient()));
  for (const auto& [approach, side] : {std::pair(Approach::SacralLongAxis, Side::Left),
                                       {Approach::SacralShortAxis, Side::Right},
                                       {Approach::Transiliac, Side::Left},
                                       {Approach::AcetabularAnterior, Side::Right},
                                       {Approach::AcetabularPosterolateral, Side::Left},
                                       {Approach::Iliac, Side::Right},
                                       {Approach::Ramus, Side::Left}}) {
    SCOPED_TRACE(std::string(toString(approach)) + " " + std::string(toString(side)));
    const auto one = bestOf(settingOf(model, approach, side));
    const auto two = bestOf(settingOf(other, approach, otherSide(side)));
    ASSERT_EQ(one.has_value(), two.has_value());
    if (!one)
      continue;
    const Vec3 tip = two->candidate.targetMm;
    EXPECT_NEAR(one->score, two->score, 0.01);
    EXPECT_LT((one->candidate.targetMm - Vec3(-tip.x(), tip.y(), tip.z())).norm(), 2.0);
  }
}

// The table does not turn with the patient, and what it forbids (a steep way) may differ; where a
// way leads into the bone does not.
TEST(TurnedSearch, OfATurnedPelvisAimsAtTheSamePlaces) {
  const CaseModel& upright = bundledModel("acetabulum-renal");
  std::vector<std::pair<Approach, Setting>> before;
  for (const Approach approach : {Approach::SacralLongAxis,
                                  Approach::SacralShortAxis,
                                  Approach::AcetabularAnterior,
                                  Approach::AcetabularPosterolateral,
                                  Approach::Iliac})
    before.emplace_back(approach, settingOf(upright, approach, Side::Left));
  for (const Vec3& axis : {Vec3(1, 0, 0), Vec3(0, 1, 1)}) {
    const Eigen::Matrix3d turn =
        Eigen::AngleAxisd(Angle::fromDegrees(25.0).radians(), axis.normalized()).toRotationMatrix();
    const CaseModel turned = modelOf(testing::turned(upright.patient(), turn));
    for (const auto& [approach, setting] : before) {
      SCOPED_TRACE(::testing::Message()
                   << toString(approach) << ", turned about " << axis.transpose());
      const Setting after = settingOf(turned, approach, Side::Left);
      EXPECT_LT((after.wishes.idealTargetMm - turn * setting.wishes.idealTargetMm).norm(), 4.0);
      EXPECT_TRUE(bestOf(after));
    }
  }
}

void expectWaysPastPedicles(const CaseModel& model, const std::vector<std::string>& levels) {
  for (const std::string& level : levels) {
    SuggestRequest request;
    request.approach = Approach::Parapedicular;
    request.level = level;
    request.shelf = {"bone-needle-15g-100"};
    std::vector<std::string> remarks;
    for (const Setting& setting :
         vertebraSettings(model, {}, request, aimOf(model, request), remarks)) {
      SCOPED_TRACE(level + " " + std::string(toString(*setting.side)));
      const auto best = bestOf(setting);
      ASSERT_TRUE(best);
      EXPECT_GE(best->judgement.criticalMm, setting.corridor.limits.clearanceMm);
    }
  }
}

TEST(PastPedicles, AreFoundOverTheChest) {
  expectWaysPastPedicles(bundledModel("thoracolumbar-renal"), {"T7", "T9", "T11"});
  expectWaysPastPedicles(bundledModel("t10-renal"), {"T8", "T10", "T12"});
}

TEST(PastPedicles, AreFoundOnARealChest) {
  const auto folder = testing::realData("ct_totalseg_spine_report");
  if (folder.empty())
    GTEST_SKIP() << "ct_totalseg_spine_report is not here.";
  expectWaysPastPedicles(modelOf(importCase(folder / "example_ct.nii.gz",
                                            {{.path = folder / "totalseg.nii.gz"}},
                                            {.scheme = "totalsegmentator"})),
                         {"T12", "L1"});
}

void expectLongAxisInSacrum(const CaseModel& model) {
  for (const Side side : {Side::Left, Side::Right}) {
    SCOPED_TRACE(toString(side));
    const auto best = bestOf(settingOf(model, Approach::SacralLongAxis, side));
    ASSERT_TRUE(best);
    EXPECT_LT(best->judgement.departures, OtherBone) << "it runs through another bone";
    EXPECT_GT(best->judgement.boneEntryMm, 25.0);
    for (const anatomy::HipAnatomy& hip : model.pelvis().hips) {
      const DistanceField& field = model.fields().of(hip.structureId);
      for (double backMm = 0.0; backMm < 100.0; backMm += 1.0)
        EXPECT_GT(field.at(best->candidate.targetMm - backMm * best->candidate.direction), -2.0);
    }
  }
}

TEST(SacralLongAxis, StaysInTheSacrum) {
  for (const char* id : {"acetabulum-renal", "sacrum-sarcoma"}) {
    SCOPED_TRACE(id);
    expectLongAxisInSacrum(bundledModel(id));
  }
}

TEST(SacralLongAxis, StaysInARealSacrum) {
  const auto folder = testing::realData("mesh_artisynth_LSS");
  if (folder.empty())
    GTEST_SKIP() << "mesh_artisynth_LSS is not here.";
  expectLongAxisInSacrum(modelOf(testing::visibleHuman(folder)));
}

}  // namespace
}  // namespace trocar::search
