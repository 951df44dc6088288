#pragma once

#include "core/grid.h"
#include "planning/ablation/heat/thermal_material.h"
#include "planning/model/body_temperature.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace trocar::ablation {

/// Tissue on a grid of cubic voxels. Its rim is adiabatic.
struct HeatMedium {
  Grid grid;                               ///< All spacings equal.
  std::vector<ThermalMaterial> materials;  ///< At most 256.
  std::vector<std::uint8_t> material;      ///< Index of each voxel's material.
  double referenceC = kBodyC;              ///< Of blood, and of every voxel at the start.
  /// W/m3K with which each voxel exchanges heat, beside its blood, with surroundings at the
  /// reference temperature until it freezes, as skin with air. Empty for none.
  std::vector<float> exchange = {};

  double spacingMm() const { return grid.spacingMm().x(); }
};

/// A medium of one material.
HeatMedium uniformMedium(const Grid& grid,
                         const ThermalMaterial& material,
                         double referenceC = kBodyC);

/// What a contact does at one time.
struct ContactDrive {
  double temperatureC = kBodyC;  ///< That it is, or that it tends to.
  double timeConstantS =
      0.0;  ///< With which it tends there from the tissue it was; 0: it is there.
  std::optional<double> maxPowerW = std::nullopt;  ///< Heat it can take out or put in.
  double dutyFraction = 1.0;                       ///< Share of the time that it works.
};

/// A body in the tissue whose surface is held at a temperature: a probe, an electrode, a wall.
struct HeatContact {
  /// A voxel touching the body. The heat it receives in W is `factor` h k (T_body - T_voxel), h the
  /// voxel's size and k the mean conductivity of its material at the two temperatures.
  struct Cell {
    std::size_t voxel = 0;
    double factor = 0.0;
  };
  std::vector<Cell> cells;          ///< Ascending voxels.
  std::vector<std::size_t> inside;  ///< Voxels of the body itself, ascending.
  /// Empty while the body is passive: then it is tissue.
  std::function<std::optional<ContactDrive>(double timeS)> drive;
  /// W/K along which the body conducts into the contact before it in the list, as a shaft does into
  /// its probe. Its temperature is then what balances this against the tissue; `drive` only tells
  /// when it does.
  std::optional<double> wattPerKToPrevious = std::nullopt;
};

/// Heat that entered the tissue since the start, in joules.
struct EnergyLedger {
  double stored = 0.0;  ///< Change of enthalpy of all voxels.
  double contacts = 0.0;
  double perfusion = 0.0;
  double sources = 0.0;
  double throughput = 0.0;  ///< Integral of the contacts' and sources' |power|.

  /// Share of the throughput that is unaccounted for.
  double residual() const;
};

}  // namespace trocar::ablation
