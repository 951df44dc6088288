#include "core/dice.h"
#include "planning/access/pedicle_path.h"
#include "planning/cement/devices/device_findings.h"
#include "planning/cement/devices/device_room.h"
#include "planning/model/angles.h"
#include "tests/planning/bone_setting.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace trocar::search {
namespace {

constexpr int kDraws = 8000;

Found measured(const Setting& setting, const Candidate& candidate) {
  Found found{candidate, judge(setting.corridor, candidate), {}, -1.0};
  if (found.judgement.stop == Stop::None)
    found.score = scoreOf(scoreTerms(setting.corridor, candidate, found.judgement, setting.wishes));
  return found;
}

/// More than 10 degrees towards the midline.
bool comesFromItsSide(const Setting& setting, const Vec3& direction) {
  const anatomy::VertebraFrame& frame = setting.vertebra->frame;
  return needleAngles(direction, *setting.side, frame).axialDeg > 10.0;
}

/// The best of ways drawn at random: tips in the box of the search's own, any direction.
std::optional<Found> bestDrawn(const Setting& setting) {
  Dice dice(11);
  Vec3 low = setting.candidates.front().targetMm;
  Vec3 high = low;
  for (const Candidate& candidate : setting.candidates) {
    low = low.cwiseMin(candidate.targetMm);
    high = high.cwiseMax(candidate.targetMm);
  }
  std::optional<Found> best;
  for (int i = 0; i < kDraws; ++i) {
    const Vec3 share(dice.uniform(), dice.uniform(), dice.uniform());
    Vec3 direction = dice.direction();
    if (setting.vertebra && direction.dot(setting.vertebra->frame.posterior) > 0.0)
      direction = -direction;
    if (setting.vertebra && !comesFromItsSide(setting, direction))
      continue;
    const Found found = measured(setting, {low + share.cwiseProduct(high - low), direction});
    if (found.judgement.stop == Stop::None && (!best || isBetter(found, *best)))
      best = found;
  }
  return best;
}

void expectNoWorseThanDrawn(const Setting& setting, const std::string& where) {
  const std::optional<Found> drawn = bestDrawn(setting);
  if (!drawn)
    return;
  const SearchResult result = search(setting.corridor, setting.candidates, setting.wishes, 8);
  ASSERT_FALSE(result.best.empty()) << where;
  const Found& found = result.best.front();
  // To keep out of the middle of the pedicle is the lightest of all wishes.
  EXPECT_LE(found.judgement.departures & ~ThroughPedicle,
            drawn->judgement.departures & ~ThroughPedicle)
      << where;
  if (found.judgement.departures == drawn->judgement.departures) {
    EXPECT_GE(found.score, 0.9 * drawn->score) << where;
  }
}

void expectNothingMuchBetter(const std::string& patient,
                             Side side,
                             const std::vector<Approach>& approaches) {
  const CaseModel& model = bundledModel(patient);
  for (const Approach approach : approaches) {
    SuggestRequest request;
    request.approach = approach;
    request.side = side;
    for (const Setting& setting :
         boneSettings(model, access::laidFor({}, approach), request, aimOf(model, request)))
      expectNoWorseThanDrawn(setting,
                             patient + ", " + std::string(toString(approach)) + ", " +
                                 std::string(toString(*setting.side)));
  }
}

/// Each approach where it is used: to a sacrum with a tumour, and to a hip bone with one.
TEST(BruteForce, FindsNothingMuchBetterInThePelvis) {
  expectNothingMuchBetter(
      "sacrum-sarcoma",
      Side::Left,
      {Approach::SacralLongAxis, Approach::SacralShortAxis, Approach::Transiliac});
  expectNothingMuchBetter("acetabulum-renal",
                          Side::Right,
                          {Approach::AcetabularAnterior,
                           Approach::AcetabularPosterolateral,
                           Approach::Iliac,
                           Approach::Ramus});
}

TEST(BruteForce, ApproachesToTheHipBoneAimAtDifferentPlaces) {
  const CaseModel& model = bundledModel("sacrum-sarcoma");
  std::vector<Vec3> targetsMm;
  for (const Approach approach : {Approach::AcetabularAnterior,
                                  Approach::AcetabularPosterolateral,
                                  Approach::Iliac,
                                  Approach::Ramus})
    targetsMm.push_back(settingOf(model, approach, Side::Left).wishes.idealTargetMm);
  for (std::size_t i = 0; i < targetsMm.size(); ++i) {
    for (std::size_t j = i + 1; j < targetsMm.size(); ++j)
      EXPECT_GT((targetsMm[i] - targetsMm[j]).norm(), 15.0) << i << " and " << j;
  }
}

/// As anatomy_tests ask of the long axis (SacralLongAxis).
TEST(BruteForce, TheRamusIsFollowed) {
  for (const char* id : {"acetabulum-renal", "sacrum-sarcoma"}) {
    const Setting setting = settingOf(bundledModel(id), Approach::Ramus, Side::Left);
    const SearchResult result = search(setting.corridor, setting.candidates, setting.wishes, 8);
    ASSERT_FALSE(result.best.empty()) << id;
    EXPECT_LT(result.best.front().judgement.departures, OtherBone) << id;
    EXPECT_GT(result.best.front().judgement.boneEntryMm, 25.0) << id;
  }
}

/// A coil of three loops where it is proposed.
TEST(BruteForce, ACoilIsProposedWithItsRingInTheBody) {
  const CaseModel& model = bundledModel("l3-breast");
  SuggestRequest request;
  request.level = "L4";
  request.side = Side::Right;
  request.shelf = {"coil-peek"};
  request.room = cement::roomOf("coil-peek");
  ASSERT_TRUE(request.room);
  Needle needle = suggest(model, {}, request).cards.front().needles.front();
  needle.device.coilLoops = 3;
  for (const Finding& finding : cement::deviceFindings(model, withNeedle({}, needle)))
    EXPECT_NE(finding.rule, "coil-beyond-bone") << finding.text;
  EXPECT_FALSE(cement::roomOf("bone-needle-11g"));
  EXPECT_TRUE(cement::roomOf("stent-20"));
}

TEST(BruteForce, FindsNothingMuchBetterPastThePedicle) {
  const CaseModel& model = bundledModel("t10-renal");
  for (const char* level : {"T8", "T10", "L1"}) {
    SuggestRequest request;
    request.approach = Approach::Parapedicular;
    request.level = level;
    request.shelf = {"bone-needle-15g-100"};
    std::vector<std::string> remarks;
    for (const Setting& setting :
         vertebraSettings(model, {}, request, aimOf(model, request), remarks))
      expectNoWorseThanDrawn(setting, level + (", " + std::string(toString(*setting.side))));
  }
}

}  // namespace
}  // namespace trocar::search
