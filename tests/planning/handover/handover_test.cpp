#include "planning/handover/csv.h"
#include "planning/handover/marked_landmarks.h"
#include "planning/handover/markups.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <gmock/gmock.h>

namespace trocar::handover {
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

TEST(Markups, ALineRunsFromEntryToTargetInLps) {
  const auto json = nlohmann::json::parse(markupsJson(planWithANeedle()));
  const auto& line = json.at("markups").at(0);
  EXPECT_EQ(line.at("type"), "Line");
  EXPECT_EQ(line.at("coordinateSystem"), "LPS");
  const auto& points = line.at("controlPoints");
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].at("position"), nlohmann::json({40.5, 80.0, -10.0}));
  EXPECT_EQ(points[1].at("position"), nlohmann::json({5.0, -12.0, -12.0}));
}

TEST(Markups, ComeBackAsTheNeedlesTheyWere) {
  Plan plan = planWithANeedle();
  plan.needles[0].device.screwLengthMm = 45.0;
  Needle bent = plan.needles[0];
  bent.id = "N2";
  bent.instrument = "curved-needle-13g";
  bent.approach = Approach::Transpedicular;
  bent.bend = Bend{20.0, 30.0, Vec3::UnitX()};
  bent.trajectory.target = Vec3(5.125, -12.5, -11.0);
  plan.needles.push_back(bent);
  const auto marked = needlesFromMarkups(markupsJson(plan), "a.mrk.json");
  ASSERT_EQ(marked.size(), 2U);
  EXPECT_EQ(withMarkedNeedles({}, marked, "").needles, plan.needles);
}

TEST(Markups, MoveThePlansNeedlesButNoLockedOne) {
  Plan plan = planWithANeedle();
  std::string text = markupsJson(plan);
  text.replace(text.find("40.5"), 4, "41.5");
  const auto marked = needlesFromMarkups(text, "a.mrk.json");
  EXPECT_EQ(withMarkedNeedles(plan, marked, "").needles[0].trajectory.entry, Vec3(41.5, 80, -10));
  plan.needles[0].locked = true;
  EXPECT_EQ(withMarkedNeedles(plan, marked, "").needles, plan.needles);
}

TEST(Markups, OfAnotherProgramAreReadInItsAxesAndNeedAnInstrument) {
  const std::string line = R"({"markups": [{"type": "Fiducial", "controlPoints": []},
      {"type": "Line", "coordinateSystem": "RAS", "name": "path", "unknown": 1, "controlPoints": [
        {"position": [-10, -20, 30]}, {"position": [-1, -2, 3]}]}]})";
  const auto marked = needlesFromMarkups(line, "b.mrk.json");
  ASSERT_EQ(marked.size(), 1U);
  EXPECT_EQ(marked[0].needle.trajectory.entry, Vec3(10, 20, 30));
  EXPECT_THROW(withMarkedNeedles({}, marked, ""), Error);
  const Plan plan = withMarkedNeedles({}, marked, "bone-needle-11g");
  EXPECT_EQ(plan.needles.at(0).id, "N1");
  for (const char* bad : {"{}", "[]", R"({"markups": []})", R"({"markups": [{"type": "Line",
       "controlPoints": [{"position": [1, 2, 3]}]}]})"})
    EXPECT_THROW(needlesFromMarkups(bad, "c.mrk.json"), Error) << bad;
}

const std::vector<anatomy::Landmark>& someLandmarks() {
  static const std::vector<anatomy::Landmark> landmarks = {
      {"L3/pedicle_left", "left pedicle, isthmus", Vec3(12, 0, 0)},
      {"L3/pedicle_right", "right pedicle, isthmus", Vec3(-12, 0, 0)},
      {"hip_right/anterior_superior_spine", "ASIS, right", Vec3(-120, -60, -80)},
      {"hip_left/anterior_superior_spine", "ASIS, left", Vec3(120, -60, -80)},
      {"sacrum/promontory", "promontory", Vec3(0, -20, -60)}};
  return landmarks;
}

TEST(Markups, PointsAreLandmarksByIdOrByTheirWordsInAnyOrder) {
  const std::string list = R"({"markups": [{"type": "Fiducial", "coordinateSystem": "RAS",
      "name": "promontory", "controlPoints": [
        {"label": "R ASIS", "position": [118, 61, -79]}, {"position": [1, 19, -61]},
        {"label": "L3 Left Pedicle, isthmus", "position": [-13, 1, 2]},
        {"label": "F-4", "position": [0, 0, 0]},
        {"label": "L3/pedicle_right", "position": [0, 0, 0], "positionStatus": "undefined"}]}]})";
  const Markups markups = markupsFrom(list, "d.mrk.json");
  EXPECT_TRUE(markups.needles.empty());
  ASSERT_EQ(markups.points.size(), 4U) << "one has no place";
  const MarkedLandmarks found = landmarksIn(markups.points, someLandmarks());
  EXPECT_EQ(
      found.placesMm,
      (std::map<std::string, Vec3>{{"hip_right/anterior_superior_spine", Vec3(-118, -61, -79)},
                                   {"sacrum/promontory", Vec3(-1, -19, -61)},
                                   {"L3/pedicle_left", Vec3(13, -1, 2)}}));
  EXPECT_EQ(found.unknown, std::vector<std::string>{"F-4"});
  EXPECT_EQ(toldOf(found), "3 landmarks placed; names of no landmark: F-4");
  EXPECT_EQ(withLandmarks({}, found).corrections.landmarksMm, found.placesMm);
}

TEST(Markups, ALandmarkAtTheOtherSideIsRefused) {
  const std::vector<MarkedPoint> mirrored = {{"L ASIS", Vec3(-119, -60, -80)}};
  try {
    landmarksIn(mirrored, someLandmarks());
    FAIL() << "it lies at the right one";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(),
                testing::HasSubstr("239 mm from that landmark and 1 mm from the one"));
  }
  const std::vector<MarkedPoint> twice = {{"promontory", Vec3(0, -20, -60)},
                                          {"sacrum/promontory", Vec3(1, -20, -60)}};
  EXPECT_THROW(landmarksIn(twice, someLandmarks()), Error);
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
  EXPECT_THAT(csv, HasSubstr("N1,L3,left,free,access,bone-needle-11g,,40.50,80.00,-10.00"));
  EXPECT_THAT(csv, HasSubstr("12.50"));
  EXPECT_THAT(csv, HasSubstr(",root_L3_left,4.25\r\n"));
  const std::string head = csv.substr(0, csv.find('\n'));
  const std::string row = csv.substr(csv.find('\n') + 1);
  EXPECT_EQ(std::count(head.begin(), head.end(), ','), std::count(row.begin(), row.end(), ','));
  for (const char* column : {"skin_to_bone_mm",
                             "skin_to_target_mm",
                             "from_midline_mm",
                             "axial_angle_deg",
                             "craniocaudal_angle_deg",
                             "carm_lao_deg",
                             "carm_cran_deg",
                             "breach_grade",
                             "nearest_structure",
                             "nearest_mm"})
    EXPECT_THAT(head, HasSubstr(column));
}

TEST(Csv, LeavesEmptyWhatWasNotMeasured) {
  const std::string csv = needlesCsv(planWithANeedle(), {});
  const std::string row = csv.substr(csv.find('\n') + 1);
  EXPECT_THAT(row, HasSubstr("-12.00,,"));
  EXPECT_THAT(row, testing::Not(HasSubstr("0.00,0.00")));
}

}  // namespace
}  // namespace trocar::handover
