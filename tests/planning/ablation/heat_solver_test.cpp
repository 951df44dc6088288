#include "planning/ablation/heat/heat_solver.h"

#include "core/parallel.h"
#include "planning/ablation/current/probe_contact.h"
#include "planning/ablation/zones/isotherm.h"
#include "tests/planning/ablation/reference_heat.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace trocar::ablation {
namespace {

/// Three unlike tissues in blocks, temperature-dependent ice, blood.
HeatMedium patchwork(int count, double h) {
  const Grid grid({count, count, count}, Vec3::Constant(-0.5 * h * (count - 1)), Vec3::Constant(h));
  HeatMedium medium{
      grid, {findMaterial("bone"), findMaterial("lytic"), findMaterial("muscle")}, {}, 37.0};
  for (std::size_t v = 0; v < grid.voxelCount(); ++v) {
    const VoxelIndex at = grid.voxelAt(v);
    medium.material.push_back(static_cast<std::uint8_t>((at.i / 5 + at.j / 7 + at.k / 3) % 3));
  }
  return medium;
}

std::vector<HeatContact> onOffProbe(const Grid& grid) {
  HeatContact probe = probeContact(grid, {Vec3(0.2, -0.3, -6.0), Vec3(1.0, 0.4, 6.0), 1.0});
  probe.drive = [](double t) {
    return t < 60.0 - 1e-9 ? std::optional(ContactDrive{-120.0}) : std::nullopt;
  };
  return {probe};
}

TEST(HeatSolver, AgreesWithPlainExplicitStepsInDoublePrecision) {
  const HeatMedium medium = patchwork(24, 1.5);
  const std::vector<HeatContact> contacts = onOffProbe(medium.grid);
  HeatOptions options;
  options.eventsS = {0.0, 60.0};
  options.maximumStepS = 0.1;
  HeatSolver solver(medium, contacts, options);
  solver.advance(90.0);
  std::vector<HeatContact> passive = contacts;
  const std::vector<double> exact = solveExplicitly(medium, contacts, 60.0, 0.02);
  // The reference starts the thaw without the body's own cold: compare at the end of the freeze.
  HeatSolver freeze(medium, contacts, options);
  freeze.advance(60.0 - 1.0e-6);
  double worst = 0.0;
  for (std::size_t v = 0; v < exact.size(); ++v) {
    const auto& inside = contacts[0].inside;
    if (!std::binary_search(inside.begin(), inside.end(), v))
      worst = std::max(worst, std::abs(freeze.temperatureC(v) - exact[v]));
  }
  EXPECT_LT(worst, 0.5);
  EXPECT_LT(solver.ledger().residual(), 2.0e-3);
}

TEST(HeatSolver, GivesTheSameBytesForAnyNumberOfThreads) {
  const HeatMedium medium = patchwork(64, 1.0);
  std::vector<std::vector<float>> results;
  for (const int threads : {1, 2, 3}) {
    const ThreadLimit limit(threads);
    HeatOptions options;
    options.eventsS = {0.0, 60.0};
    HeatSolver solver(medium, onOffProbe(medium.grid), options);
    solver.advance(100.0);
    results.push_back(solver.temperatures().voxels());
  }
  EXPECT_EQ(results[0], results[1]);
  EXPECT_EQ(results[0], results[2]);
}

TEST(HeatSolver, LetsAShaftFadeTowardsItsTissueAsAFinDoes) {
  // Tissue that keeps its 37 C is the bath of a fin of length L with an adiabatic end: its excess
  // is cosh(m (L - s)) / cosh(m L) of the probe's, m^2 the conductance to the bath per length over
  // that along the fin times length; tanh(m L) m times the latter is what flows in (Incropera &
  // DeWitt).
  ThermalMaterial bath;
  bath.frozenConductivityW = bath.conductivityW;
  bath.iceVaries = false;
  bath.latentHeatJ = 0.0;
  bath.heatCapacityJ = bath.frozenHeatCapacityJ = 1.0e15;
  const Grid grid({16, 16, 40}, Vec3(-7.3, -7.6, -10.0), Vec3::Ones());
  const ProbeShape shape{Vec3(0.0, 0.0, -5.5), Vec3(0.0, 0.0, 4.5), 0.75};
  std::vector<HeatContact> contacts = contactsWithShaft(grid, shape, 12.0, 1.0);
  ASSERT_EQ(contacts.size(), 13U);
  constexpr double kWattMPerK = 1.0e-4;
  double bathWattPerMK = 0.0;
  for (const HeatContact::Cell& cell : contacts[3].cells)
    bathWattPerMK += cell.factor * bath.conductivityW;
  for (std::size_t c = 0; c < contacts.size(); ++c) {
    contacts[c].drive = [](double) { return ContactDrive{-140.0}; };
    if (c > 0)
      contacts[c].wattPerKToPrevious = kWattMPerK / (c == 1 ? 0.5e-3 : 1.0e-3);
  }
  HeatSolver solver(uniformMedium(grid, bath), contacts);
  solver.advance(10.0);
  const double m = std::sqrt(bathWattPerMK / kWattMPerK);
  double watts = 0.0;
  for (std::size_t c = 1; c < contacts.size(); ++c) {
    const double s = 1.0e-3 * (static_cast<double>(c) - 0.5);
    const double share = std::cosh(m * (0.012 - s)) / std::cosh(m * 0.012);
    EXPECT_NEAR(solver.contactTemperatureC(c), 37.0 - 177.0 * share, 2.5) << c;
    watts += solver.contactPowerW(c);
  }
  EXPECT_NEAR(watts, 177.0 * kWattMPerK * m * std::tanh(m * 0.012), 0.04 * watts);
}

TEST(HeatSolver, SolvesIceApartFromWarmTissueWithoutMovingAnIsotherm) {
  const HeatMedium medium = patchwork(72, 1.0);
  HeatContact probe = probeContact(medium.grid, {Vec3(0.2, -0.3, -8.0), Vec3(1.0, 0.4, 8.0), 1.0});
  probe.drive = [](double t) {
    const bool freezes = t < 300.0 - 1e-9 || t > 400.0 - 1e-9;
    return freezes ? std::optional(ContactDrive{-150.0, 15.0, 25.0}) : std::nullopt;
  };
  std::vector<float> source(medium.grid.voxelCount(), 0.0F);
  for (std::size_t v = 0; v < source.size(); ++v)
    source[v] = medium.grid.voxelAt(v).i < 20 ? 2.0e4F : 0.0F;
  std::vector<Image<float>> fields;
  std::vector<double> work;
  for (const bool apart : {false, true}) {
    HeatOptions options;
    options.eventsS = {0.0, 300.0, 400.0};
    options.iceApart = apart;
    HeatSolver solver(medium, {probe}, options);
    solver.setSource(source);
    solver.advance(600.0);
    EXPECT_LT(solver.ledger().residual(), 1.0e-3);
    fields.push_back(solver.temperatures());
    work.push_back(solver.effort().voxelStages);
  }
  EXPECT_LT(work[1], 0.8 * work[0]);
  for (const double isotherm : {30.0, 10.0, 0.0, -20.0, -40.0}) {
    const IsothermSize one = measureIsotherm(fields[0], isotherm, 37.0, Vec3::UnitZ());
    const IsothermSize two = measureIsotherm(fields[1], isotherm, 37.0, Vec3::UnitZ());
    EXPECT_NEAR(two.widthMm, one.widthMm, 0.005) << isotherm;
    EXPECT_NEAR(two.lengthMm, one.lengthMm, 0.005) << isotherm;
    EXPECT_NEAR(two.volumeMl, one.volumeMl, 0.001 * one.volumeMl) << isotherm;
  }
}

TEST(HeatSolver, WarmsASurfaceThroughItsExchangeWithTheOutside) {
  // Steady, between a wall held at 5 C and a face that gains U (37 - T): k dT/dx = U (37 - T).
  const int count = 20;
  const Grid grid({count, 1, 1}, Vec3::Constant(0.5), Vec3::Ones());
  HeatMedium medium = uniformMedium(grid, findMaterial("gel"));
  const double exchangeW = 8.0;  // W/m2K
  medium.exchange.assign(grid.voxelCount(), 0.0F);
  medium.exchange.back() = static_cast<float>(exchangeW / 1.0e-3);
  HeatContact wall;
  wall.cells = {{0, 2.0}};
  wall.drive = [](double) { return ContactDrive{5.0}; };
  HeatOptions options;
  options.maximumStepS = 20.0;
  HeatSolver solver(medium, {wall}, options);
  solver.advance(8000.0);
  const double k = medium.materials[0].conductivityW;
  // From the wall to the last voxel's middle, 19.5 mm, in series with the exchange there.
  const double flux = (37.0 - 5.0) / (0.0195 / k + 1.0 / exchangeW);
  EXPECT_NEAR(solver.temperatureC(count - 1), 37.0 - flux / exchangeW, 0.05);
  EXPECT_NEAR(solver.temperatureC(9), 5.0 + flux * 0.0095 / k, 0.05);
}

Image<float> probeAlong(const Vec3& centreMm, const Vec3& axis, int count) {
  const Grid grid({count, count, count}, Vec3::Constant(-0.5 * (count - 1)), Vec3::Ones());
  HeatContact probe = probeContact(grid, {centreMm - 6.0 * axis, centreMm + 6.0 * axis, 0.75});
  probe.drive = [](double) { return ContactDrive{-140.0}; };
  HeatSolver solver(uniformMedium(grid, findMaterial("gel")), {probe});
  solver.advance(120.0);
  return solver.temperatures();
}

TEST(HeatSolver, DoesNotMindWholeVoxelShiftsAndQuarterTurns) {
  const Vec3 offset(0.3, 0.1, 0.4);
  const IsothermSize along =
      measureIsotherm(probeAlong(offset, Vec3::UnitZ(), 48), -20.0, 37.0, Vec3::UnitZ());
  const IsothermSize shifted = measureIsotherm(
      probeAlong(offset + Vec3(2, -1, 3), Vec3::UnitZ(), 48), -20.0, 37.0, Vec3::UnitZ());
  const IsothermSize turned = measureIsotherm(
      probeAlong(Vec3(0.4, 0.3, 0.1), Vec3::UnitX(), 48), -20.0, 37.0, Vec3::UnitX());
  EXPECT_NEAR(shifted.lengthMm, along.lengthMm, 1e-3);
  EXPECT_NEAR(shifted.widthMm, along.widthMm, 1e-3);
  EXPECT_NEAR(turned.lengthMm, along.lengthMm, 1e-3);
  EXPECT_NEAR(turned.volumeMl, along.volumeMl, 1e-3);
}

TEST(HeatSolver, ForgetsNothingOfTheOrderOfProbes) {
  const Grid grid({40, 40, 40}, Vec3::Constant(-19.5), Vec3::Ones());
  std::vector<HeatContact> probes;
  for (const double x : {-7.0, 0.0, 8.0}) {
    probes.push_back(probeContact(grid, {Vec3(x, 0, -5), Vec3(x, 1, 5), 0.75}));
    probes.back().drive = [](double) { return ContactDrive{-120.0}; };
  }
  HeatSolver forwards(uniformMedium(grid, findMaterial("muscle")), probes);
  std::reverse(probes.begin(), probes.end());
  HeatSolver backwards(uniformMedium(grid, findMaterial("muscle")), probes);
  forwards.advance(60.0);
  backwards.advance(60.0);
  for (std::size_t v = 0; v < grid.voxelCount(); v += 17)
    EXPECT_NEAR(forwards.temperatureC(v), backwards.temperatureC(v), 1e-3);
}

TEST(HeatSolver, LimitsTheHeatThatAProbeTakesUp) {
  const Grid grid({40, 40, 40}, Vec3::Constant(-19.5), Vec3::Ones());
  HeatContact probe = probeContact(grid, {Vec3(0, 0, -8), Vec3(0, 0, 8), 0.75});
  probe.drive = [](double) { return ContactDrive{-150.0, 15.0, 8.0}; };
  HeatSolver solver(uniformMedium(grid, findMaterial("gel")), {probe});
  solver.advance(120.0);
  EXPECT_NEAR(solver.contactPowerW(0), 8.0, 0.1);
  EXPECT_GT(solver.contactTemperatureC(0), -149.0);
}

TEST(HeatSolver, ReachesTheProbesEndTemperatureWithItsTimeConstant) {
  const Grid grid({32, 32, 32}, Vec3::Constant(-15.5), Vec3::Ones());
  HeatContact probe = probeContact(grid, {Vec3(0, 0, -6), Vec3(0, 0, 6), 1.0});
  probe.drive = [](double) { return ContactDrive{-150.0, 15.0}; };
  HeatSolver solver(uniformMedium(grid, findMaterial("gel")), {probe});
  solver.advance(30.0);
  EXPECT_NEAR(solver.contactTemperatureC(0), -150.0 + 187.0 * std::exp(-2.0), 1.0);
}

TEST(HeatSolver, StopsWhenItIsCancelled) {
  const Grid grid({32, 32, 32}, Vec3::Constant(-15.5), Vec3::Ones());
  HeatContact probe = probeContact(grid, {Vec3(0, 0, -6), Vec3(0, 0, 6), 1.0});
  probe.drive = [](double) { return ContactDrive{-150.0}; };
  HeatSolver solver(uniformMedium(grid, findMaterial("gel")), {probe});
  std::stop_source stop;
  double last = 0.0;
  const Progress progress(stop.get_token(), [&](double fraction) {
    last = fraction;
    if (fraction > 0.3)
      stop.request_stop();
  });
  EXPECT_THROW(solver.advance(120.0, progress), Cancelled);
  EXPECT_LT(last, 0.6);
}

TEST(HeatSolver, InvertsItsEnthalpy) {
  for (const ThermalMaterial& material : materialTable())
    for (double t = -180.0; t < 130.0; t += 0.7)
      EXPECT_NEAR(temperatureOf(material, enthalpyAt(material, t, 37.0), 37.0), t, 1e-8)
          << material.id;
}

}  // namespace
}  // namespace trocar::ablation
