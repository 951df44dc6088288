#include "planning/access/needle_view.h"
#include "planning/access/pedicle_path.h"
#include "planning/access/screw_bone.h"
#include "planning/cement/body/cortical_involvement.h"
#include "planning/cement/devices/augmentation.h"
#include "planning/cement/devices/device_findings.h"
#include "planning/cement/flow/open_wall.h"
#include "planning/decide/subject.h"
#include "planning/findings/rule_text.h"
#include "planning/plan/cannula_course.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace trocar::cement {
namespace {

using Severity = Finding::Severity;
using List = std::vector<Finding>;

/// Whether a point lies in the narrow part of a pedicle.
bool inPedicle(const anatomy::PedicleAnatomy& pedicle, const Vec3& p) {
  constexpr double kAlongMm = 8.0;
  const Vec3 offset = p - pedicle.centreMm;
  const double along = offset.dot(pedicle.axis);
  return pedicle.isthmusWidthMm > 0.0 && std::abs(along) < kAlongMm &&
         (offset - along * pedicle.axis).norm() <
             std::max(pedicle.isthmusWidthMm, pedicle.isthmusHeightMm) / 2.0;
}

void pediclePlasty(const CaseModel& model, const Plan& plan, List& found) {
  for (const Injection& injection : plan.injections) {
    const Needle* needle = plan.find(injection.needle);
    const anatomy::VertebraAnatomy* vertebra = needle ? model.vertebra(needle->level) : nullptr;
    if (!vertebra)
      continue;
    for (const Side side : {Side::Left, Side::Right}) {
      if (inPedicle(access::pedicleOf(*vertebra, side), beginsAtMm(*needle, injection)))
        found.push_back(withValue(
            findingOf("pedicle-plasty",
                      Severity::Warning,
                      needle->id,
                      needle->id + ": cement is injected in the " + std::string(toString(side)) +
                          " pedicle, between canal and foramina: watch both in two planes."),
            injection.volumeMl,
            beginsAtMm(*needle, injection)));
    }
  }
}

/// The foramen of the sacrum nearest to a point; nullptr where none was found.
const anatomy::SacralForamen* nearestForamen(const anatomy::SacrumAnatomy& sacrum, const Vec3& p) {
  const auto nearest = std::min_element(
      sacrum.foramina.begin(), sacrum.foramina.end(), [&](const auto& a, const auto& b) {
        return (a.centreMm - p).norm() < (b.centreMm - p).norm();
      });
  return nearest == sacrum.foramina.end() ? nullptr : &*nearest;
}

void sacroplasty(const CaseModel& model, const Plan& plan, List& found) {
  if (plan.injections.empty() || !model.pelvis().sacrum)
    return;
  for (const Injection& injection : plan.injections) {
    const Needle* needle = plan.find(injection.needle);
    const Vec3 tipMm = needle ? beginsAtMm(*needle, injection) : Vec3::Zero();
    const Structure* bone = needle ? model.boneAt(tipMm) : nullptr;
    if (!bone || bone->role != Role::Sacrum || injection.volumeMl <= 0.0)
      continue;
    const anatomy::SacralForamen* foramen = nearestForamen(*model.pelvis().sacrum, tipMm);
    const double apartMm = foramen ? (foramen->centreMm - tipMm).norm() : 0.0;
    found.push_back(withValue(
        findingOf("sacroplasty-foramen",
                  Severity::Note,
                  needle->id,
                  needle->id + ": cement in the sacrum" +
                      (foramen ? ", " + rounded(apartMm, 0) + " mm from the middle of the " +
                                     std::string(toString(foramen->side)) + " " + foramen->level +
                                     " foramen"
                               : std::string()) +
                      ": watch the foramina in the frontal plane and inject while withdrawing."),
        apartMm,
        foramen ? foramen->centreMm : tipMm));
  }
}

bool hasScrewIn(const CaseModel& model, const Plan& plan, const Structure& bone) {
  return std::any_of(plan.needles.begin(), plan.needles.end(), [&](const Needle& needle) {
    const Structure* other = model.boneAt(needle.trajectory.target);
    return needle.purpose == Purpose::Screw && other && other->id == bone.id;
  });
}

/// Bones of a role that cement is injected into, each once, with the first needle.
struct Injected {
  const Structure* bone;
  const Needle* needle;
  Vec3 tipMm;
};
std::vector<Injected> injectedBones(const CaseModel& model, const Plan& plan, Role role) {
  std::vector<Injected> bones;
  for (const Injection& injection : plan.injections) {
    const Needle* needle = plan.find(injection.needle);
    const Vec3 tipMm = needle ? beginsAtMm(*needle, injection) : Vec3::Zero();
    const Structure* bone = needle ? model.boneAt(tipMm) : nullptr;
    const bool known = std::any_of(
        bones.begin(), bones.end(), [&](const Injected& other) { return other.bone == bone; });
    if (bone && bone->role == role && !known)
      bones.push_back({bone, needle, tipMm});
  }
  return bones;
}

void acetabulum(const CaseModel& model, const Plan& plan, List& found) {
  for (const auto& [bone, needle, tipMm] : injectedBones(model, plan, Role::Hip)) {
    const auto answer = [&, id = bone->id](const char* key) {
      return decide::answerInBone(model.patient(), plan, id, "acetabulum", key);
    };
    const std::string fracture = answer("fracture");
    const bool broken = fracture == "impending" || fracture == "complete";
    const bool wall = answer("medial-wall") == "insufficient";
    const anatomy::HipAnatomy* hip = nullptr;
    for (const anatomy::HipAnatomy& one : model.pelvis().hips)
      hip = one.structureId == bone->id && one.acetabulum.radiusMm > 0.0 ? &one : hip;
    if (!hip || anatomy::zoneAt(*hip, tipMm) != anatomy::PelvicZone::Periacetabular)
      continue;
    if ((broken || wall) && !hasScrewIn(model, plan, *bone))
      found.push_back(
          withValue(findingOf("acetabulum-cement-alone",
                              Severity::Danger,
                              needle->id,
                              needle->id + ": cement alone around the acetabulum, with " +
                                  (wall ? std::string("an insufficient medial wall")
                                        : "a fracture entered as " + fracture) +
                                  ": add screws, or give a reason."),
                    0.0,
                    tipMm));
  }
}

void femur(const CaseModel& model, const Plan& plan, List& found) {
  for (const auto& [bone, needle, tipMm] : injectedBones(model, plan, Role::Femur)) {
    if (hasScrewIn(model, plan, *bone))
      continue;
    const double lengthMm = corticalInvolvementMm(model, *bone);
    const bool lesser =
        decide::answerInBone(
            model.patient(), plan, bone->id, "femur", "lesser-trochanter-fracture") == "yes";
    if (lengthMm <= ruleLimit("femur-cement-alone") && !lesser)
      continue;
    found.push_back(withValue(
        findingOf("femur-cement-alone",
                  Severity::Warning,
                  needle->id,
                  needle->id + ": " +
                      (lesser ? std::string("after a fracture of the lesser trochanter")
                              : "with " + rounded(lengthMm, 0) + " mm of cortex involved") +
                      " the risk of fracture is high with cement alone: add screws."),
        lengthMm,
        tipMm));
  }
}

/// Levels with a pedicle screw, and with cement.
struct Levels {
  std::set<std::string> screwed;
  std::set<std::string> cemented;
};
Levels levelsWith(const Plan& plan) {
  Levels levels;
  for (const Needle& needle : plan.needles) {
    if (needle.purpose == Purpose::Screw && !needle.level.empty())
      levels.screwed.insert(needle.level);
  }
  for (const Injection& injection : plan.injections) {
    if (const Needle* needle = plan.find(injection.needle); needle && injection.volumeMl > 0.0)
      levels.cemented.insert(needle->level);
  }
  return levels;
}

/// The level above the highest screwed one; empty where the case has none.
std::string levelAbove(const Case& patient, const std::set<std::string>& screwed) {
  const std::vector<std::string> levels = levelsOf(patient);
  const auto top = std::find_if(
      levels.begin(), levels.end(), [&](const std::string& l) { return screwed.count(l) > 0; });
  return top == levels.begin() || top == levels.end() ? "" : *std::prev(top);
}

void prophylaxis(const CaseModel& model, const Plan& plan, List& found) {
  const Levels levels = levelsWith(plan);
  if (levels.screwed.empty())
    return;
  std::string without;
  for (const std::string& level : levels.screwed) {
    if (levels.cemented.count(level) == 0)
      without += (without.empty() ? "" : ", ") + level;
  }
  const std::string above = levelAbove(model.patient(), levels.screwed);
  const bool bareAbove = !above.empty() && levels.cemented.count(above) == 0;
  if (without.empty() && !bareAbove)
    return;
  const std::string what =
      (without.empty() ? "" : "Screws in " + without + " are planned without cement. ") +
      (bareAbove ? "The level above them, " + above + ", has none. " : std::string());
  found.push_back(findingOf("screw-augmentation",
                            Severity::Note,
                            "",
                            what + "Cement at both is used against pull-out and fracture."));
}

}  // namespace

std::vector<Finding> augmentationFindings(const CaseModel& model, const Plan& plan) {
  List found = deviceFindings(model, plan);
  for (const auto rule : {openWall, pediclePlasty, sacroplasty, acetabulum, femur, prophylaxis})
    rule(model, plan, found);
  return found;
}

}  // namespace trocar::cement
