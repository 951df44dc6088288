#include "planning/decide/measured.h"

#include "core/number_text.h"
#include "planning/decide/proposal_table.h"
#include "planning/scores/score.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace trocar::decide {
namespace {

using anatomy::LesionAnatomy;
using anatomy::VertebraAnatomy;

struct Look {
  const Case& patient;
  const Plan& plan;
  const std::vector<VertebraAnatomy>& vertebrae;
  const std::vector<LesionAnatomy>& lesions;
  const LesionAnatomy& lesion;
  const VertebraAnatomy* vertebra;  ///< That the lesion lies in; nullptr elsewhere.
};

const VertebraAnatomy* vertebraOf(const std::vector<VertebraAnatomy>& all,
                                  const std::string& structureId) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const VertebraAnatomy& one) {
    return one.structureId == structureId;
  });
  return found == all.end() ? nullptr : &*found;
}

std::string percent(double fraction) {
  return shownShare(fraction, 0);
}

void addLocation(const Look& look, Answers& sins) {
  const std::string& level = look.vertebra->level;
  if (scores::isAnswer("sins", "location", level))
    sins["location"] = {level, Basis::Measured, "most of the lesion's bone is in " + level};
}

std::string matrixWords(const LesionAnatomy& lesion) {
  return percent(lesion.lyticFraction) + " of it in bone below 100 HU, mean " +
         shownQuantity(lesion.meanHu, "HU", 0);
}

void addCollapse(const Look& look, Answers& sins) {
  const LesionAnatomy& lesion = look.lesion;
  if (!lesion.collapseFraction || !lesion.bodyFraction)
    return;
  const double lost = std::max(0.0, *lesion.collapseFraction);
  const double involved = *lesion.bodyFraction;
  std::string value = involved > proposalLimit("body-involved") ? "none-over-50-involved" : "none";
  if (lost > proposalLimit("half-collapsed"))
    value = "over-50";
  else if (lost >= proposalLimit("collapsed"))
    value = "under-50";
  sins["collapse"] = {value,
                      Basis::Measured,
                      percent(lost) + " of a height lost against the neighbours, " +
                          percent(involved) + " of the body involved"};
}

/// One side's pedicle: filled by the lesion, or marked as fractured by a person.
struct PedicleLook {
  bool involved = false;
  bool fractured = false;
  std::string words;
};

PedicleLook pedicleOf(const Look& look, Side side) {
  const std::optional<double> fraction =
      side == Side::Left ? look.lesion.leftPedicleFraction : look.lesion.rightPedicleFraction;
  PedicleLook pedicle;
  pedicle.fractured = hasPedicleFracture(look.plan, look.vertebra->level, side);
  pedicle.involved =
      pedicle.fractured || fraction.value_or(0.0) > proposalLimit("pedicle-involved");
  pedicle.words = percent(fraction.value_or(0.0)) + " of the " + std::string(toString(side)) +
                  " pedicle" + (pedicle.fractured ? " (fractured, entered)" : "");
  return pedicle;
}

void addPosterolateral(const Look& look, Answers& sins) {
  const LesionAnatomy& lesion = look.lesion;
  if (!lesion.leftPedicleFraction || !lesion.rightPedicleFraction)
    return;
  const PedicleLook left = pedicleOf(look, Side::Left);
  const PedicleLook right = pedicleOf(look, Side::Right);
  const int sides = static_cast<int>(left.involved) + static_cast<int>(right.involved);
  if (sides == 0 && lesion.archFraction.value_or(0.0) > proposalLimit("pedicle-involved"))
    return;  // In facets or processes, whose side is not measured.
  const std::string value = sides == 2 ? "bilateral" : sides == 1 ? "unilateral" : "none";
  const Basis basis = left.fractured || right.fractured ? Basis::Entered : Basis::Measured;
  sins["posterolateral"] = {value, basis, left.words + ", " + right.words};
}

/// Where the line of the posterior wall meets an endplate.
Vec3 wallCorner(const VertebraAnatomy& vertebra, const anatomy::Plane& endplate) {
  const Vec3 along = vertebra.frame.left.cross(vertebra.body.posteriorWall.normal).normalized();
  const Vec3 from = vertebra.body.posteriorWall.pointMm;
  const double climb = along.dot(endplate.normal);
  return from + along * ((endplate.pointMm - from).dot(endplate.normal) / climb);
}

