#include "planning/school/lesson.h"

#include "core/assets.h"
#include "core/error.h"
#include "core/io.h"
#include "core/json/json_reader.h"
#include "core/json/json_text.h"
#include "core/word_table.h"
#include "planning/fluoro/presets.h"
#include "planning/plan/instrument.h"
#include "planning/plan/plan_file.h"
#include "planning/school/grade.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace trocar::school {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kLessonFormat = 1;
constexpr WordTable<LessonTask, 3> kTasks = {
    {{LessonTask::Arm, "arm"}, {LessonTask::Needle, "needle"}, {LessonTask::Verdict, "verdict"}}};
constexpr std::array<const char*, 5> kWithheld = {"3d", "slices", "numbers", "findings", "answer"};

bool isBundled(std::string_view path) {
  return path.starts_with("bundled:");
}

/// A path of a file in `folder`, seen from where the program runs.
std::string fromFolder(const std::string& path, const std::filesystem::path& folder) {
  if (path.empty() || isBundled(path) || std::filesystem::path(path).is_absolute())
    return path;
  return (folder / path).lexically_normal().string();
}

/// The other way: as a file in `folder` names it, so that both can be moved together.
std::string inFolder(const std::string& path, const std::filesystem::path& folder) {
  if (path.empty() || isBundled(path))
    return path;
  const std::filesystem::path whole = std::filesystem::absolute(path).lexically_normal();
  const std::filesystem::path relative =
      whole.lexically_relative(std::filesystem::absolute(folder).lexically_normal());
  return relative.empty() ? whole.string() : relative.string();
}

Plan planIn(const JsonEntry& entry, const char* key) {
  if (!entry.has(key))
    return {};
  return planFromJson(entry.json(key), entry.at(key).where());
}

std::vector<LessonHint> hintsIn(const JsonEntry& entry) {
  std::vector<LessonHint> hints;
  for (const JsonEntry& hint : entry.listOrNone("hints"))
    hints.push_back({hint.text("text"), hint.number("cost", {0.0, 100.0})});
  return hints;
}

/// Each view one that some case has.
void checkViews(const Lesson& lesson, const JsonEntry& entry) {
  for (const auto& [key, views] :
       {std::pair("views", &lesson.views), std::pair("wantedViews", &lesson.wantedViews)}) {
    for (const std::string& view : *views) {
      if (!fluoro::isPresetKey(view))
        entry.refuse(key, "there is no view \"" + view + "\"");
    }
  }
}

/// A lesson on one patient has an expert on the same.
void checkPatient(const Lesson& lesson, const JsonEntry& entry) {
  const std::string& of = lesson.expert.patient.path;
  if (isBundled(lesson.patient) && !of.empty() && of != lesson.patient)
    entry.refuse("expert", "its plan was made on " + of + ", the lesson is on " + lesson.patient);
}

void readCriteria(Lesson& lesson, const JsonEntry& entry) {
  lesson.criteria = entry.texts("criteria");
  if (lesson.criteria.empty())
    entry.refuse("criteria", "it must name something to grade");
  for (const std::string& key : lesson.criteria) {
    if (findCriterion(key) == nullptr)
      entry.refuse("criteria",
                   "there is no criterion \"" + key + "\": see assets/lessons/grading.json");
    if (std::count(lesson.criteria.begin(), lesson.criteria.end(), key) > 1)
      entry.refuse("criteria", "\"" + key + "\" stands there twice");
  }
  const std::optional<JsonEntry> limits = entry.maybeObject("limits");
  if (!limits)
    return;
  for (const auto& [key, limit] : limits->members()) {
    if (std::find(lesson.criteria.begin(), lesson.criteria.end(), key) == lesson.criteria.end())
      limit.refuse("is a limit of what is not graded here");
    lesson.limits[key] = {limit.number("fullAt"), limit.number("noneAt")};
    if (lesson.limits[key].fullAt == lesson.limits[key].noneAt)
      limit.refuse("has the same number for full and no points");
  }
}

