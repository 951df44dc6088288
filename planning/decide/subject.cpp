#include "planning/decide/subject.h"

#include "planning/anatomy/lesion_bone.h"
#include "planning/plan/entered_scores.h"

#include <algorithm>
#include <map>
#include <utility>

namespace trocar::decide {
namespace {

bool isLesion(const Structure* structure) {
  return structure != nullptr && structure->role == Role::Lesion;
}

std::string lesionIn(const Case& patient, const std::string& boneId) {
  for (const Structure* lesion : patient.withRole(Role::Lesion)) {
    const Structure* bone = anatomy::boneHolding(patient, *lesion);
    if (bone != nullptr && bone->id == boneId)
      return lesion->id;
  }
  return {};
}

std::string subjectAtLevel(const Case& patient, const std::string& level) {
  const std::string bone = "vertebra_" + level;
  return level.empty() || patient.find(bone) == nullptr ? std::string()
                                                        : subjectAt(patient, "", bone);
}

std::string subjectOfNeedle(const Case& patient, const Needle& needle) {
  for (const Structure* lesion : patient.withRole(Role::Lesion)) {
    if (contains(patient, *lesion, needle.trajectory.target))
      return lesion->id;
  }
  return subjectAtLevel(patient, needle.level);
}

/// What has no name goes to `id`. True where there was one.
bool nameEmbolisation(std::map<std::string, Embolisation>& entries, const std::string& id) {
  const auto unnamed = entries.find("");
  if (unnamed == entries.end())
    return false;
  entries[id] = std::move(unnamed->second);
  entries.erase("");
  return true;
}

bool nameScores(std::map<std::string, Scores>& entries, const std::string& id) {
  const auto unnamed = entries.find("");
  if (unnamed == entries.end())
    return false;
  const Scores scores = std::move(unnamed->second);
  entries.erase("");
  for (const auto& [score, answers] : scores) {
    for (const auto& [key, value] : answers)
      entries[id][score][key] = value;
  }
  return true;
}

std::vector<std::string> withEntered(std::vector<std::string> subjects, const Plan& plan) {
  for (const auto& [id, scores] : plan.lesionScores) {
    if (std::find(subjects.begin(), subjects.end(), id) == subjects.end())
      subjects.push_back(id);
  }
  return subjects;
}

}  // namespace

std::string subjectAt(const Case& patient,
                      const std::string& structureId,
                      const std::string& boneId) {
  if (isLesion(patient.find(structureId)))
    return structureId;
  if (boneId.empty())
    return {};
  const std::string lesion = lesionIn(patient, boneId);
  return lesion.empty() ? boneId : lesion;
}

std::string subjectOfPlan(const Case& patient, const Plan& plan) {
  for (const Needle& needle : plan.needles) {
    if (const std::string found = subjectOfNeedle(patient, needle); !found.empty())
      return found;
  }
  for (const auto& [id, scores] : plan.lesionScores) {
    if (patient.find(id) != nullptr)
      return id;
  }
  const std::vector<const Structure*> lesions = patient.withRole(Role::Lesion);
  return lesions.empty() ? std::string() : lesions.front()->id;
}

std::vector<std::string> subjectsOf(const Case& patient, const Plan& plan) {
  std::vector<std::string> subjects;
  for (const Structure* lesion : patient.withRole(Role::Lesion))
    subjects.push_back(lesion->id);
  return withEntered(std::move(subjects), plan);
}

std::vector<std::string> subjectsToTell(const Case& patient, const Plan& plan) {
  return withEntered({subjectOfPlan(patient, plan)}, plan);
}

std::string boneOf(const Case& patient, const std::string& subjectId) {
  const Structure* subject = patient.find(subjectId);
  if (!isLesion(subject))
    return subjectId;
  const Structure* bone = anatomy::boneHolding(patient, *subject);
  return bone == nullptr ? std::string() : bone->id;
}

std::string answerInBone(const Case& patient,
                         const Plan& plan,
                         const std::string& boneId,
                         const std::string& scoreId,
                         const std::string& key) {
  for (const auto& [subject, scores] : plan.lesionScores) {
    const std::string answer = answerTo(plan, scoreId, key, subject);
    if (!answer.empty() && (subject.empty() || boneOf(patient, subject) == boneId))
      return answer;
  }
  return {};
}

Plan withEntriesOnLesions(Plan plan, const Case& patient, std::vector<std::string>& remarks) {
  const std::string entered = subjectAtLevel(patient, answerTo(plan, "sins", "location"));
  const std::string id = entered.empty() ? subjectOfPlan(patient, plan) : entered;
  const Structure* subject = patient.find(id);
  if (subject == nullptr)
    return plan;
  bool named = nameScores(plan.lesionScores, id);
  if (isLesion(subject))
    named = nameEmbolisation(plan.embolisations, id) || named;
  if (named)
    remarks.push_back("What was entered about a lesion without naming it is now about " +
                      subject->name + ".");
  return plan;
}

}  // namespace trocar::decide
