#pragma once

#include "planning/fluoro/drive.h"
#include "planning/fluoro/exposure.h"
#include "planning/needle.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace trocar {

/// What one exposure caught: the arm and the needles as they stood.
struct Exposed {
  CarmSetup setup;
  std::vector<Needle> needles;
  std::optional<double> cementMl;  ///< Injected then; empty before the first drop.
  bool moving = false;             ///< Taken while the arm turned: a coarser picture will do.

  bool operator==(const Exposed&) const = default;
};

inline constexpr int kPlanes = 2;

/// The fluoroscopy room: two planes, what they show, the needle in the hand, and what it cost. A
/// plain value, no part of the plan.
struct Room {
  std::array<CarmSetup, kPlanes> arms;
  std::array<std::string, kPlanes> presets;  ///< Key of the view an arm was sent to; empty if moved.
  int active = 0;                            ///< The plane that keys and buttons act on.
  std::array<std::optional<Exposed>, kPlanes> held;  ///< The last image of each plane.
  std::optional<NeedleDrive> drive;
  std::vector<Needle> others;  ///< Of the plan: seen, not driven.
  ExposureCount exposures;
  std::vector<std::string> messages;  ///< Newest last.
  std::string cementNeedle;           ///< That cement goes through; empty before.
  double cementMl = 0.0;              ///< Asked for so far.
  bool bonesDark = true;
  bool running = false;  ///< A fluoroscopy run: every change is seen and every second counted.
  bool follows = true;   ///< Pictures follow without exposures: planning only.
  Box bodyMm{Vec3::Zero(), Vec3::Zero()};
  std::string caseId;  ///< Of the case it was set up for; empty before.
};

}  // namespace trocar
