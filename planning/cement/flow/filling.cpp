#include "planning/cement/flow/filling.h"

#include "core/parallel.h"
#include "planning/cement/flow/front.h"
#include "planning/numerics/row_spans.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace trocar::cement {
namespace {

constexpr double kMm2PerM2 = 1e6;
constexpr double kLowestShearRatePerS = 1e-2;
constexpr double kThickestPaS = 1e5;
constexpr double kThinnestPaS = 0.5;

}  // namespace

double PowerLaw::viscosityPaS(double shearRatePerS) const {
  const double rate = std::max(shearRatePerS, kLowestShearRatePerS);
  return std::clamp(consistencyPaSn * std::pow(rate, exponent - 1.0), kThinnestPaS, kThickestPaS);
}

Filling::Filling(FlowDomain domain, const FillingOptions& options)
    : domain_(std::move(domain)), options_(options), system_(domain_.grid.size()) {
  const std::size_t count = domain_.grid.voxelCount();
  outlet_.assign(count, 0.0);
  resistivity_.assign(count, 0.0);
  pressurePa_.assign(count, 0.0);
  fill_.assign(count, 0.0F);
  arrivalMl_.assign(count, -1.0F);
  viscosityPaS_.assign(count, 0.0F);
}

double Filling::filledMl() const {
  double sum = 0.0;
  for (std::size_t c = 0; c < fill_.size(); ++c) {
    if (fill_[c] > 0.0F)
      sum += static_cast<double>(fill_[c]) * domain_.poreMm3(c);
  }
  return sum / 1000.0;
}

/// Viscosity over permeability in Pa s / mm2, of what is in the voxel now.
double Filling::resistivityOf(std::size_t voxel) const {
  const double cement = static_cast<double>(fill_[voxel]);
  const double viscosity = cement * static_cast<double>(viscosityPaS_[voxel]) +
                           (1.0 - cement) * options_.marrowViscosityPaS;
  return viscosity / (static_cast<double>(domain_.permeabilityM2[voxel]) * kMm2PerM2);
}

void Filling::assemble() {
  const Vec3& h = domain_.grid.spacingMm();
  const double volume = domain_.grid.voxelVolumeMm3();
  parallelFor(fill_.size(),
              [&](std::size_t c) { resistivity_[c] = domain_.flows(c) ? resistivityOf(c) : 0.0; });
  parallelFor(fill_.size(), [&](std::size_t c) {
    const double own = resistivity_[c];
    if (own <= 0.0)
      return;
    for (int a = 0; a < 3; ++a) {
      const auto next = c + static_cast<std::size_t>(domain_.stride(a));
      const double other = domain_.connected(c, a) ? resistivity_[next] : 0.0;
      system_.toNext[static_cast<std::size_t>(a)][c] =
          other > 0.0 ? 2.0 * domain_.anisotropy[a] * volume / (h[a] * h[a]) / (own + other) : 0.0;
    }
    outlet_[c] = domain_.open[c] != 0 ? 2.0 * std::cbrt(volume) / own : 0.0;
    system_.sink[c] = outlet_[c] + static_cast<double>(domain_.marrowDrainMm3[c]) *
                                       (1.0 - static_cast<double>(fill_[c])) /
                                       options_.marrowViscosityPaS;
  });
}

/// Of the fluid in the pores: Darcy speed / sqrt(permeability x porosity).
double Filling::shearRatePerS(std::size_t voxel) const {
  const Vec3& h = domain_.grid.spacingMm();
  double squared = 0.0;
  for (int a = 0; a < 3; ++a) {
    const auto step = static_cast<std::size_t>(domain_.stride(a));
    const std::vector<double>& toNext = system_.toNext[static_cast<std::size_t>(a)];
    const double out = toNext[voxel] * (pressurePa_[voxel] - pressurePa_[voxel + step]);
    const double in = toNext[voxel - step] * (pressurePa_[voxel - step] - pressurePa_[voxel]);
    const double speedMmPerS =
        0.5 * (std::abs(out) + std::abs(in)) * h[a] / domain_.grid.voxelVolumeMm3();
    squared += speedMmPerS * speedMmPerS;
  }
  const double poreScaleMm = std::sqrt(static_cast<double>(domain_.permeabilityM2[voxel]) *
                                       kMm2PerM2 * static_cast<double>(domain_.porosity[voxel]));
  return std::sqrt(squared) / poreScaleMm;
}

/// Where there is cement, and where it is about to come first.
void Filling::updateViscosity(std::size_t source, const PowerLaw& cement) {
  parallelFor(fill_.size(), [&](std::size_t c) {
    if (fill_[c] > 0.0F || c == source)
      viscosityPaS_[c] =
          static_cast<float>(cement.exponent == 1.0 ? cement.viscosityPaS(1.0)
                                                    : cement.viscosityPaS(shearRatePerS(c)));
  });
}

void Filling::solvePressure(std::size_t source,
                            double rateMm3PerS,
                            const PowerLaw& cement,
                            FillingStep& step) {
  std::vector<double> inflow(fill_.size(), 0.0);
  inflow[source] = rateMm3PerS;
  for (int iteration = 0; iteration < options_.viscosityIterations; ++iteration) {
    updateViscosity(source, cement);
    assemble();
    step.solverIterations +=
        solver_.solve(system_, inflow, pressurePa_, options_.solver).iterations;
  }
}

FillingStep Filling::inject(std::size_t source,
                            double volumeMl,
                            double rateMlPerS,
                            const PowerLaw& cement) {
  assert(domain_.flows(source) && volumeMl > 0.0 && rateMlPerS > 0.0);
  FillingStep step;
  solvePressure(source, rateMlPerS * 1000.0, cement, step);
  step.sourcePressureKPa = pressurePa_[source] / 1000.0;
  step.sourceViscosityPaS = static_cast<double>(viscosityPaS_[source]);
  FrontState state{fill_, arrivalMl_, escapes_, clockMl_};
  const double unplacedMm3 =
      advanceFront({domain_, system_, outlet_, pressurePa_}, source, volumeMl * 1000.0, state);
  step.placedMl = volumeMl - unplacedMm3 / 1000.0;
  injectedMl_ += step.placedMl;
  clockMl_ += step.placedMl;
  return step;
}

}  // namespace trocar::cement
