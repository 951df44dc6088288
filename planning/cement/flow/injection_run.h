#pragma once

#include "planning/cement/body/cavity.h"
#include "planning/cement/body/cement_site.h"
#include "planning/cement/cement.h"
#include "planning/cement/cement_product.h"
#include "planning/cement/flow/filling.h"

#include <memory>
#include <string>
#include <vector>

namespace trocar::cement {

/// A plan's cement with what its product is usual for.
struct MixedCement {
  const CementProduct* product = nullptr;
  double startS = 0.0;
  double roomC = 22.0;
};
/// Throws Error for an unknown product.
MixedCement mixOf(const Plan& plan);

/// A bone and the cement in it.
struct FilledSite {
  CementSite site;
  Filling filling;  ///< Its arrivals count what all needles injected.
};

/// What happened while the injections ran.
struct InjectionRun {
  std::vector<std::unique_ptr<FilledSite>> sites;
  std::vector<CementNeedle>
      needles;  ///< One an injection, in order; dead volume and stops left open.
  std::vector<CementStep> course;
  std::vector<CementStop> stops;  ///< Those that end an injection: pressure, working-time, no-room.
  double endsAtS = 0.0;
};

struct RunSettings {
  double resolutionMm = 1.0;
  FlowFactors factors;
  const ablation::AblationResult* ablation = nullptr;  ///< What came before; nullptr for nothing.
};

/// The bone that a point lies in: of `level` where it is there, else the first. Nullptr outside
/// bone.
const Structure* boneAt(const Case& patient, const Vec3& pointMm, const std::string& level);

/// The bone's measured anatomy; nullptr where it is no vertebra or could not be measured.
const anatomy::VertebraAnatomy* trustedAnatomy(const CaseModel& model, const Structure& bone);

/// Runs the plan's injections one after the other. One whose volume or rate is not positive injects
/// nothing.
InjectionRun runInjections(const CaseModel& model,
                           const Plan& plan,
                           const RunSettings& settings,
                           const Progress& progress);

}  // namespace trocar::cement
