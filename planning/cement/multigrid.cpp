#include "planning/cement/multigrid.h"

#include <algorithm>
#include <cstddef>

namespace trocar {
namespace {

constexpr int kSmallestSide = 4;  ///< Voxels inside the rim; below it a level is solved by sweeps.
constexpr int kCoarsestSweeps = 12;
constexpr std::size_t kParallelVoxels = 60000;  ///< Smaller levels are faster on one thread.

/// One row of voxels along i, away from the rim.
struct Row {
  std::size_t begin;
  std::size_t end;
};

Row rowOf(const VoxelSystem& system, int j, int k) {
  const auto nx = static_cast<std::size_t>(system.size[0]);
  const auto first = (static_cast<std::size_t>(k) * static_cast<std::size_t>(system.size[1]) +
                      static_cast<std::size_t>(j)) *
                     nx;
  return {first + 1, first + nx - 1};
}

/// Raw views of a system's coefficients, for the inner loops.
struct Stencil {
  explicit Stencil(const VoxelSystem& system)
      : tx(system.toNext[0].data()),
        ty(system.toNext[1].data()),
        tz(system.toNext[2].data()),
        sy(static_cast<std::size_t>(system.stride(1))),
        sz(static_cast<std::size_t>(system.stride(2))) {}

  double neighbours(const double* x, std::size_t c) const {
    return tx[c] * x[c + 1] + tx[c - 1] * x[c - 1] + ty[c] * x[c + sy] + ty[c - sy] * x[c - sy] +
           tz[c] * x[c + sz] + tz[c - sz] * x[c - sz];
  }
  double diagonal(std::size_t c) const {
    return tx[c] + tx[c - 1] + ty[c] + ty[c - sy] + tz[c] + tz[c - sz];
  }

