#include "planning/evaluation/sound_plan.h"

#include "core/error.h"
#include "planning/access/placement.h"
#include "planning/cement/cement_product.h"
#include "planning/plan/instrument.h"

namespace trocar {
namespace {

void requireCannula(const Plan& plan, const Needle& needle) {
  if (needle.through && (*needle.through == needle.id || !plan.find(*needle.through)))
    throw Error("needle " + needle.id + " runs through needle '" + *needle.through +
                "', which is no other needle of the plan; name one that is");
}

}  // namespace

void requireSound(const Plan& plan, const Case& patient) {
  cement::productOf(plan.cementMix);
  if (plan.placement && std::holds_alternative<std::string>(*plan.placement))
    access::findPlacementTechnique(std::get<std::string>(*plan.placement));
  for (const Needle& needle : plan.needles) {
    findInstrument(needle.instrument);
    requireCannula(plan, needle);
    if (needle.trajectory.entry == needle.trajectory.target)
      throw Error("entry and target of needle " + needle.id +
                  " are the same point; give two different points");
    if (!patient.ct.grid().contains(needle.trajectory.target))
      throw Error("the target of needle " + needle.id + " lies outside the CT of case '" +
                  patient.id + "'; give a point inside it (trocar inspect shows where it lies)");
  }
}

}  // namespace trocar
