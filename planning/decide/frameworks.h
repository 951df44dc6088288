#pragma once

#include "planning/anatomy/lesion_anatomy.h"
#include "planning/decide/answer.h"
#include "planning/model/case_model.h"
#include "planning/plan/plan.h"
#include "planning/scores/score.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar::decide {

/// One score or framework as it stands: what was entered, and for the rest what is proposed.
struct Framework {
  const scores::ScoreDefinition* definition = nullptr;
  Answers answers;
  std::optional<scores::ScoreResult> result;          ///< Where nothing is missing.
  std::vector<const scores::ScoreQuestion*> missing;  ///< In their order.
  std::optional<scores::PointsSoFar> points;          ///< Of a score that adds points.

  /// A person answered something.
  bool isEntered() const;
};

/// Every score in its order, of one lesion (an id of Plan::lesionScores). Entered answers go first,
/// then those of the case, then those that follow from another score; each follows its sources, so
/// nothing of it is kept in the plan.
std::vector<Framework> frameworksOf(const Plan& plan,
                                    const Proposals& proposals,
                                    const std::string& subjectId = {});
/// Throws Error where there is no such score.
const Framework& findFramework(const std::vector<Framework>& frameworks, std::string_view id);

/// What the case proposes: its history, and the lesion as measured; nullptr is none.
Proposals proposalsFor(const Case& patient,
                       const Plan& plan,
                       const std::vector<anatomy::VertebraAnatomy>& vertebrae,
                       const std::vector<anatomy::LesionAnatomy>& lesions,
                       const anatomy::LesionAnatomy* lesion);
/// Of one lesion or bone, as measured in its case.
std::vector<Framework> frameworksFor(const CaseModel& model,
                                     const Plan& plan,
                                     const std::string& subjectId);

/// The frameworks of one lesion or bone.
struct SubjectFrameworks {
  std::string subjectId;
  std::vector<Framework> frameworks;
};
/// Of all that is to be told of a plan (`subjectsToTell`).
std::vector<SubjectFrameworks> frameworksToTell(const CaseModel& model, const Plan& plan);
/// The same without what its case proposes.
std::vector<SubjectFrameworks> frameworksToTell(const Case& patient, const Plan& plan);

/// Whether a framework is about lesions of this bone ("vertebra_T10"); of an empty one, any is.
bool concerns(const Framework& framework, std::string_view boneId);

/// The questions of the early surgical evaluation that say yes, with why; empty without one.
std::vector<std::pair<const scores::ScoreQuestion*, Answer>> surgicalTriggers(
    const std::vector<Framework>& frameworks);

/// The answers in the order of the questions with their points; of a complete one, what was assumed
/// too.
std::vector<scores::ScoreComponent> componentsOf(const Framework& framework);
/// By its key, which must be one of the framework.
const scores::ScoreQuestion& questionOf(const Framework& framework, std::string_view key);

/// "6, stable", "2 of 6 answered, 5 points so far", "not answered".
std::string stateText(const Framework& framework);
/// "2 of 6 entered; the other 4 are proposals and still need a person.", empty where no answer is a
/// proposal.
std::string proposedText(const Framework& framework);
/// "Missing: pain with movement or loading, ..", or empty.
std::string missingText(const Framework& framework);
/// "measured", "entered", "estimated", "assumed": of one component.
std::string basisText(const Framework& framework, const scores::ScoreComponent& part);

}  // namespace trocar::decide
