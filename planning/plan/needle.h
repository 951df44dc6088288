#pragma once

#include "core/side.h"
#include "planning/plan/trajectory.h"

#include <optional>
#include <string>
#include <string_view>

namespace trocar {

enum class Purpose { Access, Biopsy, Probe, Sensor, Cement, Screw };
std::string_view toString(Purpose purpose);
std::optional<Purpose> purposeFromString(std::string_view word);

/// The route into the bone. Its rules, entry region and default target hang on it.
enum class Approach {
  Transpedicular,
  Parapedicular,
  Unipedicular,
  Bipedicular,
  SacralLongAxis,
  SacralShortAxis,
  Transiliac,
  AcetabularAnterior,
  AcetabularPosterolateral,
  Iliac,
  Ramus,
  IliosacralScrew,
  TranssacralScrew,
  AnteriorColumnScrew,
  PosteriorColumnScrew,
  Lc2Screw,
  FemoralNeckScrew,
  TripodScrews,
  Free,
};
/// The word of the command line, such as "sacral-long-axis".
std::string_view toString(Approach approach);
std::optional<Approach> approachFromString(std::string_view word);

/// A curved distal segment: in front of the straight shaft an arc of a circle, tangential to it.
struct Bend {
  double lengthMm = 0.0;         ///< Of the arc.
  double angleDeg = 0.0;         ///< Between shaft and tip, above 0.
  Vec3 towards = Vec3::UnitX();  ///< The side to which the tip turns; not along the trajectory.

  bool operator==(const Bend&) const = default;
};

/// How the device on a needle is used, as far as a person entered it; each only of such a device.
struct DeviceUse {
  std::optional<double> balloonMl;        ///< Volume of a balloon, a stent or a cut cavity.
  std::optional<double> implantHeightMm;  ///< To which an expandable implant is opened.
  std::optional<int> coilLoops;
  std::optional<double> screwLengthMm;  ///< Else the shortest that is made and long enough.

  bool operator==(const DeviceUse&) const = default;
};
/// Throws Error, naming the needle and the value, for what is not above 0.
void requirePossible(const DeviceUse& use, const std::string& needleId);

/// An instrument on a trajectory, with a purpose. `target` is where its tip comes to rest, of a
/// bent one too: its straight shaft then points beside the target (see NeedlePath).
struct Needle {
  std::string id;          ///< "N1", "N2", ..
  std::string instrument;  ///< Id in the catalogue.
  Purpose purpose = Purpose::Access;
  Approach approach = Approach::Free;
  std::string level;                   ///< "L3", or empty.
  std::optional<Side> side;            ///< The patient's.
  std::optional<std::string> through;  ///< Id of the needle whose cannula it runs in.
  Trajectory trajectory;
  bool locked = false;  ///< Tools leave it where it is.
  std::optional<Bend> bend = std::nullopt;
  DeviceUse device = {};
  /// How far the needle that it runs through is drawn back from its own target while this works;
  /// 0 for one that runs through none.
  double cannulaBackMm = 0.0;

  bool operator==(const Needle&) const = default;
};

}  // namespace trocar
