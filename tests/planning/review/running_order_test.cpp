#include "planning/review/running_order.h"

#include "planning/review/checklist.h"
#include "planning/review/shopping_list.h"
#include "planning/words/course_words.h"
#include "tests/planning/review/sample_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <gmock/gmock.h>

namespace trocar::review {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> namesOf(const std::vector<ProcedureStep>& steps) {
  std::vector<std::string> names;
  for (const ProcedureStep& step : steps)
    names.push_back(step.what);
  return names;
}

TEST(RunningOrder, GoesFromAccessOverFreezeAndThawToCement) {
  const std::vector<ProcedureStep> steps = runningOrder(samplePatient(), samplePlan());
  EXPECT_THAT(namesOf(steps),
              ElementsAre("Access",
                          "Access",
                          "Place probe",
                          "Place thermocouple",
                          "Protect",
                          "Freeze",
                          "Thaw",
                          "Freeze",
                          "Active thaw",
                          "Take the probes out",
                          "Mix cement and wait",
                          "Inject cement",
                          "Cement sets",
                          "Take the needles out, last images"));
  EXPECT_EQ(steps[2].with, "N3 (L3 left) through N1");
  EXPECT_THAT(steps[4].with, HasSubstr("Root L3 left"));
  EXPECT_DOUBLE_EQ(steps[5].durationS, 600.0);
  EXPECT_EQ(steps[5].basis, Basis::Entered);
  EXPECT_EQ(steps[0].basis, Basis::Estimated);
  EXPECT_DOUBLE_EQ(steps[11].durationS, 50.0) << "2.5 ml at 0.05 ml/s";
}

TEST(RunningOrder, DrawsTheCannulaBackForTheProbeAndAdvancesItForTheCement) {
  Plan plan = samplePlan();
  plan.needles[2].cannulaBackMm = 37.0;
  plan.injections.insert(plan.injections.begin(), {"N1", 2.0, 0.05});
  const std::vector<ProcedureStep> steps = runningOrder(samplePatient(), plan);
  EXPECT_THAT(namesOf(steps),
              ElementsAre("Access",
                          "Access",
                          "Place probe",
                          "Place thermocouple",
                          "Protect",
                          "Freeze",
                          "Thaw",
                          "Freeze",
                          "Active thaw",
                          "Take the probes out",
                          "Move the needle",
                          "Mix cement and wait",
                          "Inject cement",
                          "Inject cement",
                          "Cement sets",
                          "Take the needles out, last images"));
  EXPECT_EQ(steps[0].with, "N1 (L3 left), to 60 mm");
  EXPECT_EQ(steps[10].with, "N1 in to 97 mm");
  EXPECT_EQ(steps[12].with, "N1 (L3 left), " + words::injectionWords(plan, plan.injections[0]));
}

TEST(RunningOrder, BeginsWithAnEmbolisationBeforehandWhichTakesNoTimeOfIt) {
  Case patient = samplePatient();
  patient.structures.push_back({"lesion_9", "Metastasis", Role::Lesion, {}, Basis::Entered});
  Plan plan = samplePlan();
  const double before = endS(runningOrder(patient, plan));
  plan.procedureDate = "2026-03-02";
  plan = withEmbolisation(plan, "lesion_9", Embolisation{"2026-03-01", "gelatin", 0.7});
  const std::vector<ProcedureStep> steps = runningOrder(patient, plan);
  EXPECT_EQ(steps.front().what, "Embolise");
  EXPECT_TRUE(steps.front().beforehand);
  EXPECT_EQ(
      steps.front().with,
      "Metastasis, gelatin sponge, 70 % of the flow cut, 2026-03-01, 1 day before the needles");
  EXPECT_DOUBLE_EQ(endS(steps), before);
  const std::vector<ShoppingItem> items = shoppingList(patient, plan);
  EXPECT_EQ(items.front().what, "Embolisation: gelatin sponge");
  EXPECT_EQ(items.front().forWhat, "Metastasis on 2026-03-01");
}

TEST(RunningOrder, FixesAfterTheAblationUnlessThePlanSaysOtherwise) {
  Plan plan = samplePlan();
  Needle screw = plan.needles[1];
  screw.id = "N5";
  screw.instrument = "screw-6.5";
  screw.purpose = Purpose::Screw;
  plan.needles.push_back(screw);
  const auto placeOfStep = [&](const std::string& name) {
    const std::vector<std::string> names = namesOf(runningOrder(samplePatient(), plan));
    return std::find(names.begin(), names.end(), name) - names.begin();
  };
  EXPECT_GT(placeOfStep("Place screw"), placeOfStep("Take the probes out"));
  EXPECT_LT(placeOfStep("Place screw"), placeOfStep("Mix cement and wait"));
  plan.fixationFirst = true;
  EXPECT_LT(placeOfStep("Place screw"), placeOfStep("Freeze"));
}

TEST(RunningOrder, FollowsWithoutGapsAndEndsWithItsLastStep) {
  const std::vector<ProcedureStep> steps = runningOrder(samplePatient(), samplePlan());
  double at = 0.0;
  for (const ProcedureStep& step : steps) {
    EXPECT_DOUBLE_EQ(step.startS, at);
    at += step.durationS;
  }
  EXPECT_DOUBLE_EQ(endS(steps), at);
  EXPECT_TRUE(runningOrder({}, Plan()).empty());
}

TEST(RunningOrder, JoinsProbesThatFreezeTogetherAndPartsThoseThatDoNot) {
  Plan plan = samplePlan();
  Needle other = plan.needles[2];
  other.id = "N5";
  plan.needles.push_back(other);
  plan.protocols[0].steps = {{ProtocolStep::Kind::Freeze, 600, 0, 1}};
  plan.protocols.push_back({"N5", 300.0, {{ProtocolStep::Kind::Freeze, 600, 0, 1}}});
  const std::vector<ProcedureStep> steps = runningOrder(samplePatient(), plan);
  std::vector<std::pair<std::string, double>> freezing;
  for (const ProcedureStep& step : steps) {
    if (step.what == "Freeze")
      freezing.emplace_back(step.with, step.durationS);
  }
  EXPECT_THAT(
      freezing,
      ElementsAre(std::pair("N3", 300.0), std::pair("N3, N5", 300.0), std::pair("N5", 300.0)));
}

TEST(ShoppingList, CountsInstrumentsCementAndProtections) {
  const std::vector<ShoppingItem> items = shoppingList(samplePatient(), samplePlan());
  ASSERT_EQ(items.size(), 5U);
  EXPECT_EQ(items[0].amount, "2") << "both cannulas are of one kind";
  EXPECT_EQ(items[0].forWhat, "N1 L3 left, N2 L3 right");
  EXPECT_EQ(items[1].amount, "1");
  EXPECT_THAT(items[3].what, HasSubstr("mixer"));
  EXPECT_THAT(items[3].forWhat, HasSubstr("2.5 ml planned"));
  EXPECT_THAT(items[4].what, HasSubstr("carbon dioxide"));
  EXPECT_EQ(items[4].forWhat, "Root L3 left 5.0 mm");
}

TEST(ShoppingList, AsksForPadsOnlyWhereCurrentFlowsToThem) {
  const auto asksForPads = [](const char* instrument) {
    Plan plan = samplePlan();
    plan.needles[2].instrument = instrument;
    const auto items = shoppingList(samplePatient(), plan);
    return std::any_of(
        items.begin(), items.end(), [](const auto& i) { return i.what == "Grounding pads"; });
  };
  EXPECT_FALSE(asksForPads("icerod-1.5"));
  EXPECT_FALSE(asksForPads("rf-bipolar-cooled-10"));
  EXPECT_TRUE(asksForPads("rf-monopolar-10"));
}

TEST(Checklist, FitsThePlanAndKeepsItsTicksThere) {
  const auto holds = [](const Plan& plan, const std::string& key) {
    for (const Checklist& list : checklistsFor(plan)) {
      for (const ChecklistItem& item : list.items) {
        if (item.key == key)
          return item.ticked ? 2 : 1;
      }
    }
    return 0;
  };
  EXPECT_EQ(holds(samplePlan(), "complications.extravasation"), 1);
  EXPECT_EQ(holds(Plan(), "complications.extravasation"), 0) << "no cement is planned";
  EXPECT_EQ(holds(samplePlan(), "safety.pads"), 0) << "a cryoprobe needs none";
  const Plan ticked = withTick(samplePlan(), "safety.antibiotics", true);
  EXPECT_EQ(holds(ticked, "safety.antibiotics"), 2);
  EXPECT_EQ(withTick(ticked, "safety.antibiotics", false), samplePlan());
}

}  // namespace
}  // namespace trocar::review
