// What happens through one needle, in order and with depths.
#include "planning/plan/cannula_course.h"

#include "planning/plan/needle_path.h"
#include "planning/words/course_words.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace trocar {
namespace {

using Kind = CannulaStep::Kind;
using testing::ElementsAre;

Needle needleOf(const char* id, const char* instrument, Purpose purpose, double lengthMm) {
  Needle needle;
  needle.id = id;
  needle.instrument = instrument;
  needle.purpose = purpose;
  needle.trajectory = {{0, 100, 0}, {0, 100 - lengthMm, 0}};
  return needle;
}

Needle throughN1(Needle needle, double backMm) {
  needle.through = "N1";
  needle.cannulaBackMm = backMm;
  return needle;
}

/// A cannula to 90 mm; through it a probe that asks for 30 mm, a core from 80 mm, an osteotome;
/// then cement from 85 mm, drawn back by 10.
Plan wholeCourse() {
  Plan plan;
  plan.needles = {needleOf("N1", "bone-needle-10g", Purpose::Access, 90),
                  throughN1(needleOf("N2", "icerod-1.5", Purpose::Probe, 90), 30),
                  throughN1(needleOf("N3", "bone-needle-15g", Purpose::Biopsy, 80), 20),
                  throughN1(needleOf("N4", "osteotome-cavity", Purpose::Access, 90), 30)};
  plan.injections = {{"N1", 4.0, 0.05, 5.0, 10.0}};
  return plan;
}

TEST(CannulaCourse, GoesFromTheCoreOverTheProbeToTheCementAndMovesTheCannulaBetween) {
  const Plan plan = wholeCourse();
  EXPECT_THAT(cannulaCourse(plan, plan.needles[0]),
              ElementsAre(CannulaStep{Kind::Advance, "N1", 70, 70},
                          CannulaStep{Kind::Biopsy, "N3", 80, 80},
                          CannulaStep{Kind::DrawBack, "N1", 60, 60},
                          CannulaStep{Kind::Drill, "N4", 90, 90},
                          CannulaStep{Kind::Probe, "N2", 90, 90},
                          CannulaStep{Kind::Advance, "N1", 85, 85},
                          CannulaStep{Kind::Inject, "N1", 85, 75}));
  EXPECT_THAT(words::courseWords(plan, plan.needles[0]),
              ElementsAre("N1 in to 70 mm",
                          "biopsy: N3, Bone needle 15 G, 125 mm, at 80 mm",
                          "N1 drawn back to 60 mm",
                          "make room: N4, Steerable osteotome for a cavity, at 90 mm",
                          "ablate: N2, Cryoprobe 17 G, 35 mm active (IceRod class), at 90 mm",
                          "N1 in to 85 mm",
                          "4.0 ml of cement at 3.0 ml/min from 85 mm, drawn back to 75 mm"));
}

TEST(CannulaCourse, OfANeedleAloneIsItsWayIn) {
  Plan plan;
  plan.needles = {needleOf("N1", "bone-needle-11g", Purpose::Access, 90)};
  EXPECT_THAT(cannulaCourse(plan, plan.needles[0]),
              ElementsAre(CannulaStep{Kind::Advance, "N1", 90, 90}));
  plan.needles[0].purpose = Purpose::Biopsy;
  EXPECT_THAT(cannulaCourse(plan, plan.needles[0]),
              ElementsAre(CannulaStep{Kind::Advance, "N1", 90, 90},
                          CannulaStep{Kind::Biopsy, "N1", 90, 90}));
}

TEST(CannulaCourse, AFillerThroughTheCannulaInjectsFromItsOwnTip) {
  Plan plan;
  plan.needles = {needleOf("N1", "bone-needle-10g", Purpose::Access, 70),
                  throughN1(needleOf("N2", "bone-needle-13g", Purpose::Cement, 90), 0)};
  plan.injections = {{"N2", 3.0, 0.05}};
  EXPECT_THAT(cannulaCourse(plan, plan.needles[0]),
              ElementsAre(CannulaStep{Kind::Advance, "N1", 70, 70},
                          CannulaStep{Kind::Inject, "N2", 90, 90}));
}

TEST(CannulaCourse, PicturesShowTheCannulaDrawnBackAndTheInjectionWhereItIs) {
  const Plan plan = wholeCourse();
  EXPECT_DOUBLE_EQ(asItStands(plan, plan.needles[0]).trajectory.lengthMm(), 60.0);
  EXPECT_EQ(asItStands(plan, plan.needles[1]), plan.needles[1]);
  const Injection& injection = plan.injections[0];
  EXPECT_TRUE(beginsAtMm(plan.needles[0], injection).isApprox(Vec3(0, 15, 0)));
  EXPECT_NEAR(whileInjecting(plan.needles[0], injection, 0.5).trajectory.lengthMm(), 80.0, 1e-9);
  EXPECT_NEAR(whileInjecting(plan.needles[0], injection, 1.0).trajectory.lengthMm(), 75.0, 1e-9);
}

TEST(DrawnBack, ACurvedNeedleGoesBackAlongItsCurveThenAlongItsShaft) {
  Needle needle = needleOf("N1", "curved-needle-13g", Purpose::Access, 90);
  needle.bend = Bend{20.0, 60.0, Vec3::UnitX()};
  const NeedlePath whole(needle);
  ASSERT_EQ(whole.arcLengthMm() > 19.9, true);
  for (const double backMm : {0.0, 7.0, 15.0, 25.0, 60.0}) {
    const NeedlePath rest(drawnBack(needle, backMm));
    const double depthMm = whole.lengthMm() - backMm;
    EXPECT_NEAR(rest.lengthMm(), depthMm, 0.05) << backMm;
    EXPECT_LT((rest.tipMm() - whole.pointAtDepth(depthMm)).norm(), 0.05) << backMm;
    EXPECT_LT((rest.pointAtDepth(0.8 * depthMm) - whole.pointAtDepth(0.8 * depthMm)).norm(), 0.1)
        << backMm;
  }
  EXPECT_FALSE(drawnBack(needle, 25.0).bend);
  EXPECT_NEAR(drawnBack(needle, 500.0).trajectory.lengthMm(), 1.0, 1e-9);
}

}  // namespace
}  // namespace trocar
