#include "planning/facts/ablation_facts.h"
#include "planning/facts/cement_facts.h"
#include "planning/facts/evaluation_json.h"
#include "planning/facts/facts_json.h"
#include "planning/facts/needle_facts.h"
#include "planning/handover/csv.h"
#include "planning/report/report_html.h"
#include "planning/review/sheet.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <gmock/gmock.h>
#include <set>

namespace trocar::facts {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

NeedleEvaluation everythingOfANeedle() {
  NeedleEvaluation e;
  e.id = "N1";
  e.bone = "vertebra_L3";
  e.skinMm = Vec3(40.0, 80.0, 0.0);
  e.skinToTargetMm = 87.64;
  e.skinToBoneMm = 41.25;
  e.distanceFromMidlineMm = 38.0;
  e.distanceFromSpinousMm = 37.0;
  e.axialAngleDeg = 12.04;
  e.craniocaudalAngleDeg = -3.26;
  e.vertebraAngles = {11.0, 1.0};
  e.carm = {-12.0, 5.0};
  e.carmProne = {-12.0, -5.0};
  e.breach = {'C', 2.13, "medial", Vec3::Zero(), Breach::Margins{-2.13, 3.0, 4.0, 5.0}};
  e.orderRule = {true, 4.44, Vec3::Zero(), std::nullopt};
  e.bonePath.emplace();
  e.fit = {8.0, 2.0, 30.0};
  e.tip = {0.6, 1.0, 12.0};
  e.screw.emplace().inLesionMm = 3.0;
  e.clearances = {{"canal", 3.25, Vec3::Zero()}};
  e.placement.emplace().touches = {{"canal", 0.25}};
  e.placement->breachProbability = 0.12;
  e.unjudged = {{RiskGroup::Vessels, "not labelled on this CT"}};
  e.placement->breachByDirection = {{"medial", 0.1}};
  return e;
}

ablation::AblationResult everythingOfAnAblation() {
  ablation::AblationResult result;
  result.basis = Basis::Simulated;
  result.zones = {{"N1", -20.0, {}, 12.26, 38.17, 26.14, Basis::Simulated, "source", "bone"}};
  result.targets = {{"lesion_1", {{-20.0, 0.934}}, {{-20.0, 0.8}}, -20.0, -1.27}};
  result.structures = {{"canal", 3.33, 12.0, 37.0, 0.0, 0.0}};
  result.unprotected = result.withoutBarrier = result.structures;
  result.sensors = {{"N2", Vec3::Zero(), 1.0, 37.0, {0.0, 10.0}, {37.0, 1.0}}};
  result.contributions = {{"N1", 2.5, {{"lesion_1", 0.3}}}};
  ablation::AblationBand band;
  band.volumes = {{-20.0, {10.0, 14.0}}};
  band.margins = {{"lesion_1", {-2.0, 1.0}}};
  band.exposures = {{"canal", {5.0, 20.0}, {37.0, 38.0}}};
  band.members = 9;
  result.band = band;
  result.chances = {{"lesion_1", 0.95, 0.7, 0.97, 0.8, "ct-freehand", 200}};
  return result;
}

cement::CementResult everythingOfACement() {
  cement::CementResult cement;
  cement.requestedMl = 4.0;
  cement.deliveredMl = 3.46;
  cement.fillFraction = 0.123;
  cement.lesionFraction = 0.5;
  cement.leftShare = 0.4;
  cement.endplates = {0.1, 0.2};
  cement.leaks = {{"basivertebral", "canal", 0.12, 0.38, Vec3::Zero(), {Vec3::Zero()}, 1.0}};
  cement.needles = {{"N1", "vertebra_L3", Vec3::Zero(), 4.0, 3.46, 3.0, "leak", 0.0, 0.7, 900.0}};
  cement.stops = {{"leak", "N1", 3.0, 400.0, Vec3(Vec3::Zero())}};
  cement.course = {{1.0, 300.0, "N1", "vertebra_L3", 500.0, 20.0, 4.0}};
  cement.heat = cement::CuringHeat{60.0, {{"canal", 40.0, 39.0, Vec3::Zero()}}};
  cement.stiffness.emplace();
  return cement;
}

Plan planOfANeedle() {
  Needle needle;
  needle.id = "N1";
  needle.instrument = "bone-needle-11g";
  needle.level = "L3";
  needle.side = Side::Left;
  needle.bend.emplace();
  Plan plan;
  plan.needles = {needle};
  return plan;
}

Evaluation everything() {
  Evaluation evaluation;
  evaluation.needles = {everythingOfANeedle()};
  evaluation.ablation = everythingOfAnAblation();
  evaluation.cement = everythingOfACement();
  evaluation.protections = {{"canal", 3.0, nullptr}};
  return evaluation;
}

Facts allFacts() {
  const Evaluation evaluation = everything();
  Facts facts = needleFacts(planOfANeedle().needles[0], evaluation.needles[0]);
  for (Facts more : {ablationFacts(*evaluation.ablation),
                     cementFacts(*evaluation.cement),
                     protectedRegionFacts(evaluation.protections[0])})
    std::move(more.begin(), more.end(), std::back_inserter(facts));
  return facts;
}

template <typename Visit>
void visitAll(const Facts& facts, const Visit& visit) {
  for (const Fact& fact : facts) {
    visit(fact);
    if (const auto* block = std::get_if<Facts>(&fact.value))
      visitAll(*block, visit);
    if (const auto* list = std::get_if<std::vector<Facts>>(&fact.value)) {
      for (const Facts& one : *list)
        visitAll(one, visit);
    }
  }
}

TEST(Facts, EachHasANameAMeaningAndANumberItsUnit) {
  int numbers = 0;
  visitAll(allFacts(), [&](const Fact& fact) {
    EXPECT_FALSE(fact.name.empty()) << fact.key;
    EXPECT_FALSE(fact.meaning.empty()) << fact.key << ", " << fact.name;
    EXPECT_NE(fact.meaning.back(), '.') << fact.meaning;
    if (std::holds_alternative<double>(fact.value)) {
      ++numbers;
      EXPECT_FALSE(fact.unit.empty()) << fact.key;
    }
  });
  EXPECT_GT(numbers, 90);
}

/// The units that end the names of keys, and those of the facts.
TEST(Facts, HaveTheUnitsThatTheirKeysSay) {
  const std::vector<std::pair<std::string, std::string>> ends = {{"Mm", "mm"},
                                                                 {"Ml", "ml"},
                                                                 {"Deg", "°"},
                                                                 {"KPa", "kPa"},
                                                                 {"Hu", "HU"},
                                                                 {"Fraction", "%"},
                                                                 {"robability", "%"}};
  visitAll(allFacts(), [&](const Fact& fact) {
    for (const auto& [end, unit] : ends) {
      if (fact.key.ends_with(end) && std::holds_alternative<double>(fact.value)) {
        EXPECT_EQ(fact.unit, unit) << fact.key;
      }
    }
  });
}

void collectNumberKeys(const Json& json, const std::string& key, std::set<std::string>& keys) {
  if (json.is_number())
    keys.insert(key);
  if (json.is_array()) {
    for (const Json& part : json)
      collectNumberKeys(part, key, keys);
  }
  if (json.is_object()) {
    for (const auto& [name, part] : json.items())
      collectNumberKeys(part, name, keys);
  }
}

TEST(Facts, AreEveryNumberOfTheDocument) {
  const Json document = Json::parse(facts::evaluationToJson(everything(), planOfANeedle()));
  std::set<std::string> numbers, told;
  collectNumberKeys(document, "", numbers);
  visitAll(allFacts(), [&](const Fact& fact) { told.insert(fact.key); });
  for (const std::string& key : numbers)
    EXPECT_TRUE(told.contains(key)) << key;
  EXPECT_GT(numbers.size(), 80U);
}

TEST(Facts, UnknownIsNullAndADash) {
  const Fact fact = numberFact("skinToTargetMm", "skin to target", std::nullopt, kMm, "Along it");
  EXPECT_EQ(shown(fact), "–");
  EXPECT_TRUE(factsToJson(Facts{fact}).at("skinToTargetMm").is_null());
  EXPECT_EQ(explanation(fact), "Along it. Measured.");
}

TEST(Facts, AreFoundByTheirPath) {
  const Facts facts = measuredFacts(everythingOfANeedle());
  EXPECT_EQ(shown(*factAt(facts, "breach.wallMarginMm.medial")), "−2.1 mm");
  EXPECT_EQ(factAt(facts, "breach.none"), nullptr);
  EXPECT_EQ(blocksAt(facts, "clearances").size(), 1U);
}

TEST(Facts, KeepTheirOwnTrustInsideABlockOfAnother) {
  const Facts facts = needleFacts(planOfANeedle().needles[0], everythingOfANeedle());
  EXPECT_EQ(factAt(facts, "placement.breachProbability")->trust, Basis::Simulated);
  EXPECT_EQ(factAt(facts, "level")->trust, Basis::Entered);
  EXPECT_EQ(factAt(facts, "axialAngleDeg")->trust, Basis::Measured);
  const Facts ablation = ablationFacts(everythingOfAnAblation());
  EXPECT_EQ(factAt(blocksAt(ablation, "structures")[0], "minimumC")->trust, Basis::Simulated);
}

TEST(Facts, TheArmIsReadAsThePatientWillLieWhereThatIsKnown) {
  const NeedleEvaluation numbers = everythingOfANeedle();
  const auto told = [&](std::optional<PatientPosition> position) {
    std::string text;
    const Facts facts = measuredFacts(numbers, nullptr, position);
    for (const Fact* fact : listed(facts, FactRank::Usual, {FactTopic::Dialled})) {
      if (fact->name.starts_with("C-arm"))
        text += fact->name + ": " + shown(*fact) + "\n";
    }
    return text;
  };
  EXPECT_EQ(told({}), "C-arm, supine: RAO 12° CRA 5°\nC-arm, prone: RAO 12° CAU 5°\n");
  EXPECT_EQ(told(PatientPosition::Supine), "C-arm down the needle: RAO 12° CRA 5°\n");
  EXPECT_EQ(factsToJson(measuredFacts(numbers, nullptr, PatientPosition::Prone)),
            factsToJson(measuredFacts(numbers)));
}

TEST(Facts, NameTheTechniqueOfAPlacement) {
  NeedleEvaluation numbers = everythingOfANeedle();
  numbers.placement->technique = "robot";
  const Facts facts = measuredFacts(numbers);
  EXPECT_THAT(factAt(facts, "placement.breachProbability")->meaning, HasSubstr("Robot"));
  EXPECT_EQ(factsToJson(facts).at("placement").at("technique"), "robot");
}

std::string shownUnder(const NeedleEvaluation& numbers, const std::string& name) {
  const Facts facts = measuredFacts(numbers);
  for (const Fact* fact : listed(facts)) {
    if (fact->name == name)
      return shown(*fact);
  }
  return "not listed";
}

/// What is not labelled is told where a number would reassure.
TEST(Facts, SayWhatIsNotJudged) {
  NeedleEvaluation bare;
  bare.placement.emplace();
  EXPECT_EQ(shownUnder(bare, "not judged"), "not listed");
  EXPECT_EQ(shownUnder(bare, "breach ≥ 2 mm under placement error"), "–");
  bare.unjudged = {{RiskGroup::Canal, "not labelled on this CT"}};
  EXPECT_EQ(shownUnder(bare, "not judged"), "spinal canal");
  EXPECT_EQ(shownUnder(bare, "nearest structure"), "not judged");
  bare.clearances = {{"aorta", 20.0, Vec3::Zero()}};
  EXPECT_EQ(shownUnder(bare, "nearest structure"), "aorta 20.0 mm, of what is labelled");
  const Json json = factsToJson(measuredFacts(bare));
  EXPECT_EQ(json.at("unjudged").at(0).at("group"), "canal");
  EXPECT_TRUE(json.at("placement").at("breachProbability").is_null());
}

TEST(Facts, SayWhereCementCouldNotBeJudged) {
  cement::CementResult cement;
  const auto shownOf = [&](const std::string& name) {
    const Facts facts = cementFacts(cement);
    for (const Fact* fact : listed(facts)) {
      if (fact->name == name)
        return shown(*fact);
    }
    return std::string("not listed");
  };
  EXPECT_EQ(shownOf("leaks"), "not modelled");
  EXPECT_EQ(shownOf("posterior quarter"), "not judged");
  EXPECT_EQ(shownOf("stop line"), "not judged");
  cement.leaksModelled = cement.canalUnjudged = true;
  cement.heat.emplace();
  EXPECT_EQ(shownOf("leaks"), "0; into the canal: not judged");
  EXPECT_EQ(shownOf("posterior quarter"), "not judged");
  EXPECT_EQ(shownOf("hottest nerve while it sets"), "–");
  cement.canalUnjudged = false;
  EXPECT_EQ(shownOf("leaks"), "0");
  EXPECT_EQ(shownOf("posterior quarter"), "not reached");
  EXPECT_EQ(shownOf("stop line"), "none");
}

TEST(Facts, StandSideBySideByTheirNames) {
  NeedleEvaluation other;
  other.id = "N2";
  const std::vector<Facts> both = {measuredFacts(other), measuredFacts(everythingOfANeedle())};
  const auto lines = sideBySide(both, FactRank::Usual, {FactTopic::Access});
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines[0].name, "breach grade");
  EXPECT_EQ(lines[0].of[0], nullptr);
  EXPECT_EQ(shown(*lines[0].of[1]), "C");
}

