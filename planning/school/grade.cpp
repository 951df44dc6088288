#include "planning/school/grade.h"

#include "core/error.h"
#include "core/number_text.h"
#include "planning/access/unjudged_groups.h"
#include "planning/anatomy/levels.h"
#include "planning/fluoro/presets.h"
#include "planning/plan/instrument.h"
#include "planning/school/measures.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace trocar::school {
namespace {

constexpr double kMostWhereFailed = 50.0;
constexpr double kPhysicsMm = 1.5;

Evaluation evaluationOf(const CaseModel& model,
                        const Plan& plan,
                        bool physics,
                        const Progress& progress) {
  EvaluationOptions options;
  options.physics = physics;
  options.resolutionMm = kPhysicsMm;
  options.uncertainty = false;
  options.placementSamples = 0;
  return evaluate(model, plan, options, progress);
}

/// 1 at `fullAt` or better, 0 at `noneAt` or worse.
double qualityOf(double value, double fullAt, double noneAt) {
  return std::clamp((noneAt - value) / (noneAt - fullAt), 0.0, 1.0);
}

bool isWorse(double value, double limit, const Criterion& criterion) {
  return criterion.noneAt > criterion.fullAt ? value >= limit : value <= limit;
}

/// A bound of zero may itself be met: a needle that grazes has not passed.
bool fails(const Criterion& criterion, const GradeLine& line) {
  return criterion.required && line.measured &&
         isWorse(*line.measured, *criterion.required, criterion);
}

int needlesInBone(const Evaluation& evaluation) {
  return static_cast<int>(std::count_if(
      evaluation.needles.begin(), evaluation.needles.end(), [](const NeedleEvaluation& needle) {
        return needle.bonePath && needle.bonePath->corticalPasses > 0;
      }));
}

/// Where the expert's needles are in bone, one that never reached it was not placed.
int placedIn(const Evaluation& own, const Evaluation& expert) {
  const auto all = static_cast<int>(own.needles.size());
  const bool inBone = needlesInBone(expert) == static_cast<int>(expert.needles.size());
  return inBone ? needlesInBone(own) : all;
}

GradeLine lineOf(const Criterion& criterion, const Lesson& lesson) {
  GradeLine line;
  line.key = criterion.key;
  line.name = criterion.name;
  line.unit = criterion.unit;
  line.fullAt = criterion.fullAt;
  line.noneAt = criterion.noneAt;
  line.weight = criterion.weight;
  line.source = criterion.source;
  const auto own = lesson.limits.find(criterion.key);
  if (own != lesson.limits.end()) {
    line.fullAt = own->second.fullAt;
    line.noneAt = own->second.noneAt;
  }
  return line;
}

/// "N1 ends 3.2 mm from the expert's needle and runs 4° away from it."
std::string difference(const NeedlePair& pair) {
  const Trajectory& own = pair.learner->trajectory;
  const Trajectory& wanted = pair.expert->trajectory;
  const double degrees =
      Angle::fromRadians(std::acos(std::clamp(own.direction().dot(wanted.direction()), -1.0, 1.0)))
          .degrees();
  return pair.learner->id + " ends " + shownQuantity((own.target - wanted.target).norm(), "mm") +
         " from the expert's needle and runs " + shownQuantity(degrees, "°") + " away from it.";
}

/// Those of the file, and where needles are asked for what every such lesson grades.
std::vector<std::string> criteriaOf(const Lesson& lesson) {
  std::vector<std::string> keys = lesson.criteria;
  if (lesson.task == LessonTask::Arm)
    return keys;
  for (const char* key : {"instrument", "needle-count"}) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      keys.emplace_back(key);
  }
  return keys;
}

/// "N1 is a bone needle 8 G; the lesson asks for a bone needle 11 G."
void addInstruments(Grade& grade, const Lesson& lesson, const Attempt& attempt) {
  for (const NeedlePair& pair : pairNeedles(lesson.expert, attempt.plan)) {
    if (pair.learner != nullptr && !isAskedFor(*pair.learner, *pair.expert, lesson))
      grade.remarks.push_back(
          pair.learner->id + ": " + findInstrument(pair.learner->instrument).name +
          " where the lesson asks for " + findInstrument(pair.expert->instrument).name + ".");
  }
}

void addRemarks(Grade& grade, const Lesson& lesson, const Attempt& attempt) {
  for (const GradeLine& line : grade.lines) {
    if (line.failed)
      grade.remarks.push_back("Failed: " + line.name +
                              (line.measured && !line.unit.empty()
                                   ? ", " + shownQuantity(*line.measured, line.unit)
                                   : "") +
                              ".");
  }
  if (lesson.task == LessonTask::Arm)
    return;
  addInstruments(grade, lesson, attempt);
  for (const NeedlePair& pair : pairNeedles(lesson.expert, attempt.plan)) {
    if (pair.learner != nullptr)
      grade.remarks.push_back(difference(pair));
  }
}

/// What could not be judged cannot be passed.
void addUnjudged(Grade& grade, const Evaluation& own) {
  for (const Finding& finding : own.findings) {
    if (!access::saysUnjudged(finding))
      continue;
    grade.remarks.push_back(finding.text);
    grade.passed = false;
  }
}

