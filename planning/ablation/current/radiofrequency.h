#pragma once

#include "planning/ablation/current/electric_field.h"
#include "planning/ablation/heat/heat_solver.h"
#include "planning/ablation/probes/device.h"
#include "planning/model/body_temperature.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace trocar::ablation {

/// Throws Error, naming the probe, where at least half of an electrode's surface lies in what
/// conducts no current, such as gas or cement, or where it touches metal.
void requireCurrent(const HeatMedium& medium,
                    const RadiofrequencyDrive& drive,
                    const ProbeShape& shape,
                    const std::string& name);

/// A generator that holds its hottest reading at the set temperature with at most the step's power,
/// and pauses when the impedance rolls off. Bare electrodes read the mean temperature of their
/// surface; cooled ones, whose surface is as cold as the water, that of the hottest ring of tissue
/// around the shaft. The potential is solved within a box around the electrodes.
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
  double hottestC() const { return reading_.celsius; }

 private:
  /// What decides about the power.
  struct Reading {
    double celsius = kBodyC;
    double kelvinPerJ = 0.0;  ///< K/s there for 1 W.
    double kelvinPerW = 0.0;  ///< Of the steady field between voxels and surface.
  };
  using Ring = std::vector<std::pair<std::size_t, double>>;  ///< Voxels of the box, and weights.

  void placeElectrodes(const ProbeShape& shape);
  void placeRings(const ProbeShape& shape);
  /// Trilinear, without the shaft's own voxels.
  void addPoint(const Vec3& pointMm, std::map<std::size_t, double>& weights) const;
  double conductivityAt(std::size_t voxel) const;
  const ThermalMaterial& materialAt(std::size_t voxel) const;
  /// Of the potential's heat, the share by which conductivity has changed since it was solved.
  double changeOf(const std::vector<double>& conductivity) const;
  /// Solves the potential again where conductivity changed enough.
  void refresh();
  Reading readingOf(const Electrode& electrode) const;
  Reading readingOf(const Ring& ring) const;
  /// The one that allows least power: the hottest, or that which soon will be.
  Reading decidingReading(double seconds) const;
  /// The power that would close a reading's error.
  double closingW(const Reading& reading, double seconds) const;
  /// Power for the present error; the integral part follows it.
  double controlled(double limitW, double seconds);

  const HeatMedium& medium_;
  RadiofrequencyDrive drive_;
  std::vector<std::size_t> voxels_;   ///< Of the medium, those of the box.
  std::vector<double> temperatures_;  ///< Of the box, C.
  ElectricProblem problem_;
  std::vector<Ring> rings_;  ///< Of cooled electrodes.
  ElectricField field_;      ///< For 1 V.
  Reading reading_;
  double powerW_ = 0.0;
  double impedanceOhm_ = 0.0;
  double firstImpedanceOhm_ = 0.0;
  double holdingW_ = 0.0;
  double pauseS_ = 0.0;
  double share_ = 1.0;  ///< Of the limit; less after every roll-off.
};

}  // namespace trocar::ablation
