#pragma once

#include "core/angle.h"
#include "core/distance_field.h"
#include "core/progress.h"
#include "planning/ablation/ablation.h"
#include "planning/anatomy/vertebra_anatomy.h"
#include "planning/cement/cement.h"
#include "planning/finding.h"
#include "planning/plan.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trocar {

/// Shaft surface to structure surface, negative where it enters.
struct Clearance {
  std::string structure;
  double distanceMm = 0.0;
  Vec3 atMm = Vec3::Zero();  ///< Nearest point on the shaft's axis.
};

/// Direction of the C-arm's beam that looks down the needle.
struct CarmAngles {
  double laoDeg = 0.0;   ///< Negative is RAO.
  double cranDeg = 0.0;  ///< Negative is CAU.
};

/// Excursion of the shaft beyond the cortex, in the half-open Gertzbein-Robbins bands A..E.
struct Breach {
  char grade = 'A';
  double maxExcursionMm = 0.0;
  std::string direction = "none";  ///< none | medial | lateral | superior | inferior | anterior
  struct Margins {
    double medial = 0.0, lateral = 0.0, superior = 0.0, inferior = 0.0;
  };
  std::optional<Margins> wallMarginMm;
};

/// The two-view rule: the tip reaches the posterior wall on the lateral view before the medial wall on the AP view.
struct OrderRule {
  bool passes = true;
  double leadMm = 0.0;
};

struct PlacementUncertainty {
  double breachProbability = 0.0;
  double targetErrorMedianMm = 0.0;
  double targetErrorP95Mm = 0.0;
};

/// Every number shown for one needle. Empty where it cannot be known (skin outside the CT, say).
struct NeedleEvaluation {
  std::string id;
  std::optional<double> skinToTargetMm;
  std::optional<double> skinToBoneMm;
  std::optional<double> distanceFromMidlineMm;
  double axialAngleDeg = 0.0;
  double craniocaudalAngleDeg = 0.0;
  CarmAngles carm;       ///< For a supine patient.
  CarmAngles carmProne;  ///< As read in the plan's prone position.
  std::optional<Breach> breach;
  std::optional<OrderRule> orderRule;
  std::vector<Clearance> clearances;  ///< Nearest first.
  std::optional<PlacementUncertainty> placement;
};

/// Every number that the screen, the report and the command line show.
struct Evaluation {
  std::vector<NeedleEvaluation> needles;
  std::optional<AblationResult> ablation;
  std::optional<CementResult> cement;
  std::vector<Finding> findings;  ///< Danger first.
};

/// What evaluations of one case share: its distance fields and measured anatomy, each made when first needed.
/// Safe to share between threads.
class CaseModel {
 public:
  explicit CaseModel(std::shared_ptr<const Case> patient);
  ~CaseModel();
  const Case& patient() const;
  std::shared_ptr<const Case> sharedPatient() const;
  const DistanceFields& fields() const;
  /// Nullptr where the case has no such vertebra.
  const VertebraAnatomy* vertebra(const std::string& level) const;
  const std::vector<VertebraAnatomy>& vertebrae() const;

 private:
  struct Store;
  std::unique_ptr<Store> store_;
};

struct EvaluationOptions {
  bool physics = true;         ///< Run the planned ablation and cement; published zones only, otherwise.
  double resolutionMm = 1.0;   ///< Of the physics.
};

/// A pure function of case and plan.
Evaluation evaluate(const CaseModel& model, const Plan& plan, const EvaluationOptions& = {}, const Progress& = {});

/// The document of `trocar evaluate --json`.
std::string evaluationToJson(const Evaluation& evaluation, const Plan& plan);

}  // namespace trocar
