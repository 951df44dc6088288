#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/fluoro/room.h"
#include "app/fluoro/school.h"
#include "app/lesson_names.h"
#include "core/error.h"
#include "core/io.h"
#include "planning/model/skin.h"
#include "planning/plan/instrument.h"
#include "render/canvas/picture.h"

#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <ctime>
#include <utility>

namespace trocar::actions {
namespace {

using nlohmann::json;

bool inLesson(const app::Document& document) {
  return document.school().running.has_value();
}
bool afterLesson(const app::Document& document) {
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

fluoro::School opened(fluoro::School school) {
  if (school.lessons.empty())
    school.lessons = school::bundledLessons();
  school.records = fluoro::recordsOf(school).finished();
  if (school.selected.empty() && !school.lessons.empty())
    school.selected = school.lessons.front().id;
  return school;
}

Work enterSchool(const app::Document&, const json&) {
  return atOnce([](app::Document& document) {
    document.setSchool(opened(document.school()));
    app::ViewState view = document.view();
    view.place = app::Place::School;
    document.setView(view);
  });
}

Work selectLesson(const app::Document& document, const json& arguments) {
  const std::string id = textOf(arguments, "lesson");
  fluoro::School school = opened(document.school());
  if (school.find(id) == nullptr)
    throw Error("There is no lesson '" + id + "' in the list: open its file first.");
  return atOnce([id](app::Document& changed) {
    fluoro::School selecting = opened(changed.school());
    selecting.selected = id;
    selecting.debriefing.reset();
    changed.setSchool(std::move(selecting));
  });
}

Work chooseLearner(const app::Document& document, const json& arguments) {
  fluoro::School school = document.school();
  school.learner = textOf(arguments, "name");
  school = opened(std::move(school));
  return atOnce([school](app::Document& changed) { changed.setSchool(school); });
}

/// The room as a lesson starts it: no free pictures, the arms where it says, a needle on the skin
/// or as given.
fluoro::Room roomFor(const CaseModel& model,
                     const school::Lesson& lesson,
                     const school::Attempt& attempt) {
  fluoro::Room room = fluoro::newRoom(model, lesson.expert, lesson.level, "");
  room.others = attempt.plan.needles;
  if (attempt.drive)
    std::erase_if(room.others, [&](const Needle& n) { return n.id == attempt.drive->id; });
  room.follows = false;
  room.held = {};
  for (int plane = 0; plane < fluoro::kPlanes; ++plane)
    room = fluoro::withPreset(
        std::move(room), model, plane, lesson.views[static_cast<std::size_t>(plane)]);
  if (lesson.askewDeg != 0.0) {
    fluoro::CarmSetup askew = room.arms[0];
    askew.angles.laoDeg += lesson.askewDeg;
    room = fluoro::withArm(std::move(room), 0, askew);
  }
  room.active = 0;
  room.drive = attempt.drive;
  if (!room.drive && lesson.given)
    room.drive = fluoro::driveOf(model, *lesson.given, false);
  if (room.drive && lesson.task == school::LessonTask::Verdict && !attempt.drive)
    room.drive->corrections = 0;
  if (attempt.handling)
    room.exposures = attempt.handling->exposures;
  return fluoro::withMessage(std::move(room), lesson.goal);
}

/// A needle on the skin behind what the first plane looks at, where the lesson asks for one.
fluoro::Room withFreshNeedle(fluoro::Room room,
                             const CaseModel& model,
                             const school::Lesson& lesson) {
  if (room.drive || lesson.task == school::LessonTask::Arm)
    return room;
  fluoro::NeedleDrive drive;
  drive.id = "N" + std::to_string(room.others.size() + 1);
  drive.instrument = lesson.instrument;
  drive.level = lesson.level;
  drive.approach = lesson.expert.needles.front().approach;
  drive.direction =
      room.arms[0].position == PatientPosition::Supine ? Vec3(Vec3::UnitY()) : Vec3(-Vec3::UnitY());
  room.drive = fluoro::entered(model, drive, room.arms[0].isocentreMm, -drive.direction).drive;
  return room;
}

/// Handling without what the drive counts itself.
school::Attempt resumed(school::Attempt attempt) {
  if (attempt.handling && attempt.drive) {
    attempt.handling->corticalPasses -= attempt.drive->corticalPasses;
    attempt.handling->corrections -= attempt.drive->corrections;
  }
  return attempt;
}

Work startLesson(const app::Document& document, const json& arguments) {
  if (document.isOpen() && document.hasUnsavedChanges())
    throw Error("Save the plan first (Ctrl+S): a lesson opens another patient.");
  const fluoro::School school = opened(document.school());
  const std::string id = textIn(arguments, "lesson").value_or(school.selected);
  const school::Lesson* found = school.find(id);
  if (found == nullptr)
    throw Error("There is no lesson '" + id + "' in the list: open its file first.");
  const bool fresh = truthIn(arguments, "fresh").value_or(false);
  school::Attempt attempt;
  attempt.lesson = id;
  attempt.learner = school.learner;
  attempt.startedAt = now();
  attempt.handling = school::Handling();
  const std::optional<school::Attempt> kept = fluoro::recordsOf(school).running();
  if (!fresh && kept && kept->lesson == id)
    attempt = resumed(*kept);
  return [lesson = *found, attempt](const Progress& progress) -> Change {
    const app::Opened source = app::openFrom(lesson.patient, progress.span(0.0, 0.7));
    school::requireFits(*source.model, lesson);
    fluoro::Room room =
        withFreshNeedle(roomFor(*source.model, lesson, attempt), *source.model, lesson);
    return [source, room, attempt](app::Document& changed) {
      changed.open(source);
      fluoro::School running = opened(changed.school());
      running.running = attempt;
      running.selected = attempt.lesson;
      running.running->plan.patient = source.plan.patient;
      running.debriefing.reset();
      changed.setSchool(std::move(running));
      changed.setRoom(room);
      app::ViewState view = changed.view();
      view.place = app::Place::Fluoroscopy;
      changed.setView(view);
    };
  };
}

Work leaveLesson(const app::Document&, const json&) {
  return atOnce([](app::Document& document) {
    fluoro::School school = document.school();
    fluoro::keepAttempt(document);
    school.running.reset();
    document.setSchool(opened(std::move(school)));
    app::ViewState view = document.view();
    view.place = app::Place::School;
    document.setView(view);
  });
}

Work takeHint(const app::Document& document, const json&) {
  const school::Lesson* lesson = document.school().lesson();
  const int taken = document.school().running->hintsTaken;
  if (lesson == nullptr || taken >= static_cast<int>(lesson->hints.size()))
    throw Error("There are no more hints in this lesson.");
  const school::LessonHint hint = lesson->hints[static_cast<std::size_t>(taken)];
  return atOnce([hint](app::Document& changed) {
    fluoro::School school = changed.school();
    ++school.running->hintsTaken;
    changed.setSchool(std::move(school));
    changed.setRoom(fluoro::withMessage(changed.room(), "Hint: " + hint.text));
  });
}

Work giveVerdict(const app::Document&, const json& arguments) {
  const std::string verdict = textOf(arguments, "verdict");
  if (verdict != "keep" && verdict != "withdraw")
    throw Error("A verdict is keep or withdraw.");
  return atOnce([verdict](app::Document& document) {
    fluoro::School school = document.school();
    school.running->verdict = verdict;
    document.setSchool(std::move(school));
    document.setRoom(
        fluoro::withMessage(document.room(), "Your verdict: " + verdict + " the needle."));
  });
}

/// Leaves the needle where it is and takes the next one.
Work fixNeedle(const app::Document& document, const json&) {
  if (!document.room().drive || document.room().drive->corticalPasses == 0)
    throw Error("The needle is not in bone: advance it before you leave it there.");
  return atOnce([](app::Document& changed) {
    fluoro::Room room = changed.room();
    fluoro::School school = changed.school();
    school::Handling& handling = *school.running->handling;
    handling.corticalPasses += room.drive->corticalPasses;
    handling.corrections += room.drive->corrections;
    room.others.push_back(room.drive->needle());
    room.drive.reset();
    room = withFreshNeedle(std::move(room), changed.model(), *school.lesson());
    changed.setSchool(std::move(school));
    changed.setRoom(fluoro::looked(std::move(room)));
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

std::vector<render::Picture> picturesOf(const std::shared_ptr<const CaseModel>& model,
                                        const Plan& plan,
                                        const Plan& expert,
                                        const Progress& progress) {
  render::SceneState scene = render::startState(model->sharedPatient(), plan);
  scene.vertebrae =
      std::make_shared<const std::vector<anatomy::VertebraAnatomy>>(model->vertebrae());
  scene.compared = fluoro::expertNeedles(expert);
  std::vector<render::Picture> pictures;
  pictures.push_back(render::takePicture(
      scene, {render::ViewKind::ThreeD, 840, 780, render::Viewpoint::LeftPosterior}, progress));
  pictures.push_back(render::takePicture(scene, {render::ViewKind::Along, 600, 740}, progress));
  pictures.push_back(render::takePicture(scene, {render::ViewKind::Barrel, 600, 740}, progress));
  return pictures;
}

Work finishLesson(const app::Document& document, const json&) {
  const school::Lesson* lesson = document.school().lesson();
  if (lesson == nullptr)
    throw Error("The lesson is not in the list any more: leave it.");
  school::Attempt attempt = fluoro::attemptNow(document);
  if (lesson->task == school::LessonTask::Verdict && attempt.verdict.empty())
    throw Error("Say first whether the needle may stay: keep or withdraw.");
  attempt.plan = withTreatment(std::move(attempt.plan), lesson->expert);
  return [lesson = *lesson, attempt, model = document.sharedModel()](
             const Progress& progress) -> Change {
    fluoro::School::Debriefing done{lesson, attempt, {}, {}};
    done.grade = school::gradeAttempt(*model, lesson, attempt, progress.span(0.0, 0.7));
    done.attempt.points = done.grade.points;
    done.attempt.passed = done.grade.passed;
    if (lesson.task != school::LessonTask::Arm)
      done.pictures = picturesOf(model, attempt.plan, lesson.expert, progress.span(0.7, 1.0));
    return [result = std::make_shared<const fluoro::School::Debriefing>(std::move(done))](
               app::Document& changed) {
      fluoro::School school = changed.school();
      school::Records records = fluoro::recordsOf(school);
      records.append(result->attempt);
      records.forgetRunning();
      school.running.reset();
      school.debriefing = result;
      changed.setSchool(opened(std::move(school)));
      app::ViewState view = changed.view();
      view.place = app::Place::School;
      changed.setView(view);
    };
  };
}

Work openDebriefing(const app::Document& document, const json&) {
  const auto debriefing = document.school().debriefing;
  return editing("Attempt and expert of “" + debriefing->lesson.title + "”",
                 [debriefing](Plan plan) {
                   plan.needles = debriefing->attempt.plan.needles;
                   for (const Needle& needle : fluoro::expertNeedles(debriefing->lesson.expert))
                     plan.needles.push_back(needle);
                   return plan;
                 });
}

Work saveLesson(const app::Document& document, const json& arguments) {
  const std::filesystem::path file = textOf(arguments, "path");
  school::Lesson lesson =
      school::lessonOf(document.plan(),
                       document.file(),
                       file.stem().string(),
                       textIn(arguments, "title").value_or(document.patient().title));
  if (document.plan().patient.path.empty())
    lesson.patient = "bundled:" + document.patient().id;
  if (!truthIn(arguments, "named").value_or(false))
    app::requireNoPerson(lesson, document.patient());
  return [lesson, file, model = document.sharedModel()](const Progress& progress) -> Change {
    school::requireFits(*model, lesson);
    school::writeLesson(lesson, file);
    std::string told = "Wrote the lesson " + file.filename().string();
    const std::vector<std::string> faults = school::ownPlanFaults(*model, lesson, progress);
    for (const std::string& fault : faults)
      told += (&fault == &faults.front() ? ". " : " ") + fault;
    return [told, sound = faults.empty()](app::Document& changed) {
      changed.tell(sound ? app::Notice::Kind::Done : app::Notice::Kind::Problem, told);
    };
  };
}

Work openLesson(const app::Document&, const json& arguments) {
  return [lesson = school::readLesson(textOf(arguments, "path"))](const Progress&) -> Change {
    return [lesson](app::Document& changed) {
      fluoro::School school = opened(changed.school());
      std::erase_if(school.lessons, [&](const school::Lesson& one) { return one.id == lesson.id; });
      school.lessons.push_back(lesson);
      school.selected = lesson.id;
      school.debriefing.reset();
      changed.setSchool(std::move(school));
      app::ViewState view = changed.view();
      view.place = app::Place::School;
      changed.setView(view);
    };
  };
}

Work exportRecords(const app::Document& document, const json& arguments) {
  const fluoro::School school = opened(document.school());
  return [csv = school::attemptsCsv(school.records),
          file = textOf(arguments, "path")](const Progress&) -> Change {
    writeFileAtomically(file, csv);
    return [file](app::Document& changed) {
      changed.tell(app::Notice::Kind::Done, "Wrote the attempts to " + file);
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
       .arguments = {"path", "title", "named"},
       .enabled = whenOpen,
       .prepare = saveLesson,
       .slow = true,
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

}  // namespace trocar::actions