bool isNextTo(const VertebraAnatomy& a, const VertebraAnatomy& b) {
  const auto first = levelOrder(a.level);
  const auto second = levelOrder(b.level);
  return first && second && std::abs(*first - *second) == 1;
}

/// How far the posterior walls of two neighbours stand apart where they meet, front to back.
double stepMm(const VertebraAnatomy& upper, const VertebraAnatomy& lower) {
  const Vec3 apart = wallCorner(upper, upper.body.inferiorEndplate) -
                     wallCorner(lower, lower.body.superiorEndplate);
  return std::abs(apart.dot(lower.frame.posterior));
}

double stepLimitMm(const std::string& level) {
  if (level.starts_with("C"))
    return proposalLimit("step-cervical");
  return proposalLimit(level.starts_with("T") ? "step-thoracic" : "step-lumbar");
}

/// A CT shows the spine lying down, and not how it was before: estimated at best.
void addAlignment(const Look& look, Answers& sins) {
  std::optional<double> worstMm;
  for (const VertebraAnatomy& other : look.vertebrae) {
    if (!other.trust.trusted || !isNextTo(other, *look.vertebra))
      continue;
    const bool above = levelOrder(other.level) < levelOrder(look.vertebra->level);
    const double mm = above ? stepMm(other, *look.vertebra) : stepMm(*look.vertebra, other);
    worstMm = std::max(worstMm.value_or(0.0), mm);
  }
  if (!worstMm)
    return;
  const double wedgeDeg = look.vertebra->body.wedge.degrees();
  const bool shifted = *worstMm > stepLimitMm(look.vertebra->level);
  if (!shifted && std::abs(wedgeDeg) > proposalLimit("wedge"))
    return;
  sins["alignment"] = {shifted ? "subluxation" : "normal",
                       Basis::Estimated,
                       "lying down: step of " + shownQuantity(*worstMm, "mm") +
                           " to a neighbour, wedge " + shownQuantity(wedgeDeg, "°", 0)};
}

/// Only that the lesion stays in bone is told by a CT; the grades of compression are MR's.
void addCompression(const Look& look, Answers& noms) {
  const LesionAnatomy& lesion = look.lesion;
  if (lesion.posteriorWallDefectMm2.value_or(1.0) > 0.0 ||
      lesion.epiduralDistanceMm.value_or(0.0) <= 0.0 || lesion.duralContact.value_or(false))
    return;
  noms["escc"] = {"0",
                  Basis::Estimated,
                  "posterior wall closed, " + shownQuantity(lesion.epiduralDistanceMm, "mm") +
                      " to the sac or canal on CT"};
}

std::optional<Answer> encroachmentOf(const LesionAnatomy& lesion) {
  if (!lesion.epiduralDistanceMm && !lesion.canalNarrowing)
    return std::nullopt;
  const bool touches =
      lesion.duralContact.value_or(false) || lesion.epiduralDistanceMm.value_or(1.0) < 0.0;
  const bool narrowed = lesion.canalNarrowing.value_or(0.0) >= proposalLimit("canal-narrowed");
  const bool allKnown = lesion.epiduralDistanceMm && lesion.canalNarrowing;
  if (!touches && !narrowed && !allKnown)
    return std::nullopt;  // What is not measured excludes nothing.
  const std::string words =
      (touches ? "the lesion reaches the thecal sac or canal"
               : shownQuantity(lesion.epiduralDistanceMm, "mm") + " to the sac or canal") +
      (lesion.canalNarrowing
           ? ", canal narrowed by " + percent(std::max(0.0, *lesion.canalNarrowing))
           : ", narrowing of the canal not measured");
  return Answer{touches || narrowed ? "yes" : "no", Basis::Measured, words};
}

