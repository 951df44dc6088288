#pragma once

#include "planning/cement/cement.h"
#include "planning/fluoro/drive.h"
#include "planning/fluoro/exposure.h"
#include "planning/fluoro/presets.h"
#include "planning/fluoro/view_check.h"
#include "planning/plan/needle.h"
#include "planning/plan/plan.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trocar::app {
class Document;
}

namespace trocar::fluoro {

/// What one exposure caught: the arm, the needles and the cement as they stood.
struct Exposed {
  CarmSetup setup;
  std::vector<Needle> needles;
  std::optional<double> cementMl;  ///< Injected then; empty before the first drop.
  int frame = 0;  ///< Whose grain it has; 0 for a picture that cost no exposure and has none.

  bool operator==(const Exposed&) const = default;
};

inline constexpr int kPlanes = 2;

/// The fluoroscopy room: two planes, what they show, the needle in the hand, and what it cost. A
/// plain value, no part of the plan.
struct Room {
  std::array<CarmSetup, kPlanes> arms;
  std::array<std::string, kPlanes> presets;  ///< Key of the view an arm stands in; empty if moved.
  int active = 0;                            ///< The plane that keys and buttons act on.
  std::array<std::optional<Exposed>, kPlanes> held;  ///< The last image of each plane.
  std::optional<NeedleDrive> drive;
  std::vector<Needle> others;  ///< Of the plan: seen, not driven.
  ExposureCount exposures;
  std::vector<std::string> messages;  ///< Newest last.
  std::shared_ptr<const cement::CementResult>
      cement;             ///< Of as much as could be injected; see cementMl.
  double cementMl = 0.0;  ///< Injected so far.
  bool bonesDark = true;
  bool running = false;  ///< A fluoroscopy run: what changes is seen, and every second counted.
  bool follows = true;   ///< Pictures follow without exposures: planning only.
  Box bodyMm{Vec3::Zero(), Vec3::Zero()};
  std::string level;
};

/// The room for a case: AP and lateral of `level`, with the plan's needles, `needle` (if any) in
/// the hand. May take seconds where the pelvis was not measured yet.
Room newRoom(const CaseModel& model,
             const Plan& plan,
             const std::string& level,
             const std::string& needleId);

std::vector<CarmPreset> presetsOf(const Room& room, const CaseModel& model);
std::vector<Needle> needlesIn(const Room& room);
const CarmSetup& activeArm(const Room& room);

/// Moves one arm. Throws Error where it cannot stand there.
Room withArm(Room room, int plane, const CarmSetup& setup);
Room withPreset(Room room, const CaseModel& model, int plane, const std::string& key);
/// A single exposure of one plane.
Room withExposure(Room room, int plane);
/// Time goes by: counts the seconds of a run.
Room withTime(Room room, double seconds);
Room withDrive(Room room, const Driven& driven);
Room withMessage(Room room, const std::string& message);
/// What has to be seen without an exposure: all while it follows, the active plane during a run.
Room looked(Room room);
/// Whether the plane shows a true view of the room's vertebra; nullopt without one.
std::optional<ViewCheck> checkOf(const Room& room, const CaseModel& model, int plane);

}  // namespace trocar::fluoro
