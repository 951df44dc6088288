// The gate of plans: what cannot be is named, refused, or set aside so that the rest opens.
#include "core/error.h"
#include "planning/evaluation/sound_plan.h"
#include "planning/plan/plan_file.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <gmock/gmock.h>
#include <limits>
#include <random>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

Case cube() {
  Case patient;
  patient.id = "cube";
  const Grid grid({80, 80, 80}, Vec3::Zero(), Vec3::Ones());
  patient.ct = Volume(grid, std::vector<std::int16_t>(grid.voxelCount(), 40));
  return patient;
}

Plan soundPlan() {
  Plan plan;
  plan.patient = {"cube", "cube", "hash"};
  const Needle cannula{"N1",
                       "bone-needle-10g",
                       Purpose::Access,
                       Approach::Free,
                       "",
                       {},
                       {},
                       {{40, 75, 40}, {40, 20, 40}},
                       false};
  Needle probe = cannula;
  probe.id = "N2";
  probe.instrument = "icesphere-1.5";
  probe.purpose = Purpose::Probe;
  probe.through = "N1";
  probe.device = {4.0, 14.5, 3, 45.0};
  probe.cannulaBackMm = 20.0;
  Needle curved = cannula;
  curved.id = "N3";
  curved.bend = Bend{20.0, 30.0, Vec3::UnitX()};
  plan.needles = {cannula, probe, curved};
  plan.protocols = {{"N2", 0.0, {{ProtocolStep::Kind::Freeze, 60.0, 0.0, 1.0, 5.0}}}};
  plan.injections = {{"N1", 2.5, 0.05, 4.0, 10.0}};
  plan.protections = {{"fluid_1", Protection::Medium::Dextrose, 0.0, {{Vec3(40, 40, 40), 8.0}}}};
  plan.cementMix = {std::nullopt, 420.0, 19.5};
  plan.placement = PlacementError{3.0, 1.5, 2.0, 0.5};
  plan.scales = {{"2026-11-20", "nrs", 7.5}};
  plan.corrections.landmarksMm = {{"L3/canal", Vec3(1, 2, 3)}};
  plan.bookmarks.push_back({});
  plan.bookmarks[0].eye = {{0, -100, 0}, {0, 0, 0}, {0, 0, 1}, 30.0};
  return plan;
}

TEST(PlanFaults, ASoundPlanHasNone) {
  EXPECT_TRUE(faultsOf(soundPlan(), cube()).empty());
  EXPECT_EQ(planFromJson(planToJson(soundPlan()), "my.json"), soundPlan());
}

struct Wrong {
  std::function<void(Plan&)> make;
  const char* named;
};

const std::vector<Wrong>& wrongPlans() {
  static const std::vector<Wrong> all = {
      {[](Plan& p) { p.needles[1].cannulaBackMm = 60.0; }, "needle N2: cannulaBackMm"},
      {[](Plan& p) { p.needles[2].cannulaBackMm = 5.0; }, "needle N3: cannulaBackMm"},
      {[](Plan& p) { p.injections[0].withdrawMm = -1.0; }, "injection through N1: withdrawMm"},
      {[](Plan& p) { p.injections[0].tipBackMm = 50.0; }, "drawn back by 60 mm"},
      {[](Plan& p) { p.needles[1].id = "N1"; }, "'N1' is unnamed or there twice"},
      {[](Plan& p) {
         p.needles[0].trajectory.entry = {1e308, 0, 0};
       },
       "needle N1"},
      {[](Plan& p) {
         p.needles[0].trajectory.entry = {40, 700, 40};
       },
       "680 mm apart"},
      {[](Plan& p) {
         p.needles[0].trajectory.entry = {40, 20.5, 40};
       },
       "same point"},
      {[](Plan& p) {
         p.needles[0].trajectory.target = {300, 20, 40};
       },
       "target of needle N1"},
      {[](Plan& p) { p.needles[0].instrument = "spoon"; }, "spoon"},
      {[](Plan& p) { p.needles[1].through = "N9"; }, "runs through needle 'N9'"},
      {[](Plan& p) { p.needles[0].through = "N2"; }, "runs through needle"},
      {[](Plan& p) { p.needles[2].bend->angleDeg = 1e9; }, "bend of needle N3: angleDeg"},
      {[](Plan& p) { p.needles[1].device.balloonMl = 1e30; }, "balloonMl is 1e+30"},
      {[](Plan& p) { p.protocols.push_back(p.protocols[0]); }, "N2 has two protocols"},
      {[](Plan& p) { p.protocols[0].startS = -5.0; }, "startS is -5; it must be 0 to 7200"},
      {[](Plan& p) { p.protocols[0].steps[0].dutyFraction = 50.0; }, "dutyFraction is 50"},
      {[](Plan& p) { p.protocols[0].steps[0].durationS = 1e6; }, "durationS is 1e+06"},
      {[](Plan& p) { p.protocols[0].steps[0].powerW = 1e4; }, "powerW"},
      {[](Plan& p) { p.protocols[0].steps[0].withdrawMm = -1.0; }, "withdrawMm"},
      {[](Plan& p) {
         p.protocols[0].steps.assign(3, {ProtocolStep::Kind::Thaw, 3000.0});
       },
       "lasts 9000 s"},
      {[](Plan& p) { p.protocols[0].steps[0].kind = ProtocolStep::Kind::Power; }, "cannot follow"},
      {[](Plan& p) { p.injections[0].volumeMl = 1e6; }, "volumeMl"},
      {[](Plan& p) { p.injections[0].rateMlPerS = 0.0; }, "rateMlPerS is 0"},
      {[](Plan& p) { p.injections[0].rateMlPerS = 1e-6; }, "inject faster"},
      {[](Plan& p) { p.protections[0].thicknessMm = 1e9; }, "thicknessMm"},
      {[](Plan& p) { p.protections[0].painted[0].radiusMm = -1.0; }, "radiusMm"},
      {[](Plan& p) { p.protections[0].painted[0].centreMm.x() = 900.0; }, "outside the CT"},
      {[](Plan& p) { p.cementMix.product = "glue"; }, "glue"},
      {[](Plan& p) { p.cementMix.startS = 1e9; }, "startS"},
      {[](Plan& p) { p.placement = "by-luck"; }, "by-luck"},
      {[](Plan& p) { std::get<PlacementError>(*p.placement).angleErrorSdDeg = 1e9; }, "placement"},
      {[](Plan& p) { p.scales[0].value = 1e9; }, "scale nrs"},
      {[](Plan& p) {
         p.corrections.landmarksMm["L3/canal"] = {0, 1e12, 0};
       },
       "L3/canal"},
      {[](Plan& p) { p.bookmarks[0].eye.positionMm.y() = 1e300; }, "bookmark"},
      {[](Plan& p) { p.bookmarks[0].timeS = -1.0; }, "timeS"}};
  return all;
}

