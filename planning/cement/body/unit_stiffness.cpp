#include "planning/cement/body/elastic_body.h"

#include <Eigen/Dense>

#include <cmath>

namespace trocar::cement {
namespace {

using Elasticity = Eigen::Matrix<double, 6, 6>;
using StrainOf = Eigen::Matrix<double, 6, 24>;

/// Isotropic, of unit modulus; strains in the order xx yy zz xy yz zx, shear as engineering strain.
Elasticity elasticity(double nu) {
  Elasticity law = Elasticity::Zero();
  const double factor = 1.0 / ((1.0 + nu) * (1.0 - 2.0 * nu));
  law.topLeftCorner<3, 3>().setConstant(nu * factor);
  for (int a = 0; a < 3; ++a) {
    law(a, a) = (1.0 - nu) * factor;
    law(a + 3, a + 3) = 0.5 / (1.0 + nu);
  }
  return law;
}

/// Of the corner with sign s at the point p in the unit cube: trilinear, and its gradient.
Eigen::Vector3d shapeGradient(unsigned corner, const Eigen::Vector3d& p) {
  Eigen::Vector3d value;
  Eigen::Vector3d slope;
  for (unsigned a = 0; a < 3; ++a) {
    const bool high = ((corner >> a) & 1U) != 0;
    value[a] = high ? p[a] : 1.0 - p[a];
    slope[a] = high ? 1.0 : -1.0;
  }
  return {slope[0] * value[1] * value[2],
          value[0] * slope[1] * value[2],
          value[0] * value[1] * slope[2]};
}

StrainOf strainAt(const Eigen::Vector3d& p) {
  StrainOf strain = StrainOf::Zero();
  for (unsigned corner = 0; corner < 8; ++corner) {
    const Eigen::Vector3d g = shapeGradient(corner, p);
    const int column = static_cast<int>(3 * corner);
    for (int a = 0; a < 3; ++a) {
      const int b = (a + 1) % 3;
      strain(a, column + a) = g[a];
      strain(3 + a, column + a) = g[b];
      strain(3 + a, column + b) = g[a];
    }
  }
  return strain;
}

}  // namespace

std::array<double, 576> unitStiffness(double poissonRatio) {
  const Elasticity law = elasticity(poissonRatio);
  Eigen::Matrix<double, 24, 24> stiffness = Eigen::Matrix<double, 24, 24>::Zero();
  const double offset = 0.5 / std::sqrt(3.0);
  for (unsigned point = 0; point < 8; ++point) {
    const Eigen::Vector3d p((point & 1U) != 0 ? 0.5 + offset : 0.5 - offset,
                            (point & 2U) != 0 ? 0.5 + offset : 0.5 - offset,
                            (point & 4U) != 0 ? 0.5 + offset : 0.5 - offset);
    const StrainOf strain = strainAt(p);
    stiffness += strain.transpose() * law * strain / 8.0;
  }
  std::array<double, 576> rows{};
  for (int r = 0; r < 24; ++r) {
    for (int c = 0; c < 24; ++c)
      rows[static_cast<std::size_t>(24 * r + c)] = stiffness(r, c);
  }
  return rows;
}

}  // namespace trocar::cement
