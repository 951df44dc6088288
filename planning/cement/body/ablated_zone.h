#pragma once

#include "planning/ablation/ablation.h"

#include <optional>

namespace trocar::cement {

/// What the plan's probes have killed before the cement comes. Refers to the result it is made of.
class AblatedZone {
 public:
  /// Nullptr where nothing is ablated.
  explicit AblatedZone(const ablation::AblationResult* ablation = nullptr) : ablation_(ablation) {}

  /// Inside the -20 C isotherm or killed by heat where the treatment was simulated, else inside a
  /// published zone of at most -20 C, of at least 60 C or of coagulation.
  bool contains(const Vec3& pointMm) const;
  /// At the end of the treatment; nullopt where it was not simulated.
  std::optional<double> endTemperatureC(const Vec3& pointMm) const;

 private:
  const ablation::AblationResult* ablation_;
};

}  // namespace trocar::cement
