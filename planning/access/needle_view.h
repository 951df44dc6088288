#pragma once

#include "planning/findings/finding.h"
#include "planning/model/case_model.h"
#include "planning/model/clearance.h"
#include "planning/model/needle_evaluation.h"
#include "planning/plan/instrument.h"
#include "planning/plan/plan.h"

#include <optional>

namespace trocar::access {

/// What a rule may look at: one needle of a plan, measured.
struct NeedleView {
  const CaseModel& model;
  const Plan& plan;
  const Needle& needle;
  const Instrument& instrument;
  const anatomy::VertebraAnatomy*
      vertebra;  ///< Nullptr without a level, or where it is not in the case.
  Side side;     ///< Where it comes from.
  const NeedleEvaluation& numbers;
};

/// A rule says nothing where it is kept or does not apply.
using NeedleRule = std::optional<Finding> (*)(const NeedleView& view);

/// A finding about the view's needle; `sentence` without its id.
Finding about(const NeedleView& view,
              std::string_view ruleKey,
              Finding::Severity severity,
              const std::string& sentence);

/// Side of the needle: as entered, else that of its entry (or, entered from the midline, of its
/// target) against the vertebra or the middle of the CT.
Side sideOf(const CaseModel& model, const Needle& needle);

/// Id of the lesion that fills part of the pedicle, or "fracture" where a person marked one
/// (Plan::pedicleFractures); empty where it is sound.
std::string pedicleInvolvement(const CaseModel& model,
                               const Plan& plan,
                               const anatomy::VertebraAnatomy& vertebra,
                               Side side);

/// The needle's body. An unknown instrument is an assertion.
Shaft shaftOf(const Needle& needle);
/// Measures one needle. An unknown instrument is an assertion.
NeedleEvaluation measureNeedle(const CaseModel& model, const Needle& needle);

}  // namespace trocar::access
