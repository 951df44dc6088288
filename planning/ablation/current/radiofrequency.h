#pragma once

#include "planning/ablation/current/near_heat.h"
#include "planning/ablation/current/probe_current.h"
#include "planning/ablation/heat/heat_solver.h"
#include "planning/ablation/probes/device.h"

#include <array>
#include <string>
#include <vector>

namespace trocar::ablation {

/// Throws Error, naming the probe, where at least half of an electrode's surface lies in what
/// conducts no current, such as gas or cement, or where it touches metal.
void requireCurrent(const HeatMedium& medium,
                    const RadiofrequencyDrive& drive,
                    const ProbeShape& shape,
                    const std::string& name);

/// A probe with electrodes and its generator, which brings the hottest reading evenly to the set
/// temperature within half a minute and holds it there, with at most the step's power, and pauses
/// when the impedance rolls off. Bare electrodes read the hottest of their metal; cooled ones,
/// whose surface is as cold as the water, that of the hottest ring of tissue around the shaft.
/// Current and the heat beside the probe are solved on its own grid, so that it does not matter how
/// it lies among the voxels.
class Radiofrequency {
 public:
  /// `medium` stays alive as long as this; `others` are the working parts of other probes.
  Radiofrequency(const HeatMedium& medium,
                 const Device& device,
                 const ProbeShape& shape,
                 std::vector<ProbeShape> others);
  Radiofrequency(const Radiofrequency&) = delete;
  Radiofrequency& operator=(const Radiofrequency&) = delete;

  /// Sets the power of the next `seconds`, at tissue temperatures as they are, and solves what it
  /// does beside the probe. `otherHeat` is what other probes bring, W/m3 of each voxel; empty for
  /// nothing.
  void update(const HeatSolver& solver,
              const std::vector<float>& otherHeat,
              double limitW,
              double seconds);
  void off();
  /// Adds the heat in W/m3 of that power to `source`, one value a voxel of the medium.
  void addHeat(std::vector<float>& source) const;
  /// What the voxels beside the probe come to at the end of it. Nothing while it is off.
  void addGuided(std::vector<GuidedVoxel>& voxels) const;
  /// J that the coolant brings meanwhile.
  double broughtJ() const { return near_.broughtJ(); }

  double powerW() const { return powerW_; }
  double impedanceOhm() const { return current_.powerW > 0.0 ? 1.0 / current_.powerW : 0.0; }

 private:
  /// A voxel that is heated, and the cells around it.
  struct Heated {
    std::size_t voxel = 0;
    bool follows = false;  ///< The probe's grid tells its temperature.
    std::array<ProbeGrid::Weight, 8> cells{};
    double perW = 0.0;  ///< W/m3 of 1 W.
  };

  void placeRings();
  void placeHeated();
  /// Solves the potential again where conductivity changed enough.
  void refresh();
  /// Of the potential's heat, the share by which conductivity has changed since it was solved.
  double changeOf(const std::vector<double>& conductivity) const;
  void spreadHeat();
  double reading() const;
  /// What the generator would read after `seconds` of so many watts.
  double readingAfter(double watts, double seconds);
  /// The power with which it reads the set temperature then, or as much as is allowed.
  double holding(double mostW, double seconds);

  const HeatMedium& medium_;
  RadiofrequencyDrive drive_;
  ProbeGrid grid_;
  NearHeat near_;
  std::vector<std::vector<std::size_t>> rings_;  ///< Of cooled probes: cells around the shaft.
  std::vector<double> conductivity_;             ///< S/m of each cell, as the potential was solved.
  ProbeCurrent current_;
  std::vector<Heated> heated_;
  std::vector<double> otherW_;  ///< Of each cell.
  double lookedS_ = 0.0;
  double onS_ = 0.0;  ///< Since it was switched on.
  bool on_ = false;
  double powerW_ = 0.0;
  double firstImpedanceOhm_ = 0.0;
  double pauseS_ = 0.0;
  double share_ = 1.0;  ///< Of the limit; less after every roll-off.
};

}  // namespace trocar::ablation
