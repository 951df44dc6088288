#pragma once

#include "core/image.h"
#include "core/progress.h"
#include "planning/ablation/heat/heat_problem.h"

#include <memory>
#include <optional>
#include <vector>

namespace trocar::ablation {

/// How far a solution has gone and what it cost.
struct SolverEffort {
  long superSteps = 0;
  long stages = 0;
  double voxelStages = 0.0;  ///< Voxels times stages.
  double explicitVoxelSteps =
      0.0;  ///< What plain explicit steps on the whole grid would have taken.
};

struct HeatOptions {
  double maximumStepS = 30.0;
  double stepShare = 0.15;  ///< Steps grow with this share of the time since the last event.
  /// Times at which something is switched. Steps land on them and are small after them.
  std::vector<double> eventsS;
  /// Blood stops for good where tissue has been colder than this; see also stopPerfusion.
  double shutdownC = -20.0;
  /// Ice, which needs many stages, is solved apart from warm tissue, which needs few.
  bool iceApart = true;
  bool keepExtremes =
      false;  ///< Note the coldest and hottest of every voxel after every super step.
};

/// A voxel whose temperature is known from elsewhere.
struct GuidedVoxel {
  std::size_t voxel = 0;
  double celsius = 0.0;
};

/// Heat in tissue with freezing, boiling and blood: enthalpy form on cubic voxels, super time steps
/// of the first-order Runge-Kutta-Legendre method (Meyer, Balsara & Aslam 2014). The same bytes for
/// any number of threads.
class HeatSolver {
 public:
  HeatSolver(HeatMedium medium, std::vector<HeatContact> contacts, HeatOptions options = {});
  ~HeatSolver();
  HeatSolver(HeatSolver&&) noexcept;

  /// Solves from the present to `toS`, exactly. Reports and may be cancelled after every super
  /// step.
  void advance(double toS, const Progress& = {});

  double timeS() const;
  const HeatMedium& medium() const;
  /// Heat brought in, W/m3, one value a voxel; stays until it is replaced. Empty for none.
  void setSource(const std::vector<float>& wattPerM3);
  /// No blood flows through these voxels any more.
  void stopPerfusion(const std::vector<std::size_t>& voxels);
  /// Sets the temperature of voxels, as where a fluid is put in.
  void setTemperature(const std::vector<std::size_t>& voxels, double temperatureC);
  /// Sets all temperatures, one value a voxel.
  void setTemperatures(const std::vector<float>& temperatureC);

  /// Until `untilS` these voxels go evenly to their temperatures, whatever flows into them; their
  /// neighbours feel them. Replaces what was said before; empty: all are free again. `broughtJ` is
  /// the heat that a body among them brings meanwhile, for the ledger.
  void guide(const std::vector<GuidedVoxel>& voxels, double untilS, double broughtJ);

  /// Temperatures of tissue with water end at boiling, here and below: what lies beyond only warms
  /// its surroundings.
  double temperatureC(std::size_t voxel) const;
  /// Blood that still flows, and what a voxel exchanges with its surroundings: W/m3K.
  double perfusionW(std::size_t voxel) const;
  Image<float> temperatures() const;
  /// Of every voxel so far; only with `keepExtremes`.
  Image<float> coldest() const;
  Image<float> hottest() const;
  /// Heat that a contact took out of the tissue during the last stage.
  double contactPowerW(std::size_t contact) const;
  double contactTemperatureC(std::size_t contact) const;
  EnergyLedger ledger() const;
  const SolverEffort& effort() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace trocar::ablation
