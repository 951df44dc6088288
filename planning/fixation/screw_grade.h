#pragma once

#include "planning/access/pedicle_path.h"
#include "planning/model/case_model.h"
#include "planning/model/needle_evaluation.h"
#include "planning/plan/instrument.h"
#include "planning/plan/plan.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::fixation {

/// The shortest length made that is at least `wantedMm` (to 0.25 mm); the longest where none is.
double madeLengthMm(const Instrument& screw, double wantedMm);
/// The longest length made that is at most `availableMm`; nullopt where even the shortest is more.
std::optional<double> fittingLengthMm(const Instrument& screw, double availableMm);

/// Grades a screw: `needle` runs from the skin to the tip. Nullopt where there is no bone on its
/// way.
std::optional<ScrewGrade> gradeScrew(const CaseModel& model,
                                     const Plan& plan,
                                     const Needle& needle);
/// Gives the numbers of a needle whose purpose is a screw its grade, and the breach of one through
/// a pedicle that same grade: the whole thread is judged, not the shaft as a needle's. Leaves
/// others.
void gradeAsScrew(const CaseModel& model,
                  const Plan& plan,
                  const Needle& needle,
                  NeedleEvaluation& numbers);
/// The same in a bone that is at hand (screwBone).
std::optional<ScrewGrade> gradeScrew(const CaseModel& model,
                                     const Plan& plan,
                                     const Needle& needle,
                                     const access::BoneDistance& bone);

/// The plan's screws that hold in bone, with their id and grade alone, where nothing else is asked.
std::vector<NeedleEvaluation> gradedScrews(const CaseModel& model, const Plan& plan);

}  // namespace trocar::fixation
