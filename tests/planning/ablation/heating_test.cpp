#include "closed_forms.h"
#include "departure.h"
#include "planning/ablation/current/probe_contact.h"
#include "planning/ablation/heat/heat_solver.h"
#include "planning/ablation/heat/line_source.h"
#include "planning/ablation/probes/treatment.h"
#include "planning/ablation/zones/damage.h"
#include "planning/ablation/zones/isotherm.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace trocar::ablation {
namespace {

/// k 0.5 W/mK, C 3.6 MJ/m3K, blood W; never freezes or boils below 99 C.
ThermalMaterial perfused(double perfusionW) {
  ThermalMaterial material;
  material.latentHeatJ = 0.0;
  material.perfusionW = perfusionW;
  return material;
}

HeatOptions longSteps() {
  HeatOptions options;
  options.maximumStepS = 20.0;
  return options;
}

TEST(Heating, ReachesTheSteadyFieldOfAPerfusedBall) {
  // H1: T = 37 + 53 (a/r) exp(-beta (r - a)), a 5 mm, W 2000, on an eighth of space: the faces
  // through the ball's middle are mirrors.
  const Grid grid({48, 48, 48}, Vec3::Constant(0.5), Vec3::Ones());
  HeatContact ball = bodyContact(grid, [](const Vec3& p) { return p.norm() - 5.0; });
  ball.drive = [](double) { return ContactDrive{90.0}; };
  HeatSolver solver(uniformMedium(grid, perfused(2000.0)), {ball}, longSteps());
  solver.advance(4000.0);
  const auto exact = [](double r) {
    return 37.0 + 53.0 * 5.0 / r * std::exp(-std::sqrt(2000.0 / 0.5) * 1.0e-3 * (r - 5.0));
  };
  EXPECT_NEAR(exact(10.0), 56.31568, 1.0e-4);
  EXPECT_NEAR(exact(20.0), 42.13107, 1.0e-4);
  Departure worst("worst_K");
  for (const VoxelIndex& v : {VoxelIndex{8, 0, 0},
                              VoxelIndex{10, 0, 0},
                              VoxelIndex{15, 0, 0},
                              VoxelIndex{20, 0, 0},
                              VoxelIndex{5, 5, 5},
                              VoxelIndex{8, 8, 8},
                              VoxelIndex{4, 12, 0}}) {
    const double wanted = exact(grid.voxelToPatient(v).norm());
    EXPECT_NEAR(worst.of(solver.temperatureC(grid.offset(v)), wanted), wanted, 1.0)
        << v.i << ' ' << v.j << ' ' << v.k;
  }
}

/// At `r` mm from a cylinder of 1 mm radius held at 90 C in perfused tissue, along the diagonal.
std::vector<double> besideHotCylinder(double h, const std::vector<double>& radiiMm) {
  const int count = static_cast<int>(64.0 / h);
  const Grid grid({count, count, 1}, Vec3(0.5 * h, 0.5 * h, 0.0), Vec3::Constant(h));
  HeatContact probe = probeContact(grid, {Vec3(0, 0, -1000), Vec3(0, 0, 1000), 1.0});
  probe.drive = [](double) { return ContactDrive{90.0}; };
  HeatSolver solver(uniformMedium(grid, perfused(2000.0)), {probe}, longSteps());
  solver.advance(4000.0);
  std::vector<double> temperatures;
  for (const double r : radiiMm) {
    const double at = r / std::sqrt(2.0) / h - 0.5;
    const int i = static_cast<int>(at);
    const double low = solver.temperatureC(grid.offset({i, i, 0}));
    const double high = solver.temperatureC(grid.offset({i + 1, i + 1, 0}));
    temperatures.push_back(low + (at - i) * (high - low));
  }
  return temperatures;
}

TEST(Heating, ReachesTheSteadyFieldOfAPerfusedCylinder) {
  // H2: K0(beta r)/K0(beta a), a 1 mm, 90 C, W 2000: 1 K beyond 3 mm at 1 mm, 0.3 K at 0.5 mm.
  const std::vector<double> radii{5.0, 8.0, 10.0, 15.0, 20.0};
  const std::vector<double> exact{61.36694, 53.82829, 50.55547, 45.34062, 42.36663};
  const std::vector<double> atOne = besideHotCylinder(1.0, radii);
  const std::vector<double> atHalf = besideHotCylinder(0.5, radii);
  Departure worstAtOne("worst_K_at_1_mm"), worstAtHalf("worst_K_at_0.5_mm");
  for (std::size_t n = 0; n < radii.size(); ++n) {
    EXPECT_NEAR(worstAtOne.of(atOne[n], exact[n]), exact[n], 1.0) << radii[n];
    EXPECT_NEAR(worstAtHalf.of(atHalf[n], exact[n]), exact[n], 0.3) << radii[n];
  }
}

/// T - 37 of a Gaussian blob that spreads and is washed out: A 40 K, s 5 mm, w' 1e-3 /s.
double spreadCentre(double h, double seconds) {
  const int count = static_cast<int>(48.0 / h) + 1;
  const Grid grid({count, count, count}, Vec3::Constant(-0.5 * h * (count - 1)), Vec3::Constant(h));
  ThermalMaterial material = perfused(1.0e-3 * 3.571428571e6);
  material.heatCapacityJ = 0.5 / 1.4e-7;
  material.perfusionW = 1.0e-3 * material.heatCapacityJ;
  HeatOptions options;
  options.maximumStepS = 1.0;
  HeatSolver solver(uniformMedium(grid, material), {}, options);
  std::vector<float> temperatures(grid.voxelCount(), 37.0F);
  for (std::size_t v = 0; v < grid.voxelCount(); ++v) {
    const double r2 = grid.voxelToPatient(grid.voxelAt(v)).squaredNorm();
    temperatures[v] += static_cast<float>(40.0 * std::exp(-r2 / 50.0));
  }
  solver.setTemperatures(temperatures);
  solver.advance(seconds);
  return solver.temperatureC(grid.offset({count / 2, count / 2, count / 2})) - 37.0;
}

TEST(Heating, SpreadsAGaussianAsItShould) {
  // H3.
  Departure worst("worst_K");
  EXPECT_NEAR(worst.of(spreadCentre(1.0, 100.0), 11.72537), 11.72537, 0.005 * 11.72537);
  EXPECT_NEAR(worst.of(spreadCentre(1.0, 300.0), 3.25493), 3.25493, 0.005 * 3.25493);
}

TEST(Heating, SpreadsAGaussianToSecondOrder) {
  const double exact = 11.72537;
  const double coarse = std::abs(spreadCentre(3.0, 100.0) - exact);
  const double fine = std::abs(spreadCentre(1.5, 100.0) - exact);
  EXPECT_GT(std::log2(coarse / fine), 1.7);
  RecordProperty("order", std::to_string(std::log2(coarse / fine)));
}

/// A standing wave between adiabatic walls 32, 24 and 16 mm apart.
struct Wave {
  int i, j, k;
  double startK;   ///< Amplitude at the start.
  double sourceW;  ///< Of the heat brought in, W/m3.

