#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/fluoro/room.h"
#include "app/fluoro/school.h"
#include "core/error.h"
#include "core/io.h"
#include "planning/instrument.h"
#include "planning/skin.h"
#include "render/picture.h"

#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <ctime>
#include <utility>

namespace trocar {
namespace {

using nlohmann::json;

bool inLesson(const Document& document) {
  return document.school().running.has_value();
}
bool afterLesson(const Document& document) {
  return document.school().debriefing != nullptr;
}

std::string now() {
  const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm local{};
  ::localtime_r(&time, &local);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &local);
  return text.data();
}

School opened(School school) {
  if (school.lessons.empty())
    school.lessons = bundledLessons();
  school.records = recordsOf(school).finished();
  if (school.selected.empty() && !school.lessons.empty())
    school.selected = school.lessons.front().id;
  return school;
}

Work enterSchool(const Document&, const json&) {
  return atOnce([](Document& document) {
    document.setSchool(opened(document.school()));
    ViewState view = document.view();
    view.place = Place::School;
    document.setView(view);
  });
}

Work selectLesson(const Document& document, const json& arguments) {
  const std::string id = textOf(arguments, "lesson");
  School school = opened(document.school());
  if (school.find(id) == nullptr)
    throw Error("There is no lesson '" + id + "' in the list: open its file first.");
  return atOnce([id](Document& changed) {
    School selecting = opened(changed.school());
    selecting.selected = id;
    selecting.debriefing.reset();
    changed.setSchool(std::move(selecting));
  });
}

Work chooseLearner(const Document& document, const json& arguments) {
  School school = document.school();
  school.learner = textOf(arguments, "name");
  school = opened(std::move(school));
  return atOnce([school](Document& changed) { changed.setSchool(school); });
}

/// The room as a lesson starts it: no free pictures, the arms where it says, a needle on the skin
/// or as given.
Room roomFor(const CaseModel& model, const Lesson& lesson, const Attempt& attempt) {
  Room room = newRoom(model, lesson.expert, lesson.level, "");
  room.others = attempt.plan.needles;
  if (attempt.drive)
    std::erase_if(room.others, [&](const Needle& n) { return n.id == attempt.drive->id; });
  room.follows = false;
  room.held = {};
  for (int plane = 0; plane < kPlanes; ++plane)
    room = withPreset(std::move(room), model, plane, lesson.views[static_cast<std::size_t>(plane)]);
  if (lesson.askewDeg != 0.0) {
    CarmSetup askew = room.arms[0];
    askew.angles.laoDeg += lesson.askewDeg;
    room = withArm(std::move(room), 0, askew);
  }
  room.active = 0;
  room.drive = attempt.drive;
  if (!room.drive && lesson.given)
    room.drive = driveOf(model, *lesson.given, false);
  if (room.drive && lesson.task == LessonTask::Verdict && !attempt.drive)
    room.drive->corrections = 0;
  if (attempt.handling)
    room.exposures = attempt.handling->exposures;
  return withMessage(std::move(room), lesson.goal);
}

/// A needle on the skin behind what the first plane looks at, where the lesson asks for one.
Room withFreshNeedle(Room room, const CaseModel& model, const Lesson& lesson) {
  if (room.drive || lesson.task == LessonTask::Arm)
    return room;
  NeedleDrive drive;
  drive.id = "N" + std::to_string(room.others.size() + 1);
  drive.instrument = lesson.instrument;
  drive.level = lesson.level;
  drive.approach = lesson.expert.needles.front().approach;
  drive.direction =
      room.arms[0].position == PatientPosition::Supine ? Vec3(Vec3::UnitY()) : Vec3(-Vec3::UnitY());
  room.drive = entered(model, drive, room.arms[0].isocentreMm, -drive.direction).drive;
  return room;
}

/// Handling without what the drive counts itself.
Attempt resumed(Attempt attempt) {
  if (attempt.handling && attempt.drive) {
    attempt.handling->corticalPasses -= attempt.drive->corticalPasses;
    attempt.handling->corrections -= attempt.drive->corrections;
  }
  return attempt;
}

Work startLesson(const Document& document, const json& arguments) {
  if (document.isOpen() && document.hasUnsavedChanges())
    throw Error("Save the plan first (Ctrl+S): a lesson opens another patient.");
  const School school = opened(document.school());
  const std::string id = textIn(arguments, "lesson").value_or(school.selected);
  const Lesson* found = school.find(id);
  if (found == nullptr)
    throw Error("There is no lesson '" + id + "' in the list: open its file first.");
  const bool fresh = truthIn(arguments, "fresh").value_or(false);
  Attempt attempt;
  attempt.lesson = id;
  attempt.learner = school.learner;
  attempt.startedAt = now();
  attempt.handling = Handling();
  const std::optional<Attempt> kept = recordsOf(school).running();
  if (!fresh && kept && kept->lesson == id)
    attempt = resumed(*kept);
  return [lesson = *found, attempt](const Progress& progress) -> Change {
    const Opened source = openFrom(lesson.patient, progress.span(0.0, 0.7));
    Room room = withFreshNeedle(roomFor(*source.model, lesson, attempt), *source.model, lesson);
    return [source, room, attempt](Document& changed) {
      changed.open(source);
      School running = opened(changed.school());
      running.running = attempt;
      running.selected = attempt.lesson;
      running.running->plan.patient = source.plan.patient;
      running.debriefing.reset();
      changed.setSchool(std::move(running));
      changed.setRoom(room);
      ViewState view = changed.view();
      view.place = Place::Fluoroscopy;
      changed.setView(view);
    };
  };
}

Work leaveLesson(const Document&, const json&) {
  return atOnce([](Document& document) {
    School school = document.school();
    keepAttempt(document);
    school.running.reset();
    document.setSchool(opened(std::move(school)));
    ViewState view = document.view();
    view.place = Place::School;
    document.setView(view);
  });
}

Work takeHint(const Document& document, const json&) {
  const Lesson* lesson = document.school().lesson();
  const int taken = document.school().running->hintsTaken;
  if (lesson == nullptr || taken >= static_cast<int>(lesson->hints.size()))
    throw Error("There are no more hints in this lesson.");
  const LessonHint hint = lesson->hints[static_cast<std::size_t>(taken)];
  return atOnce([hint](Document& changed) {
    School school = changed.school();
    ++school.running->hintsTaken;
    changed.setSchool(std::move(school));
    changed.setRoom(withMessage(changed.room(), "Hint: " + hint.text));
  });
}

Work giveVerdict(const Document&, const json& arguments) {
  const std::string verdict = textOf(arguments, "verdict");
  if (verdict != "keep" && verdict != "withdraw")
    throw Error("A verdict is keep or withdraw.");
  return atOnce([verdict](Document& document) {
    School school = document.school();
    school.running->verdict = verdict;
    document.setSchool(std::move(school));
    document.setRoom(withMessage(document.room(), "Your verdict: " + verdict + " the needle."));
  });
}

/// Leaves the needle where it is and takes the next one.
Work fixNeedle(const Document& document, const json&) {
  if (!document.room().drive || document.room().drive->corticalPasses == 0)
    throw Error("The needle is not in bone: advance it before you leave it there.");
  return atOnce([](Document& changed) {
    Room room = changed.room();
    School school = changed.school();
    Handling& handling = *school.running->handling;
    handling.corticalPasses += room.drive->corticalPasses;
    handling.corrections += room.drive->corrections;
    room.others.push_back(room.drive->needle());
    room.drive.reset();
    room = withFreshNeedle(std::move(room), changed.model(), *school.lesson());
    changed.setSchool(std::move(school));
    changed.setRoom(looked(std::move(room)));
  });
}

/// The lesson's treatment goes with the needles of the attempt, in their order.
Plan withTreatment(Plan plan, const Plan& expert) {
  for (std::size_t i = 0; i < expert.protocols.size() && i < plan.needles.size(); ++i) {
    Protocol protocol = expert.protocols[i];
    protocol.needle = plan.needles[i].id;
    plan = withProtocol(std::move(plan), std::move(protocol));
  }
  plan.protections = expert.protections;
  return plan;
}

std::vector<Picture> picturesOf(const std::shared_ptr<const CaseModel>& model,
                                const Plan& plan,
                                const Plan& expert,
                                const Progress& progress) {
  SceneState scene = startState(model->sharedPatient(), plan);
  scene.vertebrae = std::make_shared<const std::vector<VertebraAnatomy>>(model->vertebrae());
  scene.compared = expertNeedles(expert);
  std::vector<Picture> pictures;
  pictures.push_back(
      takePicture(scene, {ViewKind::ThreeD, 840, 780, Viewpoint::LeftPosterior}, progress));
  pictures.push_back(takePicture(scene, {ViewKind::Along, 600, 740}, progress));
  pictures.push_back(takePicture(scene, {ViewKind::Barrel, 600, 740}, progress));
  return pictures;
}

Work finishLesson(const Document& document, const json&) {
  const Lesson* lesson = document.school().lesson();
  if (lesson == nullptr)
    throw Error("The lesson is not in the list any more: leave it.");
  Attempt attempt = attemptNow(document);
  if (lesson->task == LessonTask::Verdict && attempt.verdict.empty())
    throw Error("Say first whether the needle may stay: keep or withdraw.");
  attempt.plan = withTreatment(std::move(attempt.plan), lesson->expert);
  return [lesson = *lesson, attempt, model = document.sharedModel()](
             const Progress& progress) -> Change {
    School::Debriefing done{lesson, attempt, {}, {}};
    done.grade = gradeAttempt(*model, lesson, attempt, progress.span(0.0, 0.7));
    done.attempt.points = done.grade.points;
    done.attempt.passed = done.grade.passed;
    if (lesson.task != LessonTask::Arm)
      done.pictures = picturesOf(model, attempt.plan, lesson.expert, progress.span(0.7, 1.0));
    return
        [result = std::make_shared<const School::Debriefing>(std::move(done))](Document& changed) {
          School school = changed.school();
          Records records = recordsOf(school);
          records.append(result->attempt);
          records.forgetRunning();
          school.running.reset();
          school.debriefing = result;
          changed.setSchool(opened(std::move(school)));
          ViewState view = changed.view();
          view.place = Place::School;
          changed.setView(view);
        };
  };
}

Work openDebriefing(const Document& document, const json&) {
  const auto debriefing = document.school().debriefing;
  return editing("Attempt and expert of “" + debriefing->lesson.title + "”",
                 [debriefing](Plan plan) {
                   plan.needles = debriefing->attempt.plan.needles;
                   for (const Needle& needle : expertNeedles(debriefing->lesson.expert))
                     plan.needles.push_back(needle);
                   return plan;
                 });
}

Work saveLesson(const Document& document, const json& arguments) {
  const std::filesystem::path file = textOf(arguments, "path");
  Lesson lesson = lessonOf(document.plan(),
                           file.stem().string(),
                           textIn(arguments, "title").value_or(document.patient().title));
  if (document.plan().patient.path.empty())
    lesson.patient = "bundled:" + document.patient().id;
  return [lesson, file](const Progress&) -> Change {
    writeLesson(lesson, file);
    return [file](Document& changed) {
      changed.tell(Notice::Kind::Done, "Wrote the lesson " + file.filename().string());
    };
  };
}

Work openLesson(const Document&, const json& arguments) {
  return [lesson = readLesson(textOf(arguments, "path"))](const Progress&) -> Change {
    return [lesson](Document& changed) {
      School school = opened(changed.school());
      std::erase_if(school.lessons, [&](const Lesson& one) { return one.id == lesson.id; });
      school.lessons.push_back(lesson);
      school.selected = lesson.id;
      school.debriefing.reset();
      changed.setSchool(std::move(school));
      ViewState view = changed.view();
      view.place = Place::School;
      changed.setView(view);
    };
  };
}

Work exportRecords(const Document& document, const json& arguments) {
  const School school = opened(document.school());
  return [csv = attemptsCsv(school.records),
          file = textOf(arguments, "path")](const Progress&) -> Change {
    writeFileAtomically(file, csv);
    return [file](Document& changed) {
      changed.tell(Notice::Kind::Done, "Wrote the attempts to " + file);
    };
  };
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): a table, an action a row.
std::vector<Action> schoolActions() {
  return {
      {.id = "school",
       .text = "School: lessons and grades",
       .menu = "School",
       .shortcut = "Alt+7",
       .icon = "school",
       .enabled = always,
       .prepare = enterSchool},
      {.id = "lesson-select",
       .text = "Select a lesson",
       .arguments = {"lesson"},
       .enabled = always,
       .prepare = selectLesson},
      {.id = "learner",
       .text = "Who is learning",
       .arguments = {"name"},
       .enabled = always,
       .prepare = chooseLearner},
      {.id = "lesson-start",
       .text = "Start or resume the lesson",
       .menu = "School",
       .arguments = {"lesson", "fresh"},
       .enabled = always,
       .prepare = startLesson,
       .slow = true},
      {.id = "lesson-leave",
       .text = "Leave the lesson, to resume it later",
       .menu = "School",
       .enabled = inLesson,
       .prepare = leaveLesson,
       .inLesson = true},
      {.id = "lesson-hint",
       .text = "Take a hint, which costs points",
       .menu = "School",
       .enabled = inLesson,
       .prepare = takeHint,
       .inLesson = true},
      {.id = "lesson-verdict",
       .text = "Say whether the needle may stay",
       .arguments = {"verdict"},
       .enabled = inLesson,
       .prepare = giveVerdict,
       .inLesson = true},
      {.id = "lesson-fix",
       .text = "Leave this needle and take the next",
       .menu = "School",
       .enabled = inLesson,
       .prepare = fixNeedle,
       .inLesson = true},
      {.id = "lesson-finish",
       .text = "Finish and be graded",
       .menu = "School",
       .enabled = inLesson,
       .prepare = finishLesson,
       .inLesson = true,
       .slow = true},
      {.id = "debriefing-open",
       .text = "Open the attempt and the expert's needles in the planner",
       .menu = "School",
       .enabled = afterLesson,
       .prepare = openDebriefing},
      {.id = "save-lesson",
       .text = "Save the plan as a lesson…",
       .menu = "School",
       .arguments = {"path", "title"},
       .enabled = whenOpen,
       .prepare = saveLesson,
       .ask = Ask::PlanToSave},
      {.id = "open-lesson",
       .text = "Open a lesson file…",
       .menu = "School",
       .arguments = {"path"},
       .enabled = always,
       .prepare = openLesson,
       .ask = Ask::FileToOpen},
      {.id = "records-csv",
       .text = "Export the attempts as CSV…",
       .menu = "School",
       .arguments = {"path"},
       .enabled = always,
       .prepare = exportRecords,
       .ask = Ask::NumbersToSave},
  };
}

}  // namespace trocar
