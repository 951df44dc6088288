#pragma once

#include "core/case.h"
#include "planning/plan/plan.h"

#include <string>
#include <vector>

namespace trocar::review {

/// One step of the procedure.
struct ProcedureStep {
  std::string what;     ///< "Freeze", "Access".
  std::string with;     ///< "N2, N3 (L3 left)"; may be empty.
  double startS = 0.0;  ///< After the first access begins.
  double durationS = 0.0;
  Basis basis = Basis::Entered;  ///< Estimated where the plan does not say how long it takes.
  bool beforehand = false;       ///< Before the procedure: takes no time of it.
};

/// The steps of a plan in their order: access, then what goes through each needle as its
/// `cannulaCourse` says (biopsy, drills, probes and thermocouples), protection, every phase of the
/// protocols, screws (before the probes' work only where the plan says so), balloons and implants,
/// cannulas back where they inject, cement with its waiting and setting. Empty without needles.
/// Throws Error for a damaged file of assets/review.
std::vector<ProcedureStep> runningOrder(const Case& patient, const Plan& plan);
/// When the last of them ends.
double endS(const std::vector<ProcedureStep>& steps);

}  // namespace trocar::review
