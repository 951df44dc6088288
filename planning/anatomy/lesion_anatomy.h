#pragma once

#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/anatomy/vertebra_anatomy.h"
#include "planning/anatomy/vertebra_regions.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar::anatomy {

/// By the HU of its voxels: lytic where most are below 100 HU, blastic where most are above 350 HU.
enum class LesionMatrix { Lytic, Mixed, Blastic };
std::string_view toString(LesionMatrix matrix);

/// A place where the lesion reaches the bone's surface and no cortex is seen over it: no voxel of
/// 300 HU or more within 1.5 mm of the surface.
struct CorticalDefect {
  std::string place;  ///< "posterior wall", "superior endplate", "left pedicle", "arch" ...
  double areaMm2 = 0.0;
  Vec3 atMm = Vec3::Zero();  ///< Its middle, on the surface.
};

/// Of a wall of the acetabulum, by rays from the joint's centre: shares from 0 to 1.
struct WallShare {
  double reached = 0.0;  ///< The lesion lies on the ray.
  double open = 0.0;     ///< No sound bone is left on the ray, down to 12 mm below the joint.
};

/// What a lesion takes of a hip bone.
struct HipInvolvement {
  std::array<double, 3> zoneShares{};  ///< Of the lesion in the bone, in Enneking's I, II and III.
  WallShare medialWall;
  WallShare dome;  ///< With the lateral wall.
  /// Of the column's bone within 25 mm of the joint; nullopt where its landmarks were not found.
  std::optional<double> anteriorColumn;
  std::optional<double> posteriorColumn;
};

/// What a lesion takes of a femur.
struct FemurInvolvement {
  double corticalLengthMm = 0.0;  ///< Along the shaft, within 2 mm of the surface.
  double outlineShare = 0.0;  ///< Largest share of the bone's circumference in any slice across.
  /// Its middle lies from the neck to 50 mm below the lesser trochanter; nullopt where that was not
  /// found.
  std::optional<bool> pertrochanteric;
};

/// The pre-ablation list of one lesion as numbers. Fractions run from 0 to 1; what cannot be known
/// is nullopt, never 0.
struct LesionAnatomy {
  std::string lesionId;
  /// That the fractions are of: the one with the largest overlap, or another vertebra that holds a
  /// good part of the lesion; empty for a lesion of soft tissue alone.
  std::string boneId;
  Trust trust;
  double volumeMl = 0.0;
  double inBoneMl = 0.0;
  double softTissueMl =
      0.0;  ///< Outside every bone of the case: the paraspinous component, epidural part included.
  double meanHu = 0.0;
  double sdHu = 0.0;
  double maxHu = 0.0;
  LesionMatrix matrix = LesionMatrix::Mixed;
  double lyticFraction = 0.0;  ///< Of the lesion's voxels in bone, those below 100 HU.

  std::optional<double> bodyFraction;  ///< Of the vertebral body's volume.
  std::optional<double>
      bodyLysisFraction;  ///< Of the body's volume: in the lesion and below 100 HU.
  std::optional<double> leftPedicleFraction;
  std::optional<double> rightPedicleFraction;
  std::optional<double> archFraction;      ///< Of arch and processes.
  std::optional<double> collapseFraction;  ///< As in VertebraAnatomy.
  std::optional<double> posteriorWallDefectMm2;
  std::optional<double>
      retropulsionMm;  ///< Of the posterior wall behind the line through its two corners.
  std::optional<double> canalNarrowing;  ///< Of the canal's area against the neighbours' mean.
  std::optional<double>
      epiduralDistanceMm;  ///< Surface to surface, lesion to thecal sac or canal; negative inside.
  std::optional<bool> duralContact;  ///< The thecal sac is within half a voxel of the lesion.
  std::optional<double>
      boneQualityHu;  ///< Mean of the body's spongiosa, 3 mm inside and outside the lesion.
  std::optional<HipInvolvement> hip;
  std::optional<FemurInvolvement> femur;
  std::vector<CorticalDefect> corticalDefects;  ///< From 10 mm2 on, the largest first.
};

/// In the bone with the largest overlap; `vertebrae` and `pelvis` as measureVertebrae and
/// measurePelvis gave them for the same case.
LesionAnatomy measureLesion(const Case& patient,
                            const Structure& lesion,
                            const std::vector<VertebraAnatomy>& vertebrae,
                            const PelvisAnatomy& pelvis,
                            const Progress& = {});
/// Every lesion of the case in the order of its structures; one that lies across several vertebrae
/// in each that holds a tenth of it, the largest part first.
std::vector<LesionAnatomy> measureLesions(const Case& patient,
                                          const std::vector<VertebraAnatomy>& vertebrae,
                                          const PelvisAnatomy& pelvis,
                                          const Progress& = {});

}  // namespace trocar::anatomy
