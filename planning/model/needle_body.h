#pragma once

#include "planning/model/needle_evaluation.h"
#include "planning/plan/needle_path.h"

#include <optional>
#include <vector>

namespace trocar {

/// How long a screw is: as evaluated, else as entered, else the longest that is made. nullopt for
/// any other instrument, which reaches out of the skin, and for one that the catalogue lacks.
std::optional<double> screwLengthMm(const Needle& needle,
                                    const std::vector<NeedleEvaluation>& evaluated);

/// Needles whose screws have that length entered, for what knows no evaluation.
std::vector<Needle> withScrewLengths(std::vector<Needle> needles,
                                     const std::vector<NeedleEvaluation>& evaluated);

/// A needle's axis that ends at its tip and is so long, be it more or less than from the entry.
NeedlePath axisOfLength(const Needle& needle, double lengthMm);

/// The axis of what lies in the patient: of a screw as long as that is, else from the entry.
NeedlePath bodyAxis(const Needle& needle, const std::vector<NeedleEvaluation>& evaluated);

}  // namespace trocar