/// One number reads alike wherever people meet it.
TEST(Facts, OneNumberHasOneRoundingInReportAndSheet) {
  Case patient;
  patient.id = "case-7";
  const Plan plan = planOfANeedle();
  const Evaluation evaluation = everything();
  const std::string html = report::reportToHtml(report::makeReport(patient, plan, evaluation, {}));
  std::string sheet;
  for (const review::SheetLine& line : review::sheetOf(patient, plan, evaluation))
    sheet += line.what + ": " + line.text + "\n";
  Facts all = measuredFacts(evaluation.needles[0], &patient);
  for (Facts more : {coverageFacts(evaluation.ablation->targets[0], Basis::Simulated, &patient),
                     cementFacts(*evaluation.cement, &plan)})
    std::move(more.begin(), more.end(), std::back_inserter(all));
  for (const Fact* fact :
       listed(all,
              FactRank::Usual,
              {FactTopic::None, FactTopic::Dialled, FactTopic::Access, FactTopic::Cement}))
    EXPECT_THAT(html, HasSubstr(">" + shown(*fact) + "<")) << fact->name;
  for (const Fact* fact : listed(all, FactRank::Headline))
    EXPECT_THAT(sheet, HasSubstr(fact->name + ": " + shown(*fact) + "\n"));
}

TEST(Facts, EveryUsualNumberOfANeedleIsAColumn) {
  const Plan plan = planOfANeedle();
  const std::string csv = handover::needlesCsv(plan, everything());
  const std::string head = csv.substr(0, csv.find('\r'));
  EXPECT_THAT(csv, HasSubstr(",vessels"));
  for (const char* column : {"breach_max_excursion_mm",
                             "breach_wall_margin_mm_medial",
                             "order_rule_lead_mm",
                             "placement_breach_probability",
                             "screw_margin_mm",
                             "not_judged"})
    EXPECT_THAT(head, HasSubstr(column));
}

}  // namespace
}  // namespace trocar::facts
