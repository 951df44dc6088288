#include "planning/cement/cement_part.h"

#include "planning/cement/devices/augmentation.h"

#include <algorithm>

namespace trocar::cement {

Plan cementPart(const Plan& plan) {
  Plan part;
  for (const Needle& needle : plan.needles) {
    const bool injects = std::any_of(
        plan.injections.begin(), plan.injections.end(), [&](const Injection& injection) {
          return injection.needle == needle.id;
        });
    if (!injects && !augmentationOf(needle.instrument))
      continue;
    part.needles.push_back(needle);
    part.needles.back().locked = false;
  }
  part.injections = plan.injections;
  part.cementMix = plan.cementMix;
  return part;
}

RecallKey cementKey(const CaseModel& model,
                    const Plan& part,
                    const ablation::AblationResult* ablation,
                    double resolutionMm) {
  if (ablation && ablation->madeOf.empty())
    return {"cement", {}, {}};
  return recallKey(
      "cement",
      model,
      part,
      exactText(resolutionMm) + (ablation ? "after " + ablation->madeOf : "untouched"));
}

}  // namespace trocar::cement
