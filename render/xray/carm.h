#pragma once

#include "core/case.h"
#include "planning/evaluation.h"

namespace trocar {

/// A C-arm's point source and flat detector, in patient LPS. Pixel (0,0) is at the upper left of
/// the picture; `right` and `down` are unit vectors along its rows and columns.
struct XrayGeometry {
  Vec3 sourceMm = Vec3::Zero();
  Vec3 detectorCentreMm = Vec3::Zero();
  Vec3 right = Vec3::UnitX();
  Vec3 down = -Vec3::UnitZ();
  double pixelMm = 1.0;
  int width = 1;
  int height = 1;

  Vec3 pixelCentreMm(double column, double row) const;
  /// Column and row where a point is projected to; (0,0) is the centre of the first pixel.
  Eigen::Vector2d project(const Vec3& pointMm) const;
};

/// Where the C-arm stands. Distances of a mobile C-arm with a 30 cm flat detector (typical,
/// estimated).
struct CarmSetup {
  CarmAngles angles;  ///< As the console reads them, set to supine.
  PatientPosition position = PatientPosition::Supine;
  Vec3 isocentreMm = Vec3::Zero();
  double sourceToDetectorMm = 1050.0;
  double sourceToIsocentreMm = 650.0;
  double detectorMm = 300.0;  ///< Side of the square detector.
  int sizePx = 512;
  bool operatorSide = false;  ///< Mirrored left to right: the picture as seen from the other side.
};

/// The source stands under the table: behind a supine patient, in front of a prone one. The picture
/// has the patient's left on its right and cranial up unless `operatorSide`.
XrayGeometry carmGeometry(const CarmSetup& setup);

}  // namespace trocar