/// Refused by every verb, in a sentence; set aside where it is opened, and nothing else with it.
TEST(PlanFaults, EachIsNamedRefusedAndSetAside) {
  const Case patient = cube();
  for (const Wrong& wrong : wrongPlans()) {
    Plan plan = soundPlan();
    wrong.make(plan);
    try {
      requireSound(plan, patient);
      ADD_FAILURE() << wrong.named << " is accepted";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr(wrong.named));
    }
    std::vector<std::string> remarks;
    const Plan opened = withoutFaults(plan, patient, remarks);
    EXPECT_TRUE(faultsOf(opened, patient).empty()) << wrong.named;
    EXPECT_THAT(remarks, testing::Contains(HasSubstr(wrong.named)));
    EXPECT_GE(opened.needles.size(), 2U) << wrong.named << ": the rest stays";
  }
}

TEST(PlanFaults, ANumberThatIsNoneIsOne) {
  Plan plan = soundPlan();
  plan.protocols[0].startS = std::numeric_limits<double>::quiet_NaN();
  plan.needles[0].trajectory.entry.x() = std::numeric_limits<double>::infinity();
  plan.protections[0].painted[0].centreMm.x() = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::string> remarks;
  EXPECT_TRUE(faultsOf(withoutFaults(plan, cube(), remarks), cube()).empty());
  EXPECT_EQ(remarks.size(), 3U);
}

/// Every number of a plan in turn becomes extreme: the file is refused, or opens as it was written
/// and is sound or not, but nothing in between.
TEST(PlanFaults, AnExtremeNumberIsRefusedOrKept) {
  const Json whole = Json::parse(planToJson(soundPlan()));
  const Case patient = cube();
  int refused = 0;
  int kept = 0;
  const Json numbers = whole.flatten();
  for (const auto& [path, value] : numbers.items()) {
    if (!value.is_number())
      continue;
    for (const double extreme : {1e308, -1e308, 1e30, 1e12, -1.0, 0.0, 5e-324, 1e-30}) {
      Json changed = whole;
      changed[Json::json_pointer(path)] = extreme;
      try {
        const Plan plan = planFromJson(changed.dump(), "my.json");
        EXPECT_EQ(planFromJson(planToJson(plan), "again.json"), plan) << path << " " << extreme;
        requireSound(plan, patient);
        EXPECT_LE(std::abs(extreme), 1.0) << path << " may be " << extreme;
        ++kept;
      } catch (const Error&) {
        ++refused;
      }
      std::vector<std::string> remarks;
      if (path == "/format")
        continue;
      const Plan opened =
          withoutFaults(planToOpen(changed.dump(), "my.json", remarks), patient, remarks);
      EXPECT_TRUE(faultsOf(opened, patient).empty()) << path;
    }
  }
  EXPECT_GT(refused, 100);
  EXPECT_GT(kept, 10);
}

TEST(PlanFaults, PartsThatCannotBeReadAreSetAsideWithAWord) {
  Json document = Json::parse(planToJson(soundPlan()));
  document["needles"][2]["locked"] = "no";
  document["intent"] = "palliative";
  document["scales"][0]["date"] = "yesterday";
  document["cementMix"]["roomC"] = 190;
  EXPECT_THROW(planFromJson(document.dump(), "my.json"), Error);
  std::vector<std::string> remarks;
  const Plan plan = planToOpen(document.dump(), "my.json", remarks);
  EXPECT_EQ(plan.needles.size(), 2U);
  EXPECT_TRUE(plan.scales.empty());
  EXPECT_EQ(plan.injections, soundPlan().injections);
  EXPECT_EQ(remarks.size(), 4U);
  EXPECT_THAT(remarks, testing::Contains(HasSubstr("needles[N3].locked is \"no\"")));
}

TEST(PlanFaults, AListThatIsNullIsRefused) {
  for (const char* key : {"needles",
                          "acceptances",
                          "bookmarks",
                          "scales",
                          "pedicleFractures",
                          "scores",
                          "ticks",
                          "lesionScores",
                          "embolisations",
                          "vascularity"}) {
    Json document = Json::parse(planToJson(soundPlan()));
    document[key] = nullptr;
    try {
      planFromJson(document.dump(), "my.json");
      ADD_FAILURE() << key << " may be null";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr(key));
    }
  }
}

}  // namespace
}  // namespace trocar
