#pragma once

#include "core/case.h"
#include "planning/plan/plan.h"

#include <string>
#include <vector>

namespace trocar::decide {

/// What a framework about a lesion is answered for, as the id of Plan::lesionScores: the structure
/// where that is a lesion, else the first lesion in the bone, else the bone itself. Empty where
/// neither is known.
std::string subjectAt(const Case& patient,
                      const std::string& structureId,
                      const std::string& boneId);

/// What a plan is about: the lesion that a needle's tip lies in or the place of its level, of the
/// first needle that has one; else the first that answers are entered for; else the first lesion of
/// the case. Empty where there is none of these.
std::string subjectOfPlan(const Case& patient, const Plan& plan);

/// What answers can be for: the lesions of the case, and what else the plan holds answers for.
std::vector<std::string> subjectsOf(const Case& patient, const Plan& plan);
/// Those to tell of a plan: what it is about, and what it holds answers for. Never none: without
/// either, one without an id.
std::vector<std::string> subjectsToTell(const Case& patient, const Plan& plan);

/// The bone that a subject is or lies in, by its id; empty for a lesion of soft tissue.
std::string boneOf(const Case& patient, const std::string& subjectId);

/// What is answered to a question for the lesions of a bone, or for the bone: the first of them
/// that has an answer; empty without one.
std::string answerInBone(const Case& patient,
                         const Plan& plan,
                         const std::string& boneId,
                         const std::string& scoreId,
                         const std::string& key);

/// A plan of an older format, whose entries about a lesion name none, with them on the lesion that
/// it is about: of the level entered for SINS, else as `subjectOfPlan` says. Without any lesion
/// they go to the bone of that level. A sentence in `remarks` says where they went; entries that no
/// structure of the case can take stay without a name.
Plan withEntriesOnLesions(Plan plan, const Case& patient, std::vector<std::string>& remarks);

}  // namespace trocar::decide
