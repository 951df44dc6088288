#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/fluoro/room.h"
#include "app/fluoro/school.h"
#include "core/error.h"
#include "planning/angles.h"
#include "planning/cement/cement_history.h"
#include "planning/cement/evaluate_cement.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace trocar {
namespace {

using nlohmann::json;

constexpr double kMostCementMl = 6.0;

bool inRoom(const Document& document) {
  return document.isOpen() && document.view().place == Place::Fluoroscopy;
}
bool awayFromPlanner(const Document& document) {
  return document.view().place != Place::Planner;
}
bool withNeedleInHand(const Document& document) {
  return inRoom(document) && document.room().drive.has_value();
}
bool afterMixing(const Document& document) {
  return inRoom(document) && document.room().cement != nullptr;
}

/// Work that changes the room as it stands when it is done.
Work entering(std::function<Room(Room, const CaseModel&)> edit) {
  return atOnce([edit = std::move(edit)](Document& document) {
    document.setRoom(edit(document.room(), document.model()));
  });
}

int planeIn(const Document& document, const json& arguments) {
  const double plane = numberIn(arguments, "plane").value_or(document.room().active);
  return std::clamp(static_cast<int>(plane), 0, kPlanes - 1);
}

Work enterRoom(const Document& document, const json&) {
  const std::string level = document.selectedNeedle() && !document.selectedNeedle()->level.empty()
                                ? document.selectedNeedle()->level
                                : document.view().level;
  return [model = document.sharedModel(),
          plan = document.plan(),
          level,
          needle = document.view().needle](const Progress&) -> Change {
    Room room = newRoom(*model, plan, level, needle);
    return [room](Document& changed) {
      ViewState view = changed.view();
      view.place = Place::Fluoroscopy;
      changed.setRoom(room);
      changed.setView(view);
    };
  };
}

Work leaveRoom(const Document&, const json&) {
  return showing([](ViewState& view) { view.place = Place::Planner; });
}

Work moveArm(const Document& document, const json& arguments) {
  const int plane = planeIn(document, arguments);
  CarmSetup setup = document.room().arms[static_cast<std::size_t>(plane)];
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
  return entering(
      [=](Room room, const CaseModel&) { return withArm(std::move(room), plane, setup); });
}

Work sendArm(const Document& document, const json& arguments) {
  return entering([plane = planeIn(document, arguments), key = textOf(arguments, "view")](
                      Room room, const CaseModel& model) {
    return withPreset(std::move(room), model, plane, key);
  });
}

Work expose(const Document& document, const json& arguments) {
  return entering([plane = planeIn(document, arguments)](Room room, const CaseModel&) {
    return withExposure(std::move(room), plane);
  });
}

Work run(const Document& document, const json& arguments) {
  const bool on = truthIn(arguments, "on").value_or(!document.room().running);
  return entering([on](Room room, const CaseModel&) {
    room.running = on;
    return looked(std::move(room));
  });
}

Work passTime(const Document&, const json& arguments) {
  const double seconds = numberOf(arguments, "seconds");
  return atOnce([seconds](Document& document) {
    document.setRoom(withTime(document.room(), seconds));
    if (!document.school().running || !document.school().running->handling)
      return;
    School school = document.school();
    school.running->handling->elapsedS += seconds;
    document.setSchool(std::move(school));
  });
}

Work look(const Document& document, const json& arguments) {
  const Room& now = document.room();
  const bool trained = document.school().running.has_value();
  const bool dark = truthIn(arguments, "bonesDark").value_or(now.bonesDark);
  const bool side = truthIn(arguments, "operatorSide").value_or(now.arms[0].operatorSide);
  const bool down = truthIn(arguments, "upsideDown").value_or(now.arms[0].upsideDown);
  const bool follows = truthIn(arguments, "follows").value_or(now.follows);
  if (follows && trained)
    throw Error("In a lesson pictures come from exposures alone: press Space.");
  const int active = planeIn(document, arguments);
  return entering([=](Room room, const CaseModel&) {
    room.bonesDark = dark;
    room.follows = follows;
    room.active = active;
    const auto flip = [&](CarmSetup& setup) {
      setup.operatorSide = side;
      setup.upsideDown = down;
    };
    for (CarmSetup& arm : room.arms)
      flip(arm);
    for (std::optional<Exposed>& held : room.held) {
      if (held)
        flip(held->setup);
    }
    return looked(std::move(room));
  });
}

/// Moves of the needle: `move` gives what it led to.
Work driving(std::function<Driven(const CaseModel&, NeedleDrive, const Room&)> move) {
  return entering([move = std::move(move)](Room room, const CaseModel& model) {
    const Driven driven = move(model, *room.drive, room);
    return withDrive(std::move(room), driven);
  });
}

Work advance(const Document&, const json& arguments) {
  return driving(
      [mm = numberOf(arguments, "mm")](const CaseModel& model, NeedleDrive drive, const Room&) {
        return advanced(model, std::move(drive), mm);
      });
}

Work turn(const Document&, const json& arguments) {
  const VertebraAngles by{numberIn(arguments, "leftDeg").value_or(0.0),
                          numberIn(arguments, "cranialDeg").value_or(0.0)};
  return driving([by](const CaseModel& model, NeedleDrive drive, const Room&) {
    return turned(model, std::move(drive), by);
  });
}

Work aimAlongBeam(const Document&, const json&) {
  return driving([](const CaseModel& model, NeedleDrive drive, const Room& room) {
    const Vec3 through = drive.tipMm();
    const XrayGeometry geometry = carmGeometry(activeArm(room));
    Vec3 ray = (through - geometry.sourceMm).normalized();
    if (ray.dot(drive.direction) < 0.0)
      ray = -ray;
    return aimed(model, std::move(drive), ray);
  });
}

/// On the skin under a pixel of the active picture, on the operator's side.
Vec3 outwardRay(const CarmSetup& setup, double column, double row) {
  const XrayGeometry geometry = carmGeometry(setup);
  const Vec3 ray = (geometry.pixelCentreMm(column, row) - geometry.sourceMm).normalized();
  return setup.position == PatientPosition::Prone ? ray : Vec3(-ray);
}

Work enterSkin(const Document& document, const json& arguments) {
  const CarmSetup& setup =
      document.room().arms[static_cast<std::size_t>(planeIn(document, arguments))];
  const std::optional<Vec3> byMm = pointIn(arguments, "byMm");
  if (byMm)
    return driving([by = *byMm](const CaseModel& model, NeedleDrive drive, const Room& room) {
      const Vec3 outward = -anteriorBeamOf(room.arms[0]);
      return entered(model, drive, drive.skinMm + by - 20.0 * outward, outward);
    });
  const double column = numberOf(arguments, "columnPx");
  const double row = numberOf(arguments, "rowPx");
  const Vec3 outward = outwardRay(setup, column, row);
  const XrayGeometry geometry = carmGeometry(setup);
  const Vec3 ray = (geometry.pixelCentreMm(column, row) - geometry.sourceMm).normalized();
  const Vec3 through = geometry.sourceMm + setup.sourceToIsocentreMm * ray;
  return driving([=](const CaseModel& model, NeedleDrive drive, const Room&) {
    return entered(model, std::move(drive), through, outward);
  });
}

Work turnBevel(const Document&, const json& arguments) {
  return driving([deg = numberOf(arguments, "byDeg")](
                     const CaseModel&, const NeedleDrive& drive, const Room&) {
    return Driven{bevelTurned(drive, deg), {}};
  });
}

/// A needle that stands on the skin straight behind the room's vertebra (or the isocentre).
NeedleDrive freshDrive(const CaseModel& model, const Room& room, const std::string& instrument) {
  NeedleDrive drive;
  int number = 1;
  const std::vector<Needle> needles = needlesIn(room);
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
  return entered(model, drive, room.arms[0].isocentreMm, -drive.direction).drive;
}

Work newDrive(const Document& document, const json& arguments) {
  const std::string instrument =
      textIn(arguments, "instrument").value_or(document.view().instrument);
  return entering([instrument](Room room, const CaseModel& model) {
    if (room.drive && room.drive->depthMm > 0.0)
      room.others.push_back(room.drive->needle());
    room.drive = freshDrive(model, room, instrument);
    return looked(std::move(room));
  });
}

/// The side that a needle comes from, seen against its vertebra.
Needle withSide(const CaseModel& model, Needle needle) {
  const VertebraAnatomy* vertebra = model.vertebra(needle.level);
  const Vec3 middle =
      vertebra != nullptr ? vertebra->bodyCentroidMm : model.patient().ct.grid().centreMm();
  const Vec3 left = vertebra != nullptr ? vertebra->frame.left : Vec3(Vec3::UnitX());
  if (!needle.side)
    needle.side = (needle.trajectory.entry - middle).dot(left) > 0.0 ? Side::Left : Side::Right;
  return needle;
}

Work acceptDrive(const Document&, const json&) {
  return atOnce([](Document& document) {
    Room room = document.room();
    Needle needle = withSide(document.model(), room.drive->needle());
    Plan plan = document.plan();
    if (const Needle* before = plan.find(needle.id); before != nullptr) {
      if (before->locked)
        throw Error(nameOf(*before) + " is locked: unlock it in the planner first.");
      needle.device = before->device;
    }
    plan = withNeedle(std::move(plan), needle);
    if (room.cement && room.cementMl > 0.0)
      plan = withInjection(std::move(plan), {needle.id, room.cementMl});
    document.commit("Take " + nameOf(needle) + " from the fluoroscopy room", plan);
    ViewState view = document.view();
    view.needle = needle.id;
    document.setView(view);
    document.setRoom(withMessage(std::move(room), nameOf(needle) + " is in the plan."));
  });
}

Work mixCement(const Document& document, const json&) {
  Plan plan = document.plan();
  plan.injections.clear();
  const Needle needle = document.room().drive->needle();
  plan = withInjection(withNeedle(std::move(plan), needle), {needle.id, kMostCementMl});
  return [model = document.sharedModel(), plan](const Progress& progress) -> Change {
    auto cement = evaluateCement(*model, plan, {}, progress);
    if (!cement || cement->deliveredMl <= 0.0)
      throw Error("The tip takes no cement: bring it into the bone first.");
    return [result = std::make_shared<const CementResult>(std::move(*cement))](Document& changed) {
      Room room = changed.room();
      room.cement = result;
      room.cementMl = 0.0;
      changed.setRoom(withMessage(std::move(room), "Cement is mixed and in the syringe."));
    };
  };
}

/// What is felt at the syringe; in planning also what the simulation knows.
std::string sayCement(const CementResult& cement, double ml, bool trained) {
  const CementMoment moment = cementAt(cement, ml);
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

Work injectStep(const Document& document, const json& arguments) {
  const double ml = numberIn(arguments, "ml").value_or(0.2);
  if (!(ml > 0.0 && ml <= 1.0))
    throw Error("A step of cement is above 0 and at most 1 ml: 0.1 or 0.2 are customary.");
  const bool trained = document.school().running.has_value();
  return entering([ml, trained](Room room, const CaseModel&) {
    const double most = room.cement->deliveredMl;
    if (room.cementMl >= most - 1e-9)
      throw Error("No more cement goes in: the syringe resists or is empty.");
    room.cementMl = std::min(most, room.cementMl + ml);
    const std::string said = sayCement(*room.cement, room.cementMl, trained);
    return looked(withMessage(std::move(room), said));
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

}  // namespace trocar
