#pragma once

#include "planning/model/angles.h"
#include "planning/model/screw.h"
#include "planning/model/unjudged.h"
#include "planning/plan/trajectory.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar {

/// Shaft surface to structure surface, negative where it enters.
struct Clearance {
  std::string structure;
  double distanceMm = 0.0;
  Vec3 atMm = Vec3::Zero();  ///< Nearest point on the shaft's axis.
  /// It may be crossed: the cartilage of a sacroiliac joint, by a screw through that joint.
  bool onPurpose = false;
};

/// Excursion of the shaft beyond the cortex, in the half-open Gertzbein-Robbins bands A..E.
struct Breach {
  char grade = 'A';
  double maxExcursionMm = 0.0;
  std::string direction = "none";  ///< none | medial | lateral | superior | inferior
  Vec3 atMm = Vec3::Zero();        ///< On the axis, where the excursion is largest.
  /// Empty towards a wall that was not measured: the axis lies outside, beyond another one.
  struct Margins {
    std::optional<double> medial, lateral, superior, inferior;
  };
  std::optional<Margins> wallMarginMm;
};

/// The two-view rule: the tip reaches the posterior wall on the lateral view before the medial wall
/// on the AP view.
struct OrderRule {
  bool passes = true;
  std::optional<double>
      leadMm;  ///< From the posterior to the medial wall, along the needle; empty if it never
               ///< converges. Negative where the medial wall comes first.
  Vec3 posteriorWallMm = Vec3::Zero();  ///< Where the axis meets the posterior wall.
  std::optional<Vec3> medialWallMm;     ///< Where it meets the medial cortex line.
};

/// What the shaft meets on its way through bone.
struct BonePath {
  int corticalPasses = 0;  ///< Times the axis enters bone.
  double lengthInBoneMm = 0.0;
  double meanHu = 0.0;     ///< Along the axis inside bone.
  double maximumHu = 0.0;  ///< Of its hardest 3 mm.
  bool needsDrill = false;
};

/// The instrument against the pedicle it goes through and the depth it has to reach.
struct Fit {
  std::optional<double> isthmusWidthMm;      ///< Empty where the pedicle could not be measured.
  std::optional<double> clearancePerSideMm;  ///< Half of isthmus width minus diameter.
  std::optional<double>
      lengthToSpareMm;  ///< Working length minus skin to target minus the hub's 10 mm.
};

/// Where the tip lies in the vertebral body.
struct TipPlace {
  double depthFraction = 0.0;  ///< 0 on the posterior wall, 1 on the anterior wall.
  double fromMidlineMm = 0.0;  ///< Positive on the needle's own side, negative beyond the midline.
  std::optional<double>
      boneAheadMm;  ///< Along the axis to the far cortex; empty where the tip is outside bone.
};

/// What placement error does to a needle: shares of simulated placements, 0 to 1.
struct PlacementUncertainty {
  /// Of 2 mm or more, any direction; empty where no breach is measured.
  std::optional<double> breachProbability;
  struct Share {
    std::string what;  ///< A direction, or a structure's id.
    double probability = 0.0;
  };
  std::vector<Share> breachByDirection;
  std::vector<Share> touches;  ///< Critical structures, likeliest first; those above 0.
  double targetErrorMedianMm = 0.0;
  double targetErrorP95Mm = 0.0;
  std::string technique;  ///< Such as "ct-freehand".
  int samples = 0;
  std::vector<Trajectory> ghosts;  ///< The first dozen of the placements, to be drawn.
};

/// Every number shown for one needle. Empty where it cannot be known (skin outside the CT, say).
struct NeedleEvaluation {
  std::string id;
  std::string bone;                       ///< Structure it works in, or empty.
  std::vector<std::string> crossedBones;  ///< Other bones on its way.
  std::optional<Vec3> skinMm;             ///< Where its line crosses the skin.
  std::optional<double> skinToTargetMm;
  std::optional<double> skinToBoneMm;
  std::optional<double> distanceFromMidlineMm;  ///< Of the skin point, with a level.
  std::optional<double>
      distanceFromSpinousMm;   ///< Lateral, of the skin point from the spinous process.
  double axialAngleDeg = 0.0;  ///< Against the sagittal plane, positive towards the midline.
  double craniocaudalAngleDeg =
      0.0;  ///< Against the axial plane, positive when the tip goes cranial.
  std::optional<VertebraAngles> vertebraAngles;
  CarmAngles carm;       ///< For a supine patient.
  CarmAngles carmProne;  ///< The same beam on a console left on supine, patient prone.
  std::optional<Breach> breach;
  std::optional<OrderRule> orderRule;
  std::optional<BonePath> bonePath;
  std::optional<Fit> fit;
  std::optional<TipPlace> tip;
  std::optional<ScrewGrade> screw;  ///< Of a needle whose purpose is a screw in bone.
  /// Of critical structures, nearest first; what may be crossed comes last.
  std::vector<Clearance> clearances;
  std::optional<PlacementUncertainty> placement;
  std::vector<Unjudged> unjudged;  ///< What may lie on its way and is not labelled there.
};

}  // namespace trocar
