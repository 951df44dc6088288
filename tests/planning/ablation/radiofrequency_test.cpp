#include "core/error.h"
#include "departure.h"
#include "planning/ablation/current/electric_field.h"
#include "planning/ablation/heat/heat_solver.h"
#include "planning/ablation/probes/treatment.h"
#include "planning/ablation/zones/isotherm.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace trocar::ablation {
namespace {

Grid cube(int count, double h) {
  return {{count, count, count}, Vec3::Constant(-0.5 * h * (count - 1)), Vec3::Constant(h)};
}

ElectricProblem ballProblem(const Grid& grid, double radiusMm, double potentialV, double sigma) {
  ElectricProblem problem;
  problem.grid = grid;
  problem.conductivityS.assign(grid.voxelCount(), sigma);
  problem.electrodes.push_back(
      {bodyContact(grid, [radiusMm](const Vec3& p) { return p.norm() - radiusMm; }), potentialV});
  return problem;
}

TEST(ElectricField, FallsOffAroundABallAsItsRadius) {
  // In a grounded cube of half side 40 mm the ball's field is near V a/r - small.
  const Grid grid = cube(81, 1.0);
  const ElectricField field = solveElectric(ballProblem(grid, 5.0, 10.0, 0.2));
  const auto at = [&](int i) { return field.potentialV[grid.offset({i, 40, 40})]; };
  const double slope = (at(50) - at(60)) / (10.0 * 5.0 * (1.0 / 10.0 - 1.0 / 20.0));
  EXPECT_NEAR(slope, 1.0, 0.15);  // The ground at 40 mm instead of infinity steepens it by a/R.
  double watts = 0.0;
  for (const float q : field.heat)
    watts += static_cast<double>(q) * 1.0e-9;
  EXPECT_NEAR(watts, field.powerW, 1.0e-4 * field.powerW);
}

/// The six outer faces of a grid, held at 37 C.
HeatContact rimAtBodyTemperature(const Grid& grid) {
  HeatContact rim;
  const int last = grid.size()[0] - 1;
  for (std::size_t v = 0; v < grid.voxelCount(); ++v) {
    const VoxelIndex at = grid.voxelAt(v);
    int faces = 0;
    for (const int index : {at.i, at.j, at.k})
      faces += (index == 0) + (index == last);
    if (faces > 0)
      rim.cells.push_back({v, 2.0 * faces});
  }
  rim.drive = [](double) { return ContactDrive{37.0}; };
  return rim;
}

TEST(ElectricField, ObeysKohlrausch) {
  // With constant sigma and k, an adiabatic electrode at V0 and a sink at 0 V and 37 C, in any
  // geometry: T = 37 + (sigma/k)(V0 phi - phi2/2).
  const double sigma = 0.2, k = 0.5, v0 = 15.0;
  const Grid grid = cube(31, 1.0);
  const ElectricProblem problem = ballProblem(grid, 3.0, v0, sigma);
  const ElectricField field = solveElectric(problem);
  ThermalMaterial material;
  material.latentHeatJ = 0.0;
  material.heatCapacityJ = 3.6e4;  // Steady sooner.
  HeatContact electrode;
  electrode.inside = problem.electrodes.front().body.inside;
  electrode.drive = [](double) { return ContactDrive{37.0}; };  // No cells: adiabatic.
  HeatSolver solver(uniformMedium(grid, material), {rimAtBodyTemperature(grid), electrode});
  solver.setSource(field.heat);
  solver.advance(150.0);
  Departure worst("worst_K");
  for (const int i : {19, 20, 22, 25, 28}) {
    const std::size_t v = grid.offset({i, 15, 15});
    const double phi = field.potentialV[v];
    const double exact = 37.0 + sigma / k * (v0 * phi - 0.5 * phi * phi);
    EXPECT_NEAR(worst.of(solver.temperatureC(v), exact), exact, 0.9) << i;
  }
}

TEST(ElectricField, WarmsTissueAroundAnElectrodeOfOneTemperature) {
  // H6, T = 37 + (T_s - 37) a/r + (sigma V0^2 / 2k) (a/r)(1 - a/r) around a ball, whose a/r is the
  // potential over V0: with it the same holds in any geometry, here a ball in a cube.
  const double sigma = 0.2, k = 0.5, v0 = 15.0, electrodeC = 60.0;
  const Grid grid = cube(51, 1.0);
  const ElectricProblem problem = ballProblem(grid, 6.0, v0, sigma);
  const ElectricField field = solveElectric(problem);
  ThermalMaterial material;
  material.latentHeatJ = 0.0;
  material.heatCapacityJ = 3.6e4;  // Steady sooner.
  HeatContact electrode = problem.electrodes.front().body;
  electrode.drive = [](double) { return ContactDrive{60.0}; };
  HeatSolver solver(uniformMedium(grid, material), {rimAtBodyTemperature(grid), electrode});
  solver.setSource(field.heat);
  solver.advance(400.0);
  Departure worst("worst_K");
  for (const int i : {33, 35, 38, 42, 47}) {
    const std::size_t v = grid.offset({i, 25, 25});
    const double share = field.potentialV[v] / v0;
    const double joule = sigma * v0 * v0 / (2.0 * k) * share * (1.0 - share);
    const double exact = 37.0 + (electrodeC - 37.0) * share + joule;
    EXPECT_NEAR(worst.of(solver.temperatureC(v), exact), exact, 1.0) << i;
  }
}

TEST(ElectricField, RisesWithTemperatureUntilTheTissueDries) {
  const ThermalMaterial& muscle = findMaterial("muscle");
  EXPECT_DOUBLE_EQ(electricalConductivity(muscle, 37.0), muscle.electricalS);
  EXPECT_GT(electricalConductivity(muscle, 90.0), 1.9 * muscle.electricalS);
  EXPECT_LT(electricalConductivity(muscle, 110.0), 0.05 * muscle.electricalS);
  EXPECT_LT(electricalConductivity(muscle, -20.0), 0.05 * muscle.electricalS);
}

TreatmentProbe probeAtCentre(const std::string& device, const std::string& protocol) {
  TreatmentProbe probe;
  probe.device = findDevice(device);
  probe.tipMm = Vec3(0.2, 0.3, -10.0);
  probe.backwards = Vec3::UnitZ();
  probe.name = "N1";
  Protocol steps;
  steps.steps.push_back({ProtocolStep::Kind::Power, std::stod(protocol), 20.0, 1.0});
  probe.protocol = steps;
  return probe;
}

TEST(Radiofrequency, HoldsTheElectrodeNearItsSetTemperature) {
  Treatment treatment(uniformMedium(cube(48, 1.0), findMaterial("lytic")),
                      {probeAtCentre("rf-monopolar-10", "180")});
  treatment.advance(180.0);
  const double hottest = treatment.solver().extremesC()[1];
  EXPECT_GT(hottest, 80.0);
  EXPECT_LT(hottest, 99.0);
  EXPECT_GT(treatment.probePowerW(0), 0.5);
  EXPECT_LT(treatment.probePowerW(0), 20.0);
  EXPECT_LT(treatment.solver().ledger().residual(), 5.0e-3);
}

TEST(Radiofrequency, HeatsBothPolesOfABipolarProbeAlike) {
  Treatment treatment(uniformMedium(cube(48, 1.0), findMaterial("lytic")),
                      {probeAtCentre("rf-bipolar-cooled-20", "60")});
  treatment.advance(60.0);
  const Grid& grid = treatment.solver().medium().grid;
  // Above and below the middle of the working part, 3 mm from the axis.
  const auto at = [&](double z) {
    return treatment.solver().temperatureC(grid.offset(grid.nearestVoxel(Vec3(3.5, 0.5, z))));
  };
  EXPECT_NEAR(at(5.5), at(-5.5), 1.5);
  EXPECT_GT(at(0.5), 42.0);
}

/// Volume within 50 C after a minute of 20 W in even lytic tissue.
double volumeMl(const std::string& device, const Vec3& backwards, const Vec3& offsetMm, double h) {
  TreatmentProbe probe = probeAtCentre(device, "60");
  const Vec3 back = backwards.normalized();
  const double middle = probe.device.activeOffsetMm + 0.5 * probe.device.activeLengthMm;
  probe.backwards = back;
  probe.tipMm = offsetMm - middle * back;
  Treatment treatment(uniformMedium(cube(static_cast<int>(56.0 / h), h), findMaterial("lytic")),
                      {probe});
  treatment.advance(60.0);
  return measureIsotherm(treatment.solver().temperatures(), 50.0, 37.0, back).volumeMl;
}

TEST(Radiofrequency, HeatsTheSameHoweverTheProbeLiesAmongTheVoxels) {
  for (const char* device : {"rf-bipolar-cooled-15", "rf-monopolar-10"}) {
    std::vector<double> volumes;
    for (const Vec3& back : {Vec3(0, 0, 1), Vec3(0.28, 0.96, 0.003), Vec3(1, 1, 1), Vec3(1, 2, 3)})
      volumes.push_back(volumeMl(device, back, Vec3(0.2, 0.3, 0.1), 1.0));
    double mean = 0.0;
    for (const double volume : volumes)
      mean += volume / static_cast<double>(volumes.size());
    Departure worst("worst_volume_share");
    for (const double volume : volumes)
      EXPECT_NEAR(worst.of(volume / mean, 1.0), 1.0, 0.08) << device << " of " << mean << " ml";
    // Voxels larger than the gap between the poles and twice as wide as the probe.
    EXPECT_NEAR(volumeMl(device, Vec3(0, 0, 1), Vec3(0.2, 0.3, 0.1), 1.5) / mean, 1.0, 0.15)
        << device;
  }
}

TEST(Radiofrequency, IsRefusedInGasAndInMetal) {
  for (const auto& [medium, word] : {std::pair{"air", "no current"}, {"metal", "metal"}})
    try {
      Treatment treatment(uniformMedium(cube(30, 2.0), findMaterial(medium)),
                          {probeAtCentre("rf-monopolar-10", "20")});
      FAIL() << medium;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << error.what();
    }
}

TEST(Radiofrequency, NeverHeatsFarBeyondItsSetTemperature) {
  for (const double h : {1.0, 2.0}) {
    TreatmentProbe probe = probeAtCentre("rf-bipolar-cooled-15", "60");
    Treatment treatment(uniformMedium(cube(static_cast<int>(56.0 / h), h), findMaterial("lytic")),
                        {probe});
    treatment.advance(60.0);
    EXPECT_NEAR(treatment.solver().extremesC()[1], 72.0, 8.0) << h;
  }
}

}  // namespace
}  // namespace trocar::ablation