  double shape(const Vec3& p) const {
    return std::cos(M_PI * i * p.x() / 32.0) * std::cos(M_PI * j * p.y() / 24.0) *
           std::cos(M_PI * k * p.z() / 16.0);
  }
  double squaredPerM2() const {
    return 1.0e6 * M_PI * M_PI * (i * i / 1024.0 + j * j / 576.0 + k * k / 256.0);
  }
};

TEST(Heating, FollowsEveryWaveOfAnyFieldWithBloodAndSource) {
  // H4: each wave fades with exp(-(D k2 + P) t) and gathers its source (1 - exp(..)) / (..), as
  // Fourier's transform of Pennes' equation has it.
  const std::vector<Wave> waves{
      {0, 0, 0, 6.0, 2.0e4}, {1, 2, 0, 3.0, 1.0e4}, {3, 0, 1, 2.0, 0.0}, {2, 1, 2, -1.5, 3.0e4}};
  const Grid grid({32, 24, 16}, Vec3::Constant(0.5), Vec3::Ones());
  const ThermalMaterial material = perfused(5000.0);
  HeatOptions options;
  options.maximumStepS = 1.0;
  HeatSolver solver(uniformMedium(grid, material), {}, options);
  std::vector<float> source(grid.voxelCount(), 1.0e5F);  // Keeps every voxel's source positive.
  std::vector<float> start(grid.voxelCount(), 37.0F);
  for (std::size_t v = 0; v < grid.voxelCount(); ++v)
    for (const Wave& wave : waves) {
      const double shape = wave.shape(grid.voxelToPatient(grid.voxelAt(v)));
      start[v] += static_cast<float>(wave.startK * shape);
      source[v] += static_cast<float>(wave.sourceW * shape);
    }
  solver.setTemperatures(start);
  solver.setSource(source);
  const double seconds = 60.0;
  solver.advance(seconds);
  const double c = material.heatCapacityJ;
  const auto rateOf = [&](double squared) {
    return (material.conductivityW * squared + material.perfusionW) / c;
  };
  double worst = 0.0;
  for (std::size_t v = 0; v < grid.voxelCount(); ++v) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(v));
    double exact = 1.0e5 / c * (1.0 - std::exp(-rateOf(0.0) * seconds)) / rateOf(0.0);
    for (const Wave& wave : waves) {
      const double rate = rateOf(wave.squaredPerM2());
      const double left = std::exp(-rate * seconds);
      exact += wave.shape(p) * (wave.startK * left + wave.sourceW / c * (1.0 - left) / rate);
    }
    worst = std::max(worst, std::abs(solver.temperatureC(v) - 37.0 - exact));
  }
  EXPECT_LT(worst, 0.02);  // Of 12 K.
  RecordProperty("worst_K", std::to_string(worst));
}

