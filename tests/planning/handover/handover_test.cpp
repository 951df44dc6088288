#include "core/error.h"
#include "core/io.h"
#include "planning/handover/csv.h"
#include "planning/handover/markups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>

namespace trocar {
namespace {

using testing::HasSubstr;

Plan planWithANeedle() {
  Needle needle;
  needle.id = "N1";
  needle.instrument = "bone-needle-11g";
  needle.level = "L3";
  needle.side = Side::Left;
  needle.trajectory = {Vec3(40.5, 80, -10), Vec3(5, -12, -12)};
  Plan plan;
  plan.needles = {needle};
  return plan;
}

TEST(Markups, ANeedleReturnsWhereItWas) {
  const Plan plan = planWithANeedle();
  const std::vector<Needle> back = needlesFromMarkups(markupsJson(plan), "bone-needle-11g");
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back[0].trajectory, plan.needles[0].trajectory);
  EXPECT_THAT(markupsJson(plan), HasSubstr("\"coordinateSystem\": \"LPS\""));
}

TEST(Markups, ARasFileIsTurnedSoThatLeftStaysLeft) {
  const std::string text = R"({"markups":[{"type":"Line","coordinateSystem":"RAS","controlPoints":[
    {"position":[-40.5,-80,-10]},{"position":[-5,12,-12]}]}]})";
  EXPECT_EQ(needlesFromMarkups(text, "x")[0].trajectory, planWithANeedle().needles[0].trajectory);
}

TEST(Markups, BadFilesAreSaid) {
  EXPECT_THROW(needlesFromMarkups("no json", "x"), Error);
  EXPECT_THROW(needlesFromMarkups(R"({"markups":[{"type":"Line","controlPoints":[]}]})", "x"),
               Error);
}

TEST(Markups, AFileOfAnotherPlannerIsRead) {
  const char* data = std::getenv("TROCAR_TEST_DATA");
  const std::filesystem::path folder = data != nullptr ? data : SOURCE_DIR "/../shared/data";
  const std::filesystem::path file = folder / "segnrrd_ablationplanner/Endpoints.mrk.json";
  if (!std::filesystem::exists(file))
    GTEST_SKIP() << "needs " << file;
  EXPECT_TRUE(
      needlesFromMarkups(readFile(file), "x").empty());  // A list of single points, not of lines.
}

TEST(Csv, OneRowANeedleWithUnitsInTheHeadings) {
  Evaluation evaluation;
  NeedleEvaluation e;
  e.id = "N1";
  e.axialAngleDeg = 12.5;
  e.breach = Breach{};
  e.clearances = {{"root_L3_left", 4.25, Vec3::Zero()}};
  evaluation.needles = {e};
  const std::string csv = needlesCsv(planWithANeedle(), evaluation);
  EXPECT_THAT(csv, HasSubstr("entry_L_mm,entry_P_mm,entry_S_mm"));
  EXPECT_THAT(csv, HasSubstr("N1,L3,left,free,access,bone-needle-11g,40.50,80.00,-10.00"));
  EXPECT_THAT(csv, HasSubstr("12.50"));
  EXPECT_THAT(csv, HasSubstr("A,root_L3_left,4.25\r\n"));
  const std::string head = csv.substr(0, csv.find('\n'));
  const std::string row = csv.substr(csv.find('\n') + 1);
  EXPECT_EQ(std::count(head.begin(), head.end(), ','), std::count(row.begin(), row.end(), ','));
}

}  // namespace
}  // namespace trocar