/// Of the spine's lesions; one that does not tell is no "no" of them all.
void addEncroachment(const Look& look, Answers& surgery) {
  bool allTell = true;
  std::optional<Answer> worst;
  for (const LesionAnatomy& lesion : look.lesions) {
    const VertebraAnatomy* vertebra = vertebraOf(look.vertebrae, lesion.boneId);
    if (vertebra == nullptr || !lesion.trust.trusted)
      continue;
    std::optional<Answer> one = encroachmentOf(lesion);
    allTell = allTell && one;
    if (!one || (worst && (worst->value == "yes" || one->value == "no")))
      continue;
    one->why = vertebra->level + ": " + one->why;
    worst = std::move(one);
  }
  if (worst && (worst->value == "yes" || allTell))
    surgery["canal-encroachment"] = *worst;
}

/// Lytic lesions in two vertebrae or more; what one CT shows cannot exclude others.
void addLevels(const Look& look, Answers& surgery) {
  std::string places;
  std::set<std::string> seen;
  for (const LesionAnatomy& lesion : look.lesions) {
    const VertebraAnatomy* vertebra = vertebraOf(look.vertebrae, lesion.boneId);
    if (vertebra == nullptr || lesion.matrix != anatomy::LesionMatrix::Lytic ||
        !seen.insert(vertebra->level).second)
      continue;
    places += (places.empty() ? "" : ", ") + vertebra->level;
  }
  if (seen.size() > 1)
    surgery["multilevel"] = {"yes", Basis::Estimated, "lytic lesions in " + places};
}

void addSpine(const Look& look, Proposals& proposals) {
  addLocation(look, proposals["sins"]);
  addCollapse(look, proposals["sins"]);
  addPosterolateral(look, proposals["sins"]);
  if (look.vertebra->trust.trusted)
    addAlignment(look, proposals["sins"]);
  addCompression(look, proposals["noms"]);
}

bool isSiteOf(const char* score, const std::string& boneId) {
  const std::vector<std::string>& sites = scores::findScore(score).sites;
  return std::any_of(sites.begin(), sites.end(), [&](const std::string& site) {
    return boneId.starts_with(site);
  });
}

/// "36 % of the medial wall without sound bone, the lesion in 58 %".
std::string wallWords(const char* wall, const anatomy::WallShare& share) {
  return percent(share.open) + " of the " + wall + " without sound bone, the lesion in " +
         percent(share.reached);
}

/// Shares of rays from the joint's centre; what a wall still bears, a CT does not tell.
void addWalls(const anatomy::HipInvolvement& hip, Proposals& proposals) {
  const double open = proposalLimit("wall-open"), involved = proposalLimit("part-involved");
  const auto state = [&](const anatomy::WallShare& share, const char* gone) {
    return share.open > open ? gone : share.reached > involved ? "involved" : "intact";
  };
  const std::string medial = wallWords("medial wall", hip.medialWall);
  const std::string dome = wallWords("dome", hip.dome);
  Answers& harrington = proposals["harrington"];
  harrington["medial-wall"] = {
      hip.medialWall.open > open ? "deficient" : "intact", Basis::Measured, medial};
  harrington["dome"] = {hip.dome.open > open ? "deficient" : "intact", Basis::Measured, dome};
  Answers& acetabulum = proposals["acetabulum"];
  acetabulum["medial-wall"] = {state(hip.medialWall, "insufficient"), Basis::Measured, medial};
  acetabulum["dome"] = {state(hip.dome, "involved"), Basis::Measured, dome};
}

void addColumn(const char* key,
               const char* name,
               const std::optional<double>& share,
               Answers& answers) {
  if (!share)
    return;
  answers[key] = {*share > proposalLimit("part-involved") ? "involved" : "intact",
                  Basis::Measured,
                  percent(*share) + " of the " + name + " around the joint"};
}

void addZone(const anatomy::HipInvolvement& hip, Answers& enneking) {
  const auto most = std::max_element(hip.zoneShares.begin(), hip.zoneShares.end());
  if (*most <= 0.0)
    return;
  std::string words;
  for (std::size_t zone = 0; zone < hip.zoneShares.size(); ++zone)
    words += (words.empty() ? "" : ", ") + percent(hip.zoneShares[zone]) + " in " +
             std::string(toString(static_cast<anatomy::PelvicZone>(zone)));
  const auto zone = static_cast<anatomy::PelvicZone>(most - hip.zoneShares.begin());
  enneking["zone"] = {std::string(toString(zone)), Basis::Measured, words};
}

