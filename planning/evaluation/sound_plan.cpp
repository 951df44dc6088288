#include "planning/evaluation/sound_plan.h"

#include "core/error.h"
#include "planning/ablation/probes/protocol.h"
#include "planning/access/placement.h"
#include "planning/cement/cement_product.h"
#include "planning/plan/instrument.h"
#include "planning/plan/usual_purpose.h"

#include <utility>

namespace trocar {
namespace {

using Faults = std::vector<PlanFault>;
using SetAside = std::function<Plan(Plan)>;

/// What `ask` refuses is a fault.
template <typename Ask>
void addRefusal(Faults& faults, const Ask& ask, SetAside setAside) {
  try {
    ask();
  } catch (const Error& error) {
    faults.push_back({error.what(), std::move(setAside)});
  }
}

SetAside withoutTheNeedle(const std::string& id) {
  return [id](Plan plan) { return withoutNeedle(std::move(plan), id); };
}

/// Whether the cannulas lead outwards to a needle that runs through none.
bool comesOut(const Plan& plan, const Needle& needle) {
  const Needle* at = &needle;
  for (std::size_t n = 0; n <= plan.needles.size(); ++n) {
    if (!at->through)
      return true;
    at = plan.find(*at->through);
    if (!at)
      return false;
  }
  return false;
}

void addNeedle(const Plan& plan, const Case& patient, const Needle& needle, Faults& faults) {
  addRefusal(
      faults, [&] { findInstrument(needle.instrument); }, withoutTheNeedle(needle.id));
  if (!comesOut(plan, needle))
    faults.push_back({"needle " + needle.id + " runs through needle '" + *needle.through +
                          "', which is no other needle of the plan; name one that is",
                      [id = needle.id](Plan without) {
                        Needle alone = *without.find(id);
                        alone.through.reset();
                        alone.cannulaBackMm = 0.0;
                        return withNeedle(std::move(without), alone);
                      }});
  if (!patient.ct.grid().contains(needle.trajectory.target))
    faults.push_back({"the target of needle " + needle.id + " lies outside the CT of case '" +
                          patient.id +
                          "'; give a point inside it (trocar inspect shows where it lies)",
                      withoutTheNeedle(needle.id)});
}

void addProtocol(const Plan& plan, const Protocol& protocol, Faults& faults) {
  const Needle* needle = plan.find(protocol.needle);
  if (!needle || needle->purpose != Purpose::Probe)
    return;
  addRefusal(
      faults,
      [&] {
        const InstrumentKind kind = findInstrument(needle->instrument).kind;
        if (usualPurpose(kind) == Purpose::Probe)
          ablation::requireFollowable(kind, protocol, needle->id);
      },
      [id = needle->id](Plan without) {
        std::erase_if(without.protocols, [&](const Protocol& one) { return one.needle == id; });
        return without;
      });
}

void addPainted(const Plan& plan, const Case& patient, Faults& faults) {
  for (const Protection& one : plan.protections) {
    for (const PaintedBall& ball : one.painted) {
      if (patient.ct.grid().contains(ball.centreMm))
        continue;
      faults.push_back({"fluid " + one.structure + " is painted outside the CT of case '" +
                            patient.id + "'; paint it inside",
                        [name = one.structure, ball](Plan without) {
                          for (Protection& protection : without.protections)
                            if (protection.structure == name)
                              std::erase(protection.painted, ball);
                          return without;
                        }});
    }
  }
}

}  // namespace

Faults faultsOf(const Plan& plan, const Case& patient) {
  Faults faults = faultsOf(plan);
  addRefusal(
      faults,
      [&] { cement::productOf(plan.cementMix); },
      [](Plan without) {
        without.cementMix.product.reset();
        return without;
      });
  if (plan.placement && std::holds_alternative<std::string>(*plan.placement))
    addRefusal(
        faults,
        [&] { access::findPlacementTechnique(std::get<std::string>(*plan.placement)); },
        [](Plan without) {
          without.placement.reset();
          return without;
        });
  for (const Needle& needle : plan.needles)
    addNeedle(plan, patient, needle, faults);
  for (const Protocol& protocol : plan.protocols)
    addProtocol(plan, protocol, faults);
  addPainted(plan, patient, faults);
  return faults;
}

void requireSound(const Plan& plan, const Case& patient) {
  if (const Faults faults = faultsOf(plan, patient); !faults.empty())
    throw Error(faults.front().what);
}

Plan withoutFaults(Plan plan, const Case& patient, std::vector<std::string>& remarks) {
  for (Faults faults = faultsOf(plan, patient); !faults.empty(); faults = faultsOf(plan, patient)) {
    remarks.push_back("Set aside: " + faults.front().what + ".");
    plan = faults.front().setAside(std::move(plan));
  }
  return plan;
}

}  // namespace trocar
