#include "planning/facts/needle_facts.h"

#include "planning/access/approach_record.h"
#include "planning/anatomy/route_scatter.h"
#include "planning/facts/access_facts.h"
#include "planning/fluoro/carm.h"
#include "planning/model/angles.h"
#include "planning/plan/bend_text.h"
#include "planning/words/names.h"

#include <algorithm>
#include <utility>

namespace trocar::facts {
namespace {

using enum FactTopic;

Fact bendFact(const std::optional<Bend>& bend) {
  Fact fact = blockFact("bend", "bend", {}, "How the needle was curved by hand").entered();
  if (bend) {
    fact.value = Facts{
        numberFact("lengthMm", "bent length", bend->lengthMm, kMm, "Of the bent end, up to the tip")
            .entered(),
        numberFact("angleDeg", "bend", bend->angleDeg, kDegrees, "Between shaft and tip").entered(),
        pointFact("towards", "bent towards", bend->towards, "Unit direction of the bend").entered(),
    };
    fact = std::move(fact).said(describe(*bend)).usual(Planned);
  }
  return fact;
}

Facts plannedFacts(const Needle& needle) {
  const std::string side = needle.side ? std::string(toString(*needle.side)) : "";
  return {
      textFact("id", "needle", needle.id, "How the plan calls it").entered(),
      textFact("instrument", "instrument", needle.instrument, "Of the catalogue")
          .entered()
          .said(words::instrumentName(needle.instrument))
          .usual(Planned),
      textFact("purpose", "purpose", std::string(toString(needle.purpose)), "What it is for")
          .entered()
          .usual(Planned),
      wordFact("through",
               "through",
               needle.through.value_or(""),
               "The needle whose cannula it goes through")
          .entered()
          .usual(Planned),
      wordFact("level", "level", needle.level, "The vertebra it is for").entered().usual(Planned),
      wordFact("side", "side", side, "Of the patient, where it comes from")
          .entered()
          .usual(Planned),
      textFact("approach", "approach", std::string(toString(needle.approach)), "Its way in")
          .said(access::recordOf(needle.approach).name)
          .entered()
          .usual(Planned),
      pointFact("entryMm", "entry (LPS mm)", needle.trajectory.entry, "Where it enters the skin")
          .entered()
          .usual(Planned),
      pointFact("targetMm", "target (LPS mm)", needle.trajectory.target, "Where its tip ends")
          .entered()
          .usual(Planned),
      bendFact(needle.bend),
  };
}

Fact carmFact(std::string key, std::string name, const CarmAngles& angles, std::string meaning) {
  return blockFact(std::move(key),
                   std::move(name),
                   Facts{numberFact("laoDeg", "LAO", angles.laoDeg, kDegrees, "Negative is RAO"),
                         numberFact("cranDeg", "CRA", angles.cranDeg, kDegrees, "Negative is CAU")},
                   std::move(meaning))
      .said(consoleText(angles));
}

std::string consoleBasis(PatientPosition position) {
  switch (position) {
    case PatientPosition::Prone:
      return "As a console set to supine reads it for the planned prone position";
    case PatientPosition::Supine:
      return "As the console reads it for the planned supine position";
    default:
      return "As the console reads it for a supine patient; another position is planned";
  }
}

/// For the supine and for the prone patient, and for how the patient will lie where that is known:
/// lists then tell that one alone.
Facts carmFacts(const NeedleEvaluation& e, std::optional<PatientPosition> position) {
  Facts facts = {
      carmFact("carm", "C-arm, supine", e.carm, "Looks down the needle of a supine patient"),
      carmFact("carmProne",
               "C-arm, prone",
               e.carmProne,
               "The same beam on a console left on supine while the patient lies prone")};
  if (position) {
    facts.push_back(carmFact("",
                             "C-arm down the needle",
                             fluoro::consoleAngles(e.carm, *position),
                             consoleBasis(*position))
                        .usual(Dialled));
    return facts;
  }
  for (Fact& fact : facts)
    fact = std::move(fact).usual(Dialled);
  return facts;
}

Fact vertebraAnglesFact(const std::optional<VertebraAngles>& angles) {
  Fact fact = blockFact(
      "vertebraAngles", "angles against the vertebra", {}, "In its axes, not the table's");
  if (angles)
    fact.value = Facts{numberFact("axialDeg",
                                  "axial angle against the vertebra",
                                  angles->axialDeg,
                                  kDegrees,
                                  "Against its median plane, positive towards the midline"),
                       numberFact("craniocaudalDeg",
                                  "craniocaudal angle against the vertebra",
                                  angles->craniocaudalDeg,
                                  kDegrees,
                                  "Against its endplates, positive when the tip goes cranial")};
  return fact;
}

Facts dialFacts(const NeedleEvaluation& e) {
  return {
      pointFact("skinMm", "skin point", e.skinMm, "Where its line crosses the skin"),
      numberFact("skinToTargetMm",
                 "skin to target",
                 e.skinToTargetMm,
                 kMm,
                 "Along the needle; not known where the skin lies outside the CT")
          .headline(Dialled),
      numberFact("skinToBoneMm",
                 "skin to bone",
                 e.skinToBoneMm,
                 kMm,
                 "Along the needle; not known where the skin lies outside the CT")
          .usual(Dialled),
      numberFact("distanceFromMidlineMm",
                 "entry from midline",
                 e.distanceFromMidlineMm,
                 kMm,
                 "On the skin, of a needle with a level")
          .usual(Dialled),
      numberFact("distanceFromSpinousMm",
                 "entry from the spinous process",
                 e.distanceFromSpinousMm,
                 kMm,
                 "To the side, on the skin, of a needle with a level"),
      numberFact("axialAngleDeg",
                 "axial angle",
                 e.axialAngleDeg,
                 kDegrees,
                 "Against the sagittal plane, positive towards the midline")
          .headline(Dialled),
      numberFact("craniocaudalAngleDeg",
                 "craniocaudal angle",
                 e.craniocaudalAngleDeg,
                 kDegrees,
                 "Against the axial plane, positive when the tip goes cranial")
          .headline(Dialled),
      vertebraAnglesFact(e.vertebraAngles),
  };
}

void addAll(Facts& facts, Facts more) {
  std::move(more.begin(), more.end(), std::back_inserter(facts));
}

}  // namespace

const NeedleEvaluation* findNumbers(const Evaluation& evaluation, const std::string& needleId) {
  const auto found = std::find_if(evaluation.needles.begin(),
                                  evaluation.needles.end(),
                                  [&](const auto& numbers) { return numbers.id == needleId; });
  return found == evaluation.needles.end() ? nullptr : &*found;
}

const NeedleEvaluation* findNumbers(const Evaluation* evaluation, const std::string& needleId) {
  return evaluation ? findNumbers(*evaluation, needleId) : nullptr;
}

Facts needleFacts(const Needle& needle, const NeedleEvaluation& numbers, const Case* patient) {
  Facts facts = plannedFacts(needle);
  addAll(facts, measuredFacts(numbers, patient));
  return withBasis(std::move(facts), Basis::Measured);
}

Facts measuredFacts(const NeedleEvaluation& numbers,
                    const Case* patient,
                    std::optional<PatientPosition> position) {
  Facts facts = dialFacts(numbers);
  addAll(facts, carmFacts(numbers, position));
  addAll(facts, accessFacts(numbers, patient));
  return facts;
}

std::string structureWords(const Case* patient, const std::string& id) {
  if (!patient)
    return id;
  const Structure* structure = patient->find(id);
  const bool route = structure && anatomy::scatterOf(*structure);
  return words::nameInCase(*patient, id) +
         (route ? " (" + anatomy::estimatedWords(*structure) + ")" : "");
}

FactTone toneOfDistance(double distanceMm) {
  constexpr double kTouchingMm = 2.0;
  if (distanceMm < 0.0)
    return FactTone::Danger;
  return distanceMm < kTouchingMm ? FactTone::Caution : FactTone::Plain;
}

}  // namespace trocar::facts
