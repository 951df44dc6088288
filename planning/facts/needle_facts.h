#pragma once

#include "core/case.h"
#include "planning/evaluation/evaluation.h"
#include "planning/facts/fact.h"

#include <optional>
#include <string>

namespace trocar::facts {

/// What was measured of a needle; nullptr where the evaluation does not know it.
const NeedleEvaluation* findNumbers(const Evaluation& evaluation, const std::string& needleId);
const NeedleEvaluation* findNumbers(const Evaluation* evaluation, const std::string& needleId);

/// Everything that is said of one needle. Structures have the case's names, else their ids.
Facts needleFacts(const Needle& needle,
                  const NeedleEvaluation& numbers,
                  const Case* patient = nullptr);

/// What was measured and simulated of it, without what the plan says. With the patient's `position`
/// in the procedure the C-arm is told as its console will read, else for supine and for prone.
Facts measuredFacts(const NeedleEvaluation& numbers,
                    const Case* patient = nullptr,
                    std::optional<PatientPosition> position = {});

/// A name from the case, else the id.
std::string structureWords(const Case* patient, const std::string& id);
/// Surface to surface: inside is a danger, and closer than the width of a cortex a caution.
FactTone toneOfDistance(double distanceMm);

}  // namespace trocar::facts
