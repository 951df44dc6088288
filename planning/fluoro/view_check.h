#pragma once

#include "planning/anatomy/vertebra_anatomy.h"
#include "planning/fluoro/carm.h"

#include <optional>
#include <string>

namespace trocar::fluoro {

/// Whether a picture is a true view of a vertebra, measured where the beam meets it: the ray from
/// the source through its body, against its own axes.
struct ViewCheck {
  bool lateral = false;  ///< Checked as a lateral view, else as an AP view.
  bool isTrue = false;
  double rotationDeg = 0.0;  ///< About the vertebra's long axis; positive: the beam's anterior end
                             ///< (lateral: its posterior swing) is too far on the LAO side.
  double tiltDeg = 0.0;      ///< Against the endplates' mean plane, positive too far cranial.
  /// AP: of the spinous process from the middle between the pedicles as seen, in mm at the
  /// vertebra, positive to the patient's left. Empty where one of them is not known.
  std::optional<double> spinousOffsetMm;
  double superiorEndplateMm = 0.0;  ///< How far the plate's near and far rims stand apart.
  double inferiorEndplateMm = 0.0;
  double wallMm = 0.0;  ///< Lateral: how far left and right halves of the posterior wall part.
  CarmAngles turnBy;    ///< As the console reads them: what makes it true.
  std::string sentence;
};

/// True means at most this far apart, mm at the vertebra [house rule; seen with the eye on a
/// picture it is about two lines].
inline constexpr double kTrueViewMm = 2.0;

ViewCheck checkAp(const anatomy::VertebraAnatomy& vertebra,
                  const std::optional<Vec3>& spinousTipMm,
                  const CarmSetup& setup);
ViewCheck checkLateral(const anatomy::VertebraAnatomy& vertebra, const CarmSetup& setup);
/// The one of the two that the beam is nearer to.
ViewCheck checkView(const anatomy::VertebraAnatomy& vertebra,
                    const std::optional<Vec3>& spinousTipMm,
                    const CarmSetup& setup);

}  // namespace trocar::fluoro
