#pragma once

#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/findings/finding.h"
#include "planning/plan/plan.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar::school {

/// What a learner is asked to do: turn the C-arm, place needles, or say whether a needle may stay.
enum class LessonTask { Arm, Needle, Verdict };
std::string_view toString(LessonTask task);

/// Something that helps, and costs points of the hundred.
struct LessonHint {
  std::string text;
  double cost = 0.0;
};

/// What a criterion's full and no points are worth in one lesson, instead of the table's.
struct CriterionLimits {
  double fullAt = 0.0;
  double noneAt = 0.0;
};

/// One exercise on a patient, read from assets/lessons or from a teacher's file.
struct Lesson {
  std::string id;
  std::string title;
  std::string goal;     ///< One sentence: what counts as done.
  std::string brief;    ///< What the learner is told first.
  std::string teaches;  ///< What the debriefing says.
  std::string patient;  ///< "bundled:l3-breast", or the path of a case; in a file, from its folder.
  std::string level;    ///< Empty for the pelvis.
  LessonTask task = LessonTask::Needle;
  std::string instrument;             ///< In the learner's hand at the start.
  int needles = 1;                    ///< How many are asked for.
  std::vector<std::string> withheld;  ///< "3d", "slices", "numbers", "answer", "findings".
  std::vector<LessonHint> hints;      ///< In the order they are given.
  std::vector<std::string> views;     ///< Keys of presets that both planes stand in at the start.
  double askewDeg = 0.0;  ///< LAO by which the first plane stands off its view at the start.
  std::vector<std::string> wantedViews;  ///< Arm task: "true-ap", "true-lateral", "pedicle-left"...
  std::optional<Needle> given;           ///< Stands there at the start.
  std::string answer;                    ///< Verdict task: "keep" or "withdraw".
  Plan expert;                           ///< Its needles, protocols, injections, protections.
  std::vector<std::string> criteria;     ///< Keys of assets/lessons/grading.json.
  std::map<std::string, CriterionLimits> limits;
};

/// `where` names the text in messages. Throws Error, one sentence a mistake, the first one.
Lesson lessonFromJson(const std::string& text, const std::string& where);
std::string lessonToJson(const Lesson& lesson);
Lesson readLesson(const std::filesystem::path& file);
void writeLesson(const Lesson& lesson, const std::filesystem::path& file);
/// Those of assets/lessons, in the order of its index. Throws Error for a bad file.
std::vector<Lesson> bundledLessons();
/// A bundled lesson's id or a lesson file. Throws Error, naming the ids, for anything else.
Lesson findLesson(const std::string& idOrFile);

/// A plan as a lesson: its needles become the expert's, with the criteria that fit it. The case is
/// looked for from the folder of `planFile`.
Lesson lessonOf(const Plan& plan,
                const std::filesystem::path& planFile,
                const std::string& id,
                const std::string& title);

}  // namespace trocar::school