TEST(Heating, PutsAllOfAnAntennasPowerIntoTheTissue) {
  // H7: the sum of the source is efficiency times power.
  const Grid grid({64, 64, 64}, Vec3::Constant(-31.5), Vec3::Ones());
  Device device;
  device.microwave = MicrowaveDrive{0.6, 200.0, 2.5};
  const ProbeShape shape{Vec3(0.3, 0.2, -10), Vec3(0.3, 0.2, 10), 1.2};
  const std::vector<float> source = microwaveSource(grid, device, shape, 50.0);
  double sum = 0.0;
  for (const float q : source)
    sum += static_cast<double>(q) * 1.0e-9;
  EXPECT_NEAR(Departure("worst_W").of(sum, 30.0), 30.0, 0.3);
  // Along the antenna it falls with exp(-a r)/r.
  const auto at = [&](int i) { return static_cast<double>(source[grid.offset({i, 32, 32})]); };
  const auto radius = [&](int i) {
    return std::hypot(grid.voxelToPatient(VoxelIndex{i, 32, 32}).x() - 0.3, 0.3);
  };
  const double wanted = std::exp(-0.2 * (radius(46) - radius(40))) * radius(40) / radius(46);
  EXPECT_NEAR(at(46) / at(40), wanted, 0.02);
}

TEST(Heating, PutsAllOfALasersPowerIntoTheTissue) {
  const Grid grid({64, 64, 64}, Vec3::Constant(-31.5), Vec3::Ones());
  Device device;
  device.laser = LaserDrive{40.0, 1500.0};
  const std::vector<float> source =
      laserSource(grid, device, {Vec3(0, 0, -1), Vec3(0, 0, 1), 0.3}, 2.0);
  double sum = 0.0;
  for (const float q : source)
    sum += static_cast<double>(q) * 1.0e-9;
  EXPECT_NEAR(Departure("worst_W").of(sum, 2.0), 2.0, 0.02);
}

TEST(Heating, HoldsWaterAtItsBoilingPointWhileItBoils) {
  const Grid grid({16, 16, 16}, Vec3::Constant(-7.5), Vec3::Ones());
  HeatSolver solver(uniformMedium(grid, findMaterial("muscle")), {});
  solver.setSource(std::vector<float>(grid.voxelCount(), 5.0e6F));
  solver.advance(120.0);
  // 600 MJ/m3: 231 warm the muscle to 99 C, the rest boils a fifth of its water.
  EXPECT_NEAR(solver.temperatureC(grid.offset({8, 8, 8})), 100.0, 1.5);
  EXPECT_LT(solver.ledger().residual(), 2.0e-3);
}

