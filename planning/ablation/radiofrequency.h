#pragma once

#include "planning/ablation/device.h"
#include "planning/ablation/electric_field.h"

#include <vector>

namespace trocar {

/// A generator that holds the hottest electrode at its set temperature with at most the step's
/// power, and pauses when the impedance rolls off.
class Radiofrequency {
 public:
  /// `medium` stays alive as long as this.
  Radiofrequency(const HeatMedium& medium, const Device& device, const ProbeShape& shape);

  /// The heat in W/m3 for the next `seconds`, at tissue temperatures as they are.
  const std::vector<float>& update(const Image<float>& temperaturesC,
                                   double limitW,
                                   double seconds);
  void off();

  double powerW() const { return powerW_; }
  double impedanceOhm() const { return impedanceOhm_; }
  double hottestC() const { return hottestC_; }

 private:
  /// Solves the potential again where conductivity changed enough.
  void refresh(const Image<float>& temperaturesC);
  double hottestAtElectrodes(const Image<float>& temperaturesC) const;
  /// Power for the present error; the integral part follows it.
  double controlled(double limitW, double seconds);

  const HeatMedium& medium_;
  RadiofrequencyDrive drive_;
  ElectricProblem problem_;
  std::vector<std::size_t> insulated_;
  ElectricField field_;  ///< For 1 V.
  std::vector<double> solvedFor_;
  std::vector<float> heat_;
  double powerW_ = 0.0;
  double impedanceOhm_ = 0.0;
  double firstImpedanceOhm_ = 0.0;
  double hottestC_ = 37.0;
  double integral_ = 0.0;
  double pauseS_ = 0.0;
  double share_ = 1.0;  ///< Of the limit; less after every roll-off.
};

}  // namespace trocar
