#include "app/fluoro/room.h"

#include "core/error.h"
#include "planning/plan/cannula_course.h"

#include <algorithm>

namespace trocar::fluoro {
namespace {

constexpr std::size_t kMostMessages = 60;

/// Counts the frames of an eight-a-second run and of the single exposures before it.
int frameOf(const ExposureCount& exposures) {
  return 1 + static_cast<int>(8.0 * exposures.seconds);
}

Exposed exposureOf(const Room& room, int plane) {
  const auto at = static_cast<std::size_t>(plane);
  return {room.arms[at],
          needlesIn(room),
          room.cement && room.cementMl > 0.0 ? std::optional(room.cementMl) : std::nullopt,
          room.follows ? 0 : frameOf(room.exposures)};
}

/// What is looked at without a vertebra: the first needle's tip, a lesion, the middle of the CT.
Vec3 middleOf(const Case& patient, const Plan& plan) {
  if (!plan.needles.empty())
    return plan.needles.front().trajectory.target;
  for (const Structure* lesion : patient.withRole(Role::Lesion)) {
    if (const std::optional<Box> box = boundsOf(patient, *lesion))
      return 0.5 * (box->lowMm + box->highMm);
  }
  return patient.ct.grid().centreMm();
}

}  // namespace

Room newRoom(const CaseModel& model,
             const Plan& plan,
             const std::string& level,
             const std::string& needleId) {
  Room room;
  room.level = level;
  room.bodyMm = bodyBoxOf(model.patient());
  const bool supine = plan.procedurePosition == PatientPosition::Supine;
  for (CarmSetup& arm : room.arms) {
    arm.position = supine ? PatientPosition::Supine : PatientPosition::Prone;
    arm.isocentreMm = middleOf(model.patient(), plan);
  }
  for (const Needle& needle : plan.needles) {
    if (needle.id == needleId)
      room.drive = driveOf(model, needle, false);
    else
      room.others.push_back(needle);
  }
  const auto& structures = model.patient().structures;
  if (std::none_of(
          structures.begin(), structures.end(), [](const Structure& s) { return isBone(s.role); }))
    room = withMessage(std::move(room),
                       "No bone is labelled on this CT: what the needle meets is not felt here.");
  room = withPreset(std::move(room), model, 0, "ap");
  room = withPreset(std::move(room), model, 1, "lateral");
  room.active = 0;
  return room;
}

std::vector<CarmPreset> presetsOf(const Room& room, const CaseModel& model) {
  return carmPresets(model, needlesIn(room), room.level, room.arms.front().isocentreMm);
}

std::vector<Needle> needlesIn(const Room& room) {
  Plan seen;
  seen.needles = room.others;
  std::vector<Needle> needles = asTheyStand(seen);  // Drawn back for what runs through them.
  if (room.drive)
    needles.push_back(room.drive->needle());
  return needles;
}

const CarmSetup& activeArm(const Room& room) {
  return room.arms[static_cast<std::size_t>(room.active)];
}

Room withArm(Room room, int plane, const CarmSetup& setup) {
  requireClear(setup, room.bodyMm);
  const auto at = static_cast<std::size_t>(plane);
  room.arms[at] = setup;
  room.presets[at].clear();
  room.active = plane;
  return looked(std::move(room));
}

Room withPreset(Room room, const CaseModel& model, int plane, const std::string& key) {
  const CarmPreset preset = findPreset(presetsOf(room, model), key);
  const auto at = static_cast<std::size_t>(plane);
  CarmSetup setup = room.arms[at];
  setup.angles = consoleAngles(preset.supine, setup.position);
  setup.isocentreMm = preset.isocentreMm;
  room = withArm(std::move(room), plane, setup);
  room.presets[at] = key;
  return room;
}

Room withExposure(Room room, int plane) {
  const auto at = static_cast<std::size_t>(plane);
  room.active = plane;
  room.exposures = withShot(room.exposures, room.arms[at]);
  room.held[at] = exposureOf(room, plane);
  return room;
}

Room withTime(Room room, double seconds) {
  if (!room.running)
    return room;
  room.exposures = withRun(room.exposures, activeArm(room), seconds);
  return looked(std::move(room));
}

Room withDrive(Room room, const Driven& driven) {
  room.drive = driven.drive;
  for (const std::string& message : driven.messages)
    room = withMessage(std::move(room), message);
  return looked(std::move(room));
}

Room withMessage(Room room, const std::string& message) {
  room.messages.push_back(message);
  if (room.messages.size() > kMostMessages)
    room.messages.erase(room.messages.begin());
  return room;
}

Room looked(Room room) {
  for (int plane = 0; plane < kPlanes; ++plane) {
    if (room.follows || (room.running && plane == room.active))
      room.held[static_cast<std::size_t>(plane)] = exposureOf(room, plane);
  }
  return room;
}

std::optional<ViewCheck> checkOf(const Room& room, const CaseModel& model, int plane) {
  const anatomy::VertebraAnatomy* vertebra = model.vertebra(room.level);
  if (vertebra == nullptr)
    return std::nullopt;
  return checkView(
      *vertebra, model.spinousTipMm(room.level), room.arms[static_cast<std::size_t>(plane)]);
}

}  // namespace trocar::fluoro
