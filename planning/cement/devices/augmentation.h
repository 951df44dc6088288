#pragma once

#include "planning/cement/body/cavity.h"
#include "planning/findings/finding.h"
#include "planning/model/case_model.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar::cement {

/// A device that makes room for cement or holds it together; see assets/fixation/augmentation.json.
struct AugmentationDevice {
  /// A slot is what an implant leaves that opens towards the endplates, as wide as itself.
  enum class Makes { None, Cavity, Slot, Ring };

  std::string instrument;
  Makes makes = Makes::None;
  std::optional<double> mostMl;          ///< Of a cavity.
  std::optional<double> leastPedicleMm;  ///< That it may pass through.
  double lengthMm = 0.0;                 ///< Of a slot.
  std::optional<double> mostHeightMm;    ///< To which a slot opens.
  double outerDiameterMm = 0.0;          ///< Of a ring.
  double wallMm = 0.0;
  double loopMm = 0.0;  ///< Height of one loop.
  int mostLoops = 0;
  bool holdsCement = false;  ///< Stays in the bone around the cement and keeps it together.
  std::string source;
  bool verified = false;
};

/// All of them. Throws Error for a bad file.
const std::vector<AugmentationDevice>& augmentationDevices();
/// Nullptr for an instrument that is none.
const AugmentationDevice* augmentationOf(std::string_view instrument);

/// A coil's wall in bone: cement stays within it, and leaves above and below.
struct Ring {
  std::string needle;
  Vec3 centreMm = Vec3::Zero();
  Vec3 axis = Vec3::UnitZ();
  double outerRadiusMm = 0.0;
  double wallMm = 0.0;
  double heightMm = 0.0;

  /// In the wall, or in the room it encloses.
  bool inWall(const Vec3& pointMm) const;
  bool encloses(const Vec3& pointMm) const;
};

/// One for each coil of the plan with its loops entered: about the needle's target, upright in its
/// vertebra. Throws Error where the loops are more than the most.
std::vector<Ring> plannedRings(const CaseModel& model, const Plan& plan);

/// What is to be said about devices, and about cement in particular bones: coils, the pedicle,
/// acetabulum, femur, and the levels of screws.
std::vector<Finding> augmentationFindings(const CaseModel& model, const Plan& plan);

}  // namespace trocar::cement