void addUp(Grade& grade) {
  double sum = 0.0;
  double weights = 0.0;
  bool failed = false;
  for (const GradeLine& line : grade.lines) {
    failed = failed || line.failed;
    if (!line.measured && !line.failed)
      continue;
    sum += line.weight * line.quality.value_or(0.0);
    weights += line.weight;
  }
  const double share = weights > 0.0 ? 100.0 * sum / weights : 0.0;
  grade.points = std::max(0.0, share - grade.hintCost);
  if (failed)
    grade.points = std::min(grade.points, kMostWhereFailed);
  grade.passed = !failed && grade.points >= kPassPoints;
}

}  // namespace

Grade gradeAttempt(const CaseModel& model,
                   const Lesson& lesson,
                   const Attempt& attempt,
                   const Progress& progress) {
  const bool physics = needsPhysics(lesson.criteria);
  const Evaluation own = evaluationOf(model, attempt.plan, physics, progress.span(0.0, 0.5));
  Attempt expertAttempt;
  expertAttempt.plan = lesson.expert;
  const Evaluation theirs = evaluationOf(model, lesson.expert, physics, progress.span(0.5, 1.0));
  const int placed = placedIn(own, theirs);
  const bool missing = lesson.task != LessonTask::Arm && placed < lesson.needles;
  Grade grade;
  for (const std::string& key : criteriaOf(lesson)) {
    const Criterion& criterion = *findCriterion(key);
    GradeLine line = lineOf(criterion, lesson);
    const bool ofPlan = isOfPlan(key);
    if (ofPlan)
      line.expert = measureCriterion(key, {model, lesson, expertAttempt, theirs});
    if (!ofPlan || !missing)
      line.measured = measureCriterion(key, {model, lesson, attempt, own});
    line.failed = fails(criterion, line) || (ofPlan && missing);
    if (line.measured && !missing)
      line.quality = qualityOf(*line.measured, line.fullAt, line.noneAt);
    else if (line.measured || line.failed)
      line.quality = 0.0;
    grade.lines.push_back(line);
  }
  for (int i = 0; i < attempt.hintsTaken && i < static_cast<int>(lesson.hints.size()); ++i)
    grade.hintCost += lesson.hints[static_cast<std::size_t>(i)].cost;
  if (missing)
    grade.remarks.push_back(std::to_string(placed) + " of " + std::to_string(lesson.needles) +
                            " needles were placed.");
  addUp(grade);
  addUnjudged(grade, own);
  addRemarks(grade, lesson, attempt);
  return grade;
}

std::vector<std::string> ownPlanFaults(const CaseModel& model,
                                       const Lesson& lesson,
                                       const Progress& progress) {
  Attempt attempt;
  attempt.plan = lesson.expert;
  attempt.verdict = lesson.answer;
  const Grade grade = gradeAttempt(model, lesson, attempt, progress);
  if (grade.passed || lesson.task == LessonTask::Arm)
    return {};
  std::vector<std::string> faults = {
      "The plan does not pass its own lesson: " + shownNumber(grade.points) + " of 100 points."};
  for (const GradeLine& line : grade.lines) {
    if (line.failed || line.quality.value_or(1.0) < 0.5)
      faults.push_back(line.name + ": " + shownNumber(line.measured) +
                       (line.unit.empty() ? "" : " " + line.unit) + ", full points at " +
                       shownNumber(line.fullAt) + (line.failed ? "; this fails it." : "."));
  }
  return faults;
}

void requireFits(const CaseModel& model, const Lesson& lesson) {
  const Case& patient = model.patient();
  if (!lesson.level.empty())
    anatomy::requireLevel(patient, lesson.level);
  const std::string& of = lesson.expert.patient.id;
  if (!of.empty() && of != patient.id)
    throw Error("The expert's plan of the lesson " + lesson.id + " was made on " + of +
                ", its patient is " + patient.id + ".");
  const auto presets =
      fluoro::carmPresets(model, lesson.expert.needles, lesson.level, Vec3::Zero());
  for (const auto* views : {&lesson.views, &lesson.wantedViews}) {
    for (const std::string& view : *views)
      fluoro::findPreset(presets, view);
  }
}

namespace {

nlohmann::ordered_json toJson(const GradeLine& line) {
  using Written = nlohmann::ordered_json;
  return {{"key", line.key},
          {"name", line.name},
          {"unit", line.unit},
          {"measured", line.measured ? Written(*line.measured) : Written(nullptr)},
          {"expert", line.expert ? Written(*line.expert) : Written(nullptr)},
          {"fullAt", line.fullAt},
          {"noneAt", line.noneAt},
          {"quality", line.quality ? Written(*line.quality) : Written(nullptr)},
          {"weight", line.weight},
          {"failed", line.failed},
          {"source", line.source}};
}

}  // namespace

std::string gradeToJson(const Grade& grade, const Lesson& lesson) {
  nlohmann::ordered_json lines = nlohmann::ordered_json::array();
  for (const GradeLine& line : grade.lines)
    lines.push_back(toJson(line));
  const nlohmann::ordered_json json = {{"schema", "trocar-grade/1"},
                                       {"lesson", lesson.id},
                                       {"points", grade.points},
                                       {"passed", grade.passed},
                                       {"hintCost", grade.hintCost},
                                       {"lines", lines},
                                       {"remarks", grade.remarks}};
  return json.dump(2) + "\n";
}

}  // namespace trocar::school