void checkWords(const Lesson& lesson, const JsonEntry& entry) {
  for (const std::string& word : lesson.withheld) {
    if (std::find(kWithheld.begin(), kWithheld.end(), word) == kWithheld.end())
      entry.refuse("withheld",
                   "\"" + word +
                       "\" cannot be withheld: use 3d, slices, numbers, findings or "
                       "answer");
  }
  if (lesson.task == LessonTask::Verdict && lesson.answer != "keep" && lesson.answer != "withdraw")
    entry.refuse("answer", "a verdict lesson needs keep or withdraw");
  if (lesson.task == LessonTask::Verdict && !lesson.given)
    entry.refuse("has a verdict to give: it needs a \"given\" needle");
  if (lesson.task == LessonTask::Arm && lesson.wantedViews.empty())
    entry.refuse("is a lesson with the arm: it needs \"wantedViews\"");
  if (lesson.task != LessonTask::Arm && lesson.expert.needles.empty())
    entry.refuse("needs an \"expert\" plan with a needle");
  if (lesson.views.size() != 2)
    entry.refuse("views", "it must name the views that the two planes start with");
}

void checkInstruments(const Lesson& lesson, const JsonEntry& entry) {
  std::vector<std::string> ids = {lesson.instrument};
  for (const Needle& needle : lesson.expert.needles)
    ids.push_back(needle.instrument);
  entry.checked([&] {
    for (const std::string& id : ids)
      findInstrument(id);
    return true;
  });
}

Lesson lessonFrom(const JsonEntry& entry) {
  entry.format(kLessonFormat);
  Lesson lesson;
  lesson.id = entry.text("id");
  lesson.title = entry.text("title");
  lesson.goal = entry.text("goal");
  lesson.brief = entry.textOr("brief", lesson.goal);
  lesson.teaches = entry.textOr("teaches", lesson.goal);
  lesson.patient = entry.text("patient");
  lesson.level = entry.textOr("level", "");
  if (!lesson.level.empty() && !levelOrder(lesson.level))
    entry.refuse("level", "\"" + lesson.level + "\" is no vertebra");
  lesson.task = entry.word("task", kTasks);
  lesson.instrument = entry.textOr("instrument", usualInstrument(InstrumentKind::BoneNeedle));
  lesson.needles = entry.wholeOr("needles", 1, 1, 6);
  lesson.withheld = entry.textsOrNone("withheld");
  lesson.views = entry.textsOrNone("views");
  lesson.askewDeg = entry.numberOr("askewDeg", lesson.askewDeg);
  lesson.wantedViews = entry.textsOrNone("wantedViews");
  lesson.answer = entry.textOr("answer", "");
  lesson.expert = planIn(entry, "expert");
  const Plan given = planIn(entry, "given");
  if (!given.needles.empty())
    lesson.given = given.needles.front();
  lesson.hints = hintsIn(entry);
  readCriteria(lesson, entry);
  checkWords(lesson, entry);
  checkViews(lesson, entry);
  checkPatient(lesson, entry);
  checkInstruments(lesson, entry);
  return lesson;
}

Json planJson(const Plan& plan) {
  return jsonFromText(planToJson(plan), "the plan");
}

}  // namespace

std::string_view toString(LessonTask task) {
  return wordOf(kTasks, task);
}

Lesson lessonFromJson(const std::string& text, const std::string& where) {
  return readJson(text, where, lessonFrom);
}

