#include "closed_forms.h"
#include "departure.h"
#include "planning/ablation/current/probe_contact.h"
#include "planning/ablation/heat/heat_solver.h"
#include "planning/ablation/zones/isotherm.h"
#include "reference_tissue.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace trocar::ablation {
namespace {

/// Mushy freezing stores (C_f + C_u)/2 of sensible heat over its range beside the latent heat.
HeatOptions fineSteps() {
  HeatOptions options;
  options.maximumStepS = 2.0;
  options.stepShare = 0.05;
  return options;
}

/// Where a falling or rising list of temperatures at `h` apart, the first at h/2, crosses a value;
/// mm.
double crossingMm(const std::vector<double>& temperatures, double value, double h) {
  for (std::size_t n = 1; n < temperatures.size(); ++n)
    if (temperatures[n - 1] < value && temperatures[n] >= value)
      return h * (static_cast<double>(n) - 0.5 +
                  (value - temperatures[n - 1]) / (temperatures[n] - temperatures[n - 1]));
  return 0.0;
}

/// A bar of 200 mm whose end is held at -100 C, after 600 s.
std::vector<double> frozenBar(double h, double solidusC, const HeatOptions& options = fineSteps()) {
  const int count = static_cast<int>(200.0 / h);
  const Grid grid({count, 1, 1}, Vec3::Constant(0.5 * h), Vec3::Constant(h));
  HeatContact wall;
  wall.cells = {{0, 2.0}};
  wall.drive = [](double) { return ContactDrive{-100.0}; };
  HeatSolver solver(uniformMedium(grid, referenceTissue(solidusC)), {wall}, options);
  solver.advance(600.0);
  std::vector<double> temperatures;
  for (std::size_t v = 0; v < grid.voxelCount(); ++v)
    temperatures.push_back(solver.temperatureC(v));
  return temperatures;
}

struct BarRow {
  double h, at20, at40, solidus, liquidus;
};

TEST(PlanarFreezing, ReproducesTheTabulatedConstantsOfNeumann) {
  const closed::PlanarSharp exact;
  EXPECT_NEAR(exact.lambda, 0.432935908, 1e-8);
  EXPECT_NEAR(exact.frontM(600.0) * 1e3, 22.356714, 1e-5);
  EXPECT_NEAR(exact.temperature(0.010, 600.0), -53.51750, 1e-4);
  EXPECT_NEAR(exact.temperature(0.030, 600.0), 27.81609, 1e-4);
}

TEST(PlanarFreezing, FollowsNeumannWithASharpFront) {
  // Bounds: 1.5 times the position errors of a plain finite-volume enthalpy code at this spacing.
  for (const BarRow& row :
       {BarRow{1.0, 0.09, 0.08, 0.10, 0.0}, BarRow{0.5, 0.03, 0.02, 0.12, 0.0}}) {
    const std::vector<double> bar = frozenBar(row.h, -1.5);
    const std::string at = std::to_string(row.h).substr(0, 3) + "_mm";
    Departure ice("worst_mm_in_ice_at_" + at), front("worst_mm_of_front_at_" + at);
    const auto crossing = [&](double value) { return crossingMm(bar, value, row.h); };
    EXPECT_NEAR(ice.of(crossing(-20.0), 17.66338), 17.66338, 1.5 * row.at20) << row.h;
    EXPECT_NEAR(ice.of(crossing(-40.0), 13.01919), 13.01919, 1.5 * row.at40) << row.h;
    EXPECT_NEAR(front.of(crossing(-1.25), 22.356714), 22.356714, 1.5 * row.solidus) << row.h;
  }
}

TEST(PlanarFreezing, FollowsBothInTheStepsOfTheProgram) {
  const std::vector<double> sharp = frozenBar(1.0, -1.5, {}), mushy = frozenBar(1.0, -8.0, {});
  Departure worst("worst_mm");
  const auto expect = [&](const std::vector<double>& bar, double celsius, double exact) {
    EXPECT_NEAR(worst.of(crossingMm(bar, celsius, 1.0), exact), exact, 0.3) << celsius;
  };
  expect(sharp, -20.0, 17.66338);
  expect(sharp, -40.0, 13.01919);
  expect(sharp, -1.25, 22.356714);
  expect(mushy, -20.0, 17.78864);
  expect(mushy, -40.0, 13.10821);
  expect(mushy, -8.0, 20.738807);
}

/// A freeze in the steps of the program, around a probe between the voxels.
HeatSolver frozenAround(const ThermalMaterial& medium, double seconds) {
  constexpr double kSpacingMm = 1.5;
  const Grid grid({41, 41, 41}, Vec3::Constant(-20.0 * kSpacingMm), Vec3::Constant(kSpacingMm));
  HeatContact probe = probeContact(grid, {Vec3(0.2, 0.3, -9.9), Vec3(0.2, 0.3, 10.1), 0.75});
  probe.drive = [](double) { return ContactDrive{-150.0, 15.0}; };
  HeatOptions options;
  options.keepExtremes = true;
  HeatSolver solver(uniformMedium(grid, medium), {probe}, options);
  solver.advance(seconds);
  return solver;
}

TEST(LongSteps, LeaveNoVoxelColderThanItsSurroundings) {
  for (const char* medium : {"gel", "csf", "d5w", "muscle"}) {
    const HeatSolver solver = frozenAround(findMaterial(medium), 400.0);
    const Image<float> end = solver.temperatures(), coldest = solver.coldest();
    const Grid& grid = end.grid();
    float deepest = 0.0F, colder = 0.0F;
    for (std::size_t voxel = 0; voxel < grid.voxelCount(); ++voxel) {
      const VoxelIndex v = grid.voxelAt(voxel);
      const float here = end.voxels()[voxel];
      colder = std::max(colder, here - coldest.voxels()[voxel]);
      float around = here < 36.0F ? 1.0e3F : here;
      for (const VoxelIndex& n : {VoxelIndex{v.i - 1, v.j, v.k},
                                  VoxelIndex{v.i + 1, v.j, v.k},
                                  VoxelIndex{v.i, v.j - 1, v.k},
                                  VoxelIndex{v.i, v.j + 1, v.k},
                                  VoxelIndex{v.i, v.j, v.k - 1},
                                  VoxelIndex{v.i, v.j, v.k + 1}})
        if (grid.contains(n))
          around = std::min(around, end.at(n));
      deepest = std::max(deepest, around - here);
    }
    EXPECT_LT(deepest, 0.5F) << medium;
    EXPECT_LT(colder, 2.5F) << medium;  // 12 K without what returnOvershoot gives back.
    EXPECT_LT(std::abs(solver.ledger().residual()), 2.0e-3) << medium;
  }
}

TEST(PlanarFreezing, FollowsTheMushyZone) {
  for (const BarRow& row : {BarRow{2.0, 0.05, 0.03, 0.38, 0.31},
                            BarRow{1.0, 0.02, 0.02, 0.26, 0.19},
                            BarRow{0.5, 0.01, 0.011, 0.07, 0.10}}) {
    const std::vector<double> bar = frozenBar(row.h, -8.0);
    const std::string at = std::to_string(row.h).substr(0, 3) + "_mm";
    Departure ice("worst_mm_in_ice_at_" + at), front("worst_mm_of_fronts_at_" + at);
    const auto crossing = [&](double value) { return crossingMm(bar, value, row.h); };
    EXPECT_NEAR(ice.of(crossing(-20.0), 17.78864), 17.78864, 1.5 * row.at20) << row.h;
    EXPECT_NEAR(ice.of(crossing(-40.0), 13.10821), 13.10821, 1.5 * row.at40) << row.h;
    EXPECT_NEAR(front.of(crossing(-8.0), 20.738807), 20.738807, 1.5 * row.solidus) << row.h;
    EXPECT_NEAR(front.of(crossing(-1.0), 22.414916), 22.414916, 1.5 * row.liquidus) << row.h;
  }
}

/// A quarter of the plane around a probe of 1 mm radius at a corner, driven by an exact solution.
class QuarterPlane {
 public:
  QuarterPlane(double h,
               double sizeMm,
               const ThermalMaterial& material,
               std::function<double(double)> probeC)
      : h_(h) {
    const int count = static_cast<int>(sizeMm / h);
    const Grid grid({count, count, 1}, Vec3(0.5 * h, 0.5 * h, 0.0), Vec3::Constant(h));
    HeatContact probe = probeContact(grid, {Vec3(0, 0, -1000), Vec3(0, 0, 1000), 1.0});
    probe.drive = [probeC = std::move(probeC)](double t) { return ContactDrive{probeC(t)}; };
    HeatOptions options = fineSteps();
    options.shutdownC = -1.0e3;
    solver_ =
        std::make_unique<HeatSolver>(uniformMedium(grid, material), std::vector{probe}, options);
  }

