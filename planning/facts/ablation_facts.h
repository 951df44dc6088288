#pragma once

#include "core/case.h"
#include "planning/ablation/ablation.h"
#include "planning/facts/fact.h"

namespace trocar {

/// Everything that is said of the zones, of what they cover and of what they endanger. Structures
/// have the case's names, else their ids.
Facts ablationFacts(const AblationResult& ablation, const Case* patient = nullptr);

Facts zoneFacts(const AblationZone& zone);
/// `basis` is that of the whole result.
Facts coverageFacts(const TargetCoverage& target, Basis basis, const Case* patient = nullptr);
Facts exposureFacts(const StructureExposure& exposure, Basis basis, const Case* patient = nullptr);
Facts chanceFacts(const CoverageChance& chance, const Case* patient = nullptr);
Facts bandFacts(const AblationBand& band, const Case* patient = nullptr);
Facts protectedRegionFacts(const ProtectedRegion& region);

/// How far a structure gets from the temperature of a body, in K; 0 where it was not simulated.
double departureK(const StructureExposure& exposure);
/// The structure farthest from it; nullptr where none departs.
const StructureExposure* mostExposed(const AblationResult& ablation);

}  // namespace trocar
