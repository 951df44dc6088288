#include "planning/school/lesson.h"

#include "core/case.h"
#include "core/error.h"
#include "core/patients.h"
#include "planning/school/grade.h"
#include "planning/school/records.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <gmock/gmock.h>
#include <map>
#include <set>

namespace trocar::school {
namespace {

using Json = nlohmann::json;

Json sound() {
  return Json::parse(lessonToJson(findLesson("order-rule")));
}

/// What the file of a lesson with this change is refused with.
std::string refusal(const std::function<void(Json&)>& change) {
  Json json = sound();
  change(json);
  try {
    lessonFromJson(json.dump(), "lesson.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Lessons, TwelveAreBundledAndWhatIsWrittenIsReadAgain) {
  const std::vector<Lesson> lessons = bundledLessons();
  ASSERT_EQ(lessons.size(), 12U);
  std::set<std::string> ids;
  for (const Lesson& lesson : lessons) {
    ids.insert(lesson.id);
    EXPECT_EQ(lessonToJson(lessonFromJson(lessonToJson(lesson), lesson.id)), lessonToJson(lesson));
    EXPECT_FALSE(lesson.hints.empty()) << lesson.id;
    EXPECT_THAT(lesson.withheld, testing::Contains("3d")) << lesson.id;
    if (lesson.task != LessonTask::Arm) {
      EXPECT_GE(static_cast<int>(lesson.expert.needles.size()), lesson.needles) << lesson.id;
    }
  }
  EXPECT_EQ(ids.size(), 12U);
}

TEST(Lessons, VerdictsAreNotAlwaysTheSameAndPlansAreOfTheBundledPatients) {
  std::set<std::string> answers;
  std::map<std::string, std::string> hashes;
  for (const Lesson& lesson : bundledLessons()) {
    if (lesson.task == LessonTask::Verdict)
      answers.insert(lesson.answer);
    const std::string id = lesson.patient.substr(std::string("bundled:").size());
    if (!hashes.contains(id))
      hashes[id] = contentHash(loadBundledPatient(id));
    if (!lesson.expert.patient.id.empty()) {
      EXPECT_EQ(lesson.expert.patient.id, id) << lesson.id;
      EXPECT_EQ(lesson.expert.patient.hash, hashes.at(id)) << lesson.id;
    }
  }
  EXPECT_EQ(answers, (std::set<std::string>{"keep", "withdraw"}));
}

TEST(Lessons, TravelWithTheirCase) {
  const TemporaryFolder folder;
  const std::filesystem::path first = folder / "class";
  const std::filesystem::path second = folder / "elsewhere";
  std::filesystem::create_directories(first / "patient");
  Plan plan = findLesson("order-rule").expert;
  plan.patient.path = "patient";
  writeLesson(lessonOf(plan, first / "own.plan.json", "own", "Own"), first / "own.lesson.json");
  EXPECT_EQ(readLesson(first / "own.lesson.json").patient, (first / "patient").string());
  std::filesystem::rename(first, second);
  const Lesson moved = readLesson(second / "own.lesson.json");
  EXPECT_EQ(moved.patient, (second / "patient").string());
  EXPECT_EQ(moved.expert.patient.path, moved.patient);
}

TEST(Lessons, EachMistakeIsSaidInOneSentence) {
  using testing::HasSubstr;
  EXPECT_THAT(refusal([](Json& j) { j["format"] = 2; }), HasSubstr("newer Trocar"));
  EXPECT_THAT(refusal([](Json& j) { j.erase("goal"); }), HasSubstr("lacks \"goal\""));
  EXPECT_THAT(refusal([](Json& j) { j["task"] = "guess"; }), HasSubstr("task is \"guess\""));
  EXPECT_THAT(refusal([](Json& j) { j["criteria"] = {"charm"}; }), HasSubstr("no criterion"));
  EXPECT_THAT(refusal([](Json& j) { j["criteria"] = Json::array(); }),
              HasSubstr("something to grade"));
  EXPECT_THAT(refusal([](Json& j) { j["withheld"] = {"coffee"}; }),
              HasSubstr("cannot be withheld"));
  EXPECT_THAT(refusal([](Json& j) { j["instrument"] = "spoon"; }), HasSubstr("spoon"));
  EXPECT_THAT(refusal([](Json& j) {
                j["hints"] = {{{"text", "x"}, {"cost", 900}}};
              }),
              HasSubstr("outside 0.0 to 100.0"));
  EXPECT_THAT(refusal([](Json& j) { j["expert"]["needles"] = Json::array(); }),
              HasSubstr("plan with a needle"));
  EXPECT_THAT(refusal([](Json& j) { j["task"] = "verdict"; }), HasSubstr("keep or withdraw"));
  EXPECT_THAT(refusal([](Json& j) { j["views"] = {"ap"}; }), HasSubstr("two planes"));
  EXPECT_THAT(refusal([](Json& j) {
                j["limits"]["shots"] = {{"fullAt", 3}, {"noneAt", 3}};
              }),
              HasSubstr("same number"));
  EXPECT_THAT(refusal([](Json& j) { j["level"] = "L9"; }), HasSubstr("\"L9\" is no vertebra"));
  EXPECT_THAT(refusal([](Json& j) { j["level"] = "nose"; }), HasSubstr("no vertebra"));
  EXPECT_THAT(refusal([](Json& j) {
                j["views"] = {"sideways", "lateral"};
              }),
              HasSubstr("no view \"sideways\""));
  EXPECT_THAT(refusal([](Json& j) { j["wantedViews"] = {"scotty-up"}; }), HasSubstr("scotty-up"));
  EXPECT_THAT(refusal([](Json& j) { j["criteria"].push_back("breach"); }), HasSubstr("twice"));
  EXPECT_THAT(refusal([](Json& j) { j["expert"]["case"]["path"] = "bundled:t10-renal"; }),
              HasSubstr("made on bundled:t10-renal"));
  EXPECT_THROW(lessonFromJson("not json", "x"), Error);
  EXPECT_THROW(findLesson("no-such-lesson"), Error);
}

TEST(Grading, EveryCriterionHasASource) {
  EXPECT_GE(gradingTable().size(), 20U);
  for (const Criterion& criterion : gradingTable())
    EXPECT_FALSE(criterion.source.empty()) << criterion.key;
  EXPECT_THROW(criteriaFromJson("{}", "x"), Error);
}

Attempt finishedAttempt(double points, const std::string& lesson) {
  Attempt attempt;
  attempt.lesson = lesson;
  attempt.learner = "kim";
  attempt.startedAt = "2026-01-02T03:04:05";
  attempt.plan = findLesson("order-rule").expert;
  attempt.handling = Handling{{7, 2.5, 2.0}, 2, 1, 320.0};
  attempt.armsKnown = true;
  attempt.arms[1] = {90.0, -3.0};
  attempt.points = points;
  attempt.hintsTaken = 1;
  fluoro::NeedleDrive drive;
  drive.depthMm = 42.0;
  drive.side = Side::Right;
  attempt.drive = drive;
  return attempt;
}

TEST(Records, ALearnersNameIsAPersonsName) {
  const TemporaryFolder folder;
  for (const char* name : {"kim", "Jörg Müller", "Ana María de la Cruz", "学生", "a-b_c 7"})
    EXPECT_NO_THROW(Records(folder.path(), name)) << name;
  const std::string long40(40, 'x');
  EXPECT_NO_THROW(Records(folder.path(), long40));
  for (const std::string& name : std::vector<std::string>{
           "", " kim", "kim ", "../kim", "a/b", "a.b", "tab\there", long40 + "x"})
    EXPECT_THROW(Records(folder.path(), name), Error) << name;
}

TEST(Records, AnInterruptedAttemptIsThereAgain) {
  const TemporaryFolder folder;
  Records records(folder.path(), "kim");
  EXPECT_FALSE(records.running());
  records.keepRunning(finishedAttempt(0.0, "order-rule"));
  const std::optional<Attempt> again = Records(folder.path(), "kim").running();
  ASSERT_TRUE(again);
  EXPECT_EQ(attemptToJson(*again), attemptToJson(finishedAttempt(0.0, "order-rule")));
  EXPECT_EQ(again->drive->depthMm, 42.0);
  records.forgetRunning();
  EXPECT_FALSE(records.running());
}

TEST(Records, TheCurveIsOfOneLessonAndTheTableOfAll) {
  const TemporaryFolder folder;
  Records records(folder.path(), "kim");
  for (const auto& [points, lesson] : {std::pair(40.0, "a"), {90.0, "b"}, {75.5, "a"}})
    records.append(finishedAttempt(points, lesson));
  std::ofstream(folder / "kim.jsonl", std::ios::app) << "damaged\n";
  const std::vector<Attempt> attempts = records.finished();
  ASSERT_EQ(attempts.size(), 3U);
  EXPECT_THAT(learningCurve(attempts, "a"), testing::ElementsAre(40.0, 75.5));
  const std::string csv = attemptsCsv(attempts);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4);
  EXPECT_THAT(csv, testing::HasSubstr("kim,a,2026-01-02T03:04:05,75.5,no,1,,1,7,2.5,2,2,1,320"));
  EXPECT_THROW(Records(folder.path(), "../../x"), Error);
}

}  // namespace
}  // namespace trocar::school
