#include "render/xray/xray.h"

#include "core/error.h"
#include "tests/threads.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace trocar::render {
namespace {

constexpr double kMu = 0.02;

/// 128 voxels a side of 1 mm around the origin, turned by `turn`; `inside` is the fraction of a
/// voxel filled.
XrayVolume volumeOf(const Eigen::Matrix3d& turn,
                    const std::function<double(const Vec3&)>& signedDistanceMm) {
  constexpr int n = 128;
  const Grid grid({n, n, n}, turn * Vec3::Constant(-0.5 * (n - 1)), Vec3::Ones(), turn);
  std::vector<float> voxels(grid.voxelCount());
  for (std::size_t i = 0; i < voxels.size(); ++i) {
    const double distance = signedDistanceMm(grid.voxelToPatient(grid.voxelAt(i)));
    voxels[i] = static_cast<float>(kMu * std::clamp(0.5 - distance, 0.0, 1.0));
  }
  return {grid, std::move(voxels)};
}

fluoro::XrayGeometry viewFrom(double laoDeg, double cranDeg, int sizePx = 256) {
  fluoro::CarmSetup setup;
  setup.angles = {laoDeg, cranDeg};
  setup.sizePx = sizePx;
  return fluoro::carmGeometry(setup);
}

double rayLength(const fluoro::XrayGeometry& geometry,
                 int column,
                 int row,
                 const std::function<double(const Vec3& origin, const Vec3& direction)>& chord) {
  const Vec3 direction = (geometry.pixelCentreMm(column, row) - geometry.sourceMm).normalized();
  return chord(geometry.sourceMm, direction);
}

double sphereChord(const Vec3& origin, const Vec3& direction, double radius) {
  const double b = origin.dot(direction);
  const double root = b * b - origin.squaredNorm() + radius * radius;
  return root > 0.0 ? 2.0 * std::sqrt(root) : 0.0;
}

/// Largest difference to the closed form, as a share of its largest value, where rays do not graze
/// an edge.
double worstShare(const XrayImage& image,
                  const fluoro::XrayGeometry& geometry,
                  const std::function<double(const Vec3&, const Vec3&)>& chord,
                  double leastMm) {
  double worst = 0.0;
  double largest = 0.0;
  for (int r = 0; r < image.height; ++r) {
    for (int c = 0; c < image.width; ++c) {
      const double exact = kMu * rayLength(geometry, c, r, chord);
      largest = std::max(largest, exact);
      if (exact > kMu * leastMm)
        worst = std::max(worst, std::abs(image.at(c, r) - exact));
    }
  }
  return worst / largest;
}

TEST(Xray, ASphereCastsItsChordsFromEveryAngle) {
  constexpr double radius = 40.0;
  const XrayVolume volume =
      volumeOf(Eigen::Matrix3d::Identity(), [](const Vec3& p) { return p.norm() - radius; });
  const auto chord = [](const Vec3& o, const Vec3& d) { return sphereChord(o, d, radius); };
  for (const auto& [lao, cran] :
       {std::pair(0.0, 0.0), {90.0, 0.0}, {-90.0, 0.0}, {30.0, -20.0}, {45.0, 0.0}}) {
    const fluoro::XrayGeometry geometry = viewFrom(lao, cran);
    EXPECT_LT(worstShare(volume.project(geometry), geometry, chord, 40.0), 0.005)
        << lao << ' ' << cran;
  }
}

TEST(Xray, AnObliqueVolumeGivesTheSameIntegrals) {
  constexpr double radius = 40.0;
  const Eigen::Matrix3d turn =
      (Eigen::AngleAxisd(0.35, Vec3::UnitX()) * Eigen::AngleAxisd(-0.5, Vec3::UnitZ()))
          .toRotationMatrix();
  const XrayVolume volume = volumeOf(turn, [](const Vec3& p) { return p.norm() - radius; });
  const fluoro::XrayGeometry geometry = viewFrom(15.0, 10.0);
  const auto chord = [](const Vec3& o, const Vec3& d) { return sphereChord(o, d, radius); };
  EXPECT_LT(worstShare(volume.project(geometry), geometry, chord, 25.0), 0.005);
}

TEST(Xray, ABoxCastsItsDepth) {
  const XrayVolume volume = volumeOf(Eigen::Matrix3d::Identity(), [](const Vec3& p) {
    return (p.cwiseAbs() - Vec3(30.5, 20.5, 40.5)).maxCoeff();
  });
  const fluoro::XrayGeometry geometry = viewFrom(0, 0);
  const XrayImage image = volume.project(geometry);
  for (const auto& [x, z] : {std::pair(0.0, 0.0), {15.0, 20.0}, {-20.0, -30.0}}) {
    const Eigen::Vector2d pixel = geometry.project(Vec3(x, 0, z));
    const int c = static_cast<int>(std::lround(pixel.x()));
    const int r = static_cast<int>(std::lround(pixel.y()));
    const Vec3 direction = (geometry.pixelCentreMm(c, r) - geometry.sourceMm).normalized();
    EXPECT_NEAR(image.at(c, r), kMu * 41.0 / std::abs(direction.y()), 0.005 * kMu * 41.0)
        << x << ' ' << z;
  }
}

TEST(Xray, ATiltedCylinderCastsItsChords) {
  constexpr double radius = 20.0;
  const Vec3 axis = Vec3(0.3, 0.5, 1.0).normalized();
  const XrayVolume volume = volumeOf(Eigen::Matrix3d::Identity(), [&](const Vec3& p) {
    return (p - p.dot(axis) * axis).norm() - radius;
  });
  const auto chord = [&](const Vec3& o, const Vec3& d) {
    const Vec3 flatO = o - o.dot(axis) * axis;
    const Vec3 flatD = d - d.dot(axis) * axis;
    const double a = flatD.squaredNorm();
    const double root =
        std::pow(flatO.dot(flatD) / a, 2) - (flatO.squaredNorm() - radius * radius) / a;
    return root > 0.0 ? 2.0 * std::sqrt(root) : 0.0;
  };
  const fluoro::XrayGeometry geometry = viewFrom(0, 0);
  const XrayImage image = volume.project(geometry);
  double worst = 0.0;
  for (int r = 110; r < 146; ++r)
    for (int c = 120; c < 136; ++c)
      worst = std::max(worst, std::abs(image.at(c, r) - kMu * rayLength(geometry, c, r, chord)));
  EXPECT_LT(worst, 0.005 * kMu * 2.0 * radius);
}

TEST(Xray, ACapsuleAddsItsExactChord) {
  fluoro::XrayGeometry geometry = viewFrom(0, 0);
  XrayImage image{geometry.width, geometry.height, std::vector<float>(256 * 256, 0.0F)};
  const Trajectory shaft{Vec3(-30, 0, 0), Vec3(30, 0, 0)};
  addShaft(image, geometry, {shaft, 1.5}, 1.0);
  const Eigen::Vector2d centre = geometry.project(Vec3::Zero());
  const int c = static_cast<int>(centre.x());
  double total = 0.0;
  for (int r = 0; r < geometry.height; ++r)
    total += image.at(c, r) * geometry.pixelMm / (1050.0 / 650.0);
  EXPECT_NEAR(total,
              std::numbers::pi * 1.5 * 1.5,
              0.05 * std::numbers::pi * 1.5 * 1.5);  // Area of the section.
  EXPECT_EQ(image.at(5, 5), 0.0F);
}

TEST(Xray, ABentShaftHasNoDarkJoints) {
  fluoro::XrayGeometry geometry = viewFrom(0, 0);
  XrayImage image{geometry.width, geometry.height, std::vector<float>(256 * 256, 0.0F)};
  Needle needle;
  needle.trajectory = {Vec3(-60, 0, 0), Vec3(20, 0, 0)};
  needle.bend = Bend{30.0, 60.0, Vec3::UnitZ()};  // In the plane of the picture.
  const Shaft shaft{NeedlePath(needle), 1.5};
  addShaft(image, geometry, shaft, 1.0);
  double most = 0.0;
  for (const float value : image.lineIntegral)
    most = std::max(most, static_cast<double>(value));
  EXPECT_NEAR(most, 3.0, 0.1);  // The diameter; rays slant by at most 6 degrees.
  for (double depthMm = 5.0; depthMm < shaft.axis.lengthMm(); depthMm += 1.0) {
    const Eigen::Vector2d at = geometry.project(shaft.axis.pointAtDepth(depthMm));
    EXPECT_GT(image.at(static_cast<int>(at.x()), static_cast<int>(at.y())), 2.4) << depthMm;
  }
}

TEST(Xray, SameBytesForAnyNumberOfThreads) {
  const XrayVolume volume =
      volumeOf(Eigen::Matrix3d::Identity(), [](const Vec3& p) { return p.norm() - 40.0; });
  const fluoro::XrayGeometry geometry = viewFrom(20, 5);
  const auto image = [&] { return volume.project(geometry); };
  const XrayImage one = withThreads(1, image);
  const XrayImage three = withThreads(3, image);
  EXPECT_EQ(one.lineIntegral, three.lineIntegral);
}

TEST(Xray, ASourceInsideThePatientIsSaid) {
  const XrayVolume volume =
      volumeOf(Eigen::Matrix3d::Identity(), [](const Vec3& p) { return p.norm() - 40.0; });
  fluoro::CarmSetup setup;
  setup.sourceToIsocentreMm = 30.0;
  EXPECT_THROW(volume.project(fluoro::carmGeometry(setup)), Error);
}

TEST(Carm, ThePatientsLeftIsOnThePicturesRightInEveryAnteriorView) {
  for (const PatientPosition position : {PatientPosition::Supine, PatientPosition::Prone}) {
    for (const double lao : {-40.0, 0.0, 40.0}) {
      fluoro::CarmSetup setup;
      setup.position = position;
      setup.angles = {lao, 10};
      EXPECT_GT(fluoro::carmGeometry(setup).project(Vec3(30, 0, 0)).x(),
                fluoro::carmGeometry(setup).project(Vec3(-30, 0, 0)).x());
      EXPECT_LT(fluoro::carmGeometry(setup).project(Vec3(0, 0, 30)).y(),
                fluoro::carmGeometry(setup).project(Vec3(0, 0, -30)).y());
      setup.operatorSide = true;
      EXPECT_LT(fluoro::carmGeometry(setup).project(Vec3(30, 0, 0)).x(),
                fluoro::carmGeometry(setup).project(Vec3(-30, 0, 0)).x());
    }
  }
}

TEST(Carm, ASphereOnTheLeftShowsOnTheRight) {
  const XrayVolume volume = volumeOf(Eigen::Matrix3d::Identity(), [](const Vec3& p) {
    return (p - Vec3(30, 0, 20)).norm() - 10.0;
  });
  const XrayImage image = volume.project(viewFrom(0, 0));
  const auto brightest = std::max_element(image.lineIntegral.begin(), image.lineIntegral.end());
  const auto at = static_cast<int>(brightest - image.lineIntegral.begin());
  EXPECT_GT(at % image.width, image.width / 2);
  EXPECT_LT(at / image.width, image.height / 2);
}

/// Centre of what the picture shows.
Eigen::Vector2d centreOfShadow(const XrayImage& image) {
  Eigen::Vector2d sum = Eigen::Vector2d::Zero();
  double weight = 0.0;
  for (int r = 0; r < image.height; ++r) {
    for (int c = 0; c < image.width; ++c) {
      sum += image.at(c, r) * Eigen::Vector2d(c, r);
      weight += image.at(c, r);
    }
  }
  return sum / weight;
}

TEST(Carm, ABeadIsSeenWhereThePinholePutsIt) {
  const Vec3 beadMm(22.0, -17.0, 31.0);
  const XrayVolume volume = volumeOf(Eigen::Matrix3d::Identity(),
                                     [&](const Vec3& p) { return (p - beadMm).norm() - 4.0; });
  for (const bool mirrored : {false, true}) {
    for (const auto& [lao, cran] :
         {std::pair(0.0, 0.0), {90.0, 0.0}, {30.0, 12.0}, {-33.0, -20.0}, {-45.0, 30.0}}) {
      fluoro::CarmSetup setup;
      setup.angles = {lao, cran};
      setup.sizePx = 384;
      setup.magnification = 1.4;
      setup.operatorSide = mirrored;
      setup.upsideDown = mirrored;
      const fluoro::XrayGeometry geometry = fluoro::carmGeometry(setup);
      EXPECT_LT((centreOfShadow(volume.project(geometry)) - geometry.project(beadMm)).norm(), 0.5)
          << lao << ' ' << cran;
    }
  }
}

TEST(Xray, GrainScattersAsQuantaDo) {
  constexpr float kBehind25CmOfWater = 5.15F;
  const fluoro::XrayGeometry geometry = viewFrom(0, 0, 256);
  XrayImage image{256, 256, std::vector<float>(256 * 256, kBehind25CmOfWater)};
  addGrain(image, geometry, 1);
  double sum = 0.0, squares = 0.0;
  for (const float value : image.lineIntegral) {
    sum += value - kBehind25CmOfWater;
    squares += std::pow(value - kBehind25CmOfWater, 2.0);
  }
  const double pixelMm = 300.0 / 256.0;
  const double quanta = 90000.0 * std::pow(pixelMm / 0.78, 2.0) * std::exp(-kBehind25CmOfWater);
  const double count = 256.0 * 256.0;
  EXPECT_NEAR(std::sqrt(squares / count), 1.0 / std::sqrt(quanta), 0.02 / std::sqrt(quanta));
  EXPECT_NEAR(sum / count, 0.0, 4.0 / std::sqrt(quanta * count)) << "it does not darken";
  XrayImage again{256, 256, std::vector<float>(256 * 256, kBehind25CmOfWater)};
  XrayImage other = again;
  addGrain(again, geometry, 1);
  addGrain(other, geometry, 2);
  EXPECT_EQ(again.lineIntegral, image.lineIntegral);
  EXPECT_NE(other.lineIntegral, image.lineIntegral);
}

TEST(Xray, HalfTheVoxelsShowTheSameThing) {
  const Grid grid({64, 64, 64}, Vec3::Constant(-31.5), Vec3::Ones());
  std::vector<std::int16_t> hu(grid.voxelCount());
  for (std::size_t i = 0; i < hu.size(); ++i)
    hu[i] = grid.voxelToPatient(grid.voxelAt(i)).norm() < 24.0 ? 400 : -1000;
  const Volume ct(grid, std::move(hu));
  const fluoro::XrayGeometry geometry = viewFrom(25, 10, 128);
  const XrayImage fine = XrayVolume(ct).project(geometry);
  const XrayImage coarse = XrayVolume(halved(ct)).project(geometry);
  EXPECT_NEAR(coarse.at(64, 64), fine.at(64, 64), 0.04 * fine.at(64, 64));
  EXPECT_LT((centreOfShadow(coarse) - centreOfShadow(fine)).norm(), 0.5);
}

TEST(Carm, LaoTurnsTheDetectorToThePatientsLeftAndCranialTiltsItUp) {
  EXPECT_GT(viewFrom(30, 0).detectorCentreMm.x(), 0.0);
  EXPECT_LT(viewFrom(-30, 0).detectorCentreMm.x(), 0.0);
  EXPECT_GT(viewFrom(0, 20).detectorCentreMm.z(), 0.0);
  EXPECT_LT(viewFrom(0, 0).detectorCentreMm.y(), 0.0);
}

TEST(Carm, ProneTheSameReadingTurnsTheBeamTheOtherWayCranially) {
  fluoro::CarmSetup setup;
  setup.angles = {20, 10};
  const auto beam = [](const fluoro::XrayGeometry& g) {
    return Vec3((g.sourceMm - g.detectorCentreMm).normalized());
  };
  const Vec3 supine = beam(fluoro::carmGeometry(setup));
  setup.position = PatientPosition::Prone;
  const Vec3 prone =
      -beam(fluoro::carmGeometry(setup));  // The source stands in front of a prone patient.
  EXPECT_TRUE(prone.isApprox(Vec3(supine.x(), supine.y(), -supine.z()), 1e-12));
}

TEST(Carm, TheIsocentreIsInTheMiddleAndMagnifiedBySourceDistances) {
  const fluoro::XrayGeometry geometry = viewFrom(25, -15);
  const Eigen::Vector2d centre = geometry.project(Vec3::Zero());
  EXPECT_NEAR(centre.x(), 127.5, 1e-9);
  EXPECT_NEAR(centre.y(), 127.5, 1e-9);
  const double pixels = (geometry.project(10.0 * geometry.right) - centre).norm();
  EXPECT_NEAR(pixels * geometry.pixelMm, 10.0 * 1050.0 / 650.0, 1e-9);
}

}  // namespace
}  // namespace trocar::render
