#pragma once

#include "planning/ablation/current/probe_grid.h"
#include "planning/ablation/heat/heat_solver.h"
#include "planning/ablation/heat/thermal_law.h"
#include "planning/ablation/probes/device.h"
#include "planning/model/body_temperature.h"

#include <array>
#include <optional>
#include <vector>

namespace trocar::ablation {

/// Heat beside a probe that is thinner than the voxels, on the probe's own grid: as HeatSolver
/// solves it, with the same materials. The working part of a cooled probe is as cold as its water;
/// a bare electrode is a steel tube that conducts along itself, a monopolar one into its shaft, and
/// gives back to the tissue what it takes; nothing passes through the rest of the shaft. Far from
/// the working part, and where another probe is nearer, temperatures are those of the voxels, which
/// in turn follow these close to the probe (overset grids; Steger, Dougherty & Benek 1983).
class NearHeat {
 public:
  /// `grid` and `medium` stay alive as long as this.
  NearHeat(const ProbeGrid& grid,
           const HeatMedium& medium,
           const RadiofrequencyDrive& drive,
           std::vector<ProbeShape> others);

  /// Takes all temperatures from the voxels.
  void begin(const HeatSolver& solver);
  /// Takes from the voxels the temperatures of cells that are not its own, and how they drift, and
  /// the blood that still flows; `seconds` after the last look.
  void look(const HeatSolver& solver, double seconds);
  /// From the latest look on, heats each cell with so many watts. Another call goes back to that
  /// look.
  void advance(const std::vector<double>& watts, double seconds);

  double temperatureC(std::size_t cell) const { return celsius_[cell]; }
  const ThermalMaterial& material(std::size_t cell) const {
    return medium_.materials[medium_.material[voxel_[cell]]];
  }
  /// The hottest of all electrodes' metal; only of bare ones.
  double hottestMetalC() const;
  /// The voxel nearest to a cell.
  std::size_t voxel(std::size_t cell) const { return voxel_[cell]; }
  /// J that the coolant brought since the latest look, negative where it cools, and what the shaft
  /// took up, which in the voxels counts as tissue.
  double broughtJ() const { return broughtJ_ + bodyJ() - lookedBodyJ_; }
  /// Temperatures of the voxels that follow.
  void addGuided(std::vector<GuidedVoxel>& voxels) const;
  bool guides(std::size_t voxel) const;

 private:
  /// Voxels around a cell's middle.
  struct Sample {
    std::array<std::size_t, 8> voxel{};
    std::array<double, 8> weight{};
  };
  struct Guided {
    std::size_t voxel = 0;
    double bodyShare = 0.0;  ///< Of it, what the probe fills.
    std::vector<ProbeGrid::Weight> cells;
  };

  /// A slice of the working part: what touches it, and its temperature.
  struct Slice {
    double behindMm = 0.0;
    std::vector<ProbeGrid::Contact> contacts;
    double toNextW = 0.0;  ///< W/K along the metal to the next slice.
    double celsius = kBodyC;
  };

  bool isNear(const Vec3& pointMm, double reachMm, double apartMm) const;
  Sample sampleOf(const Vec3& pointMm) const;
  void placeCells();
  void placeSlices(const RadiofrequencyDrive& drive);
  void placeGuided();
  double meanC(const Guided& guided) const;
  double bodyJ() const;
  double sampled(const HeatSolver& solver, std::size_t cell) const;
  const ThermalLaw<double>& law(std::size_t cell) const {
    return laws_[medium_.material[voxel_[cell]]];
  }
  void decode(std::size_t cell);
  void superStep(const std::vector<double>& watts, double tau);
  double stiffnessPerS() const;
  double flows(const std::vector<double>& watts, std::vector<double>& into);
  /// Temperatures with which the metal passes on all that it takes up.
  void balanceMetal();

  const ProbeGrid& grid_;
  const HeatMedium& medium_;
  std::vector<ProbeShape> others_;
  std::vector<ThermalLaw<double>> laws_;
  std::vector<std::size_t> voxel_;
  std::vector<Sample> samples_;
  std::vector<double> volumeM3_;
  std::vector<char> own_;
  std::vector<std::size_t> ownCells_;
  std::vector<ProbeGrid::Link> links_;  ///< Those of own cells.
  std::optional<double> coolantC_;
  std::vector<Slice> slices_;              ///< From the tip on.
  std::vector<Guided> guided_;             ///< Ascending voxels.
  std::vector<double> celsius_;            ///< Of all cells.
  std::vector<double> conductivity_;       ///< W/mK
  std::vector<double> enthalpy_;           ///< J/m3, of own cells.
  std::vector<double> perfusion_, blood_;  ///< Of own cells: W/m3K, and W/K as it flows now.
  std::vector<double> lookedC_, lookedEnthalpy_, driftKPerS_;
  double broughtJ_ = 0.0, lookedBodyJ_ = 0.0;
};

}  // namespace trocar::ablation