void addHip(const anatomy::HipInvolvement& hip, Proposals& proposals) {
  addWalls(hip, proposals);
  addColumn("anterior-column", "anterior column", hip.anteriorColumn, proposals["harrington"]);
  addColumn("posterior-column", "posterior column", hip.posteriorColumn, proposals["harrington"]);
  addColumn("posterior-column", "posterior column", hip.posteriorColumn, proposals["acetabulum"]);
  addZone(hip, proposals["enneking"]);
}

void addFemur(const anatomy::FemurInvolvement& femur, Proposals& proposals) {
  proposals["femur"]["cortical-mm"] = {decimalText(femur.corticalLengthMm, 1),
                                       Basis::Measured,
                                       "along the shaft, within 2 mm of the surface"};
  Answers& mirels = proposals["mirels"];
  const double share = femur.outlineShare;
  mirels["size"] = {share > proposalLimit("two-thirds") ? "over-two-thirds"
                    : share < proposalLimit("third")    ? "under-third"
                                                        : "third-to-two-thirds",
                    Basis::Estimated,
                    percent(share) + " of the circumference in the worst slice of the CT"};
  if (femur.pertrochanteric)
    mirels["site"] = {*femur.pertrochanteric ? "pertrochanteric" : "lower-limb",
                      Basis::Measured,
                      *femur.pertrochanteric
                          ? "its middle lies from the neck to 50 mm below the lesser trochanter"
                          : "its middle lies outside the trochanters"};
}

}  // namespace

const LesionAnatomy* lesionAt(const std::vector<LesionAnatomy>& lesions,
                              std::string_view lesionId,
                              std::string_view boneId) {
  if (lesionId.empty() && boneId.empty())
    return lesions.empty() ? nullptr : &lesions.front();
  const LesionAnatomy* named = nullptr;
  for (const LesionAnatomy& one : lesions) {
    if (one.lesionId == lesionId && (named == nullptr || one.boneId == boneId))
      named = &one;
  }
  if (named != nullptr)
    return named;
  const auto held = std::find_if(lesions.begin(), lesions.end(), [&](const LesionAnatomy& one) {
    return !boneId.empty() && one.boneId == boneId;
  });
  return held == lesions.end() ? nullptr : &*held;
}

Proposals proposalsOfLesion(const Case& patient,
                            const Plan& plan,
                            const std::vector<VertebraAnatomy>& vertebrae,
                            const std::vector<LesionAnatomy>& lesions,
                            const LesionAnatomy& lesion) {
  Proposals proposals;
  const Look look{patient, plan, vertebrae, lesions, lesion, vertebraOf(vertebrae, lesion.boneId)};
  const Answer matrix{std::string(toString(lesion.matrix)), Basis::Measured, matrixWords(lesion)};
  if (look.vertebra != nullptr) {
    proposals["sins"]["lesion"] = matrix;
    addSpine(look, proposals);
  } else if (isSiteOf("mirels", lesion.boneId)) {
    proposals["mirels"]["lesion"] = matrix;
  }
  if (lesion.hip)
    addHip(*lesion.hip, proposals);
  if (lesion.femur)
    addFemur(*lesion.femur, proposals);
  addEncroachment(look, proposals["early-surgery"]);
  addLevels(look, proposals["early-surgery"]);
  if (lesion.matrix == anatomy::LesionMatrix::Blastic)
    proposals["bone-island"]["mean-hu"] = {
        decimalText(lesion.meanHu, 0), Basis::Measured, "mean of the whole lesion"};
  if (lesion.boneId == "sacrum")
    proposals["enneking"]["zone"] = {"IV", Basis::Measured, "the lesion lies in the sacrum"};
  if (vascularityOf(plan, patient, lesion.lesionId) == Vascularity::High)
    proposals["embolisation"]["hypervascular"] = {
        "yes", Basis::Entered, "its vascularity was entered as high"};
  return proposals;
}

}  // namespace trocar::decide
