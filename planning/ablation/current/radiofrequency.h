#pragma once

#include "planning/ablation/current/electric_field.h"
#include "planning/ablation/heat/heat_solver.h"
#include "planning/ablation/probes/device.h"
#include "planning/model/body_temperature.h"

#include <vector>

namespace trocar::ablation {

/// A generator that holds the hottest electrode at its set temperature with at most the step's
/// power, and pauses when the impedance rolls off. The potential is solved within a box around the
/// electrodes.
class Radiofrequency {
 public:
  /// `medium` stays alive as long as this.
  Radiofrequency(const HeatMedium& medium, const Device& device, const ProbeShape& shape);

  /// Sets the power of the next `seconds`, at tissue temperatures as they are.
  void update(const HeatSolver& solver, double limitW, double seconds);
  void off();
  /// Adds the heat in W/m3 of that power to `source`, one value a voxel of the medium.
  void addHeat(std::vector<float>& source) const;

  double powerW() const { return powerW_; }
  double hottestC() const { return hottestC_; }

 private:
  void placeElectrodes(const ProbeShape& shape);
  double conductivityAt(std::size_t voxel) const;
  /// Of the potential's heat, the share by which conductivity has changed since it was solved.
  double changeOf(const std::vector<double>& conductivity) const;
  /// Solves the potential again where conductivity changed enough.
  void refresh();
  /// K/s for 1 W of the electrode's cell that decides, which is the hottest.
  double hottestCell();
  /// Power for the present error; the integral part follows it.
  double controlled(double limitW, double kelvinPerJ, double seconds);

  const HeatMedium& medium_;
  RadiofrequencyDrive drive_;
  std::vector<std::size_t> voxels_;   ///< Of the medium, those of the box.
  std::vector<double> temperatures_;  ///< Of the box, C.
  ElectricProblem problem_;
  std::vector<char> insulated_;
  ElectricField field_;  ///< For 1 V.
  double powerW_ = 0.0;
  double impedanceOhm_ = 0.0;
  double firstImpedanceOhm_ = 0.0;
  double hottestC_ = kBodyC;
  double holdingW_ = 0.0;
  double pauseS_ = 0.0;
  double share_ = 1.0;  ///< Of the limit; less after every roll-off.
};

}  // namespace trocar::ablation
