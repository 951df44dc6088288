#pragma once

#include "planning/anatomy/vertebra_anatomy.h"
#include "planning/anatomy/vertebra_regions.h"

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
  std::vector<CorticalDefect> corticalDefects;  ///< From 10 mm2 on, the largest first.
};

/// In the bone with the largest overlap; `vertebrae` as measureVertebrae gave them for the same
/// case.
LesionAnatomy measureLesion(const Case& patient,
                            const Structure& lesion,
                            const std::vector<VertebraAnatomy>& vertebrae,
                            const Progress& = {});
/// Every lesion of the case in the order of its structures; one that lies across several vertebrae
/// in each that holds a tenth of it, the largest part first.
std::vector<LesionAnatomy> measureLesions(const Case& patient,
                                          const std::vector<VertebraAnatomy>& vertebrae,
                                          const Progress& = {});

}  // namespace trocar::anatomy
