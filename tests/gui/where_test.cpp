#include "app/where.h"

#include "app/actions/action.h"
#include "app/document.h"
#include "core/error.h"
#include "core/patients.h"
#include "tests/gui/samples.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace trocar::gui {
namespace {

app::Opened coarse(const char* patient) {
  return app::openedCase(makeBundledPatient(patient, 2.5), std::string("bundled:") + patient);
}

const app::Opened& acetabulum() {
  static const app::Opened opened = coarse("acetabulum-renal");
  return opened;
}

std::string refusalOf(app::Document& document,
                      const char* action,
                      const nlohmann::json& arguments) {
  try {
    runAction(document, actions::findAction(action), arguments);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

double farthestFromLesionMm(const app::Document& document) {
  const Structure& lesion = *document.patient().withRole(Role::Lesion).front();
  double farthest = 0.0;
  for (const Needle& needle : document.plan().needles)
    farthest =
        std::max(farthest, document.model().fields().of(lesion.id).at(needle.trajectory.target));
  return farthest;
}

TEST(Where, APatientOpensAtTheLesionInItsBone) {
  app::Document document;
  document.open(acetabulum());
  EXPECT_EQ(app::whereOf(document.view()), (app::Where{"", "lesion_1", "hip_right"}));
  EXPECT_EQ(app::nameOf(app::whereOf(document.view()), document.patient()),
            "Right acetabular metastasis · " + document.patient().find("hip_right")->name);
  document.open(sampleOpened());
  EXPECT_EQ(document.view().level, "L3");
  EXPECT_EQ(document.view().approach, Approach::Bipedicular);
}

TEST(Where, OffersTheApproachesThatFitTheBone) {
  const Case& patient = *acetabulum().original;
  const std::vector<Approach> hip = app::approachesAt(app::whereIs(patient, "lesion_1"), patient);
  EXPECT_NE(std::find(hip.begin(), hip.end(), Approach::AcetabularAnterior), hip.end());
  EXPECT_EQ(std::find(hip.begin(), hip.end(), Approach::Bipedicular), hip.end());
  const std::vector<Approach> level = app::approachesAt(app::atLevel(patient, "L5"), patient);
  EXPECT_EQ(std::find(level.begin(), level.end(), Approach::AcetabularAnterior), level.end());
  for (const Approach approach : hip)
    EXPECT_EQ(app::whyNot(approach, app::whereIs(patient, "lesion_1"), {}, patient), "");
}

TEST(Where, ThePlacesAreLesionsLevelsAndOtherBonesEachOnce) {
  const app::Places places = app::placesOf(*acetabulum().original);
  ASSERT_EQ(places.lesions.size(), 1U);
  EXPECT_EQ(places.levels.size(), levelsOf(*acetabulum().original).size());
  std::vector<std::string> bones;
  for (const app::Where& bone : places.bones)
    bones.push_back(bone.bone);
  for (const char* bone : {"sacrum", "hip_left", "hip_right", "femur_left", "femur_right"})
    EXPECT_EQ(std::count(bones.begin(), bones.end(), bone), 1) << bone;
}

TEST(Where, ATemplateOfAPelvicApproachGoesToTheBoneOfTheLesion) {
  app::Document document;
  document.open(acetabulum());
  ASSERT_EQ(refusalOf(document, "template", {{"approach", "acetabular-posterolateral"}}), "");
  ASSERT_EQ(document.plan().needles.size(), 1U);
  EXPECT_EQ(document.plan().needles[0].level, "");
  EXPECT_LT(farthestFromLesionMm(document), 5.0);
}

TEST(Where, WhatDoesNotFitTheBoneOrTheSideIsRefusedWithTheReason) {
  app::Document document;
  document.open(acetabulum());
  EXPECT_NE(refusalOf(document, "template", {{"approach", "bipedicular"}}).find("a vertebra"),
            std::string::npos);
  EXPECT_NE(refusalOf(document, "template", {{"approach", "iliac"}, {"level", "L5"}}).find("hip"),
            std::string::npos);
  EXPECT_NE(
      refusalOf(document, "template", {{"approach", "acetabular-posterolateral"}, {"side", "left"}})
          .find("right"),
      std::string::npos);
  EXPECT_NE(refusalOf(document, "template", {{"approach", "tripod-screws"}}).find("Suggest"),
            std::string::npos);
  EXPECT_NE(refusalOf(document, "approach", {{"approach", "transpedicular"}}).find("vertebra"),
            std::string::npos);
  EXPECT_NE(refusalOf(document, "suggest", {{"approach", "transpedicular"}}).find("lies in"),
            std::string::npos);
  EXPECT_TRUE(document.plan().needles.empty());
}

TEST(Where, PlanningFollowsTheLesionIntoThePelvis) {
  app::Document document;
  document.open(acetabulum());
  ASSERT_EQ(refusalOf(document, "plan-level", nlohmann::json::object()), "");
  ASSERT_FALSE(document.plan().needles.empty());
  EXPECT_EQ(document.plan().needles[0].side, Side::Right);
  EXPECT_LT(farthestFromLesionMm(document), 5.0);
  EXPECT_EQ(document.view().approach, document.plan().needles[0].approach);
}

TEST(Where, ALevelIsWorkedAtOnceItIsChosen) {
  app::Document document;
  document.open(acetabulum());
  ASSERT_EQ(refusalOf(document, "where", {{"level", "L5"}}), "");
  EXPECT_EQ(document.view().level, "L5");
  EXPECT_EQ(document.view().structure, "");
  EXPECT_EQ(document.view().approach, Approach::Bipedicular) << "the acetabular one does not fit";
  ASSERT_EQ(refusalOf(document, "where", {{"structure", "sacrum"}}), "");
  EXPECT_EQ(document.view().level, "");
  EXPECT_EQ(document.view().approach, Approach::SacralLongAxis);
  EXPECT_EQ(document.view().landmarksOf, "sacrum");
}

}  // namespace
}  // namespace trocar::gui
