#pragma once

#include <string>
#include <vector>

namespace trocar::ablation {

/// How a tissue stores and conducts heat. Freezing is spread over [solidusC, liquidusC]; ice
/// follows k = k0 (0.4685 + 488.19/T_K)/2.2558 (Slack 1980) and C = C0 (1 + 0.0036 T_C) where
/// `iceVaries`.
struct ThermalMaterial {
  std::string id;
  std::string name;
  double conductivityW = 0.5;          ///< W/mK, unfrozen.
  double frozenConductivityW = 2.0;    ///< W/mK at 0 C.
  double heatCapacityJ = 3.6e6;        ///< J/m3K, unfrozen.
  double frozenHeatCapacityJ = 1.8e6;  ///< J/m3K at 0 C.
  double latentHeatJ = 2.5e8;          ///< J/m3; 0 for a material that does not freeze.
  double liquidusC = -1.0;
  double solidusC = -8.0;
  double perfusionW = 0.0;   ///< W/m3K: blood flow times the heat capacity of blood.
  double electricalS = 0.0;  ///< S/m at 460 kHz and 37 C.
  bool iceVaries = true;
  bool evenMelt = false;  ///< Conductivity is the mean of both over the whole freezing range, as in
                          ///< closed forms.
  std::string source;

  bool operator==(const ThermalMaterial&) const = default;
};

/// Enthalpy in J/m3 relative to that at `referenceC`, which lies above the liquidus and below 99 C.
double enthalpyAt(const ThermalMaterial& material, double temperatureC, double referenceC);
/// Inverse of `enthalpyAt`.
double temperatureOf(const ThermalMaterial& material, double enthalpyJ, double referenceC);
/// Water boils off over these temperatures; its latent heat is 6.787 times that of freezing (2257
/// and 333 kJ/kg).
inline constexpr double kBoilFromC = 99.0;
inline constexpr double kBoilToC = 104.0;
/// The most that is told of tissue with water in it: there it boils, or has boiled dry.
inline constexpr double kBoilingC = 100.0;

/// What is told of a temperature: never more than boiling where there is water.
inline double toldC(const ThermalMaterial& material, double temperatureC) {
  return material.latentHeatJ > 0.0 && temperatureC > kBoilingC ? kBoilingC : temperatureC;
}
/// 1 above the liquidus, 0 below the solidus.
double liquidFraction(const ThermalMaterial& material, double temperatureC);

/// The reviewed table of assets/materials, in file order. Throws Error for a bad file.
const std::vector<ThermalMaterial>& materialTable();
/// Throws Error for an unknown id.
const ThermalMaterial& findMaterial(const std::string& id);

}  // namespace trocar::ablation
