#include "planning/ablation/zones/ablation_part.h"

namespace trocar::ablation {
namespace {

/// Tools alone heed a lock.
void add(Needle needle, Plan& part) {
  needle.locked = false;
  part.needles.push_back(std::move(needle));
}

}  // namespace

Plan heatPart(const Plan& plan) {
  Plan part;
  for (const Needle& needle : plan.needles) {
    if (needle.purpose == Purpose::Probe)
      add(needle, part);
  }
  part.protocols = plan.protocols;
  part.protections = plan.protections;
  part.lethalCriterion = plan.lethalCriterion;
  part.vascularity = plan.vascularity;
  part.embolisations = plan.embolisations;
  if (!plan.embolisations.empty())
    part.procedureDate = plan.procedureDate;
  return part;
}

Plan zonesPart(const Plan& plan) {
  Plan part = heatPart(plan);
  for (const Needle& needle : plan.needles) {
    if (needle.purpose == Purpose::Sensor)
      add(needle, part);
  }
  part.intent = plan.intent;
  return part;
}

Plan placedPart(const Plan& plan) {
  Plan part = zonesPart(plan);
  part.placement = plan.placement;
  return part;
}

RecallKey resultKey(const CaseModel& model, const Plan& part, const AblationResult& result) {
  if (result.madeOf.empty())
    return {};
  return recallKey("ablation", model, part, result.madeOf);
}

}  // namespace trocar::ablation
