#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/fluoro/room.h"
#include "app/fluoro/school.h"
#include "core/error.h"
#include "planning/cement/cement_history.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/model/angles.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace trocar::actions {
namespace {

using nlohmann::json;

constexpr double kMostCementMl = 6.0;

bool inRoom(const app::Document& document) {
  return document.isOpen() && document.view().place == app::Place::Fluoroscopy;
}
bool awayFromPlanner(const app::Document& document) {
  return document.view().place != app::Place::Planner;
}
bool withNeedleInHand(const app::Document& document) {
  return inRoom(document) && document.room().drive.has_value();
}
bool afterMixing(const app::Document& document) {
  return inRoom(document) && document.room().cement != nullptr;
}

/// Work that changes the room as it stands when it is done.
Work entering(std::function<fluoro::Room(fluoro::Room, const CaseModel&)> edit) {
  return atOnce([edit = std::move(edit)](app::Document& document) {
    document.setRoom(edit(document.room(), document.model()));
  });
}

int planeIn(const app::Document& document, const json& arguments) {
  const double plane = numberIn(arguments, "plane").value_or(document.room().active);
  return std::clamp(static_cast<int>(plane), 0, fluoro::kPlanes - 1);
}

Work enterRoom(const app::Document& document, const json&) {
  const std::string level = document.selectedNeedle() && !document.selectedNeedle()->level.empty()
                                ? document.selectedNeedle()->level
                                : document.view().level;
  return [model = document.sharedModel(),
          plan = document.plan(),
          level,
          needle = document.view().needle](const Progress&) -> Change {
    fluoro::Room room = fluoro::newRoom(*model, plan, level, needle);
    return [room](app::Document& changed) {
      app::ViewState view = changed.view();
      view.place = app::Place::Fluoroscopy;
      changed.setRoom(room);
      changed.setView(view);
    };
  };
}

Work leaveRoom(const app::Document&, const json&) {
  return showing([](app::ViewState& view) { view.place = app::Place::Planner; });
}

Work moveArm(const app::Document& document, const json& arguments) {
  const int plane = planeIn(document, arguments);
  fluoro::CarmSetup setup = document.room().arms[static_cast<std::size_t>(plane)];
  setup.angles.laoDeg = numberIn(arguments, "laoDeg").value_or(setup.angles.laoDeg);
  setup.angles.cranDeg = numberIn(arguments, "cranDeg").value_or(setup.angles.cranDeg);
  setup.angles.laoDeg += numberIn(arguments, "byLaoDeg").value_or(0.0);
  setup.angles.cranDeg += numberIn(arguments, "byCranDeg").value_or(0.0);
  setup.sourceToDetectorMm = numberIn(arguments, "sidMm").value_or(setup.sourceToDetectorMm);
  setup.magnification = numberIn(arguments, "magnification").value_or(setup.magnification);
  setup.shutterWidth = numberIn(arguments, "shutterWidth").value_or(setup.shutterWidth);
  setup.shutterHeight = numberIn(arguments, "shutterHeight").value_or(setup.shutterHeight);
  if (const std::optional<Vec3> by = pointIn(arguments, "tableByMm"))
    setup.isocentreMm += *by;
  if (const std::optional<Vec3> at = pointIn(arguments, "isocentreMm"))
    setup.isocentreMm = *at;
  return entering([=](fluoro::Room room, const CaseModel&) {
    return fluoro::withArm(std::move(room), plane, setup);
  });
}

Work sendArm(const app::Document& document, const json& arguments) {
  return entering([plane = planeIn(document, arguments), key = textOf(arguments, "view")](
                      fluoro::Room room, const CaseModel& model) {
    return fluoro::withPreset(std::move(room), model, plane, key);
  });
}

Work expose(const app::Document& document, const json& arguments) {
  return entering([plane = planeIn(document, arguments)](fluoro::Room room, const CaseModel&) {
    return fluoro::withExposure(std::move(room), plane);
  });
}

Work run(const app::Document& document, const json& arguments) {
  const bool on = truthIn(arguments, "on").value_or(!document.room().running);
  return entering([on](fluoro::Room room, const CaseModel&) {
    room.running = on;
    return fluoro::looked(std::move(room));
  });
}

Work passTime(const app::Document&, const json& arguments) {
  const double seconds = numberOf(arguments, "seconds");
  return atOnce([seconds](app::Document& document) {
    document.setRoom(fluoro::withTime(document.room(), seconds));
    if (!document.school().running || !document.school().running->handling)
      return;
    fluoro::School school = document.school();
    school.running->handling->elapsedS += seconds;
    document.setSchool(std::move(school));
  });
}

Work look(const app::Document& document, const json& arguments) {
  const fluoro::Room& now = document.room();
  const bool trained = document.school().running.has_value();
  const bool dark = truthIn(arguments, "bonesDark").value_or(now.bonesDark);
  const bool side = truthIn(arguments, "operatorSide").value_or(now.arms[0].operatorSide);
  const bool down = truthIn(arguments, "upsideDown").value_or(now.arms[0].upsideDown);
  const bool follows = truthIn(arguments, "follows").value_or(now.follows);
  if (follows && trained)
    throw Error("In a lesson pictures come from exposures alone: press Space.");
  const int active = planeIn(document, arguments);
  return entering([=](fluoro::Room room, const CaseModel&) {
    room.bonesDark = dark;
    room.follows = follows;
    room.active = active;
    const auto flip = [&](fluoro::CarmSetup& setup) {
      setup.operatorSide = side;
      setup.upsideDown = down;
    };
    for (fluoro::CarmSetup& arm : room.arms)
      flip(arm);
    for (std::optional<fluoro::Exposed>& held : room.held) {
      if (held)
        flip(held->setup);
    }
    return fluoro::looked(std::move(room));
  });
}

/// Moves of the needle: `move` gives what it led to.
Work driving(
    std::function<fluoro::Driven(const CaseModel&, fluoro::NeedleDrive, const fluoro::Room&)>
        move) {
  return entering([move = std::move(move)](fluoro::Room room, const CaseModel& model) {
    const fluoro::Driven driven = move(model, *room.drive, room);
    return fluoro::withDrive(std::move(room), driven);
  });
}

Work advance(const app::Document&, const json& arguments) {
  return driving([mm = numberOf(arguments, "mm")](
                     const CaseModel& model, fluoro::NeedleDrive drive, const fluoro::Room&) {
    return fluoro::advanced(model, std::move(drive), mm);
  });
}

Work turn(const app::Document&, const json& arguments) {
  const VertebraAngles by{numberIn(arguments, "leftDeg").value_or(0.0),
                          numberIn(arguments, "cranialDeg").value_or(0.0)};
  return driving([by](const CaseModel& model, fluoro::NeedleDrive drive, const fluoro::Room&) {
    return fluoro::turned(model, std::move(drive), by);
  });
}

Work aimAlongBeam(const app::Document&, const json&) {
  return driving([](const CaseModel& model, fluoro::NeedleDrive drive, const fluoro::Room& room) {
    const Vec3 through = drive.tipMm();
    const fluoro::XrayGeometry geometry = fluoro::carmGeometry(fluoro::activeArm(room));
    Vec3 ray = (through - geometry.sourceMm).normalized();
    if (ray.dot(drive.direction) < 0.0)
      ray = -ray;
    return fluoro::aimed(model, std::move(drive), ray);
  });
}

/// On the skin under a pixel of the active picture, on the operator's side.
Vec3 outwardRay(const fluoro::CarmSetup& setup, double column, double row) {
  const fluoro::XrayGeometry geometry = fluoro::carmGeometry(setup);
  const Vec3 ray = (geometry.pixelCentreMm(column, row) - geometry.sourceMm).normalized();
  return setup.position == PatientPosition::Prone ? ray : Vec3(-ray);
}

Work enterSkin(const app::Document& document, const json& arguments) {
  const fluoro::CarmSetup& setup =
      document.room().arms[static_cast<std::size_t>(planeIn(document, arguments))];
  const std::optional<Vec3> byMm = pointIn(arguments, "byMm");
  if (byMm)
    return driving(
        [by = *byMm](const CaseModel& model, fluoro::NeedleDrive drive, const fluoro::Room& room) {
          const Vec3 outward = -fluoro::anteriorBeamOf(room.arms[0]);
          return fluoro::entered(model, drive, drive.skinMm + by - 20.0 * outward, outward);
        });
  const double column = numberOf(arguments, "columnPx");
  const double row = numberOf(arguments, "rowPx");
  const Vec3 outward = outwardRay(setup, column, row);
  const fluoro::XrayGeometry geometry = fluoro::carmGeometry(setup);
  const Vec3 ray = (geometry.pixelCentreMm(column, row) - geometry.sourceMm).normalized();
  const Vec3 through = geometry.sourceMm + setup.sourceToIsocentreMm * ray;
  return driving([=](const CaseModel& model, fluoro::NeedleDrive drive, const fluoro::Room&) {
    return fluoro::entered(model, std::move(drive), through, outward);
  });
}

Work turnBevel(const app::Document&, const json& arguments) {
  return driving([deg = numberOf(arguments, "byDeg")](
                     const CaseModel&, const fluoro::NeedleDrive& drive, const fluoro::Room&) {
    return fluoro::Driven{fluoro::bevelTurned(drive, deg), {}};
  });
}

/// A needle that stands on the skin straight behind the room's vertebra (or the isocentre).
fluoro::NeedleDrive freshDrive(const CaseModel& model,
                               const fluoro::Room& room,
                               const std::string& instrument) {
  fluoro::NeedleDrive drive;
  int number = 1;
  const std::vector<Needle> needles = fluoro::needlesIn(room);
  const auto taken = [&](const std::string& id) {
    return std::any_of(
        needles.begin(), needles.end(), [&](const Needle& needle) { return needle.id == id; });
  };
  while (taken("N" + std::to_string(number)))
    ++number;
  drive.id = "N" + std::to_string(number);
  drive.instrument = instrument;
  drive.level = room.level;
  drive.approach = room.level.empty() ? Approach::Free : Approach::Transpedicular;
  const bool prone = room.arms[0].position == PatientPosition::Prone;
  drive.direction = prone ? Vec3(-Vec3::UnitY()) : Vec3::UnitY();
  return fluoro::entered(model, drive, room.arms[0].isocentreMm, -drive.direction).drive;
}

Work newDrive(const app::Document& document, const json& arguments) {
  const std::string instrument =
      textIn(arguments, "instrument").value_or(document.view().instrument);
  return entering([instrument](fluoro::Room room, const CaseModel& model) {
    if (room.drive && room.drive->depthMm > 0.0)
      room.others.push_back(room.drive->needle());
    room.drive = freshDrive(model, room, instrument);
    return fluoro::looked(std::move(room));
  });
}

/// The side that a needle comes from, seen against its vertebra.
Needle withSide(const CaseModel& model, Needle needle) {
  const anatomy::VertebraAnatomy* vertebra = model.vertebra(needle.level);
  const Vec3 middle =
      vertebra != nullptr ? vertebra->bodyCentroidMm : model.patient().ct.grid().centreMm();
  const Vec3 left = vertebra != nullptr ? vertebra->frame.left : Vec3(Vec3::UnitX());
  if (!needle.side)
    needle.side = (needle.trajectory.entry - middle).dot(left) > 0.0 ? Side::Left : Side::Right;
  return needle;
}

Work acceptDrive(const app::Document&, const json&) {
  return atOnce([](app::Document& document) {
    fluoro::Room room = document.room();
    Needle needle = withSide(document.model(), room.drive->needle());
    Plan plan = document.plan();
    if (const Needle* before = plan.find(needle.id); before != nullptr) {
      if (before->locked)
        throw Error(app::nameOf(*before) + " is locked: unlock it in the planner first.");
      needle.device = before->device;
    }
    plan = withNeedle(std::move(plan), needle);
    if (room.cement && room.cementMl > 0.0)
      plan = withInjection(std::move(plan), {needle.id, room.cementMl});
    document.commit("Take " + app::nameOf(needle) + " from the fluoroscopy room", plan);
    app::ViewState view = document.view();
    view.needle = needle.id;
    document.setView(view);
    document.setRoom(
        fluoro::withMessage(std::move(room), app::nameOf(needle) + " is in the plan."));
  });
}

Work mixCement(const app::Document& document, const json&) {
  Plan plan = document.plan();
  plan.injections.clear();
  const Needle needle = document.room().drive->needle();
  plan = withInjection(withNeedle(std::move(plan), needle), {needle.id, kMostCementMl});
  return [model = document.sharedModel(), plan](const Progress& progress) -> Change {
    auto cement = cement::evaluateCement(*model, plan, {}, progress);
    if (!cement || cement->deliveredMl <= 0.0)
      throw Error("The tip takes no cement: bring it into the bone first.");
    return [result = std::make_shared<const cement::CementResult>(std::move(*cement))](
               app::Document& changed) {
      fluoro::Room room = changed.room();
      room.cement = result;
      room.cementMl = 0.0;
      changed.setRoom(fluoro::withMessage(std::move(room), "Cement is mixed and in the syringe."));
    };
  };
}

/// What is felt at the syringe; in planning also what the simulation knows.
std::string sayCement(const cement::CementResult& cement, double ml, bool trained) {
  const cement::CementMoment moment = cement::cementAt(cement, ml);
  const auto tenths = [](double value) {
    return std::to_string(std::lround(10.0 * value) / 10) + "." +
           std::to_string(std::lround(10.0 * value) % 10);
  };
  std::string text = tenths(moment.injectedMl) + " ml at " +
                     std::to_string(std::lround(moment.timeS) / 60) + " min " +
                     std::to_string(std::lround(moment.timeS) % 60) + " s, " +
                     std::to_string(std::lround(moment.syringePressureKPa)) + " kPa.";
  if (!trained && !moment.stops.empty())
    text += " Stop: " + moment.stops.back().kind + ".";
  return text;
}

Work injectStep(const app::Document& document, const json& arguments) {
  const double ml = numberIn(arguments, "ml").value_or(0.2);
  if (!(ml > 0.0 && ml <= 1.0))
    throw Error("A step of cement is above 0 and at most 1 ml: 0.1 or 0.2 are customary.");
  const bool trained = document.school().running.has_value();
  return entering([ml, trained](fluoro::Room room, const CaseModel&) {
    const double most = room.cement->deliveredMl;
    if (room.cementMl >= most - 1e-9)
      throw Error("No more cement goes in: the syringe resists or is empty.");
    room.cementMl = std::min(most, room.cementMl + ml);
    const std::string said = sayCement(*room.cement, room.cementMl, trained);
    return fluoro::looked(fluoro::withMessage(std::move(room), said));
  });
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): a table, an action a row.
std::vector<Action> fluoroActions() {
  return {
      {.id = "fluoroscopy",
       .text = "Fluoroscopy room",
       .menu = "Fluoroscopy",
       .shortcut = "Alt+6",
       .icon = "xray",
       .enabled = whenOpen,
       .prepare = enterRoom,
       .slow = true},
      {.id = "leave-room",
       .text = "Back to the planner",
       .menu = "Fluoroscopy",
       .enabled = awayFromPlanner,
       .prepare = leaveRoom},
      {.id = "arm",
       .text = "Move the C-arm",
       .arguments = {"plane",
                     "laoDeg",
                     "cranDeg",
                     "byLaoDeg",
                     "byCranDeg",
                     "sidMm",
                     "magnification",
                     "shutterWidth",
                     "shutterHeight",
                     "tableByMm",
                     "isocentreMm"},
       .enabled = inRoom,
       .prepare = moveArm,
       .inLesson = true},
      {.id = "arm-view",
       .text = "Send the C-arm to a view",
       .arguments = {"view", "plane"},
       .enabled = inRoom,
       .prepare = sendArm,
       .inLesson = true},
      {.id = "expose",
       .text = "Expose",
       .menu = "Fluoroscopy",
       .arguments = {"plane"},
       .enabled = inRoom,
       .prepare = expose,
       .inLesson = true},
      {.id = "fluoro-run",
       .text = "Fluoroscopy on or off",
       .menu = "Fluoroscopy",
       .arguments = {"on"},
       .enabled = inRoom,
       .prepare = run,
       .inLesson = true},
      {.id = "room-time",
       .text = "Time goes by",
       .arguments = {"seconds"},
       .enabled = inRoom,
       .prepare = passTime,
       .inLesson = true},
      {.id = "room-look",
       .text = "How X-rays are shown",
       .arguments = {"bonesDark", "operatorSide", "upsideDown", "follows", "plane"},
       .enabled = inRoom,
       .prepare = look,
       .inLesson = true},
      {.id = "drive-new",
       .text = "A new needle on the skin",
       .menu = "Fluoroscopy",
       .arguments = {"instrument"},
       .enabled = inRoom,
       .prepare = newDrive,
       .inLesson = true},
      {.id = "drive-entry",
       .text = "Move the entry over the skin",
       .arguments = {"columnPx", "rowPx", "plane", "byMm"},
       .enabled = withNeedleInHand,
       .prepare = enterSkin,
       .inLesson = true},
      {.id = "drive-turn",
       .text = "Turn the needle",
       .arguments = {"leftDeg", "cranialDeg"},
       .enabled = withNeedleInHand,
       .prepare = turn,
       .inLesson = true},
      {.id = "drive-along-beam",
       .text = "Needle along the beam",
       .menu = "Fluoroscopy",
       .enabled = withNeedleInHand,
       .prepare = aimAlongBeam,
       .inLesson = true},
      {.id = "drive-advance",
       .text = "Advance or retract the needle",
       .arguments = {"mm"},
       .enabled = withNeedleInHand,
       .prepare = advance,
       .inLesson = true},
      {.id = "drive-bevel",
       .text = "Turn the bevel",
       .arguments = {"byDeg"},
       .enabled = withNeedleInHand,
       .prepare = turnBevel,
       .inLesson = true},
      {.id = "drive-accept",
       .text = "Take the needle into the plan",
       .menu = "Fluoroscopy",
       .enabled = withNeedleInHand,
       .prepare = acceptDrive},
      {.id = "cement-mix",
       .text = "Mix cement for the needle in the hand",
       .menu = "Fluoroscopy",
       .enabled = withNeedleInHand,
       .prepare = mixCement,
       .inLesson = true,
       .slow = true},
      {.id = "cement-step",
       .text = "Inject a step of cement",
       .arguments = {"ml"},
       .enabled = afterMixing,
       .prepare = injectStep,
       .inLesson = true},
  };
}

}  // namespace trocar::actions
