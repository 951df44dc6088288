#pragma once

#include "core/angle.h"
#include "core/case.h"
#include "core/progress.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::anatomy {

/// Anatomical axes of a vertebra as unit LPS vectors; right-handed in the order left, posterior,
/// superior.
struct VertebraFrame {
  Vec3 superior = Vec3::UnitZ();
  Vec3 posterior = Vec3::UnitY();
  Vec3 left = Vec3::UnitX();
};

/// The axes turned about `left`, so that `superior` leans forwards.
VertebraFrame leaning(const VertebraFrame& frame, Angle forwards);

/// A flat face: a point on it and its unit normal, pointing out of the body.
struct Plane {
  Vec3 pointMm = Vec3::Zero();
  Vec3 normal = Vec3::UnitZ();
};

/// A number or a shape that could not be measured says why.
struct Trust {
  bool trusted = true;
  std::string why;  ///< A sentence where not trusted.
};

/// A cross-section of a pedicle, perpendicular to its axis.
struct PedicleSection {
  double depthMm = 0.0;  ///< Along the axis from the isthmus, positive towards the body.
  Vec3 centreMm = Vec3::Zero();
  Vec3 medialMm = Vec3::Zero();  ///< Outer cortex points.
  Vec3 lateralMm = Vec3::Zero();
  Vec3 superiorMm = Vec3::Zero();
  Vec3 inferiorMm = Vec3::Zero();
};

/// One pedicle. The axis runs forward, from the arch into the body.
struct PedicleAnatomy {
  Trust trust;
  Vec3 centreMm = Vec3::Zero();  ///< Of the isthmus, the narrowest section.
  Vec3 axis = -Vec3::UnitY();
  double isthmusWidthMm = 0.0;  ///< Outer cortex, medial to lateral.
  double isthmusHeightMm = 0.0;
  Angle transverseAngle =
      Angle::fromDegrees(0);  ///< Against the sagittal plane, positive converging forward.
  Angle sagittalAngle =
      Angle::fromDegrees(0);  ///< Against the endplates' plane, positive running cranially.
  std::vector<PedicleSection> sections;  ///< From the arch to the body, about a millimetre apart.
};

struct VertebralBody {
  double widthMm = 0.0;  ///< Largest, to the left and right together.
  double depthMm = 0.0;  ///< On the midline, half way up.
  /// On the midline along `superior`: the largest within the front and the back quarter of the
  /// depth (the rims), and half way between the walls.
  double heightAnteriorMm = 0.0;
  double heightMiddleMm = 0.0;
  double heightPosteriorMm = 0.0;
  Angle wedge =
      Angle::fromDegrees(0);  ///< Between the endplates, positive where the front is lower.
  double volumeMl = 0.0;
  double retropulsionMm =
      0.0;  ///< Largest distance of the posterior wall behind the line through its corners.
  Plane superiorEndplate;
  Plane inferiorEndplate;
  Plane anteriorWall;   ///< Best plane through the anterior vertebral line, parallel to left and
                        ///< superior.
  Plane posteriorWall;  ///< Likewise through the posterior vertebral line.
};

/// What was measured on one labelled vertebra, without hand-set points.
struct VertebraAnatomy {
  std::string level;        ///< "L3".
  std::string structureId;  ///< "vertebra_L3".
  Trust trust;
  Vec3 bodyCentroidMm = Vec3::Zero();
  VertebraFrame frame;
  VertebralBody body;
  /// Largest share of the anterior, middle or posterior height that is missing against the mean of
  /// the uncollapsed neighbours within two levels, the nearer counting more. Only measureVertebrae
  /// knows it.
  std::optional<double> collapseFraction;
  std::optional<Vec3> canalCentreMm;  ///< At the level of the pedicles.
  double canalAreaMm2 = 0.0;  ///< Left free over the height of the arch; 0 where there is no canal.
  PedicleAnatomy left;
  PedicleAnatomy right;
};

/// Never throws for odd anatomy: says in `trust` what could not be measured.
VertebraAnatomy measureVertebra(const Case& patient,
                                const Structure& vertebra,
                                const Progress& = {});
/// All vertebrae of the case, cranial to caudal.
std::vector<VertebraAnatomy> measureVertebrae(const Case& patient, const Progress& = {});

}  // namespace trocar::anatomy
