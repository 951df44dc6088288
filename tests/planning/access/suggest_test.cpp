#include "planning/search/suggest.h"

#include "core/error.h"
#include "core/import.h"
#include "core/patients.h"
#include "planning/access/near_structures.h"
#include "planning/access/needle_view.h"
#include "planning/access/placement.h"
#include "planning/evaluation/evaluation.h"
#include "planning/plan/instrument.h"
#include "planning/search/candidates.h"
#include "planning/search/lesion_target.h"
#include "planning/search/proposal.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>
#include <set>

namespace trocar::access {
namespace {

const CaseModel& breastModelOfSuggest() {
  return bundledModel("l3-breast");
}

TEST(Template, MakesAScrewOfAScrewAndAnAccessOfANeedle) {
  const auto purposeOf = [](const char* instrument) {
    return search::templateNeedle(
               breastModelOfSuggest(), "L2", Approach::Transpedicular, Side::Left, instrument)
        ->purpose;
  };
  EXPECT_EQ(purposeOf("screw-6.5"), Purpose::Screw);
  EXPECT_EQ(purposeOf("bone-needle-11g"), Purpose::Access);
}

/// A screw is judged as a screw when it is proposed, so that it is what the plan then says of it.
TEST(Suggest, ProposesPedicleScrewsByTheirThread) {
  search::SuggestRequest request;
  request.level = "L5";
  request.approach = Approach::Transpedicular;
  request.side = Side::Left;
  request.shelf = {"screw-6.5"};
  const Needle needle =
      search::suggest(breastModelOfSuggest(), {}, request).cards.front().needles.front();
  EXPECT_EQ(needle.purpose, Purpose::Screw);
  EvaluationOptions options;
  options.physics = false;
  const Evaluation evaluation = evaluate(breastModelOfSuggest(), withNeedle({}, needle), options);
  ASSERT_TRUE(evaluation.needles[0].screw && evaluation.needles[0].breach);
  EXPECT_EQ(evaluation.needles[0].screw->grade, 'A');
  EXPECT_EQ(evaluation.needles[0].breach->grade, 'A');
}

TEST(Access, MeasuresNoBreachAndNoOrderOfANeedleThatNeverEntersItsVertebra) {
  Needle needle;
  needle.id = "N1";
  needle.instrument = "bone-needle-11g";
  needle.approach = Approach::Transpedicular;
  needle.level = "L3";
  needle.side = Side::Left;
  needle.trajectory = {Vec3(80, 65, 92), Vec3(50, -20, 90)};
  EvaluationOptions options;
  options.physics = false;
  const Evaluation evaluation = evaluate(breastModelOfSuggest(), withNeedle({}, needle), options);
  const NeedleEvaluation& numbers = evaluation.needles.front();
  EXPECT_FALSE(numbers.breach);
  EXPECT_FALSE(numbers.orderRule);
  EXPECT_FALSE(numbers.placement->breachProbability) << "not 0 %";
  EXPECT_TRUE(
      std::any_of(evaluation.findings.begin(), evaluation.findings.end(), [](const auto& f) {
        return f.rule == "tip-outside-bone" && f.text == "N1: the needle never enters L3.";
      }));
}

search::SuggestRequest requestOf(const std::string& level,
                                 Approach approach,
                                 std::optional<Side> side = {}) {
  search::SuggestRequest request;
  request.level = level;
  request.approach = approach;
  request.side = side;
  return request;
}

std::string messageOf(const CaseModel& model, const search::SuggestRequest& request) {
  try {
    search::suggest(model, {}, request);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

/// Length of the axis outside the bone's labels between its first cortex and the tip: an
/// independent check.
double outsideAfterEntryMm(const Case& patient, const Structure& bone, const Trajectory& axis) {
  constexpr double kStepMm = 0.1;
  bool entered = false;
  double outsideMm = 0.0;
  for (double depthMm = 0.0; depthMm <= axis.lengthMm(); depthMm += kStepMm) {
    const bool inside = contains(patient, bone, axis.pointAtDepth(depthMm));
    entered = entered || inside;
    outsideMm += entered && !inside ? kStepMm : 0.0;
  }
  return outsideMm;
}

/// Least distance from the shaft's surface to a voxel of `structure`, from the label map alone.
double labelClearanceMm(const Case& patient, const Structure& structure, const Shaft& shaft) {
  const auto& labels = std::get<LabelRegion>(structure.region);
  const LabelMap& map = patient.layers[static_cast<std::size_t>(labels.layer)];
  const Vec3 along = shaft.axis.tipDirection();
  double least = 1e9;
  for (std::size_t v = 0; v < map.voxels().size(); ++v) {
    if (std::find(labels.values.begin(), labels.values.end(), map.voxels()[v]) ==
        labels.values.end())
      continue;
    const Vec3 offset = map.grid().voxelToPatient(map.grid().voxelAt(v)) - shaft.axis.entryMm();
    const double depth = std::clamp(offset.dot(along), 0.0, shaft.axis.lengthMm());
    least = std::min(least, (offset - depth * along).norm());
  }
  return least - shaft.radiusMm;
}

TEST(Suggest, ProposesGradeANeedlesOnBothSidesThatKeepEveryRule) {
  const CaseModel& model = breastModelOfSuggest();
  for (const Side side : {Side::Left, Side::Right}) {
    const search::Suggestions found =
        search::suggest(model, {}, requestOf("L3", Approach::Transpedicular, side));
    ASSERT_FALSE(found.cards.empty());
    const Needle& needle = found.cards.front().needles.front();
    EXPECT_EQ(needle.side, side);
    const double acrossMm = (needle.trajectory.entry - model.vertebra("L3")->bodyCentroidMm).x();
    EXPECT_EQ(acrossMm > 0.0, side == Side::Left);  // +x is the patient's left.
    Plan plan;
    plan.needles = {needle};
    EvaluationOptions quick;
    quick.placementSamples = 0;
    const Evaluation evaluation = evaluate(model, plan, quick);
    EXPECT_EQ(evaluation.needles.front().breach->grade, 'A');
    EXPECT_TRUE(evaluation.needles.front().orderRule->passes);
    for (const Finding& finding : evaluation.findings)
      EXPECT_NE(finding.severity, Finding::Severity::Danger) << finding.text;
  }
}

TEST(Suggest, StartsOnTheSkinAndEndsInTheAnteriorThird) {
  const CaseModel& model = breastModelOfSuggest();
  const search::Suggestions found =
      search::suggest(model, {}, requestOf("L2", Approach::Transpedicular, Side::Left));
  const Needle& needle = found.cards.front().needles.front();
  const Structure& skin = *model.patient().withRole(Role::Skin).front();
  const Vec3 direction = needle.trajectory.direction();
  EXPECT_TRUE(contains(model.patient(), skin, Vec3(needle.trajectory.entry + 2.0 * direction)));
  EXPECT_FALSE(contains(model.patient(), skin, Vec3(needle.trajectory.entry - 2.0 * direction)));
  Plan plan;
  plan.needles = {needle};
  const Evaluation evaluation = evaluate(model, plan, {.physics = false, .placementSamples = 0});
  EXPECT_GE(evaluation.needles.front().tip->depthFraction, 0.66);
}

TEST(Suggest, KeepsClearOfTheCanalByTheLabelsAlone) {
  const CaseModel& model = breastModelOfSuggest();
  const Structure& canal = *model.patient().find("canal");
  for (const search::SuggestionCard& card :
       search::suggest(model, {}, requestOf("L3", Approach::Transpedicular)).cards) {
    const Needle& needle = card.needles.front();
    const double radiusMm = 0.5 * findInstrument(needle.instrument).outerDiameterMm;
    EXPECT_GT(labelClearanceMm(model.patient(), canal, {needle.trajectory, radiusMm}), 0.0);
  }
}

TEST(Suggest, CardsAreDistinctAndRanked) {
  const search::Suggestions found =
      search::suggest(breastModelOfSuggest(), {}, requestOf("L3", Approach::Transpedicular));
  ASSERT_EQ(found.cards.size(), 3u);
  EXPECT_GE(found.cards[0].score, found.cards[1].score);
  EXPECT_GE(found.cards[1].score, found.cards[2].score);
  EXPECT_NE(found.cards[0].needles, found.cards[1].needles);
  EXPECT_TRUE(std::any_of(
      found.cards.begin(), found.cards.end(), [](const auto& card) { return card.onFront; }));
  EXPECT_FALSE(found.entries.empty());
}

TEST(Suggest, GivesTheSameCardsEveryTime) {
  const auto request = requestOf("L4", Approach::Transpedicular, Side::Right);
  const search::Suggestions once = search::suggest(breastModelOfSuggest(), {}, request);
  const search::Suggestions again = search::suggest(breastModelOfSuggest(), {}, request);
  ASSERT_EQ(once.cards.size(), again.cards.size());
  for (std::size_t i = 0; i < once.cards.size(); ++i) {
    EXPECT_EQ(once.cards[i].needles, again.cards[i].needles);
    EXPECT_EQ(once.cards[i].score, again.cards[i].score);
  }
}

TEST(Suggest, APairIsOneNeedleASideWithAGapAndCoversMoreThanEither) {
  const search::Suggestions found =
      search::suggest(breastModelOfSuggest(), {}, requestOf("L3", Approach::Bipedicular));
  ASSERT_FALSE(found.cards.empty());
  const search::SuggestionCard& pair = found.cards.front();
  ASSERT_EQ(pair.needles.size(), 2u);
  EXPECT_EQ(pair.needles[0].side, Side::Left);
  EXPECT_EQ(pair.needles[1].side, Side::Right);
  EXPECT_NE(pair.needles[0].id, pair.needles[1].id);
  EXPECT_GT(distanceBetweenMm(pair.needles[0].trajectory, pair.needles[1].trajectory), 5.0);
  EXPECT_GT(pair.coverage, 0.6);
}

TEST(Suggest, AMarkedFractureOfThePedicleRanksTheWayPastItFirstAndSaysWhy) {
  Plan plan;
  plan.pedicleFractures = {{"L3", Side::Left}};
  const search::Suggestions found = search::suggest(
      breastModelOfSuggest(), plan, requestOf("L3", Approach::Transpedicular, Side::Left));
  EXPECT_EQ(found.cards.front().needles.front().approach, Approach::Parapedicular);
  ASSERT_FALSE(found.remarks.empty());
  EXPECT_THAT(found.remarks.front(), testing::HasSubstr("fracture"));
}

TEST(Suggest, WhatCannotBeProposedIsASentence) {
  const CaseModel& model = breastModelOfSuggest();
  EXPECT_THAT(messageOf(model, requestOf("L9", Approach::Transpedicular)),
              testing::HasSubstr("L9"));
  search::SuggestRequest inCanal = requestOf("L3", Approach::Transpedicular);
  inCanal.targetMm = model.vertebra("L3")->canalCentreMm;
  ASSERT_TRUE(inCanal.targetMm);
  EXPECT_THAT(messageOf(model, inCanal), testing::HasSubstr("target lies inside"));
  search::SuggestRequest tooShort = requestOf("L3", Approach::Transpedicular, Side::Left);
  tooShort.shelf = {"bone-needle-15g-100"};
  tooShort.targetMm = model.vertebra("L3")->bodyCentroidMm - 40.0 * Vec3::UnitY();
  EXPECT_NE(messageOf(model, tooShort), "no error");
}

TEST(Suggest, AFreeNeedleMayEndInANerve) {
  const CaseModel& model = breastModelOfSuggest();
  search::SuggestRequest request;
  request.structure = "root_L3_left";
  request.approach = Approach::Free;
  request.side = Side::Left;
  const search::Suggestions found = search::suggest(model, {}, request);
  ASSERT_FALSE(found.cards.empty());
  EXPECT_EQ(found.cards.front().needles.front().approach, Approach::Free);
}

/// Cosine between where a needle heads and the given direction.
double heading(const search::SuggestionCard& card, const Vec3& direction) {
  return card.needles.front().trajectory.direction().dot(direction);
}

TEST(Suggest, AFreeNeedleComesFromSkinThatFacesUpAndThroughNoOrgan) {
  const CaseModel& model = breastModelOfSuggest();
  search::SuggestRequest request;
  request.structure = "lesion_1";
  request.approach = Approach::Free;
  const std::array<std::pair<PatientPosition, Vec3>, 3> ways = {{
      {PatientPosition::Prone, -Vec3::UnitY()},
      {PatientPosition::LateralLeft, Vec3::UnitX()},
      {PatientPosition::LateralRight, -Vec3::UnitX()},
  }};
  for (const auto& [position, down] : ways) {
    Plan plan;
    plan.procedurePosition = position;
    for (const search::SuggestionCard& card : search::suggest(model, plan, request).cards) {
      EXPECT_GE(heading(card, down), std::cos(Angle::fromDegrees(100.5).radians()))
          << toString(position);
      EXPECT_LE(std::abs(heading(card, Vec3::UnitZ())),
                std::sin(Angle::fromDegrees(60.5).radians()));
      const Needle& needle = card.needles.front();
      const NeedleEvaluation numbers = measureNeedle(model, needle);
      EXPECT_TRUE(numbers.skinMm);
      for (const Clearance& clearance : numbers.clearances)
        EXPECT_GT(clearance.distanceMm, 0.0) << clearance.structure;
    }
  }
}

/// A plan with one free needle along a line through the middle of L3, the tip there.
Plan planThrough(const CaseModel& model, const Vec3& direction, PatientPosition position) {
  Plan plan;
  plan.procedurePosition = position;
  const Vec3 tip = model.vertebra("L3")->bodyCentroidMm;
  plan.needles = {{"N1",
                   "bone-needle-11g-150",
                   Purpose::Access,
                   Approach::Free,
                   "",
                   {},
                   {},
                   {tip - 140.0 * direction.normalized(), tip},
                   false}};
  return plan;
}

std::vector<std::string> rulesBroken(const CaseModel& model, const Plan& plan) {
  std::vector<std::string> keys;
  for (const Finding& finding : evaluate(model, plan, {.physics = false}).findings)
    keys.push_back(finding.rule);
  return keys;
}

TEST(AccessRules, ANeedleThatComesFromBelowIsNamed) {
  const CaseModel& model = breastModelOfSuggest();
  const auto said = testing::Contains("entry-from-below");
  const Vec3 fromFront = Vec3::UnitY();
  const Vec3 fromLeft = -Vec3::UnitX();
  EXPECT_THAT(rulesBroken(model, planThrough(model, fromFront, PatientPosition::Prone)), said);
  EXPECT_THAT(rulesBroken(model, planThrough(model, fromFront, PatientPosition::Supine)),
              testing::Not(said));
  EXPECT_THAT(rulesBroken(model, planThrough(model, fromLeft, PatientPosition::LateralLeft)), said);
  EXPECT_THAT(rulesBroken(model, planThrough(model, fromLeft, PatientPosition::LateralRight)),
              testing::Not(said));
  EXPECT_THAT(rulesBroken(model, planThrough(model, fromLeft, PatientPosition::Prone)),
              testing::Not(said));
  EXPECT_THAT(rulesBroken(model, planThrough(model, fromFront, PatientPosition::Unknown)),
              testing::Not(said));
}

TEST(AccessRules, AnOrganIsNotToBeCrossed) {
  const CaseModel& model = bundledModel("t10-renal");
  const Structure* liver = model.patient().find("liver");
  ASSERT_NE(liver, nullptr);
  Plan plan;
  plan.procedurePosition = PatientPosition::Supine;
  const Vec3 tip = model.vertebra("T10")->bodyCentroidMm;
  const Vec3 inLiver = search::lesionCoreMm(model, *liver);
  plan.needles = {{"N1",
                   "bone-needle-11g-150",
                   Purpose::Access,
                   Approach::Free,
                   "",
                   {},
                   {},
                   {inLiver + (inLiver - tip), tip},
                   false}};
  EXPECT_THAT(rulesBroken(model, plan), testing::Contains("needle-crosses-organ"));
}

TEST(NearStructures, SayExactlyWhatAskingAllSays) {
  const CaseModel& model = breastModelOfSuggest();
  std::vector<const DistanceField*> fields;
  for (const char* id : {"canal",
                         "thecal_sac",
                         "root_L3_left",
                         "root_L3_right",
                         "aorta",
                         "vena_cava",
                         "root_L2_left"})
    fields.push_back(&model.fields().of(id));
  const Vec3 middle = model.vertebra("L3")->bodyCentroidMm;
  const NearStructures near(fields, {middle - Vec3::Constant(60.0), middle + Vec3::Constant(60.0)});
  for (int i = 0; i < 5000; ++i) {
    const Vec3 point =
        middle +
        Vec3(80.0 * std::sin(1.7 * i), 80.0 * std::sin(2.3 * i + 1), 80.0 * std::sin(3.1 * i + 2));
    double least = 1e9;
    for (const DistanceField* field : fields)
      least = std::min(least, field->at(point));
    ASSERT_EQ(near.at(point), least);
  }
}

TEST(Corridor, VerdictsAgreeWithTheFullJudgement) {
  std::vector<std::string> remarks;
  const auto settings =
      search::vertebraSettings(breastModelOfSuggest(),
                               {},
                               requestOf("L3", Approach::Transpedicular, Side::Left),
                               {},
                               remarks);
  int accepted = 0;
  for (const search::Candidate& candidate : settings.front().candidates) {
    const bool accept = search::accepts(settings.front().corridor, candidate);
    ASSERT_EQ(accept,
              search::judge(settings.front().corridor, candidate).stop == search::Stop::None);
    accepted += accept ? 1 : 0;
  }
  EXPECT_GT(accepted, 20);
}

TEST(Placement, DrawsTheErrorItWasGiven) {
  PlacementTechnique technique{"t", "T", 4.0, 0.5, 1.0, 0.2, "test"};
  const Trajectory meant{{0, 100, 0}, {0, 0, 0}};
  double sum = 0.0;
  double degrees = 0.0;
  const auto placed = placements(meant, technique, 4000, 7);
  for (const Trajectory& one : placed) {
    sum += one.target.norm();
    degrees += Angle::fromRadians(std::acos(std::min(1.0, one.direction().dot(meant.direction()))))
                   .degrees();
    ASSERT_NEAR(one.lengthMm(), 100.0, 1e-9);
  }
  EXPECT_NEAR(sum / 4000.0, 4.0, 0.05);
  EXPECT_NEAR(degrees / 4000.0, 1.0, 0.02);
  EXPECT_EQ(placements(meant, technique, 10, 7), placements(meant, technique, 10, 7));
  EXPECT_NE(placements(meant, technique, 10, 7), placements(meant, technique, 10, 8));
}

TEST(Placement, OwnNumbersAreThoseOfThePlan) {
  Plan plan;
  plan.placement = placementErrorFromText("3,1.5,2,0.5");
  const PlacementRequest request = placementRequest(plan, {});
  EXPECT_EQ(request.technique.id, "own");
  EXPECT_EQ(request.technique.targetErrorMeanMm, 3.0);
  EXPECT_EQ(request.technique.angleErrorSdDeg, 0.5);
  EXPECT_EQ(toText(PlacementError{3.0, 1.5, 2.0, 0.5}), "3,1.5,2,0.5");
  for (const char* bad : {"", "3,1", "3,1,2,-1", "3,1,2,1,5", "90,1,2,1"})
    EXPECT_THROW(placementErrorFromText(bad), Error) << bad;
}

TEST(Placement, ABetterTechniqueBreachesLess) {
  const CaseModel& model = breastModelOfSuggest();
  const auto needle =
      search::templateNeedle(model, "L3", Approach::Transpedicular, Side::Left, "bone-needle-11g");
  ASSERT_TRUE(needle);
  const auto under = [&](const char* id) {
    return placementOf(model, *needle, {findPlacementTechnique(id), 500, 1});
  };
  const PlacementUncertainty freehand = under("ct-freehand");
  const PlacementUncertainty robot = under("robot");
  ASSERT_TRUE(freehand.breachProbability && robot.breachProbability);
  EXPECT_GT(*freehand.breachProbability, *robot.breachProbability);
  EXPECT_GT(freehand.targetErrorP95Mm, freehand.targetErrorMedianMm);
  double byDirection = 0.0;
  for (const auto& share : freehand.breachByDirection)
    byDirection += share.probability;
  EXPECT_NEAR(byDirection, *freehand.breachProbability, 1e-9);
}

std::filesystem::path testData() {
  const char* folder = std::getenv("TROCAR_TEST_DATA");
  return folder ? std::filesystem::path(folder)
                : std::filesystem::path(SOURCE_DIR) / ".." / "shared" / "data";
}

/// Levels T4 to L5 of a bundled patient that lie whole in its labels.
std::vector<std::string> wholeLevels(const CaseModel& model) {
  static const std::set<std::string> wanted = {
      "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12", "L1", "L2", "L3", "L4", "L5"};
  std::vector<std::string> levels;
  for (const std::string& level : levelsOf(model.patient())) {
    const anatomy::VertebraAnatomy* vertebra = model.vertebra(level);
    if (wanted.contains(level) && vertebra && vertebra->trust.trusted)
      levels.push_back(level);
  }
  return levels;
}

/// An intact pedicle, measured, that leaves the thinnest needle of the usual shelf a millimetre on
/// either side.
bool fitsANeedle(const CaseModel& model, const anatomy::VertebraAnatomy& vertebra, Side side) {
  const anatomy::PedicleAnatomy& pedicle = side == Side::Left ? vertebra.left : vertebra.right;
  return pedicle.trust.trusted && pedicleInvolvement(model, {}, vertebra, side).empty() &&
         pedicle.isthmusWidthMm >= findInstrument("bone-needle-15g").outerDiameterMm + 2.0;
}

class BundledLevels : public testing::TestWithParam<std::string> {};

TEST_P(BundledLevels, GetANeedleOfGradeAThroughAPedicleThatFitsElsePastItWithTheReason) {
  const CaseModel model(std::make_shared<const Case>(loadBundledPatient(GetParam())));
  EvaluationOptions quick;
  quick.physics = false;
  quick.placementSamples = 0;
  for (const std::string& level : wholeLevels(model)) {
    for (const Side side : {Side::Left, Side::Right}) {
      SCOPED_TRACE(level + " " + std::string(toString(side)));
      const search::Suggestions found =
          search::suggest(model, {}, requestOf(level, Approach::Transpedicular, side));
      const Needle& needle = found.cards.front().needles.front();
      if (fitsANeedle(model, *model.vertebra(level), side))
        EXPECT_EQ(needle.approach, Approach::Transpedicular);
      else
        EXPECT_FALSE(found.remarks.empty());
      Plan plan;
      plan.needles = {needle};
      const Evaluation evaluation = evaluate(model, plan, quick);
      for (const Finding& finding : evaluation.findings)
        EXPECT_NE(finding.severity, Finding::Severity::Danger) << finding.text;
      if (needle.approach != Approach::Transpedicular)
        continue;
      EXPECT_EQ(evaluation.needles.front().breach->grade, 'A');
      EXPECT_TRUE(evaluation.needles.front().orderRule->passes);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Patients,
                         BundledLevels,
                         testing::Values("l3-breast", "t10-renal", "thoracolumbar-renal"),
                         [](const auto& patient) {
                           std::string name = patient.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

/// In slices of 2 mm a way over the superior articular process may leave its label before the
/// pedicle; of ten ways at most one does.
TEST(RealLumbarSpine, SuggestionsLieInBoneFromTheFirstCortexToTheAnteriorThird) {
  const auto folder = testData() / "ct_verse014";
  if (!std::filesystem::exists(folder))
    GTEST_SKIP() << "no ct_verse014 under " << testData();
  const auto patient = std::make_shared<const Case>(
      importCase(folder / "sub-verse014_ct.nii.gz",
                 {{.path = folder / "sub-verse014_seg-vert_msk.nii.gz"}},
                 {.scheme = "verse"}));
  const CaseModel model(patient);
  int leaving = 0;
  for (const std::string level : {"L1", "L2", "L3", "L4", "L5"}) {
    for (const Side side : {Side::Left, Side::Right}) {
      const search::Suggestions found =
          search::suggest(model, {}, requestOf(level, Approach::Transpedicular, side));
      const Needle& needle = found.cards.front().needles.front();
      ASSERT_EQ(needle.approach, Approach::Transpedicular) << level;
      const Structure& bone = *patient->find("vertebra_" + level);
      const double outsideMm = outsideAfterEntryMm(*patient, bone, needle.trajectory);
      EXPECT_LT(outsideMm, 6.0) << level;
      leaving += outsideMm > 0.11 ? 1 : 0;
      Plan plan;
      plan.needles = {needle};
      const Evaluation evaluation =
          evaluate(model, plan, {.physics = false, .placementSamples = 0});
      const NeedleEvaluation& numbers = evaluation.needles.front();
      EXPECT_EQ(numbers.breach->grade, 'A') << level;
      EXPECT_GE(numbers.tip->depthFraction, 0.66) << level;
      EXPECT_FALSE(numbers.skinToTargetMm)
          << level;  // The CT is 80 mm wide: the skin lies outside it.
    }
  }
  EXPECT_LE(leaving, 1);
}

}  // namespace
}  // namespace trocar::access
