#pragma once

#include "planning/ablation/current/probe_contact.h"

#include <vector>

namespace trocar::ablation {

/// How far a set of probes of one temperature reaches, in an instant: the steady field of line
/// sources in endless tissue, 1 at the probes and 0 far away, each probe as strong as its own
/// surface needs. Not a temperature: it ranks arrangements, and the solver's own isotherm tells
/// which value stands for it.
class LinePotential {
 public:
  /// Of many probes that might be used, at many points.
  LinePotential(std::vector<ProbeShape> probes, std::vector<Vec3> pointsMm);

  /// The field of some of the probes at every point.
  std::vector<double> of(const std::vector<std::size_t>& chosen) const;
  const std::vector<Vec3>& pointsMm() const { return points_; }
  const std::vector<ProbeShape>& probes() const { return probes_; }

 private:
  std::vector<double> strengthsOf(const std::vector<std::size_t>& chosen) const;

  std::vector<ProbeShape> probes_;
  std::vector<Vec3> points_;
  std::vector<std::vector<float>> unit_;   ///< By probe, of strength 1 at every point.
  std::vector<std::vector<double>> self_;  ///< By pair, of one at the other's surface.
};

/// Field of a line of strength 1 spread over the probe's working part, in 1/mm.
double lineField(const ProbeShape& probe, const Vec3& pointMm);

}  // namespace trocar::ablation