std::string lessonToJson(const Lesson& lesson) {
  Json hints = Json::array();
  for (const LessonHint& hint : lesson.hints)
    hints.push_back({{"text", hint.text}, {"cost", hint.cost}});
  Json limits = Json::object();
  for (const auto& [key, limit] : lesson.limits)
    limits[key] = {{"fullAt", limit.fullAt}, {"noneAt", limit.noneAt}};
  Json json = {{"format", kLessonFormat},
               {"id", lesson.id},
               {"title", lesson.title},
               {"goal", lesson.goal},
               {"brief", lesson.brief},
               {"teaches", lesson.teaches},
               {"patient", lesson.patient},
               {"task", toString(lesson.task)},
               {"instrument", lesson.instrument},
               {"needles", lesson.needles},
               {"views", lesson.views},
               {"withheld", lesson.withheld},
               {"hints", hints},
               {"criteria", lesson.criteria},
               {"limits", limits}};
  if (!lesson.level.empty())
    json["level"] = lesson.level;
  if (lesson.askewDeg != 0.0)
    json["askewDeg"] = lesson.askewDeg;
  if (!lesson.wantedViews.empty())
    json["wantedViews"] = lesson.wantedViews;
  if (!lesson.answer.empty())
    json["answer"] = lesson.answer;
  if (lesson.given) {
    Plan given;
    given.patient = lesson.expert.patient;
    given.needles = {*lesson.given};
    json["given"] = planJson(given);
  }
  if (lesson.expert != Plan())
    json["expert"] = planJson(lesson.expert);
  return json.dump(2) + "\n";
}

Lesson readLesson(const std::filesystem::path& file) {
  Lesson lesson = lessonFromJson(readFile(file), file.string());
  for (std::string* path : {&lesson.patient, &lesson.expert.patient.path})
    *path = fromFolder(*path, file.parent_path());
  return lesson;
}

void writeLesson(const Lesson& lesson, const std::filesystem::path& file) {
  const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  Lesson written = lesson;
  for (std::string* path : {&written.patient, &written.expert.patient.path})
    *path = inFolder(*path, folder);
  writeFileAtomically(file, lessonToJson(written));
}

std::vector<Lesson> bundledLessons() {
  const std::vector<std::string> ids =
      readJsonAsset("lessons/index.json", [](const JsonEntry& index) {
        index.remarks({"about"});
        return index.texts("lessons");
      });
  std::vector<Lesson> lessons;
  for (const std::string& id : ids)
    lessons.push_back(readLesson(assetPath("lessons/" + id + ".json")));
  return lessons;
}

Lesson findLesson(const std::string& idOrFile) {
  if (std::filesystem::is_regular_file(idOrFile))
    return readLesson(idOrFile);
  std::string known;
  for (const Lesson& lesson : bundledLessons()) {
    if (lesson.id == idOrFile)
      return lesson;
    known += (known.empty() ? "" : ", ") + lesson.id;
  }
  throw Error("There is no lesson '" + idOrFile + "': name a lesson file or one of " + known + ".");
}

Lesson lessonOf(const Plan& plan,
                const std::filesystem::path& planFile,
                const std::string& id,
                const std::string& title) {
  if (plan.needles.empty())
    throw Error("A lesson needs an expert's needle: place one first.");
  Lesson lesson;
  lesson.id = id;
  lesson.title = title;
  lesson.goal = "Place " + std::to_string(plan.needles.size()) +
                (plan.needles.size() == 1 ? " needle" : " needles") + " as the expert did.";
  lesson.brief = lesson.teaches = lesson.goal;
  lesson.patient = fromFolder(plan.patient.path, planFile.parent_path());
  lesson.level = plan.needles.front().level;
  lesson.instrument = plan.needles.front().instrument;
  lesson.needles = static_cast<int>(plan.needles.size());
  lesson.views = {"ap", "lateral"};
  lesson.withheld = {"3d", "slices", "numbers", "findings", "answer"};
  lesson.expert = plan;
  lesson.expert.patient.path = lesson.patient;
  lesson.criteria = {
      "tip-error", "clearance", "passes", "corrections", "shots", "fluoroscopy", "time"};
  if (!lesson.level.empty())
    lesson.criteria.insert(lesson.criteria.begin() + 1, {"breach", "order-lead"});
  if (!plan.protocols.empty())
    lesson.criteria.insert(lesson.criteria.end(), {"coverage", "coldest", "hottest"});
  if (!plan.injections.empty())
    lesson.criteria.push_back("leak");
  return lesson;
}

}  // namespace trocar::school