TEST(Heating, BoilsTissueDryAsFastAsItsWaterTakesHeat) {
  // From a wall at 250 C, in the steps in which the program solves heat.
  ThermalMaterial tissue = perfused(0.0);
  tissue.latentHeatJ = 2.5e8;
  const closed::BoilingFront exact(
      250.0, tissue.conductivityW, tissue.heatCapacityJ, 6.787 * tissue.latentHeatJ);
  for (const auto& [h, bound] : {std::pair{1.0, 0.30}, {0.5, 0.15}}) {
    const Grid grid(
        {static_cast<int>(120.0 / h), 1, 1}, Vec3::Constant(0.5 * h), Vec3::Constant(h));
    HeatContact wall;
    wall.cells = {{0, 2.0}};
    wall.drive = [](double) { return ContactDrive{250.0}; };
    HeatSolver solver(uniformMedium(grid, tissue), {wall});
    for (double end = 5.0; end <= 600.0; end += 5.0)
      solver.advance(end);
    Departure worst("worst_mm_at_" + std::to_string(h).substr(0, 3) + "_mm");
    for (const double celsius : {98.0, 80.0, 60.0, 45.0}) {
      std::size_t n = 1;
      while (solver.temperatureC(n) > celsius)
        ++n;
      const double high = solver.temperatureC(n - 1), low = solver.temperatureC(n);
      const double found = h * (static_cast<double>(n) - 0.5 + (high - celsius) / (high - low));
      const double wanted =
          1.0e3 * closed::root(
                      [&](double x) { return celsius - exact.temperature(x, 600.0); }, 1.0e-4, 0.1);
      EXPECT_NEAR(worst.of(found, wanted), wanted, bound) << celsius << ' ' << h;
    }
    EXPECT_GT(1.0e3 * 2.0 * exact.e1 * std::sqrt(600.0), 3.0);
    EXPECT_EQ(solver.temperatureC(1), 100.0);  // What is told of tissue that boils.
  }
}

TEST(Heating, TellsNoTissueToBeHotterThanBoiling) {
  TreatmentProbe probe;
  probe.device = findDevice("microwave-emprint");
  probe.tipMm = Vec3(0, 0, -probe.device.activeOffsetMm - 0.5 * probe.device.activeLengthMm);
  probe.name = "N1";
  probe.protocol.steps.push_back({ProtocolStep::Kind::Power, 300.0, 100.0, 1.0});
  const Grid grid({36, 36, 36}, Vec3::Constant(-35.0), Vec3::Constant(2.0));
  Treatment treatment(uniformMedium(grid, findMaterial("lytic")), {probe});
  treatment.advance(300.0);
  for (const Image<float>& image :
       {treatment.solver().temperatures(), treatment.solver().hottest()})
    EXPECT_EQ(*std::max_element(image.voxels().begin(), image.voxels().end()), 100.0F);
  EXPECT_LT(treatment.solver().ledger().residual(), 2.0e-3);
}

TEST(Heating, CountsEquivalentMinutesAsTheyAreDefined) {
  // 240 CEM43 in these seconds.
  const std::array<std::array<double, 2>, 7> table{
      {{46, 1800}, {48, 450}, {50, 112.5}, {52, 28.1}, {54, 7.03}, {56, 1.76}, {60, 0.110}}};
  for (const auto& [t, seconds] : table)
    EXPECT_NEAR(cem43PerSecond(t) * seconds, 240.0, 1.0) << t;
  EXPECT_EQ(cem43PerSecond(38.0), 0.0);
}

TEST(Heating, KillsMuscleAtTheTabulatedTemperatures) {
  // Omega = 1 after 10, 60, 300, 600 s at these temperatures.
  const std::array<std::array<double, 2>, 4> table{
      {{10, 61.9}, {60, 55.6}, {300, 50.1}, {600, 47.8}}};
  for (const auto& [seconds, t] : table)
    EXPECT_NEAR(std::log(arrheniusRate(muscleSet(), t) * seconds), 0.0, 0.03) << seconds;
}

TEST(Heating, StopsTheBloodOfWhatItKills) {
  // 75 W for five minutes: what no blood cools any more grows towards what none ever cooled.
  const auto sixtyMl = [](double perfusionW) {
    ThermalMaterial tissue = findMaterial("lytic");
    tissue.perfusionW = perfusionW;
    TreatmentProbe probe;
    probe.device = findDevice("microwave-emprint");
    probe.tipMm = Vec3(0, 0, -probe.device.activeOffsetMm - 0.5 * probe.device.activeLengthMm);
    probe.name = "N1";
    probe.protocol.steps.push_back({ProtocolStep::Kind::Power, 300.0, 75.0, 1.0});
    const Grid grid({36, 36, 36}, Vec3::Constant(-35.0), Vec3::Constant(2.0));
    Treatment treatment(uniformMedium(grid, tissue), {probe});
    treatment.advance(300.0);
    return measureIsotherm(treatment.solver().temperatures(), 60.0, 37.0, Vec3::UnitZ()).volumeMl;
  };
  const double none = sixtyMl(0.0), usual = sixtyMl(9000.0), rich = sixtyMl(34000.0);
  EXPECT_GT(usual, 0.8 * none);
  EXPECT_LT(usual, none);
  EXPECT_LT(rich, usual);
}

}  // namespace
}  // namespace trocar::ablation
