#pragma once

#include "planning/access/pedicle_path.h"

#include <algorithm>
#include <cmath>

namespace trocar {

/// A vertebra of closed forms for tests, centred on the origin and upright: a box of a body 44 x 32
/// x 28 mm, whose posterior wall is the plane y = 16, and two pedicles as straight round tubes of
/// radius `pedicleRadiusMm`, their axes parallel to the sagittal plane at x = 14 and x = -14, from
/// y = 40 to y = 10.
struct AnalyticVertebra {
  double pedicleRadiusMm = 5.0;

  static constexpr double kPosteriorMm = 16.0;
  static constexpr double kPedicleMm = 14.0;
  static constexpr double kPedicleBackMm = 40.0;

  double bone(const Vec3& p) const {
    return std::min({box(p), tube(p, kPedicleMm), tube(p, -kPedicleMm)});
  }

  anatomy::VertebraAnatomy anatomy() const {
    anatomy::VertebraAnatomy vertebra;
    vertebra.level = "L3";
    vertebra.structureId = "vertebra_L3";
    anatomy::VertebralBody& body = vertebra.body;
    body.widthMm = 44.0;
    body.depthMm = 32.0;
    body.heightAnteriorMm = body.heightPosteriorMm = 28.0;
    body.superiorEndplate = {{0, 0, 14}, Vec3::UnitZ()};
    body.inferiorEndplate = {{0, 0, -14}, -Vec3::UnitZ()};
    body.anteriorWall = {{0, -16, 0}, -Vec3::UnitY()};
    body.posteriorWall = {{0, kPosteriorMm, 0}, Vec3::UnitY()};
    vertebra.left = pedicle(Side::Left);
    vertebra.right = pedicle(Side::Right);
    return vertebra;
  }

  anatomy::PedicleAnatomy pedicle(Side side) const {
    const double x = side == Side::Left ? kPedicleMm : -kPedicleMm;
    const double medial = side == Side::Left ? -pedicleRadiusMm : pedicleRadiusMm;
    anatomy::PedicleAnatomy pedicle;
    pedicle.centreMm = {x, 22.0, 0.0};
    pedicle.isthmusWidthMm = pedicle.isthmusHeightMm = 2.0 * pedicleRadiusMm;
    for (double depthMm = -5.0; depthMm <= 6.0; depthMm += 1.0) {
      const Vec3 centre(x, 22.0 - depthMm, 0.0);
      pedicle.sections.push_back({depthMm,
                                  centre,
                                  centre + Vec3(medial, 0, 0),
                                  centre - Vec3(medial, 0, 0),
                                  centre + Vec3(0, 0, pedicleRadiusMm),
                                  centre - Vec3(0, 0, pedicleRadiusMm)});
    }
    return pedicle;
  }

  /// A needle straight down the left pedicle, `offset` away from its axis.
  static Trajectory straight(const Vec3& offset) {
    return {Vec3(kPedicleMm, 90.0, 0.0) + offset, Vec3(kPedicleMm, -8.0, 0.0) + offset};
  }

 private:
  static double box(const Vec3& p) {
    const Vec3 past = p.cwiseAbs() - Vec3(22.0, 16.0, 14.0);
    return past.cwiseMax(Vec3::Zero()).norm() + std::min(past.maxCoeff(), 0.0);
  }

  double tube(const Vec3& p, double x) const {
    const double across = std::hypot(p.x() - x, p.z()) - pedicleRadiusMm;
    const double along = std::max(p.y() - kPedicleBackMm, 10.0 - p.y());
    return std::hypot(std::max(across, 0.0), std::max(along, 0.0)) +
           std::min(std::max(across, along), 0.0);
  }
};

}  // namespace trocar