  HeatSolver& solver() { return *solver_; }
  /// Radius where the temperature along the diagonal crosses a value, mm.
  double radiusMm(double value) const {
    std::vector<double> diagonal;
    for (int i = 0; i < solver_->medium().grid.size()[0]; ++i)
      diagonal.push_back(solver_->temperatureC(solver_->medium().grid.offset({i, i, 0})));
    return crossingMm(diagonal, value, h_) * std::sqrt(2.0);
  }

 private:
  double h_;
  std::unique_ptr<HeatSolver> solver_;
};

TEST(CylindricalFreezing, ReproducesTheTabulatedTemperatures) {
  const closed::LineMushy exact{600.0, 2.627372676e-4, 2.990649180e-4};
  const std::array<std::array<double, 2>, 5> table{
      {{0.002, -95.4728}, {0.005, -51.9106}, {0.010, -19.4789}, {0.015, 1.2215}, {0.020, 22.5439}}};
  for (const auto& [r, t] : table)
    EXPECT_NEAR(exact.temperature(r, 600.0), t, 1e-3);
  EXPECT_NEAR(exact.temperature(0.001, 1.0), 31.0944, 1e-3);
  EXPECT_NEAR(exact.temperature(0.001, 60.0), -73.6516, 1e-3);
  EXPECT_NEAR(closed::LineSharp(600.0).lambda, 0.275704645, 1e-8);
  EXPECT_NEAR(closed::LineSharp(600.0).temperature(0.010, 600.0), -16.9741, 1e-3);
}

/// Errors of the radii of the -20 and -40 C isotherms and of both fronts, mm: after 600 s, and the
/// root of their mean square over every quarter of a minute from 300 s on, as the fronts pass the
/// voxels.
struct MushyErrors {
  std::array<double, 4> atEnd{}, meanSquareRoot{};
};

MushyErrors mushyErrors(double h) {
  const closed::LineMushy exact{600.0, 2.627372676e-4, 2.990649180e-4};
  QuarterPlane plane(h, 60.0, referenceTissue(), [&](double t) {
    return t <= 0.0 ? 37.0 : exact.temperature(0.001, t);
  });
  const std::array<double, 4> values{-20.0, -40.0, -8.0, -1.0};
  MushyErrors errors;
  int times = 0;
  for (double t = 300.0; t <= 600.0; t += 15.0, ++times) {
    plane.solver().advance(t);
    for (std::size_t n = 0; n < 4; ++n) {
      const auto above = [&](double r) { return exact.temperature(r, t) - values[n]; };
      errors.atEnd[n] = plane.radiusMm(values[n]) - 1e3 * closed::root(above, 0.001, 0.05);
      errors.meanSquareRoot[n] += errors.atEnd[n] * errors.atEnd[n];
    }
  }
  for (double& sum : errors.meanSquareRoot)
    sum = std::sqrt(sum / times);
  return errors;
}

TEST(CylindricalFreezing, ConvergesOnTheMushyZone) {
  // Bounds: 1.5 times the position errors of a plain finite-volume enthalpy code at this spacing.
  const MushyErrors coarse = mushyErrors(1.0), middle = mushyErrors(0.5), fine = mushyErrors(0.25);
  const std::array<double, 4> atOne{0.21, 0.19, 0.41, 0.41}, atHalf{0.04, 0.05, 0.13, 0.16},
      atQuarter{0.012, 0.015, 0.04, 0.06};
  for (std::size_t n = 0; n < 4; ++n) {
    EXPECT_LT(std::abs(coarse.atEnd[n]), 1.5 * atOne[n]) << n;
    EXPECT_LT(std::abs(middle.atEnd[n]), 1.5 * atHalf[n]) << n;
    EXPECT_LT(std::abs(fine.atEnd[n]), 1.5 * atQuarter[n]) << n;
    const auto order = [n](const MushyErrors& a, const MushyErrors& b) {
      return std::log2(a.meanSquareRoot[n] / b.meanSquareRoot[n]);
    };
    RecordProperty("order" + std::to_string(n), std::to_string(0.5 * order(coarse, fine)));
    if (n < 2)
      EXPECT_GT(0.5 * order(coarse, fine), 1.5) << n;
    else
      EXPECT_GT(0.5 * order(coarse, fine), 0.8) << n;
  }
}

TEST(CylindricalFreezing, FollowsASharpFront) {
  EXPECT_NEAR(closed::LineSharp(300.0).lambda, 0.178323323, 1e-8);
  EXPECT_NEAR(closed::LineSharp(900.0).lambda, 0.344137312, 1e-8);
  const closed::LineSharp exact(600.0);
  QuarterPlane plane(0.5, 50.0, referenceTissue(-1.5), [&](double t) {
    return t <= 0.0 ? 37.0 : exact.temperature(0.001, t);
  });
  plane.solver().advance(600.0);
  EXPECT_NEAR(Departure("front_mm").of(plane.radiusMm(-1.25), 14.23733), 14.23733, 0.2);
  const double r10 =
      1e3 * closed::root([&](double r) { return exact.temperature(r, 600.0) + 20.0; }, 0.001, 0.05);
  EXPECT_NEAR(Departure("in_ice_mm").of(plane.radiusMm(-20.0), r10), r10, 0.1);
}

/// Radii, mm, along the diagonal of a steady state in tissue perfused with 2000 W/m3K that no
/// longer perfuses when frozen; the body at the corner is held at -140 C.
std::array<double, 3> steadyRadii(const Grid& grid, HeatContact body, double durationS) {
  ThermalMaterial material = referenceTissue(-1.2);
  material.latentHeatJ = 1.0e6;  // A steady state does not depend on it.
  material.perfusionW = 2000.0;
  body.drive = [](double) { return ContactDrive{-140.0}; };
  HeatOptions options;
  options.maximumStepS = 20.0;
  options.shutdownC = -1.0e3;
  HeatSolver solver(uniformMedium(grid, material), {std::move(body)}, options);
  solver.advance(durationS);
  const double h = grid.spacingMm().x();
  const bool flat = grid.size()[2] == 1;
  std::vector<double> diagonal;
  for (int i = 0; i < grid.size()[0]; ++i)
    diagonal.push_back(solver.temperatureC(grid.offset({i, i, flat ? 0 : i})));
  std::array<double, 3> radii{};
  const std::array<double, 3> values{-1.0, -20.0, -40.0};
  for (std::size_t n = 0; n < 3; ++n)
    radii[n] = crossingMm(diagonal, values[n], h) * std::sqrt(flat ? 2.0 : 3.0);
  return radii;
}

TEST(SteadyFreezing, ApproachesTheBalanceOfBloodAndProbeWithTheVoxelSize) {
  // A front without width lies between two voxels: the error is of first order.
  const std::array<double, 3> exact{48.176, 27.272, 14.983};
  const ProbeShape shape{Vec3(0, 0, -1000), Vec3(0, 0, 1000), 0.75};
  const Grid coarse({112, 112, 1}, Vec3(0.5, 0.5, 0.0), Vec3::Ones());
  const Grid fine({224, 224, 1}, Vec3(0.25, 0.25, 0.0), Vec3::Constant(0.5));
  const auto atOne = steadyRadii(coarse, probeContact(coarse, shape), 15000.0);
  const auto atHalf = steadyRadii(fine, probeContact(fine, shape), 15000.0);
  Departure share("worst_share_at_1_mm");
  for (std::size_t n = 0; n < 3; ++n) {
    EXPECT_LT(std::abs(share.of(atOne[n] / exact[n], 1.0) - 1.0), 0.04) << n;
    EXPECT_LT(std::abs(atHalf[n] - exact[n]), 0.7 * std::abs(atOne[n] - exact[n])) << n;
  }
}

TEST(SteadyFreezing, BalancesBloodAgainstABall) {
  const Grid grid({64, 64, 64}, Vec3::Constant(0.75), Vec3::Constant(1.5));
  const auto radii =
      steadyRadii(grid, bodyContact(grid, [](const Vec3& p) { return p.norm() - 5.0; }), 5000.0);
  EXPECT_NEAR(Departure("share").of(radii[0] / 30.161, 1.0), 1.0, 0.06);
}

/// Volumes in ml within 0, -20 and -40 C, and the temperature midway, of parallel probes of the
/// reference tissue after 600 s.
struct Together {
  std::array<double, 3> volume;
  double centreC;
};
/// All of space from the eighth beyond its middle, whose faces there are mirrors.
Image<float> wholeOf(const Image<float>& eighth) {
  const auto [nx, ny, nz] = eighth.grid().size();
  const Vec3 spacingMm = eighth.grid().spacingMm();
  const Grid grid({2 * nx, 2 * ny, 2 * nz},
                  spacingMm.cwiseProduct(Vec3(0.5 - nx, 0.5 - ny, 0.5 - nz)),
                  spacingMm);
  const auto beyond = [](int i, int n) { return i < n ? n - 1 - i : i - n; };
  std::vector<float> voxels(grid.voxelCount());
  for (std::size_t n = 0; n < voxels.size(); ++n) {
    const VoxelIndex at = grid.voxelAt(n);
    voxels[n] = eighth.at({beyond(at.i, nx), beyond(at.j, ny), beyond(at.k, nz)});
  }
  return Image<float>(grid, std::move(voxels));
}

/// Of the probes, those that reach into the eighth of space beyond the middle.
Together together(const std::vector<Vec3>& places) {
  const Grid grid({48, 48, 44}, Vec3::Constant(0.5), Vec3::Ones());
  std::vector<HeatContact> probes;
  for (const Vec3& place : places) {
    if (place.minCoeff() < 0.0)
      continue;
    const Vec3 half(0.0, 0.0, 15.0);
    probes.push_back(probeContact(grid, {place - half, place + half, 1.0}));
    probes.back().drive = [](double) { return ContactDrive{-140.0}; };
  }
  HeatSolver solver(uniformMedium(grid, referenceTissue()), std::move(probes));
  solver.advance(600.0);
  const Image<float> temperatures = wholeOf(solver.temperatures());
  Together result{{}, solver.temperatureC(grid.offset({0, 0, 0}))};
  const std::array<double, 3> isotherms{0.0, -20.0, -40.0};
  for (std::size_t n = 0; n < 3; ++n)
    result.volume[n] = measureIsotherm(temperatures, isotherms[n], 37.0, Vec3::UnitZ()).volumeMl;
  return result;
}

TEST(SeveralProbes, FreezeTogetherMoreThanEachAlone) {
  // Converged volumes and midway temperatures at 0.5 mm; at 1 mm up to 5, 7 and 9 % less, and up to
  // 6, 9 and 14 % where the bridge between two probes is about to break.
  struct Row {
    std::vector<Vec3> places;
    double centreC;
    std::array<double, 3> volume, share;
  };
  const auto pair = [](double apart) {
    return std::vector<Vec3>{Vec3(-0.5 * apart, 0, 0), Vec3(0.5 * apart, 0, 0)};
  };
  const auto square = [](double a) {
    const double d = 0.5 * a;
    return std::vector<Vec3>{Vec3(-d, -d, 0), Vec3(d, -d, 0), Vec3(-d, d, 0), Vec3(d, d, 0)};
  };
  const std::array<double, 3> usual{0.06, 0.06, 0.06};
  Departure centre("worst_K_midway"), volume("worst_share_of_volume");
  for (const Row& row : {Row{{Vec3::Zero()}, -140.0, {27.7, 10.17, 4.05}, usual},
                         Row{pair(15.0), -77.7, {54.6, 25.7, 12.7}, usual},
                         Row{pair(20.0), -57.9, {57.1, 26.7, 12.4}, usual},
                         Row{pair(25.0), -40.2, {58.0, 25.7, 10.0}, {0.06, 0.09, 0.14}},
                         Row{square(20.0), -75.9, {112.1, 65.1, 38.4}, usual},
                         Row{square(25.0), -50.6, {119.0, 66.8, 35.5}, usual}}) {
    const Together found = together(row.places);
    EXPECT_NEAR(centre.of(found.centreC, row.centreC), row.centreC, 2.5) << row.places.size();
    for (std::size_t n = 0; n < 3; ++n)
      EXPECT_NEAR(volume.of(found.volume[n] / row.volume[n], 1.0), 1.0, row.share[n])
          << row.places.size() << " probes, " << row.places.back().x();
  }
}

}  // namespace
}  // namespace trocar::ablation
