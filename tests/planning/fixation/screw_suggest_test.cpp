#include "planning/search/screw_suggest.h"

#include "core/error.h"
#include "planning/access/approach_record.h"
#include "planning/evaluation/evaluation.h"
#include "planning/findings/finding.h"
#include "planning/fixation/screw_site.h"
#include "planning/model/clearance.h"
#include "planning/model/evaluation_options.h"
#include "planning/plan/instrument.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

namespace trocar::fixation {
namespace {

const CaseModel& pelvis() {
  return bundledModel("acetabulum-renal");
}

search::SuggestRequest requestOf(Approach approach, std::optional<Side> side, int count = 1) {
  search::SuggestRequest request;
  request.approach = approach;
  request.side = side;
  request.count = count;
  return request;
}

std::string messageOf(const CaseModel& model, const search::SuggestRequest& request) {
  try {
    search::suggestScrews(model, {}, request);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

Evaluation evaluated(const Plan& plan) {
  EvaluationOptions options;
  options.physics = false;
  options.placementSamples = 0;
  return evaluate(pelvis(), plan, options);
}

/// The proposal, evaluated as any other plan.
ScrewGrade gradeOf(const search::SuggestionCard& card) {
  Plan plan;
  plan.needles = card.needles;
  return evaluated(plan).needles.front().screw.value();
}

class EachCorridor : public ::testing::TestWithParam<Approach> {};

TEST_P(EachCorridor, HoldsAScrewWithinTheCortexOnBothSides) {
  for (const Side side : {Side::Left, Side::Right}) {
    const search::Suggestions found =
        search::suggestScrews(pelvis(), {}, requestOf(GetParam(), side));
    ASSERT_FALSE(found.cards.empty());
    const search::SuggestionCard& card = found.cards.front();
    const Needle& needle = card.needles.front();
    EXPECT_EQ(needle.side, side);
    EXPECT_EQ(needle.purpose, Purpose::Screw);
    const ScrewGrade grade = gradeOf(card);
    EXPECT_EQ(grade.grade, 'A') << toString(GetParam()) << " " << toString(side) << " " << card.why;
    EXPECT_NEAR(grade.headProudMm, 0.0, 1.0) << card.why;
    // Its head is on its own side; the anterior column is reached from beyond the symphysis.
    const bool byTip = GetParam() == Approach::AnteriorColumnScrew;
    const Vec3& end = byTip ? needle.trajectory.target : needle.trajectory.entry;
    const double outX = end.x() - pelvis().patient().ct.grid().centreMm().x();
    EXPECT_GT(signOf(side) * outX, 0.0) << toString(GetParam());
  }
}

INSTANTIATE_TEST_SUITE_P(OfThePelvis,
                         EachCorridor,
                         ::testing::Values(Approach::IliosacralScrew,
                                           Approach::TranssacralScrew,
                                           Approach::AnteriorColumnScrew,
                                           Approach::PosteriorColumnScrew,
                                           Approach::Lc2Screw,
                                           Approach::FemoralNeckScrew),
                         [](const auto& one) {
                           std::string name(toString(one.param));
                           std::erase(name, '-');
                           return name;
                         });

/// Along the axis of the iliosacral corridor of S1, on the left.
NeedleEvaluation measuredAlongIliosacralAxis(Approach approach) {
  const ScrewSite site = screwSites(pelvis(), Approach::IliosacralScrew, Side::Left).front();
  const Vec3 out = (site.head.centreMm - site.tip.centreMm).normalized();
  Needle needle;
  needle.id = "N1";
  needle.instrument = "screw-7.3";
  needle.purpose = Purpose::Screw;
  needle.approach = approach;
  needle.side = Side::Left;
  needle.trajectory = {site.head.centreMm + 30.0 * out, site.tip.centreMm};
  Plan plan;
  plan.needles = {needle};
  EvaluationOptions options;
  options.physics = false;
  options.placementSamples = 60;
  const Evaluation evaluation = evaluate(pelvis(), plan, options);
  const bool danger = std::any_of(
      evaluation.findings.begin(), evaluation.findings.end(), [](const Finding& finding) {
        return finding.rule == "needle-crosses-cartilage";
      });
  EXPECT_EQ(danger, approach == Approach::Free);
  return evaluation.needles.front();
}

TEST(ScrewSuggest, TheJointThatAScrewCrossesOnPurposeIsNoDanger) {
  const std::string cartilage = "sacroiliac_cartilage_left";
  const NeedleEvaluation screw = measuredAlongIliosacralAxis(Approach::IliosacralScrew);
  ASSERT_FALSE(screw.clearances.empty());
  EXPECT_NE(screw.clearances.front().structure, cartilage) << "nearest is what must be spared";
  const auto crossed =
      std::find_if(screw.clearances.begin(), screw.clearances.end(), [&](const Clearance& one) {
        return one.structure == cartilage;
      });
  ASSERT_NE(crossed, screw.clearances.end());
  EXPECT_TRUE(crossed->onPurpose);
  EXPECT_LT(crossed->distanceMm, 0.0);
  for (const auto& touched : screw.placement->touches)
    EXPECT_NE(touched.what, cartilage);
  const NeedleEvaluation free = measuredAlongIliosacralAxis(Approach::Free);
  const auto pierced =
      std::find_if(free.clearances.begin(), free.clearances.end(), [&](const Clearance& one) {
        return one.structure == cartilage;
      });
  ASSERT_NE(pierced, free.clearances.end());
  EXPECT_FALSE(pierced->onPurpose);
  EXPECT_LT(pierced->distanceMm, 0.0);
}

TEST(ScrewSuggest, TheTripodIsThreeScrewsThatKeepApart) {
  const search::Suggestions found =
      search::suggestScrews(pelvis(), {}, requestOf(Approach::TripodScrews, Side::Right));
  ASSERT_EQ(found.cards.size(), 1u);
  const std::vector<Needle>& legs = found.cards[0].needles;
  ASSERT_EQ(legs.size(), 3u);
  Plan plan;
  plan.needles = legs;
  const Evaluation evaluation = evaluated(plan);
  for (const Finding& finding : evaluation.findings) {
    EXPECT_NE(finding.rule, "tripod-leg");
    EXPECT_NE(finding.rule, "screw-breach") << finding.text;
  }
  plan.needles.pop_back();
  const Evaluation two = evaluated(plan);
  EXPECT_TRUE(std::any_of(two.findings.begin(), two.findings.end(), [](const Finding& f) {
    return f.rule == "tripod-leg" && f.subject == "hip_right";
  }));
}

TEST(ScrewSuggest, ALesionDecidesTheSide) {
  search::SuggestRequest request = requestOf(Approach::PosteriorColumnScrew, {});
  request.structure = "lesion_1";
  EXPECT_EQ(search::suggestScrews(pelvis(), {}, request).cards.front().needles.front().side,
            Side::Right);
}

TEST(ScrewSuggest, SaysInOneSentenceWhyNothingFits) {
  search::SuggestRequest request = requestOf(Approach::AnteriorColumnScrew, Side::Left);
  request.shelf = {"bone-needle-11g"};
  EXPECT_NE(messageOf(pelvis(), request).find("is no screw"), std::string::npos);
  request.shelf.clear();
  request.targetMm = Vec3::Zero();
  EXPECT_NE(messageOf(pelvis(), request).find("leave out --target"), std::string::npos);
  const CaseModel empty(std::make_shared<const Case>());
  for (const Approach approach :
       {Approach::IliosacralScrew, Approach::AnteriorColumnScrew, Approach::FemoralNeckScrew}) {
    const std::string message = messageOf(empty, requestOf(approach, Side::Left));
    EXPECT_NE(message.find("needs the"), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos);
  }
}

TEST(ScrewSuggest, EveryCorridorNamesItsSource) {
  int corridors = 0;
  for (const access::ApproachRecord& record : access::allApproaches()) {
    if (!record.screw)
      continue;
    ++corridors;
    EXPECT_FALSE(record.screw->source.empty()) << record.name;
    EXPECT_FALSE(screwSites(pelvis(), record.approach, Side::Left).empty()) << record.name;
  }
  EXPECT_EQ(corridors, 6);
}

TEST(CaseModel, MakesWhatIsDerivedOnceForEveryName) {
  const CaseModel fresh(pelvis().sharedPatient());
  int made = 0;
  const auto make = [&made] { return std::make_shared<const int>(++made); };
  const auto first = fresh.derived("one", make);
  EXPECT_EQ(fresh.derived("one", make), first);
  EXPECT_EQ(made, 1);
  EXPECT_NE(fresh.derived("other", make), first);
  EXPECT_EQ(made, 2);
  EXPECT_THROW(fresh.derived("bad", []() -> std::shared_ptr<const void> { throw Error("no"); }),
               Error);
  EXPECT_NE(fresh.derived("bad", make), nullptr) << "tried again after a failure";
}

}  // namespace
}  // namespace trocar::fixation
