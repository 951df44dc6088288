#include "planning/school/lesson.h"

#include "app/cli/plan_options.h"
#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "app/lesson_names.h"
#include "core/error.h"
#include "core/io.h"
#include "core/json/json_text.h"
#include "core/number_text.h"
#include "planning/anatomy/landmarks.h"
#include "planning/evaluation/sound_plan.h"
#include "planning/plan/plan_file.h"
#include "planning/school/grade.h"
#include "planning/school/records.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

namespace trocar::cli {
namespace {

using Json = nlohmann::ordered_json;

struct LessonOptions {
  std::string subject;
  std::string lesson;
  std::string verdict;
  std::string id;
  std::string title;
  std::string out;
  bool named = false;
  bool json = false;
};

/// An attempt as the room keeps it, or a plan as one.
school::Attempt attemptIn(const std::string& file) {
  const std::string text = readFile(file);
  const Json json = jsonFromText(text, file);
  if (json.is_object() && json.contains("lesson"))
    return school::attemptFromJson(text, file);
  school::Attempt attempt;
  attempt.plan = readPlanAloud(file);
  return attempt;
}

void list(const LessonOptions& options) {
  const std::vector<school::Lesson> lessons = school::bundledLessons();
  if (!options.json) {
    for (const school::Lesson& lesson : lessons)
      std::cout << lesson.id << "  " << lesson.title << ". " << lesson.goal << "\n";
    return;
  }
  Json rows = Json::array();
  for (const school::Lesson& lesson : lessons)
    rows.push_back({{"id", lesson.id},
                    {"title", lesson.title},
                    {"goal", lesson.goal},
                    {"patient", lesson.patient},
                    {"task", toString(lesson.task)}});
  std::cout << Json({{"schema", "trocar-lessons/1"}, {"lessons", rows}}).dump(2) << "\n";
}

void show(const LessonOptions& options) {
  const school::Lesson lesson = school::findLesson(options.subject);
  if (options.json) {
    std::cout << school::lessonToJson(lesson);
    return;
  }
  std::cout << lesson.title << "\n" << lesson.goal << "\n\n" << lesson.brief << "\n\nGraded:";
  for (const std::string& key : lesson.criteria)
    std::cout << "\n  " << school::findCriterion(key)->name;
  std::cout << "\nHints: " << lesson.hints.size() << "\n";
}

/// "Tip against the expert's: 2.1 mm (expert 0.0 mm), 100 %".
std::string lineText(const school::GradeLine& line) {
  if (!line.quality)
    return line.name + ": not measured";
  const auto value = [&](std::optional<double> number) {
    return shownNumber(number) + (number && !line.unit.empty() ? " " + line.unit : "");
  };
  return line.name + ": " + value(line.measured) +
         (line.expert ? " (expert " + value(line.expert) + ")" : "") + ", " +
         shownShare(*line.quality, 0) + (line.failed ? ", failed" : "");
}

void print(const school::Grade& grade) {
  std::cout << shownNumber(grade.points) << " of 100 points, "
            << (grade.passed ? "passed" : "not passed") << "\n";
  for (const school::GradeLine& line : grade.lines)
    std::cout << "  " << lineText(line) << "\n";
  for (const std::string& remark : grade.remarks)
    std::cout << remark << "\n";
}

void grade(const LessonOptions& options) {
  school::Attempt attempt = attemptIn(options.subject);
  const school::Lesson lesson =
      school::findLesson(options.lesson.empty() ? attempt.lesson : options.lesson);
  if (!options.verdict.empty())
    attempt.verdict = options.verdict;
  const CaseModel model(openCase(lesson.patient));
  if (!attempt.plan.patient.id.empty() && attempt.plan.patient.id != model.patient().id)
    throw Error("The plan was made on " + attempt.plan.patient.id + ", the lesson is on " +
                model.patient().id + ": give a plan on that patient.");
  school::requireFits(model, lesson);
  requireSound(attempt.plan, model.patient());
  const ProgressLine line;
  const school::Grade result = school::gradeAttempt(model, lesson, attempt, line.progress());
  if (options.json)
    std::cout << school::gradeToJson(result, lesson);
  else
    print(result);
}

void make(const LessonOptions& options) {
  const school::Lesson lesson =
      school::lessonOf(readPlanAloud(options.subject), options.subject, options.id, options.title);
  const anatomy::Corrections& corrections = lesson.expert.corrections;
  const CaseModel model(anatomy::withCorrections(openCase(lesson.patient), corrections),
                        corrections);
  if (!options.named)
    app::requireNoPerson(lesson, model.patient());
  school::requireFits(model, lesson);
  requireSound(lesson.expert, model.patient());
  school::writeLesson(lesson, options.out);
  std::cout << "Wrote " << options.out << "\n";
  const ProgressLine line;
  for (const std::string& fault : school::ownPlanFaults(model, lesson, line.progress()))
    std::cout << fault << "\n";
}

void exportCsv(const LessonOptions& options) {
  std::vector<school::Attempt> attempts;
  std::ifstream in(options.subject, std::ios::binary);
  if (!in)
    throw Error("The records " + options.subject + " cannot be read.");
  for (std::string line; std::getline(in, line);)
    attempts.push_back(school::attemptFromJson(line, options.subject));
  writeFileAtomically(options.out, school::attemptsCsv(attempts));
}

Verb subverb(Verb verb,
             const char* name,
             const char* about,
             const std::shared_ptr<LessonOptions>& options,
             void (*run)(const LessonOptions&)) {
  Verb sub = verb.verb(name, about);
  sub.calls([options, run] { run(*options); });
  return sub;
}

}  // namespace

void addLesson(Verb program, int& /*status*/) {
  auto options = std::make_shared<LessonOptions>();
  Verb verb = program.verb("lesson", "The school: lessons and their grades");
  verb.needsVerb();
  subverb(verb, "list", "The bundled lessons", options, list)
      .flag("--json", options->json, "As JSON");
  Verb shown = subverb(verb, "show", "One lesson", options, show);
  shown.option("lesson", &options->subject, "Lesson id or file").required();
  shown.flag("--json", options->json, "As its file");
  Verb graded = subverb(verb, "grade", "Grade a plan or an attempt", options, grade);
  graded.option("subject", &options->subject, "PLAN or attempt").required();
  graded.option("--lesson", &options->lesson, "Lesson id or file");
  graded.option("--verdict", &options->verdict, "keep or withdraw, where a verdict is asked for")
      .oneOf({"keep", "withdraw"});
  graded.flag("--json", options->json, "As JSON");
  Verb made = subverb(verb, "make", "A plan as a lesson", options, make);
  made.option("plan", &options->subject, "PLAN").required();
  made.option("--id", &options->id, "Short key").required();
  made.option("--title", &options->title, "One line").required();
  made.option("--out", &options->out, "JSON").required().written();
  made.flag("--named", options->named, "A name that looks like a person's may travel with it");
  Verb table = subverb(verb, "csv", "A learner's records as a table", options, exportCsv);
  table.option("records", &options->subject, "LEARNER.jsonl of the state folder").required();
  table.option("--out", &options->out, "CSV").required().written();
}

}  // namespace trocar::cli
