#pragma once

#include "planning/fluoro/carm.h"

namespace trocar::fluoro {

/// What a procedure cost in radiation. A relative dose-area product of 1 is one second of the whole
/// field without magnification; it is for comparing attempts with each other, and no dose.
struct ExposureCount {
  int shots = 0;         ///< Single exposures.
  double seconds = 0.0;  ///< Beam on, single exposures included.
  double doseArea = 0.0;

  bool operator==(const ExposureCount&) const = default;
};

/// Of a single exposure [house rule].
inline constexpr double kShotS = 0.3;

ExposureCount withShot(ExposureCount count, const CarmSetup& setup);
ExposureCount withRun(ExposureCount count, const CarmSetup& setup, double seconds);

}  // namespace trocar::fluoro
