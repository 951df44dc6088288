#include "planning/school/lesson.h"

#include "core/assets.h"
#include "core/error.h"
#include "planning/instrument.h"
#include "planning/plan_file.h"
#include "planning/school/grade.h"
#include "core/word_table.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kLessonFormat = 1;
constexpr WordTable<LessonTask, 3> kTasks = {
    {{LessonTask::Arm, "arm"}, {LessonTask::Needle, "needle"}, {LessonTask::Verdict, "verdict"}}};
constexpr std::array<const char*, 5> kWithheld = {"3d", "slices", "numbers", "findings", "answer"};

std::string contentsOf(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw Error("The lesson " + file.string() + " cannot be read.");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A JSON object whose mistakes are named with the file they stand in.
class Reader {
 public:
  Reader(const Json& json, std::string where) : json_(json), where_(std::move(where)) {}

  [[noreturn]] void refuse(const std::string& what) const { throw Error(where_ + ": " + what); }
  std::string text(const char* key) const {
    if (!json_.contains(key) || !json_[key].is_string() || json_[key].get<std::string>().empty())
      refuse("\"" + std::string(key) + "\" is missing or is no text.");
    return json_[key];
  }
  std::string textOr(const char* key, const std::string& otherwise) const {
    return json_.contains(key) ? text(key) : otherwise;
  }
  std::vector<std::string> texts(const char* key) const {
    std::vector<std::string> list;
    for (const Json& item : arrayOf(key)) {
      if (!item.is_string())
        refuse("\"" + std::string(key) + "\" may hold texts only.");
      list.push_back(item);
    }
    return list;
  }
  const Json& arrayOf(const char* key) const {
    static const Json kNone = Json::array();
    if (!json_.contains(key))
      return kNone;
    if (!json_[key].is_array())
      refuse("\"" + std::string(key) + "\" must be a list.");
    return json_[key];
  }
  double number(const Json& object, const char* key) const {
    if (!object.is_object() || !object.contains(key) || !object[key].is_number())
      refuse("\"" + std::string(key) + "\" is missing or is no number.");
    return object[key];
  }
  Plan plan(const char* key) const {
    if (!json_.contains(key))
      return {};
    try {
      return planFromJson(json_[key].dump());
    } catch (const Error& error) {
      refuse("\"" + std::string(key) + "\" is no plan: " + error.what());
    }
  }
  const Json& json() const { return json_; }

 private:
  const Json& json_;
  std::string where_;
};

Json parsed(const std::string& text, const std::string& where) {
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object())
    throw Error(where + " is no lesson: it is not a JSON object.");
  if (json.value("format", Json(0)) != Json(kLessonFormat))
    throw Error(where + ": \"format\" must be " + std::to_string(kLessonFormat) + ".");
  return json;
}

LessonTask taskIn(const Reader& reader) {
  const std::string word = reader.text("task");
  const std::optional<LessonTask> task = valueOf(kTasks, word);
  if (!task)
    reader.refuse("there is no task \"" + word + "\": use arm, needle or verdict.");
  return *task;
}

void readHints(Lesson& lesson, const Reader& reader) {
  for (const Json& hint : reader.arrayOf("hints")) {
    if (!hint.is_object() || !hint.contains("text") || !hint["text"].is_string())
      reader.refuse("a hint needs a \"text\" and a \"cost\".");
    const double cost = reader.number(hint, "cost");
    if (cost < 0.0 || cost > 100.0)
      reader.refuse("the cost of a hint must be from 0 to 100 points.");
    lesson.hints.push_back({hint["text"], cost});
  }
}

void readCriteria(Lesson& lesson, const Reader& reader) {
  lesson.criteria = reader.texts("criteria");
  for (const std::string& key : lesson.criteria) {
    if (findCriterion(key) == nullptr)
      reader.refuse("there is no criterion \"" + key + "\": see assets/lessons/grading.json.");
  }
  if (lesson.criteria.empty())
    reader.refuse("\"criteria\" names nothing to grade.");
  const Json limits = reader.json().value("limits", Json::object());
  for (const auto& [key, value] : limits.items()) {
    if (std::find(lesson.criteria.begin(), lesson.criteria.end(), key) == lesson.criteria.end())
      reader.refuse("\"limits\" are given for \"" + key + "\", which is not graded here.");
    lesson.limits[key] = {reader.number(value, "fullAt"), reader.number(value, "noneAt")};
    if (lesson.limits[key].fullAt == lesson.limits[key].noneAt)
      reader.refuse("full and no points of \"" + key + "\" are the same number.");
  }
}