  const double* tx;
  const double* ty;
  const double* tz;
  std::size_t sy;
  std::size_t sz;
};

std::vector<double> invertedDiagonal(const VoxelSystem& system) {
  std::vector<double> inverse(system.voxelCount(), 0.0);
  const Stencil stencil(system);
  for (int k = 1; k < system.size[2] - 1; ++k) {
    for (int j = 1; j < system.size[1] - 1; ++j) {
      const Row row = rowOf(system, j, k);
      for (std::size_t c = row.begin; c < row.end; ++c) {
        const double diagonal = stencil.diagonal(c) + system.sink[c];
        inverse[c] = diagonal > 0.0 ? 1.0 / diagonal : 0.0;
      }
    }
  }
  return inverse;
}

/// Coarse index of a fine one on the same axis, rims kept.
int coarseOf(int fine) {
  return (fine - 1) / 2 + 1;
}

VoxelSystem coarsened(const VoxelSystem& fine) {
  std::array<int, 3> size{};
  for (std::size_t a = 0; a < 3; ++a)
    size[a] = coarseOf(fine.size[a] - 2) + 2;
  VoxelSystem coarse(size);
  const auto nx = static_cast<std::size_t>(size[0]);
  const auto ny = static_cast<std::size_t>(size[1]);
  for (int k = 1; k < fine.size[2] - 1; ++k) {
    for (int j = 1; j < fine.size[1] - 1; ++j) {
      const Row row = rowOf(fine, j, k);
      const std::size_t line =
          (static_cast<std::size_t>(coarseOf(k)) * ny + static_cast<std::size_t>(coarseOf(j))) * nx;
      for (std::size_t c = row.begin; c < row.end; ++c) {
        const auto i = static_cast<int>(c - row.begin) + 1;
        const std::size_t joined = line + static_cast<std::size_t>(coarseOf(i));
        coarse.sink[joined] += fine.sink[c];
        coarse.toNext[0][joined] += i % 2 == 0 ? 0.5 * fine.toNext[0][c] : 0.0;
        coarse.toNext[1][joined] += j % 2 == 0 ? 0.5 * fine.toNext[1][c] : 0.0;
        coarse.toNext[2][joined] += k % 2 == 0 ? 0.5 * fine.toNext[2][c] : 0.0;
      }
    }
  }
  return coarse;
}

/// Gauss-Seidel over the voxels of one colour of the chequerboard.
void relax(const VoxelSystem& system,
           const std::vector<double>& inverse,
           const std::vector<double>& b,
           std::vector<double>& x,
           int colour) {
  const Stencil stencil(system);
  double* px = x.data();
#pragma omp parallel for schedule(static) if (system.voxelCount() > kParallelVoxels)
  for (int k = 1; k < system.size[2] - 1; ++k) {
    for (int j = 1; j < system.size[1] - 1; ++j) {
      const Row row = rowOf(system, j, k);
      for (std::size_t c = row.begin + static_cast<std::size_t>((j + k + colour) & 1); c < row.end;
           c += 2)
        px[c] = inverse[c] * (b[c] + stencil.neighbours(px, c));
    }
  }
}

/// r = b - A x.
void residual(const VoxelSystem& system,
              const std::vector<double>& b,
              const std::vector<double>& x,
              std::vector<double>& r) {
  const Stencil stencil(system);
#pragma omp parallel for schedule(static) if (system.voxelCount() > kParallelVoxels)
  for (int k = 1; k < system.size[2] - 1; ++k) {
    for (int j = 1; j < system.size[1] - 1; ++j) {
      const Row row = rowOf(system, j, k);
      for (std::size_t c = row.begin; c < row.end; ++c)
        r[c] =
            b[c] + stencil.neighbours(x.data(), c) - (stencil.diagonal(c) + system.sink[c]) * x[c];
    }
  }
}

/// Adds the fine residual into the coarse right-hand side.
void restrictTo(const VoxelSystem& coarse,
                const VoxelSystem& fine,
                const std::vector<double>& r,
                std::vector<double>& b) {
  std::fill(b.begin(), b.end(), 0.0);
  const int nj = fine.size[1] - 1;
  const int nk = fine.size[2] - 1;
#pragma omp parallel for schedule(static) if (fine.voxelCount() > kParallelVoxels)
  for (int kc = 1; kc < coarse.size[2] - 1; ++kc) {
    for (int k = 2 * kc - 1; k <= 2 * kc && k < nk; ++k) {
      for (int j = 1; j < nj; ++j) {
        const Row row = rowOf(fine, j, k);
        const std::size_t line = rowOf(coarse, coarseOf(j), kc).begin;
        for (std::size_t c = row.begin; c < row.end; ++c)
          b[line + (c - row.begin) / 2] += r[c];
      }
    }
  }
}

void prolongate(const VoxelSystem& coarse,
                const VoxelSystem& fine,
                const std::vector<double>& xc,
                const std::vector<double>& inverse,
                std::vector<double>& x) {
#pragma omp parallel for schedule(static) if (fine.voxelCount() > kParallelVoxels)
  for (int k = 1; k < fine.size[2] - 1; ++k) {
    for (int j = 1; j < fine.size[1] - 1; ++j) {
      const Row row = rowOf(fine, j, k);
      const std::size_t line = rowOf(coarse, coarseOf(j), coarseOf(k)).begin;
      for (std::size_t c = row.begin; c < row.end; ++c)
        x[c] += inverse[c] > 0.0 ? xc[line + (c - row.begin) / 2] : 0.0;
    }
  }
}

}  // namespace

Multigrid::Multigrid(const VoxelSystem& system) {
  levels_.push_back({system, invertedDiagonal(system), {}, {}, {}});
  const auto longest = [](const VoxelSystem& s) {
    return std::max({s.size[0], s.size[1], s.size[2]}) - 2;
  };
  while (longest(levels_.back().system) > kSmallestSide) {
    VoxelSystem coarse = coarsened(levels_.back().system);
    std::vector<double> inverse = invertedDiagonal(coarse);
    levels_.push_back({std::move(coarse), std::move(inverse), {}, {}, {}});
  }
  for (Level& level : levels_) {
    level.x.assign(level.system.voxelCount(), 0.0);
    level.b.assign(level.system.voxelCount(), 0.0);
    level.r.assign(level.system.voxelCount(), 0.0);
  }
}

void Multigrid::cycle(std::size_t depth) {
  Level& level = levels_[depth];
  std::fill(level.x.begin(), level.x.end(), 0.0);
  const bool coarsest = depth + 1 == levels_.size();
  const int sweeps = coarsest ? kCoarsestSweeps : 1;
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    relax(level.system, level.inverseDiagonal, level.b, level.x, 0);
    relax(level.system, level.inverseDiagonal, level.b, level.x, 1);
  }
  if (!coarsest) {
    Level& coarse = levels_[depth + 1];
    residual(level.system, level.b, level.x, level.r);
    restrictTo(coarse.system, level.system, level.r, coarse.b);
    cycle(depth + 1);
    prolongate(coarse.system, level.system, coarse.x, level.inverseDiagonal, level.x);
  }
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    relax(level.system, level.inverseDiagonal, level.b, level.x, 1);
    relax(level.system, level.inverseDiagonal, level.b, level.x, 0);
  }
}

void Multigrid::apply(const std::vector<double>& r, std::vector<double>& result) {
  levels_.front().b = r;
  cycle(0);
  result = levels_.front().x;
}

void Multigrid::multiply(const std::vector<double>& x, std::vector<double>& y) const {
  const VoxelSystem& system = levels_.front().system;
  const Stencil stencil(system);
#pragma omp parallel for schedule(static) if (system.voxelCount() > kParallelVoxels)
  for (int k = 1; k < system.size[2] - 1; ++k) {
    for (int j = 1; j < system.size[1] - 1; ++j) {
      const Row row = rowOf(system, j, k);
      for (std::size_t c = row.begin; c < row.end; ++c)
        y[c] = (stencil.diagonal(c) + system.sink[c]) * x[c] - stencil.neighbours(x.data(), c);
    }
  }
}

}  // namespace trocar
