#pragma once

#include "planning/fluoro/drive.h"
#include "planning/fluoro/exposure.h"
#include "planning/plan/plan.h"

#include <array>
#include <optional>
#include <string>

namespace trocar::school {

/// How the needles were handled on the way, which the plan does not show.
struct Handling {
  fluoro::ExposureCount exposures;
  int corticalPasses = 0;
  int corrections = 0;
  double elapsedS = 0.0;
};

/// What a learner did in one lesson, so far or to its end.
struct Attempt {
  std::string lesson;
  std::string learner;
  std::string startedAt;  ///< "2026-11-22T15:20:00", local time; empty where it is not known.
  Plan plan;              ///< The needles that were fixed, with treatment.
  std::optional<Handling> handling;  ///< Empty for a plan that was made elsewhere.
  std::array<CarmAngles, 2> arms;    ///< As the console reads them, where the arms stand.
  std::array<Vec3, 2> isocentresMm{Vec3::Zero(), Vec3::Zero()};
  bool armsKnown = false;
  std::string verdict;  ///< "keep", "withdraw" or empty.
  int hintsTaken = 0;
  std::optional<fluoro::NeedleDrive> drive;  ///< In the hand, for going on later.
  std::optional<double> points;              ///< Of a finished one.
  bool passed = false;
};

/// One line of JSON.
std::string attemptToJson(const Attempt& attempt);
/// Throws Error for text that is no attempt.
Attempt attemptFromJson(const std::string& text, const std::string& where);

}  // namespace trocar::school
