#pragma once

#include "core/case.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// What is known of a bundled patient because it was made, to hold measurements against. Lengths
/// are taken on the solids themselves, before any voxel, to 0.1 mm or better.
struct PedicleTruth {
  Vec3 centreMm;  ///< Middle of the narrowest cross-section.
  /// Unit, from back to front: between the side walls within 6 mm of the isthmus, and as steep as
  /// the pedicle was swept.
  Vec3 axis;
  double
      isthmusWidthMm;  ///< Across the axis in the axial plane of the vertebra, where it is least.
  double isthmusHeightMm;     ///< Across axis and width, at the same place.
  double transverseAngleDeg;  ///< Towards the midline from back to front, in the vertebra's frame.
  double sagittalAngleDeg;    ///< Caudally from back to front.
};

struct VertebraTruth {
  std::string level;
  Vec3 bodyCentroidMm;  ///< Of the body without pedicles and arch.
  Vec3 superior;        ///< Unit: the mean of the endplates' normals.
  Vec3 posterior;
  Vec3 left;
  double bodyWidthMm;  ///< Largest, along `left`.
  double bodyDepthMm;  ///< In the midline at mid-height, front wall to back wall.
  /// Between the endplates in the midsagittal plane along `superior`: the largest within the front
  /// and the back quarter of the depth (the rims), and half way between the walls.
  double heightAnteriorMm;
  double heightMiddleMm;
  double heightPosteriorMm;
  double bodyVolumeMl;
  Vec3 canalCentreMm;  ///< At the height of the pedicles' middle.
  double canalWidthMm;
  double canalDepthMm;
  PedicleTruth leftPedicle;
  PedicleTruth rightPedicle;
  bool inField;  ///< The whole vertebra lies within the scanned box.
};

struct HipTruth {
  Vec3 anteriorSuperiorSpineMm;
  Vec3 anteriorInferiorSpineMm;
  Vec3 posteriorSuperiorSpineMm;
  Vec3 ischialSpineMm;
  Vec3 ischialTuberosityMm;
  Vec3 pubicTubercleMm;
  Vec3 greaterNotchMm;  ///< Deepest before the line from ischial to posterior superior spine.
  Vec3 acetabularCentreMm;
  double acetabularRadiusMm;  ///< Of the bony socket.
  Vec3 acetabularOpening;     ///< Unit, out of the socket.
  Vec3 femoralHeadCentreMm;
  double femoralHeadRadiusMm;
  Vec3 lesserTrochanterMm;
};

struct SacrumTruth {
  Vec3 endplateCentreMm;
  Vec3 superior;  ///< Normal of the first sacral endplate.
  Vec3 posterior;
  Vec3 left;
  Vec3 promontoryMm;                             ///< Front edge of the endplate in the midline.
  std::array<std::array<Vec3, 4>, 2> foramenMm;  ///< [left, right][S1..S4] anterior mouths.
};

struct LesionTruth {
  std::string id;
  std::string bone;  ///< Id of the structure it lies in.
  double volumeMl;   ///< All of it, within the bone and without.
};

struct PatientTruth {
  std::vector<VertebraTruth> vertebrae;  ///< T1 to L5, in the field of view or not.
  std::array<HipTruth, 2> hips;          ///< Left, right.
  SacrumTruth sacrum;
  std::vector<LesionTruth> lesions;
};

/// Throws Error for an unknown id. Takes about a second.
PatientTruth truthOf(std::string_view id);

}  // namespace trocar
