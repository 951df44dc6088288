#include "planning/cement/body/elastic_body.h"

#include "planning/cement/body/elastic_operator.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trocar::cement {
namespace {

ElasticBody block(std::array<int, 3> size, double sideMm, double modulusMPa, double poissonRatio) {
  ElasticBody body;
  body.size = size;
  body.sideMm = sideMm;
  body.poissonRatio = poissonRatio;
  body.modulusMPa.assign(static_cast<std::size_t>(size[0] * size[1] * size[2]), modulusMPa);
  return body;
}

ElasticSupport freeSupport(const ElasticBody& body) {
  return {std::vector<unsigned char>(3 * body.nodeCount(), 0),
          std::vector<double>(3 * body.nodeCount(), 0.0)};
}

void fix(ElasticSupport& support, std::size_t node, int axis, double displacementMm = 0.0) {
  const std::size_t n = 3 * node + static_cast<std::size_t>(axis);
  support.fixed[n] = 1;
  support.displacementMm[n] = displacementMm;
}

/// Frictionless plates below and above: the bottom keeps its height, the top comes down.
ElasticSupport betweenPlates(const ElasticBody& body, double downMm) {
  ElasticSupport support = freeSupport(body);
  for (int j = 0; j <= body.size[1]; ++j) {
    for (int i = 0; i <= body.size[0]; ++i) {
      fix(support, body.nodeAt(i, j, 0), 2);
      fix(support, body.nodeAt(i, j, body.size[2]), 2, -downMm);
    }
  }
  fix(support, body.nodeAt(0, 0, 0), 0);
  fix(support, body.nodeAt(0, 0, 0), 1);
  fix(support, body.nodeAt(body.size[0], 0, 0), 1);
  return support;
}

double forceOnTop(const ElasticBody& body, const ElasticSolution& solution) {
  double sum = 0.0;
  for (int j = 0; j <= body.size[1]; ++j) {
    for (int i = 0; i <= body.size[0]; ++i)
      sum -= solution.forceN[3 * body.nodeAt(i, j, body.size[2]) + 2];
  }
  return sum;
}

// Hooke: F = E A u / L, the same on every mesh; the sides move out by nu u W / L.
TEST(ElasticBody, ACubeBetweenSmoothPlatesFollowsHooke) {
  for (const int n : {1, 2, 5}) {
    const ElasticBody body = block({n, n, n}, 10.0 / n, 500.0, 0.3);
    const ElasticSolution solution =
        solveElastic(body, betweenPlates(body, 0.1), {}, {1e-10, 2000});
    EXPECT_NEAR(forceOnTop(body, solution), 500.0 * 100.0 * 0.1 / 10.0, 1e-4);
    EXPECT_NEAR(solution.displacementMm[3 * body.nodeAt(n, n, n)], 0.3 * 0.1, 1e-6);
  }
}

// Layers in series: 1 / E = (f1 / E1 + f2 / E2), for a Poisson ratio of 0.
TEST(ElasticBody, LayersInSeriesAddTheirCompliances) {
  ElasticBody body = block({3, 3, 6}, 1.0, 100.0, 0.0);
  for (std::size_t e = 0; e < 27; ++e)
    body.modulusMPa[e] = 400.0;
  const ElasticSolution solution = solveElastic(body, betweenPlates(body, 0.06), {}, {1e-10, 2000});
  EXPECT_NEAR(forceOnTop(body, solution), 9.0 * 0.06 / (3.0 / 400.0 + 3.0 / 100.0), 1e-6);
}

// Columns in parallel add their stiffnesses, for a Poisson ratio of 0.
TEST(ElasticBody, ColumnsInParallelAddTheirStiffnesses) {
  ElasticBody body = block({4, 4, 5}, 1.0, 100.0, 0.0);
  for (int k = 0; k < 5; ++k) {
    for (int j = 0; j < 4; ++j)
      body.modulusMPa[body.elementAt(0, j, k)] = 1700.0;
  }
  const ElasticSolution solution = solveElastic(body, betweenPlates(body, 0.05), {}, {1e-10, 3000});
  EXPECT_NEAR(forceOnTop(body, solution), 0.01 * (4.0 * 1700.0 + 12.0 * 100.0), 1e-5);
}

/// Deflection of the end of a cantilever of 40 x 4 x 4 mm under 1 N across it.
double cantileverMm(int perSide) {
  ElasticBody body = block({10 * perSide, perSide, perSide}, 4.0 / perSide, 1000.0, 0.3);
  ElasticSupport support = freeSupport(body);
  std::vector<double> load(3 * body.nodeCount(), 0.0);
  const double share = 1.0 / ((perSide + 1) * (perSide + 1));
  for (int k = 0; k <= perSide; ++k) {
    for (int j = 0; j <= perSide; ++j) {
      for (int axis = 0; axis < 3; ++axis)
        fix(support, body.nodeAt(0, j, k), axis);
      load[3 * body.nodeAt(10 * perSide, j, k) + 2] = share;
    }
  }
  const ElasticSolution solution = solveElastic(body, support, load, {1e-8, 20000});
  return solution.displacementMm[3 * body.nodeAt(10 * perSide, 0, 0) + 2];
}

// Timoshenko: F L^3 / (3 E I) + F L / (5/6 G A).
TEST(ElasticBody, ACantileverConvergesToTimoshenko) {
  const double inertia = 4.0 * 64.0 / 12.0;
  const double shear = 1000.0 / 2.6;
  const double exact = 64000.0 / (3.0 * 1000.0 * inertia) + 40.0 / (5.0 / 6.0 * shear * 16.0);
  const double coarse = std::abs(cantileverMm(2) / exact - 1.0);
  const double middle = std::abs(cantileverMm(4) / exact - 1.0);
  const double fine = std::abs(cantileverMm(6) / exact - 1.0);
  EXPECT_LT(middle, coarse);
  EXPECT_LT(fine, middle);
  EXPECT_LT(fine, 0.03);
}

TEST(ElasticBody, StoresTheWorkOfTheLoad) {
  const ElasticBody body = block({3, 3, 3}, 2.0, 800.0, 0.3);
  const ElasticSolution solution = solveElastic(body, betweenPlates(body, 0.06), {}, {1e-10, 2000});
  double energy = 0.0;
  for (int k = 0; k < 3; ++k) {
    for (int j = 0; j < 3; ++j) {
      for (int i = 0; i < 3; ++i)
        energy += 8.0 * energyDensityMPa(body, solution.displacementMm, i, j, k);
    }
  }
  EXPECT_NEAR(energy, 0.5 * forceOnTop(body, solution) * 0.06, 1e-6);
}

/// Adds what one element does to its corners.
void addForces(const ElasticBody& body,
               const std::vector<double>& x,
               const std::array<int, 3>& element,
               std::vector<double>& sum) {
  const auto [i, j, k] = element;
  const std::array<double, 24> force = nodeForcesN(body, x, i, j, k);
  for (int corner = 0; corner < 8; ++corner) {
    const std::size_t node = body.nodeAt(i + corner % 2, j + corner / 2 % 2, k + corner / 4);
    for (std::size_t a = 0; a < 3; ++a)
      sum[3 * node + a] += force[3 * static_cast<std::size_t>(corner) + a];
  }
}

TEST(ElasticBody, RowsOfElementsGiveTheForcesOfTheElementsOneByOne) {
  ElasticBody body;
  body.size = {7, 5, 4};
  body.sideMm = 1.3;
  for (int e = 0; e < 7 * 5 * 4; ++e)
    body.modulusMPa.push_back(e % 5 == 0 ? 0.0 : 100.0 + 37.0 * (e % 11));
  std::vector<double> x(3 * body.nodeCount());
  for (std::size_t n = 0; n < x.size(); ++n)
    x[n] = std::sin(1.7 * static_cast<double>(n)) + 0.01 * static_cast<double>(n % 13);
  std::vector<double> expected(x.size(), 0.0);
  for (int k = 0; k < 4; ++k) {
    for (int j = 0; j < 5; ++j) {
      for (int i = 0; i < 7; ++i)
        addForces(body, x, {i, j, k}, expected);
    }
  }
  const ElasticOperator stiffness(body);
  EXPECT_LT(stiffness.couplings(), 100u) << "a cube couples few parities";
  std::vector<double> y(x.size());
  stiffness.multiply(x, y);
  for (std::size_t n = 0; n < x.size(); ++n)
    EXPECT_NEAR(y[n], expected[n], 1e-9);
}

}  // namespace
}  // namespace trocar::cement
