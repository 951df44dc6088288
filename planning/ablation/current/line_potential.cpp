#include "planning/ablation/current/line_potential.h"

#include "core/parallel.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace trocar::ablation {
namespace {

/// Mean of one probe's field over another's axis, or over its own surface.
double meanField(const ProbeShape& of, const ProbeShape& at, bool same) {
  constexpr int kSamples = 5;
  const Vec3 axis = at.proximalMm - at.distalMm;
  const Vec3 across = same ? Vec3(at.radiusMm * axis.unitOrthogonal()) : Vec3(Vec3::Zero());
  double sum = 0.0;
  for (int n = 0; n < kSamples; ++n)
    sum += lineField(of, at.distalMm + (n + 0.5) / kSamples * axis + across);
  return sum / kSamples;
}

}  // namespace

double lineField(const ProbeShape& probe, const Vec3& pointMm) {
  const double length = (probe.proximalMm - probe.distalMm).norm();
  const double ends = (pointMm - probe.distalMm).norm() + (pointMm - probe.proximalMm).norm();
  const double apart = std::max(ends - length, 2.0 * probe.radiusMm * probe.radiusMm / length);
  return std::log((apart + 2.0 * length) / apart) / length;
}

LinePotential::LinePotential(std::vector<ProbeShape> probes, std::vector<Vec3> pointsMm)
    : probes_(std::move(probes)),
      points_(std::move(pointsMm)),
      unit_(probes_.size(), std::vector<float>(points_.size())),
      self_(probes_.size(), std::vector<double>(probes_.size())) {
  parallelFor(probes_.size(), [&](std::size_t p) {
    for (std::size_t n = 0; n < points_.size(); ++n)
      unit_[p][n] = static_cast<float>(lineField(probes_[p], points_[n]));
    for (std::size_t q = 0; q < probes_.size(); ++q)
      self_[p][q] = meanField(probes_[q], probes_[p], p == q);
  });
}

std::vector<double> LinePotential::strengthsOf(const std::vector<std::size_t>& chosen) const {
  const auto count = static_cast<Eigen::Index>(chosen.size());
  Eigen::MatrixXd matrix(count, count);
  for (Eigen::Index i = 0; i < count; ++i)
    for (Eigen::Index j = 0; j < count; ++j)
      matrix(i, j) =
          self_[chosen[static_cast<std::size_t>(i)]][chosen[static_cast<std::size_t>(j)]];
  const Eigen::VectorXd q = matrix.colPivHouseholderQr().solve(Eigen::VectorXd::Ones(count));
  return {q.data(), q.data() + count};
}

std::vector<double> LinePotential::of(const std::vector<std::size_t>& chosen) const {
  const std::vector<double> strengths = strengthsOf(chosen);
  std::vector<double> field(points_.size(), 0.0);
  for (std::size_t c = 0; c < chosen.size(); ++c)
    for (std::size_t n = 0; n < points_.size(); ++n)
      field[n] += strengths[c] * static_cast<double>(unit_[chosen[c]][n]);
  return field;
}

}  // namespace trocar::ablation
