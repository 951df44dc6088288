#pragma once

#include "core/case.h"
#include "planning/ablation/ablation.h"
#include "planning/facts/fact.h"

namespace trocar::facts {

/// Everything that is said of the zones, of what they cover and of what they endanger. Structures
/// have the case's names, else their ids.
Facts ablationFacts(const ablation::AblationResult& ablation, const Case* patient = nullptr);

Facts zoneFacts(const ablation::AblationZone& zone);
/// `basis` is that of the whole result.
Facts coverageFacts(const ablation::TargetCoverage& target,
                    Basis basis,
                    const Case* patient = nullptr);
Facts exposureFacts(const ablation::StructureExposure& exposure,
                    Basis basis,
                    const Case* patient = nullptr);
Facts chanceFacts(const ablation::CoverageChance& chance, const Case* patient = nullptr);
Facts bandFacts(const ablation::AblationBand& band, const Case* patient = nullptr);
Facts protectedRegionFacts(const ablation::ProtectedRegion& region);

/// "−34.2 °C (−41.0 to −30.1)": the coldest or hottest of a structure with what is uncertain of it,
/// where that was reckoned.
std::string extremeWords(const ablation::AblationResult& ablation,
                         const ablation::StructureExposure& exposure,
                         bool cold);

/// How far a structure gets from the temperature of a body, in K; 0 where it was not simulated.
double departureK(const ablation::StructureExposure& exposure);
/// The structure farthest from it; nullptr where none departs.
const ablation::StructureExposure* mostExposed(const ablation::AblationResult& ablation);

}  // namespace trocar::facts
