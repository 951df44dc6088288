#pragma once

#include "core/case.h"
#include "planning/model/angles.h"

namespace trocar::fluoro {

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
  /// How many times larger than itself a thing at `pointMm` is on the detector.
  double enlargementAt(const Vec3& pointMm) const;
};

/// Where the C-arm stands. Distances of a mobile C-arm with a 30 cm flat detector (typical,
/// estimated).
struct CarmSetup {
  CarmAngles angles;  ///< As the console reads them, set to supine.
  PatientPosition position = PatientPosition::Supine;
  Vec3 isocentreMm = Vec3::Zero();  ///< What the table brings into the middle.
  double sourceToDetectorMm = 1050.0;
  double sourceToIsocentreMm = 650.0;
  double detectorMm = 300.0;   ///< Side of the square detector.
  double magnification = 1.0;  ///< Of the detector's field: 2 shows its middle half.
  double shutterWidth = 1.0;   ///< Share of the field's width that the shutters leave open.
  double shutterHeight = 1.0;  ///< Likewise of its height.
  int sizePx = 512;
  bool operatorSide = false;  ///< Mirrored left to right: the picture as seen from the other side.
  bool upsideDown = false;    ///< Mirrored top to bottom.

  bool operator==(const CarmSetup&) const = default;
};

/// The source stands under the table: behind a supine patient, in front of a prone one. The picture
/// has the patient's left on its right and cranial up unless it is mirrored.
XrayGeometry carmGeometry(const CarmSetup& setup);
/// Unit direction of the beam's anterior end for what the console reads.
Vec3 anteriorBeamOf(const CarmSetup& setup);
/// What the console reads for a beam in the supine convention, and back.
CarmAngles consoleAngles(const CarmAngles& supine, PatientPosition position);

/// The box around the body, without the table: the skin structure's, else the tissue's
/// (-300 HU and more).
Box bodyBoxOf(const Case& patient);
/// Throws Error, one sentence, where the source or the detector would stand in the patient (whose
/// body goes on beyond the CT at head and feet), or where a setting is beyond what an arm can do.
void requireClear(const CarmSetup& setup, const Box& bodyMm);

}  // namespace trocar::fluoro
