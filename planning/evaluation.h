#pragma once

#include "core/angle.h"
#include "core/distance_field.h"
#include "core/progress.h"
#include "planning/ablation/ablation.h"
#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/anatomy/vertebra_anatomy.h"
#include "planning/cement/cement.h"
#include "planning/finding.h"
#include "planning/fixation/screw.h"
#include "planning/plan.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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

/// Direction of the C-arm's beam that looks down the needle.
struct CarmAngles {
  double laoDeg = 0.0;   ///< Negative is RAO.
  double cranDeg = 0.0;  ///< Negative is CAU.

  bool operator==(const CarmAngles&) const = default;
};

/// Excursion of the shaft beyond the cortex, in the half-open Gertzbein-Robbins bands A..E.
struct Breach {
  char grade = 'A';
  double maxExcursionMm = 0.0;
  std::string direction = "none";  ///< none | medial | lateral | superior | inferior
  Vec3 atMm = Vec3::Zero();        ///< On the axis, where the excursion is largest.
  struct Margins {
    double medial = 0.0, lateral = 0.0, superior = 0.0, inferior = 0.0;
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

/// Angles against the vertebra instead of the table.
struct VertebraAngles {
  double axialDeg = 0.0;
  double craniocaudalDeg = 0.0;
};

/// What placement error does to a needle: shares of simulated placements, 0 to 1.
struct PlacementUncertainty {
  double breachProbability = 0.0;  ///< Of 2 mm or more, any direction.
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
  CarmAngles carmProne;  ///< As read in the plan's prone position.
  std::optional<Breach> breach;
  std::optional<OrderRule> orderRule;
  std::optional<BonePath> bonePath;
  std::optional<Fit> fit;
  std::optional<TipPlace> tip;
  std::optional<ScrewGrade> screw;  ///< Of a needle whose purpose is a screw in bone.
  /// Of critical structures, nearest first; what may be crossed comes last.
  std::vector<Clearance> clearances;
  std::optional<PlacementUncertainty> placement;
};

/// Every number that the screen, the report and the command line show.
struct Evaluation {
  std::vector<NeedleEvaluation> needles;
  std::optional<AblationResult> ablation;
  std::optional<CementResult> cement;
  std::vector<ProtectedRegion> protections;  ///< Of the plan's protections; with physics.
  std::vector<Finding> findings;             ///< Danger first.
};

/// What evaluations of one case share: its distance fields and measured anatomy, each made when
/// first needed. Safe to share between threads.
class CaseModel {
 public:
  /// Measures what it is asked for with the landmarks of `corrections`; the levels and routes of
  /// `patient` are corrected already (withCorrections).
  explicit CaseModel(std::shared_ptr<const Case> patient, Corrections corrections = {});
  /// The same case with other landmarks; shares its distance fields.
  CaseModel(const CaseModel& other, Corrections corrections);
  ~CaseModel();
  const Case& patient() const;
  std::shared_ptr<const Case> sharedPatient() const;
  const Corrections& corrections() const;
  const DistanceFields& fields() const;
  /// Nullptr where the case has no such vertebra.
  const VertebraAnatomy* vertebra(const std::string& level) const;
  const std::vector<VertebraAnatomy>& vertebrae() const;
  const PelvisAnatomy& pelvis() const;
  /// The most posterior point of a vertebra, the tip of its spinous process. Nullopt without such a
  /// vertebra.
  std::optional<Vec3> spinousTipMm(const std::string& level) const;
  /// Around a structure's region; nullptr where it has no voxel.
  const Box* boxOf(std::string_view structureId) const;
  /// The bone at a point (nearest voxel), nullptr where there is none.
  const Structure* boneAt(const Vec3& pointMm) const;
  /// What `make` gives, made by the first who asks for `name` and kept as long as this model: for
  /// what one module derives from the case at some cost, under a name of its own.
  std::shared_ptr<const void> derived(
      const std::string& name, const std::function<std::shared_ptr<const void>()>& make) const;

 private:
  struct Store;
  std::unique_ptr<Store> store_;
};

struct EvaluationOptions {
  bool physics = true;  ///< Run the planned ablation and cement; published zones only, otherwise.
  double resolutionMm = 1.0;    ///< Of the physics.
  bool uncertainty = true;      ///< The band of the simulated ablation; takes about as long again.
  int placementSamples = 1000;  ///< Simulated placements of each needle; 0 leaves them out.
  std::string placement = "ct-freehand";  ///< A technique of assets/access/placement.json.
  int cementMembers =
      0;  ///< Runs of the cement's ensemble, 32 for a report; 0 leaves out leak probabilities.
  bool cementHeat = true;        ///< The heat of setting cement: two more simulations.
  bool cementStiffness = false;  ///< How cement changes the vertebral body: four elastic solutions.
  std::uint64_t seed = 1;
};

/// A pure function of case and plan.
Evaluation evaluate(const CaseModel& model,
                    const Plan& plan,
                    const EvaluationOptions& = {},
                    const Progress& = {});

/// The document of `trocar evaluate --json`.
std::string evaluationToJson(const Evaluation& evaluation, const Plan& plan);
/// The document of `trocar check --json`.
std::string findingsToJson(const std::vector<Finding>& findings);

}  // namespace trocar
