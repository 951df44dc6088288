#include "core/error.h"
#include "departure.h"
#include "planning/ablation/current/probe_contact.h"
#include "planning/ablation/heat/heat_solver.h"
#include "planning/ablation/heat/sampling.h"
#include "planning/ablation/probes/treatment.h"
#include "planning/ablation/zones/isotherm.h"
#include "reference_tissue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace trocar::ablation {
namespace {

/// As the benchmark has it: conductivity falls evenly with the frozen share.
ThermalMaterial benchmarkTissue() {
  ThermalMaterial material = referenceTissue();
  material.evenMelt = false;
  return material;
}

/// The finite probe: 1 mm radius, 30 mm long, -140 C, 600 s in the reference tissue.
HeatSolver finiteProbe(double h, const Vec3& centreMm, const Vec3& direction, double boxMm = 88.0) {
  const int count = static_cast<int>(boxMm / h);
  const Grid grid({count, count, count}, Vec3::Constant(-0.5 * h * count), Vec3::Constant(h));
  const Vec3 axis = direction.normalized();
  HeatContact probe = probeContact(grid, {centreMm - 15.0 * axis, centreMm + 15.0 * axis, 1.0});
  probe.drive = [](double) { return ContactDrive{-140.0}; };
  HeatSolver solver(uniformMedium(grid, benchmarkTissue()), {probe});
  solver.advance(600.0);
  return solver;
}

struct FiniteRow {
  double isotherm, width, length, volume;
};
// Converged by two independent codes, axisymmetric finite volumes at 0.125 mm and finite elements.
constexpr std::array<FiniteRow, 4> kFinite{{{0.0, 31.842, 49.514, 27.70},
                                            {-8.0, 27.829, 45.786, 19.61},
                                            {-20.0, 21.263, 40.351, 10.17},
                                            {-40.0, 14.027, 35.805, 4.050}}};

TEST(FiniteProbe, MeetsTheBenchmarkAtAnyOffsetAndAxis) {
  struct Pose {
    Vec3 centre, axis;
  };
  Departure width("worst_width_mm"), length("worst_length_mm"), volume("worst_share_of_volume");
  for (const Pose& pose : {Pose{Vec3(0.5, 0.5, 0.0), Vec3::UnitZ()},
                           Pose{Vec3(0.2, 0.4, 0.1), Vec3(1, 2, 3)},
                           Pose{Vec3::Zero(), Vec3(0.0, 0.1, 1.0)}}) {
    const HeatSolver solver = finiteProbe(1.0, pose.centre, pose.axis);
    const Image<float> temperatures = solver.temperatures();
    for (const FiniteRow& row : kFinite) {
      const IsothermSize size = measureIsotherm(temperatures, row.isotherm, 37.0, pose.axis);
      EXPECT_NEAR(width.of(size.widthMm, row.width), row.width, 0.45) << row.isotherm;
      EXPECT_NEAR(length.of(size.lengthMm, row.length), row.length, 1.2) << row.isotherm;
      EXPECT_NEAR(volume.of(size.volumeMl / row.volume, 1.0), 1.0, 0.06) << row.isotherm;
    }
    EXPECT_LT(solver.ledger().residual(), 2.0e-3);
    EXPECT_NEAR(solver.contactPowerW(0), 23.375, 1.0);
  }
}

TEST(FiniteProbe, FreezesAsMuchWithVoxelsThickerThanItself) {
  // The preview: a probe of 2 mm in voxels of 2 mm, wherever its axis lies among them.
  for (const Vec3& offset : {Vec3(0.0, 0.0, 0.3), Vec3(1.0, 1.0, 0.0), Vec3(0.5, 1.0, 0.9)}) {
    const Image<float> temperatures = finiteProbe(2.0, offset, Vec3::UnitZ()).temperatures();
    for (const FiniteRow& row : kFinite) {
      const IsothermSize size = measureIsotherm(temperatures, row.isotherm, 37.0, Vec3::UnitZ());
      EXPECT_NEAR(size.widthMm, row.width, 1.5) << row.isotherm;
      EXPECT_NEAR(size.lengthMm, row.length, 1.8) << row.isotherm;
    }
  }
}

TEST(FiniteProbe, NestsItsIsothermsAndKeepsItsEnergy) {
  const HeatSolver solver = finiteProbe(2.0, Vec3(0.3, 0.7, 0.1), Vec3(1, 0, 2));
  const Image<float> temperatures = solver.temperatures();
  double last = 1.0e9;
  for (const double isotherm : {10.0, 0.0, -8.0, -20.0, -40.0, -80.0}) {
    const double volume = measureIsotherm(temperatures, isotherm, 37.0, Vec3(1, 0, 2)).volumeMl;
    EXPECT_LT(volume, last);
    last = volume;
  }
  EXPECT_LT(Departure("energy_residual").of(solver.ledger().residual(), 0.0), 2.0e-3);
}

TEST(FiniteProbe, NestsItsIsothermsAtAllTimesOfThreeProbesThatFreezeTwice) {
  const Grid grid({44, 44, 44}, Vec3::Constant(-43.0), Vec3::Constant(2.0));
  std::vector<HeatContact> probes;
  for (const double x : {-8.0, 1.0, 9.0}) {
    probes.push_back(probeContact(grid, {Vec3(x, 0, -12), Vec3(x, 2, 12), 0.75}));
    probes.back().drive = [](double t) {
      const bool freezes = t < 300.0 - 1e-9 || t > 450.0 - 1e-9;
      return freezes ? std::optional(ContactDrive{-150.0, 15.0}) : std::nullopt;
    };
  }
  HeatOptions options;
  options.eventsS = {0.0, 300.0, 450.0};
  HeatSolver solver(uniformMedium(grid, findMaterial("muscle")), std::move(probes), options);
  for (double t = 20.0; t <= 760.0; t += 40.0) {
    solver.advance(t);
    const Image<float> temperatures = solver.temperatures();
    double last = 1.0e9;
    for (const double isotherm : {30.0, 10.0, 0.0, -8.0, -20.0, -40.0}) {
      const double volume = measureIsotherm(temperatures, isotherm, 37.0, Vec3::UnitZ()).volumeMl;
      EXPECT_TRUE(volume < last || (volume == 0.0 && last == 0.0)) << t << " s, " << isotherm;
      last = volume;
    }
  }
}

/// Half the benchmark's sizes on an eighth of space, whose faces through the probe's middle are
/// mirrors: radius, half length and volume of an isotherm.
struct EighthSize {
  double radiusMm = 0.0, halfLengthMm = 0.0;
};

HeatSolver eighthOfFiniteProbe(double h, double alongMm) {
  const Grid grid(
      {static_cast<int>(46.0 / h), static_cast<int>(46.0 / h), static_cast<int>(54.0 / h)},
      Vec3::Constant(0.5 * h),
      Vec3::Constant(h));
  const Vec3 half(0.0, 0.0, alongMm);
  HeatContact probe = probeContact(grid, {-half, half, 1.0});
  probe.drive = [](double) { return ContactDrive{-140.0}; };
  HeatSolver solver(uniformMedium(grid, benchmarkTissue()), {probe});
  solver.advance(600.0);
  return solver;
}

EighthSize eighthSize(const Image<float>& temperatures, double isothermC) {
  EighthSize size;
  for (const Vec3& point : isothermPoints(temperatures, isothermC)) {
    size.radiusMm = std::max(size.radiusMm, std::hypot(point.x(), point.y()));
    size.halfLengthMm = std::max(size.halfLengthMm, point.z());
  }
  return size;
}

TEST(FiniteProbe, MeetsTheBenchmarkMoreCloselyInVoxelsOfHalfAMillimetre) {
  // C5 at 0.5 mm: 0.35 mm of width and 0.5 mm of length.
  Departure width("worst_width_mm"), length("worst_length_mm");
  const HeatSolver solver = eighthOfFiniteProbe(0.5, 15.0);
  const Image<float> temperatures = solver.temperatures();
  for (const FiniteRow& row : kFinite) {
    const EighthSize size = eighthSize(temperatures, row.isotherm);
    EXPECT_NEAR(width.of(2.0 * size.radiusMm, row.width), row.width, 0.35) << row.isotherm;
    EXPECT_NEAR(length.of(2.0 * size.halfLengthMm, row.length), row.length, 0.5) << row.isotherm;
  }
  EXPECT_NEAR(8.0 * solver.contactPowerW(0), 23.375, 0.5);
}

/// Length, width and volume of each of four isotherms around a probe placed and turned.
std::vector<std::array<double, 3>> sizesOf(double h,
                                           const Vec3& centreMm,
                                           const Vec3& axis,
                                           double boxMm = 88.0) {
  const Image<float> temperatures = finiteProbe(h, centreMm, axis, boxMm).temperatures();
  std::vector<std::array<double, 3>> sizes;
  for (const FiniteRow& row : kFinite) {
    const IsothermSize size = measureIsotherm(temperatures, row.isotherm, 37.0, axis);
    sizes.push_back({size.lengthMm, size.widthMm, size.volumeMl});
  }
  return sizes;
}

double largestDifference(const std::vector<std::array<double, 3>>& a,
                         const std::vector<std::array<double, 3>>& b,
                         std::size_t from,
                         std::size_t to) {
  double largest = 0.0;
  for (std::size_t n = 0; n < a.size(); ++n)
    for (std::size_t s = from; s < to; ++s)
      largest = std::max(largest, std::abs(a[n][s] - b[n][s]));
  return largest;
}

TEST(FiniteProbe, FreezesTheSameWhenThePlanIsTurnedOrShiftedByWholeVoxels) {
  // C8: by a quarter turn or whole voxels no isotherm moves by 0.001 mm.
  const auto upright = sizesOf(2.0, Vec3(0.3, 0.7, 0.1), Vec3::UnitZ(), 140.0);
  const auto shifted =
      sizesOf(2.0, Vec3(0.3, 0.7, 0.1) + Vec3(4.0, -2.0, 6.0), Vec3::UnitZ(), 140.0);
  const auto aboutX = sizesOf(2.0, Vec3(0.3, -0.1, 0.7), Vec3::UnitY(), 140.0);
  const auto aboutY = sizesOf(2.0, Vec3(0.1, 0.7, -0.3), Vec3::UnitX(), 140.0);
  const auto reversed = sizesOf(2.0, Vec3(0.3, 0.7, -0.1), -Vec3::UnitZ(), 140.0);
  for (const auto* other : {&shifted, &aboutX, &aboutY, &reversed})
    EXPECT_LT(largestDifference(upright, *other, 0, 2), 1.0e-3);
}

TEST(FiniteProbe, FreezesNearlyTheSameAtAnyAngle) {
  // C8: in voxels of 1 mm any rotation moves the width by at most 0.5 mm, half of it on each side.
  Departure width("worst_width_mm");
  const auto upright = sizesOf(1.0, Vec3(0.5, 0.5, 0.0), Vec3::UnitZ());
  for (const Vec3& axis : {Vec3(1, 2, 3), Vec3(1, 1, 0)}) {
    const auto turned = sizesOf(1.0, Vec3(0.5, 0.5, 0.0), axis);
    EXPECT_LT(width.of(largestDifference(upright, turned, 1, 2), 0.0), 0.5);
  }
}

TEST(FiniteProbe, FreezesBehindItsWorkingPartAlongAShaftThatConducts) {
  Device device = findDevice("cryoprobe-1.5-25");
  // Where the axis passes 0 C in front of the tip and behind the working part, mm from the tip.
  const auto endsOf = [&](std::optional<double> wallMm) {
    device.cryo->shaftWallMm = wallMm;
    const Grid grid({64, 64, 88}, Vec3(-31.7, -31.6, -32.0), Vec3::Ones());
    Treatment treatment(uniformMedium(grid, benchmarkTissue()),
                        {{device,
                          Vec3::Zero(),
                          Vec3::UnitZ(),
                          {"", 0.0, {{ProtocolStep::Kind::Freeze, 300.0}}},
                          "N1"}});
    treatment.advance(300.0);
    EXPECT_LT(treatment.solver().ledger().residual(), 2.0e-3);
    const Image<float> temperatures = treatment.solver().temperatures();
    std::array<double, 2> ends{0.0, 0.0};
    for (double z = 0.0; z > -20.0 && sampleAt(temperatures, Vec3(0, 0, z)) < 0.0; z -= 0.05)
      ends[0] = z;
    for (double z = 29.0; z < 50.0 && sampleAt(temperatures, Vec3(0, 0, z)) < 0.0; z += 0.05)
      ends[1] = z;
    return std::pair(ends, treatment.probePowerW(0));
  };
  // Bare, the flat end of the working part freezes tissue itself; a thin tube does so less, a thick
  // one more.
  const auto [bare, bareW] = endsOf(std::nullopt);
  const auto [thin, thinW] = endsOf(0.05);
  const auto [thick, thickW] = endsOf(0.6);
  for (const std::array<double, 2>& steel : {thin, thick}) {
    EXPECT_NEAR(steel[0], bare[0], 0.1);
    EXPECT_NEAR(steel[1], bare[1], 2.5);
  }
  EXPECT_GT(thick[1], thin[1] + 1.0);
  EXPECT_GT(thickW, thinW);
  EXPECT_NEAR(thickW, bareW, 0.1 * bareW);
  Departure("behind_mm_thin").of(thin[1], bare[1]);
  Departure("behind_mm_thick").of(thick[1], bare[1]);
  device.cryo->shaftWallMm = 0.9;
  EXPECT_THROW(deviceFromJson(deviceToJson(device), "thick.json"), Error);
}

}  // namespace
}  // namespace trocar::ablation
