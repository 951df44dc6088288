#include "planning/cement/flow/open_wall.h"

#include "planning/anatomy/lesion_anatomy.h"
#include "planning/cement/devices/augmentation.h"
#include "planning/findings/rule_text.h"
#include "planning/plan/cannula_course.h"

#include <algorithm>
#include <map>
#include <memory>

namespace trocar::cement {
namespace {

/// Cement that is planned into one vertebra.
struct Injected {
  double volumeMl = 0.0;
  bool held = true;  ///< At every tip.
};

bool isHeld(const CaseModel& model, const Plan& plan, const Vec3& tipMm) {
  const std::vector<Ring> rings = plannedRings(model, plan);
  const std::vector<Cavity> cavities = plannedCavities(plan);
  return std::any_of(
             rings.begin(), rings.end(), [&](const Ring& ring) { return ring.encloses(tipMm); }) ||
         std::any_of(cavities.begin(), cavities.end(), [&](const Cavity& cavity) {
           return augmentationOf(plan.find(cavity.needle)->instrument)->holdsCement &&
                  contains(cavity.region, tipMm);
         });
}

std::map<const Structure*, Injected> injectedVertebrae(const CaseModel& model, const Plan& plan) {
  std::map<const Structure*, Injected> vertebrae;
  for (const Injection& injection : plan.injections) {
    const Needle* needle = plan.find(injection.needle);
    const Structure* bone = needle ? model.boneAt(beginsAtMm(*needle, injection)) : nullptr;
    if (!bone || bone->role != Role::Vertebra || !(injection.volumeMl > 0.0))
      continue;
    Injected& injected = vertebrae[bone];
    injected.volumeMl += injection.volumeMl;
    injected.held = injected.held && isHeld(model, plan, beginsAtMm(*needle, injection));
  }
  return vertebrae;
}

using Lesions = std::vector<anatomy::LesionAnatomy>;

/// Measured once for a case, as far as they lie in vertebrae.
std::shared_ptr<const Lesions> lesionsOf(const CaseModel& model) {
  return std::static_pointer_cast<const Lesions>(model.derived("cement/lesions", [&] {
    return std::make_shared<const Lesions>(
        anatomy::measureLesions(model.patient(), model.vertebrae(), {}));
  }));
}

struct OpenWall {
  double areaMm2 = 0.0;
  Vec3 atMm = Vec3::Zero();  ///< The middle of the largest opening.
};

OpenWall openingOf(const Lesions& lesions, const std::string& boneId) {
  OpenWall wall;
  double largestMm2 = 0.0;
  for (const anatomy::LesionAnatomy& lesion : lesions) {
    for (const anatomy::CorticalDefect& defect : lesion.corticalDefects) {
      if (lesion.boneId != boneId || defect.place != "posterior wall")
        continue;
      wall.areaMm2 += defect.areaMm2;
      if (defect.areaMm2 > largestMm2) {
        largestMm2 = defect.areaMm2;
        wall.atMm = defect.atMm;
      }
    }
  }
  return wall;
}

}  // namespace

void openWall(const CaseModel& model, const Plan& plan, std::vector<Finding>& found) {
  const auto vertebrae = injectedVertebrae(model, plan);
  for (const Structure& bone : model.patient().structures) {
    const auto injected = vertebrae.find(&bone);
    if (injected == vertebrae.end() || injected->second.held)
      continue;
    const OpenWall wall = openingOf(*lesionsOf(model), bone.id);
    if (wall.areaMm2 < ruleLimit("open-posterior-wall"))
      continue;
    found.push_back(withValue(
        findingOf("open-posterior-wall",
                  Finding::Severity::Warning,
                  bone.id,
                  bone.name + ": " + rounded(wall.areaMm2, 0) +
                      " mm² of the posterior wall are open and nothing holds the " +
                      rounded(injected->second.volumeMl) +
                      " ml of cement in front of it: plan a coil or a stent around the tip, "
                      "or say how it is contained otherwise."),
        wall.areaMm2,
        wall.atMm));
  }
}

}  // namespace trocar::cement
