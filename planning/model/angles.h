#pragma once

#include "core/case.h"
#include "core/side.h"
#include "core/vec3.h"
#include "planning/anatomy/vertebra_anatomy.h"

#include <optional>
#include <string>

namespace trocar {

/// Direction of the C-arm's beam that looks down the needle.
struct CarmAngles {
  double laoDeg = 0.0;   ///< Negative is RAO.
  double cranDeg = 0.0;  ///< Negative is CAU.

  bool operator==(const CarmAngles&) const = default;
};

/// Angles against the vertebra instead of the table.
struct VertebraAngles {
  double axialDeg = 0.0;
  double craniocaudalDeg = 0.0;
};

/// The angles a person dials for a needle that runs along `direction` (unit, entry to target), in
/// the axes of `frame`: those of the table (the default frame) or of a vertebra. `side` is where
/// the needle comes from: towards the midline counts positive. In degrees.
VertebraAngles needleAngles(const Vec3& direction,
                            Side side,
                            const anatomy::VertebraFrame& frame = {});

/// C-arm angles that look down the needle, as read for a supine patient: the beam's anterior end is
/// (sin lao cos cran, -cos lao cos cran, sin cran) in LPS.
CarmAngles carmAngles(const Vec3& direction);
/// The same beam on a console left on supine while the patient lies prone.
CarmAngles readProne(const CarmAngles& supine);
/// As a console shows them: "LAO 10° CRA 60°".
std::string consoleText(const CarmAngles& angles, int decimals = 0);
/// Unit direction of the beam's anterior end; the inverse of carmAngles.
Vec3 beamOf(const CarmAngles& supine);

/// The unit direction, in LPS, from the table to the ceiling for a patient who lies so; none where
/// the position is unknown.
std::optional<Vec3> upwards(PatientPosition position);

}  // namespace trocar