void checkWords(const Lesson& lesson, const Reader& reader) {
  for (const std::string& word : lesson.withheld) {
    if (std::find(kWithheld.begin(), kWithheld.end(), word) == kWithheld.end())
      reader.refuse("\"" + word +
                    "\" cannot be withheld: use 3d, slices, numbers, findings or answer.");
  }
  if (lesson.task == LessonTask::Verdict && lesson.answer != "keep" && lesson.answer != "withdraw")
    reader.refuse("a verdict lesson needs the \"answer\" keep or withdraw.");
  if (lesson.task == LessonTask::Verdict && !lesson.given)
    reader.refuse("a verdict lesson needs a \"given\" needle.");
  if (lesson.task == LessonTask::Arm && lesson.wantedViews.empty())
    reader.refuse("an arm lesson needs \"wantedViews\".");
  if (lesson.task != LessonTask::Arm && lesson.expert.needles.empty())
    reader.refuse("the \"expert\" plan has no needle.");
  if (lesson.needles < 1 || lesson.needles > 6)
    reader.refuse("\"needles\" must be from 1 to 6.");
  if (lesson.views.size() != 2)
    reader.refuse("\"views\" must name the views that the two planes start with.");
}

void checkInstruments(const Lesson& lesson, const Reader& reader) {
  std::vector<std::string> ids = {lesson.instrument};
  for (const Needle& needle : lesson.expert.needles)
    ids.push_back(needle.instrument);
  for (const std::string& id : ids) {
    try {
      findInstrument(id);
    } catch (const Error& error) {
      reader.refuse(error.what());
    }
  }
}

Json planJson(const Plan& plan) {
  return Json::parse(planToJson(plan));
}

}  // namespace

std::string_view toString(LessonTask task) {
  return wordOf(kTasks, task);
}

Lesson lessonFromJson(const std::string& text, const std::string& where) {
  const Json json = parsed(text, where);
  const Reader reader(json, where);
  Lesson lesson;
  lesson.id = reader.text("id");
  lesson.title = reader.text("title");
  lesson.goal = reader.text("goal");
  lesson.brief = reader.textOr("brief", lesson.goal);
  lesson.teaches = reader.textOr("teaches", lesson.goal);
  lesson.patient = reader.text("patient");
  lesson.level = reader.textOr("level", "");
  lesson.task = taskIn(reader);
  lesson.instrument = reader.textOr("instrument", "bone-needle-11g");
  lesson.needles = json.contains("needles") ? static_cast<int>(reader.number(json, "needles")) : 1;
  lesson.withheld = reader.texts("withheld");
  lesson.views = reader.texts("views");
  if (reader.json().contains("askewDeg"))
    lesson.askewDeg = reader.number(reader.json(), "askewDeg");
  lesson.wantedViews = reader.texts("wantedViews");
  lesson.answer = reader.textOr("answer", "");
  lesson.expert = reader.plan("expert");
  const Plan given = reader.plan("given");
  if (!given.needles.empty())
    lesson.given = given.needles.front();
  readHints(lesson, reader);
  readCriteria(lesson, reader);
  checkWords(lesson, reader);
  checkInstruments(lesson, reader);
  return lesson;
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
  json["expert"] = planJson(lesson.expert);
  return json.dump(2) + "\n";
}

Lesson readLesson(const std::filesystem::path& file) {
  return lessonFromJson(contentsOf(file), file.string());
}

void writeLesson(const Lesson& lesson, const std::filesystem::path& file) {
  const std::filesystem::path unfinished = file.string() + ".part";
  {
    std::ofstream out(unfinished, std::ios::binary);
    out << lessonToJson(lesson);
    if (!out.flush())
      throw Error("The lesson " + file.string() + " cannot be written: choose another folder.");
  }
  std::filesystem::rename(unfinished, file);
}

std::vector<Lesson> bundledLessons() {
  const std::filesystem::path index = assetPath("lessons/index.json");
  const Json json = Json::parse(contentsOf(index), nullptr, false);
  if (!json.is_object() || !json.contains("lessons") || !json["lessons"].is_array())
    throw Error(index.string() + " lists no lessons.");
  std::vector<Lesson> lessons;
  for (const Json& id : json["lessons"])
    lessons.push_back(readLesson(index.parent_path() / (id.get<std::string>() + ".json")));
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

Lesson lessonOf(const Plan& plan, const std::string& id, const std::string& title) {
  if (plan.needles.empty())
    throw Error("A lesson needs an expert's needle: place one first.");
  Lesson lesson;
  lesson.id = id;
  lesson.title = title;
  lesson.goal = "Place " + std::to_string(plan.needles.size()) +
                (plan.needles.size() == 1 ? " needle" : " needles") + " as the expert did.";
  lesson.brief = lesson.teaches = lesson.goal;
  lesson.patient = plan.patient.path;
  lesson.level = plan.needles.front().level;
  lesson.instrument = plan.needles.front().instrument;
  lesson.needles = static_cast<int>(plan.needles.size());
  lesson.views = {"ap", "lateral"};
  lesson.withheld = {"3d", "slices", "numbers", "findings", "answer"};
  lesson.expert = plan;
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

}  // namespace trocar
