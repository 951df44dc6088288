#pragma once

#include "core/progress.h"
#include "planning/numerics/conjugate_gradients.h"

#include <array>
#include <cstddef>
#include <vector>

namespace trocar::cement {

/// A linear elastic body of cubic voxels, each one hexahedral element with eight nodes. Node (i, j,
/// k) is the low corner of element (i, j, k). Lengths in mm, moduli in MPa, forces in N.
struct ElasticBody {
  std::array<int, 3> size{1, 1, 1};  ///< Elements, i fastest.
  double sideMm = 1.0;
  double poissonRatio = 0.3;
  std::vector<double> modulusMPa;  ///< An element; 0 where there is nothing.

  std::size_t elementAt(int i, int j, int k) const;
  std::size_t nodeAt(int i, int j, int k) const;
  std::size_t nodeCount() const;
};

/// Degrees of freedom 3 n .. 3 n + 2 are node n's along the grid's axes.
struct ElasticSupport {
  std::vector<unsigned char> fixed;    ///< A degree of freedom whose displacement is given.
  std::vector<double> displacementMm;  ///< Of the fixed ones, and the first guess for the others.
};

struct ElasticSolution {
  std::vector<double> displacementMm;
  std::vector<double>
      forceN;  ///< On the body: the loads, and the reactions of fixed degrees of freedom.
  numerics::SolveReport report;  ///< Residuals are relative to the first one.
};

/// Matrix-free conjugate gradients with the diagonal as preconditioner. `loadN` may be empty. The
/// result has the same bytes for every number of threads.
ElasticSolution solveElastic(const ElasticBody& body,
                             const ElasticSupport& support,
                             const std::vector<double>& loadN = {},
                             const numerics::SolveOptions& options = {1e-6, 5000},
                             const Progress& progress = {});

/// Stiffness of a cube of unit side and modulus, by 2 x 2 x 2 Gauss points: row-major 24 x 24; node
/// a of the element is its corner with i in bit 0, j in bit 1, k in bit 2 of a.
std::array<double, 576> unitStiffness(double poissonRatio);

/// Forces of an element on its eight nodes, three each, in the order of `unitStiffness`.
std::array<double, 24> nodeForcesN(
    const ElasticBody& body, const std::vector<double>& displacementMm, int i, int j, int k);

/// Strain energy density of an element in MPa: half stress times strain, a mean over its volume.
double energyDensityMPa(
    const ElasticBody& body, const std::vector<double>& displacementMm, int i, int j, int k);

}  // namespace trocar::cement
