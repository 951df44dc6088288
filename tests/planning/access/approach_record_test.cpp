#include "planning/access/approach_record.h"

#include "core/assets.h"
#include "core/error.h"
#include "core/io.h"
#include "planning/access/rules.h"
#include "planning/access/screw_bone.h"
#include "planning/model/angles.h"
#include "planning/search/approach.h"
#include "planning/search/proposal.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <gmock/gmock.h>

namespace trocar::access {
namespace {

using Json = nlohmann::json;

Json assetJson(const char* file) {
  return Json::parse(readFile(assetPath(file)));
}

/// The rules with one limit changed.
RuleTable rulesWith(const std::string& key, double limit) {
  Json rules = assetJson("access/rules.json");
  for (const char* list : {"rules", "measures"}) {
    for (Json& rule : rules.at(list)) {
      if (rule.at("key") == key)
        rule["limit"] = limit;
    }
  }
  return rulesFromJson(rules.dump(), "rules.json");
}

ApproachTable tableWith(const RuleTable& rules) {
  return approachesFromJson(assetJson("access/approaches.json").dump(), "approaches.json", rules);
}

const ApproachRecord& recordIn(const ApproachTable& table, Approach approach) {
  return *std::find_if(table.approaches.begin(),
                       table.approaches.end(),
                       [&](const ApproachRecord& one) { return one.approach == approach; });
}

std::string refusalOf(const Json& approaches) {
  try {
    approachesFromJson(approaches.dump(), "approaches.json", ruleTable());
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST(ApproachRecord, NamesOnlyRulesThatJudgeAndHaveAText) {
  std::vector<std::string> keys = approachTable().everyNeedle;
  for (const ApproachRecord& record : allApproaches())
    keys.insert(keys.end(), record.rules.begin(), record.rules.end());
  for (const std::string& key : keys) {
    EXPECT_TRUE(std::any_of(kNeedleRules.begin(), kNeedleRules.end(), [&](const NamedRule& named) {
      return named.key == key;
    })) << key;
    EXPECT_NO_THROW(ruleText(key)) << key;
  }
}

TEST(ApproachRecord, EveryRuleOfANeedleBelongsToSomeApproach) {
  std::vector<std::string> keys = approachTable().everyNeedle;
  for (const ApproachRecord& record : allApproaches())
    keys.insert(keys.end(), record.rules.begin(), record.rules.end());
  for (const NamedRule& named : kNeedleRules)
    EXPECT_THAT(keys, testing::Contains(std::string(named.key)));
}

TEST(ApproachRecord, ATransiliacNeedleCrossesHipBoneAndSacroiliacCartilageByDefinition) {
  for (const Role role : {Role::Hip, Role::Cartilage}) {
    EXPECT_TRUE(crossesOnPurpose(Approach::Transiliac, role));
    EXPECT_FALSE(crossesOnPurpose(Approach::SacralLongAxis, role));
  }
  EXPECT_FALSE(crossesOnPurpose(Approach::Transiliac, Role::Nerve));
}

TEST(ApproachRecord, SearchTakesItsLimitsFromTheRules) {
  const ApproachTable deep = tableWith(rulesWith("bone-ahead", 12.0));
  EXPECT_EQ(recordIn(deep, Approach::Transpedicular).limits.boneAheadMm, 12.0);
  EXPECT_EQ(recordIn(deep, Approach::SacralLongAxis).limits.boneAheadMm, 4.0);
  const ApproachTable cephalad = tableWith(rulesWith("sacral-cephalad", 7.0));
  EXPECT_EQ(recordIn(cephalad, Approach::SacralLongAxis).limits.boneAheadMm, 7.0);
  const ApproachTable wide = tableWith(rulesWith("needle-near", 3.5));
  EXPECT_EQ(recordIn(wide, Approach::Parapedicular).limits.usualClearanceMm, 3.5);
  EXPECT_EQ(recordIn(wide, Approach::Transpedicular).limits.clearanceMm, 0.5);
  const ApproachTable tip = tableWith(rulesWith("screw-tip", 4.0));
  EXPECT_EQ(recordIn(tip, Approach::Lc2Screw).limits.boneAheadMm, 6.0);
  const ApproachTable thread = tableWith(rulesWith("screw-margin", 1.5));
  EXPECT_EQ(recordIn(thread, Approach::IliosacralScrew).limits.marginMm, 1.5);
  const ApproachTable entry = tableWith(rulesWith("entry-zone", 5.0));
  EXPECT_EQ(recordIn(entry, Approach::Bipedicular).limits.entryZoneMm, 5.0);
  const ApproachTable passes = tableWith(rulesWith("cortical-passes", 2.0));
  EXPECT_EQ(recordIn(passes, Approach::Iliac).limits.corticalPasses, 2.0);
}

TEST(ApproachRecord, AimsNoShorterThanTheRuleAsks) {
  const ApproachTable deep = tableWith(rulesWith("tip-depth", 0.8));
  EXPECT_THAT(recordIn(deep, Approach::Transpedicular).bodyAim->depths,
              testing::ElementsAre(0.8, 0.8, 0.86));
}

TEST(ApproachRecord, ATextOfARuleSaysTheLimitThatHolds) {
  EXPECT_THAT(ruleText("breach-grade").why, testing::HasSubstr("between 3 mm past the entry"));
  EXPECT_THAT(ruleText("tip-height").source, testing::HasSubstr("band of 15 %"));
  EXPECT_THAT(rulesWith("entry-zone", 2.5).at("breach-grade").why,
              testing::HasSubstr("between 2.5 mm past the entry"));
}

TEST(ApproachRecord, ACourseGivenByAnglesKeepsToThem) {
  const ApproachCourse& course = *recordOf(Approach::AcetabularAnterior).course;
  ASSERT_TRUE(course.angles);
  const Vec3 along = course.direction.normalized();
  EXPECT_NEAR(
      std::asin(-along.x()), Angle::fromDegrees(course.angles->toSagittalDeg).radians(), 2e-3);
  EXPECT_NEAR(std::asin(-along.z()), Angle::fromDegrees(course.angles->toAxialDeg).radians(), 2e-3);
  EXPECT_GT(along.y(), 0.0);
  EXPECT_THAT(ruleText("acetabular-angle").source, testing::HasSubstr("34.2 and 31.5 degrees"));
  EXPECT_EQ(course.angles->toSagittalDeg, 34.2);
  EXPECT_EQ(course.angles->toAxialDeg, 31.5);
}

TEST(ApproachRecord, ABadTableIsRefusedInWords) {
  Json misspelt = assetJson("access/approaches.json");
  misspelt["approaches"][0]["rule"] = Json::array();
  EXPECT_THAT(refusalOf(misspelt),
              testing::AllOf(testing::HasSubstr("approaches.json"),
                             testing::HasSubstr("approaches[transpedicular].rule"),
                             testing::HasSubstr("\"rules\"")));
  Json unsourced = assetJson("access/approaches.json");
  unsourced["limits"]["free"]["steepest"].erase("source");
  EXPECT_THAT(
      refusalOf(unsourced),
      testing::AllOf(testing::HasSubstr("limits.free.steepest"), testing::HasSubstr("source")));
  Json otherUnit = assetJson("access/approaches.json");
  otherUnit["limits"]["bone"]["boneAhead"] = {{"rule", "tip-depth"}};
  EXPECT_THAT(refusalOf(otherUnit), testing::HasSubstr("'tip-depth' has no limit in mm"));
  Json missing = assetJson("access/approaches.json");
  missing["approaches"].erase(1);
  EXPECT_THAT(refusalOf(missing), testing::HasSubstr("'parapedicular' has 0 records"));
}

/// Every setting of a level's left side with a limit of the search changed.
template <typename Change>
int acceptedWith(const CaseModel& model, const Change& change) {
  search::SuggestRequest request;
  request.level = "L3";
  request.side = Side::Left;
  std::vector<std::string> remarks;
  int accepted = 0;
  for (search::Setting& setting : search::vertebraSettings(model, {}, request, {}, remarks)) {
    change(setting.corridor.limits);
    for (const search::Candidate& candidate : setting.candidates)
      accepted += search::accepts(setting.corridor, candidate) ? 1 : 0;
  }
  return accepted;
}

TEST(ApproachRecord, EachLimitTurnsCandidatesAway) {
  const CaseModel& model = bundledModel("l3-breast");
  const int usual = acceptedWith(model, [](SearchLimits&) {});
  EXPECT_GT(usual, 0);
  EXPECT_LT(acceptedWith(model, [](SearchLimits& limits) { limits.boneAheadMm = 12.0; }), usual);
  EXPECT_LT(acceptedWith(model, [](SearchLimits& limits) { limits.clearanceMm = 4.0; }), usual);
  EXPECT_LT(acceptedWith(model, [](SearchLimits& limits) { limits.entryZoneMm = 0.0; }), usual);
  EXPECT_LT(acceptedWith(model, [](SearchLimits& limits) { limits.steepestDeg = 5.0; }), usual);
  EXPECT_GE(acceptedWith(model, [](SearchLimits& limits) { limits.corticalPasses = 3.0; }), usual);
}

}  // namespace
}  // namespace trocar::access
