#include "planning/ablation/probes/gel.h"

#include "core/error.h"
#include "planning/ablation/probes/protocol.h"
#include "planning/ablation/probes/treatment.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace trocar::ablation {
namespace {

constexpr double kMostVoxels = 6.0e7;

/// How far from the probes the medium must reach for its rim not to matter: the zone's radius and
/// the depth to which heat diffuses.
double reachMm(const GelSetup& setup, double endS) {
  const double diffusivity = setup.medium.conductivityW / setup.medium.heatCapacityJ;
  const double many = 3.0 * std::sqrt(static_cast<double>(setup.probes.size()) - 1.0);
  return 20.0 + many + 1.6e3 * std::sqrt(4.0 * diffusivity * endS);
}

double endOf(const GelSetup& setup) {
  double end = 0.0;
  for (const GelSetup::Probe& probe : setup.probes)
    end = std::max(end, switchTimesS(probe.protocol).back());
  return end;
}

Grid gridAround(const GelSetup& setup) {
  Vec3 low = Vec3::Constant(std::numeric_limits<double>::infinity()), high = -low;
  for (const GelSetup::Probe& probe : setup.probes) {
    const Device& device = probe.device;
    low = low.cwiseMin(Vec3(probe.xMm, probe.yMm, device.activeOffsetMm));
    const double proximal =
        device.activeOffsetMm + device.activeLengthMm + withdrawnMm(probe.protocol);
    high = high.cwiseMax(Vec3(probe.xMm, probe.yMm, proximal));
  }
  const double h = setup.resolutionMm;
  const double reach = reachMm(setup, endOf(setup));
  std::array<int, 3> size{};
  Vec3 origin;
  for (int a = 0; a < 3; ++a) {
    const double first = std::floor((low[a] - reach) / h);
    size[static_cast<std::size_t>(a)] =
        static_cast<int>(std::ceil((high[a] + reach) / h) - first) + 1;
    origin[a] = first * h;
  }
  if (1.0 * size[0] * size[1] * size[2] > kMostVoxels)
    throw Error("The probes and their ice need " + std::to_string(size[0]) + " x " +
                std::to_string(size[1]) + " x " + std::to_string(size[2]) +
                " voxels; choose a coarser --resolution or put the probes closer.");
  return {size, origin, Vec3::Constant(h)};
}

/// Steps of all protocols that end together are one phase, named after the first probe that has it.
std::vector<GelPhase> phasesOf(const GelSetup& setup) {
  std::vector<GelPhase> phases;
  for (const GelSetup::Probe& probe : setup.probes) {
    const std::vector<std::string> names = stepNames(probe.protocol);
    const std::vector<double> times = switchTimesS(probe.protocol);
    for (std::size_t n = 0; n < names.size(); ++n) {
      const bool known = std::any_of(phases.begin(), phases.end(), [&](const GelPhase& phase) {
        return std::abs(phase.endS - times[n + 1]) < 1.0e-6;
      });
      if (!known)
        phases.push_back({names[n], times[n + 1], {}, {}});
    }
  }
  std::sort(phases.begin(), phases.end(), [](const GelPhase& a, const GelPhase& b) {
    return a.endS < b.endS;
  });
  return phases;
}

std::vector<double> isothermsOf(const GelSetup& setup) {
  if (!setup.isothermsC.empty())
    return setup.isothermsC;
  std::vector<double> isotherms;
  const auto any = [&](bool cold) {
    return std::any_of(setup.probes.begin(), setup.probes.end(), [&](const GelSetup::Probe& probe) {
      return probe.device.cryo.has_value() == cold;
    });
  };
  if (any(true))
    isotherms = {0.0, -20.0, -40.0};
  if (any(false))
    isotherms.insert(isotherms.end(), {45.0, 50.0, 54.0, 60.0});
  return isotherms;
}

void require(const GelSetup& setup) {
  if (setup.probes.empty())
    throw Error("There is no probe; name one with --instrument or --device.");
  if (!(setup.resolutionMm >= 0.2 && setup.resolutionMm <= 5.0))
    throw Error("The resolution must be between 0.2 and 5 mm.");
  const double lowest = setup.medium.latentHeatJ > 0.0 ? setup.medium.liquidusC : 0.0;
  if (!(setup.temperatureC > lowest && setup.temperatureC <= 60.0))
    throw Error("The medium's temperature must be above its freezing point and at most 60 C.");
}

std::vector<TreatmentProbe> probesOf(const GelSetup& setup) {
  std::vector<TreatmentProbe> probes;
  for (const GelSetup::Probe& probe : setup.probes)
    probes.push_back({probe.device,
                      Vec3(probe.xMm, probe.yMm, 0.0),
                      Vec3::UnitZ(),
                      probe.protocol,
                      "Probe " + std::to_string(probes.size() + 1) + " (" + probe.device.id + ")"});
  return probes;
}

void measure(const GelSetup& setup,
             const std::vector<double>& isotherms,
             Treatment& treatment,
             GelPhase& phase) {
  const Image<float> temperatures = treatment.solver().temperatures();
  for (const double isotherm : isotherms)
    phase.isotherms.push_back(
        measureIsotherm(temperatures, isotherm, setup.temperatureC, Vec3::UnitZ()));
  for (std::size_t p = 0; p < setup.probes.size(); ++p)
    phase.probePowerW.push_back(treatment.probePowerW(p));
}

}  // namespace

GelResult runGel(const GelSetup& setup, const Progress& progress) {
  require(setup);
  const auto start = std::chrono::steady_clock::now();
  const std::vector<double> isotherms = isothermsOf(setup);
  GelResult result;
  result.phases = phasesOf(setup);
  Treatment treatment(uniformMedium(gridAround(setup), setup.medium, setup.temperatureC),
                      probesOf(setup));
  const double end = treatment.endS();
  double now = 0.0;
  for (GelPhase& phase : result.phases) {
    treatment.advance(phase.endS, progress.span(now / end, phase.endS / end));
    measure(setup, isotherms, treatment, phase);
    now = phase.endS;
  }
  result.energyResidual = treatment.solver().ledger().residual();
  result.effort = treatment.solver().effort();
  result.wallS = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace trocar::ablation
