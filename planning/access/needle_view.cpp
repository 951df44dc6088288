#include "planning/access/needle_view.h"

#include "core/box.h"
#include "planning/access/approach_record.h"
#include "planning/access/bone_path.h"
#include "planning/access/pedicle_path.h"
#include "planning/access/screw_bone.h"
#include "planning/access/unjudged_groups.h"
#include "planning/findings/rule_text.h"
#include "planning/model/angles.h"
#include "planning/model/skin.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace trocar::access {
namespace {

/// The bone a needle works in: its level's vertebra, else the bone at its target.
const Structure* boneOf(const CaseModel& model, const Needle& needle) {
  const Structure* vertebra = model.patient().find("vertebra_" + needle.level);
  return vertebra ? vertebra : model.boneAt(needle.trajectory.target);
}

/// Depth at which the axis first meets a bone.
std::optional<double> firstBoneMm(const CaseModel& model, const NeedlePath& axis) {
  constexpr double kStepMm = 0.5;
  const int steps = std::max(1, static_cast<int>(std::ceil(axis.lengthMm() / kStepMm)));
  for (int step = 0; step <= steps; ++step) {
    const double depthMm = axis.lengthMm() * step / steps;
    if (model.boneAt(axis.pointAtDepth(depthMm)))
      return depthMm;
  }
  return std::nullopt;
}

/// Depth from which the surface of the shaft lies at least `cutMm` deep in a bone.
std::optional<double> firstCutMm(const DistanceField& bone, const Shaft& shaft, double cutMm) {
  constexpr double kStepMm = 0.5;
  const double steepest = std::sqrt(3.0);  // Of a trilinear distance.
  for (double depthMm = 0.0; depthMm <= shaft.axis.lengthMm();) {
    const double spareMm = bone.at(shaft.axis.pointAtDepth(depthMm)) - shaft.radiusMm + cutMm;
    if (spareMm < 0.0)
      return depthMm;
    depthMm += std::max(kStepMm, spareMm / steepest);
  }
  return std::nullopt;
}

/// Bones that the shaft, not its axis alone, runs into, but for `own`, in the order it meets them.
std::vector<std::string> crossedBones(const CaseModel& model,
                                      const Shaft& shaft,
                                      const std::string& own) {
  const Box way = boxAround(shaft);
  const double cutMm = ruleLimit("needle-crosses-bone");
  std::vector<std::pair<double, std::string>> met;
  for (const Structure& structure : model.patient().structures) {
    const Box* box =
        isBone(structure.role) && structure.id != own ? model.boxOf(structure.id) : nullptr;
    if (!box || !meet(*box, way))
      continue;
    if (const auto depthMm = firstCutMm(model.fields().around(structure.id, way), shaft, cutMm))
      met.emplace_back(*depthMm, structure.id);
  }
  std::stable_sort(
      met.begin(), met.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> ids;
  for (auto& [depthMm, id] : met)
    ids.push_back(std::move(id));
  return ids;
}

std::vector<Clearance> clearancesOf(const CaseModel& model, const Shaft& shaft, Approach approach) {
  std::vector<Clearance> clearances;
  const Box way = boxAround(shaft);
  for (const Structure& structure : model.patient().structures) {
    if (!isCritical(structure.role))
      continue;
    const ShaftClearance nearest = clearanceOf(model.fields().around(structure.id, way), shaft);
    clearances.push_back({structure.id,
                          nearest.distanceMm,
                          nearest.atMm,
                          crossesOnPurpose(approach, structure.role)});
  }
  std::stable_sort(clearances.begin(), clearances.end(), [](const auto& a, const auto& b) {
    return std::pair(a.onPurpose, a.distanceMm) < std::pair(b.onPurpose, b.distanceMm);
  });
  return clearances;
}

void measureSkin(const CaseModel& model, const Needle& needle, NeedleEvaluation& numbers) {
  const NeedlePath axis(needle);
  numbers.crossedBones = crossedBones(model, shaftOf(needle), numbers.bone);
  const Trajectory& shaft = axis.shaft();
  const auto skinMm = skinCrossing(model.patient(), shaft.target, -shaft.direction());
  if (!skinMm)
    return;
  numbers.skinMm = skinMm;
  numbers.skinToTargetMm = (*skinMm - shaft.target).norm() + axis.arcLengthMm();
  if (const auto depthMm = firstBoneMm(model, axis))
    numbers.skinToBoneMm = std::max(0.0, *numbers.skinToTargetMm - (axis.lengthMm() - *depthMm));
}

void measureAngles(const Needle& needle, Side side, NeedleEvaluation& numbers) {
  const Vec3 direction = NeedlePath(needle).shaft().direction();
  const VertebraAngles table = needleAngles(direction, side);
  numbers.axialAngleDeg = table.axialDeg;
  numbers.craniocaudalAngleDeg = table.craniocaudalDeg;
  numbers.carm = carmAngles(direction);
  numbers.carmProne = readProne(numbers.carm);
}

void measureInVertebra(const CaseModel& model,
                       const Needle& needle,
                       const anatomy::VertebraAnatomy& vertebra,
                       const Instrument& instrument,
                       NeedleEvaluation& numbers) {
  const Side side = sideOf(model, needle);
  const Shaft shaft = shaftOf(needle);
  numbers.vertebraAngles = needleAngles(shaft.axis.shaft().direction(), side, vertebra.frame);
  if (numbers.skinMm) {
    numbers.distanceFromMidlineMm =
        std::abs((*numbers.skinMm - vertebra.bodyCentroidMm).dot(vertebra.frame.left));
    if (const auto spinous = model.spinousTipMm(vertebra.level))
      numbers.distanceFromSpinousMm =
          std::abs((*numbers.skinMm - *spinous).dot(vertebra.frame.left));
  }
  const DistanceField& field = model.fields().of(vertebra.structureId);
  const BoneDistance bone = [&](const Vec3& pointMm) { return field.at(pointMm); };
  numbers.tip = tipPlaceOf(bone, vertebra, side, shaft.axis);
  if (!boneEntryDepthMm(bone, shaft.axis))
    return;
  if (recordOf(needle.approach).pedicle != PedicleWay::None)
    numbers.orderRule = orderRule(vertebra, side, shaft.axis);
  if (!goesThroughPedicle(needle.approach))
    return;
  numbers.breach = gradeBreach(bone, vertebra, side, shaft);
  numbers.fit = fitOf(instrument, &pedicleOf(vertebra, side), numbers.skinToTargetMm);
}

bool anyInside(const Case& patient,
               const Structure& lesion,
               const anatomy::PedicleSection& section) {
  const Vec3& centre = section.centreMm;
  const std::array<Vec3, 4> walls = {
      section.medialMm, section.lateralMm, section.superiorMm, section.inferiorMm};
  return contains(patient, lesion, centre) ||
         std::any_of(walls.begin(), walls.end(), [&](const Vec3& wall) {
           return contains(patient, lesion, Vec3(0.5 * (centre + wall)));
         });
}

}  // namespace

Finding about(const NeedleView& view,
              std::string_view ruleKey,
              Finding::Severity severity,
              const std::string& sentence) {
  return findingOf(ruleKey, severity, view.needle.id, view.needle.id + ": " + sentence);
}

Side sideOf(const CaseModel& model, const Needle& needle) {
  if (needle.side)
    return *needle.side;
  const anatomy::VertebraAnatomy* vertebra =
      needle.level.empty() ? nullptr : model.vertebra(needle.level);
  const Vec3 middle = vertebra ? vertebra->bodyCentroidMm : model.patient().ct.grid().centreMm();
  const Vec3 left = vertebra ? vertebra->frame.left : Vec3::UnitX();
  const double entryMm = (needle.trajectory.entry - middle).dot(left);
  const double targetMm = (needle.trajectory.target - middle).dot(left);
  return (std::abs(entryMm) > 1e-6 ? entryMm : targetMm) >= 0.0 ? Side::Left : Side::Right;
}

std::string pedicleInvolvement(const CaseModel& model,
                               const Plan& plan,
                               const anatomy::VertebraAnatomy& vertebra,
                               Side side) {
  if (hasPedicleFracture(plan, vertebra.level, side))
    return "fracture";
  const std::vector<anatomy::PedicleSection>& sections = pedicleOf(vertebra, side).sections;
  for (const Structure* lesion : model.patient().withRole(Role::Lesion)) {
    if (std::any_of(sections.begin(), sections.end(), [&](const anatomy::PedicleSection& section) {
          return anyInside(model.patient(), *lesion, section);
        }))
      return lesion->id;
  }
  return {};
}

Shaft shaftOf(const Needle& needle) {
  return {NeedlePath(needle), 0.5 * findInstrument(needle.instrument).outerDiameterMm};
}

NeedleEvaluation measureNeedle(const CaseModel& model, const Needle& needle) {
  const Instrument& instrument = findInstrument(needle.instrument);
  NeedleEvaluation numbers;
  numbers.id = needle.id;
  numbers.unjudged = unjudgedAt(model, needle);
  const Structure* bone = boneOf(model, needle);
  numbers.bone = bone ? bone->id : "";
  measureSkin(model, needle, numbers);
  measureAngles(needle, sideOf(model, needle), numbers);
  const Shaft shaft = shaftOf(needle);
  numbers.clearances = clearancesOf(model, shaft, needle.approach);
  if (bone) {
    const DistanceField& field = model.fields().of(bone->id);
    const BoneDistance distance = [&](const Vec3& pointMm) { return field.at(pointMm); };
    numbers.bonePath =
        bonePathOf(distance, model.patient().ct, shaft.axis, ruleLimit("needs-drill"));
  }
  if (const anatomy::VertebraAnatomy* vertebra =
          needle.level.empty() ? nullptr : model.vertebra(needle.level))
    measureInVertebra(model, needle, *vertebra, instrument, numbers);
  if (!numbers.fit)
    numbers.fit = fitOf(instrument, nullptr, numbers.skinToTargetMm);
  return numbers;
}

}  // namespace trocar::access
